use std::io;

use crate::explain::{Explain, Explanation, explain, io_cause};
use crate::finding::Lang;

/// Why a key on a token (PKCS#11) cannot be used. Never holds a PIN, a label or a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The URI is not one of RFC 7512, or lacks what is needed.
    #[error("the PKCS#11 URI is not valid: {0}")]
    BadUri(&'static str),
    /// The library that `module-path` names cannot be loaded.
    #[error("the PKCS#11 module cannot be loaded")]
    Module,
    /// No token in any slot is the one that the URI describes.
    #[error("the token is not there")]
    Missing,
    /// The URI describes several of the tokens that are there.
    #[error("{count} tokens fit the PKCS#11 URI")]
    SeveralTokens {
        /// How many.
        count: usize,
    },
    /// The token wants a PIN, and none was given.
    #[error("the token wants a PIN, and none was given")]
    PinMissing,
    /// The file that `pin-source` names cannot be read.
    #[error("the file of the PIN cannot be read: {}", io_cause(*.0, Lang::En))]
    PinFile(io::ErrorKind),
    /// The token refuses the PIN. It is not tried again.
    #[error("the token refuses the PIN")]
    PinWrong,
    /// One more wrong PIN would lock the token, so none was tried.
    #[error("one more wrong PIN would lock the token; none was tried")]
    PinLastTry,
    /// Too many wrong PINs.
    #[error("the token's PIN is locked")]
    PinLocked,
    /// The PIN was never set, or has to be changed first.
    #[error("the token's PIN has to be set first")]
    PinNotSet,
    /// No private key as described.
    #[error("there is no such private key on the token")]
    NoKey,
    /// No certificate for the key.
    #[error("there is no certificate for the private key on the token")]
    NoCertificate,
    /// Several keys with certificates.
    #[error("{count} keys with certificates on the token fit the PKCS#11 URI")]
    Several {
        /// How many.
        count: usize,
    },
    /// The module reports something else; its name in PKCS#11.
    #[error("the token failed: {0}")]
    Failed(String),
}

impl Explain for TokenError {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::BadUri(what) => explain(
                format!("トークンの指定（PKCS#11 URI）が正しくありません（{what}）。"),
                "例: pkcs11:token=OFFICE;object=claims?module-path=/usr/lib/softhsm/libsofthsm2.so",
                en,
                "For example: pkcs11:token=OFFICE;object=claims?module-path=/usr/lib/softhsm/libsofthsm2.so",
            ),
            Self::Module => explain(
                "トークンのソフトウェア（PKCS#11 モジュール）を読み込めません。",
                "module-path の場所と、32/64 ビットの種類が合っているか確認してください。",
                en,
                "Check module-path, and that the module is of the same kind, 32 or 64 bits.",
            ),
            Self::Missing => explain(
                "トークン（IC カードや USB トークン）が見つかりません。",
                "トークンを差し込み、指定した名前（token・serial）を確認してください。",
                en,
                "Insert the token, and check the name that was given (token, serial).",
            ),
            Self::SeveralTokens { count } => explain(
                format!("指定に合うトークンが {count} 個あります。"),
                "token または serial で 1 つに決めてください。",
                en,
                "Choose one by token or serial.",
            ),
            Self::PinMissing => explain(
                "トークンの PIN が指定されていません。",
                "PIN をパスワードとして指定してください。",
                en,
                "Give the PIN as the password.",
            ),
            Self::PinFile(cause) => explain(
                format!(
                    "PIN のファイルを読み取れません（{}）。",
                    io_cause(*cause, Lang::Ja)
                ),
                "pin-source の場所と、読み取る権限があることを確認してください。",
                en,
                "Check pin-source, and that it may be read.",
            ),
            Self::PinWrong => explain(
                "トークンの PIN が違います。",
                "続けて間違えるとトークンが使えなくなります。PIN を確かめてから、設定し直してください。",
                en,
                "More wrong ones will lock the token: make sure of the PIN before configuring it again.",
            ),
            Self::PinLastTry => explain(
                "トークンの PIN をあと 1 回間違えると、使えなくなります。PIN は送っていません。",
                "トークンに付属のソフトウェアで正しい PIN を一度入力してから、やり直してください。",
                en,
                "Enter the right PIN once with the token's own software, then try again.",
            ),
            Self::PinLocked => explain(
                "トークンの PIN がロックされています。",
                "トークンの発行元または管理者に、ロックの解除を依頼してください。",
                en,
                "Ask who issued or administers the token to unlock it.",
            ),
            Self::PinNotSet => explain(
                "トークンの PIN が設定されていないか、変更が必要です。",
                "トークンに付属のソフトウェアで PIN を設定してください。",
                en,
                "Set the PIN with the token's own software.",
            ),
            Self::NoKey => explain(
                "トークンに指定の秘密鍵がありません。",
                "名前（object・id）を確認してください。",
                en,
                "Check its name (object, id).",
            ),
            Self::NoCertificate => explain(
                "トークンに秘密鍵の電子証明書がありません。",
                "秘密鍵と同じ id で電子証明書をトークンに入れてください。",
                en,
                "Store the certificate on the token under the same id as the key.",
            ),
            Self::Several { count } => explain(
                format!("指定に合う秘密鍵と電子証明書がトークンに {count} 組あります。"),
                "object または id で 1 つに決めてください。",
                en,
                "Choose one by object or id.",
            ),
            Self::Failed(reason) => explain(
                format!("トークンの処理に失敗しました（{reason}）。"),
                "トークンを差し直して、もう一度実行してください。",
                en,
                "Take the token out, insert it again and try again.",
            ),
        }
    }
}
