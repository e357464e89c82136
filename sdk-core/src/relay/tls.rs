use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore};

use super::error::RelayError;
use crate::envelope::{Identity, TlsIdentity};

/// TLS 1.3 with the office's certificate, trusting the relay's authority and no other.
///
/// The provider is handed in, so that nothing process-wide is set: the host may use rustls its own way.
pub(super) fn config(relay_ca: &[u8], identity: &Identity) -> Result<ClientConfig, RelayError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(relay_ca) {
        let certificate = certificate.map_err(|_| RelayError::Settings("ca"))?;
        roots
            .add(certificate)
            .map_err(|_| RelayError::Settings("ca"))?;
    }
    if roots.is_empty() {
        return Err(RelayError::Settings("ca"));
    }
    let TlsIdentity { chain, key } = identity
        .for_tls()
        .map_err(|_| RelayError::Settings("identity"))?;
    let chain = chain.into_iter().map(CertificateDer::from).collect();
    // rustls overwrites its copy of the key itself.
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.to_vec()));
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| RelayError::Settings("TLS 1.3"))?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .map_err(|_| RelayError::Settings("identity"))
}
