use super::*;

#[test]
fn a_chain_through_an_intermediate_is_trusted_and_kept() {
    let house = house();
    let others = [house.between.certificate.clone()];
    let judged = house
        .trust()
        .judge(&house.office(), &others, Use::Signing, Some(day(-1)));
    let (certificate, verdict) = judged.unwrap();
    assert_eq!(certificate.office().to_string(), "1370000001");
    assert_eq!(certificate.algorithm(), KeyAlgorithm::P256);
    assert_eq!(certificate.chain(), others);
    assert_eq!(verdict, nothing_to_say());
}

#[test]
fn intermediates_may_be_known_beforehand() {
    let house = house();
    let alone = |trust: Trust| fault_of(trust.judge(&house.office(), &[], Use::Signing, None));
    assert_eq!(alone(house.trust()), Err(TrustFault::UnknownIssuer));
    let known = house.builder().intermediates(&house.between.pem());
    assert_eq!(alone(known.build().unwrap()), Ok(nothing_to_say()));
    // In the bundle of roots as well; but they are no roots.
    let mut bundle = house.between.pem();
    bundle.extend(house.root.pem());
    let known = Trust::builder().roots(&bundle).at(now());
    assert_eq!(alone(known.build().unwrap()), Ok(nothing_to_say()));
    let rootless = Trust::builder().roots(&house.between.pem()).build();
    assert!(matches!(rootless, Err(EnvelopeError::BadPem(_))));
}

#[test]
fn several_bundles_of_roots_add_up() {
    let (one, other) = (house(), house());
    let trust = one.builder().roots(&other.root.pem()).build().unwrap();
    for house in [&one, &other] {
        assert!(house.judge(&trust, &house.office()).is_ok());
    }
}

#[test]
fn a_foreign_chain_is_refused() {
    let (ours, foreign) = (house(), house());
    assert_eq!(
        foreign.judge(&ours.trust(), &foreign.office()),
        Err(TrustFault::UnknownIssuer)
    );
}

#[test]
fn a_certificate_of_an_office_issues_nothing() {
    let house = house();
    let office = house.between.under(&Spec::office(OFFICE));
    let forged = office.issue(&Spec::office(43));
    let others = [office.certificate, house.between.certificate.clone()];
    let judged = house.trust().judge(&forged, &others, Use::Signing, None);
    assert!(fault_of(judged).is_err());
}

#[test]
fn authorities_are_no_offices() {
    let house = house();
    let spec = Spec {
        subject: Spec::office(0).subject,
        ..Spec::authority("x", OFFICE)
    };
    let authority = house.between.issue(&spec);
    assert_eq!(
        house.judge(&house.trust(), &authority),
        Err(TrustFault::IsAuthority)
    );
    let root = Authority::root(&spec);
    let trust = Trust::builder()
        .roots(&root.pem())
        .at(now())
        .build()
        .unwrap();
    assert_eq!(
        fault_of(trust.judge(&root.certificate, &[], Use::Signing, None)),
        Err(TrustFault::IsAuthority)
    );
}

#[test]
fn path_lengths_hold() {
    let root = Authority::root(&Spec::authority("Test Root", 1));
    let spec =
        Spec::authority("One", 2).with("basicConstraints", Some("critical,CA:TRUE,pathlen:0"));
    let one = root.under(&spec);
    let two = one.under(&Spec::authority("Two", 3));
    let trust = Trust::builder()
        .roots(&root.pem())
        .at(now())
        .build()
        .unwrap();
    let others = [one.certificate.clone(), two.certificate.clone()];
    let judged = trust.judge(&two.issue(&Spec::office(4)), &others, Use::Signing, None);
    assert!(matches!(fault_of(judged), Err(TrustFault::Other(_))));
}

#[test]
fn the_office_is_found_by_the_rule() {
    let house = house();
    let mut spec = Spec::office(OFFICE);
    spec.subject = vec![(Nid::COMMONNAME, "kyotaku-1370000001".into())];
    let certificate = house.between.issue(&spec);
    let others = [house.between.certificate.clone()];
    let judged = house
        .trust()
        .judge(&certificate, &others, Use::Signing, None);
    assert_eq!(judged.map(|_| ()), Err(EnvelopeError::NoOffice));
    let rule: OfficeRule = "subject.CN: kyotaku-{office}".parse().unwrap();
    let trust = house.builder().office_rule(rule).build().unwrap();
    assert!(house.judge(&trust, &certificate).is_ok());
}

#[test]
fn a_certificate_that_was_read_as_another_offices_is_refused() {
    let house = house();
    let mut spec = Spec::office(OFFICE);
    spec.subject.push((Nid::COMMONNAME, "1370000002".into()));
    let chain = vec![house.between.certificate.clone()];
    let rule = OfficeRule::whole(crate::envelope::OfficeField::SubjectCommonName);
    let certificate = Certificate::new(&rule, house.between.issue(&spec), chain).unwrap();
    assert_eq!(
        house.trust().check(&certificate, Use::Sealing),
        Err(EnvelopeError::Untrusted {
            office: "1370000001".into(),
            fault: TrustFault::OtherOffice
        })
    );
}

#[test]
fn a_refused_kind_is_told_by_policy_and_named() {
    let house = house();
    let kind = RefusedKind::by_policy("1.2.3.4.5", "代理人証明書", "agent's certificate").unwrap();
    let trust = house.builder().refuse(kind).build().unwrap();
    let of = |policies: &[&str]| {
        let policy = |oid: &&str| tlv(0x30, &[&tlv(0x06, &[&oid_der(oid)])]);
        let policies: Vec<_> = policies.iter().map(policy).collect();
        let mut spec = Spec::office(OFFICE);
        spec.raw
            .push(("2.5.29.32", false, tlv(0x30, &[&policies.concat()])));
        house.judge(&trust, &house.between.issue(&spec))
    };
    let refused = TrustFault::RefusedKind {
        ja: "代理人証明書".into(),
        en: "agent's certificate".into(),
    };
    assert_eq!(of(&["1.2.3.9", "1.2.3.4.5"]), Err(refused.clone()));
    assert!(refused.message(Lang::Ja).contains("代理人証明書"));
    assert!(refused.message(Lang::En).contains("agent's certificate"));
    assert!(of(&["1.2.3.4.50"]).is_ok() && house.judge(&trust, &house.office()).is_ok());
}

#[test]
fn a_refused_kind_is_told_by_its_issuer() {
    let house = house();
    for (name, refused) in [
        ("Test Issuer", true),
        ("test  issuer", true),
        (r"CN=Test Issuer,O=Test\, of course,C=JP", true),
        (r"C=JP, O=test\2C of course, CN=Test Issuer", true),
        ("Test Root", false),
        ("Test", false),
        ("CN=Test Issuer,C=JP", false),
        ("CN=Test Issuer", false),
    ] {
        let kind = RefusedKind::by_issuer(name, "障害", "disability").unwrap();
        let trust = house.builder().refuse(kind).build().unwrap();
        let judged = house.judge(&trust, &house.office());
        assert_eq!(
            matches!(judged, Err(TrustFault::RefusedKind { .. })),
            refused,
            "{name}"
        );
    }
}
