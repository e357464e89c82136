use std::fmt;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::pki_types::CertificateDer;
use rustls::sign::{CertifiedKey, Signer, SigningKey};
use rustls::{OtherError, SignatureAlgorithm};

use crate::envelope::{Identity, KeyAlgorithm, PrivateKey, SignatureScheme};
use crate::relay::error::RelayError;

/// The office's certificate, and its key wherever that is: on a token it stays there, and signs each handshake.
#[derive(Debug)]
pub(super) struct OfficeCertificate(Arc<CertifiedKey>);

impl OfficeCertificate {
    pub(super) fn new(identity: &Identity) -> Result<Self, RelayError> {
        let identity = identity
            .for_tls()
            .map_err(|_| RelayError::Settings("identity"))?;
        let chain = identity.chain.into_iter().map(CertificateDer::from);
        let key = HandshakeKey {
            key: identity.key,
            scheme: Scheme::of(identity.algorithm),
        };
        let certified = CertifiedKey::new(chain.collect(), Arc::new(key));
        Ok(Self(Arc::new(certified)))
    }
}

impl ResolvesClientCert for OfficeCertificate {
    /// There is one certificate only: a relay that asks for another authority's shall say so itself.
    fn resolve(
        &self,
        _authorities: &[&[u8]],
        offered: &[rustls::SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        let certified = Arc::clone(&self.0);
        certified.key.choose_scheme(offered).map(|_| certified)
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// One signature scheme, as TLS and as the key call it.
#[derive(Clone, Copy)]
struct Scheme {
    tls: rustls::SignatureScheme,
    algorithm: SignatureAlgorithm,
    own: SignatureScheme,
}

impl Scheme {
    /// The one scheme of TLS 1.3 for a kind of key (RFC 8446, section 4.2.3).
    fn of(algorithm: KeyAlgorithm) -> Self {
        let (tls, algorithm, own) = match algorithm {
            KeyAlgorithm::Rsa { .. } => (
                rustls::SignatureScheme::RSA_PSS_SHA256,
                SignatureAlgorithm::RSA,
                SignatureScheme::RsaPssSha256,
            ),
            KeyAlgorithm::P256 => (
                rustls::SignatureScheme::ECDSA_NISTP256_SHA256,
                SignatureAlgorithm::ECDSA,
                SignatureScheme::EcdsaP256Sha256,
            ),
            KeyAlgorithm::P384 => (
                rustls::SignatureScheme::ECDSA_NISTP384_SHA384,
                SignatureAlgorithm::ECDSA,
                SignatureScheme::EcdsaP384Sha384,
            ),
        };
        Self {
            tls,
            algorithm,
            own,
        }
    }
}

#[derive(Clone)]
struct HandshakeKey {
    key: Arc<dyn PrivateKey>,
    scheme: Scheme,
}

impl SigningKey for HandshakeKey {
    fn choose_scheme(&self, offered: &[rustls::SignatureScheme]) -> Option<Box<dyn Signer>> {
        let fits = offered.contains(&self.scheme.tls);
        fits.then(|| Box::new(self.clone()) as Box<dyn Signer>)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        self.scheme.algorithm
    }
}

impl Signer for HandshakeKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        self.key
            .sign(self.scheme.own, message)
            .map_err(|error| rustls::Error::Other(OtherError(Arc::new(error))))
    }

    fn scheme(&self) -> rustls::SignatureScheme {
        self.scheme.tls
    }
}

impl fmt::Debug for HandshakeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandshakeKey")
            .field("scheme", &self.scheme.tls)
            .finish_non_exhaustive()
    }
}
