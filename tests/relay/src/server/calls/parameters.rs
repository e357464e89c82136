//! What stands in paths, behind the `?` and in JSON bodies.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use careplan_core::relay::wire::{ProblemCode, State};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::{Uuid, Variant};

use crate::store::{Failure, ListQuery};

const DEFAULT_PAGE: u32 = 100;
const MAX_PAGE: u32 = 1000;

/// The variable part of a path.
pub(super) struct Segment(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(text)) => Ok(Self(text)),
            // Not UTF-8 behind its percent signs.
            Err(_) => Err(ProblemCode::NotFound.into()),
        }
    }
}

/// Both variable parts of a path that has two.
pub(super) struct Segments(pub(super) String, pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Segments {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path((one, other))) => Ok(Self(one, other)),
            Err(_) => Err(ProblemCode::NotFound.into()),
        }
    }
}

/// What stands behind the `?`.
pub(super) struct Parameters<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Query::from_request_parts(parts, state).await {
            // PostgreSQL's texts know no NUL.
            Ok(_) if has_nul(parts.uri.query()) => Err(ProblemCode::BadRequest.into()),
            Ok(Query(parameters)) => Ok(Self(parameters)),
            Err(_) => Err(ProblemCode::BadRequest.into()),
        }
    }
}

/// Of a list.
#[derive(Deserialize)]
pub(super) struct ListParameters {
    after: Option<u64>,
    limit: Option<u32>,
    state: Option<State>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    order: Option<Order>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Order {
    Oldest,
    Newest,
}

impl ListParameters {
    /// Refuses what is not known.
    pub(super) fn check(self) -> Result<ListQuery, Failure> {
        // A client reads unknown states of a newer server so; a server knows all of its own.
        if self.state == Some(State::Unknown) {
            return Err(ProblemCode::BadRequest.into());
        }
        Ok(ListQuery {
            after: self.after,
            limit: page(self.limit)?,
            state: self.state,
            since: self.since,
            until: self.until,
            newest: self.order == Some(Order::Newest),
        })
    }
}

/// How many items a page has.
pub(super) fn page(limit: Option<u32>) -> Result<u32, Failure> {
    match limit.unwrap_or(DEFAULT_PAGE) {
        0 => Err(ProblemCode::BadRequest.into()),
        limit => Ok(limit.min(MAX_PAGE)),
    }
}

fn has_nul(query: Option<&str>) -> bool {
    query.is_some_and(|query| query.contains("%00"))
}

/// A JSON body.
pub(super) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, Failure> {
    // The error's own text could quote a password.
    serde_json::from_slice(json).map_err(|_| ProblemCode::BadRequest.into())
}

/// The id of a message that should be there.
pub(super) fn known_id(text: &str) -> Result<Uuid, Failure> {
    message_id(text).ok_or(ProblemCode::UnknownMessage.into())
}

/// A UUID of version 7 in its one canonical form (RFC 9562, section 4).
pub(super) fn message_id(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    let canonical = id.hyphenated().to_string() == text;
    (canonical && id.get_variant() == Variant::RFC4122 && id.get_version_num() == 7).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_ids_are_canonical_and_of_version_7() {
        let id = Uuid::now_v7().to_string();
        assert!(message_id(&id).is_some());
        let version_4 = "f47ac10b-58cc-4372-a567-0e02b2c3d479".to_owned();
        for bad in [
            String::new(),
            id.to_uppercase(),
            id.replace('-', ""),
            version_4,
        ] {
            assert!(message_id(&bad).is_none(), "{bad}");
        }
    }
}
