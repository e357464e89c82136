//! The calls of the protocol, one function each.

mod directory;
mod news;
mod parameters;
mod received;
mod sent;
mod session;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post, put};

use super::relay::Relay;
use super::{answer, audit};

/// All paths of the protocol.
pub(super) fn router(relay: Relay) -> Router {
    Router::new()
        .route("/v1/service", get(session::service))
        .route("/v1/login", post(session::log_in))
        .route("/v1/refresh", post(session::refresh))
        .route("/v1/logout", post(session::log_out))
        .route("/v1/directory", get(directory::search))
        .route("/v1/directory/{office}", get(directory::entry))
        .route("/v1/sent", get(sent::list))
        .route("/v1/sent/{id}", get(sent::detail).put(sent::announce))
        .route("/v1/sent/{id}/parts/{number}", put(sent::part))
        .route("/v1/sent/{id}/commit", post(sent::commit))
        .route("/v1/sent/{id}/withdraw", post(sent::withdraw))
        .route("/v1/received", get(received::list))
        .route("/v1/received/{id}", get(received::detail))
        .route("/v1/received/{id}/content", get(received::content))
        .route("/v1/received/{id}/receipt", put(received::receipt))
        .route("/v1/received/{id}/rejection", put(received::reject))
        .route("/v1/news", get(news::news))
        .fallback(answer::not_found)
        .method_not_allowed_fallback(answer::wrong_method)
        .layer(middleware::from_fn_with_state(relay.clone(), audit::note))
        .with_state(relay)
}
