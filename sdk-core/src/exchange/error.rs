use std::io;

use crate::envelope::EnvelopeError;
use crate::explain::{Explain, Explanation, explain, io_cause};
use crate::finding::Lang;
use crate::number::OfficeNumber;
use crate::relay::RelayError;

/// Why a step of the exchange did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// A file of the office profile cannot be read.
    #[error("the profile's {file} cannot be read: {}", io_cause(*.cause, Lang::En))]
    ProfileFile {
        /// File name within the profile folder.
        file: String,
        /// What the system says.
        cause: io::ErrorKind,
    },
    /// The password file of the profile is empty.
    #[error("the profile's {file} holds no password")]
    NoPassword {
        /// File name within the profile folder.
        file: String,
    },
    /// profile.toml is not of the form that is expected.
    #[error("profile.toml is not valid (line {line})")]
    ProfileForm {
        /// Line of the fault, from 1; 0 where there is none.
        line: usize,
    },
    /// The certificate names another office than the profile.
    #[error("the profile is of office {profile}, its certificate of office {certificate}")]
    ProfileCertificate {
        /// Office of the profile.
        profile: OfficeNumber,
        /// Office of the certificate.
        certificate: OfficeNumber,
    },
    /// The set's sender is another office than the profile's.
    #[error("the set is sent by office {sender}, not by office {office}")]
    NotSender {
        /// Office of the set.
        sender: OfficeNumber,
        /// Office of the profile.
        office: OfficeNumber,
    },
    /// Larger than the relay takes.
    #[error("the sealed message has {size} bytes, the relay takes {limit}")]
    TooLarge {
        /// Bytes of the sealed content.
        size: u64,
        /// Most bytes.
        limit: u64,
    },
    /// Message and cover say different things of each other.
    #[error("cover and content do not belong together")]
    CoverMismatch,
    /// The relay has the message in a state that is not "stored".
    #[error("the relay has not accepted the message")]
    NotAccepted,
    /// Sealing, opening or verifying failed.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The relay could not be asked or said no.
    #[error(transparent)]
    Relay(#[from] RelayError),
}

impl ExchangeError {
    /// Whether the same call may succeed later, without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Relay(error) if error.is_retryable())
    }

    /// Seconds to wait before trying again, where the relay said so.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Relay(RelayError::Problem { retry_after, .. }) => *retry_after,
            _ => None,
        }
    }
}

impl Explain for ExchangeError {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::Envelope(error) => error.explanation(),
            Self::Relay(error) => error.explanation(),
            Self::ProfileFile { file, cause } => explain(
                format!(
                    "事業所プロファイルの {file} を読み取れません（{}）。",
                    io_cause(*cause, Lang::Ja)
                ),
                "プロファイルのフォルダーの場所と、ファイルがあること、読み取る権限があることを確認してください。",
                en,
                "Check the profile folder, that the file is there, and that it may be read.",
            ),
            Self::NoPassword { file } => explain(
                format!("事業所プロファイルの {file} にパスワードがありません。"),
                "パスワードを1行で書いてください。",
                en,
                "Write the password into it, on one line.",
            ),
            Self::ProfileForm { line } => explain(
                format!("profile.toml の書き方が正しくありません（{line} 行目）。"),
                "UTF-8 で保存し、office、kinds、name、[identity]（file、token、または certificate と private_key）、[trust]、[relay] の各項目がそろっているか確認してください。",
                en,
                "Save it in UTF-8 with office, kinds, name, [identity] (file, token, or certificate and private_key), [trust] and [relay].",
            ),
            Self::ProfileCertificate {
                profile,
                certificate,
            } => explain(
                format!(
                    "プロファイルの事業所番号（{profile}）と電子証明書の事業所番号（{certificate}）が異なります。"
                ),
                "この事業所の電子証明書を設定してください。",
                en,
                "Configure this office's own certificate.",
            ),
            Self::NotSender { sender, office } => explain(
                format!("ファイル名の送信元（{sender}）がこの事業所（{office}）ではありません。"),
                "送信元の事業所のプロファイルで送信するか、正しい送信元で出力し直してください。",
                en,
                "Send with the sender's profile, or export with the right sender.",
            ),
            Self::TooLarge { size, limit } => explain(
                format!("暗号化したデータが大きすぎます（{size} バイト、上限 {limit} バイト）。"),
                "対象の利用者や年月を分けるか、本文を短くして送ってください。",
                en,
                "Send it in parts, or shorten the text.",
            ),
            Self::NotAccepted => explain(
                "中継サーバーがデータを受け付けていません。",
                "SDK と中継サーバーの版が合っているか確認し、データを作り直して送信してください。",
                en,
                "Make sure that the versions of SDK and relay fit together, and prepare the message anew.",
            ),
            Self::CoverMismatch => explain(
                "送付状と中身の組み合わせが違います。",
                "この内容は取り込まないでください。送信元の事業所に確認してください。",
                en,
                "Do not import it; ask the sending office.",
            ),
        }
    }
}
