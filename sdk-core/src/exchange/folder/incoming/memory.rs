use std::collections::{HashMap, HashSet};

use crate::document::FileName;
use crate::exchange::folder::name::strict;
use crate::layout::{FileKind, SetKindInfo};
use crate::message::Cover;
use crate::number::{Address, Stamp, TargetMonth};
use crate::{document::MonthPart, layout::Edition, layout::SetKind};

/// What became of a set that was found before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 取込済: the host has stored it.
    Imported,
    /// 受取拒否: this office does not want it.
    Rejected,
}

/// The sets that are done with, and their files.
#[derive(Debug, Default)]
pub(in crate::exchange::folder) struct Memory {
    files: HashMap<(String, String), Outcome>,
    names: HashSet<String>,
    sets: HashMap<SetKey, Vec<SetKind>>,
}

/// What the files of a set share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SetKey {
    pub(super) sender: Address,
    pub(super) receiver: Address,
    pub(super) stamp: Stamp,
    pub(super) month: Option<TargetMonth>,
}

impl SetKey {
    /// Of the first file whose name says all of it.
    pub(super) fn of<'a>(mut names: impl Iterator<Item = &'a FileName>) -> Option<Self> {
        names.find_map(|name| {
            Some(Self {
                sender: name.sender.address()?,
                receiver: name.receiver?.address()?,
                stamp: name.stamp,
                month: match name.month {
                    Some(MonthPart::Month(month)) => Some(month),
                    Some(MonthPart::Zero) | None => None,
                },
            })
        })
    }
}

impl Memory {
    pub(in crate::exchange::folder) fn add(&mut self, cover: &Cover, outcome: Outcome) {
        for file in &cover.files {
            let name = strict(&file.name);
            self.names.insert(name.clone());
            self.files.insert((name, file.sha256.clone()), outcome);
        }
        let names: Vec<FileName> = cover
            .files
            .iter()
            .filter_map(|file| FileName::parse(&file.name).0)
            .collect();
        if let Some(key) = SetKey::of(names.iter()) {
            self.sets.entry(key).or_default().push(cover.set);
        }
    }

    /// What became of the set that a file was part of.
    pub(super) fn file(&self, strict_name: &str, sha256: &str) -> Option<Outcome> {
        let key = (strict_name.to_owned(), sha256.to_owned());
        self.files.get(&key).copied()
    }

    /// Whether a file of this name, with whatever content, was part of a set.
    pub(super) fn name(&self, strict_name: &str) -> bool {
        self.names.contains(strict_name)
    }

    /// Whether files of these kinds could have been part of a set that is done with.
    pub(super) fn set_with(&self, key: &SetKey, kinds: &[FileKind]) -> bool {
        let takes = |set: &SetKind| {
            let mut infos = SetKindInfo::all(Edition::CURRENT).iter();
            let info = infos.find(|info| info.kind == *set);
            info.is_some_and(|info| kinds.iter().all(|kind| info.has(*kind)))
        };
        self.sets
            .get(key)
            .is_some_and(|sets| sets.iter().any(takes))
    }
}
