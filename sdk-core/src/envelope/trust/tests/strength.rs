use super::*;

fn weak(judged: Result<Verdict, TrustFault>) -> Weakness {
    match judged {
        Err(TrustFault::WeakAlgorithm(weakness)) => weakness,
        other => panic!("{other:?}"),
    }
}

#[test]
fn weak_keys_are_named() {
    let house = house();
    let of = |key: &Key| {
        weak(house.judge(
            &house.trust(),
            &house.between.issue(&Spec::office(1).key(key)),
        ))
    };
    assert_eq!(of(&RSA_1024), Weakness::Key("RSA-1024".into()));
    assert_eq!(of(&ec(Nid::SECP521R1)), Weakness::Key("EC P-521".into()));
    assert_eq!(
        of(&ec(Nid::SECP256K1)),
        Weakness::Key("EC secp256k1".into())
    );
    let ed25519 = Key::generate_ed25519().unwrap();
    // Without its own signature: an office's Ed25519 key is refused.
    assert_eq!(of(&ed25519), Weakness::Key("ED25519".into()));
    let unknown = of_unknown_kind(&house.between.issue(&Spec::office(1).key(&ed25519)));
    assert_eq!(
        crate::envelope::trust::strength::check(&[unknown], now()),
        Err(TrustFault::WeakAlgorithm(Weakness::Key(
            "unknown kind".into()
        )))
    );
    // An authority's.
    let between = house.root.under(&Spec::authority("Weak", 2).key(&RSA_1024));
    let others = [between.certificate.clone()];
    let judged = house.trust().judge(
        &between.issue(&Spec::office(1)),
        &others,
        Use::Signing,
        None,
    );
    assert_eq!(weak(fault_of(judged)), Weakness::Key("RSA-1024".into()));
    let between = house
        .root
        .under(&Spec::authority("Strong", 2).key(&ec(Nid::SECP521R1)));
    let others = [between.certificate.clone()];
    let judged = house.trust().judge(
        &between.issue(&Spec::office(1)),
        &others,
        Use::Signing,
        None,
    );
    assert!(fault_of(judged).is_ok());
}

#[test]
fn weak_signatures_are_named_but_not_the_roots_own() {
    let sha1 = |spec: Spec| Spec {
        digest: MessageDigest::sha1(),
        ..spec
    };
    let sha224 = |spec: Spec| Spec {
        digest: MessageDigest::sha224(),
        ..spec
    };
    let root = Authority::root(&sha1(Spec::authority("Test Root", 1)));
    let between = root.under(&Spec::authority("Test Issuer", INTERMEDIATE));
    let house = House { root, between };
    assert!(house.judge(&house.trust(), &house.office()).is_ok());
    for (spec, name) in [
        (sha1(Spec::office(1)), "ecdsa-with-SHA1"),
        (sha224(Spec::office(1)), "ecdsa-with-SHA224"),
    ] {
        assert_eq!(
            weak(house.judge(&house.trust(), &house.between.issue(&spec))),
            Weakness::Signature(name.into())
        );
    }
    let between = house.root.under(&sha1(Spec::authority("Weak", 2)));
    let others = [between.certificate.clone()];
    let judged = house.trust().judge(
        &between.issue(&Spec::office(1)),
        &others,
        Use::Signing,
        None,
    );
    assert_eq!(
        weak(fault_of(judged)),
        Weakness::Signature("ecdsa-with-SHA1".into())
    );
}

#[test]
fn rsa_2048_ends_with_2030() {
    let house = house();
    let end: Timestamp = "2030-12-31T15:00:00Z".parse().unwrap();
    let others = [house.between.certificate.clone()];
    let judge = |today: Timestamp, key: &Key, signed_at: Option<Timestamp>, years: i64| {
        let trust = house.builder().at(today).build().unwrap();
        let until = today + SignedDuration::from_hours(24 * 365 * years);
        let certificate = house
            .between
            .issue(&Spec::office(OFFICE).key(key).valid(day(-365), until));
        fault_of(trust.judge(&certificate, &others, Use::Signing, signed_at))
    };
    let warns = |verdict: Result<Verdict, TrustFault>| !verdict.unwrap().warnings.is_empty();
    let second = SignedDuration::from_secs(1);
    // In 2026 nothing is said, unless a certificate that is about to be used will outlive the end.
    assert!(!warns(judge(now(), &RSA_2048, None, 3)));
    assert!(!warns(judge(now(), &RSA_2048, Some(now()), 3)));
    assert!(warns(judge(now(), &RSA_2048, None, 5)));
    assert!(!warns(judge(now(), &RSA_2048, Some(now()), 5)));
    // From one year before the end always.
    let last_year: Timestamp = "2029-12-31T15:00:00Z".parse().unwrap();
    assert!(!warns(judge(
        last_year - second,
        &RSA_2048,
        Some(last_year - second),
        1
    )));
    let verdict = judge(last_year, &RSA_2048, Some(last_year), 1).unwrap();
    let warning = TrustWarning::AlgorithmEnds {
        algorithm: "RSA-2048".into(),
        last_year: 2030,
    };
    assert_eq!(verdict.warnings, [warning]);
    // New data is refused afterwards; older data may still be read.
    assert!(judge(end - second, &RSA_2048, None, 1).is_ok());
    let ended = Weakness::Ended {
        algorithm: "RSA-2048".into(),
        last_year: 2030,
    };
    assert_eq!(weak(judge(end, &RSA_2048, None, 1)), ended);
    assert_eq!(weak(judge(end, &RSA_2048, Some(end), 1)), ended);
    assert!(judge(end, &RSA_2048, Some(end - second), 1).is_ok());
    assert!(!warns(judge(end, &P256, None, 1)));
}

#[test]
fn an_authoritys_rsa_2048_stays_good_for_what_it_issued_in_time() {
    let root = Authority::root(
        &Spec::authority("Test Root", 1)
            .key(&RSA_2048)
            .valid(day(-9), day(9999)),
    );
    let today: Timestamp = "2031-03-01T00:00:00Z".parse().unwrap();
    let trust = Trust::builder()
        .roots(&root.pem())
        .at(today)
        .build()
        .unwrap();
    let judge = |from: &str| {
        let spec = Spec::office(1).valid(from.parse().unwrap(), day(9000));
        fault_of(trust.judge(&root.issue(&spec), &[], Use::Signing, None))
    };
    assert!(judge("2030-06-01T00:00:00Z").is_ok());
    assert!(matches!(
        weak(judge("2031-01-01T00:00:00Z")),
        Weakness::Ended { .. }
    ));
}

#[test]
fn a_pss_signature_is_as_strong_as_its_hash() {
    let algorithm =
        |oid: &str, parameters: &[u8]| tlv(0x30, &[&tlv(0x06, &[&oid_der(oid)]), parameters]);
    let pss = |hash: &str| {
        let hash = algorithm(hash, &[5, 0]);
        let mask = algorithm("1.2.840.113549.1.1.8", &hash);
        let salt = tlv(0xa2, &[&[2, 1, 32]]);
        let parameters = tlv(0x30, &[&tlv(0xa0, &[&hash]), &tlv(0xa1, &[&mask]), &salt]);
        algorithm("1.2.840.113549.1.1.10", &parameters)
    };
    let is_strong = |der: &[u8]| super::super::strength::is_strong(&Decode::from_der(der).unwrap());
    assert!(is_strong(&pss("2.16.840.1.101.3.4.2.1")));
    assert!(!is_strong(&pss("2.16.840.1.101.3.4.2.4")));
    // Without parameters it is SHA-1.
    assert!(!is_strong(&algorithm("1.2.840.113549.1.1.10", &[0x30, 0])));
    assert!(!is_strong(&algorithm("1.2.840.113549.1.1.10", &[])));
}
