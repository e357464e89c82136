//! Private keys, wherever they live: in memory, on a PKCS#11 token, in the certificate store of Windows.
//!
//! The envelope asks a key for three things only. Who keeps keys elsewhere implements [`PrivateKey`] and is served.

mod error;
mod software;
mod token;
#[cfg(windows)]
mod windows;

use openssl::hash::MessageDigest;
use zeroize::Zeroizing;

pub use error::KeyError;
pub(super) use software::SoftwareKey;
pub(super) use token::find_on_token;
pub use token::{TokenError, TokenUri};
#[cfg(windows)]
pub use windows::{StoreLocation, Thumbprint, WindowsStore};

/// What a private key can be asked to do. Calls may block while a token works; any thread may call.
pub trait PrivateKey: Send + Sync {
    /// Hashes a message and signs the hash. ECDSA signatures are ECDSA-Sig-Value in DER (RFC 3279, section 2.2.3).
    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// RSAES-OAEP decryption (RFC 8017, section 7.1.2) with SHA-256, MGF1 with SHA-256 and an empty label.
    ///
    /// Must not tell, by error or by time, why a ciphertext is refused: [`KeyError::Refused`] whatever the reason.
    fn decrypt_oaep(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError>;

    /// ECDH (SEC 1, section 3.3.1): the x coordinate of the point shared with `peer`, a SubjectPublicKeyInfo in DER on the
    /// curve of this key.
    fn agree(&self, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError>;
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureScheme {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2): CMS.
    RsaPkcs1Sha256,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and 32 bytes of salt (RFC 8017, section 8.1): TLS 1.3.
    RsaPssSha256,
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256Sha256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384Sha384,
}

impl SignatureScheme {
    pub(super) fn digest(self) -> MessageDigest {
        match self {
            Self::EcdsaP384Sha384 => MessageDigest::sha384(),
            _ => MessageDigest::sha256(),
        }
    }
}

/// Algorithm and size of the key of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// RSA with so many bits, at least 2048.
    Rsa {
        /// Length of the modulus.
        bits: u32,
    },
    /// EC on P-256 (secp256r1).
    P256,
    /// EC on P-384 (secp384r1).
    P384,
}

impl KeyAlgorithm {
    /// How CMS is signed with such a key.
    pub fn signature_scheme(self) -> SignatureScheme {
        match self {
            Self::Rsa { .. } => SignatureScheme::RsaPkcs1Sha256,
            Self::P256 => SignatureScheme::EcdsaP256Sha256,
            Self::P384 => SignatureScheme::EcdsaP384Sha384,
        }
    }
}

impl std::fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA-{bits}"),
            Self::P256 => f.write_str("EC P-256"),
            Self::P384 => f.write_str("EC P-384"),
        }
    }
}
