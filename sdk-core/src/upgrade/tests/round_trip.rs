use proptest::prelude::*;

use super::*;
use crate::layout::ValueType;

/// The sample month in edition 3.x: without the columns that 4.0 added.
fn in_3(file: &CheckedDocument) -> Option<Arc<CheckedDocument>> {
    let (document, name) = (file.document(), file.document().file_name()?);
    let layout = name.kind.layout_in(Edition::V3)?;
    let mut writer = RawWriter::default();
    for record in document.records() {
        for item in layout.items {
            let no = document.layout()?.no(item.ident)?;
            match item.value {
                ValueType::Version => writer.item(item, b"202208"),
                _ => writer.item(item, &record.field(no)?.content()),
            }
        }
        writer.end_record();
    }
    let bare = |party: crate::document::Party| crate::document::Party {
        code: PartyCode::None,
        ..party
    };
    let name = FileName {
        sender: bare(name.sender),
        receiver: name.receiver.map(bare),
        ..name.clone()
    };
    Some(Arc::new(CheckedDocument::read(
        &name.to_string(),
        writer.into_bytes(),
    )))
}

#[test]
fn the_sample_month_goes_down_to_3_and_comes_up_again() {
    let mut compared = 0;
    for folder in ["plans", "sets", "actuals"] {
        for entry in std::fs::read_dir(format!("../samples/data/{folder}")).unwrap() {
            let mut files = Vec::new();
            for file in std::fs::read_dir(entry.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                files.push(CheckedDocument::read(&name, std::fs::read(path).unwrap()));
            }
            let receiver = files[0].document().file_name().unwrap().receiver.unwrap();
            let options = UpgradeOptions {
                receiver_kind: receiver
                    .address()
                    .map(|address| address.kind)
                    .filter(|_| folder == "plans"),
                ..UpgradeOptions::default()
            };
            let (was, older): (Vec<_>, Vec<_>) = files
                .iter()
                .filter_map(|file| Some((file, in_3(file)?)))
                .unzip();
            let upgraded = upgrade(&older, &options);
            assert!(!upgraded.findings.has_errors(), "{:?}", upgraded.findings);
            for (was, is) in was.iter().zip(&upgraded.files) {
                assert_eq!(**was.document().name(), *is.name);
                let is = Document::read(&is.name, is.bytes.clone());
                let layout = is.layout().unwrap();
                let earlier = layout.kind.layout_in(Edition::V3).unwrap();
                assert_eq!(is.record_count(), was.document().record_count());
                for (was, is) in was.document().records().zip(is.records()) {
                    for (item, (was, is)) in layout.items.iter().zip(was.fields().zip(is.fields()))
                    {
                        let is_new = earlier.no(item.ident).is_none();
                        assert!(
                            was.raw == is.raw || is_new,
                            "{} {}",
                            layout.kind,
                            item.ident
                        );
                        compared += 1;
                    }
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

/// What an item may hold: characters of one and two bytes, 外字, half characters, delimiters.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let parts = [
        &b"a"[..],
        b"1",
        b" ",
        b",",
        b"\"",
        b"\r\n",
        b"\n",
        b"\x82\xA0",
        b"\x95\x5C",
        b"\xF0\x40",
        b"\xC8",
        b"\x82",
    ];
    proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..6)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_value_is_lost(
        kind in proptest::sample::select(crate::layout::LAYOUTS_3.iter().map(|layout| layout.kind).collect::<Vec<_>>()),
        from_40: bool,
        contents in proptest::collection::vec(proptest::collection::vec(content(), 75), 1..4),
        quoted: u128,
        line_end in proptest::sample::select(vec!["\r\n", "\n"]),
    ) {
        let edition = if from_40 { Edition::V40 } else { Edition::V3 };
        let layout = kind.layout_in(edition).unwrap();
        let mut bytes = Vec::new();
        for record in &contents {
            let mut writer = RawWriter::default();
            writer.bare(edition.csv_version().as_bytes());
            for (item, content) in layout.items.iter().zip(record).skip(1) {
                match quoted >> item.no & 1 {
                    0 => writer.bare(content),
                    _ => writer.quoted(content),
                }
            }
            writer.end_record();
            let record = writer.into_bytes();
            bytes.extend_from_slice(&record[..record.len() - 2]);
            bytes.extend_from_slice(line_end.as_bytes());
        }
        let month = if kind.month_in_name() { "_202609" } else { "" };
        let parties = if from_40 { "5070022016_431_5070100002_111" } else { "5070022016_5070100002" };
        let old = CheckedDocument::read(&format!("{kind}{month}_{parties}_{STAMP}.CSV"), bytes);
        prop_assume!(old.document().encoding() == crate::document::Encoding::Ms932);
        prop_assert_eq!(old.document().edition(), edition);
        let options = UpgradeOptions { sender_kind: "43".parse().ok(), receiver_kind: "11".parse().ok() };
        let old = Arc::new(old);
        let upgraded = upgrade(std::slice::from_ref(&old), &options);
        prop_assert!(!upgraded.findings.has_errors(), "{:?}", upgraded.findings);
        let new = Document::read(&upgraded.files[0].name, upgraded.files[0].bytes.clone());
        prop_assert_eq!(new.edition(), Edition::V41);
        prop_assert!(new.name_faults().is_empty());
        prop_assert_eq!(new.record_count(), old.document().record_count());
        for (old, new) in old.document().records().zip(new.records()) {
            for item in kind.layout().unwrap().items {
                let found = new.field(item.no).unwrap();
                let before = layout.no(item.ident).and_then(|no| old.field(no));
                match item.value {
                    ValueType::Version => prop_assert_eq!(&*found.content(), b"202407"),
                    _ => prop_assert_eq!(found.content(), before.map(|field| field.content()).unwrap_or_default()),
                }
                let strict = matches!(item.value, ValueType::Text) || crate::document::has_delimiter(&found.content());
                prop_assert_eq!(found.is_quoted(), strict);
            }
        }
    }

    #[test]
    fn no_bytes_panic_and_each_file_is_upgraded_or_refused(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            &b"202208"[..], b"202504", b"202407", b",", b",,,,", b"\"", b"\r\n", b"\n", b"\t", b"\x82\xA0", b"\xE3\x81\x82", b"171001",
        ]), 0..60),
        parties in proptest::sample::select(vec!["5070022016_5070100002", "5070022016_431_5070100002_111", "5070022016_43_5070100002_11", "5070022016"]),
        kind in proptest::sample::select(vec!["UPPLAN_202609", "DLTPLAN_202609", "UPSIKYU_202609", "UP1KYO", "UP3KYO", "UPJSK_202609"]),
    ) {
        let file = CheckedDocument::read(&format!("{kind}_{parties}_{STAMP}.CSV"), parts.concat());
        let upgraded = upgrade(&[Arc::new(file)], &UpgradeOptions::default());
        prop_assert_eq!(upgraded.files.is_empty(), upgraded.findings.has_errors());
    }
}
