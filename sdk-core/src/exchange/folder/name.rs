//! What a file in a download folder is called, whatever browsers and file managers made of its name.

use crate::document::FileName;
use crate::layout::FileKind;

/// The name of a file that may be one of the standard's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundName {
    /// Without the marks of a second download, a copy, or a download that goes on.
    pub(super) plain: String,
    /// In the strict form of the standard, where it can be read: the same for the same file however it is written.
    pub(super) strict: String,
    /// It says that the file is still being written.
    pub(super) temporary: bool,
}

impl FoundName {
    /// `None` for a file that is none of the standard's.
    pub(super) fn of(name: &str) -> Option<Self> {
        let (rest, temporary) = without_temporary_ending(name);
        let plain = without_copy_marks(rest);
        FileKind::of_name(&plain)?;
        Some(Self {
            strict: strict(&plain),
            plain,
            temporary,
        })
    }
}

/// The strict form of a name, or the name itself where it cannot be read.
pub(super) fn strict(name: &str) -> String {
    let parsed = FileName::parse(name).0;
    parsed.map_or_else(|| name.to_owned(), |parsed| parsed.to_string())
}

/// Endings of files that browsers and programs are still writing: Chrome and Edge, Firefox, Safari, Opera, others.
const TEMPORARY: &[&str] = &[
    ".crdownload",
    ".part",
    ".partial",
    ".download",
    ".opdownload",
    ".filepart",
    ".tmp",
    ".temp",
];

fn without_temporary_ending(name: &str) -> (&str, bool) {
    let has = |ending: &&&str| {
        let cut = name.len().checked_sub(ending.len());
        let end = cut.and_then(|cut| name.get(cut..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    match TEMPORARY.iter().find(has) {
        Some(ending) => (&name[..name.len() - ending.len()], true),
        None => (name, false),
    }
}

/// What file managers put behind the name of a copy.
const COPY_WORDS: &[&str] = &["- コピー", "-コピー", "のコピー", "- Copy", "copy"];

/// `UPPLAN_… (1).CSV`, `UPPLAN_…(2).CSV` and `UPPLAN_… - コピー (3).CSV` are all `UPPLAN_….CSV`.
fn without_copy_marks(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut plain = stem;
    while let Some(shorter) = without_number(plain).or_else(|| without_word(plain)) {
        plain = shorter;
    }
    match name.len() == stem.len() {
        true => plain.to_owned(),
        false => format!("{plain}.{extension}"),
    }
}

fn without_number(stem: &str) -> Option<&str> {
    let (before, number) = stem.strip_suffix(')')?.rsplit_once('(')?;
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| before.trim_end())
}

fn without_word(stem: &str) -> Option<&str> {
    let rest = COPY_WORDS.iter().find_map(|word| stem.strip_suffix(word));
    rest.map(str::trim_end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAN: &str = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

    #[test]
    fn a_second_download_or_a_copy_is_the_same_file() {
        for mark in [
            "",
            " (1)",
            "(1)",
            " (12)",
            " - コピー",
            " - コピー (2)",
            " - Copy (1)",
            " copy",
            "のコピー",
            " (1) (1)",
        ] {
            for extension in [".CSV", ".csv"] {
                let name = PLAN.replace(".CSV", &format!("{mark}{extension}"));
                let found = FoundName::of(&name).unwrap();
                assert_eq!(found.strict, PLAN, "{name}");
                assert_eq!(found.plain, PLAN.replace(".CSV", extension), "{name}");
                assert!(!found.temporary);
            }
        }
        let image = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001 (1).JPG";
        let strict = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg";
        assert_eq!(FoundName::of(image).unwrap().strict, strict);
    }

    #[test]
    fn downloads_that_go_on_are_seen() {
        for ending in [".crdownload", ".part", ".PARTIAL", ".download", ".tmp"] {
            let found = FoundName::of(&format!("{PLAN}{ending}")).unwrap();
            assert_eq!((&*found.strict, found.temporary), (PLAN, true));
        }
    }

    #[test]
    fn other_files_are_none_of_ours() {
        for name in [
            "",
            "desktop.ini",
            "Unconfirmed 4711.crdownload",
            "研修の案内.pdf",
            "(1)",
            ".part",
            "月間.CSV",
        ] {
            assert_eq!(FoundName::of(name), None, "{name}");
        }
        // A name that begins like ours is ours, however wrong: it is told, not passed over.
        assert!(FoundName::of("UPPLAN_9月.CSV").is_some());
    }

    proptest! {
        #[test]
        fn no_name_is_too_strange(name in "\\PC{0,40}") {
            let _ = FoundName::of(&name);
            let _ = FoundName::of(&format!("UPPLAN_{name}"));
        }
    }
}
