//! Notes every call: which office, which call, which message, how it ended.

use std::mem;

use axum::extract::{ConnectInfo, MatchedPath, Request, State as Shared};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use careplan_core::relay::wire::ProblemCode;
use uuid::Uuid;

use super::caller::Peer;
use super::relay::Relay;
use crate::store::{Access, Failure};

/// Stands around all calls.
pub(super) async fn note(Shared(relay): Shared<Relay>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let path = path.map_or("-", MatchedPath::as_str);
    let call = format!("{} {path}", request.method());
    let office = request
        .extensions()
        .get::<ConnectInfo<Peer>>()
        .and_then(|ConnectInfo(peer)| peer.named())
        .map_or_else(String::new, |office| office.to_string());
    let message = message_in(request.uri().path());
    let changes = request.method() != Method::GET;
    let noted = Noted {
        relay,
        office,
        call,
        message,
        outcome: GONE,
    };
    let answer = async move {
        let response = next.run(request).await;
        let outcome = response.extensions().get::<ProblemCode>();
        noted.end(outcome.map_or("ok", |code| code.as_str()));
        response
    };
    if !changes {
        return answer.await;
    }
    // What changes something goes on to its end, and is noted, also when its caller does not wait for the answer.
    let answered = tokio::spawn(answer).await;
    match answered {
        Ok(answered) => answered,
        // The relay is being aborted: nobody is answered any more.
        Err(error) if error.is_cancelled() => std::future::pending().await,
        Err(_) => Failure::Broken("a call panicked".to_owned()).into_response(),
    }
}

/// The caller left before there was an answer.
const GONE: &str = "caller_gone";

/// Is noted when it is dropped, however the call ends.
struct Noted {
    relay: Relay,
    office: String,
    call: String,
    message: Option<String>,
    outcome: &'static str,
}

impl Noted {
    fn end(mut self, outcome: &'static str) {
        self.outcome = outcome;
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.relay.store().note(Access {
            at: self.relay.clock().now(),
            office: mem::take(&mut self.office),
            call: mem::take(&mut self.call),
            message: self.message.take(),
            outcome: self.outcome,
        });
    }
}

/// The id in `/v1/sent/{id}…` and `/v1/received/{id}…`; other text of a caller is not kept.
fn message_in(path: &str) -> Option<String> {
    let id: Uuid = path.split('/').nth(3)?.parse().ok()?;
    Some(id.to_string())
}
