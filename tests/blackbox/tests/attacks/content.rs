//! Content that is well signed and sealed but not as its manifest says, or made to do harm where it is unpacked.

use careplan_blackbox_tests::crafted::{
    FORMAT, RECEIVER, container, container_of, flipped, refusal, sealed, zip_of,
};
use careplan_blackbox_tests::offices::{certificate, identity, offices};
use careplan_blackbox_tests::samples::{cover, files_of, plans};
use careplan_core::envelope::{EnvelopeError, Sealed, seal};
use careplan_core::message::FileEntry;
use serde_json::json;

/// Care software files what it takes by the names of the files.
#[test]
fn files_named_after_another_office_or_set_are_refused() {
    let set = plans(RECEIVER);
    let genuine = cover(&set);
    let files = files_of(&set);
    let rename = |from: &str, to: &str| -> Result<Sealed, EnvelopeError> {
        let mut cover = genuine.clone();
        cover
            .files
            .iter_mut()
            .for_each(|file| file.name = file.name.replace(from, to));
        let names: Vec<_> = cover.files.iter().map(|file| file.name.clone()).collect();
        let files: Vec<_> = names
            .iter()
            .zip(&files)
            .map(|(name, (_, bytes))| (&**name, *bytes))
            .collect();
        let (signer, receiver) = (
            identity(&offices().support),
            certificate(&offices().service),
        );
        seal(&signer, &offices().trust(), &[receiver], &cover, &files)
    };
    let stamp = genuine.stamp.to_string();
    let (sender, receiver) = (genuine.sender.to_string(), genuine.receivers[0].to_string());
    for (from, to) in [
        (sender.as_str(), "5070300024_43"),
        (receiver.as_str(), "5070300024_15"),
        (stamp.as_str(), "20200101000000"),
        ("UPSIKYU", "UPJSK"),
        ("UPSIKYU", "UPPLAN"),
    ] {
        assert_eq!(
            rename(from, to).unwrap_err(),
            EnvelopeError::BadContent("file names"),
            "{to}"
        );
    }
    assert!(rename("", "").is_ok());
}

#[test]
fn a_file_that_differs_from_the_manifest_is_refused() {
    let (set, cover, _) = sealed();
    let mut files = files_of(&set);
    let changed = flipped(files[0].1, 0);
    files[0].1 = &changed;
    assert_eq!(
        refusal(&container(&cover, &files)),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_missing_file_is_refused() {
    let (set, cover, _) = sealed();
    assert_eq!(
        refusal(&container(&cover, &files_of(&set)[1..])),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_file_that_is_not_in_the_manifest_is_refused() {
    let (set, cover, _) = sealed();
    let mut files = files_of(&set);
    files.push((
        "UPJSK_202609_5070022016_43_5070100002_11_20260826093000.CSV",
        b"x",
    ));
    assert_eq!(
        refusal(&container(&cover, &files)),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_file_that_unpacks_to_more_than_the_manifest_says_is_refused() {
    let (set, cover, _) = sealed();
    let bomb = vec![b'0'; 300 << 20];
    let mut files = files_of(&set);
    files[0].1 = &bomb;
    assert_eq!(
        refusal(&container(&cover, &files)),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_manifest_that_unpacks_to_a_mountain_is_refused() {
    let bomb = vec![b' '; 300 << 20];
    let zip = zip_of([("manifest.json", &*bomb)].into_iter());
    assert_eq!(refusal(&zip), EnvelopeError::FilesDiffer);
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    let (_, cover, _) = sealed();
    let standard = &cover.files[0].name;
    for name in [
        format!("../{standard}"),
        format!("/etc/{standard}"),
        format!("C:\\{standard}"),
        format!("sub/{standard}"),
        "../../etc/passwd".to_owned(),
        "CON".to_owned(),
        String::new(),
    ] {
        let mut cover = cover.clone();
        let bytes = b"content";
        cover.files = vec![FileEntry::of_bytes(&name, bytes)];
        let error = refusal(&container(&cover, &[(&name, bytes)]));
        assert_eq!(error, EnvelopeError::BadContent("file names"), "{name}");
    }
}

#[test]
fn a_name_that_is_listed_twice_is_refused() {
    let (set, mut cover, _) = sealed();
    let first = cover.files[0].clone();
    cover.files[1] = first;
    assert_eq!(
        refusal(&container(&cover, &files_of(&set)[..2])),
        EnvelopeError::BadContent("file names")
    );
}

#[test]
fn more_files_or_bytes_than_the_limits_are_refused() {
    let (set, cover, _) = sealed();
    let mut many = cover.clone();
    many.files = vec![cover.files[0].clone(); 257];
    let mut large = cover.clone();
    large.files[0].size = u64::MAX;
    for cover in [many, large] {
        let error = refusal(&container(&cover, &files_of(&set)));
        assert!(matches!(error, EnvelopeError::TooLarge { .. }), "{error:?}");
    }
}

#[test]
fn a_manifest_of_another_form_is_refused() {
    let (set, cover, _) = sealed();
    for manifest in [
        json!({ "format": "careplan-cover/1", "cover": cover }),
        json!({ "format": FORMAT }),
        json!({ "format": FORMAT, "cover": cover, "more": 1 }),
        json!([]),
    ] {
        assert_eq!(
            refusal(&container_of(&manifest, &files_of(&set))),
            EnvelopeError::BadContent("manifest.json")
        );
    }
}

#[test]
fn content_that_is_no_container_is_refused() {
    for content in [&b""[..], b"PK", b"hello", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0"] {
        assert_eq!(refusal(content), EnvelopeError::BadContent("ZIP"));
    }
}
