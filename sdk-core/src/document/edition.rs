//! Which edition a file is of: its name, its version item and its number of columns are asked together.

use super::Document;
use crate::layout::{Edition, FileKind};

/// The edition of a file, and what speaks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionFound {
    /// The edition that the file is read as.
    pub edition: Edition,
    /// What decided.
    pub chosen_by: ChosenBy,
    /// What the form of the file name says.
    pub of_name: Option<Edition>,
    /// What the CSVバージョン of the first record says; `None` for a version that never existed.
    pub of_version: Option<Edition>,
}

/// What decided on the edition of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenBy {
    /// The number of items, which differs between 3.x and 4.x for tables 6 and 7.
    Columns,
    /// CSVバージョン.
    Version,
    /// The form of the file name.
    Name,
    /// Nothing says anything: the present edition.
    Nothing,
}

impl ChosenBy {
    /// Its name, Japanese and English.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Columns => ("項目数", "the number of items"),
            Self::Version => ("CSVバージョン", "the CSVバージョン"),
            Self::Name => ("ファイル名", "the file name"),
            Self::Nothing => ("既定", "default"),
        }
    }
}

impl EditionFound {
    pub(super) const CURRENT: Self = Self {
        edition: Edition::CURRENT,
        chosen_by: ChosenBy::Nothing,
        of_name: None,
        of_version: None,
    };

    /// Columns weigh most, because a wrong layout would put every value under a wrong name; then the version, which is
    /// part of the data; then the name, which anybody may change. The name still tells 4.0 from 4.1 where nothing else does.
    pub(super) fn of(document: &Document) -> Self {
        let of_name = document.file_name().map(super::FileName::edition);
        let of_version = version(document);
        let of_columns = document.kind().and_then(|kind| columns(document, kind));
        let family = of_columns.or(of_version).or(of_name);
        let family = family.unwrap_or(Edition::CURRENT);
        // Columns only tell 3.x from 4.x; which of 4.x it is, version and name say.
        let others = || [of_version, of_name].into_iter().flatten();
        let edition = others()
            .find(|vote| vote.shares_layouts_with(family))
            .unwrap_or(family);
        let contested = others().any(|vote| !vote.shares_layouts_with(family));
        let chosen_by = match () {
            () if contested && of_columns.is_some() => ChosenBy::Columns,
            () if of_version == Some(edition) => ChosenBy::Version,
            () if of_name == Some(edition) => ChosenBy::Name,
            () if of_columns.is_some() => ChosenBy::Columns,
            () => ChosenBy::Nothing,
        };
        Self {
            edition,
            chosen_by,
            of_name,
            of_version,
        }
    }
}

fn version(document: &Document) -> Option<Edition> {
    let first = document.records().find(|record| !record.has_no_values());
    let field = first?.field(1)?;
    Edition::of_version(&field.content())
}

/// The edition that alone has a layout with as many items as the first records, where editions differ.
fn columns(document: &Document, kind: FileKind) -> Option<Edition> {
    let items = |edition| kind.layout_in(edition).map(|layout| layout.items.len());
    let (earlier, present) = (items(Edition::V3), items(Edition::CURRENT)?);
    let Some(earlier) = earlier else {
        return Some(Edition::CURRENT);
    };
    if earlier == present {
        return None;
    }
    // A first record that is broken must not decide alone.
    document
        .records()
        .take(10)
        .find_map(|record| match record.len() {
            found if found == earlier => Some(Edition::V3),
            found if found == present => Some(Edition::CURRENT),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const V41: &str = "5070022016_43_5070100002_11";
    const V40: &str = "5070022016_431_5070100002_111";
    const V3: &str = "5070022016_5070100002";

    fn found(kind: &str, parties: &str, version: &str, items: usize) -> (Edition, ChosenBy) {
        let line = format!("{version}{}\r\n", ",".repeat(items - 1));
        let name = format!("{kind}_{parties}_20260826093000.CSV");
        let found = *Document::read(&name, line.into_bytes()).edition_found();
        (found.edition, found.chosen_by)
    }

    #[test]
    fn columns_beat_the_version_and_the_version_beats_the_name() {
        use ChosenBy::*;
        for (parties, version, items, expected) in [
            (V41, "202407", 25, (Edition::V41, Version)),
            (V40, "202504", 25, (Edition::V40, Version)),
            (V3, "202208", 22, (Edition::V3, Version)),
            (V3, "201910", 22, (Edition::V3, Version)),
            (V41, "202208", 25, (Edition::V41, Columns)),
            (V41, "202407", 22, (Edition::V3, Columns)),
            (V41, "202504", 25, (Edition::V40, Version)),
            (V40, "202407", 25, (Edition::V41, Version)),
            (V3, "202410", 25, (Edition::V41, Columns)),
            (V40, "202410", 25, (Edition::V40, Name)),
            (V3, "202208", 7, (Edition::V3, Version)),
            (V41, "202208", 7, (Edition::V3, Version)),
            (V3, "202410", 7, (Edition::V3, Name)),
        ] {
            assert_eq!(
                found("UPPLAN_202609", parties, version, items),
                expected,
                "{parties} {version} {items}"
            );
        }
    }

    #[test]
    fn kinds_that_only_4_has_are_of_4() {
        assert_eq!(found("UP3KYO", V3, "202208", 13).0, Edition::V41);
    }

    #[test]
    fn a_file_without_anything_is_of_the_present_edition() {
        let found = *Document::read("x", Vec::new()).edition_found();
        assert_eq!(found, EditionFound::CURRENT);
    }
}
