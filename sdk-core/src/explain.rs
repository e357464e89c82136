use std::io::{self, ErrorKind};

use crate::finding::Lang;

/// An error that tells a person, in Japanese and English, what happened and what to do next.
///
/// `Display` of such an error is for a developer's log; this is for the person at the screen. Neither ever holds
/// personal data, a password, a key or a token.
pub trait Explain: std::error::Error {
    /// What happened and what to do about it.
    fn explanation(&self) -> Explanation;

    /// What happened.
    fn message(&self, lang: Lang) -> String {
        let explanation = self.explanation();
        lang.pick(explanation.ja, explanation.en)
    }

    /// What to do next.
    fn hint(&self, lang: Lang) -> String {
        let explanation = self.explanation();
        lang.pick(explanation.hint_ja, explanation.hint_en)
            .to_owned()
    }
}

/// Both languages of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// 何が起きたか.
    pub ja: String,
    /// 次に何をするか.
    pub hint_ja: &'static str,
    /// What happened.
    pub en: String,
    /// What to do next.
    pub hint_en: &'static str,
}

/// Short form for the tables of explanations beside the error types.
pub(crate) fn explain(
    ja: impl Into<String>,
    hint_ja: &'static str,
    en: impl Into<String>,
    hint_en: &'static str,
) -> Explanation {
    Explanation {
        ja: ja.into(),
        hint_ja,
        en: en.into(),
        hint_en,
    }
}

/// The kind of an error with a file. That another program holds it, a Windows matter, has no kind of its own in the
/// standard library.
pub fn io_kind(error: &io::Error) -> ErrorKind {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    match error.raw_os_error() {
        Some(SHARING_VIOLATION | LOCK_VIOLATION) if cfg!(windows) => ErrorKind::ResourceBusy,
        _ => error.kind(),
    }
}

/// Why a file cannot be read or written, in the words of the person at the screen.
pub fn io_cause(kind: ErrorKind, lang: Lang) -> String {
    let (ja, en) = match kind {
        ErrorKind::NotFound => ("見つかりません", "it does not exist"),
        ErrorKind::PermissionDenied => ("権限がありません", "permission denied"),
        ErrorKind::IsADirectory => (
            "フォルダーです。ファイルを指定してください",
            "it is a folder; name a file",
        ),
        ErrorKind::NotADirectory => ("フォルダーではありません", "it is not a folder"),
        ErrorKind::OutOfMemory => ("メモリーが足りません", "out of memory"),
        ErrorKind::StorageFull => ("ディスクに空きがありません", "the disk is full"),
        ErrorKind::InvalidData => ("UTF-8 の文字ではありません", "it is not UTF-8"),
        ErrorKind::ReadOnlyFilesystem => ("読み取り専用です", "it is read-only"),
        ErrorKind::QuotaExceeded => (
            "使えるディスク容量の上限に達しています",
            "the disk quota is used up",
        ),
        ErrorKind::InvalidFilename => (
            "名前かパスが長すぎるか、使えない文字があります",
            "its name or path is too long, or holds a character that cannot be used",
        ),
        ErrorKind::FileTooLarge => ("大きすぎます", "it is too large"),
        ErrorKind::ResourceBusy => ("別のプログラムが使用中です", "another program has it open"),
        other => return other.to_string(),
    };
    lang.pick(ja, en).to_owned()
}
