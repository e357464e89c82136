use std::fmt;
use std::sync::Arc;

use openssl::pkey::{PKey, Private};
use openssl::stack::Stack;
use openssl::x509::X509;
use zeroize::Zeroizing;

use super::certificate::Certificate;
use super::error::EnvelopeError;
use super::key::{PrivateKey, SoftwareKey};
use crate::number::OfficeNumber;

/// Who an office is: its private key and its certificate, with the certificates between that and the root.
///
/// Debug shows the office number and the end of validity only. Cloning shares the key.
#[derive(Clone)]
pub struct Identity {
    certificate: Certificate,
    key: Arc<dyn PrivateKey>,
    /// PKCS#8 of a key in memory, for TLS.
    software: Option<PKey<Private>>,
}

impl Identity {
    /// Reads an identity from PEM: the office's certificate first, then any intermediates; and the private key (PKCS#8,
    /// not encrypted).
    pub fn from_pem(certificates: &[u8], private_key: &[u8]) -> Result<Self, EnvelopeError> {
        let certificate = Certificate::from_pem(certificates)?;
        // A callback that gives no password: OpenSSL would otherwise ask at the terminal.
        let key = PKey::private_key_from_pem_callback(private_key, |_| Ok(0))
            .map_err(|_| EnvelopeError::BadPem("private key (秘密鍵)"))?;
        if !certificate.x509().public_key()?.public_eq(&key) {
            return Err(EnvelopeError::KeyMismatch);
        }
        Ok(Self {
            certificate,
            software: Some(key.clone()),
            key: Arc::new(SoftwareKey::new(key)),
        })
    }

    /// A certificate whose key is kept elsewhere. That the two belong together is for the caller to see to.
    #[cfg(windows)]
    pub(super) fn with_key(certificate: Certificate, key: Arc<dyn PrivateKey>) -> Self {
        Self {
            certificate,
            key,
            software: None,
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

    pub(super) fn key(&self) -> &dyn PrivateKey {
        &*self.key
    }

    pub(super) fn software(&self) -> Result<&PKey<Private>, EnvelopeError> {
        self.software.as_ref().ok_or(EnvelopeError::KeyMismatch)
    }

    pub(super) fn intermediates(&self) -> Result<Stack<X509>, EnvelopeError> {
        let mut stack = Stack::new()?;
        for certificate in self.certificate.chain() {
            stack.push(certificate.clone())?;
        }
        Ok(stack)
    }

    /// Certificate chain and PKCS#8 key in DER, as TLS wants them.
    pub(crate) fn for_tls(&self) -> Result<TlsIdentity, EnvelopeError> {
        let key = self.software()?;
        let chain = std::iter::once(self.certificate.x509())
            .chain(self.certificate.chain())
            .map(|c| c.to_der());
        Ok(TlsIdentity {
            chain: chain.collect::<Result<_, _>>()?,
            key: Zeroizing::new(key.private_key_to_pkcs8()?),
        })
    }
}

/// An identity as TLS wants it, in DER.
pub(crate) struct TlsIdentity {
    /// The office's certificate and the intermediates.
    pub chain: Vec<Vec<u8>>,
    /// PKCS#8.
    pub key: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("office", &self.office())
            .field("not_after", &self.certificate.not_after())
            .finish_non_exhaustive()
    }
}
