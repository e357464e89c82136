//! What crosses the wire, kept for a test to look at.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::store::Failure;

/// Keeps every request that arrives whole, with its answer. For tests: it holds all of it in memory. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Witness(Arc<Mutex<Vec<Seen>>>);

/// A request and its answer, as they crossed the wire.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Method of the request.
    pub method: Method,
    /// Path and query.
    pub target: String,
    /// The request.
    pub request: (HeaderMap, Bytes),
    /// Status of the answer.
    pub status: StatusCode,
    /// The answer.
    pub answer: (HeaderMap, Bytes),
}

impl Witness {
    /// What was seen since the last time.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, seen: Seen) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(seen);
    }
}

/// Lets a request through and keeps it with its answer.
pub(super) async fn witnessed(
    State(witness): State<Witness>,
    request: Request,
    next: Next,
) -> Result<Response, Response> {
    let (head, body) = request.into_parts();
    let (method, headers) = (head.method.clone(), head.headers.clone());
    let target = head.uri.path_and_query().map(ToString::to_string);
    let asked = whole(body).await?;
    let request = Request::from_parts(head, Body::from(asked.clone()));
    let (head, body) = next.run(request).await.into_parts();
    let answered = whole(body).await?;
    witness.note(Seen {
        method,
        target: target.unwrap_or_default(),
        request: (headers, asked),
        status: head.status,
        answer: (head.headers.clone(), answered.clone()),
    });
    Ok(Response::from_parts(head, Body::from(answered)))
}

/// A body that does not arrive whole has nobody left who waits for an answer.
async fn whole(body: Body) -> Result<Bytes, Response> {
    let bytes = to_bytes(body, usize::MAX).await;
    bytes.map_err(|_| Failure::away().into_response())
}
