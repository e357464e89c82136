use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use careplan_relay::{Server, init, read_offices};
use reqwest::blocking::Client;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

/// A relay with the offices of the sample month.
pub(crate) struct House {
    dir: tempfile::TempDir,
    server: Server,
    pub(crate) offices: Vec<String>,
}

impl House {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir_in(concat!(env!("CARGO_MANIFEST_DIR"), "/../target")).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let offices = read_offices(&samples().join("offices.csv")).unwrap();
        init(dir.path(), &offices, &format!("https://localhost:{port}")).unwrap();
        // As many requests as the machine can make.
        let path = dir.path().join("relay.toml");
        let settings = fs::read_to_string(&path).unwrap();
        fs::write(&path, unlimited(&settings)).unwrap();
        let server = Server::start(dir.path(), listener).unwrap();
        let offices = offices.iter().map(|office| office.number.to_string());
        Self {
            offices: offices.collect(),
            dir,
            server,
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn url(&self) -> &str {
        self.server.url()
    }

    pub(crate) fn profile(&self, office: &str) -> PathBuf {
        self.dir().join("offices").join(office)
    }

    /// A bare HTTPS client with the certificate of an office.
    pub(crate) fn http(&self, office: &str) -> Client {
        let mut roots = RootCertStore::empty();
        let ca = CertificateDer::from_pem_file(self.dir().join("ca.pem")).unwrap();
        roots.add(ca).unwrap();
        let folder = self.profile(office);
        let certificate = CertificateDer::from_pem_file(folder.join("certificate.pem")).unwrap();
        let key = PrivateKeyDer::from_pem_file(folder.join("private-key.pem")).unwrap();
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
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap()
    }

    /// The access token of a login.
    pub(crate) fn token(&self, office: &str, http: &Client) -> String {
        let login = careplan_core::relay::wire::Login {
            user_id: format!("office-{office}"),
            password: fs::read_to_string(self.profile(office).join("password.txt")).unwrap(),
        };
        let session: careplan_core::relay::wire::Session = http
            .post(format!("{}/v1/login", self.url()))
            .json(&login)
            .send()
            .unwrap()
            .json()
            .unwrap();
        session.access_token
    }
}

pub(crate) fn samples() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../samples")).to_owned()
}

/// Quotas so high that nobody meets them.
fn unlimited(settings: &str) -> String {
    let most = |line: &str| {
        let quota = ["waiting_messages", "waiting_bytes", "requests_per_minute"];
        match quota.iter().find(|name| line.starts_with(**name)) {
            Some(name) => format!("{name} = 4000000000\n"),
            None => format!("{line}\n"),
        }
    };
    let text: String = settings.lines().map(most).collect();
    match text.contains("requests_per_minute") {
        true => text,
        false => format!(
            "{text}\n[quota]\nwaiting_messages = 4000000000\nwaiting_bytes = 4000000000000\nrequests_per_minute = 4000000000\n"
        ),
    }
}
