mod round_trip;

use super::*;
use crate::document::RawWriter;

const SUPPORT: &str = "5070022016";
const OFFICE: &str = "5070100002";
const STAMP: &str = "20260826093000";

/// A value of the right form for an item, unless `set` names another.
fn value(ident: &str, mandatory: bool, length: u16, set: &[(&str, &str)]) -> String {
    if let Some((_, value)) = set.iter().find(|(name, _)| *name == ident) {
        return (*value).to_owned();
    }
    match ident {
        "csv_version" => "202208",
        "insurer_number" => "505826",
        "insured_number" => "0000100000",
        "target_month" => "202609",
        "user_name" | "user_name_kana" | "planner_name" | "support_office_name" => "name",
        "planning_office" | "support_office" => SUPPORT,
        "service_office" => OFFICE,
        "service_code" => "111111",
        "service_kind" => "11",
        "sex" | "units" | "count" => "1",
        "over_30_days" => "0",
        _ if mandatory && length == 8 => "20260901",
        _ if mandatory && length == 4 => "0900",
        _ => "",
    }
    .to_owned()
}

/// A file with a record for each list of values.
fn file(name: &str, edition: Edition, records: &[&[(&str, &str)]]) -> Arc<CheckedDocument> {
    let layout = FileKind::of_name(name).unwrap().layout_in(edition).unwrap();
    let mut writer = RawWriter::default();
    for set in records {
        for item in layout.items {
            let mut value = value(item.ident, item.mandatory, item.max_length, set);
            if item.ident == "csv_version" && value == "202208" {
                value = edition.csv_version().to_owned();
            }
            if item.ident == "care_plan_date" && name.starts_with("UPHOSOKU_2026") {
                value = "00000000".to_owned();
            }
            writer.item(item, value.as_bytes());
        }
        writer.end_record();
    }
    Arc::new(CheckedDocument::read(name, writer.into_bytes()))
}

fn name_3(kind: &str) -> String {
    format!("{kind}_{SUPPORT}_{OFFICE}_{STAMP}.CSV")
}

fn slips(edition: Edition, parties: &str) -> Vec<Arc<CheckedDocument>> {
    ["UPPLAN", "UPSIKYU", "UPHOSOKU"]
        .map(|kind| {
            let name = format!("{kind}_202609_{parties}_{STAMP}.CSV");
            // Table 7 ends in a grand total.
            let total = [
                ("service_code", "999999"),
                ("service_office", "9999999999"),
                ("units", "0"),
            ];
            match kind {
                "UPSIKYU" => file(&name, edition, &[&[], &total]),
                _ => file(&name, edition, &[&[]]),
            }
        })
        .into()
}

fn names(upgraded: &Upgraded) -> Vec<&str> {
    upgraded.files.iter().map(|f| f.name.as_str()).collect()
}

fn codes(upgraded: &Upgraded) -> Vec<Code> {
    upgraded.findings.iter().map(|f| f.code).collect()
}

fn kind(kind: &str) -> Option<ServiceKind> {
    kind.parse().ok()
}

fn default(files: &[Arc<CheckedDocument>]) -> Upgraded {
    upgrade(files, &UpgradeOptions::default())
}

#[test]
fn a_set_of_3_becomes_a_set_of_4() {
    let upgraded = default(&slips(Edition::V3, "5070022016_5070100002"));
    assert_eq!(
        names(&upgraded),
        [
            "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV",
            "UPSIKYU_202609_5070022016_43_5070100002_11_20260826093000.CSV",
            "UPHOSOKU_202609_5070022016_43_5070100002_11_20260826093000.CSV",
        ]
    );
    assert_eq!(
        codes(&upgraded),
        [Code::UpgradeKindAssumed, Code::UpgradeKindDerived]
    );
    assert_eq!(
        upgraded.files[0].changes,
        [
            UpgradeChange::Name { from: Edition::V3 },
            UpgradeChange::Version { records: 1 },
            UpgradeChange::Columns {
                added: 3,
                records: 1
            },
        ]
    );
}

#[test]
fn the_code_of_4_0_is_replaced_by_what_the_rows_say() {
    let upgraded = default(&slips(Edition::V40, "5070022016_999_5070100002_98A"));
    assert_eq!(
        names(&upgraded)[0],
        "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV"
    );
    assert_eq!(
        upgraded.files[1].changes,
        [
            UpgradeChange::Name { from: Edition::V40 },
            UpgradeChange::Version { records: 2 }
        ]
    );
}

#[test]
fn files_of_4_1_pass_through_as_they_are() {
    let files = slips(Edition::V41, "5070022016_43_5070100002_11");
    let upgraded = default(&files);
    assert!(upgraded.findings.is_empty());
    for (file, old) in upgraded.files.iter().zip(&files) {
        assert_eq!(*file.name, **old.document().name());
        assert_eq!(file.bytes, old.document().bytes());
        assert!(file.changes.is_empty());
    }
}

#[test]
fn name_and_content_of_different_editions_are_both_brought_up() {
    let old_content = file(
        "UPPLAN_202609_5070022016_43_5070100002_13_20260826093000.CSV",
        Edition::V3,
        &[&[]],
    );
    let old_name = file(&name_3("UPPLAN_202609"), Edition::V41, &[&[]]);
    let old_version = file(
        "UPHOSOKU_202609_5070022016_43_5070100002_11_20260826093000.CSV",
        Edition::V41,
        &[&[("csv_version", "202504")]],
    );
    for (file, name, changes) in [
        (
            old_content,
            "UPPLAN_202609_5070022016_43_5070100002_13_20260826093000.CSV",
            2,
        ),
        (
            old_name,
            "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV",
            1,
        ),
        (
            old_version,
            "UPHOSOKU_202609_5070022016_43_5070100002_11_20260826093000.CSV",
            1,
        ),
    ] {
        let upgraded = default(&[file]);
        assert_eq!(names(&upgraded), [name]);
        assert_eq!(upgraded.files[0].changes.len(), changes, "{name}");
        let again = CheckedDocument::read(name, upgraded.files[0].bytes.clone());
        assert_eq!(again.findings().errors(), 0, "{:?}", again.findings());
    }
}

#[test]
fn kinds_come_from_options_rows_and_other_files() {
    let deletion = file(&name_3("DLTPLAN_202609"), Edition::V3, &[&[]]);
    let alone = default(std::slice::from_ref(&deletion));
    assert_eq!(
        (codes(&alone), alone.files.len()),
        (vec![Code::UpgradeKindMissing], 0)
    );
    let options = UpgradeOptions {
        sender_kind: kind("46"),
        receiver_kind: kind("15"),
    };
    let given = upgrade(std::slice::from_ref(&deletion), &options);
    assert!(given.findings.is_empty());
    assert_eq!(
        names(&given),
        ["DLTPLAN_202609_5070022016_46_5070100002_15_20260826093000.CSV"]
    );
    let plan = file(
        &name_3("UPPLAN_202609").replace("0930", "0931"),
        Edition::V3,
        &[&[]],
    );
    let beside = default(&[deletion, plan.clone()]);
    assert_eq!(
        names(&beside)[0],
        "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV"
    );
    let differs = upgrade(&[plan], &options);
    assert_eq!(codes(&differs), [Code::UpgradeKindDiffers]);
}

#[test]
fn several_kinds_of_one_office_are_for_a_person_to_choose() {
    let plan = file(
        &name_3("UPPLAN_202609"),
        Edition::V3,
        &[
            &[],
            &[("service_code", "151241")],
            &[("service_office", "5070100093"), ("service_code", "131111")],
        ],
    );
    let upgraded = default(std::slice::from_ref(&plan));
    assert_eq!(codes(&upgraded), [Code::UpgradeKindAmbiguous]);
    let message = upgraded.findings.iter().next().unwrap().message(Lang::En);
    assert!(message.contains("11, 15"), "{message}");
    let options = UpgradeOptions {
        receiver_kind: kind("15"),
        ..UpgradeOptions::default()
    };
    assert_eq!(upgrade(&[plan], &options).files.len(), 1);
    let not_exchanged = file(
        &name_3("UPPLAN_202609"),
        Edition::V3,
        &[&[("service_code", "331111")]],
    );
    assert_eq!(
        codes(&default(&[not_exchanged])),
        [Code::UpgradeKindMissing]
    );
}

#[test]
fn actuals_have_the_kind_of_their_rows_and_go_to_a_planning_office() {
    let name = format!("UPJSK_202609_{OFFICE}_{SUPPORT}_{STAMP}.CSV");
    let upgraded = default(&[file(&name, Edition::V3, &[&[]])]);
    assert_eq!(
        names(&upgraded),
        ["UPJSK_202609_5070100002_11_5070022016_43_20260826093000.CSV"]
    );
    let name = format!("DLTJSK_202609_{OFFICE}_{SUPPORT}_{STAMP}.CSV");
    let upgraded = default(&[file(&name, Edition::V3, &[&[("service_kind", "13")]])]);
    assert_eq!(
        names(&upgraded),
        ["DLTJSK_202609_5070100002_13_5070022016_43_20260826093000.CSV"]
    );
}

#[test]
fn equipment_rental_needs_codes_that_3_does_not_have() {
    let rows: &[&[(&str, &str)]] = &[
        &[],
        &[("service_code", "171001")],
        &[("service_code", "67AAAA")],
        &[("service_code", "671001")],
    ];
    let table_7 = file(&name_3("UPSIKYU_202609"), Edition::V3, rows);
    let options = UpgradeOptions {
        sender_kind: kind("43"),
        receiver_kind: kind("17"),
    };
    let upgraded = upgrade(&[table_7], &options);
    let told: Vec<_> = upgraded
        .findings
        .iter()
        .map(|f| (f.code, f.record, f.item.map(|item| item.no)))
        .collect();
    assert_eq!(
        told,
        [2, 4].map(|record| (Code::UpgradeSupplyTais, Some(record), Some(10)))
    );
    assert_eq!(
        &*upgraded.findings.iter().next().unwrap().file,
        upgraded.files[0].name
    );
}

#[test]
fn a_care_plan_of_3_lacks_table_3() {
    let options = UpgradeOptions {
        receiver_kind: kind("11"),
        ..UpgradeOptions::default()
    };
    let kinds = ["UP1KYO", "UP2KYO", "UPHOSOKU_000000"];
    let mut files: Vec<_> = kinds
        .map(|kind| file(&name_3(kind), Edition::V3, &[&[]]))
        .into();
    let upgraded = upgrade(&files, &options);
    assert_eq!(upgraded.files.len(), 3);
    let wanted = "UP3KYO_5070022016_43_5070100002_11_20260826093000.CSV";
    let told = upgraded
        .findings
        .iter()
        .find(|f| f.code == Code::UpgradeSupplyTable3);
    assert!(told.unwrap().hint(Lang::Ja).contains(wanted));
    files.push(file(wanted, Edition::V41, &[&[]]));
    let upgraded = upgrade(&files, &options);
    assert_eq!((upgraded.files.len(), codes(&upgraded)), (4, vec![]));
}

#[test]
fn a_set_with_a_record_that_cannot_be_upgraded_stays_whole() {
    let mut files = slips(Edition::V3, "5070022016_5070100002");
    let mut bytes = files[1].document().bytes().to_vec();
    bytes.extend_from_slice(b"202208,1,2\r\n");
    let name = files[1].document().name().clone();
    files[1] = Arc::new(CheckedDocument::read(&name, bytes));
    let other = file(
        &name_3("UPPLAN_202609").replace("0930", "0931"),
        Edition::V3,
        &[&[]],
    );
    files.push(other);
    let upgraded = default(&files);
    let mut told: Vec<_> = upgraded
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| (f.code, f.file.clone(), f.record))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            (Code::UpgradeItemCount, name, Some(3)),
            (
                Code::UpgradeSetRefused,
                files[2].document().name().clone(),
                None
            ),
            (
                Code::UpgradeSetRefused,
                files[0].document().name().clone(),
                None
            ),
        ]
    );
    assert_eq!(upgraded.files.len(), 1);
}

#[test]
fn what_cannot_be_read_for_certain_is_refused_by_name() {
    let rows = "202208,505826,0000100000,202609\r\n";
    let name = name_3("DLTPLAN_202609");
    let name = name.as_str();
    let options = UpgradeOptions {
        receiver_kind: kind("11"),
        ..UpgradeOptions::default()
    };
    let utf8 = rows.replace("0000100000", "佐藤");
    for (name, bytes, code) in [
        ("yotei.csv", rows.as_bytes(), Code::UpgradeNameUnusable),
        (name, utf8.as_bytes(), Code::UpgradeRepairFirst),
        (name, b"\xFF\xFE2\0".as_slice(), Code::UpgradeRepairFirst),
        (name, b"1\t2\t3\t4\r\n", Code::UpgradeRepairFirst),
        (name, b"202208,50\"5826,1,2\r\n", Code::UpgradeBrokenQuotes),
        (
            name,
            b"202208,\"5\"05826,1,2\r\n",
            Code::UpgradeBrokenQuotes,
        ),
        (name, b"202208,\"505826,1,2\r\n", Code::UpgradeBrokenQuotes),
    ] {
        let file = Arc::new(CheckedDocument::read(name, bytes.to_vec()));
        let upgraded = upgrade(&[file], &options);
        assert!(
            codes(&upgraded).contains(&code),
            "{code:?} {:?}",
            upgraded.findings
        );
        assert!(upgraded.files.is_empty());
    }
}

#[test]
fn versions_whose_columns_are_not_public_are_upgraded_with_a_warning() {
    for version in ["201910", "202003"] {
        let row: &[_] = &[("csv_version", version)];
        let upgraded = default(&[file(&name_3("UPPLAN_202609"), Edition::V3, &[row])]);
        assert_eq!(upgraded.files.len(), 1);
        assert!(codes(&upgraded).contains(&Code::UpgradeColumnsUnknown));
    }
}

#[test]
fn two_files_never_get_one_name() {
    let mut files: Vec<_> = ["111", "151"]
        .iter()
        .map(|code| {
            let name = format!("UPPLAN_202609_{SUPPORT}_431_{OFFICE}_{code}_{STAMP}.CSV");
            file(&name, Edition::V40, &[&[]])
        })
        .collect();
    // A set goes whole or not at all, even where only one of its files has a namesake.
    let name = format!("UPSIKYU_202609_{SUPPORT}_431_{OFFICE}_111_{STAMP}.CSV");
    files.push(file(&name, Edition::V40, &[&[]]));
    let upgraded = default(&files);
    assert!(upgraded.files.is_empty());
    assert_eq!(upgraded.findings.errors(), 3);
    assert_eq!(upgraded.findings.len(), 3);
    assert!(codes(&upgraded).contains(&Code::UpgradeSameName));
}

#[test]
fn a_missing_receiver_stays_missing_and_is_told() {
    let name = format!("UPPLAN_202609_{SUPPORT}_{STAMP}.CSV");
    let upgraded = default(&[file(&name, Edition::V3, &[&[]])]);
    assert_eq!(
        names(&upgraded),
        ["UPPLAN_202609_5070022016_43_0000000000_00_20260826093000.CSV"]
    );
    assert!(codes(&upgraded).contains(&Code::UpgradeReceiverMissing));
    let export = format!("UPPLAN_202609_{SUPPORT}_0000000000_{STAMP}.CSV");
    let upgraded = default(&[file(&export, Edition::V3, &[&[]])]);
    assert_eq!(codes(&upgraded), [Code::UpgradeKindAssumed]);
}

#[test]
fn sets_of_one_stamp_are_refused_apart() {
    let options = UpgradeOptions::default();
    let mut files = slips(Edition::V3, "5070022016_5070100002");
    files.push(Arc::new(CheckedDocument::read(
        &name_3("UP1KYO"),
        b"202208,1,2\r\n".to_vec(),
    )));
    files.push(file(&name_3("UPHOSOKU_000000"), Edition::V3, &[&[]]));
    let upgraded = upgrade(&files, &options);
    assert_eq!(upgraded.files.len(), 3);
    assert_eq!(upgraded.findings.errors(), 2);
}

#[test]
fn records_name_the_image_by_its_new_name() {
    let four = format!("{SUPPORT}_431_{OFFICE}_111_{STAMP}");
    let image = format!("UPKIHON_IMAGE_{four}_0001.JPG");
    let small = image.replace("JPG", "jpg");
    let absent = image.replace("0001", "0002");
    let named = |name| [("family_image_file", name)];
    let records = [named(&*image), named(&*small), named(&*absent), named("")];
    let records: Vec<&[(&str, &str)]> = records.iter().map(|record| &record[..]).collect();
    let picture = Arc::new(CheckedDocument::read(&image, b"\xFF\xD8\xFF".to_vec()));
    let options = UpgradeOptions {
        receiver_kind: Some("11".parse().unwrap()),
        ..UpgradeOptions::default()
    };
    // Content of 4.1 under an old name is renamed with it too.
    for edition in [Edition::V40, Edition::V41] {
        let basic = file(&format!("UPKIHON_{four}.CSV"), edition, &records);
        let upgraded = upgrade(&[basic, picture.clone()], &options);
        let new = format!("UPKIHON_IMAGE_{SUPPORT}_43_{OFFICE}_11_{STAMP}_0001.JPG");
        assert_eq!(upgraded.files[1].name, new);
        let basic = &upgraded.files[0];
        let document = Document::read(&basic.name, basic.bytes.clone());
        let no = document.layout().unwrap().no("family_image_file").unwrap();
        let names: Vec<String> = document
            .records()
            .map(|record| record.field(no).unwrap().text().into_owned())
            .collect();
        assert_eq!(names, [&*new, &*new, &*absent, ""], "{edition}");
        let change = UpgradeChange::ImageName { records: 2 };
        assert!(basic.changes.contains(&change), "{:?}", basic.changes);
    }
}

#[test]
fn a_record_without_a_value_stays_one() {
    let name = format!("DLTPLAN_202609_{SUPPORT}_{OFFICE}_{STAMP}.CSV");
    let bytes = b"202208,505826,0000100000,202609\r\n,,,\r\n\x1A".to_vec();
    let old = Arc::new(CheckedDocument::read(&name, bytes));
    let options = UpgradeOptions {
        receiver_kind: Some("11".parse().unwrap()),
        ..UpgradeOptions::default()
    };
    let upgraded = upgrade(&[old], &options);
    let expected = b"202407,505826,0000100000,202609\r\n,,,\r\n";
    assert_eq!(upgraded.files[0].bytes, expected);
}

#[test]
fn of_rows_with_codes_of_all_sorts_a_message_names_a_few() {
    let codes: Vec<String> = (0..2_000_u32)
        .map(|number| format!("{:02}1111", number % 90 + 10))
        .chain(["\u{1}\u{2}1111".into(), "!?1111".into()])
        .collect();
    let rows: Vec<_> = codes
        .iter()
        .map(|code| [("service_code", code.as_str())])
        .collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| &row[..]).collect();
    let name = format!("UPPLAN_202609_{SUPPORT}_{OFFICE}_{STAMP}.CSV");
    let upgraded = upgrade(
        &[file(&name, Edition::V3, &rows)],
        &UpgradeOptions::default(),
    );
    let told = upgraded
        .findings
        .iter()
        .find(|f| f.code == Code::UpgradeKindAmbiguous);
    let message = told.unwrap().message(Lang::En) + &told.unwrap().hint(Lang::En);
    assert!(
        message.contains("(10, 11, ") && message.contains(", 29, …"),
        "{message}"
    );
    assert!(!message.contains('!') && message.len() < 1_000, "{message}");
}
