use std::io::ErrorKind;

use uuid::Uuid;

use crate::explain::{Explain, Explanation, explain, io_cause, io_kind};
use crate::finding::Lang;

/// Why a step of the exchange through folders did not succeed.
///
/// File names in it are those of the standard; where the folders are stays out, as paths may hold names of people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// The folder for upload cannot be used, or a file cannot be written there.
    #[error("the outgoing folder cannot be used: {}", io_cause(*.cause, Lang::En))]
    Outgoing {
        /// What the system says.
        cause: ErrorKind,
    },
    /// The folder of downloads, or a file in it, cannot be read.
    #[error("the incoming folder cannot be used: {}", io_cause(*.cause, Lang::En))]
    Incoming {
        /// What the system says.
        cause: ErrorKind,
    },
    /// Outgoing and incoming are the same folder, or one is in the other.
    #[error("the outgoing and the incoming folder are the same, or one is in the other")]
    SameFolder,
    /// A file of that name with other content is in the folder for upload.
    #[error("{file} is in the outgoing folder already, with other content")]
    FileDiffers {
        /// File name of the standard.
        file: String,
    },
    /// A file of a found set is not there any more.
    #[error("{file} of message {id} is not in the incoming folder any more")]
    FileMissing {
        /// The message.
        id: Uuid,
        /// File name of the standard.
        file: String,
    },
    /// A file of a found set was changed after it was found.
    #[error("{file} of message {id} was changed after it was found")]
    FileChanged {
        /// The message.
        id: Uuid,
        /// File name of the standard.
        file: String,
    },
    /// The files of a found set are no set of their own any more: others came that do not go with them, or it grew.
    #[error(
        "the files of message {id} are no whole set any more: files that do not go with them are in the incoming folder"
    )]
    NotASet {
        /// The message.
        id: Uuid,
    },
    /// Subject and text do not travel through folders.
    #[error("subject and text cannot be sent through folders")]
    Letter,
    /// What is kept of a set could not be written down.
    #[error("the cover of the set cannot be written down")]
    Cover,
}

impl FolderError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Outgoing { .. } => "outgoing_folder",
            Self::Incoming { .. } => "incoming_folder",
            Self::SameFolder => "same_folder",
            Self::FileDiffers { .. } => "file_differs",
            Self::FileMissing { .. } => "file_missing",
            Self::FileChanged { .. } => "file_changed",
            Self::NotASet { .. } => "not_a_set",
            Self::Letter => "letter_in_folder",
            Self::Cover => "cover",
        }
    }

    pub(super) fn outgoing(error: std::io::Error) -> Self {
        let cause = io_kind(&error);
        Self::Outgoing { cause }
    }

    pub(super) fn incoming(error: std::io::Error) -> Self {
        let cause = io_kind(&error);
        Self::Incoming { cause }
    }

    /// Whether the same call may succeed later, without anybody changing the settings.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Outgoing { .. } | Self::Incoming { .. } => true,
            Self::SameFolder
            | Self::FileDiffers { .. }
            | Self::FileMissing { .. }
            | Self::FileChanged { .. }
            | Self::NotASet { .. }
            | Self::Letter
            | Self::Cover => false,
        }
    }
}

impl Explain for FolderError {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::Outgoing { cause } => explain(
                format!(
                    "送信用フォルダーを使えません（{}）。",
                    io_cause(*cause, Lang::Ja)
                ),
                "profile.toml の [folder] outgoing の場所、書き込む権限、ディスクの空き、ネットワークドライブの接続を確認してから、もう一度送信してください。",
                en,
                "Check outgoing of [folder] in profile.toml: that it is there, may be written, has space, and that a network drive is connected. Then send again.",
            ),
            Self::Incoming { cause } => explain(
                format!(
                    "受信用フォルダーを使えません（{}）。",
                    io_cause(*cause, Lang::Ja)
                ),
                "profile.toml の [folder] incoming の場所、読み取る権限、ネットワークドライブの接続を確認してください。",
                en,
                "Check incoming of [folder] in profile.toml: that it is there, may be read, and that a network drive is connected.",
            ),
            Self::SameFolder => explain(
                "送信用フォルダーと受信用フォルダーが同じか、一方がもう一方の中にあります。",
                "profile.toml の [folder] の outgoing と incoming に、別々のフォルダーを指定してください。",
                en,
                "Name two separate folders as outgoing and incoming of [folder] in profile.toml.",
            ),
            Self::FileDiffers { file } => explain(
                format!("送信用フォルダーに、同じ名前で内容の違う {file} がすでにあります。"),
                "送信済みの古いファイルなら送信用フォルダーから移し、まだなら作成日時を変えて出力し直してから送信してください。",
                en,
                "Move it away if it was uploaded before; otherwise export anew, with a new stamp.",
            ),
            Self::FileMissing { file, .. } => explain(
                format!("{file} が受信用フォルダーにありません。"),
                "移動や削除をした場合は元に戻すか、公式クライアントからもう一度ダウンロードしてください。",
                en,
                "Put it back, or download it again.",
            ),
            Self::FileChanged { file, .. } => explain(
                format!("{file} の内容が、見つけたときから変わっています。"),
                "ダウンロードしたファイルは開いて保存し直さず、公式クライアントからもう一度ダウンロードしてください。",
                en,
                "Download it again, and do not open and save downloaded files.",
            ),
            Self::NotASet { .. } => explain(
                "このセットのファイルに、別のセットのファイルや内容の違う同名のファイルが混ざっています。",
                "指摘を確認し、余分なファイルを受信用フォルダーから移してください。どれが正しいか分からないときは、送信元に確認してください。",
                en,
                "See the findings, and move away the files that do not belong to it; where it is unclear which those are, ask the sender.",
            ),
            Self::Letter => explain(
                "フォルダーでの送信では、件名と本文は送れません。",
                "件名と本文を空にして送信し、公式クライアントで入力してください。",
                en,
                "Send without them, and enter them in the official client.",
            ),
            Self::Cover => explain(
                "セットの記録を作れません。",
                "同じ操作をもう一度行い、続くときはソフトの開発元に連絡してください。",
                en,
                "Do it again; where it goes on, tell the maker of the software.",
            ),
        }
    }
}

/// What a code means that stands beside a message.
pub(in crate::exchange) fn explain_code(code: &str) -> Option<Explanation> {
    let explanation = match code {
        "interrupted" => explain(
            "送信用フォルダーに書き出す前に、ソフトが終了しました。",
            "もう一度送信してください。",
            "the software ended before the set was written into the outgoing folder",
            "Send it again.",
        ),
        "outgoing_folder" => explain(
            "送信用フォルダーに書き出せません。",
            "フォルダーの場所、書き込む権限、ディスクの空き、ネットワークドライブの接続を確認してください。",
            "it cannot be written into the outgoing folder",
            "Check that the folder is there, may be written, has space, and that a network drive is connected.",
        ),
        "not_a_set" => explain(
            "このセットのファイルに、別のセットのファイルや内容の違う同名のファイルが混ざっています。",
            "余分なファイルを受信用フォルダーから移してから、もう一度取り込んでください。",
            "files that do not go with the set are in the incoming folder",
            "Move them away, and take it again.",
        ),
        "file_differs" => explain(
            "送信用フォルダーに、同じ名前で内容の違うファイルがあります。",
            "そのファイルを送信用フォルダーから移してから、もう一度送信してください。",
            "a file of the same name with other content is in the outgoing folder",
            "Move that file away, and send again.",
        ),
        _ => return None,
    };
    Some(explanation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_tell_the_cause_and_what_to_do() {
        let (id, file) = (Uuid::nil(), "UPPLAN_202609.CSV".to_owned());
        for error in [
            FolderError::Outgoing {
                cause: ErrorKind::StorageFull,
            },
            FolderError::Incoming {
                cause: ErrorKind::NotFound,
            },
            FolderError::SameFolder,
            FolderError::FileDiffers { file: file.clone() },
            FolderError::FileMissing {
                id,
                file: file.clone(),
            },
            FolderError::FileChanged { id, file },
            FolderError::NotASet { id },
            FolderError::Letter,
        ] {
            let explanation = error.explanation();
            assert!(!explanation.ja.is_empty() && !explanation.hint_ja.is_empty());
            assert!(!explanation.en.is_empty() && !explanation.hint_en.is_empty());
        }
        let full = FolderError::outgoing(ErrorKind::StorageFull.into());
        assert!(
            full.message(Lang::Ja)
                .contains("ディスクに空きがありません")
        );
        assert!(full.is_retryable());
    }
}
