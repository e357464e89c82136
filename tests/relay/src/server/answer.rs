//! Answers: JSON, or problem details (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use careplan_core::relay::wire::{Problem, ProblemCode};
use serde::Serialize;

use crate::store::Failure;

const PROBLEM_MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// A successful answer or the reason why there is none.
pub(super) type Answer = Result<Response, Failure>;

/// A value as JSON.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    let text = serde_json::to_vec(value).map_err(|_| Failure::Broken("JSON".to_owned()))?;
    let media_type = HeaderValue::from_static("application/json");
    Ok((
        status,
        [(header::CONTENT_TYPE, media_type), no_store()],
        text,
    )
        .into_response())
}

/// Done, and nothing more to say.
pub(super) fn nothing() -> Response {
    (StatusCode::NO_CONTENT, [no_store()]).into_response()
}

/// The path does not exist.
pub(super) async fn not_found() -> Failure {
    ProblemCode::NotFound.into()
}

/// The path exists, but not for this method.
pub(super) async fn wrong_method() -> Failure {
    ProblemCode::MethodNotAllowed.into()
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(problem) => problem_response(&problem),
            Self::Broken(cause) => {
                eprintln!("careplan-relay: 内部エラー / internal error: {cause}");
                problem_response(&Problem::new(ProblemCode::Internal))
            }
            Self::Collided => Self::away().into_response(),
        }
    }
}

fn problem_response(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let text = serde_json::to_vec(problem).unwrap_or_default();
    let fixed = [(header::CONTENT_TYPE, PROBLEM_MEDIA_TYPE), no_store()];
    let mut response = (status, fixed, text).into_response();
    let headers = response.headers_mut();
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    // For the audit.
    response.extensions_mut().insert(problem.code);
    let headers = response.headers_mut();
    if matches!(
        problem.code,
        ProblemCode::NotLoggedIn | ProblemCode::TokenExpired
    ) {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// Nothing of the relay is for caches.
pub(super) fn no_store() -> (header::HeaderName, HeaderValue) {
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
