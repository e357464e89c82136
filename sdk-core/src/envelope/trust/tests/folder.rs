use super::*;

#[test]
fn a_newer_list_is_added_without_a_restart_and_kept() {
    let house = house();
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("crl");
    let build = || {
        let builder = house.builder().intermediates(&house.between.pem());
        let builder = builder.revocation(Revocation::HardFail).crl_folder(&cache);
        builder.build().unwrap()
    };
    let trust = build();
    let [note] = &trust.crl_notes()[..] else {
        panic!("{:?}", trust.crl_notes());
    };
    assert_eq!(note.fault, CrlFault::Io(std::io::ErrorKind::NotFound));
    let clone = trust.clone();
    assert_eq!(trust.add_crl(&List::new().pem_by(&house.root)), Ok(1));
    assert_eq!(trust.add_crl(&List::new().by(&house.between)), Ok(1));
    assert!(house.judge(&clone, &house.office()).is_ok());
    let since = day(0);
    let newer = List::revoking(OFFICE, since)
        .issued(day(0), day(7))
        .by(&house.between);
    assert_eq!(trust.add_crl(&newer), Ok(1));
    assert_eq!(trust.add_crl(&newer), Ok(0));
    let revoked = Err(TrustFault::Revoked { since });
    assert_eq!(house.judge(&clone, &house.office()), revoked);
    // After a restart as well; nothing half written is left.
    let again = build();
    assert!(again.crl_notes().is_empty());
    assert_eq!(house.judge(&again, &house.office()), revoked);
    let names = std::fs::read_dir(&cache)
        .unwrap()
        .map(|e| e.unwrap().file_name());
    let names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(names.len(), 3);
    assert!(names.iter().all(|name| name.ends_with(".crl")), "{names:?}");
}

#[test]
fn lists_that_are_of_no_use_are_not_added() {
    let house = house();
    let trust = house.trust();
    let refuse = |bytes: &[u8]| match trust.add_crl(bytes) {
        Err(EnvelopeError::BadCrl(fault)) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(refuse(b"no CRL"), CrlFault::Unreadable);
    assert_eq!(refuse(&house.root.pem()), CrlFault::Unreadable);
    let delta = List::new().with("2.5.29.27", true, &[2, 1, 1]);
    assert_eq!(refuse(&delta.by(&house.root)), CrlFault::Delta);
    let impostor = Authority::root(&Spec::authority("Test Root", 5));
    assert_eq!(refuse(&List::new().by(&impostor)), CrlFault::BadSignature);
    let mut long = List::new().by(&house.root);
    long.push(0);
    assert_eq!(refuse(&long), CrlFault::Unreadable);
}

#[test]
fn what_is_wrong_in_the_folder_is_told_and_the_rest_is_used() {
    let house = house();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("garbage.crl", b"-----BEGIN X509 CRL-----\nnonsense");
    write("readme.txt", b"not read");
    write("empty.pem", b"");
    let old = List::new().issued(day(-30), day(-20));
    write("root-old.crl", &old.by(&house.root));
    write("root.pem", &List::new().pem_by(&house.root));
    let stale = List::new().issued(day(-9), day(-2));
    write("between.CRL", &stale.by(&house.between));
    let builder = house.builder().revocation(Revocation::SoftFail);
    let trust = builder.crl_folder(folder.path()).build().unwrap();
    let notes = trust.crl_notes();
    let mut notes: Vec<_> = notes.iter().map(|n| (&*n.file, &n.fault)).collect();
    notes.sort_by_key(|(file, _)| *file);
    let next_update = day(-2);
    assert_eq!(
        notes,
        [
            ("between.CRL", &CrlFault::Stale { next_update }),
            ("empty.pem", &CrlFault::Unreadable),
            ("garbage.crl", &CrlFault::Unreadable),
        ]
    );
    let why = CrlFault::Stale { next_update };
    let verdict = house.judge(&trust, &house.office()).unwrap();
    assert_eq!(verdict.revocation, RevocationStatus::Unknown { why });
    // Somebody puts a newer one there.
    write("new.crl", &List::new().by(&house.between));
    trust.reload().unwrap();
    let verdict = house.judge(&trust, &house.office()).unwrap();
    assert_eq!(
        verdict.revocation,
        RevocationStatus::Good { as_of: day(-1) }
    );
    assert_eq!(trust.crl_notes().len(), 2);
}

#[test]
fn a_file_that_is_named_must_be_readable() {
    let house = house();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.pem");
    let build = || {
        house
            .builder()
            .revocation(Revocation::HardFail)
            .crl_file(&file)
            .build()
    };
    assert_eq!(
        build().map(|_| ()),
        Err(EnvelopeError::Io(std::io::ErrorKind::NotFound))
    );
    std::fs::write(&file, b"nonsense").unwrap();
    assert_eq!(
        build().map(|_| ()),
        Err(EnvelopeError::BadCrl(CrlFault::Unreadable))
    );
    let mut both = List::new().pem_by(&house.root);
    both.extend(List::new().pem_by(&house.between));
    std::fs::write(&file, &both).unwrap();
    let trust = build().unwrap();
    assert!(house.judge(&trust, &house.office()).is_ok());
    // What was read stays in force if the file goes.
    std::fs::remove_file(&file).unwrap();
    assert!(trust.reload().is_err());
    assert!(house.judge(&trust, &house.office()).is_ok());
}
