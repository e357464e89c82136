//! The control port: plain HTTP with JSON, for this machine only.
//!
//! | call | body → answer |
//! |---|---|
//! | `GET /` | → [`Settings`](super::Settings): clock, maintenance, faults |
//! | `POST /reset` | `{}`: all messages, tokens, locks, revocations and faults go; the clock is right again |
//! | `POST /do` | [`Deed`], such as `{"advance": {"seconds": 3600}}` |
//! | `POST /faults` | [`Rule`] → `{"id": 1}` |
//! | `DELETE /faults`, `DELETE /faults/{id}` | takes every rule or one away |
//! | `GET /messages?after=&limit=` | → what is stored, by id |
//! | `GET /messages/{id}` | → one message |
//! | `GET /messages/{id}/cover`, `…/content`, `…/receipt` | → bytes as stored |
//!
//! A body has the type `application/json`, which a page of another site cannot send.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Path, Query, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{Blob, Deed, Hands};
use crate::faults::Rule;
use crate::store::Failure;

const DEFAULT_PAGE: u32 = 100;
const MAX_PAGE: u32 = 1000;

/// All paths of the control port.
pub(crate) fn router(hands: Hands) -> Router {
    Router::new()
        .route("/", get(settings))
        .route("/reset", post(reset))
        .route("/do", post(perform))
        .route("/faults", post(add_fault).delete(clear_faults))
        .route("/faults/{id}", delete(remove_fault))
        .route("/messages", get(messages))
        .route("/messages/{id}", get(message))
        .route("/messages/{id}/{blob}", get(blob))
        .fallback(async || Refusal::NotFound)
        .with_state(hands)
}

type Answer = Result<Response, Refusal>;

/// Why something is not done.
enum Refusal {
    NotFound,
    Malformed(String),
    Failed(Failure),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => refused(StatusCode::NOT_FOUND, "not there"),
            Self::Malformed(why) => refused(StatusCode::BAD_REQUEST, &why),
            Self::Failed(failure) => failure.into_response(),
        }
    }
}

fn refused(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({ "error": why }))).into_response()
}

/// A body in JSON.
#[derive(FromRequest)]
#[from_request(via(Json), rejection(Refusal))]
struct Body<T>(T);

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        Self::Malformed(rejection.body_text())
    }
}

/// `{}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn settings(Shared(hands): Shared<Hands>) -> Response {
    Json(hands.settings()).into_response()
}

async fn reset(Shared(hands): Shared<Hands>, Body(Nothing {}): Body<Nothing>) -> Answer {
    hands.reset().await?;
    done()
}

async fn perform(Shared(hands): Shared<Hands>, Body(deed): Body<Deed>) -> Answer {
    match hands.perform(deed).await? {
        true => done(),
        false => Err(Refusal::NotFound),
    }
}

async fn add_fault(Shared(hands): Shared<Hands>, Body(rule): Body<Rule>) -> Answer {
    let added = hands.faults.add(rule, hands.now());
    let id = added.map_err(|error| Refusal::Malformed(error.to_string()))?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

async fn clear_faults(Shared(hands): Shared<Hands>) -> Answer {
    hands.faults.clear();
    done()
}

async fn remove_fault(Shared(hands): Shared<Hands>, Path(id): Path<u64>) -> Answer {
    match hands.faults.remove(id) {
        true => done(),
        false => Err(Refusal::NotFound),
    }
}

#[derive(Deserialize)]
struct ListParameters {
    after: Option<Uuid>,
    limit: Option<u32>,
}

async fn messages(
    Shared(hands): Shared<Hands>,
    Query(parameters): Query<ListParameters>,
) -> Answer {
    let limit = parameters.limit.unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE);
    let messages = hands
        .store()
        .stored_messages(parameters.after, limit)
        .await?;
    Ok(Json(messages).into_response())
}

async fn message(Shared(hands): Shared<Hands>, Path(id): Path<Uuid>) -> Answer {
    let message = hands.store().stored_message(id).await?;
    Ok(Json(message.ok_or(Refusal::NotFound)?).into_response())
}

async fn blob(Shared(hands): Shared<Hands>, Path((id, blob)): Path<(Uuid, String)>) -> Answer {
    let blob = match blob.as_str() {
        "cover" => Blob::Cover,
        "content" => Blob::Content,
        "receipt" => Blob::Receipt,
        _ => return Err(Refusal::NotFound),
    };
    let bytes = hands.store().stored_blob(id, blob).await?;
    let media_type = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((media_type, bytes.ok_or(Refusal::NotFound)?).into_response())
}

fn done() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}
