//! The catalogue of findings: `findings/*.toml`, made into an enum by the build script.
//!
//! An entry may say `strict` and `lenient`, its severity under these profiles; without them `strict` makes an error of a
//! warning, and `lenient` changes nothing.
//!
//! A code is never reused; a retired one keeps its number. The blocks of numbers stand in [`BLOCKS`].

use super::blanks::readable;
use super::{Lang, Severity};

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// Beginning of the number, and what findings of such numbers are about, Japanese and English.
const BLOCKS: &[(&str, &str, &str)] = &[
    ("CP10", "ファイル名", "File names"),
    ("CP11", "ファイル全体", "Whole files"),
    (
        "CP12",
        "行と項目の区切り",
        "How records and items are separated",
    ),
    ("CP20", "項目", "Items"),
    ("CP21", "文字", "Characters"),
    ("CP22", "番号", "Numbers"),
    (
        "CP23",
        "作成中のデータとファイル",
        "Records and files being made",
    ),
    ("CP30", "1件のデータの中の規則", "Rules within a record"),
    (
        "CP31",
        "居宅サービス計画（第1表～第3表）",
        "Care plan (tables 1 to 3)",
    ),
    ("CP32", "サービス利用票（第6表）", "Use slip (table 6)"),
    (
        "CP33",
        "サービス利用票別表（第7表）",
        "Annex of the use slip (table 7)",
    ),
    ("CP34", "補足情報", "Supplement"),
    ("CP35", "介護予防", "Prevention files"),
    ("CP36", "削除", "Deletions"),
    ("CP40", "セットの組み合わせ", "Which files make a set"),
    (
        "CP41",
        "セットのファイルどうしの規則",
        "Files of a set against each other",
    ),
    (
        "CP42",
        "受信フォルダーのファイル",
        "Files in a folder of downloads",
    ),
    ("CP50", "版の変換と修復", "Upgrade and repair"),
];

/// One entry of the catalogue; texts are Japanese, English.
struct Entry {
    number: &'static str,
    severity: Severity,
    strict: Severity,
    lenient: Severity,
    message: [&'static str; 2],
    hint: [&'static str; 2],
    source: [&'static str; 2],
    example: &'static str,
}

impl Code {
    /// The code that people see and programs compare, such as `CP2010`.
    pub fn as_str(self) -> &'static str {
        self.entry().number
    }

    /// What findings of this block of numbers are about.
    pub fn block(self, lang: Lang) -> &'static str {
        let own = |block: &&(&str, &str, &str)| self.as_str().starts_with(block.0);
        let block = BLOCKS.iter().find(own);
        block.map_or("", |&(_, ja, en)| lang.pick(ja, en))
    }

    /// Its name in programs, such as `MandatoryEmpty`.
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// The code with this number; capitals or not.
    pub fn from_number(number: &str) -> Option<Self> {
        let same = |code: &&Self| code.as_str().eq_ignore_ascii_case(number);
        Self::ALL.iter().find(same).copied()
    }

    /// Severity under the standard profile.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// Severity under the profile `strict`: a warning becomes an error unless the standard itself is unclear.
    pub(super) fn strict_severity(self) -> Severity {
        self.entry().strict
    }

    /// Severity under the profile `lenient`: what can be read without loss is no error.
    pub(super) fn lenient_severity(self) -> Severity {
        self.entry().lenient
    }

    /// Section of the standard, or of this project's reasoning, that the finding rests on.
    pub fn source(self, lang: Lang) -> &'static str {
        pick(self.entry().source, lang)
    }

    /// What it looks like, and where there is one right form, an arrow and that form.
    pub fn example(self) -> &'static str {
        self.entry().example
    }

    /// What is wrong, with blanks such as `{item}` that a finding fills.
    pub fn message(self, lang: Lang) -> &'static str {
        pick(self.entry().message, lang)
    }

    /// How to mend it, with blanks.
    pub fn hint(self, lang: Lang) -> &'static str {
        pick(self.entry().hint, lang)
    }

    /// What is wrong, with a word in each blank, such as 〈項目名〉 or ‹item›.
    pub fn readable_message(self, lang: Lang) -> String {
        readable(self.message(lang), lang)
    }

    /// How to mend it, with a word in each blank.
    pub fn readable_hint(self, lang: Lang) -> String {
        readable(self.hint(lang), lang)
    }
}

fn pick([ja, en]: [&'static str; 2], lang: Lang) -> &'static str {
    lang.pick(ja, en)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_of_one_form() {
        let numbers: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(numbers.len(), Code::ALL.len());
        assert!(
            numbers
                .iter()
                .all(|n| n.len() == 6 && n.starts_with("CP") && n[2..].parse::<u16>().is_ok())
        );
    }

    #[test]
    fn every_code_has_a_block() {
        assert!(
            Code::ALL
                .iter()
                .all(|code| !code.block(Lang::En).is_empty())
        );
        assert_eq!(Code::TimeForm.block(Lang::Ja), "項目");
        assert_eq!(Code::TimeForm.name(), "TimeForm");
    }

    #[test]
    fn readable_texts_have_no_blanks() {
        let text = Code::TooLong.readable_message(Lang::Ja);
        assert_eq!(
            text,
            "「〈項目名〉」が長すぎます（〈実際の値〉 文字）。〈上限〉 文字までです。"
        );
        for code in Code::ALL {
            for lang in [Lang::Ja, Lang::En] {
                let text = code.readable_message(lang) + &code.readable_hint(lang);
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_blanks() {
        // A blank that names something may stand in one language only; a blank with a figure must stand in both.
        let blanks = |text: &str| -> HashSet<String> {
            text.split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
                .map(str::to_owned)
                .collect()
        };
        let wording = ["kind_name", "set", "set_ident"];
        for code in Code::ALL {
            let both = |lang| {
                let mut all = blanks(code.message(lang));
                all.extend(blanks(code.hint(lang)));
                all.retain(|blank| !wording.contains(&blank.as_str()));
                all
            };
            assert_eq!(both(Lang::Ja), both(Lang::En), "{}", code.as_str());
        }
    }
}
