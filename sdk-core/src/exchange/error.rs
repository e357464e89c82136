use std::io;

use jiff::SignedDuration;
use uuid::Uuid;

use super::folder::FolderError;
use super::profile_fault::ProfileFault;
use super::reason_words::{self, Side};
use crate::clock_text::{japan_time, span_text};
use crate::envelope::{EnvelopeError, TrustFault};
use crate::explain::{Explain, Explanation, explain, io_cause};
use crate::finding::Lang;
use crate::number::OfficeNumber;
use crate::relay::RelayError;
use crate::store::{EventChange, StoreError};

/// Why a step of the exchange did not succeed.
#[derive(Debug, thiserror::Error)]
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
    /// Neither profile.toml nor the program gives the password of the relay.
    #[error(
        "there is no password for the relay: the profile names no password_file, the program gives none"
    )]
    PasswordNotGiven,
    /// profile.toml is not of the form that is expected.
    #[error("profile.toml is not valid (line {line}): {fault}")]
    ProfileForm {
        /// Line of the fault, from 1; 0 where there is none.
        line: usize,
        /// What it is.
        fault: ProfileFault,
    },
    /// One of the profile's identities cannot be used.
    #[error("identity {number} of {count} of the profile: {error}")]
    ProfileIdentity {
        /// Which `[[identity]]`, from 1.
        number: usize,
        /// How many there are.
        count: usize,
        /// Why.
        error: EnvelopeError,
    },
    /// profile.toml keeps contents longer than the messages that they belong to.
    #[error("profile.toml keeps contents for {contents} days but messages for {messages} days")]
    ProfileRetention {
        /// `keep_content_days`.
        contents: u16,
        /// `keep_days`.
        messages: u16,
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
    /// profile.toml has neither or both of `[relay]` and `[folder]`.
    #[error("profile.toml does not have exactly one of [relay] and [folder]")]
    ProfileWay,
    /// Message and cover say different things of each other.
    #[error("cover and content do not belong together")]
    CoverMismatch,
    /// What the relay says of a message is not what is known of it here: another size, digest, sender, receiver or stamp.
    #[error("what the relay says of the message differs from what is known here")]
    RelayDiffers,
    /// The receipt of a sent message does not hold. It is kept as it came.
    #[error("the receipt does not hold: {0}")]
    Receipt(EnvelopeError),
    /// The relay calls a message taken and shows no receipt.
    #[error("the relay calls the message taken but shows no receipt")]
    NoReceipt,
    /// The message has no receipt yet.
    #[error("there is no receipt of the message yet")]
    NoReceiptYet,
    /// Only what was taken here can be acknowledged.
    #[error("the message was not taken yet")]
    NotTaken,
    /// The message is in a state in which this cannot be done.
    #[error("the message is {}, this cannot be done any more", .state.name(Lang::En))]
    WrongState {
        /// Its state.
        state: EventChange,
    },
    /// Other files under the same stamp (作成日時) went to the same receiver.
    #[error(
        "files with other contents or names and the same stamp were sent to this receiver before"
    )]
    StampUsed {
        /// As this message.
        message: Uuid,
    },
    /// The receiver has stored a message that had ended by withdrawal, expiry or otherwise.
    #[error("the receiver has stored a message that had ended by withdrawal, expiry or otherwise")]
    TakenAllTheSame,
    /// This machine's clock is ahead of the relay's.
    #[error("this machine's clock is ahead by {}", span_text(*.by, Lang::En))]
    ClockAhead {
        /// By so much.
        by: SignedDuration,
    },
    /// The content of the message is not on this machine any more.
    #[error("the content of the message is no longer kept")]
    ContentNotKept,
    /// The content of a message that this office sent is not on this machine any more.
    #[error("the content of the message is no longer kept")]
    SentContentNotKept,
    /// The office has a worker already.
    #[error("the office has a worker already")]
    WorkerRuns,
    /// The system gives no thread.
    #[error("the system gives no thread")]
    NoThread,
    /// The caller ended it.
    #[error("ended by the caller")]
    Cancelled,
    /// A callback of a call asks for the same again, which would wait for itself.
    #[error("called from within a callback of the same call")]
    CalledFromWithin,
    /// Sealing, opening or verifying failed.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The relay could not be asked or said no.
    #[error(transparent)]
    Relay(RelayError),
    /// The store on this machine cannot do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folders for upload and downloads cannot be used, or hold something else than expected.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl From<RelayError> for ExchangeError {
    fn from(error: RelayError) -> Self {
        match error {
            RelayError::Cancelled => Self::Cancelled,
            error => Self::Relay(error),
        }
    }
}

impl ExchangeError {
    /// Whether the same call may succeed later, without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Relay(error) => error.is_retryable(),
            Self::Store(error) => error.is_retryable(),
            Self::Folder(error) => error.is_retryable(),
            _ => false,
        }
    }

    /// Seconds to wait before trying again, where the relay said so.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Relay(error) => error.retry_after(),
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
            Self::PasswordNotGiven => explain(
                "中継サーバーのパスワードがありません。",
                "profile.toml の [relay] に password_file を書くか、事業所を開くときにソフトからパスワードを渡してください。",
                en,
                "Name a password_file in [relay] of profile.toml, or have the program give the password when it opens the office.",
            ),
            Self::ProfileRetention { contents, messages } => explain(
                format!(
                    "profile.toml の [store] で、記録を残す日数（keep_days = {messages}）が、内容を残す日数（keep_content_days = {contents}）より短くなっています。"
                ),
                "keep_days は keep_content_days 以上にしてください。",
                en,
                "Make keep_days at least keep_content_days.",
            ),
            Self::ProfileForm { line, fault } => fault.explanation(*line),
            Self::ProfileIdentity {
                number,
                count,
                error,
            } => {
                let cause = error.explanation();
                let (ja, en) = match count {
                    1 => ("[identity]".to_owned(), "[identity]".to_owned()),
                    _ => (
                        format!("{number} 番目の [[identity]]"),
                        format!("[[identity]] number {number}"),
                    ),
                };
                Explanation {
                    ja: format!("profile.toml の {ja}: {}", cause.ja),
                    en: format!("{en} of profile.toml: {}", cause.en),
                    ..cause
                }
            }
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
            Self::Store(error) => error.explanation(),
            Self::Folder(error) => error.explanation(),
            Self::ProfileWay => explain(
                "profile.toml に [relay] と [folder] のどちらか一方だけを書いてください。",
                "中継サーバーを使うなら [relay]、フォルダーで受け渡すなら [folder] を残してください。",
                en,
                "Leave [relay] for a relay, or [folder] for handing over in folders.",
            ),
            Self::RelayDiffers | Self::NoReceipt => reason_words::of(self.code(), None),
            Self::ContentNotKept => reason_words::of(self.code(), Some(Side::Receiving)),
            Self::SentContentNotKept => reason_words::of(self.code(), Some(Side::Sending)),
            Self::Receipt(error) => explain_receipt(error),
            Self::NoReceiptYet => explain(
                "受領証はまだありません。",
                "相手の事業所が取り込むまで待ち、送受信のあとでもう一度実行してください。",
                en,
                "Wait until it was taken, synchronise, and try again.",
            ),
            Self::NotTaken => explain(
                "まだ取り込んでいないデータです。",
                "先にデータを取り込み、保存してから受領を確定してください。",
                en,
                "Take it first and store what it holds; then acknowledge it.",
            ),
            Self::WrongState { state } => explain(
                format!(
                    "このデータは「{}」のため、この操作はできません。",
                    state.name(Lang::Ja)
                ),
                "一覧でいまの状態を確認してください。",
                en,
                "Look at its state in the list.",
            ),
            Self::StampUsed { .. } => explain(
                "同じ相手に、同じ作成日時で、内容かファイル名の違うファイルをすでに送っています。",
                "新しい作成日時でファイルを作り直して送ってください（拡張子の大文字と小文字も、名前の違いです）。先に送ったものが不要なら、取り消してください。",
                en,
                "Export the files anew, with a new stamp, and send those (.csv and .CSV are different names, too); withdraw the earlier message if it is not wanted.",
            ),
            Self::TakenAllTheSame => explain(
                "取消や期限切れなどで終わったこのデータを、受信した事業所が取り込んでいました。",
                "二重に取り込まないよう、送信した事業所と受信した事業所で、このデータを使うかどうかを電話などで確かめてください。",
                en,
                "Sender and receiver should agree, by telephone say, whether it counts, so that it is not imported twice.",
            ),
            Self::ClockAhead { by } => explain(
                format!(
                    "このパソコンの時計が {} 進んでいます。",
                    span_text(*by, Lang::Ja)
                ),
                "時計を合わせてから、もう一度実行してください。進んだ時計で署名したものは、相手の事業所で確認できません。",
                en,
                "Set the clock and try again: what is signed with a fast clock cannot be verified by others.",
            ),
            Self::WorkerRuns => explain(
                "この事業所の自動送受信はすでに動いています。",
                "動いているものを止めてから始めてください。",
                en,
                "Stop the one that runs before you start another.",
            ),
            Self::NoThread => explain(
                "システムが新しい処理（スレッド）を始められません。",
                "ほかのソフトを終了してから、もう一度実行してください。",
                en,
                "Close other programs and try again.",
            ),
            Self::Cancelled => explain(
                "途中で中止しました。",
                "続きは次の送受信で行われます。保存したものは失われていません。",
                en,
                "It goes on at the next synchronisation; what was stored stays stored.",
            ),
            Self::CalledFromWithin => explain(
                "送受信の途中のコールバックから、同じ送受信が呼ばれました。",
                "コールバックでは知らせるだけにし、送受信と取り込みは、呼び出しが終わってから行ってください。",
                en,
                "Only note in a callback what is to be done, and synchronise or take once the call has returned.",
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

/// A receipt that does not hold, as the sender of the message is told.
pub(super) fn explain_receipt(error: &EnvelopeError) -> Explanation {
    if let EnvelopeError::Untrusted {
        fault: TrustFault::SignedInFuture { signed_at, .. },
        ..
    } = error
    {
        let at = japan_time(*signed_at);
        return explain(
            format!("受領証の日時（{at}）が、このパソコンの時計より先のため、まだ確認できません。"),
            "このパソコンの時計を確認してください。正しければ、送信先の時計が進んでいます。その日時を過ぎれば、そのまま受領を確認でき、証跡も作れます。送り直す必要はありません。",
            format!("the receipt is of {at}, which this machine's clock has not reached"),
            "Check this machine's clock. If it is right, the receiver's is fast: wait until that time, and the receipt and the evidence hold; nothing need be sent again.",
        );
    }
    let cause = error.explanation();
    explain(
        format!("受領証を確認できません: {}", cause.ja),
        "送信先の事業所に、受け取ったかどうかを確認してください。受領証はそのまま保管しています。",
        format!("the receipt does not hold: {error}"),
        "Ask the receiving office whether it has taken the data; the receipt is kept as it came.",
    )
}
