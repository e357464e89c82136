use jiff::Timestamp;
use openssl::error::ErrorStack;

use super::crl::CrlFault;
use super::strength::Weakness;
use crate::clock_text::{japan_time, span_text};
use crate::explain::{Explain, Explanation, explain};
use crate::finding::Lang;

/// Why a certificate is not trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustFault {
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// Its time has not begun.
    #[error("not yet valid")]
    NotYetValid,
    /// No chain to a trusted root.
    #[error("not issued by a trusted authority")]
    UnknownIssuer,
    /// A certificate of an authority (CA) stands where an office's is needed.
    #[error("the certificate of an authority, not of an office")]
    IsAuthority,
    /// Its key usage does not allow this.
    #[error("key usage does not allow {0}")]
    KeyUsage(&'static str),
    /// Its extended key usage is for something else: servers, code, time stamps.
    #[error("extended key usage is for something else")]
    ExtendedKeyUsage,
    /// A kind of certificate that this house refuses: [`super::RefusedKind`].
    #[error("a kind of certificate that must not be used here: {en}")]
    RefusedKind {
        /// Its name in Japanese.
        ja: String,
        /// Its name in English.
        en: String,
    },
    /// The names of two rules differ: the certificate was read as another office's.
    #[error("the rule for the office number gives another office")]
    OtherOffice,
    /// Its authority took it back.
    #[error("revoked since {}", japan_time(*.since))]
    Revoked {
        /// From when on it must not be trusted.
        since: Timestamp,
    },
    /// Whether it was revoked cannot be told, and [`super::Revocation::HardFail`] is asked for.
    #[error("whether it was revoked cannot be told: {0}")]
    RevocationUnknown(CrlFault),
    /// Signed at a time that has not come by this machine's clock.
    #[error(
        "signed at {}, {} ahead of this machine's clock, which says {}: one of both clocks is wrong",
        japan_time(*.signed_at), span_text(.signed_at.duration_since(*.now), Lang::En), japan_time(*.now)
    )]
    SignedInFuture {
        /// What the signer's clock said.
        signed_at: Timestamp,
        /// What this machine's clock says.
        now: Timestamp,
    },
    /// A key or signature of the chain is too weak.
    #[error("too weak: {0}")]
    WeakAlgorithm(Weakness),
    /// Another fault that OpenSSL names.
    #[error("{0}")]
    Other(String),
}

impl TrustFault {
    pub(in crate::envelope) fn ja(&self) -> String {
        match self {
            Self::Expired => "有効期限が切れています".into(),
            Self::NotYetValid => "有効期間がまだ始まっていません".into(),
            Self::UnknownIssuer => "信頼する認証局が発行したものではありません".into(),
            Self::IsAuthority => "事業所ではなく認証局の証明書です".into(),
            Self::KeyUsage("sealing") => "暗号化に使えない種類です".into(),
            Self::KeyUsage(_) => "署名に使えない種類です".into(),
            Self::ExtendedKeyUsage => {
                "別の用途（サーバー、プログラム署名、タイムスタンプなど）の証明書です".into()
            }
            Self::RefusedKind { ja, .. } => format!("ここでは使えない種類です（{ja}）"),
            Self::OtherOffice => "読み取り規則によって事業所番号が異なります".into(),
            Self::Revoked { since } => format!("失効しています（{} から）", japan_time(*since)),
            Self::RevocationUnknown(why) => {
                format!("失効していないか確認できません（{}）", why.ja())
            }
            Self::SignedInFuture { signed_at, now } => format!(
                "署名の日時 {} が、このパソコンの日時 {} より {}先です。どちらかの時計が違っています",
                japan_time(*signed_at),
                japan_time(*now),
                span_text(signed_at.duration_since(*now), Lang::Ja)
            ),
            Self::WeakAlgorithm(weakness) => format!("暗号の強さが足りません（{}）", weakness.ja()),
            Self::Other(reason) => format!("検証できません（{reason}）"),
        }
    }

    /// What to do next, Japanese and English.
    pub(in crate::envelope) fn hints(&self) -> (&'static str, &'static str) {
        match self {
            Self::Expired => (
                "電子証明書の更新が必要です（相手の事業所のものなら、更新してもらってください）。このパソコンの日時が正しいかも確認してください。",
                "Renew it, or ask that office to renew its certificate, and check this machine's clock.",
            ),
            Self::NotYetValid => (
                "このパソコンの日時が正しいか確認してください。",
                "Check this machine's clock.",
            ),
            Self::UnknownIssuer => (
                "テスト用と本番用の証明書を取り違えていないか、信頼する認証局（ルート）の証明書が正しいか、間をつなぐ中間認証局の証明書が足りているか確認してください。",
                "Check for a mix-up of test and production certificates, the trusted authority (root), and whether an intermediate certificate is missing.",
            ),
            Self::RefusedKind { .. } => (
                "事業所自身の電子証明書（介護保険の請求に使うもの）に替えてもらってください。",
                "Use the office's own certificate, the one for claims of long-term care insurance.",
            ),
            Self::OtherOffice => (
                "事業所番号の読み取り規則の設定を、証明書を読むときと検証するときで同じにしてください。",
                "Configure the same rule for the office number wherever certificates are read and verified.",
            ),
            Self::Revoked { .. } => (
                "相手の事業所のものなら、この内容を使わず、電話などで確認してください。自分の事業所のものなら、使うのをやめ、新しい電子証明書の発行を受けてください。",
                "Do not use it; ask that office by telephone. It needs a new certificate; so do you where it is your own.",
            ),
            Self::RevocationUnknown(why) => why.hints(),
            Self::SignedInFuture { .. } => (
                "このパソコンの日時を確認してください。正しければ、送信元に時計を合わせて送り直してもらってください。",
                "Check this machine's clock; if it is right, ask the sender to set theirs and send again.",
            ),
            Self::WeakAlgorithm(_) => (
                "その事業所に、RSA 2048 ビット以上または EC P-256・P-384 で、SHA-256 以上の署名の新しい電子証明書を取得してもらってください。",
                "Ask that office for a new certificate: RSA from 2048 bits or EC P-256 or P-384, signed with SHA-256 or better, of a strength that has not ended.",
            ),
            Self::IsAuthority | Self::KeyUsage(_) | Self::ExtendedKeyUsage | Self::Other(_) => (
                "介護保険の請求に使う事業所の電子証明書か確認してください。",
                "Make sure it is the office's certificate for claims.",
            ),
        }
    }
}

impl Explain for TrustFault {
    fn explanation(&self) -> Explanation {
        let (hint_ja, hint_en) = self.hints();
        explain(
            format!("電子証明書を信頼できません: {}。", self.ja()),
            hint_ja,
            format!("the certificate is not trusted: {self}"),
            hint_en,
        )
    }
}

impl From<ErrorStack> for TrustFault {
    /// OpenSSL's reasons name functions and causes, never data.
    fn from(stack: ErrorStack) -> Self {
        let reason = stack.errors().last().and_then(|error| error.reason());
        Self::Other(reason.unwrap_or("no reason given").to_owned())
    }
}
