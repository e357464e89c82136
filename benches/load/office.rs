use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Announce, Login, News, Session};
use careplan_core::sha256_hex;
use reqwest::{Client, Method};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::figures::Figures;
use super::house::{CONTENT_BYTES, House};

/// An office with a connection of its own.
pub(crate) struct Office {
    pub(crate) number: OfficeNumber,
    house: Arc<House>,
    figures: Arc<Figures>,
    http: Client,
    token: String,
}

/// What all sets are: only their receiver differs.
static SET: LazyLock<Announce> = LazyLock::new(|| {
    let content: Vec<u8> = (0..CONTENT_BYTES).map(|at| (at * 7) as u8).collect();
    Announce {
        receiver: "5070022016".parse().unwrap(),
        stamp: "20260826093000".parse().unwrap(),
        size: content.len() as u64,
        sha256: sha256_hex(&content),
        cover: STANDARD.encode(vec![7; 3_000]),
        content: Some(STANDARD.encode(&content)),
    }
});

impl Office {
    pub(crate) fn new(house: &Arc<House>, number: OfficeNumber, figures: &Arc<Figures>) -> Self {
        Self {
            number,
            house: house.clone(),
            figures: figures.clone(),
            http: http(house, number),
            token: String::new(),
        }
    }

    /// From now on its calls count here.
    pub(crate) fn count_into(&mut self, figures: &Arc<Figures>) {
        self.figures = figures.clone();
    }

    pub(crate) async fn login(&mut self) {
        let password = self
            .house
            .file(&format!("offices/{}/password.txt", self.number));
        let login = Login {
            user_id: format!("office-{}", self.number),
            password: String::from_utf8(password).unwrap(),
        };
        let body = serde_json::to_vec(&login).unwrap();
        let answer = self.call("login", Method::POST, "login", body).await;
        let session: Session = serde_json::from_slice(&answer).unwrap();
        self.token = session.access_token;
    }

    /// Sends a set; gives its id.
    pub(crate) async fn announce(&self, receiver: OfficeNumber) -> Uuid {
        let announce = Announce {
            receiver,
            ..SET.clone()
        };
        let (id, body) = (Uuid::now_v7(), serde_json::to_vec(&announce).unwrap());
        self.call(
            "announce with content",
            Method::PUT,
            &format!("sent/{id}"),
            body,
        )
        .await;
        id
    }

    pub(crate) async fn fetch(&self, id: Uuid) {
        let path = format!("received/{id}/content");
        let content = self.call("fetch", Method::GET, &path, Vec::new()).await;
        assert_eq!(content.len(), CONTENT_BYTES);
    }

    pub(crate) async fn receipt(&self, id: Uuid) {
        let path = format!("received/{id}/receipt");
        self.call("receipt", Method::PUT, &path, vec![0x30; 2_000])
            .await;
    }

    /// How far the lists go, after at most so many seconds.
    pub(crate) async fn news(&self, received: u64, wait: u32) -> News {
        let path = format!("news?received={received}&wait={wait}");
        let kind = if wait == 0 { "news" } else { "news (waits)" };
        self.get(kind, &path).await
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, kind: &'static str, path: &str) -> T {
        let answer = self.call(kind, Method::GET, path, Vec::new()).await;
        serde_json::from_slice(&answer).unwrap()
    }

    async fn call(&self, kind: &'static str, method: Method, path: &str, body: Vec<u8>) -> Vec<u8> {
        let begun = Instant::now();
        let request = self
            .http
            .request(method, format!("{}/v1/{path}", self.house.url))
            .bearer_auth(&self.token)
            .body(body);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let answer = answer.bytes().await.unwrap();
        self.figures.add(kind, begun.elapsed());
        assert!(status.is_success(), "{kind}: {status}");
        answer.into()
    }
}

fn http(house: &House, office: OfficeNumber) -> Client {
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_slice(&house.file("ca.pem")).unwrap();
    roots.add(ca).unwrap();
    let pem = |name: &str| house.file(&format!("offices/{office}/{name}"));
    let certificate = CertificateDer::from_pem_slice(&pem("certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(&pem("private-key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)
        .unwrap();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .timeout(Duration::from_secs(120))
        .build()
        .unwrap()
}
