use std::sync::{Mutex, MutexGuard, PoisonError};

use openssl::bn::{BigNum, BigNumContext};
use openssl::ecdsa::EcdsaSig;
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::PKey;
use windows_sys::Win32::Security::Cryptography::{
    BCRYPT_ECDH_PUBLIC_P256_MAGIC, BCRYPT_ECDH_PUBLIC_P384_MAGIC,
};
use zeroize::Zeroizing;

use super::sys::{NcryptKey, Padding};
use crate::envelope::certificate::algorithm_of;
use crate::envelope::key::{KeyAlgorithm, KeyError, PrivateKey, SignatureScheme};

/// A key that CNG keeps: in software, in a TPM, on a smart card.
pub(super) struct CngKey {
    algorithm: KeyAlgorithm,
    /// Microsoft does not promise that a handle may be used by two threads at once.
    key: Mutex<NcryptKey>,
}

impl CngKey {
    /// `algorithm` as its certificate says.
    pub(super) fn new(key: NcryptKey, algorithm: KeyAlgorithm) -> Self {
        Self {
            algorithm,
            key: Mutex::new(key),
        }
    }

    fn key(&self) -> MutexGuard<'_, NcryptKey> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sign_rsa(&self, message: &[u8], padding: Padding) -> Result<Vec<u8>, KeyError> {
        let what = match padding {
            Padding::Pss => "RSA-PSS",
            _ => "RSA",
        };
        let digest = hash(MessageDigest::sha256(), message)?;
        let signature = self.key().sign(&digest, padding);
        signature.map_err(|error| error.on_asking_for(what))
    }

    fn sign_ec(&self, message: &[u8], digest: MessageDigest) -> Result<Vec<u8>, KeyError> {
        let digest = hash(digest, message)?;
        let raw = self.key().sign(&digest, Padding::None);
        der_of(&raw.map_err(|error| error.on_asking_for("ECDSA"))?)
    }
}

impl PrivateKey for CngKey {
    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        use KeyAlgorithm as Key;
        use SignatureScheme as Scheme;
        match (scheme, self.algorithm) {
            (Scheme::RsaPkcs1Sha256, Key::Rsa { .. }) => self.sign_rsa(message, Padding::Pkcs1),
            (Scheme::RsaPssSha256, Key::Rsa { .. }) => self.sign_rsa(message, Padding::Pss),
            (Scheme::EcdsaP256Sha256, Key::P256) => self.sign_ec(message, MessageDigest::sha256()),
            (Scheme::EcdsaP384Sha384, Key::P384) => self.sign_ec(message, MessageDigest::sha384()),
            (Scheme::RsaPkcs1Sha256 | Scheme::RsaPssSha256, _) => Err(KeyError::Unsupported("RSA")),
            (Scheme::EcdsaP256Sha256 | Scheme::EcdsaP384Sha384, _) => {
                Err(KeyError::Unsupported("EC"))
            }
        }
    }

    fn decrypt_oaep(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match self.algorithm {
            KeyAlgorithm::Rsa { .. } => self
                .key()
                .decrypt_oaep(ciphertext)
                .map_err(|error| error.on_decrypting("RSA-OAEP")),
            KeyAlgorithm::P256 | KeyAlgorithm::P384 => Err(KeyError::Unsupported("RSA")),
        }
    }

    fn agree(&self, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (magic, field) = match self.algorithm {
            KeyAlgorithm::P256 => (BCRYPT_ECDH_PUBLIC_P256_MAGIC, 32),
            KeyAlgorithm::P384 => (BCRYPT_ECDH_PUBLIC_P384_MAGIC, 48),
            KeyAlgorithm::Rsa { .. } => return Err(KeyError::Unsupported("EC")),
        };
        let blob = blob_of(peer, self.algorithm, magic, field)?;
        // A key that was stored for ECDSA cannot do it.
        let shared = self.key().agree(&blob);
        let mut shared = shared.map_err(|error| error.on_decrypting("ECDH"))?;
        // CNG has the lowest byte first, SEC 1 the highest, as long as the field.
        shared.resize(field, 0);
        shared.reverse();
        Ok(shared)
    }
}

/// ECDSA-Sig-Value of the r and s that CNG puts one after the other.
fn der_of(raw: &[u8]) -> Result<Vec<u8>, KeyError> {
    let (r, s) = raw.split_at(raw.len() / 2);
    let (r, s) = (BigNum::from_slice(r)?, BigNum::from_slice(s)?);
    Ok(EcdsaSig::from_private_components(r, s)?.to_der()?)
}

/// BCRYPT_ECCPUBLIC_BLOB (bcrypt.h) of a SubjectPublicKeyInfo: which curve, length of the field, x, y.
fn blob_of(
    peer: &[u8],
    algorithm: KeyAlgorithm,
    magic: u32,
    field: usize,
) -> Result<Vec<u8>, KeyError> {
    // Refuses points that are not on their curve.
    let peer = PKey::public_key_from_der(peer).map_err(|_| KeyError::Refused)?;
    if algorithm_of(&peer).ok() != Some(algorithm) {
        return Err(KeyError::Refused);
    }
    let peer = peer.ec_key()?;
    let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
    let mut context = BigNumContext::new()?;
    peer.public_key()
        .affine_coordinates(peer.group(), &mut x, &mut y, &mut context)
        .map_err(|_| KeyError::Refused)?;
    let pad = i32::try_from(field).unwrap_or_default();
    let mut blob = Vec::with_capacity(8 + 2 * field);
    blob.extend(magic.to_le_bytes());
    blob.extend(pad.to_le_bytes());
    blob.extend(x.to_vec_padded(pad)?);
    blob.extend(y.to_vec_padded(pad)?);
    Ok(blob)
}
