//! Recipients (RFC 5652, section 6.2): each holds the content key, encrypted for one certificate.

mod agreement;
mod transport;

use der::asn1::AnyRef;
use der::{Tag, TagNumber, Tagged};
use openssl::rand::rand_bytes;
use openssl::sha::sha256;
use zeroize::Zeroizing;

use super::elements::set;
use super::name::{CertificateName, Reference};
use super::write::{self, SET};
use crate::envelope::certificate::Certificate;
use crate::envelope::error::EnvelopeError;
use crate::envelope::identity::Identity;
use crate::envelope::key::{KeyAlgorithm, KeyError};
use agreement::Agreement;

/// Key of AES-256.
pub(super) type ContentKey = Zeroizing<[u8; 32]>;

/// Old and new certificates of a receiver and of the sender: far fewer than this.
const MOST: usize = 16;

/// Most bytes of all recipients together; RSA-4096 takes about 700 each.
pub(super) const MOST_BYTES: u64 = 1 << 15;

const TOO_MANY: EnvelopeError = EnvelopeError::TooManyRecipients { limit: MOST };

/// A fresh key.
pub(super) fn random_key() -> Result<ContentKey, EnvelopeError> {
    let mut key = ContentKey::default();
    rand_bytes(&mut *key)?;
    Ok(key)
}

/// A fresh content key, and the same encrypted for everybody who may open.
pub(super) struct SealedKey {
    pub(super) key: ContentKey,
    /// RecipientInfos.
    pub(super) recipients: Vec<u8>,
}

impl SealedKey {
    pub fn new(recipients: &[&Certificate]) -> Result<Self, EnvelopeError> {
        match recipients.len() {
            0 => return Err(EnvelopeError::NotReceiver),
            1..=MOST => {}
            _ => return Err(TOO_MANY),
        }
        let key = random_key()?;
        let infos = recipients
            .iter()
            .map(|recipient| match recipient.algorithm() {
                KeyAlgorithm::Rsa { .. } => transport::wrap(&key, recipient),
                KeyAlgorithm::P256 | KeyAlgorithm::P384 => agreement::wrap(&key, recipient),
            });
        let recipients = write::set(SET, infos.collect::<Result<_, _>>()?);
        // With the largest keys fewer fit. What nobody would open is not sealed.
        if recipients.len() as u64 > MOST_BYTES {
            return Err(TOO_MANY);
        }
        Ok(Self { key, recipients })
    }

    pub fn digest(&self) -> RecipientsDigest {
        RecipientsDigest(sha256(&self.recipients))
    }
}

/// SHA-256 of RecipientInfos in DER.
///
/// The tag of the content does not protect them (RFC 5083, section 2.1), and nobody can read what is encrypted for another. So
/// the sender signs the digest with the content: an envelope with other recipients is not the one that was made.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::envelope) struct RecipientsDigest([u8; 32]);

impl RecipientsDigest {
    /// Of the content of RecipientInfos, without the header.
    pub fn of(recipients: &[u8]) -> Self {
        Self(sha256(&write::element(SET, &[recipients])))
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Decrypts the content key with the first identity that is named in RecipientInfos (their content, without the header).
///
/// What is encrypted for another key than it says gives a key too, a random one: whether a key was refused must not show in
/// another way than by the tag of the content, or a sender could learn from refusals.
pub(super) fn unwrap(
    recipients: &[u8],
    identities: &[&Identity],
) -> Result<ContentKey, EnvelopeError> {
    let recipients = read(recipients)?;
    for identity in identities {
        let name = CertificateName::of(identity.certificate().x509())?;
        let own = recipients
            .iter()
            .find(|recipient| recipient.is_for(&name, identity.certificate().algorithm()));
        if let Some(recipient) = own {
            return recipient.unwrap(identity);
        }
    }
    Err(EnvelopeError::NotForThisCertificate)
}

struct Recipient<'a> {
    reference: Reference<'a>,
    encrypted: &'a [u8],
    /// Without: RSA-OAEP.
    agreement: Option<Agreement<'a>>,
}

/// All of them; each must be in one of the two ways, so that there is no weaker way to the content than the one that is taken.
fn read(recipients: &[u8]) -> Result<Vec<Recipient<'_>>, EnvelopeError> {
    let mut all = Vec::new();
    for info in set(recipients, MOST)? {
        read_info(info, &mut all)?;
        // One RecipientInfo may hold several.
        if all.len() > MOST {
            return Err(EnvelopeError::BadContent("CMS"));
        }
    }
    Ok(all)
}

fn read_info<'a>(info: AnyRef<'a>, all: &mut Vec<Recipient<'a>>) -> Result<(), EnvelopeError> {
    const KEY_AGREEMENT: Tag = Tag::ContextSpecific {
        constructed: true,
        number: TagNumber::N1,
    };
    match info.tag() {
        Tag::Sequence => all.push(transport::read(info)?),
        KEY_AGREEMENT => all.extend(agreement::read(info.value(), MOST)?),
        // By a key that both know, or by a password.
        _ => return Err(EnvelopeError::Weak("RSA-OAEP, ECDH")),
    }
    Ok(())
}

impl Recipient<'_> {
    fn is_for(&self, name: &CertificateName, algorithm: KeyAlgorithm) -> bool {
        let by_rsa = matches!(algorithm, KeyAlgorithm::Rsa { .. });
        by_rsa == self.agreement.is_none() && name.is(self.reference)
    }

    fn unwrap(&self, identity: &Identity) -> Result<ContentKey, EnvelopeError> {
        let key = match &self.agreement {
            None => identity.key().decrypt_oaep(self.encrypted),
            Some(agreement) => agreement.unwrap(identity, self.encrypted),
        };
        // Made in any case, so that time tells no more than the error.
        let mut content_key = random_key()?;
        match key {
            Ok(key) if key.len() == content_key.len() => content_key.copy_from_slice(&key),
            Ok(_) | Err(KeyError::Refused) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(content_key)
    }
}
