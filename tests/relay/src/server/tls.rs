//! TLS 1.3 with client certificates of the relay's CA.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{NoServerSessionStorage, ServerConfig, WebPkiClientVerifier};
use rustls::{RootCertStore, version};

use crate::clock::Clock;
use crate::error::Error;
use crate::init::{CA_FILE, SERVER_CERTIFICATE_FILE, SERVER_KEY_FILE};

/// The TLS set-up of the relay in a folder.
pub(super) fn server_config(dir: &Path, clock: &Clock) -> Result<ServerConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let mut roots = RootCertStore::empty();
    for certificate in certificates(&dir.join(CA_FILE))? {
        roots.add(certificate).map_err(refused)?;
    }
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(refused)?;
    let key = PrivateKeyDer::from_pem_file(dir.join(SERVER_KEY_FILE)).map_err(refused)?;
    let mut config = ServerConfig::builder_with_details(provider, Arc::new(clock.clone()))
        .with_protocol_versions(&[&version::TLS13])
        .map_err(refused)?
        .with_client_cert_verifier(verifier)
        .with_single_cert(certificates(&dir.join(SERVER_CERTIFICATE_FILE))?, key)
        .map_err(refused)?;
    // A resumed session would skip the check of the client certificate.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(refused)
}

fn refused(error: impl Display) -> Error {
    Error::Tls(error.to_string())
}
