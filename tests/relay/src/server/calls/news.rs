//! Waits until a list goes on.

use std::pin::pin;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::http::StatusCode;
use careplan_core::relay::wire::News;
use serde::Deserialize;
use tokio::time::{Instant, sleep_until};

use super::parameters::Parameters;
use crate::server::answer::{self, Answer};
use crate::server::caller::Caller;
use crate::server::relay::Relay;

/// Longest wait, in seconds.
const MAX_WAIT: u32 = 60;
/// Another relay on the same database cannot wake us: look again so often.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    sent: u64,
    #[serde(default)]
    received: u64,
    #[serde(default)]
    wait: u32,
}

/// `GET /v1/news`
pub(super) async fn news(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Parameters(wanted): Parameters<Wanted>,
) -> Answer {
    let is_news = |news: &News| news.sent > wanted.sent || news.received > wanted.received;
    let first = relay.store().news(caller.office).await?;
    if wanted.wait == 0 || is_news(&first) {
        return answer::json(StatusCode::OK, &first);
    }
    let place = relay.waiters().place(caller.office)?;
    let until = Instant::now() + Duration::from_secs(wanted.wait.min(MAX_WAIT).into());
    loop {
        // What changes after this line wakes us.
        let mut changed = pin!(place.news.notified());
        changed.as_mut().enable();
        let news = relay.store().news(caller.office).await?;
        if is_news(&news) {
            return answer::json(StatusCode::OK, &news);
        }
        let look_again = match relay.store().is_shared() {
            true => until.min(Instant::now() + LOOK_AGAIN),
            false => until,
        };
        let over = tokio::select! {
            () = changed => false,
            () = sleep_until(look_again) => Instant::now() >= until,
            () = relay.stopping() => true,
        };
        if over {
            return answer::json(StatusCode::OK, &relay.store().news(caller.office).await?);
        }
    }
}
