//! Why a message failed, was rejected or waits: stable codes, and what they mean for people.

use std::fmt;

use super::error::ExchangeError;
use crate::envelope::EnvelopeError;
use crate::explain::{Explain, Explanation, explain};
use crate::finding::Lang;
use crate::relay::wire::{ProblemCode, RejectionReason};
use crate::relay::{ProxyFault, RelayError, Unreachable};
use crate::store::StoreError;

/// Why a message failed, was rejected or waits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Reason(String);

impl Reason {
    pub(super) fn new(code: String) -> Self {
        Self(code)
    }

    /// Stable; one word such as `unknown_office`.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// What happened and what to do about it.
    pub fn explanation(&self) -> Explanation {
        own(&self.0)
            .or_else(|| super::folder::explain_code(&self.0))
            .or_else(|| of_connection(&self.0))
            .or_else(|| of_relay(&self.0))
            .unwrap_or_else(|| unknown(&self.0))
    }

    /// What happened.
    pub fn message(&self, lang: Lang) -> String {
        let explanation = self.explanation();
        lang.pick(explanation.ja, explanation.en)
    }

    /// What to do next.
    pub fn hint(&self, lang: Lang) -> &'static str {
        let explanation = self.explanation();
        lang.pick(explanation.hint_ja, explanation.hint_en)
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ExchangeError {
    /// A stable code, one word; for a message that failed or waits it is the code of its [`Reason`].
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProfileFile { .. } => "profile_file",
            Self::NoPassword { .. } => "profile_password",
            Self::PasswordNotGiven => "password_not_given",
            Self::ProfileForm { .. } => "profile_form",
            Self::ProfileWay => "profile_way",
            Self::ProfileCertificate { .. } => "profile_certificate",
            Self::NotSender { .. } => "not_sender",
            Self::TooLarge { .. } => "too_large",
            Self::CoverMismatch => "cover_mismatch",
            Self::RelayDiffers => "relay_differs",
            Self::Receipt(_) => "receipt_invalid",
            Self::NoReceipt => "receipt_missing",
            Self::NoReceiptYet => "no_receipt_yet",
            Self::NotTaken => "not_taken",
            Self::WrongState { .. } => "wrong_state",
            Self::ContentNotKept => "content_not_kept",
            Self::WorkerRuns => "worker_runs",
            Self::NoThread => "no_thread",
            Self::Cancelled => "cancelled",
            Self::Envelope(error) => of_envelope(error),
            Self::Relay(error) => relay_code(error),
            Self::Store(error) => store_code(error),
            Self::Folder(error) => error.code(),
        }
    }
}

/// Which reason a receiver gives whose envelope cannot be opened for this cause.
pub fn rejection_for(error: &EnvelopeError) -> RejectionReason {
    match of_envelope(error) {
        "cannot_open" => RejectionReason::CannotOpen,
        "not_trusted" => RejectionReason::NotTrusted,
        "not_for_us" => RejectionReason::NotForUs,
        "damaged" => RejectionReason::Damaged,
        _ => RejectionReason::CannotOpen,
    }
}

pub(super) fn rejection_code(reason: RejectionReason) -> &'static str {
    match reason {
        RejectionReason::CannotOpen => "cannot_open",
        RejectionReason::NotTrusted => "not_trusted",
        RejectionReason::Damaged => "damaged",
        RejectionReason::NotForUs => "not_for_us",
        RejectionReason::Refused | RejectionReason::Unknown => "refused",
    }
}

pub(super) fn rejection_of(code: Option<&str>) -> RejectionReason {
    match code {
        Some("cannot_open") => RejectionReason::CannotOpen,
        Some("not_trusted") => RejectionReason::NotTrusted,
        Some("damaged") => RejectionReason::Damaged,
        Some("not_for_us") => RejectionReason::NotForUs,
        _ => RejectionReason::Refused,
    }
}

fn of_envelope(error: &EnvelopeError) -> &'static str {
    match error {
        EnvelopeError::NotForThisCertificate => "cannot_open",
        EnvelopeError::NotReceiver | EnvelopeError::OtherRecipients => "not_for_us",
        EnvelopeError::NoCertificate { .. } => "no_certificate",
        EnvelopeError::Weak(_)
        | EnvelopeError::NotSigned
        | EnvelopeError::BadSignature
        | EnvelopeError::Untrusted { .. }
        | EnvelopeError::NoOffice
        | EnvelopeError::WrongSender { .. }
        | EnvelopeError::WeakKey => "not_trusted",
        EnvelopeError::Malformed
        | EnvelopeError::Tampered
        | EnvelopeError::BadContent(_)
        | EnvelopeError::FilesDiffer => "damaged",
        EnvelopeError::TooLarge { .. } => "too_large",
        EnvelopeError::WrongReceipt => "receipt_invalid",
        EnvelopeError::Key(_) => "private_key",
        _ => "envelope",
    }
}

fn relay_code(error: &RelayError) -> &'static str {
    match error {
        // A content that is damaged inside its envelope is another matter.
        RelayError::Damaged => "transfer_damaged",
        RelayError::Settings(_) => "relay_settings",
        error => error.code(),
    }
}

fn store_code(error: &StoreError) -> &'static str {
    match error {
        StoreError::InUse => "store_in_use",
        StoreError::OtherOffice(_) => "store_of_other_office",
        StoreError::Newer(_) => "store_newer",
        StoreError::DiskFull => "disk_full",
        StoreError::Damaged => "store_damaged",
        StoreError::NoPersonKey | StoreError::WrongPersonKey => "person_key",
        StoreError::Log(_) => "access_log_changed",
        StoreError::UnknownMessage => "unknown_message",
        StoreError::WrongState => "wrong_state",
        StoreError::Io(_) => "store_folder",
        StoreError::Crypto | StoreError::Database(_) => "store_failed",
    }
}

/// The causes that need no more to be told than that they are.
fn of_connection(code: &str) -> Option<Explanation> {
    let plain = [
        RelayError::Unreachable(Unreachable::UnknownHost),
        RelayError::Unreachable(Unreachable::Refused),
        RelayError::Unreachable(Unreachable::NoRoute),
        RelayError::Unreachable(Unreachable::ConnectTimedOut),
        RelayError::Unreachable(Unreachable::TimedOut),
        RelayError::Unreachable(Unreachable::Cut),
        RelayError::Proxy(ProxyFault::Unreachable(Unreachable::Refused)),
        RelayError::Proxy(ProxyFault::Credentials),
        RelayError::Proxy(ProxyFault::Refused),
        RelayError::PasswordRefused,
        RelayError::Damaged,
    ];
    let known = plain.iter().find(|error| relay_code(error) == code)?;
    Some(known.explanation())
}

fn of_relay(code: &str) -> Option<Explanation> {
    let known = ProblemCode::ALL
        .iter()
        .find(|known| known.as_str() == code)?;
    let error = RelayError::Problem {
        code: *known,
        retry_after: None,
    };
    Some(error.explanation())
}

/// The words say the same to sender and receiver.
fn own(code: &str) -> Option<Explanation> {
    let explanation = match code {
        "cannot_open" => explain(
            "送信先の電子証明書では開けないデータです。",
            "送信元から送り直してください。送信先のいまの電子証明書で暗号化されます。",
            "the receiver's certificate does not open it",
            "Have the sender send it again; it is sealed for the receiver's present certificate then.",
        ),
        "not_trusted" => explain(
            "署名または電子証明書を確認できません。",
            "相手の事業所の電子証明書の期限や失効を確認し、必要なら送り直してもらってください。",
            "a signature or certificate cannot be trusted",
            "Check the other office's certificate (end, revocation), and have it sent again if needed.",
        ),
        "damaged" => explain(
            "データが壊れているか、内容と送付状が一致しません。",
            "取り込まないでください。送信元から送り直してください。",
            "the data is damaged or is not what its cover says",
            "Do not import it; have the sender send it again.",
        ),
        "not_for_us" => explain(
            "この事業所あてのデータではありません。",
            "送信元で送信先の事業所番号を確認してください。",
            "it is addressed to another office",
            "Have the sender check the receiver's office number.",
        ),
        "refused" => explain(
            "受信した事業所が受け取りを断りました。",
            "相手の事業所に理由を確認してください。",
            "the receiving office refused it",
            "Ask the other office why.",
        ),
        "no_certificate" => explain(
            "送信先の事業所の電子証明書が登録されていません。",
            "送信先の事業所が連携に参加しているか、電子証明書を登録しているか確認し、送り直してください。",
            "the receiving office has no certificate registered",
            "Check that it takes part and has registered one, and send it again.",
        ),
        "too_large" => explain(
            "データが上限より大きいため送れません。",
            "対象の利用者や年月を分けて送ってください。",
            "it is larger than the relay takes",
            "Send it in parts.",
        ),
        "receipt_invalid" => explain(
            "中継サーバーが渡した受領証を確認できません（署名、証明書、または対象のデータが違います）。",
            "送信先の事業所に、受け取ったかどうかを確認してください。受領証はそのまま保管しています。",
            "the receipt that the relay handed over does not hold",
            "Ask the receiving office whether it has taken the data; the receipt is kept as it came.",
        ),
        "receipt_missing" => explain(
            "中継サーバーは受領済としていますが、受領証がありません。",
            "送信先の事業所に、受け取ったかどうかを確認してください。",
            "the relay calls it taken but has no receipt",
            "Ask the receiving office whether it has taken the data.",
        ),
        "relay_differs" => explain(
            "中継サーバーの一覧にあるこのデータの内容が、この事業所の記録と違います。",
            "中継サーバーの管理者に連絡してください。この事業所の記録はそのままです。",
            "what the relay lists of this message differs from what is known here",
            "Tell the relay's administrator; what is known here stays as it is.",
        ),
        "private_key" => explain(
            "この事業所の秘密鍵を使えません（カードが抜けている、PIN が違うなど）。",
            "IC カードやトークン、PIN を確認してください。使えるようになると自動で続きます。",
            "this office's private key cannot be used (a token was taken out, a PIN is wrong)",
            "Check the card, the token and the PIN; it goes on by itself afterwards.",
        ),
        "not_a_relay" => explain(
            "中継サーバーではない応答がありました。",
            "profile.toml の relay.url と、間にあるプロキシを確認してください。",
            "something that is no relay answered",
            "Check relay.url in profile.toml, and proxies on the way.",
        ),
        "relay_certificate_untrusted"
        | "relay_certificate_time"
        | "relay_certificate_name"
        | "relay_certificate_invalid" => explain(
            "中継サーバーの証明書を確認できません（認証局、期間または名前）。",
            "この機械の日時と、profile.toml の relay.url と relay.ca を確認してください。",
            "the relay's certificate does not hold (its authority, its time or its name)",
            "Check this machine's clock, and relay.url and relay.ca in profile.toml.",
        ),
        "own_certificate_refused" | "own_certificate_time" => explain(
            "この事業所の電子証明書が中継サーバーに受け付けられません（期間外、失効、またはテスト用と本番用の取り違え）。",
            "電子証明書の有効期限と、テスト用・本番用の別を確認してください。",
            "the relay does not accept this office's certificate (its time, a revocation, test against production)",
            "Check the end of the certificate, and for a mix-up of test and production.",
        ),
        "tls_protocol" => explain(
            "中継サーバーと TLS 1.3 で通信できません。",
            "relay.url のポート番号と、間にあるプロキシやウイルス対策ソフトの通信検査を確認してください。",
            "there is no TLS 1.3 in common with the relay",
            "Check the port of relay.url, and look for a proxy or virus scanner that breaks up TLS.",
        ),
        "other_environment" => explain(
            "テスト用と本番用の中継サーバーを取り違えています。",
            "profile.toml の relay.url と環境の設定を確認してください。",
            "test and production relay are mixed up",
            "Check relay.url and the environment in profile.toml.",
        ),
        "relay_settings" => explain(
            "中継サーバーの設定が正しくありません。",
            "profile.toml の [relay] を確認してください。",
            "the relay settings cannot be used",
            "Check [relay] in profile.toml.",
        ),
        "storage" | "disk_full" => explain(
            "この機械のディスクに空きがないか、書き込めません。",
            "空きを増やしてください。保存したものは失われていません。",
            "this machine's disk is full or cannot be written",
            "Make room; what was stored stays stored.",
        ),
        "cancelled" => explain(
            "途中で中止しました。",
            "続きは次の送受信で行われます。",
            "ended by the caller",
            "It goes on at the next synchronisation.",
        ),
        "content_not_kept" => explain(
            "このデータの中身は、保存期間が過ぎたためこの機械に残っていません。",
            "必要なら送信元の事業所に再送を頼んでください。",
            "the content is no longer kept on this machine",
            "Ask the sender to send it again if it is needed.",
        ),
        "envelope" => explain(
            "暗号化または復号に失敗しました。",
            "この事業所の電子証明書と、信頼する認証局の設定を確認してください。",
            "sealing or opening failed",
            "Check this office's certificate and the trusted authorities of the profile.",
        ),
        _ => return None,
    };
    Some(explanation)
}

fn unknown(code: &str) -> Explanation {
    explain(
        format!("理由コード {code}。"),
        "続くときは、このコードをソフトの提供元に知らせてください。",
        format!("reason code {code}"),
        "If it goes on, tell this code to the maker of the software.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_that_may_stand_beside_a_message_is_explained() {
        let own = [
            "cannot_open",
            "not_trusted",
            "damaged",
            "not_for_us",
            "refused",
            "no_certificate",
            "too_large",
            "receipt_invalid",
            "receipt_missing",
            "relay_differs",
            "private_key",
            "not_a_relay",
            "transfer_damaged",
            "content_not_kept",
            "envelope",
            "relay_certificate_time",
            "own_certificate_refused",
            "tls_protocol",
            "other_environment",
            "relay_settings",
            "storage",
            "disk_full",
            "cancelled",
            "unknown_host",
            "connection_refused",
            "no_network",
            "connect_timed_out",
            "timed_out",
            "cut",
            "proxy_unreachable",
            "proxy_credentials",
            "proxy_refused",
            "password_refused",
            "interrupted",
            "outgoing_folder",
            "file_differs",
        ];
        let relay = ProblemCode::ALL.iter().map(|code| code.as_str());
        for code in own.into_iter().chain(relay) {
            let reason = Reason::new(code.to_owned());
            let told = reason.message(Lang::Ja);
            assert!(!told.contains("理由コード") && !told.is_empty(), "{code}");
            assert!(!reason.hint(Lang::En).is_empty());
        }
        let newer = Reason::new("of_a_newer_version".to_owned());
        assert!(newer.message(Lang::En).contains("of_a_newer_version"));
    }

    #[test]
    fn reasons_of_a_rejection_come_back_as_they_were() {
        for reason in [
            RejectionReason::CannotOpen,
            RejectionReason::NotTrusted,
            RejectionReason::Damaged,
            RejectionReason::NotForUs,
            RejectionReason::Refused,
        ] {
            assert_eq!(rejection_of(Some(rejection_code(reason))), reason);
        }
    }
}
