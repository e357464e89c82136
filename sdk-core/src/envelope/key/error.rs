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
                "RSA 2048 ビット以上、または EC P-256・P-384 の鍵を使ってください。",
                en,
                "Use a key of RSA with 2048 bits or more, or EC P-256 or P-384.",
            ),
            Self::Token(error) => error.explanation(),
            Self::Failed(reason) => explain(
                format!("秘密鍵を使う処理に失敗しました（{reason}）。"),
                "秘密鍵の種類と、鍵を持つ装置の状態を確認してください。",
                en,
                "Check the kind of the key and the device that holds it.",
            ),
        }
    }
}
