//! Why a command for envelopes did not do what it was asked for.

use std::io;
use std::path::{Path, PathBuf};

use careplan_core::Explain;
use careplan_core::envelope::EnvelopeError;
use careplan_core::exchange::{ExchangeError, code_of_envelope};
use careplan_core::finding::Lang;

use crate::files::write::{self, NotWritten};
use crate::outcome::Outcome;
use crate::{read, terminal_text};

/// What stopped a command.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Sealing, opening or verifying failed.
    Envelope(EnvelopeError),
    /// A step of the exchange failed.
    Exchange(ExchangeError),
    /// The office cannot be opened: its profile, certificates, store.
    Setting(ExchangeError),
    /// The same, of a certain file.
    At(PathBuf, EnvelopeError),
    /// A file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file or folder cannot be written.
    NotWritten(PathBuf, io::Error),
    /// A file of this name is there.
    Taken(PathBuf),
    /// The file to write is one that the command reads.
    IsInput(PathBuf),
    /// Something else, in both languages, with the next step.
    Said(Outcome, String, String),
}

impl Fault {
    /// Not done because what was given does not go together.
    pub(crate) fn could_not_run(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Said(Outcome::Failed, ja.into(), en.into())
    }

    /// Looked at and refused.
    pub(crate) fn refused(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Said(Outcome::Errors, ja.into(), en.into())
    }

    pub(crate) fn setting(error: ExchangeError) -> Self {
        Self::Setting(error)
    }

    /// A stable code, one word.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Envelope(error) | Self::At(_, error) => code_of_envelope(error),
            Self::Exchange(error) | Self::Setting(error) => error.code(),
            Self::Unreadable(..) => "unreadable",
            Self::NotWritten(..) => "not_written",
            Self::Taken(_) => "file_exists",
            Self::IsInput(_) => "file_is_input",
            Self::Said(Outcome::Errors, ..) => "refused",
            Self::Said(..) => "could_not_run",
        }
    }

    pub(crate) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Unreadable(path, error)
    }

    pub(crate) fn not_written(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Taken(path),
            _ => Self::NotWritten(path, error),
        }
    }

    pub(crate) fn at(path: &Path) -> impl FnOnce(EnvelopeError) -> Self {
        let path = path.to_owned();
        move |error| Self::At(path, error)
    }

    /// How the run ended.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::Envelope(error) | Self::At(_, error) => outcome_of(error),
            Self::Exchange(error) => outcome_of_exchange(error),
            Self::Setting(_) => Outcome::Failed,
            Self::Said(outcome, ..) => *outcome,
            Self::Unreadable(..) | Self::NotWritten(..) | Self::Taken(_) | Self::IsInput(_) => {
                Outcome::Failed
            }
        }
    }

    /// What happened and what to do.
    pub(crate) fn describe(&self, lang: Lang) -> String {
        match self {
            Self::Envelope(error) => explained(error, lang),
            Self::Exchange(error) | Self::Setting(error) => explained(error, lang),
            Self::At(path, error) => {
                format!("{}: {}", terminal_text::path(path), explained(error, lang))
            }
            Self::Unreadable(path, error) => read::explain(path, error, lang),
            Self::NotWritten(path, error) => {
                let again = io::Error::from(error.kind());
                write::explain(path, &NotWritten::Failed(again), lang)
            }
            Self::Taken(path) => taken(path, lang),
            Self::IsInput(path) => is_input(path, lang),
            Self::Said(_, ja, en) => lang.pick(ja, en).clone(),
        }
    }
}

impl From<ExchangeError> for Fault {
    fn from(error: ExchangeError) -> Self {
        Self::Exchange(error)
    }
}

impl From<EnvelopeError> for Fault {
    fn from(error: EnvelopeError) -> Self {
        Self::Envelope(error)
    }
}

/// What was to be one's own is another's.
pub(crate) fn not_sent() -> Fault {
    Fault::refused(
        "この事業所が送ったものではありません。\n受け取ったものは、careplan open で --sent を付けずに開いてください。証跡は、送信元の事業所が作ります。",
        "this office did not send it.\nOpen what was received without --sent (careplan open); evidence is made by the office that sent it.",
    )
}

fn explained(error: &impl Explain, lang: Lang) -> String {
    let text = format!("{}\n{}", error.message(lang), error.hint(lang));
    terminal_text::lines(&text)
}

fn taken(path: &Path, lang: Lang) -> String {
    let path = terminal_text::path(path);
    match lang {
        Lang::Ja => format!(
            "{path} はすでにあります。上書きしていません。\n別の名前やフォルダーを指定するか、そのファイルを移してください。"
        ),
        Lang::En => format!(
            "{path} exists and was not overwritten.\nName another file or folder, or move that file away."
        ),
    }
}

fn is_input(path: &Path, lang: Lang) -> String {
    let path = terminal_text::path(path);
    match lang {
        Lang::Ja => format!(
            "{path} は、このコマンドが読み込むファイルです。上書きしていません（--force でも上書きしません）。\n書き込むファイルに、別の名前を指定してください。"
        ),
        Lang::En => format!(
            "{path} is a file that this command reads; it was not overwritten, nor is it with --force.\nGive the file to write another name."
        ),
    }
}

/// What was looked at and found bad is refused; everything else could not be done.
fn outcome_of(error: &EnvelopeError) -> Outcome {
    match error {
        EnvelopeError::BadOfficeRule
        | EnvelopeError::BadTrustSetting(_)
        | EnvelopeError::BadCrl(_)
        | EnvelopeError::BadPem(_)
        | EnvelopeError::Identity(_)
        | EnvelopeError::Key(_)
        | EnvelopeError::NoIdentity
        | EnvelopeError::FileChanged
        | EnvelopeError::TooLarge { .. }
        | EnvelopeError::TooManyRecipients { .. }
        | EnvelopeError::Io(_)
        | EnvelopeError::OpenSsl(_) => Outcome::Failed,
        _ => Outcome::Errors,
    }
}

/// The same of a step of the exchange.
pub(crate) fn outcome_of_exchange(error: &ExchangeError) -> Outcome {
    match error {
        ExchangeError::Envelope(error) => outcome_of(error),
        ExchangeError::NotSender { .. }
        | ExchangeError::TooLarge { .. }
        | ExchangeError::CoverMismatch
        | ExchangeError::RelayDiffers
        | ExchangeError::Receipt(_)
        | ExchangeError::NoReceipt
        | ExchangeError::NoReceiptYet
        | ExchangeError::NotTaken
        | ExchangeError::WrongState { .. }
        | ExchangeError::ContentNotKept
        | ExchangeError::SentContentNotKept => Outcome::Errors,
        _ => Outcome::Failed,
    }
}
