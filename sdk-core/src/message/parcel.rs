use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::FileEntry;
use super::cover::SOFTWARE;
use crate::number::OfficeNumber;

/// What a message of files says of itself that are not a set of the standard: who, to whom, which files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parcel {
    /// Made by the sender before the first byte leaves; UUIDv7.
    pub id: Uuid,
    /// 送信元.
    pub sender: OfficeNumber,
    /// 送信先.
    pub receivers: Vec<OfficeNumber>,
    /// 件名; free text of the sender.
    pub subject: String,
    /// 本文; free text of the sender.
    pub text: String,
    /// The files, in order.
    pub files: Vec<FileEntry>,
    /// When the sender sealed it.
    pub created_at: Timestamp,
    /// Name and version of the software that sealed it.
    pub software: String,
}

impl Parcel {
    /// A parcel with a new id and the present time, without words.
    pub fn new(sender: OfficeNumber, receivers: Vec<OfficeNumber>, files: Vec<FileEntry>) -> Self {
        Self {
            id: Uuid::now_v7(),
            sender,
            receivers,
            subject: String::new(),
            text: String::new(),
            files,
            created_at: Timestamp::now(),
            software: SOFTWARE.to_owned(),
        }
    }

    /// Whether each name is a plain name on every system, and there once however it is written: neither case nor how marks
    /// are composed makes two files everywhere.
    pub(crate) fn names_its_files(&self) -> bool {
        let mut written: Vec<_> = self
            .files
            .iter()
            .map(|file| file.name.to_lowercase().nfc().collect::<String>())
            .collect();
        written.sort();
        written.dedup();
        // What the message says of itself stands beside the files under this name.
        let is_taken = written.iter().any(|name| name == "manifest.json");
        !is_taken
            && written.len() == self.files.len()
            && self.files.iter().all(|file| is_plain(&file.name))
    }
}

/// Longest file name, in bytes of UTF-8, that every file system in use can hold.
const MOST_BYTES: usize = 255;

/// Whether a name can be used for a file on Windows and elsewhere and means a file of the folder it is put into: no path, no
/// device, no stream, nothing that Windows would cut off, no direction marks or invisible characters that make it look like
/// another.
fn is_plain(name: &str) -> bool {
    const FORBIDDEN: &[char] = &['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
    let hidden = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{00AD}'
                    | '\u{061C}'
                    | '\u{180E}'
                    | '\u{200B}'..='\u{200F}'
                    | '\u{2028}'..='\u{202E}'
                    | '\u{2060}'..='\u{206F}'
                    | '\u{FEFF}'
                    | '\u{FFF9}'..='\u{FFFB}'
                    | '\u{E0000}'..='\u{E007F}'
            )
    };
    !name.is_empty()
        && name.len() <= MOST_BYTES
        && !name.starts_with([' ', '.'])
        && !name.ends_with([' ', '.'])
        && !name.contains(FORBIDDEN)
        && !name.contains(hidden)
        && !is_device(name)
}

/// Names that Windows takes for devices, whatever follows the first dot.
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or(name)
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |port: &str| {
        stem.strip_prefix(port).is_some_and(|rest| {
            matches!(
                rest,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        })
    };
    matches!(
        &*stem,
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$"
    ) || numbered("COM")
        || numbered("LPT")
}

/// Subject and text are the users' own words, names of files may hold names of persons; they stay out.
impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parcel")
            .field("id", &self.id)
            .field("sender", &self.sender)
            .field("receivers", &self.receivers)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_plain_file_of_its_folder() {
        for good in [
            "計画.pdf",
            "UPPLAN_202604.CSV",
            "a",
            "con man.txt",
            "COM.txt",
            "console.log",
        ] {
            assert!(is_plain(good), "{good}");
        }
        let long = "あ".repeat(86);
        for bad in [
            "",
            ".",
            "..",
            "a/b",
            "..\\a",
            "/etc/passwd",
            "C:a",
            "a:stream",
            "a.",
            "a ",
            ".hidden",
            "NUL",
            "nul.csv",
            "Com1.txt",
            "LPT9",
            "COM¹",
            "con .txt",
            "a\0b",
            "a\nb",
            "exe\u{202E}txt.csv",
            "a\u{200B}",
            "a\u{2060}.pdf",
            "a\u{AD}.pdf",
            "a\u{2028}b",
            "a\u{61C}fdp.exe",
            &long,
        ] {
            assert!(!is_plain(bad), "{bad:?}");
        }
    }

    #[test]
    fn each_name_stands_once_however_it_is_written() {
        let entry = |name: &str| FileEntry::of_bytes(name, b"");
        let office = "5070022016".parse().unwrap();
        let parcel =
            |names: [&str; 2]| Parcel::new(office, vec![office], names.map(entry).to_vec());
        assert!(parcel(["a.csv", "b.csv"]).names_its_files());
        assert!(!parcel(["a.csv", "A.CSV"]).names_its_files());
        assert!(!parcel(["a.csv", "Manifest.JSON"]).names_its_files());
        // One file on a Mac: が as one character, and as か with its mark.
        assert!(!parcel(["\u{304C}.csv", "\u{304B}\u{3099}.csv"]).names_its_files());
    }
}
