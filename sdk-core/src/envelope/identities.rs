use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

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
        let opens = |own: &&Identity| own.certificate().days_left(at) >= -OPENS_AFTER_END_DAYS;
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
        let all = all.iter().map(Identity::certificate);
        let last = all.max_by_key(|own| own.not_after())?;
        let days_left = last.days_left(at);
        (days_left <= RENEWAL_NOTICE_DAYS).then(|| RenewalDue {
            not_after: last.not_after(),
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

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::super::trust::pki::{Authority, Spec, day, now};
    use super::*;

    const OTHER_OFFICE: &str = "1370000002";

    fn identity_of(spec: &Spec) -> Identity {
        let issued = Authority::root(spec);
        let key = issued.key.private_key_to_pem_pkcs8().unwrap();
        Identity::from_pem(&issued.pem(), &key).unwrap()
    }

    /// With a certificate of this number, valid from one day to another.
    fn identity(serial: u32, from: i64, until: i64) -> Identity {
        identity_of(&Spec::office(serial).valid(day(from), day(until)))
    }

    fn another_office() -> Identity {
        let mut spec = Spec::office(9);
        spec.subject[1].1 = OTHER_OFFICE.into();
        identity_of(&spec)
    }

    fn certificates<'a>(all: impl IntoIterator<Item = &'a Identity>) -> Vec<Certificate> {
        let certificates = all.into_iter().map(Identity::certificate);
        certificates.cloned().collect()
    }

    #[test]
    fn the_newest_that_is_valid_signs() {
        let (old, new) = (identity(1, -700, 10), identity(2, -5, 700));
        let next = identity(3, 5, 800);
        let all = [&old, &new, &next].map(Clone::clone);
        let identities = Identities::new(all.into()).unwrap();
        for (at, signer) in [(-6, &old), (-5, &new), (4, &new), (5, &next), (801, &next)] {
            let found = identities.signer(day(at));
            assert_eq!(found.certificate(), signer.certificate(), "{at}");
        }
        let newest_first = certificates([&next, &new, &old]);
        assert_eq!(certificates(&*identities.all()), newest_first);
    }

    #[test]
    fn what_ended_not_long_ago_opens_as_well_as_what_has_not_begun() {
        let (old, new) = (identity(1, -700, 0), identity(2, 500, 900));
        let identities = Identities::new(vec![old.clone(), new.clone()]).unwrap();
        let openers = |at| certificates(&identities.openers(at));
        let end = day(OPENS_AFTER_END_DAYS);
        assert_eq!(openers(end), certificates([&new, &old]));
        let after = end + SignedDuration::from_secs(1);
        assert_eq!(openers(after), certificates([&new]));
    }

    #[test]
    fn an_office_seals_for_all_its_valid_certificates() {
        let (ended, old) = (identity(1, -700, -1), identity(2, -300, 30));
        let (new, next) = (identity(3, -5, 700), identity(4, 1, 700));
        let all = [&ended, &old, &new, &next].map(Clone::clone);
        let identities = Identities::new(all.into()).unwrap();
        assert_eq!(identities.recipients(now()), certificates([&new, &old]));
    }

    #[test]
    fn renewed_identities_come_in_and_calls_under_way_keep_theirs() {
        let (old, new) = (identity(1, -300, 30), identity(2, -5, 700));
        let identities = Identities::from(old.clone());
        let under_way = identities.all();
        identities.replace(vec![old.clone(), new.clone()]).unwrap();
        assert_eq!(certificates(&*under_way), certificates([&old]));
        assert_eq!(certificates(&*identities.all()), certificates([&new, &old]));
        let signer = identities.signer(now());
        assert_eq!(signer.certificate(), new.certificate());
    }

    #[test]
    fn another_office_or_none_is_refused_and_all_stays_as_it_was() {
        let (old, new) = (identity(1, -300, 30), identity(2, -5, 700));
        let identities = Identities::from(old.clone());
        let refused = EnvelopeError::OtherOffice {
            expected: old.office(),
            found: OTHER_OFFICE.parse().unwrap(),
        };
        for other in [vec![another_office()], vec![new, another_office()]] {
            assert_eq!(identities.replace(other).unwrap_err(), refused);
        }
        assert_eq!(
            identities.replace(Vec::new()).unwrap_err(),
            EnvelopeError::NoIdentity
        );
        assert_eq!(identities.office(), old.office());
        assert_eq!(certificates(&*identities.all()), certificates([&old]));
    }

    #[test]
    fn renewal_is_due_from_ninety_days_before_the_end() {
        let due = |until| Identities::from(identity(1, -300, until)).renewal_due(now());
        assert_eq!(due(RENEWAL_NOTICE_DAYS + 1), None);
        for days_left in [RENEWAL_NOTICE_DAYS, 1, 0, -1] {
            let not_after = day(days_left);
            let told = RenewalDue {
                not_after,
                days_left,
            };
            assert_eq!(due(days_left), Some(told));
        }
    }

    #[test]
    fn renewal_is_no_longer_due_when_a_later_certificate_is_here() {
        let (old, new) = (identity(1, -700, 30), identity(2, -5, 91));
        let identities = Identities::new(vec![old, new]).unwrap();
        assert_eq!(identities.renewal_due(now()), None);
        let due = identities.renewal_due(day(1)).unwrap();
        assert_eq!((due.days_left, due.not_after), (90, day(91)));
    }
}
