use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, Url};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::error::{RelayError, Unreachable};
use super::tls;
use super::wire::{
    Announce, DirectoryEntry, Login, Page, Problem, ProblemCode, RECEIPT_MEDIA_TYPE, Received,
    Sent, Service, Session,
};
use crate::digest::sha256_hex;
use crate::envelope::{Certificate, Identities, Identity};
use crate::number::OfficeNumber;

/// No answer is larger than this, contents aside: a page of 1,000 items with covers.
const MAX_ANSWER_BYTES: u64 = 512 << 20;
/// No sealed content is larger than this, whatever the relay says.
const MAX_CONTENT_BYTES: u64 = 512 << 20;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// For a whole call, upload or download included: 64 MiB at 1 MB/s.
const CALL_TIMEOUT: Duration = Duration::from_secs(120);

/// User id and password at the relay. Debug shows neither.
pub struct Account {
    user_id: String,
    password: Zeroizing<String>,
}

impl Account {
    /// An account.
    pub fn new(user_id: String, password: Zeroizing<String>) -> Self {
        Self { user_id, password }
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

/// One office's connection to the relay. It logs in when it has to, and again when the token's time is over.
///
/// Calls block. Any thread may call; calls of several threads run side by side.
///
/// It connects with the newest certificate of the office; when that changes, it connects and logs in anew.
pub struct Client {
    base: Url,
    relay_ca: Vec<u8>,
    identities: Arc<Identities>,
    account: Account,
    connection: Mutex<Connection>,
}

/// What holds for one certificate only.
struct Connection {
    certificate: Certificate,
    http: reqwest::blocking::Client,
    token: Option<Zeroizing<String>>,
}

impl Connection {
    fn new(relay_ca: &[u8], identity: &Identity) -> Result<Self, RelayError> {
        let http = reqwest::blocking::Client::builder()
            .tls_backend_preconfigured(tls::config(relay_ca, identity)?)
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .user_agent(concat!("careplan-core/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| RelayError::Settings("TLS"))?;
        Ok(Self {
            certificate: identity.certificate().clone(),
            http,
            token: None,
        })
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares the connection; nothing is sent yet. `url` is the relay's address, `relay_ca` the PEM of its authority.
    pub fn new(
        url: &str,
        relay_ca: &[u8],
        identities: Arc<Identities>,
        account: Account,
    ) -> Result<Self, RelayError> {
        let mut base = Url::parse(url).map_err(|_| RelayError::Settings("url"))?;
        // Paths are joined to a folder: without the slash its last part would be replaced.
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        // A user name or password in the address would end up in logs.
        let plain = base.username().is_empty() && base.password().is_none();
        if base.scheme() != "https" || base.host().is_none() || !plain {
            return Err(RelayError::Settings("url"));
        }
        let connection = Connection::new(relay_ca, &identities.signer(Timestamp::now()))?;
        Ok(Self {
            base,
            relay_ca: relay_ca.to_vec(),
            identities,
            account,
            connection: Mutex::new(connection),
        })
    }

    /// What the relay says of itself; needs no login.
    pub fn service(&self) -> Result<Service, RelayError> {
        answer(deliver(|| self.request(Method::GET, "v1/service"))?)
    }

    /// Logs in, whether or not there is a session already.
    pub fn login(&self) -> Result<(), RelayError> {
        let mut login = Login {
            user_id: self.account.user_id.clone(),
            password: self.account.password.as_str().to_owned(),
        };
        let request = self.request(Method::POST, "v1/login")?.json(&login);
        login.password.zeroize();
        let session: Session = answer(request.send()?)?;
        self.connection()?.token = Some(Zeroizing::new(session.access_token));
        Ok(())
    }

    /// An office of the directory.
    pub fn directory(&self, office: OfficeNumber) -> Result<DirectoryEntry, RelayError> {
        answer(
            self.call(Method::GET, &format!("v1/directory/{office}"), |request| {
                request
            })?,
        )
    }

    /// Announces a message; the same announce twice is the same message.
    pub fn announce(&self, id: Uuid, announce: &Announce) -> Result<Sent, RelayError> {
        answer(self.call(Method::PUT, &format!("v1/sent/{id}"), |request| {
            request.json(announce)
        })?)
    }

    /// Sends one part of the sealed content of an announced message; the same part twice is one.
    pub fn upload_part(&self, id: Uuid, number: u32, part: &[u8]) -> Result<Sent, RelayError> {
        let path = format!("v1/sent/{id}/parts/{number}");
        let digest = format!("sha-256=:{}:", BASE64.encode(openssl::sha::sha256(part)));
        answer(self.call(Method::PUT, &path, |request| {
            request
                .header(CONTENT_TYPE, "application/octet-stream")
                .header("content-digest", &digest)
                .body(part.to_vec())
        })?)
    }

    /// All parts are sent: the relay compares the whole with the announce and offers it to the receiver.
    pub fn commit(&self, id: Uuid) -> Result<Sent, RelayError> {
        answer(
            self.call(Method::POST, &format!("v1/sent/{id}/commit"), |request| {
                request
            })?,
        )
    }

    /// Messages that this office sent, after a cursor.
    pub fn sent(&self, after: u64) -> Result<Page<Sent>, RelayError> {
        answer(
            self.call(Method::GET, &format!("v1/sent?after={after}"), |request| {
                request
            })?,
        )
    }

    /// One message that this office sent.
    pub fn sent_message(&self, id: Uuid) -> Result<Sent, RelayError> {
        answer(self.call(Method::GET, &format!("v1/sent/{id}"), |request| request)?)
    }

    /// Messages for this office that it has not taken yet, after a cursor.
    pub fn received(&self, after: u64) -> Result<Page<Received>, RelayError> {
        let path = format!("v1/received?after={after}&state=available");
        answer(self.call(Method::GET, &path, |request| request)?)
    }

    /// One message for this office, taken or not.
    pub fn received_message(&self, id: Uuid) -> Result<Received, RelayError> {
        answer(self.call(Method::GET, &format!("v1/received/{id}"), |request| request)?)
    }

    /// The sealed content of a message for this office, compared with the size and digest of its cover.
    pub fn content(&self, id: Uuid, size: u64, sha256: &str) -> Result<Vec<u8>, RelayError> {
        if size > MAX_CONTENT_BYTES {
            return Err(RelayError::Damaged);
        }
        let response = self.call(
            Method::GET,
            &format!("v1/received/{id}/content"),
            |request| request,
        )?;
        let content = body(fail_on_problem(response)?, size)?;
        if content.len() as u64 != size || sha256_hex(&content) != sha256 {
            return Err(RelayError::Damaged);
        }
        Ok(content)
    }

    /// Hands in the signed receipt of a message.
    pub fn receipt(&self, id: Uuid, signed: &[u8]) -> Result<Received, RelayError> {
        answer(self.call(
            Method::PUT,
            &format!("v1/received/{id}/receipt"),
            |request| {
                request
                    .header(CONTENT_TYPE, RECEIPT_MEDIA_TYPE)
                    .body(signed.to_vec())
            },
        )?)
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, RelayError> {
        let url = self
            .base
            .join(path)
            .map_err(|_| RelayError::Settings("url"))?;
        Ok(self.connection()?.http.request(method, url))
    }

    /// Sends with a token; logs in first if there is none, and once more if its time is over.
    fn call(
        &self,
        method: Method,
        path: &str,
        complete: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response, RelayError> {
        let send = || -> Result<Response, RelayError> {
            let token = self.token()?;
            let request = || {
                let request = self.request(method.clone(), path)?;
                Ok(complete(request.bearer_auth(token.as_str())))
            };
            fail_on_problem(deliver(request)?)
        };
        match send() {
            Err(RelayError::Problem {
                code: ProblemCode::TokenExpired | ProblemCode::NotLoggedIn,
                ..
            }) => {
                self.login()?;
                send()
            }
            other => other,
        }
    }

    fn token(&self) -> Result<Zeroizing<String>, RelayError> {
        if let Some(token) = &self.connection()?.token {
            return Ok(token.clone());
        }
        self.login()?;
        let token = self.connection()?.token.clone();
        token.ok_or(RelayError::Settings("login"))
    }

    /// The connection of the certificate that is the newest now.
    fn connection(&self) -> Result<MutexGuard<'_, Connection>, RelayError> {
        // A thread that panicked while holding it left it whole: it is replaced in one step.
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let newest = self.identities.signer(Timestamp::now());
        if *newest.certificate() != connection.certificate {
            *connection = Connection::new(&self.relay_ca, &newest)?;
        }
        Ok(connection)
    }
}

/// Sends a request, and once more on a new connection if the one at hand turns out to be cut: the relay may have closed it
/// while nobody used it. Every call but the login is idempotent; a login that is repeated would count as two attempts.
fn deliver(
    request: impl Fn() -> Result<RequestBuilder, RelayError>,
) -> Result<Response, RelayError> {
    let send = || Ok(request()?.send()?);
    match send() {
        Err(RelayError::Unreachable(Unreachable::Cut)) => send(),
        other => other,
    }
}

fn answer<T: DeserializeOwned>(response: Response) -> Result<T, RelayError> {
    let response = fail_on_problem(response)?;
    let status = response.status().as_u16();
    let body = body(response, MAX_ANSWER_BYTES)?;
    serde_json::from_slice(&body).map_err(|_| RelayError::NotARelay { status })
}

/// Problem details (RFC 9457) become an error; so does any other answer that is no success.
fn fail_on_problem(response: Response) -> Result<Response, RelayError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body = body(response, 64 << 10)?;
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) => Err(problem.into()),
        // A gateway in between that cannot reach the relay says so in its own words.
        Err(_) if matches!(status.as_u16(), 502..=504) => {
            Err(Problem::new(ProblemCode::Unavailable).into())
        }
        Err(_) => Err(RelayError::NotARelay {
            status: status.as_u16(),
        }),
    }
}

/// At most one byte more than `limit`, so that a longer answer shows.
fn body(response: Response, limit: u64) -> Result<Vec<u8>, RelayError> {
    let mut bytes = Vec::new();
    response
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(RelayError::from_body)?;
    Ok(bytes)
}
