use std::io;

use super::Code;
use crate::explain::{Explain, Explanation, explain, io_cause};
use crate::finding::Lang;

/// Longest part of a key that an error repeats.
const MAX_KEY_CHARS: usize = 40;

/// Why a profile file is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
#[non_exhaustive]
pub enum CheckProfileError {
    /// The file cannot be read.
    Unreadable {
        /// What the system says.
        cause: io::ErrorKind,
    },
    /// It is not TOML.
    NotToml {
        /// Line of the fault, from 1.
        line: usize,
    },
    /// A key that no profile has.
    UnknownKey {
        /// Line of the key, from 1.
        line: usize,
        /// The key.
        key: String,
        /// The keys that may stand there.
        allowed: &'static str,
    },
    /// No finding has this code.
    UnknownCode {
        /// Line of the code, from 1.
        line: usize,
        /// The code.
        key: String,
        /// The code that was most likely meant.
        nearest: Option<Code>,
    },
    /// A value of another form than the key asks for.
    WrongValue {
        /// Line of the key, from 1.
        line: usize,
        /// The key.
        key: String,
        /// What may stand there, Japanese and English.
        allowed: [&'static str; 2],
    },
    /// A receiver lacks something.
    Incomplete {
        /// Line where the receiver begins, from 1.
        line: usize,
        /// The key that is missing.
        key: &'static str,
    },
}

impl Explain for CheckProfileError {
    fn explanation(&self) -> Explanation {
        match self {
            Self::Unreadable { cause } => explain(
                format!(
                    "確認プロファイルを読み取れません: {}",
                    io_cause(*cause, Lang::Ja)
                ),
                "standard、strict、lenient のどれかか、TOML ファイル（UTF-8）のパスを指定してください。",
                format!(
                    "the check profile cannot be read: {}",
                    io_cause(*cause, Lang::En)
                ),
                "Name standard, strict, lenient, or the path of a TOML file in UTF-8.",
            ),
            Self::NotToml { line } => explain(
                format!("確認プロファイルの {line} 行目が TOML の形式ではありません。"),
                "「キー = \"値\"」の形と、[severity]、[[receiver]] の括弧を確認してください。",
                format!("line {line} of the check profile is not TOML."),
                "Look at the form key = \"value\" and at the brackets of [severity] and [[receiver]].",
            ),
            Self::UnknownKey { line, key, allowed } => explain(
                format!(
                    "確認プロファイルの {line} 行目に知らないキー「{key}」があります。ここに書けるのは {allowed} です。"
                ),
                "キーのつづりと、書いた場所を確認してください。",
                format!(
                    "line {line} of the check profile has the unknown key \"{key}\"; allowed here: {allowed}."
                ),
                "Look at its spelling and at the table it stands in.",
            ),
            Self::UnknownCode { line, key, nearest } => {
                let [ja, en] = match nearest {
                    Some(code) => [
                        format!("{} のことではありませんか。", code.as_str()),
                        format!(" Did you mean {}?", code.as_str()),
                    ],
                    None => [String::new(), String::new()],
                };
                explain(
                    format!(
                        "確認プロファイルの {line} 行目の「{key}」という指摘コードはありません。{ja}"
                    ),
                    "指摘コードの一覧は careplan explain で表示できます。",
                    format!(
                        "line {line} of the check profile: no finding has the code \"{key}\".{en}"
                    ),
                    "careplan explain lists the codes.",
                )
            }
            Self::WrongValue {
                line,
                key,
                allowed: [ja, en],
            } => explain(
                format!(
                    "確認プロファイルの {line} 行目の「{key}」の値が正しくありません。書けるのは {ja} です。"
                ),
                "値を直してください。値は \"…\" で囲みます。",
                format!(
                    "line {line} of the check profile: the value of \"{key}\" is wrong; allowed: {en}."
                ),
                "Mend the value; it stands in quotes.",
            ),
            Self::Incomplete { line, key } => explain(
                format!("確認プロファイルの {line} 行目の [[receiver]] に「{key}」がありません。"),
                "送信先ごとに office（事業所番号）と severity を書いてください。kind（サービス種類コード）は省略できます。",
                format!("line {line} of the check profile: the [[receiver]] lacks \"{key}\"."),
                "A receiver has office and severity; kind may be left out.",
            ),
        }
    }
}

/// What may be the value of a key.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    Base,
    Severity,
    Table,
    Receivers,
    Office,
    Kind,
}

impl Expected {
    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Base => ["standard、strict、lenient", "standard, strict, lenient"],
            Self::Severity => ["error、warning、note、off", "error, warning, note, off"],
            Self::Table => [
                "[severity] の下に並べた CP1106 = \"error\" の形",
                "lines such as CP1106 = \"error\" below [severity]",
            ],
            Self::Receivers => [
                "[[receiver]] の下に並べた office、kind、severity",
                "office, kind and severity below [[receiver]]",
            ],
            Self::Office => ["事業所番号 10 文字", "an office number of 10 characters"],
            Self::Kind => [
                "サービス種類コード 2 文字",
                "a service kind of 2 characters",
            ],
        }
    }
}

/// A key and its line.
pub(super) struct Spot {
    line: usize,
    key: String,
}

impl Spot {
    pub(super) fn new(line: usize, key: &str) -> Self {
        let shown = key.chars().filter(|c| !c.is_control());
        let key = shown.take(MAX_KEY_CHARS).collect();
        Self { line, key }
    }

    /// The same key on another line.
    pub(super) fn at(&self, line: usize) -> Self {
        Self::new(line, &self.key)
    }

    pub(super) fn wrong(&self, expected: Expected) -> CheckProfileError {
        CheckProfileError::WrongValue {
            line: self.line,
            key: self.key.clone(),
            allowed: expected.names(),
        }
    }

    pub(super) fn unknown(&self, allowed: &'static str) -> CheckProfileError {
        CheckProfileError::UnknownKey {
            line: self.line,
            key: self.key.clone(),
            allowed,
        }
    }

    pub(super) fn unknown_code(&self) -> CheckProfileError {
        CheckProfileError::UnknownCode {
            line: self.line,
            key: self.key.clone(),
            nearest: nearest(&self.key),
        }
    }

    pub(super) fn lacks(&self, key: &'static str) -> CheckProfileError {
        CheckProfileError::Incomplete {
            line: self.line,
            key,
        }
    }
}

/// The code that differs in the fewest characters, if it is nearly the same. Swapped digits are one slip, and the
/// likeliest.
fn nearest(key: &str) -> Option<Code> {
    const MOST_DIFFERENT: usize = 2;
    let key = key.to_ascii_uppercase();
    let sum = |text: &str| text.bytes().map(u32::from).sum::<u32>();
    let distance = |code: &Code| {
        let pairs = code.as_str().bytes().zip(key.bytes());
        let different = pairs.filter(|(own, given)| own != given).count();
        let drift = sum(code.as_str()).abs_diff(sum(&key));
        let is_swap = different == 2 && drift == 0;
        (if is_swap { 1 } else { different }, drift)
    };
    let alike = |code: &&Code| code.as_str().len() == key.len();
    let nearest = Code::ALL
        .iter()
        .filter(alike)
        .min_by_key(|code| distance(code))?;
    (distance(nearest).0 <= MOST_DIFFERENT).then_some(*nearest)
}
