//! The calls of the protocol, one function each.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Query, State as Shared};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::routing::{get, post, put};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Announce, Login, PROTOCOL_VERSION, ProblemCode, Service, State};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
use uuid::{Uuid, Variant};

use super::answer::{self, Answer};
use super::body::{self, Read};
use super::caller::{Peer, bearer_token};
use super::{MAX_CONTENT_BYTES, MAX_COVER_BYTES, MAX_RECEIPT_BYTES};
use crate::secret::is_sha256_hex;
use crate::store::{Failure, ListQuery, Store};

/// A JSON body holds at most one cover in base64 and some numbers.
const MAX_JSON_BYTES: u64 = 2 * MAX_COVER_BYTES;
/// Contents in memory at the same time.
const UPLOADS_AT_ONCE: usize = 8;
/// An upload waits so long for its turn.
const UPLOAD_TURN: Duration = Duration::from_secs(30);

const DEFAULT_PAGE: u32 = 100;
const MAX_PAGE: u32 = 1000;

/// What the calls share.
#[derive(Clone)]
pub(super) struct Relay {
    store: Arc<Store>,
    uploads: Arc<Semaphore>,
    token_seconds: i64,
}

impl Relay {
    /// The relay over a store.
    pub(super) fn new(store: Store, token_seconds: i64) -> Self {
        let uploads = Arc::new(Semaphore::new(UPLOADS_AT_ONCE));
        Self {
            store: Arc::new(store),
            uploads,
            token_seconds,
        }
    }

    /// Runs blocking work beside the network. It goes on to its end even if the caller hangs up.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let store = self.store.clone();
        let result = tokio::task::spawn_blocking(move || work(&store)).await;
        result.unwrap_or_else(|_| Err(Failure::Broken("a call panicked".to_owned())))
    }

    async fn upload_turn(&self) -> Result<SemaphorePermit<'_>, Failure> {
        match timeout(UPLOAD_TURN, self.uploads.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Failure::wait(ProblemCode::Unavailable, 5)),
        }
    }
}

/// All paths of the protocol.
pub(super) fn router(relay: Relay) -> Router {
    Router::new()
        .route("/v1/service", get(service))
        .route("/v1/login", post(log_in))
        .route("/v1/directory/{office}", get(directory))
        .route("/v1/sent", get(sent_list))
        .route("/v1/sent/{id}", get(sent).put(announce))
        .route("/v1/sent/{id}/content", put(upload))
        .route("/v1/received", get(received_list))
        .route("/v1/received/{id}", get(received_message))
        .route("/v1/received/{id}/content", get(download))
        .route("/v1/received/{id}/receipt", put(receipt))
        .fallback(answer::not_found)
        .method_not_allowed_fallback(answer::wrong_method)
        .with_state(relay)
}

/// The caller of a request: the certificate of the connection and the token of the request.
struct Caller {
    relay: Relay,
    peer: Peer,
    token: Option<String>,
}

impl FromRequestParts<Relay> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, Failure> {
        let peer = ConnectInfo::<Peer>::from_request_parts(parts, relay).await;
        let ConnectInfo(peer) = peer.map_err(|_| ProblemCode::UnknownCertificate)?;
        let token = bearer_token(&parts.headers);
        Ok(Self {
            relay: relay.clone(),
            peer,
            token,
        })
    }
}

impl Caller {
    /// Does something in the name of the office that is logged in.
    async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&Store, OfficeNumber) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let Self { relay, peer, token } = self;
        relay
            .blocking(move |store| work(store, peer.logged_in(store, token.as_deref())?))
            .await
    }
}

async fn service(Shared(relay): Shared<Relay>, ConnectInfo(peer): ConnectInfo<Peer>) -> Answer {
    relay.blocking(move |store| peer.office(store)).await?;
    let service = Service {
        protocol_version: PROTOCOL_VERSION,
        server_time: Timestamp::now(),
        max_content_bytes: MAX_CONTENT_BYTES,
        max_cover_bytes: MAX_COVER_BYTES,
    };
    answer::json(StatusCode::OK, &service)
}

async fn log_in(
    Shared(relay): Shared<Relay>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    body: Body,
) -> Answer {
    let login: Login = parse(&body::read_all(body, MAX_JSON_BYTES).await?)?;
    let seconds = relay.token_seconds;
    let session = relay.blocking(move |store| {
        let office = peer.participant(store)?;
        let now = Timestamp::now();
        let session = store.log_in(&login, office, peer.thumbprint(), now, seconds)?;
        store.register_certificate(office, peer.der())?;
        Ok(session)
    });
    answer::json(StatusCode::OK, &session.await?)
}

async fn directory(caller: Caller, Segment(office): Segment) -> Answer {
    let entry = caller.run(move |store, _| {
        let office = office.parse().map_err(|_| ProblemCode::UnknownOffice)?;
        store.directory_entry(office, Timestamp::now())
    });
    answer::json(StatusCode::OK, &entry.await?)
}

async fn announce(caller: Caller, Segment(id): Segment, body: Body) -> Answer {
    let json = body::read_all(body, MAX_JSON_BYTES).await?;
    let announced = caller.run(move |store, sender| {
        let id = message_id(&id).ok_or(ProblemCode::BadRequest)?;
        let announce: Announce = parse(&json)?;
        let cover = check_announce(&announce)?;
        store.announce(sender, id, &announce, &cover, Timestamp::now())
    });
    let (new, sent) = announced.await?;
    answer::json(
        if new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        },
        &sent,
    )
}

async fn upload(caller: Caller, Segment(id): Segment, mut body: Body) -> Answer {
    let result = upload_content(caller, id, &mut body).await;
    if result.is_err() {
        body::discard(&mut body).await;
    }
    result
}

async fn upload_content(caller: Caller, id: String, body: &mut Body) -> Answer {
    let relay = caller.relay.clone();
    let announced =
        caller.run(move |store, sender| Ok((sender, store.sent(sender, known_id(&id)?)?)));
    let (sender, announced) = announced.await?;
    let _turn = relay.upload_turn().await?;
    let content = match body::read(body, announced.size).await? {
        Read::Whole(content) => content,
        Read::Longer(size) if size > MAX_CONTENT_BYTES => return Err(ProblemCode::TooLarge.into()),
        Read::Longer(_) => return Err(ProblemCode::DigestMismatch.into()),
    };
    let complete = relay
        .blocking(move |store| store.complete(sender, announced.id, &content, Timestamp::now()));
    answer::json(StatusCode::OK, &complete.await?)
}

async fn sent(caller: Caller, Segment(id): Segment) -> Answer {
    let sent = caller.run(move |store, sender| store.sent(sender, known_id(&id)?));
    answer::json(StatusCode::OK, &sent.await?)
}

async fn sent_list(caller: Caller, query: ListParameters) -> Answer {
    let page = caller.run(move |store, sender| store.sent_page(sender, query.check()?));
    answer::json(StatusCode::OK, &page.await?)
}

async fn received_list(caller: Caller, query: ListParameters) -> Answer {
    let page = caller.run(move |store, receiver| store.received_page(receiver, query.check()?));
    answer::json(StatusCode::OK, &page.await?)
}

async fn received_message(caller: Caller, Segment(id): Segment) -> Answer {
    let message =
        caller.run(move |store, receiver| store.received_message(receiver, known_id(&id)?));
    answer::json(StatusCode::OK, &message.await?)
}

async fn download(caller: Caller, Segment(id): Segment) -> Answer {
    let content = caller.run(move |store, receiver| store.content(receiver, known_id(&id)?));
    answer::content(content.await?)
}

async fn receipt(caller: Caller, Segment(id): Segment, body: Body) -> Answer {
    let receipt = body::read_all(body, MAX_RECEIPT_BYTES).await?;
    let taken = caller.run(move |store, receiver| {
        check_receipt(&receipt)?;
        store.take(receiver, known_id(&id)?, &receipt, Timestamp::now())
    });
    answer::json(StatusCode::OK, &taken.await?)
}

/// The variable part of a path.
struct Segment(String);

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

/// What may follow the `?` of a list; judged only when it is known who asks.
struct ListParameters(Result<Parameters, ()>);

#[derive(Deserialize)]
struct Parameters {
    after: Option<u64>,
    limit: Option<u32>,
    state: Option<State>,
}

impl<S: Send + Sync> FromRequestParts<S> for ListParameters {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let query = Query::from_request_parts(parts, state).await;
        Ok(Self(
            query.map(|Query(parameters)| parameters).map_err(|_| ()),
        ))
    }
}

impl ListParameters {
    fn check(self) -> Result<ListQuery, Failure> {
        let parameters = self.0.map_err(|()| ProblemCode::BadRequest)?;
        // A client reads unknown states of a newer server so; a server knows all of its own.
        if parameters.state == Some(State::Unknown) {
            return Err(ProblemCode::BadRequest.into());
        }
        Ok(ListQuery {
            after: parameters.after.unwrap_or(0),
            limit: parameters.limit.unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE),
            state: parameters.state,
        })
    }
}

fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, Failure> {
    // The error's own text could quote a password.
    serde_json::from_slice(json).map_err(|_| ProblemCode::BadRequest.into())
}

/// The id of a message that should be there.
fn known_id(text: &str) -> Result<Uuid, Failure> {
    message_id(text).ok_or(ProblemCode::UnknownMessage.into())
}

/// A UUID of version 7 in its one canonical form (RFC 9562, section 4).
fn message_id(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    let canonical = id.hyphenated().to_string() == text;
    (canonical && id.get_variant() == Variant::RFC4122 && id.get_version_num() == 7).then_some(id)
}

/// Checks an announce and returns the cover's bytes.
fn check_announce(announce: &Announce) -> Result<Vec<u8>, Failure> {
    if !is_sha256_hex(&announce.sha256) {
        return Err(ProblemCode::BadRequest.into());
    }
    let cover = STANDARD
        .decode(&announce.cover)
        .map_err(|_| ProblemCode::BadRequest)?;
    if announce.size > MAX_CONTENT_BYTES || cover.len() as u64 > MAX_COVER_BYTES {
        return Err(ProblemCode::TooLarge.into());
    }
    Ok(cover)
}

/// A receipt is DER of a sequence; what is in it is the offices' affair.
fn check_receipt(receipt: &[u8]) -> Result<(), Failure> {
    match receipt.first() {
        Some(0x30) => Ok(()),
        _ => Err(ProblemCode::BadRequest.into()),
    }
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
