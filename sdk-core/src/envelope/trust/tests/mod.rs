mod chain;
mod folder;
mod messages;
mod revocation;
mod strength;
mod time;
mod usage;

use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::x509::X509;
use proptest::prelude::*;

use super::pki::*;
use super::*;
use crate::envelope::KeyAlgorithm;
use crate::explain::Explain;
use crate::finding::Lang;

/// Root, intermediate, and what they say.
struct House {
    root: Authority,
    between: Authority,
}

const INTERMEDIATE: u32 = 7;
const OFFICE: u32 = 42;

fn house() -> House {
    let root = Authority::root(&Spec::authority("Test Root", 1));
    let between = root.under(&Spec::authority("Test Issuer", INTERMEDIATE));
    House { root, between }
}

impl House {
    fn builder(&self) -> TrustBuilder {
        Trust::builder().roots(&self.root.pem()).at(now())
    }

    fn trust(&self) -> Trust {
        self.builder().build().unwrap()
    }

    fn office(&self) -> X509 {
        self.between.issue(&Spec::office(OFFICE))
    }

    fn judge(&self, trust: &Trust, certificate: &X509) -> Result<Verdict, TrustFault> {
        self.judge_signed(trust, certificate, None)
    }

    fn judge_signed(
        &self,
        trust: &Trust,
        certificate: &X509,
        signed_at: Option<Timestamp>,
    ) -> Result<Verdict, TrustFault> {
        let others = [self.between.certificate.clone()];
        fault_of(trust.judge(certificate, &others, Use::Signing, signed_at))
    }

    fn judge_at(
        &self,
        trust: &Trust,
        certificate: &X509,
        moment: Timestamp,
    ) -> Result<Verdict, TrustFault> {
        let others = [self.between.certificate.clone()];
        fault_of(trust.judge_at(certificate, &others, Use::Signing, moment))
    }

    /// With a CRL of the root, and these of the intermediate.
    fn with_crls(&self, mode: Revocation, lists: &[List]) -> Trust {
        let mut builder = self.builder().revocation(mode);
        builder = builder.crl(&List::new().by(&self.root));
        for list in lists {
            builder = builder.crl(&list.by(&self.between));
        }
        builder.build().unwrap()
    }

    /// What a list says of an office that is not on it.
    fn why_not(&self, list: &List) -> CrlFault {
        let trust = self.with_crls(Revocation::SoftFail, std::slice::from_ref(list));
        let verdict = self.judge(&trust, &self.office()).unwrap();
        let RevocationStatus::Unknown { why } = verdict.revocation else {
            panic!("{:?}", verdict.revocation);
        };
        assert_eq!(
            verdict.warnings,
            [TrustWarning::RevocationUnknown(why.clone())]
        );
        let trust = self.with_crls(Revocation::HardFail, std::slice::from_ref(list));
        assert_eq!(
            self.judge(&trust, &self.office()),
            Err(TrustFault::RevocationUnknown(why.clone()))
        );
        why
    }
}

fn fault_of(judged: Result<(Certificate, Verdict), EnvelopeError>) -> Result<Verdict, TrustFault> {
    match judged {
        Ok((_, verdict)) => Ok(verdict),
        Err(EnvelopeError::Untrusted { office, fault }) => {
            assert_eq!(office, "1370000001");
            Err(fault)
        }
        Err(other) => panic!("{other}"),
    }
}

fn nothing_to_say() -> Verdict {
    Verdict {
        revocation: RevocationStatus::NotChecked,
        warnings: Vec::new(),
    }
}

#[test]
fn trust_is_shared_between_threads() {
    fn shared<T: Clone + Send + Sync>(_: &T) {}
    shared(&house().trust());
}

#[test]
fn everything_is_said_in_both_languages() {
    let time = now();
    let crls = [
        CrlFault::Missing,
        CrlFault::Unreadable,
        CrlFault::Io(std::io::ErrorKind::NotFound),
        CrlFault::Stale { next_update: time },
        CrlFault::NotYet { this_update: time },
        CrlFault::NoNextUpdate,
        CrlFault::BadSignature,
        CrlFault::WeakSignature,
        CrlFault::IssuerMayNotSign,
        CrlFault::Partial,
        CrlFault::Delta,
        CrlFault::UnknownExtension,
        CrlFault::AfterExpiry,
    ];
    let warnings = [
        TrustWarning::ExpiredSince { at: time },
        TrustWarning::RevokedLater { since: time },
        TrustWarning::RevocationUnknown(CrlFault::Missing),
        TrustWarning::AlgorithmEnds {
            algorithm: "RSA-2048".into(),
            last_year: 2030,
        },
    ];
    let mut all: Vec<Box<dyn Explain>> = Vec::new();
    for fault in crls {
        all.push(Box::new(TrustFault::RevocationUnknown(fault.clone())));
        all.push(Box::new(CrlNote {
            file: "a.crl".into(),
            fault,
        }));
    }
    for warning in warnings {
        all.push(Box::new(warning));
    }
    for what in all {
        let japanese = |text: &str| text.chars().any(|c| ('ぁ'..='ん').contains(&c));
        assert!(
            japanese(&what.message(Lang::Ja)) && japanese(&what.hint(Lang::Ja)),
            "{what}"
        );
        assert!(
            !japanese(&what.message(Lang::En)) && !japanese(&what.hint(Lang::En)),
            "{what}"
        );
    }
}

proptest! {
    #[test]
    fn garbage_is_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        let house_trust = HOUSE.0.clone();
        let _ = Trust::builder().roots(&bytes).build();
        prop_assert!(house_trust.add_crl(&bytes).is_err());
        let mut armoured = b"-----BEGIN X509 CRL-----\n".to_vec();
        armoured.extend(&bytes);
        armoured.extend(b"-----END X509 CRL-----");
        prop_assert!(house_trust.add_crl(&armoured).is_err());
    }

    #[test]
    fn a_list_with_a_changed_byte_is_never_good(place in any::<prop::sample::Index>(), bit in 0..8) {
        let (trust, list) = &*HOUSE;
        let mut list = list.clone();
        let place = place.index(list.len());
        list[place] ^= 1u8 << bit;
        prop_assert!(trust.add_crl(&list).is_err() || !is_of_root(trust, &list));
    }
}

static HOUSE: std::sync::LazyLock<(Trust, Vec<u8>)> = std::sync::LazyLock::new(|| {
    let house = house();
    (
        house.trust(),
        List::revoking(OFFICE, day(-1)).by(&house.root),
    )
});

/// A change in the issuer's name makes it another's list, which is kept but says nothing of ours.
fn is_of_root(trust: &Trust, list: &[u8]) -> bool {
    crls::parse(list)
        .unwrap()
        .iter()
        .any(|crl| crl.is_of(&trust.inner.roots[0]))
}
