//! What a hint says, and what a person at a desktop may have done to the file's name.

use std::path::Path;

use careplan_core::finding::{Code, Finding, Lang};

use crate::files::walk::is_zip;

/// How to mend a finding.
pub(super) fn hint(finding: &Finding, lang: Lang) -> String {
    let mut hint = finding.hint(lang);
    if matches!(
        finding.code,
        Code::MalformedFileName | Code::SetNameUnusable
    ) && let Some(mark) = copy_mark(&finding.file)
    {
        hint += &match lang {
            Lang::Ja => format!(
                "名前の「{mark}」はコピーの印です。元のファイルを使うか、careplan fix で印を取り除いてください。"
            ),
            Lang::En => format!(
                " The \"{mark}\" in the name marks a copy: use the original, or take the mark away with careplan fix."
            ),
        };
    }
    if finding.code == Code::UnknownFileName && is_zip(Path::new(&*finding.file)) {
        hint += lang.pick(
            "ZIP ファイルは展開してから指定してください。",
            " Unpack ZIP files first.",
        );
    }
    hint
}

/// What Windows, macOS or a browser adds to the name of a second file.
fn copy_mark(name: &str) -> Option<&str> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    for word in [" - コピー", "のコピー", " - Copy", " copy"] {
        if let Some(at) = stem.rfind(word) {
            return Some(stem[at..].trim());
        }
    }
    let at = stem.rfind(['(', '（'])?;
    let mark = &stem[at..];
    let number = mark
        .trim_start_matches(['(', '（'])
        .strip_suffix([')', '）'])?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_copies_are_known() {
        for (name, mark) in [
            ("UPPLAN_1 - コピー.CSV", Some("- コピー")),
            ("UPPLAN_1 - コピー (2).CSV", Some("- コピー (2)")),
            ("UPPLAN_1 (1).CSV", Some("(1)")),
            ("UPPLAN_1（12）.CSV", Some("（12）")),
            ("UPPLAN_1のコピー.CSV", Some("のコピー")),
            ("UPPLAN_1 - Copy.CSV", Some("- Copy")),
            ("UPPLAN_1.CSV", None),
            ("UPPLAN_(x).CSV", None),
            (")", None),
        ] {
            assert_eq!(copy_mark(name), mark, "{name}");
        }
    }
}
