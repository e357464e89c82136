//! A relay with three offices, and clients of it over real TLS.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cluster;
pub mod contract;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{
    Announce, Login, News, Page, Problem, ProblemCode, Received, Sent, Session,
};
use careplan_relay::server::Witness;
use careplan_relay::{Clock, OfficeSpec, Options, Server, TestCa, init, synthetic_offices};
use reqwest::Method;
use reqwest::blocking::{Client, RequestBuilder, Response};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub const CONTENT: &[u8] = b"sealed content, of which the relay knows nothing";

pub const RECEIPT: &[u8] = b"\x30\x03\x02\x01\x01";
pub const PART_BYTES: usize = 1024 * 1024;

/// A running relay in a folder of its own.
pub struct Sandbox {
    pub dir: tempfile::TempDir,
    pub offices: Vec<OfficeSpec>,
    pub server: Option<Server>,
    pub clock: Clock,
    /// Sees what crosses the wire, if it was asked for.
    pub witness: Option<Witness>,
    port: u16,
}

impl Sandbox {
    pub fn start() -> Self {
        Self::start_with("")
    }

    /// With somebody who sees what crosses the wire.
    pub fn watched() -> Self {
        Self::start_as("", Some(Witness::default()))
    }

    /// With more lines in relay.toml.
    pub fn start_with(more: &str) -> Self {
        Self::start_as(more, None)
    }

    fn start_as(more: &str, witness: Option<Witness>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (template, offices) = template();
        copy(template.path(), dir.path());
        let path = dir.path().join("relay.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text + more).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let clock = Clock::new();
        let server = Some(start(dir.path(), listener, &clock, &witness));
        Self {
            dir,
            offices: offices.clone(),
            server,
            clock,
            witness,
            port,
        }
    }

    /// On a PostgreSQL database of its own; none where there is no PostgreSQL.
    pub fn on_postgres(more: &str) -> Option<Self> {
        let url = cluster::new_database()?;
        Some(Self::start_with(&format!("database = \"{url}\"\n{more}")))
    }

    pub fn restart(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        self.server = Some(start(self.dir.path(), listener, &self.clock, &self.witness));
    }

    pub fn restart_again(&mut self) {
        self.server = None;
        self.restart();
    }

    pub fn url(&self) -> &str {
        self.server.as_ref().unwrap().url()
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn ca(&self) -> TestCa {
        TestCa::load(self.dir.path()).unwrap()
    }

    pub fn office_dir(&self, index: usize) -> PathBuf {
        self.dir
            .path()
            .join("offices")
            .join(self.offices[index].number.as_str())
    }

    pub fn password(&self, index: usize) -> String {
        fs::read_to_string(self.office_dir(index).join("password.txt")).unwrap()
    }

    pub fn login(&self, index: usize) -> Login {
        let user_id = format!("office-{}", self.offices[index].number);
        Login {
            user_id,
            password: self.password(index),
        }
    }

    /// An office that is not logged in.
    pub fn visitor(&self, index: usize) -> Office {
        let dir = self.office_dir(index);
        let certificate = fs::read_to_string(dir.join("certificate.pem")).unwrap();
        let key = fs::read_to_string(dir.join("private-key.pem")).unwrap();
        self.with_identity(Some((&certificate, &key)))
    }

    pub fn with_identity(&self, identity: Option<(&str, &str)>) -> Office {
        let config = tls_config(self.dir.path(), identity);
        let http = Client::builder()
            .tls_backend_preconfigured(config)
            .no_proxy()
            .build()
            .unwrap();
        Office {
            http,
            url: self.url().to_owned(),
            token: None,
            refresh_token: "made-up".to_owned(),
        }
    }

    /// An office that is logged in.
    pub fn office(&self, index: usize) -> Office {
        let mut office = self.visitor(index);
        office.log_in(&self.login(index));
        office
    }

    /// A connection of the first office on which anything can be written.
    pub fn raw_connection(&self) -> rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
        let dir = self.office_dir(0);
        let certificate = fs::read_to_string(dir.join("certificate.pem")).unwrap();
        let key = fs::read_to_string(dir.join("private-key.pem")).unwrap();
        let config = tls_config(self.dir.path(), Some((&certificate, &key)));
        let name = "localhost".try_into().unwrap();
        let connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
        let stream = TcpStream::connect(("127.0.0.1", self.port())).unwrap();
        rustls::StreamOwned::new(connection, stream)
    }

    pub fn announce_of(&self, receiver: usize, content: &[u8]) -> Announce {
        Announce {
            receiver: self.offices[receiver].number,
            stamp: "20260826093000".parse().unwrap(),
            size: content.len() as u64,
            sha256: sha256(content),
            cover: STANDARD.encode(b"sealed cover"),
            content: None,
        }
    }
}

/// What crossed the wire and was not looked at otherwise has to be of the document, to the letter.
impl Drop for Sandbox {
    fn drop(&mut self) {
        let witness = self.witness.iter().filter(|_| !thread::panicking());
        for seen in witness.flat_map(Witness::take) {
            let (_, faults) = contract::contract().check_strictly(&contract::Exchange::of(&seen));
            let (method, target) = (&seen.method, &seen.target);
            assert_eq!(faults, Vec::<String>::new(), "{method} {target}");
        }
    }
}

/// A relay that was prepared and never ran. Making keys takes long, so it is made once.
fn template() -> &'static (tempfile::TempDir, Vec<OfficeSpec>) {
    static TEMPLATE: OnceLock<(tempfile::TempDir, Vec<OfficeSpec>)> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let offices = synthetic_offices(3);
        init(dir.path(), &offices, "https://localhost:1").unwrap();
        (dir, offices)
    })
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn start(dir: &Path, listener: TcpListener, clock: &Clock, witness: &Option<Witness>) -> Server {
    let options = Options {
        clock: clock.clone(),
        witness: witness.clone(),
        ..Options::default()
    };
    Server::start_with(dir, listener, options).unwrap()
}

/// One office's client.
pub struct Office {
    pub http: Client,
    pub url: String,
    pub token: Option<String>,
    pub refresh_token: String,
}

impl Office {
    pub fn log_in(&mut self, login: &Login) {
        let session: Session = value(self.post_login(login), 200);
        self.token = Some(session.access_token);
    }

    pub fn post_login(&self, login: &Login) -> Response {
        self.exchange(self.http.post(format!("{}/v1/login", self.url)).json(login))
    }

    pub fn get(&self, path: &str) -> Response {
        self.exchange(self.request(Method::GET, path))
    }

    pub fn put(&self, path: &str, body: Vec<u8>) -> Response {
        self.exchange(self.request(Method::PUT, path).body(body))
    }

    pub fn announce(&self, id: Uuid, announce: &Announce) -> Response {
        self.put(
            &format!("/v1/sent/{id}"),
            serde_json::to_vec(announce).unwrap(),
        )
    }

    /// Brings one part, with its digest.
    pub fn put_part(&self, id: Uuid, number: usize, part: &[u8]) -> Response {
        let path = format!("/v1/sent/{id}/parts/{number}");
        let request = self.request(Method::PUT, &path);
        self.exchange(
            request
                .header("content-digest", content_digest(part))
                .body(part.to_vec()),
        )
    }

    /// Brings all parts and commits.
    pub fn upload(&self, id: Uuid, content: &[u8]) -> Response {
        for (number, part) in content.chunks(PART_BYTES).enumerate() {
            value::<Sent>(self.put_part(id, number, part), 200);
        }
        self.commit(id)
    }

    pub fn commit(&self, id: Uuid) -> Response {
        self.post(&format!("/v1/sent/{id}/commit"))
    }

    pub fn withdraw(&self, id: Uuid) -> Response {
        self.post(&format!("/v1/sent/{id}/withdraw"))
    }

    pub fn take(&self, id: Uuid) -> Response {
        self.put(&format!("/v1/received/{id}/receipt"), RECEIPT.to_vec())
    }

    pub fn reject(&self, id: Uuid, reason: &str) -> Response {
        let body = format!(r#"{{"reason":"{reason}"}}"#);
        self.put(&format!("/v1/received/{id}/rejection"), body.into_bytes())
    }

    pub fn content(&self, id: Uuid) -> Response {
        self.get(&format!("/v1/received/{id}/content"))
    }

    /// Announces and uploads.
    pub fn send(&self, announce: &Announce, content: &[u8]) -> Uuid {
        let id = Uuid::now_v7();
        value::<Sent>(self.announce(id, announce), 201);
        value::<Sent>(self.upload(id, content), 200);
        id
    }

    pub fn received_message(&self, id: Uuid) -> Received {
        value(self.get(&format!("/v1/received/{id}")), 200)
    }

    pub fn news(&self, query: &str) -> News {
        value(self.get(&format!("/v1/news?{query}")), 200)
    }

    pub fn sent(&self, id: Uuid) -> Sent {
        value(self.get(&format!("/v1/sent/{id}")), 200)
    }

    pub fn received(&self) -> Page<Received> {
        value(self.get("/v1/received"), 200)
    }

    pub fn post(&self, path: &str) -> Response {
        self.exchange(self.request(Method::POST, path))
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.authorized(self.http.request(method, format!("{}{path}", self.url)))
    }

    /// Sends a request and holds it and its answer against the protocol's document.
    pub fn exchange(&self, request: RequestBuilder) -> Response {
        let request = request.build().unwrap();
        let (method, url) = (request.method().clone(), request.url().clone());
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let sent = request.headers().clone();
        let body = request.body().and_then(|body| body.as_bytes());
        let body = body.unwrap_or_default().to_vec();
        let response = self.http.execute(request).unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let answer = response.bytes().unwrap();
        contract::assert_conforms(&contract::Exchange {
            method: &method,
            target: &target,
            request: (&sent, &body),
            status: status.as_u16(),
            answer: (&headers, &answer),
        });
        let mut response = axum::http::Response::new(answer);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response.into()
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

/// The value of an answer that must have this status.
pub fn value<T: DeserializeOwned>(response: Response, status: u16) -> T {
    let (got, text) = (response.status().as_u16(), response.text().unwrap());
    assert_eq!(got, status, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The problem of an answer that must be one.
pub fn problem(response: Response) -> Problem {
    let status = response.status().as_u16();
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let problem: Problem = response.json().unwrap();
    assert_eq!(problem.status, status);
    problem
}

/// Checks that an answer is this problem.
#[track_caller]
pub fn assert_problem(response: Response, code: ProblemCode) {
    assert_eq!(problem(response).code, code);
}

pub fn tls_config(relay: &Path, identity: Option<(&str, &str)>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(relay.join("ca.pem")).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    match identity {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
            let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
            builder
                .with_client_auth_cert(vec![certificate], key)
                .unwrap()
        }
    }
}

/// A client for plain HTTP on this machine.
pub fn plain_http() -> Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unused = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(unused)
        .no_proxy()
        .build()
        .unwrap()
}

/// The field `Content-Digest` of a body.
pub fn content_digest(bytes: &[u8]) -> String {
    let digest = openssl::sha::sha256(bytes);
    format!("sha-256=:{}:", STANDARD.encode(digest))
}

pub fn sha256(bytes: &[u8]) -> String {
    openssl::sha::sha256(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
