//! Folders of files, sorted into sets; and every set of every edition.

use super::*;
use crate::finding::Code;
use crate::layout::{Edition, SetKind};

const TAIL: &str = "5070022016_43_5070100002_11_20260826093000.CSV";

fn slip(tail: &str) -> Vec<String> {
    ["UPPLAN", "UPSIKYU", "UPHOSOKU"]
        .map(|kind| format!("{kind}_202609_{tail}"))
        .into()
}

fn plan(tail: &str) -> Vec<String> {
    ["UP1KYO_", "UP2KYO_", "UP3KYO_", "UPHOSOKU_000000_"]
        .map(|kind| format!("{kind}{tail}"))
        .into()
}

/// Kind, number of files and codes of each candidate.
fn grouped(names: &[String]) -> Vec<(Option<SetKind>, usize, Vec<Code>)> {
    let read = |name: &String| Arc::new(CheckedDocument::read(name, Vec::new()));
    let candidates = group(names.iter().map(read).collect());
    let codes = |set: &SetCandidate| set.findings().iter().map(|finding| finding.code).collect();
    let shape = |set: &SetCandidate| (set.kind(), set.documents().len(), codes(set));
    candidates.iter().map(shape).collect()
}

#[test]
fn files_of_several_sets_in_one_folder_are_told_apart() {
    use SetKind::*;
    let other = TAIL.replace("5070100002_11", "5070200018_15");
    let nobody = TAIL.replace("5070100002_11", "0000000000_00");
    let mut names = [slip(TAIL), slip(&other), plan(TAIL), slip(&nobody)].concat();
    names.push(format!("UPJSK_202608_{TAIL}"));
    names.push(format!("UPJSK_202609_{TAIL}"));
    names.push("readme.txt".into());
    let complete = |kind, files| (Some(kind), files, vec![]);
    let expected = [
        complete(UseSlip, 3),
        complete(UseSlip, 3),
        complete(CarePlan, 4),
        complete(UseSlip, 3),
        complete(Actuals, 1),
        complete(Actuals, 1),
        (None, 1, vec![]),
    ];
    assert_eq!(grouped(&names), expected);
    names.reverse();
    let mut backwards = grouped(&names);
    backwards.reverse();
    assert_eq!(backwards, expected);
}

#[test]
fn an_odd_file_joins_the_set_that_lacks_it() {
    let cases = [
        ("20260826093000", "20260826093001", Code::SetMixedStamp),
        ("5070022016_43", "5070300016_43", Code::SetMixedSender),
        ("5070022016_43", "5070022016_46", Code::SetMixedSender),
        ("5070100002_11", "5070100002_13", Code::SetMixedReceiver),
        ("_202609_", "_202610_", Code::SetMixedMonth),
    ];
    for (right, wrong, code) in cases {
        for odd in 0..3 {
            let mut names = slip(TAIL);
            names[odd] = names[odd].replace(right, wrong);
            let told = grouped(&names);
            assert_eq!(told.len(), 1, "{names:?}");
            assert!(
                told[0].1 == 3 && told[0].2.contains(&code),
                "{names:?} {told:?}"
            );
        }
    }
    let mut names = plan(TAIL);
    names[3] = names[3].replace("000000", "202609");
    let mixed = vec![Code::SetMixedMonth];
    assert_eq!(grouped(&names), [(Some(SetKind::CarePlan), 4, mixed)]);
}

#[test]
fn three_stamps_are_still_one_set() {
    let mut names = slip(TAIL);
    names[1] = names[1].replace("093000", "093001");
    names[2] = names[2].replace("093000", "093002");
    let mixed = vec![Code::SetMixedStamp; 2];
    assert_eq!(grouped(&names), [(Some(SetKind::UseSlip), 3, mixed)]);
}

#[test]
fn a_file_that_two_sets_lack_stays_alone() {
    let other = TAIL.replace("5070100002_11", "5070200018_15");
    let third = TAIL.replace("5070100002_11", "5070300016_15");
    let mut names = [&slip(TAIL)[..2], &slip(&other)[..2]].concat();
    names.push(slip(&third)[2].clone());
    let told = grouped(&names);
    let sizes: Vec<_> = told.iter().map(|set| set.1).collect();
    assert_eq!(sizes, [2, 2, 1]);
    assert!(
        told.iter()
            .all(|set| set.2.iter().all(|code| *code == Code::SetIncomplete))
    );
}

#[test]
fn a_file_without_a_readable_name_joins_the_only_set_that_lacks_it() {
    let mut names = slip(TAIL);
    names[1] = "UPSIKYU_202609.CSV".into();
    assert_eq!(grouped(&names), [(Some(SetKind::UseSlip), 3, vec![])]);
    names[1] = "UPJSK_202609.CSV".into();
    let sizes: Vec<_> = grouped(&names).iter().map(|set| set.1).collect();
    assert_eq!(sizes, [2, 1]);
}

#[test]
fn annexes_go_with_their_main_record() {
    let annex = format!("UPKIHON_SUB1_{}", TAIL.replace("093000", "093001"));
    let names = [format!("UPKIHON_{TAIL}"), annex];
    let mixed = vec![Code::SetMixedStamp];
    assert_eq!(grouped(&names), [(Some(SetKind::BasicInfo), 2, mixed)]);
}

#[test]
fn a_file_of_another_edition_is_the_odd_one_out() {
    let mut names = slip(TAIL);
    names[1] = names[1].replace("_43_", "_").replace("_11_", "_");
    let told = grouped(&names);
    assert_eq!((told.len(), told[0].1), (1, 3));
    assert!(told[0].2.contains(&Code::SetMixedEdition), "{told:?}");
}

fn name(edition: Edition, kind: FileKind, set: SetKind) -> String {
    let month = match (kind.month_in_name(), set) {
        (false, _) => "",
        (true, SetKind::CarePlan) => "_000000",
        (true, _) => "_202609",
    };
    let parties = match edition {
        Edition::V3 => "5070022016_5070100002",
        Edition::V40 => "5070022016_431_5070100002_111",
        Edition::V41 => "5070022016_43_5070100002_11",
    };
    let end = if kind == FileKind::UpkihonImage {
        "_0001.jpg"
    } else {
        ".CSV"
    };
    format!("{kind}{month}_{parties}_20260826093000{end}")
}

/// Kind and codes of files taken for one set.
fn as_one(names: &[String]) -> (Option<SetKind>, Vec<Code>) {
    let read = |name: &String| Arc::new(CheckedDocument::read(name, Vec::new()));
    let set = SetCandidate::new(names.iter().map(read).collect());
    let codes = set.findings().iter().map(|finding| finding.code).collect();
    (set.kind(), codes)
}

#[test]
fn all_sets_of_all_editions_are_known_and_what_is_amiss_is_told() {
    for edition in [Edition::V3, Edition::V40, Edition::V41] {
        for info in SetKindInfo::all(edition) {
            let own = |kind: &FileKind| name(edition, *kind, info.kind);
            let must: Vec<String> = info.files.iter().map(own).collect();
            let all = [must.clone(), info.annexes.iter().map(own).collect()].concat();
            for complete in [&must, &all] {
                assert_eq!(as_one(complete), (Some(info.kind), vec![]), "{complete:?}");
                assert_eq!(
                    grouped(complete),
                    [(Some(info.kind), complete.len(), vec![])]
                );
            }
            for missing in 0..must.len() {
                let mut names = all.clone();
                names.remove(missing);
                let expected = vec![Code::SetIncomplete];
                if !names.is_empty() {
                    assert_eq!(as_one(&names), (Some(info.kind), expected), "{names:?}");
                }
            }
            for twice in &all {
                let (kind, codes) = as_one(&[all.clone(), vec![twice.clone()]].concat());
                assert_eq!(
                    (kind, codes),
                    (Some(info.kind), vec![Code::SetDuplicateKind])
                );
            }
            let stranger = match info.kind {
                SetKind::Actuals => FileKind::Dltjsk,
                _ => FileKind::Upjsk,
            };
            let stranger = name(edition, stranger, SetKind::Actuals);
            let (_, codes) = as_one(&[all, vec![stranger]].concat());
            assert_eq!(codes, [Code::FileNotInSet], "{:?}", info.kind);
        }
    }
}

#[test]
fn a_candidate_says_whose_it_is() {
    let read = |name: &String| Arc::new(CheckedDocument::read(name, Vec::new()));
    let candidates = group(slip(TAIL).iter().map(read).collect());
    let set = &candidates[0];
    let party = |party: Option<Party>| party.map(|party| party.to_string());
    assert_eq!(
        set.stamp().map(|stamp| stamp.to_string()),
        Some("20260826093000".into())
    );
    assert_eq!(party(set.sender()), Some("5070022016_43".into()));
    assert_eq!(party(set.receiver()), Some("5070100002_11".into()));
    assert_eq!(set.edition(), Edition::V41);
}
