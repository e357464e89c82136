//! KeyAgreeRecipientInfo (RFC 5652, section 6.2.2) by ephemeral-static ECDH (RFC 5753, section 3.1) and AES key wrap
//! (RFC 3394).

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Sequence, Tag, TagNumber, Tagged};
use openssl::bn::BigNumContext;
use openssl::cipher::Cipher;
use openssl::cipher_ctx::{CipherCtx, CipherCtxFlags};
use openssl::derive::Deriver;
use openssl::ec::{EcGroup, EcKey, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::hash::Hasher;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use zeroize::{Zeroize, Zeroizing};

use super::{ContentKey, Recipient};
use crate::envelope::certificate::Certificate;
use crate::envelope::cms::algorithm::{Algorithm, Digest};
use crate::envelope::cms::elements::elements;
use crate::envelope::cms::name::{CertificateName, Reference};
use crate::envelope::cms::oid;
use crate::envelope::cms::write::{
    self, BIT_STRING, CONTEXT_0, CONTEXT_1, CONTEXT_2, INTEGER, OCTET_STRING, SEQUENCE,
};
use crate::envelope::error::EnvelopeError;
use crate::envelope::identity::Identity;
use crate::envelope::key::{KeyAlgorithm, KeyError};

const WEAK: EnvelopeError = EnvelopeError::Weak("ECDH, SHA-256, AES-256");

/// `[0]` and `[1]`, constructed.
const CONSTRUCTED_0: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber::N0,
};
const CONSTRUCTED_1: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber::N1,
};

/// What the recipients of one KeyAgreeRecipientInfo have in common.
#[derive(Clone, Copy)]
pub(super) struct Agreement<'a> {
    kdf: Digest,
    key_wrap: Algorithm<'a>,
    user_material: Option<OctetStringRef<'a>>,
    /// The ephemeral public key: its curve if it is told, and the point.
    curve: Option<ObjectIdentifier>,
    point: &'a [u8],
}

#[derive(Sequence)]
struct KeyAgreement<'a> {
    version: u8,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    originator: AnyRef<'a>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    user_material: Option<OctetStringRef<'a>>,
    algorithm: Algorithm<'a>,
    keys: AnyRef<'a>,
}

/// OriginatorPublicKey, and SubjectPublicKeyInfo (RFC 5280, section 4.1).
#[derive(Sequence)]
struct PublicKey<'a> {
    algorithm: Algorithm<'a>,
    point: BitStringRef<'a>,
}

#[derive(Sequence)]
struct EncryptedKey<'a> {
    name: AnyRef<'a>,
    encrypted: OctetStringRef<'a>,
}

pub(super) fn wrap(key: &ContentKey, recipient: &Certificate) -> Result<Vec<u8>, EnvelopeError> {
    let (kdf, curve) = match recipient.algorithm() {
        KeyAlgorithm::P384 => (Digest::Sha384, Nid::SECP384R1),
        _ => (Digest::Sha256, Nid::X9_62_PRIME256V1),
    };
    let (ephemeral, point) = ephemeral(curve)?;
    let shared = agree(&ephemeral, recipient)?;
    let key_wrap = Algorithm::plain(oid::AES_256_WRAP);
    let info = shared_info(&key_wrap, None)?;
    let encrypted = wrap_key(&*key_encryption_key(kdf, &shared, &info)?, key)?;
    layout(recipient, &point, kdf, &key_wrap.der()?, &encrypted)
}

/// A key pair for one recipient of one envelope, and its public point, uncompressed.
fn ephemeral(curve: Nid) -> Result<(PKey<Private>, Vec<u8>), ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    let key = EcKey::generate(&group)?;
    let mut context = BigNumContext::new()?;
    let form = PointConversionForm::UNCOMPRESSED;
    let point = key.public_key().to_bytes(&group, form, &mut context)?;
    Ok((PKey::from_ec_key(key)?, point))
}

fn agree(
    ephemeral: &PKey<Private>,
    recipient: &Certificate,
) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
    let public = recipient.x509().public_key()?;
    let mut deriver = Deriver::new(ephemeral)?;
    deriver.set_peer(&public)?;
    Ok(Zeroizing::new(deriver.derive_to_vec()?))
}

fn layout(
    recipient: &Certificate,
    point: &[u8],
    kdf: Digest,
    key_wrap: &[u8],
    encrypted: &[u8],
) -> Result<Vec<u8>, EnvelopeError> {
    let ec = Algorithm::plain(oid::EC_PUBLIC_KEY).der()?;
    let point = write::element(BIT_STRING, &[&[0], point]);
    let originator = write::element(CONTEXT_0, &[&write::element(CONTEXT_1, &[&ec, &point])]);
    let scheme = Algorithm::plain(scheme(kdf)).oid_der()?;
    let name = CertificateName::of(recipient.x509())?.der();
    let encrypted = write::element(OCTET_STRING, &[encrypted]);
    let encrypted = write::element(SEQUENCE, &[&name, &encrypted]);
    Ok(write::element(
        CONTEXT_1,
        &[
            &write::element(INTEGER, &[&[3]]),
            &originator,
            &write::element(SEQUENCE, &[&scheme, key_wrap]),
            &write::element(SEQUENCE, &[&encrypted]),
        ],
    ))
}

fn scheme(kdf: Digest) -> ObjectIdentifier {
    match kdf {
        Digest::Sha256 => oid::ECDH_SHA_256,
        Digest::Sha384 => oid::ECDH_SHA_384,
        Digest::Sha512 => oid::ECDH_SHA_512,
    }
}

pub(super) fn read(info: &[u8], most: usize) -> Result<Vec<Recipient<'_>>, EnvelopeError> {
    const MALFORMED: EnvelopeError = EnvelopeError::Malformed;
    let info: KeyAgreement<'_> = retagged(info).ok_or(MALFORMED)?;
    if info.version != 3 || info.keys.tag() != Tag::Sequence {
        return Err(MALFORMED);
    }
    let agreement = Agreement::of(&info)?;
    let mut recipients = Vec::new();
    for key in elements(info.keys.value(), most)? {
        let key: EncryptedKey<'_> = key.decode_as().map_err(|_| MALFORMED)?;
        recipients.push(Recipient {
            reference: reference(key.name).ok_or(MALFORMED)?,
            encrypted: key.encrypted.as_bytes(),
            agreement: Some(agreement),
        });
    }
    Ok(recipients)
}

/// KeyAgreeRecipientIdentifier; dates and other attributes of a key identifier are not ours.
fn reference(name: AnyRef<'_>) -> Option<Reference<'_>> {
    match name.tag() {
        CONSTRUCTED_0 => {
            let id = OctetStringRef::from_der(name.value()).ok()?;
            Some(Reference::KeyId(id.as_bytes()))
        }
        Tag::Sequence => Reference::of(name),
        _ => None,
    }
}

/// What is tagged as something else than the SEQUENCE that it is.
fn retagged<'a, T: Sequence<'a>>(content: &'a [u8]) -> Option<T> {
    let sequence = AnyRef::new(Tag::Sequence, content).ok()?;
    sequence.decode_as().ok()
}

impl<'a> Agreement<'a> {
    fn of(info: &KeyAgreement<'a>) -> Result<Self, EnvelopeError> {
        let kdf = match info.algorithm.oid {
            oid::ECDH_SHA_256 => Digest::Sha256,
            oid::ECDH_SHA_384 => Digest::Sha384,
            oid::ECDH_SHA_512 => Digest::Sha512,
            _ => return Err(WEAK),
        };
        let key_wrap = info.algorithm.parameters.ok_or(WEAK)?;
        let key_wrap: Algorithm<'_> = key_wrap.decode_as().map_err(|_| WEAK)?;
        // A static key of the originator would prove and protect less than a fresh one.
        if !key_wrap.is(oid::AES_256_WRAP) || info.originator.tag() != CONSTRUCTED_1 {
            return Err(WEAK);
        }
        let public: PublicKey<'_> =
            retagged(info.originator.value()).ok_or(EnvelopeError::Malformed)?;
        Ok(Self {
            kdf,
            key_wrap,
            user_material: info.user_material,
            curve: curve(&public.algorithm)?,
            point: public.point.as_bytes().ok_or(EnvelopeError::Malformed)?,
        })
    }

    /// The content key. [`KeyError::Refused`] whatever does not fit.
    pub fn unwrap(
        &self,
        identity: &Identity,
        encrypted: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let peer = self.peer(identity.certificate().algorithm());
        let shared = identity.key().agree(&peer.ok_or(KeyError::Refused)?)?;
        let info = shared_info(&self.key_wrap, self.user_material.as_ref());
        let info = info.map_err(|_| KeyError::Refused)?;
        let key = key_encryption_key(self.kdf, &shared, &info)?;
        unwrap_key(&key, encrypted).map_err(|_| KeyError::Refused)
    }

    /// The ephemeral key as SubjectPublicKeyInfo, if it is on the curve of the own key.
    fn peer(&self, own: KeyAlgorithm) -> Option<Vec<u8>> {
        let (curve, bytes) = match own {
            KeyAlgorithm::P256 => (oid::P_256, 32),
            KeyAlgorithm::P384 => (oid::P_384, 48),
            KeyAlgorithm::Rsa { .. } => return None,
        };
        const UNCOMPRESSED: u8 = 4;
        let on_curve = self.curve.is_none_or(|told| told == curve);
        if !on_curve
            || self.point.first() != Some(&UNCOMPRESSED)
            || self.point.len() != 1 + 2 * bytes
        {
            return None;
        }
        let algorithm = Algorithm {
            oid: oid::EC_PUBLIC_KEY,
            parameters: Some(AnyRef::from(&curve)),
        };
        let point = BitStringRef::from_bytes(self.point).ok()?;
        PublicKey { algorithm, point }.to_der().ok()
    }
}

/// The curve may be told or left to the recipient's certificate (RFC 5753, section 3.1.1).
fn curve(algorithm: &Algorithm<'_>) -> Result<Option<ObjectIdentifier>, EnvelopeError> {
    if algorithm.oid != oid::EC_PUBLIC_KEY {
        return Err(WEAK);
    }
    if algorithm.has_no_parameters() {
        return Ok(None);
    }
    let curve = algorithm
        .parameters
        .and_then(|curve| curve.decode_as().ok());
    curve.map(Some).ok_or(WEAK)
}

/// ECC-CMS-SharedInfo (RFC 5753, section 7.2).
fn shared_info(
    key_wrap: &Algorithm<'_>,
    user_material: Option<&OctetStringRef<'_>>,
) -> Result<Vec<u8>, EnvelopeError> {
    const KEY_BITS: [u8; 4] = 256_u32.to_be_bytes();
    let user_material = user_material.map_or_else(Vec::new, |material| {
        let material = write::element(OCTET_STRING, &[material.as_bytes()]);
        write::element(CONTEXT_0, &[&material])
    });
    let bits = write::element(OCTET_STRING, &[&KEY_BITS]);
    let bits = write::element(CONTEXT_2, &[&bits]);
    Ok(write::element(
        SEQUENCE,
        &[&key_wrap.der()?, &user_material, &bits],
    ))
}

/// The key derivation function of SEC 1, section 3.6.1; 256 bits take one round of it.
fn key_encryption_key(kdf: Digest, shared: &[u8], info: &[u8]) -> Result<ContentKey, ErrorStack> {
    let mut hasher = Hasher::new(kdf.openssl())?;
    hasher.update(shared)?;
    hasher.update(&1_u32.to_be_bytes())?;
    hasher.update(info)?;
    let mut hash = hasher.finish()?;
    let mut key = ContentKey::default();
    key.iter_mut()
        .zip(&*hash)
        .for_each(|(to, from)| *to = *from);
    hash.zeroize();
    Ok(key)
}

/// Content key and eight bytes that show whether it is whole.
const WRAPPED_BYTES: usize = 40;

fn wrap_key(key_encryption_key: &[u8; 32], key: &ContentKey) -> Result<Vec<u8>, ErrorStack> {
    let mut context = wrapping()?;
    let cipher = Some(Cipher::aes_256_wrap());
    context.encrypt_init(cipher, Some(key_encryption_key), None)?;
    let mut wrapped = vec![0; WRAPPED_BYTES];
    let written = context.cipher_update(&**key, Some(&mut wrapped))?;
    wrapped.truncate(written);
    Ok(wrapped)
}

fn unwrap_key(
    key_encryption_key: &ContentKey,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
    let mut key = Zeroizing::new(vec![0; WRAPPED_BYTES]);
    if wrapped.len() != WRAPPED_BYTES {
        return Err(ErrorStack::get());
    }
    let mut context = wrapping()?;
    let cipher = Some(Cipher::aes_256_wrap());
    context.decrypt_init(cipher, Some(&**key_encryption_key), None)?;
    let written = context.cipher_update(wrapped, Some(&mut key))?;
    key.truncate(written);
    Ok(key)
}

fn wrapping() -> Result<CipherCtx, ErrorStack> {
    let mut context = CipherCtx::new()?;
    context.set_flags(CipherCtxFlags::FLAG_WRAP_ALLOW);
    Ok(context)
}
