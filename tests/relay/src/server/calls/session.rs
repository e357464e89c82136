//! The service and the sessions of offices.

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use careplan_core::relay::wire::{Login, PROTOCOL_VERSION, Refresh, Service};

use super::parameters::parse;
use crate::server::answer::{self, Answer};
use crate::server::body;
use crate::server::caller::{Caller, Visitor};
use crate::server::relay::Relay;
use crate::server::{MAX_CONTENT_BYTES, MAX_COVER_BYTES};

/// Name and password, or a token.
const MAX_JSON_BYTES: u64 = 16 * 1024;

/// `GET /v1/service`
pub(super) async fn service(Shared(relay): Shared<Relay>, _visitor: Visitor) -> Answer {
    let terms = relay.terms();
    let service = Service {
        protocol_version: PROTOCOL_VERSION,
        server_time: relay.clock().now(),
        max_content_bytes: MAX_CONTENT_BYTES,
        max_cover_bytes: MAX_COVER_BYTES,
        max_inline_bytes: terms.max_inline_bytes,
        part_bytes: terms.part_bytes,
        retention_days: terms.retention_days,
        maintenance: relay.maintenance(),
        environment: terms.environment,
    };
    answer::json(StatusCode::OK, &service)
}

/// `POST /v1/login`
pub(super) async fn log_in(
    Shared(relay): Shared<Relay>,
    Visitor { peer, office }: Visitor,
    body: Body,
) -> Answer {
    relay.check_maintenance()?;
    let login: Login = parse(&body::read_all(body, MAX_JSON_BYTES).await?)?;
    let store = relay.store();
    let session = store.log_in(login, office, peer.thumbprint()).await?;
    store.register_certificate(office, peer.der()).await?;
    answer::json(StatusCode::OK, &session)
}

/// `POST /v1/refresh`
pub(super) async fn refresh(
    Shared(relay): Shared<Relay>,
    Visitor { peer, office }: Visitor,
    body: Body,
) -> Answer {
    relay.check_maintenance()?;
    let refresh: Refresh = parse(&body::read_all(body, MAX_JSON_BYTES).await?)?;
    let session = relay
        .store()
        .refresh(refresh.refresh_token, office, peer.thumbprint())
        .await?;
    answer::json(StatusCode::OK, &session)
}

/// `POST /v1/logout`
pub(super) async fn log_out(Shared(relay): Shared<Relay>, caller: Caller) -> Answer {
    let store = relay.store();
    store
        .log_out(&caller.token, caller.peer.thumbprint())
        .await?;
    Ok(answer::nothing())
}
