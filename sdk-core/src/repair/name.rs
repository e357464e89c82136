//! File names: what a copy, a download or a careless hand adds to them.

use crate::document::FileName;
use crate::finding::Code;
use crate::layout::FileKind;

/// What Windows, macOS and their English versions append to the name of a copy.
const COPY_MARKS: [&str; 5] = [
    " - コピー",
    " - Copy",
    "のコピー",
    "のコヒ\u{309A}ー",
    " copy",
];

/// The name as it was meant, if it is wrong now and can be mended without guessing.
pub(super) fn repaired(name: &str) -> Option<String> {
    if is_fine(name) {
        return None;
    }
    let (stem, extension) = name.rsplit_once('.')?;
    let stem = without_marks(stem);
    let candidates = [stem.to_owned(), stem.to_ascii_uppercase()];
    let mut names = candidates.into_iter().filter_map(|stem| {
        let right = match FileKind::of_name(&stem)? {
            FileKind::UpkihonImage => "jpg",
            _ => "CSV",
        };
        extension
            .eq_ignore_ascii_case(right)
            .then(|| format!("{stem}.{right}"))
    });
    names.find(|name| is_fine(name))
}

fn is_fine(name: &str) -> bool {
    let (parsed, faults) = FileName::parse(name);
    parsed.is_some() && faults.iter().all(|fault| fault.code != Code::ExtensionCase)
}

fn without_marks(mut stem: &str) -> &str {
    loop {
        let trimmed = stem.trim_end_matches([' ', '\u{3000}']);
        let mark = COPY_MARKS
            .iter()
            .find_map(|mark| trimmed.strip_suffix(mark));
        stem = match mark.or_else(|| without_number(trimmed)) {
            Some(shorter) => shorter,
            None => return trimmed,
        };
    }
}

/// `(1)`, as browsers and Explorer number copies.
fn without_number(stem: &str) -> Option<&str> {
    let rest = stem.strip_suffix(')')?;
    let shorter = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    (shorter.len() < rest.len())
        .then(|| shorter.strip_suffix('('))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_and_marks_of_copies_are_mended() {
        let stem = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000";
        let right = format!("{stem}.CSV");
        for end in [
            ".csv",
            ".Csv",
            " (1).CSV",
            "(12).csv",
            " - コピー.CSV",
            " - コピー (2).csv",
            " - Copy.CSV",
            "のコピー.CSV",
            "のコヒ\u{309A}ー.CSV",
            " copy.csv",
            " .CSV",
        ] {
            assert_eq!(
                repaired(&format!("{stem}{end}")),
                Some(right.clone()),
                "{end}"
            );
        }
        assert_eq!(repaired(&right.to_ascii_lowercase()), Some(right.clone()));
        let older = "UPPLAN_202609_5070022016_5070100002_20260826093000";
        assert_eq!(
            repaired(&format!("{older}.csv")),
            Some(format!("{older}.CSV"))
        );
        let image = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001";
        assert_eq!(
            repaired(&format!("{image}.Jpg")),
            Some(format!("{image}.jpg"))
        );
    }

    #[test]
    fn what_would_be_a_guess_stays() {
        let stem = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000";
        for name in [
            &*format!("{stem}.CSV"),
            &format!("{stem}.TXT"),
            stem,
            &format!("{stem}().CSV"),
            "UPPLAN_202609_5070022016_43_20260826093000.CSV",
            "UPPLAN_5070022016_43_5070100002_11_20260826093000.csv",
            "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.JPG",
            "yotei (1).csv",
            "",
        ] {
            assert_eq!(repaired(name), None, "{name}");
        }
        // A missing receiver stays missing; the extension is mended all the same.
        assert_eq!(
            repaired("UPPLAN_202609_5070022016_43_20260826093000.csv").as_deref(),
            Some("UPPLAN_202609_5070022016_43_20260826093000.CSV")
        );
    }
}
