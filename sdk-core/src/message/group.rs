use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::compose::{Named, Shared, best_match, check_agreement, check_composition, speaker};
use crate::check::{self, CheckedDocument};
use crate::document::{Document, MonthPart, Party};
use crate::finding::{CheckProfile, Code, Findings, Receiver};
use crate::layout::{Edition, FileKind, SetKind, SetKindInfo};
use crate::number::{Stamp, TargetMonth};

/// Sorts files, such as those of a folder, into the sets that they were made for.
///
/// Files belong together that share stamp, sender, receiver and month. A file that differs in one of these joins the
/// set that lacks it, where there is only one such set, and is then reported as the odd one out. A file whose name
/// says nothing stands alone, as a candidate of no kind, unless exactly one set lacks what it begins with.
///
/// Candidates come in the order of their first files.
pub fn group(documents: Vec<Arc<CheckedDocument>>) -> Vec<SetCandidate> {
    group_with(documents, &CheckProfile::standard())
}

/// The same, the findings of each set with the severities that a profile gives them for its receiver.
pub fn group_with(
    documents: Vec<Arc<CheckedDocument>>,
    profile: &CheckProfile,
) -> Vec<SetCandidate> {
    let mut parts = alike(&documents);
    bring_home_odd_ones(&mut parts, &documents);
    bring_home_unnamed(&mut parts, &documents);
    parts.iter_mut().for_each(|part| part.files.sort_unstable());
    parts.sort_by_key(|part| part.files.first().copied());
    let pick = |part: Part| {
        part.files
            .iter()
            .map(|&file| documents[file].clone())
            .collect()
    };
    parts
        .into_iter()
        .map(|part| SetCandidate::with_profile(pick(part), profile))
        .collect()
}

/// Files that were made to travel together, and what there is to say about them as a set.
///
/// Unlike a [`super::MessageSet`] it need not be fit for sending: files may be missing, of an older edition, addressed
/// to nobody, or have errors of their own.
#[derive(Debug, Clone)]
pub struct SetCandidate {
    documents: Vec<Arc<CheckedDocument>>,
    kind: Option<SetKind>,
    edition: Edition,
    shared: Option<Shared>,
    findings: Findings,
}

impl SetCandidate {
    /// Takes these files for one set, as a person does who chose them for one message.
    pub fn new(documents: Vec<Arc<CheckedDocument>>) -> Self {
        Self::with_profile(documents, &CheckProfile::standard())
    }

    /// The same under a profile.
    pub fn with_profile(documents: Vec<Arc<CheckedDocument>>, profile: &CheckProfile) -> Self {
        let files: Vec<&Document> = documents.iter().map(|file| file.document()).collect();
        let named: Vec<_> = files.iter().filter_map(|file| Named::of(file)).collect();
        let edition = common_edition(&named, &files);
        let info = best_match(edition, &named);
        let shared = info
            .and_then(|info| speaker(info, &named))
            .map(Named::shared);
        let receiver = shared.and_then(|shared| shared.receiver);
        let mut findings = profile.findings(receiver.map(Receiver::from));
        if let (Some(info), Some(shared)) = (info, shared) {
            check_composition(info, &named, named.len() == files.len(), &mut findings);
            check_agreement(info, shared, &named, &mut findings);
            check_editions(edition, &named, &mut findings);
            check::set::check(info.kind, &files, &mut findings);
        }
        Self {
            kind: info.map(|info| info.kind),
            edition,
            shared,
            findings: findings.finish(),
            documents,
        }
    }

    /// The files.
    pub fn documents(&self) -> &[Arc<CheckedDocument>] {
        &self.documents
    }

    /// Which set of the standard it is, or was most likely meant to be; `None` for a file that no set has, or whose name
    /// cannot be read.
    pub fn kind(&self) -> Option<SetKind> {
        self.kind
    }

    /// The edition that most of its files are of.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// 作成日時 of most of its files.
    pub fn stamp(&self) -> Option<Stamp> {
        self.shared.map(|shared| shared.stamp)
    }

    /// 送信元 of most of its files.
    pub fn sender(&self) -> Option<Party> {
        self.shared.map(|shared| shared.sender)
    }

    /// 送信先; `None` also where it is addressed to nobody yet.
    pub fn receiver(&self) -> Option<Party> {
        self.shared.and_then(|shared| shared.receiver)
    }

    /// What there is to say about the set: its composition and its files against each other. What is wrong within a file is
    /// in the findings of that file.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }
}

/// Of which edition most files are; of two equally frequent ones the later.
fn common_edition(named: &[Named<'_>], files: &[&Document]) -> Edition {
    let editions: Vec<Edition> = if named.is_empty() {
        files.iter().map(|file| file.edition()).collect()
    } else {
        named.iter().map(|name| name.document.edition()).collect()
    };
    let frequency = |edition: &Edition| {
        let same = editions.iter().filter(|other| *other == edition).count();
        (same, *edition)
    };
    editions
        .iter()
        .copied()
        .max_by_key(frequency)
        .unwrap_or(Edition::CURRENT)
}

fn check_editions(edition: Edition, named: &[Named<'_>], findings: &mut Findings) {
    for name in named {
        let own = name.document.edition();
        if own != edition {
            let finding = name.finding(Code::SetMixedEdition);
            findings.push(finding.with("edition", own).with("expected", edition));
        }
    }
}

/// Files, by index, that look like one set.
struct Part {
    files: Vec<usize>,
    /// What its names share; `None` for a file without a readable name.
    shared: Option<Shared>,
}

/// What all files of a set have in common, and which of several sets made in the same second a file belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct PartKey {
    sender: Party,
    receiver: Option<Party>,
    stamp: Stamp,
    family: Family,
    month: Option<TargetMonth>,
}

/// Kinds of file that may travel together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Family {
    CarePlan,
    UseSlip,
    Prevention,
    Alone(FileKind),
}

impl PartKey {
    fn of(name: &Named<'_>) -> Self {
        let shared = name.shared();
        Self {
            sender: shared.sender,
            receiver: shared.receiver,
            stamp: shared.stamp,
            family: Family::of(name),
            month: match name.parsed.month {
                Some(MonthPart::Month(month)) => Some(month),
                Some(MonthPart::Zero) | None => None,
            },
        }
    }
}

impl Family {
    fn of(name: &Named<'_>) -> Self {
        use FileKind::*;
        match name.kind() {
            Uphosoku if name.parsed.month == Some(MonthPart::Zero) => Self::CarePlan,
            Up1kyo | Up2kyo | Up3kyo => Self::CarePlan,
            Upplan | Upsikyu | Uphosoku => Self::UseSlip,
            Upkihon | UpkihonSub1 | UpkihonSub2 | UpkihonImage | Upyobo | UpyoboSub => {
                Self::Prevention
            }
            alone => Self::Alone(alone),
        }
    }
}

/// Files with the same stamp, sender, receiver, family and month.
fn alike(documents: &[Arc<CheckedDocument>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut places: HashMap<PartKey, usize> = HashMap::new();
    for (index, checked) in documents.iter().enumerate() {
        let name = Named::of(checked.document());
        let key = name.map(|name| PartKey::of(&name));
        let place = key.and_then(|key| places.get(&key).copied());
        if let Some(place) = place {
            parts[place].files.push(index);
            continue;
        }
        if let Some(key) = key {
            places.insert(key, parts.len());
        }
        parts.push(Part {
            files: vec![index],
            shared: name.map(|name| name.shared()),
        });
    }
    parts
}

/// A part that lacks files and differs from a set in one thing goes to that set, where that is clear.
fn bring_home_odd_ones(parts: &mut Vec<Part>, documents: &[Arc<CheckedDocument>]) {
    let odd: Vec<usize> = (0..parts.len())
        .filter(|&index| parts[index].missing(documents) > Some(0))
        .collect();
    let mut homes: Vec<usize> = (0..parts.len()).collect();
    homes.sort_by_key(|&index| (Reverse(parts[index].files.len()), index));
    // In a heap of fragments nothing is clear.
    if odd.len() <= MOST_ODD_ONES {
        for home in homes {
            for guest in guests(home, &odd, parts, documents) {
                let files = std::mem::take(&mut parts[guest].files);
                parts[home].files.extend(files);
            }
        }
    }
    parts.retain(|part| !part.files.is_empty());
}

/// Most parts that are compared with all others.
const MOST_ODD_ONES: usize = 200;

/// Those of the odd parts that clearly belong to a part: no other may take them in, and no two want the same place.
fn guests(
    home: usize,
    odd: &[usize],
    parts: &[Part],
    documents: &[Arc<CheckedDocument>],
) -> Vec<usize> {
    let takes = |home: usize, guest: usize| {
        home != guest
            && parts[home].is_near(&parts[guest])
            && parts[home].lacks(&parts[guest], documents)
    };
    let rival = |other: usize, guest: usize| {
        other != home && parts[other].overlaps(&parts[home], documents) && takes(other, guest)
    };
    let clear =
        |guest: &usize| takes(home, *guest) && !(0..parts.len()).any(|other| rival(other, *guest));
    let guests: Vec<usize> = odd.iter().copied().filter(clear).collect();
    let overlap = |(index, guest): (usize, &usize)| {
        let mut later = guests[index + 1..].iter();
        later.any(|other| parts[*guest].overlaps(&parts[*other], documents))
    };
    if guests.iter().enumerate().any(overlap) {
        return Vec::new();
    }
    guests
}

/// A file whose name cannot be read goes to the only set that lacks what its name begins with.
fn bring_home_unnamed(parts: &mut Vec<Part>, documents: &[Arc<CheckedDocument>]) {
    for unnamed in 0..parts.len() {
        let [file] = parts[unnamed].files[..] else {
            continue;
        };
        let (None, Some(kind)) = (parts[unnamed].shared, documents[file].document().kind()) else {
            continue;
        };
        let waiting = |part: &Part| part.shared.is_some() && part.lacks_kind(kind, documents);
        let mut homes = (0..parts.len()).filter(|&index| waiting(&parts[index]));
        if let (Some(home), None) = (homes.next(), homes.next()) {
            parts[unnamed].files.clear();
            parts[home].files.push(file);
        }
    }
    parts.retain(|part| !part.files.is_empty());
}

impl Part {
    /// Two of stamp, sender and receiver are the same; the form of an older edition does not make an office another one.
    fn is_near(&self, other: &Self) -> bool {
        let (Some(own), Some(other)) = (self.shared, other.shared) else {
            return false;
        };
        let number = |party: Option<Party>| party.map(|party| party.number);
        let same = [
            own.stamp == other.stamp,
            own.sender.number == other.sender.number,
            number(own.receiver) == number(other.receiver),
        ];
        same.iter().filter(|same| **same).count() >= 2
    }

    /// Whether both have a file of the same kind.
    fn overlaps(&self, other: &Self, documents: &[Arc<CheckedDocument>]) -> bool {
        let kinds = other.kinds(documents);
        self.kinds(documents)
            .iter()
            .any(|kind| kinds.contains(kind))
    }

    /// Whether the other's files are files of this set that it does not have yet.
    fn lacks(&self, other: &Self, documents: &[Arc<CheckedDocument>]) -> bool {
        if self.files.is_empty() || other.files.is_empty() || self.overlaps(other, documents) {
            return false;
        }
        let together = Self {
            files: [&self.files[..], &other.files].concat(),
            shared: self.shared,
        };
        let info = together.info(documents);
        let all_belong = info.is_some_and(|info| {
            together
                .kinds(documents)
                .iter()
                .all(|(kind, _)| info.has(*kind))
        });
        all_belong && together.missing(documents) <= self.missing(documents)
    }

    fn lacks_kind(&self, kind: FileKind, documents: &[Arc<CheckedDocument>]) -> bool {
        let here = self.kinds(documents);
        let info = self.info(documents);
        info.is_some_and(|info| {
            info.files.contains(&kind) && !here.iter().any(|(own, _)| *own == kind)
        }) && self
            .files
            .iter()
            .all(|&file| documents[file].document().kind() != Some(kind))
    }

    /// How many files of its set are not here; `None` where it is no set at all.
    fn missing(&self, documents: &[Arc<CheckedDocument>]) -> Option<usize> {
        let here = self.kinds(documents);
        let info = self.info(documents)?;
        let absent = |kind: &&FileKind| !here.iter().any(|(own, _)| own == *kind);
        Some(info.files.iter().filter(absent).count())
    }

    fn info(&self, documents: &[Arc<CheckedDocument>]) -> Option<&'static SetKindInfo> {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|&file| documents[file].document())
            .collect();
        let named: Vec<_> = files.iter().filter_map(|file| Named::of(file)).collect();
        best_match(common_edition(&named, &files), &named)
    }

    fn kinds(&self, documents: &[Arc<CheckedDocument>]) -> Vec<(FileKind, Option<[u8; 4]>)> {
        let names = self
            .files
            .iter()
            .filter_map(|&file| documents[file].document().file_name());
        names.map(|name| (name.kind, name.branch)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let codes =
            |set: &SetCandidate| set.findings().iter().map(|finding| finding.code).collect();
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
}
