//! The calls of the protocol, one function each.

mod directory;
mod news;
mod parameters;
mod received;
mod sent;
mod session;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};
use axum::{Router, middleware};

use super::relay::Relay;
use super::{answer, audit};

/// One call of the protocol.
pub(super) struct Call {
    /// The method.
    pub(super) method: Method,
    /// The path; what stands in braces varies.
    pub(super) path: &'static str,
    answer: MethodRouter<Relay>,
}

/// Every call of the protocol.
pub(super) fn table() -> [Call; 18] {
    [
        get("/v1/service", session::service),
        post("/v1/login", session::log_in),
        post("/v1/refresh", session::refresh),
        post("/v1/logout", session::log_out),
        get("/v1/directory", directory::search),
        get("/v1/directory/{office}", directory::entry),
        get("/v1/sent", sent::list),
        get("/v1/sent/{id}", sent::detail),
        put("/v1/sent/{id}", sent::announce),
        put("/v1/sent/{id}/parts/{number}", sent::part),
        post("/v1/sent/{id}/commit", sent::commit),
        post("/v1/sent/{id}/withdraw", sent::withdraw),
        get("/v1/received", received::list),
        get("/v1/received/{id}", received::detail),
        get("/v1/received/{id}/content", received::content),
        put("/v1/received/{id}/receipt", received::receipt),
        put("/v1/received/{id}/rejection", received::reject),
        get("/v1/news", news::news),
    ]
}

/// Answers every call, and says of all else that it does not exist.
pub(super) fn router(relay: Relay) -> Router {
    let calls = table().into_iter();
    calls
        .fold(Router::new(), |router, call| {
            router.route(call.path, call.answer)
        })
        .fallback(answer::not_found)
        .method_not_allowed_fallback(answer::wrong_method)
        .layer(middleware::from_fn_with_state(relay.clone(), audit::note))
        .with_state(relay)
}

fn get<T: 'static>(path: &'static str, handler: impl Handler<T, Relay>) -> Call {
    Call {
        method: Method::GET,
        path,
        answer: routing::get(handler),
    }
}

fn post<T: 'static>(path: &'static str, handler: impl Handler<T, Relay>) -> Call {
    Call {
        method: Method::POST,
        path,
        answer: routing::post(handler),
    }
}

fn put<T: 'static>(path: &'static str, handler: impl Handler<T, Relay>) -> Call {
    Call {
        method: Method::PUT,
        path,
        answer: routing::put(handler),
    }
}
