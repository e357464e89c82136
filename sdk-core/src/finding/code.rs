//! The catalogue of findings: `findings/*.toml`, made into an enum by the build script.
//!
//! A code is never reused; a retired one keeps its number. Blocks: CP10xx file name · CP11xx whole file · CP12xx structure
//! of records · CP20xx items · CP21xx characters · CP22xx numbers ·
//! CP23xx records and files being made · CP30xx one record · CP31xx tables 1 to 3 ·
//! CP32xx table 6 · CP33xx table 7 · CP34xx supplement · CP35xx prevention files · CP36xx deletions · CP40xx sets ·
//! CP41xx files of a set against each other · CP50xx upgrade and repair.

use super::{Lang, Severity};

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// One entry of the catalogue; texts are Japanese, English.
struct Entry {
    number: &'static str,
    severity: Severity,
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

    /// The code with this number; capitals or not.
    pub fn from_number(number: &str) -> Option<Self> {
        let same = |code: &&Self| code.as_str().eq_ignore_ascii_case(number);
        Self::ALL.iter().find(same).copied()
    }

    /// Severity under the standard profile.
    pub fn severity(self) -> Severity {
        self.entry().severity
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
