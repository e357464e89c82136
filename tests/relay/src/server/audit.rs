//! Notes every call: which office, which call, which message, how it ended.

use axum::extract::{ConnectInfo, MatchedPath, Request, State as Shared};
use axum::middleware::Next;
use axum::response::Response;
use careplan_core::relay::wire::ProblemCode;
use uuid::Uuid;

use super::caller::Peer;
use super::relay::Relay;
use crate::store::Access;

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
    let response = next.run(request).await;
    let outcome = response.extensions().get::<ProblemCode>();
    relay.store().note(Access {
        at: relay.clock().now(),
        office,
        call,
        message,
        outcome: outcome.map_or("ok", |code| code.as_str()),
    });
    response
}

/// The id in `/v1/sent/{id}…` and `/v1/received/{id}…`; other text of a caller is not kept.
fn message_in(path: &str) -> Option<String> {
    let id: Uuid = path.split('/').nth(3)?.parse().ok()?;
    Some(id.to_string())
}
