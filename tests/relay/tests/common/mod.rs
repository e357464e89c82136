//! A relay with three offices, and clients of it over real TLS.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{
    Announce, Login, Page, Problem, ProblemCode, Received, Sent, Session,
};
use careplan_relay::{OfficeSpec, Server, TestCa, init, synthetic_offices};
use reqwest::blocking::{Client, Response};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub const CONTENT: &[u8] = b"sealed content, of which the relay knows nothing";

/// A running relay in a folder of its own.
pub struct Sandbox {
    pub dir: tempfile::TempDir,
    pub offices: Vec<OfficeSpec>,
    pub server: Option<Server>,
    port: u16,
}

impl Sandbox {
    pub fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let offices = synthetic_offices(3);
        init(dir.path(), &offices, &format!("https://localhost:{port}")).unwrap();
        let server = Some(Server::start(dir.path(), listener).unwrap());
        Self {
            dir,
            offices,
            server,
            port,
        }
    }

    pub fn restart(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        self.server = Some(Server::start(self.dir.path(), listener).unwrap());
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
        }
    }

    /// An office that is logged in.
    pub fn office(&self, index: usize) -> Office {
        let mut office = self.visitor(index);
        office.log_in(&self.login(index));
        office
    }

    pub fn announce_of(&self, receiver: usize, content: &[u8]) -> Announce {
        Announce {
            receiver: self.offices[receiver].number,
            stamp: "20260826093000".parse().unwrap(),
            size: content.len() as u64,
            sha256: sha256(content),
            cover: STANDARD.encode(b"sealed cover"),
        }
    }
}

/// One office's client.
pub struct Office {
    pub http: Client,
    pub url: String,
    pub token: Option<String>,
}

impl Office {
    pub fn log_in(&mut self, login: &Login) {
        let session: Session = value(self.post_login(login), 200);
        self.token = Some(session.access_token);
    }

    pub fn post_login(&self, login: &Login) -> Response {
        self.http
            .post(format!("{}/v1/login", self.url))
            .json(login)
            .send()
            .unwrap()
    }

    pub fn get(&self, path: &str) -> Response {
        self.authorized(self.http.get(format!("{}{path}", self.url)))
            .send()
            .unwrap()
    }

    pub fn put(&self, path: &str, body: Vec<u8>) -> Response {
        self.authorized(self.http.put(format!("{}{path}", self.url)))
            .body(body)
            .send()
            .unwrap()
    }

    pub fn announce(&self, id: Uuid, announce: &Announce) -> Response {
        self.put(
            &format!("/v1/sent/{id}"),
            serde_json::to_vec(announce).unwrap(),
        )
    }

    pub fn upload(&self, id: Uuid, content: &[u8]) -> Response {
        self.put(&format!("/v1/sent/{id}/content"), content.to_vec())
    }

    /// Announces and uploads.
    pub fn send(&self, announce: &Announce, content: &[u8]) -> Uuid {
        let id = Uuid::now_v7();
        value::<Sent>(self.announce(id, announce), 201);
        value::<Sent>(self.upload(id, content), 200);
        id
    }

    pub fn sent(&self, id: Uuid) -> Sent {
        value(self.get(&format!("/v1/sent/{id}")), 200)
    }

    pub fn received(&self) -> Page<Received> {
        value(self.get("/v1/received"), 200)
    }

    fn authorized(
        &self,
        request: reqwest::blocking::RequestBuilder,
    ) -> reqwest::blocking::RequestBuilder {
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

pub fn sha256(bytes: &[u8]) -> String {
    openssl::sha::sha256(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
