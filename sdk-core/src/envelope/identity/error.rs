use crate::explain::{Explain, Explanation, explain};

/// Why a key and certificate were not taken from what was given. Never holds a password, a PIN or a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// Neither PEM nor PKCS#12.
    #[error("neither PEM nor PKCS#12")]
    UnknownForm,
    /// The file begins as it should and then does not hold.
    #[error("the {0} is damaged or cut off")]
    Damaged(&'static str),
    /// Protected in a way that is not known here; the object identifier or its name.
    #[error("protected with an algorithm that is not supported: {0}")]
    UnsupportedAlgorithm(String),
    /// It is encrypted, and no password was given.
    #[error("the private key is encrypted, and no password was given")]
    PasswordMissing,
    /// The password does not open it.
    #[error("the password of the private key is wrong")]
    WrongPassword,
    /// No private key in it.
    #[error("there is no private key in it")]
    NoKey,
    /// No certificate in it.
    #[error("there is no certificate in it")]
    NoCertificate,
    /// Several keys, each with its certificate.
    #[error("there are {count} keys with certificates in it, and none was chosen by name")]
    Several {
        /// How many.
        count: usize,
    },
    /// None has the name (friendlyName) that was asked for.
    #[error("none of the {count} keys in it has the name that was asked for")]
    NoSuchName {
        /// How many keys with certificates there are.
        count: usize,
    },
}

impl Explain for IdentityError {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::UnknownForm => explain(
                "電子証明書のファイルではありません（PEM でも PKCS#12 でもありません）。",
                "発行を受けた .p12・.pfx ファイル、または PEM 形式の証明書と秘密鍵を指定してください。",
                en,
                "Name the .p12 or .pfx file that was issued, or certificate and key in PEM.",
            ),
            Self::Damaged(what) => explain(
                format!("ファイルが壊れているか、途中で切れています（{what}）。"),
                "元の場所からファイルをコピーし直すか、もう一度書き出してください。",
                en,
                "Copy the file again from its source, or export it again.",
            ),
            Self::UnsupportedAlgorithm(algorithm) => explain(
                format!("このファイルの保護方式には対応していません（{algorithm}）。"),
                "AES-256（または TripleDES）を選んで、もう一度書き出してください。",
                en,
                "Export it again with AES-256 (or TripleDES).",
            ),
            Self::PasswordMissing => explain(
                "秘密鍵のファイルが暗号化されていますが、パスワードが指定されていません。",
                "発行または書き出しのときに決めたパスワードを指定してください。",
                en,
                "Give the password that was set when it was issued or exported.",
            ),
            Self::WrongPassword => explain(
                "秘密鍵のファイルのパスワードが違います。",
                "大文字・小文字、全角・半角を確認してください。正しいはずの場合は、ファイルが壊れている可能性があるため、もう一度書き出してください。",
                en,
                "Check upper and lower case; if it is right, the file may be damaged: export it again.",
            ),
            Self::NoKey => explain(
                "秘密鍵が入っていません。",
                "秘密鍵も含めて書き出したファイル（.p12・.pfx）を使うか、秘密鍵のファイルも指定してください。",
                en,
                "Use a file exported with its private key (.p12, .pfx), or name the key's file as well.",
            ),
            Self::NoCertificate => explain(
                "電子証明書が入っていません。",
                "電子証明書も含めて書き出したファイルを使うか、電子証明書のファイルも指定してください。",
                en,
                "Use a file exported with its certificate, or name the certificate's file as well.",
            ),
            Self::Several { count } => explain(
                format!("秘密鍵と電子証明書の組が {count} 組入っています。"),
                "使うものを名前（friendlyName、トークンでは object または id）で指定してください。",
                en,
                "Choose one by its name (friendlyName; on a token object or id).",
            ),
            Self::NoSuchName { count } => explain(
                format!("指定した名前の秘密鍵がありません（{count} 組の中にありません）。"),
                "名前（friendlyName）のつづりを確認してください。",
                en,
                "Check the spelling of the name (friendlyName).",
            ),
        }
    }
}
