use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};

use super::certificate::Certificate;
use super::error::EnvelopeError;
use super::identity::Identity;
use crate::number::OfficeNumber;

/// From so many days before the end of its certificate an office is told to renew it.
pub const RENEWAL_NOTICE_DAYS: i64 = 90;

/// So many days after its end a certificate still opens what was sealed for it: a message may wait at the relay, and sent
/// items are shown again for a year and a month.
pub const OPENS_AFTER_END_DAYS: i64 = 400;

/// The identities of one office, old and new. The newest that is valid signs; those that have not ended, or not long ago,
/// open.
///
/// They can be exchanged while others use them, so that a renewed certificate needs no restart. Any thread may call.
pub struct Identities {
    office: OfficeNumber,
    /// The newest first.
    all: RwLock<Arc<[Identity]>>,
}

impl Identities {
    /// One or more identities of one office.
    pub fn new(identities: Vec<Identity>) -> Result<Self, EnvelopeError> {
        let office = one_office(&identities)?;
        Ok(Self {
            office,
            all: RwLock::new(newest_first(identities)),
        })
    }

    /// 事業所番号.
    pub fn office(&self) -> OfficeNumber {
        self.office
    }

    /// All of them, the newest first.
    pub fn all(&self) -> Arc<[Identity]> {
        // A list is replaced whole, so it is sound even where a thread died holding the lock.
        Arc::clone(&self.all.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts others in the place of all that are here. Calls that are under way end with those they began with.
    pub fn replace(&self, identities: Vec<Identity>) -> Result<(), EnvelopeError> {
        let office = one_office(&identities)?;
        if office != self.office {
            return Err(EnvelopeError::OtherOffice {
                expected: self.office,
                found: office,
            });
        }
        *self.all.write().unwrap_or_else(PoisonError::into_inner) = newest_first(identities);
        Ok(())
    }

    /// The newest that is valid at a time; the newest of all where none is, so that the caller learns from its
    /// certificate what is wrong.
    pub fn signer(&self, at: Timestamp) -> Identity {
        let all = self.all();
        let valid = all.iter().find(|own| own.certificate().is_valid_at(at));
        // `one_office` lets no empty list in.
        valid.unwrap_or(&all[0]).clone()
    }

    /// Those that open what is sealed for this office.
    pub(super) fn openers(&self, at: Timestamp) -> Vec<Identity> {
        let opens = |identity: &&Identity| days_left(identity, at) >= -OPENS_AFTER_END_DAYS;
        self.all().iter().filter(opens).cloned().collect()
    }

    /// The own certificates that are valid: what this office seals, it seals for itself too.
    pub(super) fn recipients(&self, at: Timestamp) -> Vec<Certificate> {
        let all = self.all();
        let all = all.iter().map(Identity::certificate);
        all.filter(|own| own.is_valid_at(at)).cloned().collect()
    }

    /// Whether the certificate that signs must be renewed soon: from [`RENEWAL_NOTICE_DAYS`] days before its end, unless a
    /// later one is here already.
    pub fn renewal_due(&self, at: Timestamp) -> Option<RenewalDue> {
        let all = self.all();
        let last = all.iter().max_by_key(|own| own.certificate().not_after())?;
        let days_left = days_left(last, at);
        (days_left <= RENEWAL_NOTICE_DAYS).then(|| RenewalDue {
            not_after: last.certificate().not_after(),
            days_left,
        })
    }
}

/// The certificate of an office must be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalDue {
    /// Last second of the validity.
    pub not_after: Timestamp,
    /// Whole days until then; negative when it is over.
    pub days_left: i64,
}

impl From<Identity> for Identities {
    fn from(identity: Identity) -> Self {
        Self {
            office: identity.office(),
            all: RwLock::new(Arc::new([identity])),
        }
    }
}

impl fmt::Debug for Identities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all().iter()).finish()
    }
}

fn one_office(identities: &[Identity]) -> Result<OfficeNumber, EnvelopeError> {
    let expected = identities
        .first()
        .ok_or(EnvelopeError::NoIdentity)?
        .office();
    let other = identities
        .iter()
        .map(Identity::office)
        .find(|office| *office != expected);
    match other {
        Some(found) => Err(EnvelopeError::OtherOffice { expected, found }),
        None => Ok(expected),
    }
}

fn newest_first(mut identities: Vec<Identity>) -> Arc<[Identity]> {
    identities.sort_by_key(|own| std::cmp::Reverse(own.certificate().not_before()));
    identities.into()
}

fn days_left(identity: &Identity, at: Timestamp) -> i64 {
    let left: SignedDuration = identity.certificate().not_after().duration_since(at);
    left.as_secs().div_euclid(24 * 3600)
}
