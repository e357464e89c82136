use super::*;

#[test]
fn a_good_certificate_is_good_as_of_the_oldest_list() {
    let house = house();
    let other = List::revoking(99, day(-30));
    for mode in [Revocation::SoftFail, Revocation::HardFail] {
        let trust = house.with_crls(mode, &[other.clone().issued(day(-3), day(1))]);
        let verdict = house.judge(&trust, &house.office()).unwrap();
        let as_of = day(-3);
        assert_eq!(verdict.revocation, RevocationStatus::Good { as_of });
        assert!(verdict.warnings.is_empty());
    }
}

#[test]
fn a_revoked_certificate_is_refused_whenever_it_signed() {
    let house = house();
    let since = day(-10);
    let list = List::revoking(OFFICE, since);
    for mode in [Revocation::SoftFail, Revocation::HardFail] {
        let trust = house.with_crls(mode, std::slice::from_ref(&list));
        let judge = |signed| house.judge_signed(&trust, &house.office(), signed);
        for signed in [None, Some(now()), Some(day(-20))] {
            assert_eq!(judge(signed), Err(TrustFault::Revoked { since }));
        }
    }
    let off = house.with_crls(Revocation::Off, &[list]);
    assert_eq!(house.judge(&off, &house.office()), Ok(nothing_to_say()));
}

#[test]
fn a_revoked_intermediate_takes_everything_with_it() {
    let house = house();
    let since = day(-10);
    let builder = house.builder().revocation(Revocation::SoftFail);
    let trust = builder.crl(&List::revoking(INTERMEDIATE, since).pem_by(&house.root));
    assert_eq!(
        house.judge(&trust.build().unwrap(), &house.office()),
        Err(TrustFault::Revoked { since })
    );
}

#[test]
fn evidence_from_before_the_revocation_stands_with_a_warning() {
    let house = house();
    let since = day(-10);
    let trust = house.with_crls(Revocation::HardFail, &[List::revoking(OFFICE, since)]);
    let at = |days| house.judge_at(&trust, &house.office(), day(days));
    let verdict = at(-11).unwrap();
    assert_eq!(
        verdict.revocation,
        RevocationStatus::Good { as_of: day(-1) }
    );
    assert_eq!(verdict.warnings, [TrustWarning::RevokedLater { since }]);
    assert_eq!(at(-10), Err(TrustFault::Revoked { since }));
    // The key was lost before anybody said so.
    let entry = vec![("2.5.29.24", false, long_time(day(-15)))];
    let list = List::new().and(OFFICE, since, entry);
    let trust = house.with_crls(Revocation::HardFail, &[list]);
    let since = day(-15);
    assert_eq!(
        house.judge_at(&trust, &house.office(), day(-11)),
        Err(TrustFault::Revoked { since })
    );
}

#[test]
fn the_newest_list_decides() {
    let house = house();
    let hold = List::revoking(OFFICE, day(-20)).issued(day(-8), day(3));
    let released = List::new().issued(day(-2), day(5));
    let revoked = List::revoking(OFFICE, day(-1)).issued(day(-1), day(6));
    let judge = |lists: &[List]| {
        let trust = house.with_crls(Revocation::HardFail, lists);
        house.judge(&trust, &house.office()).map(|_| ())
    };
    assert!(judge(&[hold.clone(), released.clone()]).is_ok());
    assert!(judge(&[released.clone(), hold.clone()]).is_ok());
    let since = day(-1);
    assert_eq!(
        judge(&[revoked, released]),
        Err(TrustFault::Revoked { since })
    );
    let removed = List::new().and(OFFICE, since, vec![("2.5.29.21", false, vec![0x0a, 1, 8])]);
    assert!(judge(&[removed]).is_ok());
    let compromised = List::new().and(OFFICE, since, vec![("2.5.29.21", false, vec![0x0a, 1, 1])]);
    assert_eq!(judge(&[compromised]), Err(TrustFault::Revoked { since }));
}

#[test]
fn a_revocation_counts_even_if_the_list_is_stale() {
    let house = house();
    let since = day(-30);
    let list = List::revoking(OFFICE, since).issued(day(-20), day(-10));
    let trust = house.with_crls(Revocation::SoftFail, &[list]);
    assert_eq!(
        house.judge(&trust, &house.office()),
        Err(TrustFault::Revoked { since })
    );
}

#[test]
fn lists_that_say_nothing_are_told_apart() {
    let house = house();
    let none = house.with_crls(Revocation::SoftFail, &[]);
    let verdict = house.judge(&none, &house.office()).unwrap();
    let why = CrlFault::Missing;
    assert_eq!(verdict.revocation, RevocationStatus::Unknown { why });

    let next_update = day(-1);
    let stale = List::new().issued(day(-9), next_update);
    assert_eq!(house.why_not(&stale), CrlFault::Stale { next_update });
    let this_update = day(1);
    let early = List::new().issued(this_update, day(9));
    assert_eq!(house.why_not(&early), CrlFault::NotYet { this_update });
    let endless = List {
        next: None,
        ..List::new()
    };
    assert_eq!(house.why_not(&endless), CrlFault::NoNextUpdate);
    let delta = List::new().with("2.5.29.27", true, &[2, 1, 1]);
    assert_eq!(house.why_not(&delta), CrlFault::Delta);
    let strange = List::new().with("1.2.3.4", true, &[5, 0]);
    assert_eq!(house.why_not(&strange), CrlFault::UnknownExtension);
    let indirect = List::new().and(9, day(-9), vec![("2.5.29.29", true, vec![0x30, 0])]);
    assert_eq!(house.why_not(&indirect), CrlFault::UnknownExtension);
    let weak = List {
        digest: MessageDigest::sha1(),
        ..List::new()
    };
    assert_eq!(house.why_not(&weak), CrlFault::WeakSignature);
    let harmless = List::new().with("1.2.3.4", false, &[5, 0]);
    let trust = house.with_crls(Revocation::HardFail, &[harmless]);
    assert!(house.judge(&trust, &house.office()).is_ok());
}

/// An issuingDistributionPoint with these parts.
fn point(parts: &[&[u8]]) -> List {
    List::new().with("2.5.29.28", true, &tlv(0x30, parts))
}

/// The distributionPoint of a name: in an issuingDistributionPoint, and in a distribution point of a certificate.
fn full_name(uri: &str) -> Vec<u8> {
    tlv(0xa0, &[&tlv(0xa0, &[&tlv(0x86, &[uri.as_bytes()])])])
}

#[test]
fn lists_of_a_part_speak_of_that_part_only() {
    let house = house();
    let judge = |list: &List, points: Option<&str>| {
        let spec = Spec::office(OFFICE).with("crlDistributionPoints", points);
        let trust = house.with_crls(Revocation::HardFail, std::slice::from_ref(list));
        house.judge(&trust, &house.between.issue(&spec)).map(|_| ())
    };
    let partial = Err(TrustFault::RevocationUnknown(CrlFault::Partial));
    // onlyContainsUserCerts, onlyContainsCACerts, onlySomeReasons, indirectCRL, onlyContainsAttributeCerts.
    assert_eq!(judge(&point(&[&[0x81, 1, 0xff]]), None), Ok(()));
    assert_eq!(judge(&point(&[&[0x82, 1, 0xff]]), None), partial);
    assert_eq!(judge(&point(&[&[0x83, 2, 6, 0x40]]), None), partial);
    assert_eq!(judge(&point(&[&[0x84, 1, 0xff]]), None), partial);
    assert_eq!(judge(&point(&[&[0x85, 1, 0xff]]), None), partial);
    let part = point(&[&full_name("http://crl.example.jp/1.crl")]);
    assert_eq!(judge(&part, None), partial);
    assert_eq!(
        judge(&part, Some("URI:http://crl.example.jp/2.crl")),
        partial
    );
    assert_eq!(
        judge(&part, Some("URI:http://crl.example.jp/1.crl")),
        Ok(())
    );
}

#[test]
fn a_list_counts_only_if_the_authority_signed_it_and_may() {
    let house = house();
    // Of the same name, with another key.
    let impostor = Authority::root(&Spec::authority("Test Issuer", 5));
    let builder = || house.builder().crl(&List::new().by(&house.root));
    let trust = builder()
        .revocation(Revocation::SoftFail)
        .crl(&List::revoking(OFFICE, day(-1)).by(&impostor));
    let verdict = house
        .judge(&trust.build().unwrap(), &house.office())
        .unwrap();
    let why = CrlFault::BadSignature;
    assert_eq!(verdict.revocation, RevocationStatus::Unknown { why });

    let spec = Spec::authority("Mute", 6).with("keyUsage", Some("critical,keyCertSign"));
    let mute = house.root.under(&spec);
    let trust = builder()
        .revocation(Revocation::HardFail)
        .crl(&List::new().by(&mute))
        .build()
        .unwrap();
    let others = [mute.certificate.clone()];
    let judged = trust.judge(
        &mute.issue(&Spec::office(OFFICE)),
        &others,
        Use::Signing,
        None,
    );
    assert_eq!(
        fault_of(judged),
        Err(TrustFault::RevocationUnknown(CrlFault::IssuerMayNotSign))
    );
}

#[test]
fn of_an_expired_certificate_only_a_list_from_its_time_can_speak() {
    let house = house();
    let office = house
        .between
        .issue(&Spec::office(OFFICE).valid(day(-400), day(-5)));
    let judge = |lists: &[List]| {
        let trust = house.with_crls(Revocation::HardFail, lists);
        house.judge_signed(&trust, &office, Some(day(-6)))
    };
    let then = List::new().issued(day(-8), day(-1));
    let fault = TrustFault::RevocationUnknown(CrlFault::AfterExpiry);
    assert_eq!(judge(&[List::new()]), Err(fault));
    let verdict = judge(&[List::new(), then.clone()]).unwrap();
    assert_eq!(
        verdict.revocation,
        RevocationStatus::Good { as_of: day(-8) }
    );
    // Dropped from the newest, but it was there.
    let since = day(-9);
    let then = List::revoking(OFFICE, since).issued(day(-8), day(-1));
    assert_eq!(
        judge(&[List::new(), then]),
        Err(TrustFault::Revoked { since })
    );
    let late = List::revoking(OFFICE, since);
    assert_eq!(judge(&[late]), Err(TrustFault::Revoked { since }));
}
