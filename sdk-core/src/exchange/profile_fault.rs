//! What is wrong with `profile.toml`: which key, on which line. Values are never told, they may be anything.

use std::fmt;

use crate::explain::{Explanation, explain};

/// What is wrong with `profile.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileFault {
    /// Not UTF-8.
    NotUtf8 {
        /// It reads as Shift_JIS.
        shift_jis: bool,
    },
    /// Not TOML.
    Syntax,
    /// A key that there is none of.
    UnknownKey {
        /// Section and key as they are written, such as `[relay] user`.
        key: String,
        /// The keys that there are.
        known: Vec<String>,
    },
    /// A key that must be there is missing.
    MissingKey {
        /// Section and key.
        key: String,
    },
    /// The value of a key cannot be used.
    Value {
        /// Section and key; empty where they cannot be told.
        key: String,
    },
    /// `[identity]` and `[trust]`: a relay needs both, folders both or neither.
    Papers,
}

impl ProfileFault {
    /// What is wrong with bytes that are no UTF-8.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        Self::NotUtf8 {
            shift_jis: crate::text::check(bytes).is_ok(),
        }
    }

    /// What is wrong with a text, and on which line, from 1.
    pub(super) fn of_text(text: &str, error: &toml::de::Error) -> (usize, Self) {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let before = text.get(..start).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        if text.parse::<toml::Table>().is_err() {
            return (line, Self::Syntax);
        }
        let section = section_at(text, line);
        let with_section = |key: &str| format!("{section} {key}").trim().to_owned();
        let message = error.message();
        let mut named = message.split('`').skip(1).step_by(2).map(name);
        let fault = match () {
            () if message.starts_with("unknown field") => Self::UnknownKey {
                key: with_section(&named.next().unwrap_or_default()),
                known: named.collect(),
            },
            () if message.starts_with("missing field") => Self::MissingKey {
                key: with_section(&named.next().unwrap_or_default()),
            },
            () => Self::Value {
                key: with_section(&key_on(text, line)),
            },
        };
        (line, fault)
    }

    pub(super) fn explanation(&self, line: usize) -> Explanation {
        const PAGE: (&str, &str) = (
            "項目の一覧と例は docs/profile.ja.md にあります。",
            "docs/profile.md has every key, and examples.",
        );
        let (ja, en) = match self {
            Self::NotUtf8 { shift_jis } => {
                let (found, found_en) = match shift_jis {
                    true => ("（Shift_JIS のようです）", " (it seems to be Shift_JIS)"),
                    false => ("", ""),
                };
                return explain(
                    format!("profile.toml の文字コードが UTF-8 ではありません{found}。"),
                    "UTF-8 で保存し直してください（メモ帳では「名前を付けて保存」で文字コードに UTF-8 を選びます）。",
                    format!("profile.toml is not UTF-8{found_en}"),
                    "Save it as UTF-8.",
                );
            }
            Self::Syntax => (
                format!("profile.toml の {line} 行目の書き方（TOML）が正しくありません。"),
                format!("line {line} of profile.toml is not TOML"),
            ),
            Self::UnknownKey { key, known } => {
                let (ja, en) = match known.is_empty() {
                    true => Default::default(),
                    false => (
                        format!("使えるのは {} です。", known.join("、")),
                        format!("; there are {}", known.join(", ")),
                    ),
                };
                (
                    format!(
                        "profile.toml の {line} 行目: 「{key}」という項目はありません（書き間違いはありませんか）。{ja}"
                    ),
                    format!("line {line} of profile.toml: there is no key `{key}`{en}"),
                )
            }
            Self::MissingKey { key } => (
                format!("profile.toml に「{key}」がありません（{line} 行目から）。"),
                format!("profile.toml lacks `{key}` (from line {line})"),
            ),
            Self::Value { key } => (
                format!("profile.toml の {line} 行目: 「{key}」の値が正しくありません。"),
                format!("line {line} of profile.toml: the value of `{key}` cannot be used"),
            ),
            Self::Papers => (
                "profile.toml に [identity] と [trust] の両方が必要です（フォルダーでの受け渡しなら、両方なくても構いません）。"
                    .to_owned(),
                "profile.toml needs both [identity] and [trust]; with folders it may have neither"
                    .to_owned(),
            ),
        };
        explain(ja, PAGE.0, en, PAGE.1)
    }
}

/// For logs, in English.
impl fmt::Display for ProfileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { .. } => f.write_str("it is not UTF-8"),
            Self::Syntax => f.write_str("it is not TOML"),
            Self::UnknownKey { key, .. } => write!(f, "there is no key `{key}`"),
            Self::MissingKey { key } => write!(f, "`{key}` is missing"),
            Self::Value { key } => write!(f, "the value of `{key}` cannot be used"),
            Self::Papers => f.write_str("[identity] and [trust] belong together"),
        }
    }
}

/// The header above a line, or of it; empty at the top.
fn section_at(text: &str, line: usize) -> String {
    let headers = text.lines().take(line).filter_map(|line| {
        let line = line.trim();
        let inner = line.strip_prefix('[')?.split(']').next()?;
        Some(name(inner.trim_start_matches('[')))
    });
    headers
        .last()
        .map(|section| format!("[{section}]"))
        .unwrap_or_default()
}

/// The key that a line begins with.
fn key_on(text: &str, line: usize) -> String {
    let line = text.lines().nth(line - 1).unwrap_or_default();
    line.split_once('=')
        .map(|(key, _)| name(key.trim()))
        .unwrap_or_default()
}

/// A key as far as it can be one: who pasted something else by mistake does not find it in an error.
fn name(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    match text.len() <= 40 && text.chars().all(plain) {
        true => text.to_owned(),
        false => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::error::ExchangeError;
    use super::super::profile::Profile;
    use crate::explain::Explain;
    use crate::finding::Lang;

    const GOOD: &str = "office = \"5070022016\"\nkinds = [\"43\"]\nname = \"名\"\n\
        [identity]\ncertificate = \"c.pem\"\nprivate_key = \"k.pem\"\n[trust]\nroots = \"t.pem\"\n\
        [relay]\nurl = \"https://localhost\"\nca = \"ca.pem\"\nuser_id = \"u\"\npassword_file = \"p.txt\"\n";

    fn said(profile: &[u8]) -> [String; 2] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("profile.toml"), profile).unwrap();
        let error = Profile::load(folder.path()).unwrap_err();
        assert!(
            matches!(error, ExchangeError::ProfileForm { .. }),
            "{error:?}"
        );
        [Lang::Ja, Lang::En].map(|lang| error.message(lang))
    }

    #[track_caller]
    fn assert_says(profile: &str, ja: &str, en: &str) {
        let said = said(profile.as_bytes());
        assert!(said[0].contains(ja) && said[1].contains(en), "{said:?}");
        assert!(!said.concat().contains("himitsu"), "{said:?}");
    }

    #[test]
    fn a_fault_is_told_with_its_key_and_never_with_a_value() {
        let slip = GOOD.replace("user_id = \"u\"", "usr_id = \"himitsu\"");
        assert_says(
            &slip,
            "12 行目: 「[relay] usr_id」という項目はありません",
            "no key `[relay] usr_id`",
        );
        assert_says(&slip, "password_file", "password_file");
        let missing = GOOD.replace("user_id = \"u\"\n", "");
        assert_says(
            &missing,
            "「[relay] user_id」がありません",
            "lacks `[relay] user_id`",
        );
        let top = GOOD.replace("name = \"名\"\n", "");
        assert_says(&top, "「name」がありません", "lacks `name`");
        let value = GOOD.replace("5070022016", "himitsu");
        assert_says(&value, "1 行目: 「office」の値", "the value of `office`");
        let pair = GOOD.replace("private_key = \"k.pem\"\n", "");
        assert_says(&pair, "「[identity]」の値", "the value of `[identity]`");
        let store = format!("{GOOD}[store]\nkeep = 1\n");
        assert_says(
            &store,
            "「[store] keep」という項目はありません",
            "keep_days",
        );
    }

    #[test]
    fn what_is_no_toml_or_no_utf8_is_told_as_such() {
        assert_says(
            &GOOD.replace("[trust]", "[trust"),
            "7 行目の書き方",
            "line 7",
        );
        assert_says("office = himitsu\n", "1 行目の書き方", "not TOML");
        let sjis = crate::text::encode(GOOD).unwrap();
        let said = said(&sjis);
        assert!(said[0].contains("Shift_JIS") && said[1].contains("Shift_JIS"));
    }

    #[test]
    fn what_was_pasted_by_mistake_is_not_repeated() {
        let said = said(format!("{GOOD}\"himitsu no pasuwaado\" = 1\n").as_bytes());
        assert!(said[0].contains('…') && !said.concat().contains("himitsu"));
    }
}
