//! The receiver's side.

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use careplan_core::relay::wire::{ProblemCode, Rejection, RejectionReason};

use super::parameters::{ListParameters, Parameters, Segment, known_id, parse};
use crate::server::MAX_RECEIPT_BYTES;
use crate::server::answer::{self, Answer};
use crate::server::body;
use crate::server::caller::Caller;
use crate::server::digest;
use crate::server::download;
use crate::server::places::held;
use crate::server::relay::Relay;
use crate::store::Failure;

/// A reason, and what a newer client may add.
const MAX_JSON_BYTES: u64 = 4096;

/// `GET /v1/received`
pub(super) async fn list(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Parameters(query): Parameters<ListParameters>,
) -> Answer {
    let (query, turn) = (query.check()?, relay.list_turn(caller.office).await?);
    let page = relay.store().received_page(caller.office, query).await?;
    answer::json(StatusCode::OK, &page).map(|answer| held(answer, turn))
}

/// `GET /v1/received/{id}`
pub(super) async fn detail(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
) -> Answer {
    let message = relay.store().received(caller.office, known_id(&id)?);
    answer::json(StatusCode::OK, &message.await?)
}

/// `GET /v1/received/{id}/content`
pub(super) async fn content(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
    headers: HeaderMap,
) -> Answer {
    let (id, turn) = (known_id(&id)?, relay.download_turn(caller.office).await?);
    let content = relay.store().content(caller.office, id).await?;
    let answer = download::answer(&relay, content, &headers).await?;
    Ok(held(answer, turn))
}

/// `PUT /v1/received/{id}/receipt`
pub(super) async fn receipt(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let receipt = body::read_all(body, MAX_RECEIPT_BYTES).await?;
    digest::check(&headers, &receipt)?;
    check_receipt(&receipt)?;
    let taken = relay
        .store()
        .take(caller.office, known_id(&id)?, receipt)
        .await?;
    answer::json(StatusCode::OK, &taken)
}

/// `PUT /v1/received/{id}/rejection`
pub(super) async fn reject(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let body = body::read_all(body, MAX_JSON_BYTES).await?;
    digest::check(&headers, &body)?;
    let Rejection { reason } = parse(&body)?;
    if reason == RejectionReason::Unknown {
        return Err(ProblemCode::BadRequest.into());
    }
    let rejected = relay
        .store()
        .reject(caller.office, known_id(&id)?, reason)
        .await?;
    answer::json(StatusCode::OK, &rejected)
}

/// A receipt is DER of a sequence; what is in it is the offices' affair.
fn check_receipt(receipt: &[u8]) -> Result<(), Failure> {
    match receipt.first() {
        Some(0x30) => Ok(()),
        _ => Err(ProblemCode::BadRequest.into()),
    }
}
