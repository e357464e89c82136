use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::candidate::{SetCandidate, common_edition};
use super::compose::{Named, Shared, best_match};
use crate::check::CheckedDocument;
use crate::document::{MonthPart, Party};
use crate::finding::CheckProfile;
use crate::layout::{FileKind, SetKindInfo};
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

/// Files, by index, that look like one set.
#[derive(Default)]
struct Part {
    files: Vec<usize>,
    /// What those with a readable name are.
    kinds: HashSet<KindOfFile>,
    /// What its names share; `None` for a file without a readable name.
    shared: Option<Shared>,
}

/// A kind and, of an image, its 枝番.
type KindOfFile = (FileKind, Option<[u8; 4]>);

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
        let kind = name.map(|name| (name.kind(), name.parsed.branch));
        if let Some(place) = place {
            parts[place].files.push(index);
            parts[place].kinds.extend(kind);
            continue;
        }
        if let Some(key) = key {
            places.insert(key, parts.len());
        }
        parts.push(Part {
            files: vec![index],
            kinds: kind.into_iter().collect(),
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
    if odd.len() <= MOST_ODD_ONES && odd.len() * parts.len() <= MOST_PAIRS {
        let mut doubts = vec![0; parts.len()];
        for home in homes {
            for guest in guests(home, &odd, parts, documents, &mut doubts) {
                let guest = std::mem::take(&mut parts[guest]);
                parts[home].files.extend(guest.files);
                parts[home].kinds.extend(guest.kinds);
            }
        }
    }
    parts.retain(|part| !part.files.is_empty());
}

/// Most parts that are compared with all others.
const MOST_ODD_ONES: usize = 200;

/// Most pairs of an odd part and any other that are compared.
const MOST_PAIRS: usize = 100_000;

/// How often it is found that a part fits several sets before it is left alone.
const MOST_DOUBTS: usize = 8;

/// Those of the odd parts that clearly belong to a part: no other may take them in, and no two want the same place.
fn guests(
    home: usize,
    odd: &[usize],
    parts: &[Part],
    documents: &[Arc<CheckedDocument>],
    doubts: &mut [usize],
) -> Vec<usize> {
    let takes = |home: usize, guest: usize| {
        home != guest
            && parts[home].is_near(&parts[guest])
            && parts[home].lacks(&parts[guest], documents)
    };
    let rival = |other: usize, guest: usize| {
        other != home && parts[other].overlaps(&parts[home]) && takes(other, guest)
    };
    let clear = |guest: &usize| {
        if doubts[*guest] > MOST_DOUBTS || !takes(home, *guest) {
            return false;
        }
        let doubtful = (0..parts.len()).any(|other| rival(other, *guest));
        doubts[*guest] += usize::from(doubtful);
        !doubtful
    };
    let guests: Vec<usize> = odd.iter().copied().filter(clear).collect();
    let overlap = |(index, guest): (usize, &usize)| {
        let mut later = guests[index + 1..].iter();
        later.any(|other| parts[*guest].overlaps(&parts[*other]))
    };
    if guests.iter().enumerate().any(overlap) {
        return Vec::new();
    }
    guests
}

/// A file whose name cannot be read goes to the only set that lacks what its name begins with.
fn bring_home_unnamed(parts: &mut Vec<Part>, documents: &[Arc<CheckedDocument>]) {
    let mut waiting: HashMap<FileKind, Vec<usize>> = HashMap::new();
    for unnamed in 0..parts.len() {
        let [file] = parts[unnamed].files[..] else {
            continue;
        };
        let (None, Some(kind)) = (parts[unnamed].shared, documents[file].document().kind()) else {
            continue;
        };
        let waits = |part: &Part| part.shared.is_some() && part.lacks_kind(kind, documents);
        let homes = waiting.entry(kind).or_insert_with(|| {
            let all = 0..parts.len();
            all.filter(|&index| waits(&parts[index])).collect()
        });
        if let [home] = homes[..] {
            // It waits for this kind no longer, and a file without a name changes nothing else about it.
            homes.clear();
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
    fn overlaps(&self, other: &Self) -> bool {
        let (few, many) = match self.kinds.len() < other.kinds.len() {
            true => (&self.kinds, &other.kinds),
            false => (&other.kinds, &self.kinds),
        };
        few.iter().any(|kind| many.contains(kind))
    }

    /// Whether the other's files are files of this set that it does not have yet.
    fn lacks(&self, other: &Self, documents: &[Arc<CheckedDocument>]) -> bool {
        if self.files.is_empty() || other.files.is_empty() || self.overlaps(other) {
            return false;
        }
        let together = Self {
            files: [&self.files[..], &other.files].concat(),
            kinds: self.kinds.union(&other.kinds).copied().collect(),
            shared: self.shared,
        };
        let info = together.info(documents);
        let all_belong =
            info.is_some_and(|info| together.kinds.iter().all(|(kind, _)| info.has(*kind)));
        all_belong && together.missing(documents) <= self.missing(documents)
    }

    fn lacks_kind(&self, kind: FileKind, documents: &[Arc<CheckedDocument>]) -> bool {
        let info = self.info(documents);
        info.is_some_and(|info| {
            info.files.contains(&kind) && !self.kinds.iter().any(|(own, _)| *own == kind)
        }) && self
            .files
            .iter()
            .all(|&file| documents[file].document().kind() != Some(kind))
    }

    /// How many files of its set are not here; `None` where it is no set at all.
    fn missing(&self, documents: &[Arc<CheckedDocument>]) -> Option<usize> {
        let info = self.info(documents)?;
        let absent = |kind: &&FileKind| !self.kinds.iter().any(|(own, _)| own == *kind);
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
}

#[cfg(test)]
mod tests;
