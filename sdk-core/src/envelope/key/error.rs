use super::token::TokenError;
use crate::explain::{Explain, Explanation, explain};

/// Why a private key did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// What was to be decrypted was not encrypted for this key, or was damaged.
    #[error("the private key refused what was to be decrypted")]
    Refused,
    /// The key cannot do this: an RSA key asked for ECDH, a token without the mechanism.
    #[error("the private key cannot do this: {0}")]
    Unsupported(&'static str),
    /// The token that holds the key.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// No permission, a wrong PIN, or the person cancelled.
    #[error("access to the private key was denied ({0})")]
    Denied(String),
    /// The key asks a person for a PIN or a consent, and no window may be shown.
    #[error("the private key asks for a PIN or a consent, and no window may be shown")]
    NeedsPerson,
    /// The library or device that holds the key failed.
    #[error("the private key failed: {0}")]
    Failed(String),
}

impl Explain for KeyError {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::Refused => explain(
                "この秘密鍵では復号できませんでした。",
                "別の電子証明書あてか、データが壊れています。もう一度受信し、続く場合は送信元に確認してください。",
                en,
                "It is for another certificate or damaged: fetch it again, and ask the sender if it stays.",
            ),
            Self::Unsupported(what) => explain(
                format!("この秘密鍵ではできない処理です（{what}）。"),
                "RSA 2048 ビット以上、または EC P-256・P-384（署名と鍵共有 ECDH の両方に使えるもの）の鍵を使ってください。",
                en,
                "Use a key of RSA with 2048 bits or more, or EC P-256 or P-384 that may do both: sign and agree (ECDH).",
            ),
            Self::Token(error) => error.explanation(),
            Self::Denied(reason) => explain(
                format!(
                    "秘密鍵を使えませんでした。権限がないか、暗証番号が違うか、取り消されました（{reason}）。"
                ),
                "このユーザーで秘密鍵を使えるか、暗証番号が正しいかを確認してください。",
                en,
                "Check that this user may use the private key, and the PIN.",
            ),
            Self::NeedsPerson => explain(
                "秘密鍵を使うには暗証番号の入力か確認が必要ですが、画面を出さない設定です。",
                "画面を出せるように設定するか、「秘密キーの保護を強力にする」を選ばずに電子証明書を入れ直してください。",
                en,
                "Let windows be shown, or import the certificate again without strong protection of the private key.",
            ),
            Self::Failed(reason) => explain(
                format!("秘密鍵を使う処理に失敗しました（{reason}）。"),
                "秘密鍵の種類と、鍵を持つ装置の状態を確認してください。",
                en,
                "Check the kind of the key and the device that holds it.",
            ),
        }
    }
}
