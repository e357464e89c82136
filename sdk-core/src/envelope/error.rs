use std::io;

use openssl::error::ErrorStack;

use super::identity::IdentityError;
use super::key::KeyError;
use super::trust::{CrlFault, TrustFault};
use crate::explain::{Explain, Explanation, explain, io_cause};
use crate::finding::Lang;
use crate::number::OfficeNumber;

/// Why an envelope could not be sealed or opened. No plaintext was released.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Not CMS in DER, or cut off.
    #[error("not a complete CMS envelope")]
    Malformed,
    /// CMS, but not of the kind or algorithm that is asked for.
    #[error("the envelope is not protected as required: {0}")]
    Weak(&'static str),
    /// No recipient of the envelope is this office's certificate.
    #[error("the envelope is sealed for another certificate")]
    NotForThisCertificate,
    /// The authentication of the content failed: a byte was changed.
    #[error("the envelope was damaged or tampered with")]
    Tampered,
    /// The envelope is for other recipients than its sender signed: it was passed on or changed.
    #[error("the envelope is for other recipients than its sender signed")]
    OtherRecipients,
    /// The content is not signed, or not by exactly one signer.
    #[error("the content is not signed by exactly one office")]
    NotSigned,
    /// The signature does not fit the content.
    #[error("the signature does not fit the content")]
    BadSignature,
    /// The certificate of the signer or a recipient is not to be trusted.
    #[error("the certificate of office {office} is not trusted: {fault}")]
    Untrusted {
        /// The office that the certificate names.
        office: String,
        /// Why.
        fault: TrustFault,
    },
    /// A certificate that names no office.
    #[error(
        "the certificate does not name one office at the place that is configured, by default the subject's serialNumber"
    )]
    NoOffice,
    /// Signed by another office than the cover says.
    #[error("signed by office {signer}, but the cover names {sender} as sender")]
    WrongSender {
        /// The office of the signature.
        signer: OfficeNumber,
        /// The office of the cover.
        sender: OfficeNumber,
    },
    /// The cover does not name this office among the receivers.
    #[error("the message is addressed to another office")]
    NotReceiver,
    /// A receiver of the cover for whom no certificate was given.
    #[error("there is no certificate of office {office}, which is a receiver")]
    NoCertificate {
        /// Whose certificate is missing.
        office: OfficeNumber,
    },
    /// The signed content is not a container of the form that is expected.
    #[error("the content is not of the expected form: {0}")]
    BadContent(&'static str),
    /// A file differs from what the cover says of it, is missing or is not on the cover.
    #[error("the files are not those of the cover")]
    FilesDiffer,
    /// An evidence file without one of its parts, or with something else in it.
    #[error("this is no evidence file{}", .0.map(|part| format!(": {part} is missing")).unwrap_or_default())]
    NotEvidence(Option<&'static str>),
    /// A file was not the same when it was read the second time.
    #[error("a file changed while it was being sealed")]
    FileChanged,
    /// Larger than [`super::MAX_CONTENT_BYTES`] or more files than [`super::MAX_FILES`].
    #[error("the content is too large: at most {limit} bytes")]
    TooLarge {
        /// Most bytes.
        limit: u64,
    },
    /// The certificates of the receivers and the sender's own are too many for one envelope.
    #[error("too many certificates to seal for: at most {limit}, the sender's own included")]
    TooManyRecipients {
        /// Most certificates.
        limit: usize,
    },
    /// The receipt is for another message or content.
    #[error("the receipt does not belong to this message")]
    WrongReceipt,
    /// Private key and certificate do not belong together.
    #[error("private key and certificate do not belong together")]
    KeyMismatch,
    /// An office without any identity.
    #[error("no identity is given")]
    NoIdentity,
    /// Identities of different offices.
    #[error("an identity of office {expected} is expected, this one is of office {found}")]
    OtherOffice {
        /// Whose identities these are.
        expected: OfficeNumber,
        /// Whose this one is.
        found: OfficeNumber,
    },
    /// The identity's certificate or key cannot be read.
    #[error("{0} cannot be read")]
    BadPem(&'static str),
    /// RSA below 2048 bits, or another kind of key than RSA, P-256 and P-384.
    #[error(
        "the certificate's key is too weak or of another kind than RSA from 2048 bits, EC P-256, EC P-384"
    )]
    WeakKey,
    /// Key and certificate cannot be taken from what was given.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// A rule for the office number with an unknown field, or a pattern without `{office}` or with more than one.
    #[error(
        "the rule for the office number has no field that is known, or not exactly one {{office}}"
    )]
    BadOfficeRule,
    /// A setting of the trust that cannot be read.
    #[error("a setting of the trust cannot be read: {0}")]
    BadTrustSetting(&'static str),
    /// A revocation list (失効リスト) that cannot be used.
    #[error("a revocation list cannot be used: {0}")]
    BadCrl(CrlFault),
    /// The certificate store has no such certificate.
    #[error("the certificate store has no such certificate with a private key")]
    NotInStore,
    /// The certificate is in the store without its private key, or the key is gone.
    #[error("the certificate has no private key in the store")]
    NoPrivateKey,
    /// Not 40 or 64 hexadecimal digits.
    #[error("a thumbprint has 40 (SHA-1) or 64 (SHA-256) hexadecimal digits")]
    BadThumbprint,
    /// The private key failed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A stream could not be read or written.
    #[error("reading or writing failed: {0}")]
    Io(io::ErrorKind),
    /// OpenSSL failed for a reason of its own.
    #[error("OpenSSL failed: {0}")]
    OpenSsl(String),
}

/// What an error that came through a stream is about: a stream below may already know what is wrong.
pub(super) fn cause(error: io::Error) -> EnvelopeError {
    let kind = crate::io_kind(&error);
    error.downcast().unwrap_or(EnvelopeError::Io(kind))
}

impl From<ErrorStack> for EnvelopeError {
    /// OpenSSL's reasons name functions and causes, never data.
    fn from(stack: ErrorStack) -> Self {
        let reason = stack
            .errors()
            .last()
            .and_then(|error| error.reason())
            .unwrap_or("no reason given");
        Self::OpenSsl(reason.to_owned())
    }
}

impl Explain for EnvelopeError {
    fn explanation(&self) -> Explanation {
        const FETCH_AGAIN: (&str, &str) = (
            "もう一度受信してください。同じことが続く場合は送信元に送り直してもらってください。",
            "Fetch it again; if it stays, ask the sender to send again.",
        );
        const ASK_SENDER: (&str, &str) = (
            "この内容は取り込まないでください。送信元の事業所に確認してください。",
            "Do not import it; ask the sending office.",
        );
        let say = |ja: String, (hint_ja, hint_en): (&'static str, &'static str)| {
            explain(ja, hint_ja, self.to_string(), hint_en)
        };
        match self {
            Self::Malformed => say("封筒（暗号化データ）が壊れているか、途中で切れています。".into(), FETCH_AGAIN),
            Self::Weak(what) => say(format!("封筒の保護が必要な強さではありません（{what}）。"), ASK_SENDER),
            Self::NotForThisCertificate => say(
                "この事業所の電子証明書では開けない封筒です。別の事業所あて、または更新前の証明書あての可能性があります。".into(),
                (
                    "送信先が正しいか送信元に確認してください。証明書を更新した場合は、更新前の証明書でも開けるように設定してください。",
                    "Ask the sender whom it was for; after a renewal keep the old certificate for opening.",
                ),
            ),
            Self::Tampered => say("封筒の中身が途中で変わっています（破損または改ざん）。中身は取り出していません。".into(), FETCH_AGAIN),
            Self::OtherRecipients => say(
                "封筒のあて先が、送信元が署名したあて先と異なります（転送または改ざん）。中身は取り出していません。".into(),
                ASK_SENDER,
            ),
            Self::NotSigned => say("正しい形の署名がありません（署名がないか、壊れています）。".into(), ASK_SENDER),
            Self::BadSignature => say("署名が中身と一致しません。".into(), ASK_SENDER),
            Self::Untrusted { office, fault } => {
                say(format!("事業所 {office} の電子証明書を信頼できません: {}。", fault.ja()), fault.hints())
            }
            Self::NoOffice => say(
                "電子証明書の決められた場所（設定がなければ subject の serialNumber）に、事業所番号が 1 つだけ書かれていません。".into(),
                (
                    "介護保険の請求に使う事業所の電子証明書か確認してください。",
                    "Make sure it is the office's certificate for claims.",
                ),
            ),
            Self::WrongSender { signer, sender } => say(
                format!("署名した事業所（{signer}）と送信元として書かれた事業所（{sender}）が異なります。"),
                ASK_SENDER,
            ),
            Self::NotReceiver => say("この事業所あてのデータではありません。".into(), ASK_SENDER),
            Self::NoCertificate { office } => say(
                format!("送信先の事業所 {office} の電子証明書がありません。"),
                (
                    "送信先の事業所が連携に参加しているか、電子証明書を登録しているかを確認してください。",
                    "Check that the receiving office takes part and has a certificate registered.",
                ),
            ),
            Self::BadContent(what) => say(format!("中身が決められた形ではありません（{what}）。"), ASK_SENDER),
            Self::FilesDiffer => say("中のファイルが送付状と一致しません。".into(), ASK_SENDER),
            Self::NotEvidence(missing) => say(
                match missing {
                    Some("receipt.p7s") => "証跡ファイルに受領証（receipt.p7s）がありません。受け取ったことは証明できません。".into(),
                    Some("message.p7m") => "証跡ファイルに送信した内容（message.p7m）がありません。".into(),
                    Some(part) => format!("証跡ファイルに {part} がありません。"),
                    None => "証跡ファイルではないか、作られた後で変えられているか、壊れています。".into(),
                },
                (
                    "作成した事業所（送信元）に、careplan evidence で作ったファイルをそのまま（中を取り出したり詰め直したりせずに）もう一度出してもらってください。",
                    "Ask the office that made it (the sender) for the file as careplan evidence made it, not unpacked and packed anew.",
                ),
            ),
            Self::FileChanged => say(
                "送信の準備中にファイルの内容が変わりました。".into(),
                (
                    "ファイルを書き出すソフトの処理が終わってから、もう一度送ってください。",
                    "Send again when the software that writes the file has finished.",
                ),
            ),
            Self::TooLarge { limit } => say(
                format!("中身が大きすぎます（上限 {limit} バイト）。"),
                ("事業所や年月ごとに分けて送ってください。", "Send it in parts, by office or month."),
            ),
            Self::TooManyRecipients { limit } => say(
                format!("あて先の電子証明書が多すぎます（自分の事業所のものを含めて {limit} 枚まで）。"),
                (
                    "使わなくなった電子証明書を除くか、送信先ごとに分けて送ってください。",
                    "Leave out certificates that are no longer used, or send to each receiver on its own.",
                ),
            ),
            Self::WrongReceipt => say("受領証がこのデータのものではありません。".into(), ASK_SENDER),
            Self::KeyMismatch => say(
                "秘密鍵と電子証明書の組み合わせが違います。".into(),
                ("同じときに発行された秘密鍵と証明書を設定してください。", "Configure the key and certificate that were issued together."),
            ),
            Self::NoIdentity => say(
                "電子証明書が 1 つも設定されていません。".into(),
                ("事業所の電子証明書と秘密鍵を設定してください。", "Configure the office's certificate and private key."),
            ),
            Self::OtherOffice { expected, found } => say(
                format!("事業所 {expected} の電子証明書のはずですが、事業所 {found} のものです。"),
                ("この事業所の電子証明書を設定してください。", "Configure the certificate of this office."),
            ),
            Self::BadPem(what) => say(
                format!("{what} を読み取れません。"),
                (
                    "証明書だけの PEM または DER のファイルか確認してください。信頼する認証局には、ルート（自己署名）の証明書が要ります。",
                    "Make sure the file holds certificates, PEM or DER, and no key; the trusted ones need a root (self-signed).",
                ),
            ),
            Self::WeakKey => say(
                "電子証明書の鍵が弱いか、使えない種類です（RSA 2048 ビット以上、EC P-256・P-384 が使えます）。".into(),
                ("新しい電子証明書の発行を受けてください。", "Have a new certificate issued."),
            ),
            Self::BadOfficeRule => say(
                "事業所番号の読み取り規則の項目名が違うか、{office} がちょうど 1 つではありません。".into(),
                (
                    "例: subject.serialNumber、subject.CN: kyotaku-{office}、san.dns: {office}.example.jp",
                    "For example: subject.serialNumber, subject.CN: kyotaku-{office}, san.dns: {office}.example.jp",
                ),
            ),
            Self::BadTrustSetting(what) => say(
                format!("信頼の設定を読み取れません（{what}）。"),
                (
                    "OID は 1.2.3.4 の形、発行者は CN=…,O=…,C=JP の形で書いてください。",
                    "Write OIDs as 1.2.3.4 and issuers as CN=…,O=…,C=JP.",
                ),
            ),
            Self::BadCrl(fault) => say(format!("失効リストを使えません: {}。", fault.ja()), fault.hints()),
            Self::Identity(error) => error.explanation(),
            Self::NotInStore => say(
                "証明書ストアに該当する電子証明書がありません。".into(),
                (
                    "電子証明書が入っているか、期限が切れていないか、現在のユーザーとローカル コンピューターのどちらに入れたかを確認してください。",
                    "Check that the certificate is there and not expired, and whether it was imported for the user or the machine.",
                ),
            ),
            Self::NoPrivateKey => say(
                "証明書ストアの電子証明書に秘密鍵がありません。".into(),
                (
                    "秘密鍵を含むファイル（.p12、.pfx）から入れ直してください。",
                    "Import it again from a file that holds the private key (.p12, .pfx).",
                ),
            ),
            Self::BadThumbprint => say(
                "拇印（サムプリント）は 16 進数 40 桁（SHA-1）か 64 桁（SHA-256）です。".into(),
                (
                    "証明書の画面の「詳細」にある「拇印」を確認してください。",
                    "See the thumbprint among the details of the certificate.",
                ),
            ),
            Self::Key(error) => error.explanation(),
            Self::Io(kind) => say(
                format!("ファイルを読み書きできません（{}）。", io_cause(*kind, Lang::Ja)),
                ("ファイルとディスクの空きを確認してください。", "Check the file and the space left on the disk."),
            ),
            Self::OpenSsl(reason) => say(
                format!("暗号処理に失敗しました（{reason}）。"),
                ("証明書と秘密鍵の種類を確認してください。", "Check the kind of certificate and key."),
            ),
        }
    }
}
