use super::*;

#[test]
fn key_usage_must_allow_what_is_done() {
    let house = house();
    let others = [house.between.certificate.clone()];
    let judge = |key: &Key, usage: Option<&str>, what_for| {
        let spec = Spec::office(OFFICE).key(key).with("keyUsage", usage);
        let certificate = house.between.issue(&spec);
        fault_of(house.trust().judge(&certificate, &others, what_for, None)).map(|_| ())
    };
    let signing = Err(TrustFault::KeyUsage("signing"));
    let sealing = Err(TrustFault::KeyUsage("sealing"));
    for key in [&*RSA_2048, &*P256] {
        assert_eq!(judge(key, Some("digitalSignature"), Use::Signing), Ok(()));
        assert_eq!(judge(key, Some("nonRepudiation"), Use::Signing), Ok(()));
        assert_eq!(judge(key, None, Use::Signing), Ok(()));
        assert_eq!(judge(key, None, Use::Sealing), Ok(()));
        assert_eq!(
            judge(key, Some("keyEncipherment,keyAgreement"), Use::Signing),
            signing
        );
        assert_eq!(judge(key, Some("digitalSignature"), Use::Sealing), sealing);
    }
    assert_eq!(
        judge(&RSA_2048, Some("keyEncipherment"), Use::Sealing),
        Ok(())
    );
    assert_eq!(
        judge(&RSA_2048, Some("keyAgreement"), Use::Sealing),
        sealing
    );
    assert_eq!(judge(&P256, Some("keyAgreement"), Use::Sealing), Ok(()));
    assert_eq!(judge(&P256, Some("keyEncipherment"), Use::Sealing), sealing);
}

#[test]
fn certificates_for_other_purposes_are_refused() {
    let house = house();
    let judge = |trust: &Trust, purposes| {
        let spec = Spec::office(OFFICE).with("extendedKeyUsage", purposes);
        house.judge(trust, &house.between.issue(&spec)).map(|_| ())
    };
    let trust = house.trust();
    for fine in [
        None,
        Some("clientAuth"),
        Some("emailProtection"),
        Some("anyExtendedKeyUsage"),
        Some("serverAuth,clientAuth"),
    ] {
        assert_eq!(judge(&trust, fine), Ok(()), "{fine:?}");
    }
    for wrong in [
        "serverAuth",
        "codeSigning",
        "timeStamping",
        "OCSPSigning",
        "1.2.3.4",
    ] {
        assert_eq!(
            judge(&trust, Some(wrong)),
            Err(TrustFault::ExtendedKeyUsage),
            "{wrong}"
        );
    }
    let builder = house.builder().accept_extended_key_usage("1.2.3.4");
    assert_eq!(judge(&builder.build().unwrap(), Some("1.2.3.4")), Ok(()));
    let wrong = house
        .builder()
        .accept_extended_key_usage("serverAuth")
        .build();
    assert!(matches!(wrong, Err(EnvelopeError::BadTrustSetting(_))));
}
