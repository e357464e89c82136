//! What can go wrong in the demo, for people.

use std::io;

use careplan_core::Explain;
use careplan_core::exchange::ExchangeError;
use careplan_core::finding::{Findings, Lang};

/// Why the demo, or the part of one office in it, did not succeed.
#[derive(Debug, thiserror::Error)]
pub(super) enum DemoError {
    /// The embedded sample month is not what this program expects.
    #[error("the embedded sample cannot be read: {0}")]
    Sample(String),
    /// No temporary folder or no free port.
    #[error(transparent)]
    System(#[from] io::Error),
    /// The relay could not be prepared or started.
    #[error(transparent)]
    Relay(#[from] careplan_relay::Error),
    /// A step of the exchange failed.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The files are no set that may be sent.
    #[error("the set was refused")]
    Refused(Findings),
    /// Nothing was there to be taken.
    #[error("nothing was offered")]
    NothingOffered,
}

impl DemoError {
    /// What happened and what to do.
    pub(super) fn describe(&self, lang: Lang) -> String {
        match self {
            Self::Sample(cause) => match lang {
                Lang::Ja => format!("組み込みの見本データを読み取れません: {cause}"),
                Lang::En => self.to_string(),
            },
            Self::System(cause) => match lang {
                Lang::Ja => format!("一時フォルダーまたは通信ポートを用意できません: {cause}"),
                Lang::En => format!("cannot get a temporary folder or a port: {cause}"),
            },
            // Says everything in both languages by itself.
            Self::Relay(error) => error.to_string(),
            Self::Exchange(error) => format!("{} {}", error.message(lang), error.hint(lang)),
            Self::Refused(findings) => refused(findings, lang),
            Self::NothingOffered => lang
                .pick("受け取るものが届いていません。", "Nothing has arrived.")
                .to_owned(),
        }
    }
}

fn refused(findings: &Findings, lang: Lang) -> String {
    let mut text = lang
        .pick("セットを送れません。", "The set cannot be sent.")
        .to_owned();
    for finding in findings {
        text += &format!(
            "\n  [{}] {} {} {}",
            finding.code.as_str(),
            finding.file,
            finding.message(lang),
            finding.hint(lang)
        );
    }
    text
}
