//! The offices that take part.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::ProblemCode;
use serde::Deserialize;

use super::parameters::{Parameters, Segment, page};
use crate::server::answer::{self, Answer};
use crate::server::caller::Caller;
use crate::server::places::held;
use crate::server::relay::Relay;

/// Longest text to look for, in characters: that of the longest name.
const MAX_NAME_CHARS: usize = 64;

/// `GET /v1/directory/{office}`
pub(super) async fn entry(
    Shared(relay): Shared<Relay>,
    _caller: Caller,
    Segment(office): Segment,
) -> Answer {
    let office = office.parse().map_err(|_| ProblemCode::UnknownOffice)?;
    answer::json(
        StatusCode::OK,
        &relay.store().directory_entry(office).await?,
    )
}

#[derive(Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    name: String,
    after: Option<OfficeNumber>,
    limit: Option<u32>,
}

/// `GET /v1/directory`
pub(super) async fn search(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Parameters(search): Parameters<Search>,
) -> Answer {
    if search.name.chars().count() > MAX_NAME_CHARS {
        return Err(ProblemCode::BadRequest.into());
    }
    let (limit, turn) = (page(search.limit)?, relay.list_turn(caller.office).await?);
    let found = relay
        .store()
        .search_directory(search.name, search.after, limit);
    answer::json(StatusCode::OK, &found.await?).map(|answer| held(answer, turn))
}
