//! Which files are read together: those of one set, and in each folder all that seem to lack something.
//!
//! Only names are looked at. A folder of many whole sets is read set by set, so that memory holds one of them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use careplan_core::document::{FileName, MonthPart, Party};
use careplan_core::layout::{FileKind, SetKindInfo};
use careplan_core::number::Stamp;

use crate::read;

/// Sorts files into batches, in the order of their first files.
pub(crate) fn of(files: &[PathBuf]) -> Vec<Vec<PathBuf>> {
    let (whole, rest): (Vec<Part>, _) = joined(parts(files)).into_iter().partition(Part::is_whole);
    let mut batches: Vec<Vec<usize>> = whole.into_iter().map(|part| part.files).collect();
    // What lacks files may have its missing ones among the others of the same folder, under a wrong name.
    batches.extend(by_folder(rest, files));
    batches.iter_mut().for_each(|batch| batch.sort_unstable());
    batches.sort_by_key(|batch| batch.first().copied());
    let paths = |batch: Vec<usize>| batch.iter().map(|&file| files[file].clone()).collect();
    batches.into_iter().map(paths).collect()
}

/// What all files of a set share.
type Key = (Party, Option<Party>, Stamp);

/// Files of one folder and one key.
struct Part {
    key: Option<Key>,
    names: Vec<FileName>,
    files: Vec<usize>,
}

fn parts(files: &[PathBuf]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut places: HashMap<(&Path, Key), usize> = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        let Some(name) = FileName::parse(&read::file_name(file)).0 else {
            parts.push(Part {
                key: None,
                names: Vec::new(),
                files: vec![index],
            });
            continue;
        };
        let key = (name.sender, name.receiver, name.stamp);
        let place = *places.entry((folder(file), key)).or_insert(parts.len());
        if place == parts.len() {
            parts.push(Part {
                key: Some(key),
                names: Vec::new(),
                files: Vec::new(),
            });
        }
        parts[place].names.push(name);
        parts[place].files.push(index);
    }
    parts
}

/// A set may be spread over several folders; the same set in two folders is a copy of it.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    for part in parts {
        let home = part.key.and_then(|key| places.get(&key).copied());
        if let Some(home) = home
            && !joined[home].is_whole()
            && !part.is_whole()
            && !joined[home].overlaps(&part)
        {
            joined[home].names.extend(part.names);
            joined[home].files.extend(part.files);
            continue;
        }
        if let Some(key) = part.key {
            places.insert(key, joined.len());
        }
        joined.push(part);
    }
    joined
}

impl Part {
    /// Every file's set is here, as far as names tell.
    fn is_whole(&self) -> bool {
        let kinds: HashSet<FileKind> = self.names.iter().map(|name| name.kind).collect();
        let has_its_set = |name: &FileName| {
            let mut sets = SetKindInfo::all(name.edition()).iter();
            sets.any(|set| {
                let is_own = set.files.contains(&name.kind) || set.annexes.contains(&name.kind);
                is_own && set.files.iter().all(|kind| kinds.contains(kind))
            })
        };
        !self.names.is_empty() && self.names.iter().all(has_its_set)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let id = |name: &FileName| -> (FileKind, Option<MonthPart>, Option<[u8; 4]>) {
            (name.kind, name.month, name.branch)
        };
        let own: HashSet<_> = self.names.iter().map(id).collect();
        other.names.iter().any(|name| own.contains(&id(name)))
    }
}

fn by_folder(parts: Vec<Part>, files: &[PathBuf]) -> Vec<Vec<usize>> {
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<&Path, usize> = HashMap::new();
    for part in parts {
        let Some(&first) = part.files.first() else {
            continue;
        };
        let place = *places.entry(folder(&files[first])).or_insert(batches.len());
        if place == batches.len() {
            batches.push(Vec::new());
        }
        batches[place].extend(part.files);
    }
    batches
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIL: &str = "202609_5070022016_43_5070100002_11_20260826093000.CSV";

    fn slip(folder: &str, tail: &str) -> Vec<PathBuf> {
        let path = |kind| format!("{folder}{kind}_{tail}").into();
        ["UPHOSOKU", "UPPLAN", "UPSIKYU"].map(path).into()
    }

    #[test]
    fn whole_sets_are_read_one_by_one_and_the_rest_folder_by_folder() {
        let other = TAIL.replace("5070100002_11", "5070200018_15");
        let late = TAIL.replace("093000", "093001");
        let (a, b) = (slip("x/", TAIL), slip("x/", &other));
        let mut odd = slip("x/", &late)[..2].to_vec();
        odd.push("x/unknown.csv".into());
        let mut files = [&a[..], &b, &odd].concat();
        files.sort();
        let batches = of(&files);
        assert_eq!(batches.len(), 3);
        assert!(batches.contains(&a) && batches.contains(&b));
        assert!(
            batches
                .iter()
                .any(|batch| batch.len() == 3 && odd.iter().all(|file| batch.contains(file)))
        );
    }

    #[test]
    fn a_set_may_be_spread_over_folders_but_copies_stay_apart() {
        let mut spread = slip("x/", TAIL);
        spread[1] = Path::new("y").join(spread[1].file_name().unwrap());
        assert_eq!(of(&spread).len(), 1);
        let copies = [slip("x/", TAIL), slip("y/", TAIL)].concat();
        assert_eq!(of(&copies), [slip("x/", TAIL), slip("y/", TAIL)]);
        let fragments = [&slip("x/", TAIL)[..2], &slip("y/", TAIL)[..2]].concat();
        assert_eq!(of(&fragments).len(), 2);
    }
}
