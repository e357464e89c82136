//! Who an office is, and where its key and certificate are taken from.

mod error;
mod loader;
mod material;
mod pem;
mod pkcs12;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use openssl::pkey::{PKey, Private};
use openssl::sign::Verifier;

use super::certificate::Certificate;
use super::error::EnvelopeError;
use super::key::{KeyAlgorithm, KeyError, PrivateKey, SoftwareKey};
use crate::number::OfficeNumber;

pub use error::IdentityError;
pub use loader::IdentityLoader;
pub(super) use material::chain_of;
#[cfg(windows)]
pub(super) use material::path_of;

/// Who an office is: its private key and its certificate, with the certificates between that and the root.
///
/// Debug shows the office number and the end of validity only. Cloning shares the key.
#[derive(Clone)]
pub struct Identity {
    certificate: Certificate,
    key: Arc<dyn PrivateKey>,
}

impl Identity {
    /// Reads an identity from PEM: the office's certificate and any intermediates; and the private key, not encrypted. For
    /// everything else there is [`IdentityLoader`].
    pub fn from_pem(certificates: &[u8], private_key: &[u8]) -> Result<Self, EnvelopeError> {
        IdentityLoader::new().pem(certificates, private_key)
    }

    /// A key that is kept elsewhere, with its certificate. The key signs once, to prove that they belong together.
    pub fn with_key(
        certificate: Certificate,
        key: Arc<dyn PrivateKey>,
    ) -> Result<Self, EnvelopeError> {
        match key.sign(certificate.algorithm().signature_scheme(), PROBE) {
            Ok(signature) if !fits(&certificate, &signature)? => {
                return Err(EnvelopeError::KeyMismatch);
            }
            // A key that may only decrypt is judged when it is used.
            Ok(_) | Err(KeyError::Unsupported(_)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(Self { certificate, key })
    }

    /// A key in memory that is known to belong to the certificate.
    fn in_memory(certificate: Certificate, key: PKey<Private>) -> Self {
        Self {
            certificate,
            key: Arc::new(SoftwareKey::new(key)),
        }
    }

    /// 事業所番号 of the certificate.
    pub fn office(&self) -> OfficeNumber {
        self.certificate.office()
    }

    /// Its certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its private key, for what the envelope does not do itself.
    pub fn key(&self) -> &dyn PrivateKey {
        &*self.key
    }

    /// What TLS needs: the chain in DER, and the key to sign with.
    pub(crate) fn for_tls(&self) -> Result<TlsIdentity, EnvelopeError> {
        let chain = std::iter::once(self.certificate.x509())
            .chain(self.certificate.chain())
            .map(|c| c.to_der());
        Ok(TlsIdentity {
            chain: chain.collect::<Result<_, _>>()?,
            algorithm: self.certificate.algorithm(),
            key: Arc::clone(&self.key),
        })
    }
}

/// An identity as TLS wants it.
pub(crate) struct TlsIdentity {
    /// The office's certificate and the intermediates, in DER.
    pub chain: Vec<Vec<u8>>,
    /// Kind of the key.
    pub algorithm: KeyAlgorithm,
    /// Signs; it does not leave its place.
    pub key: Arc<dyn PrivateKey>,
}

/// What a key signs to prove that it belongs to a certificate: nothing that anything else could be taken for.
const PROBE: &[u8] = b"careplan: private key and certificate belong together";

fn fits(certificate: &Certificate, signature: &[u8]) -> Result<bool, EnvelopeError> {
    let public = certificate.x509().public_key()?;
    let digest = certificate.algorithm().signature_scheme().digest();
    // A signature that is no signature at all is one that does not fit.
    Ok(Verifier::new(digest, &public)?
        .verify_oneshot(signature, PROBE)
        .unwrap_or(false))
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("office", &self.office())
            .field("not_after", &self.certificate.not_after())
            .finish_non_exhaustive()
    }
}
