//! Keys on tokens and in security modules: PKCS#11 (OASIS, 2.40 and later).

mod connection;
mod error;
mod module;
mod oaep;
mod search;
mod uri;

use std::sync::{Mutex, PoisonError};

use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::elliptic_curve::{EcKdf, Ecdh1DeriveParams};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsOaepParams, PkcsOaepSource, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use cryptoki::types::Ulong;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::PointConversionForm;
use openssl::ecdsa::EcdsaSig;
use openssl::hash::hash;
use openssl::pkey::PKey;
use zeroize::Zeroizing;

use self::connection::{Connection, Fault, find};
use super::{KeyAlgorithm, KeyError, PrivateKey, SignatureScheme};
use crate::envelope::certificate::algorithm_of;

pub use error::TokenError;
pub(in crate::envelope) use search::find_on_token;
pub use uri::TokenUri;

/// A key on a token. Any thread may call; they take turns.
struct TokenKey {
    algorithm: KeyAlgorithm,
    /// By what the key is found again in a new session.
    template: Vec<Attribute>,
    connection: Mutex<Connection>,
}

/// DigestInfo of SHA-256 (RFC 8017, section 9.2, note 1) up to the digest.
const SHA256_DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

impl PrivateKey for TokenKey {
    /// The hash is made here, so that a long message does not go through the token; tokens that sign no hash get the message.
    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let digest = hash(scheme.digest(), message)?;
        let fits = match scheme {
            SignatureScheme::RsaPkcs1Sha256 | SignatureScheme::RsaPssSha256 => {
                self.modulus().is_some()
            }
            SignatureScheme::EcdsaP256Sha256 => self.algorithm == KeyAlgorithm::P256,
            SignatureScheme::EcdsaP384Sha384 => self.algorithm == KeyAlgorithm::P384,
        };
        if !fits {
            return Err(KeyError::Unsupported("this kind of signature"));
        }
        match scheme {
            SignatureScheme::RsaPkcs1Sha256 => {
                let info = [&SHA256_DIGEST_INFO[..], &digest].concat();
                let tries = [
                    (Mechanism::RsaPkcs, &info[..]),
                    (Mechanism::Sha256RsaPkcs, message),
                ];
                self.sign_with(&tries, "RSASSA-PKCS1-v1_5")
            }
            SignatureScheme::RsaPssSha256 => {
                let pss = PkcsPssParams {
                    hash_alg: MechanismType::SHA256,
                    mgf: PkcsMgfType::MGF1_SHA256,
                    s_len: 32.into(),
                };
                let tries = [
                    (Mechanism::RsaPkcsPss(pss), &*digest),
                    (Mechanism::Sha256RsaPkcsPss(pss), message),
                ];
                self.sign_with(&tries, "RSASSA-PSS")
            }
            SignatureScheme::EcdsaP256Sha256 | SignatureScheme::EcdsaP384Sha384 => {
                let pair = self.sign_with(&[(Mechanism::Ecdsa, &*digest)], "ECDSA")?;
                ecdsa_value(&pair)
            }
        }
    }

    fn decrypt_oaep(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let modulus = self.modulus().ok_or(KeyError::Unsupported("RSA"))?;
        if ciphertext.len() != modulus {
            return Err(KeyError::Refused);
        }
        let source = PkcsOaepSource::empty();
        let oaep = PkcsOaepParams::new(MechanismType::SHA256, PkcsMgfType::MGF1_SHA256, source);
        match self.decrypt_with(&Mechanism::RsaPkcsOaep(oaep), ciphertext) {
            Err(Fault::Module(error)) if is_unsupported(&error) => {}
            Err(Fault::Module(error)) if is_refusal(&error) => return Err(KeyError::Refused),
            Err(fault) => return Err(TokenError::from(fault).into()),
            Ok(plain) => return Ok(plain),
        }
        // SoftHSM and older cards know OAEP with SHA-1 only.
        match self.decrypt_with(&Mechanism::RsaX509, ciphertext) {
            Err(Fault::Module(error)) if is_unsupported(&error) => {
                Err(KeyError::Unsupported("RSA-OAEP with SHA-256"))
            }
            Err(Fault::Module(error)) if is_refusal(&error) => Err(KeyError::Refused),
            Err(fault) => Err(TokenError::from(fault).into()),
            Ok(block) => oaep::unpad(&filled(&block, modulus)).ok_or(KeyError::Refused),
        }
    }

    fn agree(&self, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let length = match self.algorithm {
            KeyAlgorithm::P256 => 32,
            KeyAlgorithm::P384 => 48,
            KeyAlgorithm::Rsa { .. } => return Err(KeyError::Unsupported("EC")),
        };
        let point = point_of(peer, self.algorithm)?;
        let derived = self.with_key(|session, key| derive(session, key, &point, length));
        match derived {
            Ok(Some(secret)) => Ok(filled(&secret, length)),
            Ok(None) => Err(KeyError::Unsupported(
                "ECDH: the token keeps the secret to itself",
            )),
            Err(Fault::Module(error)) if is_unsupported(&error) => {
                Err(KeyError::Unsupported("ECDH"))
            }
            Err(fault) => Err(TokenError::from(fault).into()),
        }
    }
}

impl TokenKey {
    /// Length of the modulus in bytes, of an RSA key.
    fn modulus(&self) -> Option<usize> {
        match self.algorithm {
            KeyAlgorithm::Rsa { bits } => Some(bits.div_ceil(8) as usize),
            KeyAlgorithm::P256 | KeyAlgorithm::P384 => None,
        }
    }

    /// Signs in the first of these ways that the token knows.
    fn sign_with(
        &self,
        tries: &[(Mechanism<'_>, &[u8])],
        what: &'static str,
    ) -> Result<Vec<u8>, KeyError> {
        for (mechanism, data) in tries {
            match self.with_key(|session, key| session.sign(mechanism, key, data)) {
                Err(Fault::Module(error)) if is_unsupported(&error) => {}
                Err(fault) => return Err(TokenError::from(fault).into()),
                Ok(signature) => return Ok(signature),
            }
        }
        Err(KeyError::Unsupported(what))
    }

    fn decrypt_with(
        &self,
        mechanism: &Mechanism<'_>,
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.with_key(|session, key| session.decrypt(mechanism, key, ciphertext))
            .map(Zeroizing::new)
    }

    fn with_key<T>(
        &self,
        act: impl Fn(&Session, ObjectHandle) -> Result<T, Error>,
    ) -> Result<T, Fault> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        connection.with(|session| act(session, find(session, &self.template)?))
    }
}

/// The shared secret, if the token hands it out.
fn derive(
    session: &Session,
    key: ObjectHandle,
    point: &[u8],
    length: usize,
) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let mechanism = Mechanism::Ecdh1Derive(Ecdh1DeriveParams::new(EcKdf::null(), point));
    let template = [
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::GENERIC_SECRET),
        Attribute::Token(false),
        Attribute::Sensitive(false),
        Attribute::Extractable(true),
        Attribute::ValueLen(Ulong::try_from(length)?),
    ];
    let secret = session.derive_key(&mechanism, key, &template)?;
    let value = session.get_attributes(secret, &[AttributeType::Value]);
    // It goes with the session in any case.
    let _ = session.destroy_object(secret);
    let value = value?.into_iter().find_map(|attribute| match attribute {
        Attribute::Value(value) => Some(Zeroizing::new(value)),
        _ => None,
    });
    Ok(value.filter(|value| !value.is_empty()))
}

/// A public key's point, uncompressed. Only points of the key's own curve: others would give the private key away.
fn point_of(peer: &[u8], algorithm: KeyAlgorithm) -> Result<Vec<u8>, KeyError> {
    let peer = PKey::public_key_from_der(peer).map_err(|_| KeyError::Refused)?;
    if algorithm_of(&peer).ok() != Some(algorithm) {
        return Err(KeyError::Refused);
    }
    let peer = peer.ec_key()?;
    peer.check_key().map_err(|_| KeyError::Refused)?;
    let mut context = BigNumContext::new()?;
    let form = PointConversionForm::UNCOMPRESSED;
    Ok(peer
        .public_key()
        .to_bytes(peer.group(), form, &mut context)?)
}

/// ECDSA-Sig-Value of r and s one after the other.
fn ecdsa_value(pair: &[u8]) -> Result<Vec<u8>, KeyError> {
    let (r, s) = pair.split_at(pair.len() / 2);
    let (r, s) = (BigNum::from_slice(r)?, BigNum::from_slice(s)?);
    Ok(EcdsaSig::from_private_components(r, s)?.to_der()?)
}

/// With the zeros in front that some tokens leave out.
fn filled(number: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut filled = Zeroizing::new(vec![0; length]);
    let start = length.saturating_sub(number.len());
    let number = &number[number.len().saturating_sub(length)..];
    filled[start..].copy_from_slice(number);
    filled
}

/// The token, or this key, cannot do it in this way.
fn is_unsupported(error: &Error) -> bool {
    matches!(
        error,
        Error::NullFunctionPointer
            | Error::NotSupported
            | Error::Pkcs11(
                RvError::MechanismInvalid
                    | RvError::MechanismParamInvalid
                    | RvError::FunctionNotSupported
                    | RvError::KeyFunctionNotPermitted
                    | RvError::KeyTypeInconsistent
                    | RvError::TemplateInconsistent
                    | RvError::AttributeValueInvalid
                    | RvError::AttributeSensitive
                    | RvError::ArgumentsBad,
                _
            )
    )
}

/// What was to be decrypted does not fit, whatever the token says about why.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error,
        Error::Pkcs11(
            RvError::EncryptedDataInvalid
                | RvError::EncryptedDataLenRange
                | RvError::DataInvalid
                | RvError::DataLenRange
                | RvError::FunctionFailed
                | RvError::GeneralError,
            _
        )
    )
}
