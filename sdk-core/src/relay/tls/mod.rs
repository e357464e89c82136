mod key;
mod seen;
mod verifier;

use std::sync::Arc;

use jiff::Timestamp;
use rustls::client::WebPkiServerVerifier;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use self::key::OfficeCertificate;
pub(super) use self::seen::mix_up;
use self::seen::{server_certificate, tidy};
pub(super) use self::verifier::RelayCertificateFault;
use self::verifier::RelayVerifier;
use super::error::RelayError;
use crate::envelope::Identity;

/// The authority that the relay's certificate must come from.
#[derive(Debug)]
pub(super) struct Authority {
    roots: Arc<RootCertStore>,
    /// Subjects, for messages.
    pub(super) names: Vec<String>,
}

impl Authority {
    /// Reads a PEM text of one certificate or more.
    pub(super) fn from_pem(pem: &[u8]) -> Result<Self, RelayError> {
        const BAD: RelayError = RelayError::Settings("ca");
        let (mut roots, mut names) = (RootCertStore::empty(), Vec::new());
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|_| BAD)?;
            names.extend(server_certificate(&certificate).map(|seen| seen.subject));
            roots.add(certificate).map_err(|_| BAD)?;
        }
        if roots.is_empty() {
            return Err(BAD);
        }
        Ok(Self {
            roots: Arc::new(roots),
            names,
        })
    }
}

/// TLS 1.3 with the office's certificate, trusting the relay's authority and no other.
///
/// The provider is handed in, so that nothing process-wide is set: the host may use rustls its own way.
pub(super) fn config(
    authority: &Authority,
    identity: &Identity,
) -> Result<ClientConfig, RelayError> {
    let provider = Arc::new(ring::default_provider());
    let roots = Arc::clone(&authority.roots);
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider))
        .build()
        .map_err(|_| RelayError::Settings("ca"))?;
    Ok(ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| RelayError::Settings("TLS 1.3"))?
        // What is told apart further is why a certificate was refused; what is accepted is rustls' own decision.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(RelayVerifier(verifier)))
        .with_client_cert_resolver(Arc::new(OfficeCertificate::new(identity)?)))
}

/// What this office shows the relay.
#[derive(Debug, Clone)]
pub(super) struct OwnCertificate {
    /// 発行者.
    pub(super) issuer: String,
    /// First second of its validity.
    pub(super) not_before: Timestamp,
    /// Last second of its validity.
    pub(super) not_after: Timestamp,
}

impl OwnCertificate {
    pub(super) fn of(identity: &Identity) -> Self {
        let certificate = identity.certificate();
        let details = certificate.details();
        Self {
            issuer: details.map_or_else(|_| String::new(), |details| tidy(&details.issuer)),
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
        }
    }
}
