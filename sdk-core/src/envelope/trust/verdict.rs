use std::fmt;

use jiff::Timestamp;

use super::crl::CrlFault;
use crate::clock_text::japan_time;
use crate::explain::{Explain, Explanation, explain};
use crate::finding::Lang;

/// What was found out about a certificate that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether it is known not to be revoked.
    pub revocation: RevocationStatus,
    /// What a person should know although the certificate is trusted.
    pub warnings: Vec<TrustWarning>,
}

/// Whether certificates of a chain are known not to be revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Nobody looked: [`super::Revocation::Off`].
    NotChecked,
    /// No certificate of the chain was revoked.
    Good {
        /// Issue time of the oldest CRL that was needed.
        as_of: Timestamp,
    },
    /// It cannot be told; only with [`super::Revocation::SoftFail`].
    Unknown {
        /// Why.
        why: CrlFault,
    },
}

impl RevocationStatus {
    /// For programs: `not_checked`, `good` or `unknown`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotChecked => "not_checked",
            Self::Good { .. } => "good",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// In the words of the person at the screen.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::NotChecked => lang
                .pick("失効の確認はしていません。", "revocation was not checked")
                .to_owned(),
            Self::Good { as_of } => lang.pick(
                format!("失効していません（{as_of} 時点の失効リスト）。"),
                format!("not revoked as of {as_of}"),
            ),
            Self::Unknown { why } => lang.pick(
                format!("失効していないか確認できませんでした（{}）。", why.ja()),
                format!("whether it was revoked cannot be told: {why}"),
            ),
        }
    }
}

impl fmt::Display for RevocationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// What a person should know of a certificate although it is trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustWarning {
    /// The message was signed in time, but the certificate has expired since.
    #[error("the certificate has expired at {}, after the signature was made", japan_time(*.at))]
    ExpiredSince {
        /// Last second of validity.
        at: Timestamp,
    },
    /// Revoked, but only after the moment that is judged.
    #[error("the certificate was revoked at {}, after the signature was made", japan_time(*.since))]
    RevokedLater {
        /// From when on it must not be trusted.
        since: Timestamp,
    },
    /// Whether it was revoked cannot be told.
    #[error("whether the certificate was revoked cannot be told: {0}")]
    RevocationUnknown(CrlFault),
    /// The end of the key's algorithm is near (CRYPTREC LS-0003).
    #[error("{algorithm} may protect new data until the end of {last_year} only")]
    AlgorithmEnds {
        /// Kind and size of the key.
        algorithm: String,
        /// The last year for new data.
        last_year: i16,
    },
}

impl Explain for TrustWarning {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::ExpiredSince { at } => explain(
                format!(
                    "電子証明書は署名のあと、{} に有効期限が切れています。",
                    japan_time(*at)
                ),
                "取り込めます。次から新しい電子証明書で送るよう、その事業所に伝えてください。",
                en,
                "It can be taken; tell that office to send with its new certificate from now on.",
            ),
            Self::RevokedLater { since } => explain(
                format!(
                    "電子証明書は署名のあと、{} に失効しています。",
                    japan_time(*since)
                ),
                "署名の日時は署名した人の時計によります。鍵が盗まれて失効した場合は、その事業所に確認してください。",
                en,
                "The time of signing is what the signer's clock said: if the key was stolen, ask that office.",
            ),
            Self::RevocationUnknown(why) => {
                let (hint_ja, hint_en) = why.hints();
                let ja = format!(
                    "電子証明書が失効していないか確認できません（{}）。",
                    why.ja()
                );
                explain(ja, hint_ja, en, hint_en)
            }
            Self::AlgorithmEnds {
                algorithm,
                last_year,
            } => explain(
                format!(
                    "{algorithm} を新しいデータに使えるのは {last_year} 年末までです（CRYPTREC LS-0003）。"
                ),
                "次の更新では、より強い鍵の電子証明書を選んでください。",
                en,
                "Choose a certificate with a stronger key at the next renewal.",
            ),
        }
    }
}
