//! The sender's side.

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{Announce, ProblemCode, Sent};

use super::parameters::{
    ListParameters, Parameters, Segment, Segments, known_id, message_id, parse,
};
use crate::secret::is_sha256_hex;
use crate::server::answer::{self, Answer};
use crate::server::body::{self, Read};
use crate::server::caller::Caller;
use crate::server::digest::{self, Digest};
use crate::server::places::held;
use crate::server::relay::Relay;
use crate::server::{MAX_CONTENT_BYTES, MAX_COVER_BYTES};
use crate::store::Failure;

/// `PUT /v1/sent/{id}`
pub(super) async fn announce(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id = message_id(&id).ok_or(ProblemCode::BadRequest)?;
    let _turn = relay.body_turn(caller.office).await?;
    let terms = relay.terms();
    // Base64 makes four of three; the rest is numbers.
    let limit = (MAX_COVER_BYTES + terms.max_inline_bytes) * 4 / 3 + 4096;
    let body = body::read_all(body, limit).await?;
    digest::check(&headers, &body)?;
    let mut announce: Announce = parse(&body)?;
    drop(body);
    let cover = base64(&std::mem::take(&mut announce.cover))?;
    let content = announce.content.take().as_deref().map(base64).transpose()?;
    check(&announce, &cover)?;
    let inline = content.as_ref().map_or(0, |content| content.len() as u64);
    if inline > terms.max_inline_bytes {
        return Err(ProblemCode::TooLarge.into());
    }
    let announced = relay
        .store()
        .announce(caller.office, id, announce, cover, content);
    let (new, sent) = announced.await?;
    let status = match new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    answer::json(status, &sent)
}

/// `PUT /v1/sent/{id}/parts/{number}`
pub(super) async fn part(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segments(id, number): Segments,
    headers: HeaderMap,
    mut body: Body,
) -> Answer {
    let kept = keep_part(&relay, &caller, (&id, &number), &headers, &mut body).await;
    if kept.is_err() {
        body::discard(&mut body).await;
    }
    answer::json(StatusCode::OK, &kept?)
}

async fn keep_part(
    relay: &Relay,
    caller: &Caller,
    (id, number): (&str, &str),
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Sent, Failure> {
    let (id, store) = (known_id(id)?, relay.store());
    let number = number.parse().map_err(|_| ProblemCode::BadRequest)?;
    let (size, sent) = store.part_size(caller.office, id, number).await?;
    let Digest::Sha256(expected) = digest::content_digest(headers) else {
        return Err(ProblemCode::BadRequest.into());
    };
    let Some(size) = size else {
        // The answer to an earlier one was lost.
        body::discard(body).await;
        return Ok(sent);
    };
    let _turn = relay.body_turn(caller.office).await?;
    let bytes = match body::read(body, size).await? {
        Read::Whole(bytes) => bytes,
        Read::Longer => return Err(ProblemCode::TooLarge.into()),
    };
    if bytes.len() as u64 != size || !digest::fits(&bytes, expected) {
        return Err(ProblemCode::DigestMismatch.into());
    }
    store.put_part(caller.office, id, number, bytes).await
}

/// `POST /v1/sent/{id}/commit`
pub(super) async fn commit(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
) -> Answer {
    let sent = relay.store().commit(caller.office, known_id(&id)?);
    answer::json(StatusCode::OK, &sent.await?)
}

/// `POST /v1/sent/{id}/withdraw`
pub(super) async fn withdraw(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
) -> Answer {
    let sent = relay.store().withdraw(caller.office, known_id(&id)?);
    answer::json(StatusCode::OK, &sent.await?)
}

/// `GET /v1/sent/{id}`
pub(super) async fn detail(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Segment(id): Segment,
) -> Answer {
    let sent = relay.store().sent(caller.office, known_id(&id)?);
    answer::json(StatusCode::OK, &sent.await?)
}

/// `GET /v1/sent`
pub(super) async fn list(
    Shared(relay): Shared<Relay>,
    caller: Caller,
    Parameters(query): Parameters<ListParameters>,
) -> Answer {
    let (query, turn) = (query.check()?, relay.list_turn(caller.office).await?);
    let page = relay.store().sent_page(caller.office, query).await?;
    answer::json(StatusCode::OK, &page).map(|answer| held(answer, turn))
}

fn base64(text: &str) -> Result<Vec<u8>, Failure> {
    STANDARD
        .decode(text)
        .map_err(|_| ProblemCode::BadRequest.into())
}

fn check(announce: &Announce, cover: &[u8]) -> Result<(), Failure> {
    if !is_sha256_hex(&announce.sha256) || announce.size == 0 {
        return Err(ProblemCode::BadRequest.into());
    }
    if announce.size > MAX_CONTENT_BYTES || cover.len() as u64 > MAX_COVER_BYTES {
        return Err(ProblemCode::TooLarge.into());
    }
    Ok(())
}
