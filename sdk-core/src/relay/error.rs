use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError, OtherError};

use super::wire::{Problem, ProblemCode};
use crate::envelope::KeyError;
use crate::explain::{Explain, Explanation, explain};

/// Why a call to the relay did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RelayError {
    /// There is no connection.
    #[error("the relay cannot be reached: {0}")]
    Unreachable(Unreachable),
    /// One side does not trust the other's certificate.
    #[error("the secure connection was refused: {0}")]
    Tls(TlsFault),
    /// This office's private key failed to sign the handshake: a token was taken out, its PIN is refused.
    #[error(transparent)]
    Key(KeyError),
    /// The relay answered, and said no.
    #[error("the relay answered {}", .code.as_str())]
    Problem {
        /// What it said.
        code: ProblemCode,
        /// Seconds to wait before trying again.
        retry_after: Option<u64>,
    },
    /// The answer is not that of a relay.
    #[error("the answer is not that of a care-plan relay (status {status})")]
    NotARelay {
        /// HTTP status of the answer.
        status: u16,
    },
    /// What arrived is not what the relay announced.
    #[error("the content was damaged on its way")]
    Damaged,
    /// The profile's settings of the relay cannot be used.
    #[error("the relay settings cannot be used: {0}")]
    Settings(&'static str),
}

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreachable {
    /// The name of the relay cannot be resolved.
    #[error("its name cannot be resolved")]
    UnknownHost,
    /// Nobody listens there.
    #[error("the connection was refused")]
    Refused,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke in the middle.
    #[error("the connection was cut")]
    Cut,
}

/// Why the secure connection failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsFault {
    /// The relay's certificate is not issued by the configured authority.
    #[error("the relay's certificate is not issued by the configured authority")]
    ServerUntrusted,
    /// The relay's certificate is out of its time.
    #[error("the relay's certificate is not valid at this time")]
    ServerExpired,
    /// The relay's certificate is for another name.
    #[error("the relay's certificate is for another name")]
    ServerName,
    /// The relay refused this office's certificate.
    #[error("the relay refused this office's certificate")]
    ClientRefused,
    /// This office's certificate is out of its time.
    #[error("this office's certificate has expired")]
    ClientExpired,
    /// No version or algorithm in common.
    #[error("no TLS 1.3 in common")]
    Protocol,
}

impl RelayError {
    /// Whether the same call may succeed later, without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Damaged => true,
            Self::Problem { code, .. } => code.is_retryable(),
            Self::Tls(_) | Self::Key(_) | Self::NotARelay { .. } | Self::Settings(_) => false,
        }
    }
}

impl From<Problem> for RelayError {
    fn from(problem: Problem) -> Self {
        // A code of a newer server still says whether it is worth another try.
        let code = match problem.code {
            ProblemCode::Unknown if problem.retryable => ProblemCode::Unavailable,
            code => code,
        };
        Self::Problem {
            code,
            retry_after: problem.retry_after,
        }
    }
}

impl From<reqwest::Error> for RelayError {
    fn from(error: reqwest::Error) -> Self {
        Self::from_cause(&error)
    }
}

impl RelayError {
    /// Reading an answer gives io errors that wrap those of the connection.
    pub(super) fn from_body(error: io::Error) -> Self {
        Self::from_cause(&error)
    }

    /// Looks through the chain of causes for the true one.
    fn from_cause(error: &(dyn Error + 'static)) -> Self {
        if let Some(key) = causes(error).find_map(key_fault) {
            return Self::Key(key);
        }
        if let Some(fault) = causes(error).find_map(tls_fault) {
            return Self::Tls(fault);
        }
        let is_timeout = |cause: &(dyn Error + 'static)| {
            cause
                .downcast_ref::<reqwest::Error>()
                .is_some_and(reqwest::Error::is_timeout)
        };
        let is_io = |kind| {
            move |cause: &(dyn Error + 'static)| {
                cause.downcast_ref::<io::Error>().map(io::Error::kind) == Some(kind)
            }
        };
        Self::Unreachable(if causes(error).any(is_timeout) {
            Unreachable::TimedOut
        // hyper-util's own words; it does not export the type.
        } else if causes(error).any(|cause| cause.to_string().contains("dns error")) {
            Unreachable::UnknownHost
        } else if causes(error).any(is_io(io::ErrorKind::ConnectionRefused)) {
            Unreachable::Refused
        } else {
            Unreachable::Cut
        })
    }
}

/// An error and everything it wraps, including what hides inside an `io::Error`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(
        Some(error),
        |&error: &&'a (dyn Error + 'static)| match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        },
    )
}

fn key_fault(error: &(dyn Error + 'static)) -> Option<KeyError> {
    match error.downcast_ref()? {
        rustls::Error::Other(OtherError(inner)) => inner.downcast_ref().cloned(),
        _ => None,
    }
}

fn tls_fault(error: &(dyn Error + 'static)) -> Option<TlsFault> {
    let fault = match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(fault) => match fault {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TlsFault::ServerExpired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsFault::ServerName
            }
            _ => TlsFault::ServerUntrusted,
        },
        rustls::Error::AlertReceived(alert) => match alert {
            AlertDescription::CertificateExpired => TlsFault::ClientExpired,
            AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::DecryptError
            | AlertDescription::CertificateRequired => TlsFault::ClientRefused,
            _ => TlsFault::Protocol,
        },
        // A server that speaks plain HTTP, or something else, at this port.
        rustls::Error::InvalidMessage(_)
        | rustls::Error::InappropriateMessage { .. }
        | rustls::Error::InappropriateHandshakeMessage { .. }
        | rustls::Error::PeerMisbehaved(_)
        | rustls::Error::PeerIncompatible(_) => TlsFault::Protocol,
        _ => return None,
    };
    Some(fault)
}

impl Explain for RelayError {
    fn explanation(&self) -> Explanation {
        match self {
            Self::Unreachable(cause) => unreachable(*cause),
            Self::Tls(fault) => tls(*fault),
            Self::Key(error) => error.explanation(),
            Self::Problem { code, retry_after } => problem(*code, *retry_after),
            Self::NotARelay { status } => explain(
                format!(
                    "ケアプランデータ連携の中継サーバーではない応答がありました（HTTP {status}）。"
                ),
                "profile.toml の relay.url を確認してください。プロキシや別のサーバーが応答している可能性があります。",
                self.to_string(),
                "Check relay.url in profile.toml; a proxy or another server may be answering.",
            ),
            Self::Damaged => explain(
                "受信したデータが途中で壊れています。",
                "もう一度受信してください。データは中継サーバーに残っています。",
                self.to_string(),
                "Fetch it again; it is still at the relay.",
            ),
            Self::Settings(what) => explain(
                format!("中継サーバーの設定が正しくありません（{what}）。"),
                "profile.toml の [relay] を確認してください。",
                self.to_string(),
                "Check [relay] in profile.toml.",
            ),
        }
    }
}

fn unreachable(cause: Unreachable) -> Explanation {
    let en = RelayError::Unreachable(cause).to_string();
    match cause {
        Unreachable::UnknownHost => explain(
            "中継サーバーの名前を解決できません（DNS）。",
            "ネットワークにつながっているか、profile.toml の relay.url のつづりを確認してください。",
            en,
            "Check the network and the spelling of relay.url in profile.toml.",
        ),
        Unreachable::Refused => explain(
            "中継サーバーにつながりません（接続が拒否されました）。",
            "サーバーが動いているか、profile.toml の relay.url のポート番号を確認し、もう一度実行してください。データは失われていません。",
            en,
            "Check that the relay is running and the port of relay.url in profile.toml, and try again. Nothing is lost.",
        ),
        Unreachable::TimedOut => explain(
            "中継サーバーから時間内に応答がありません。",
            "しばらく待ってから、もう一度実行してください。同じ送信データ（同じ番号）の再送は二重になりません。",
            en,
            "Wait a little and try again; sending the same message, by its id, does not double it.",
        ),
        Unreachable::Cut => explain(
            "中継サーバーとの通信が途中で切れました。",
            "もう一度実行してください。同じ送信データ（同じ番号）の再送は二重になりません。",
            en,
            "Try again; sending the same message, by its id, does not double it.",
        ),
    }
}

fn tls(fault: TlsFault) -> Explanation {
    let en = RelayError::Tls(fault).to_string();
    match fault {
        TlsFault::ServerUntrusted => explain(
            "中継サーバーの証明書が、設定された認証局の発行ではありません。",
            "テスト用と本番用の接続先を取り違えていないか、profile.toml の relay.ca を確認してください。",
            en,
            "Check for a mix-up of test and production, and relay.ca in profile.toml.",
        ),
        TlsFault::ServerExpired => explain(
            "中継サーバーの証明書の有効期間外です。",
            "この機械の日時が正しいか確認してください。正しければ中継サーバーの管理者に知らせてください。",
            en,
            "Check this machine's clock; if it is right, tell the relay's administrator.",
        ),
        TlsFault::ServerName => explain(
            "中継サーバーの証明書が別の名前のものです。",
            "profile.toml の relay.url のホスト名を確認してください。",
            en,
            "Check the host name in relay.url of profile.toml.",
        ),
        TlsFault::ClientRefused => explain(
            "この事業所の電子証明書が中継サーバーに受け付けられませんでした。",
            "テスト用と本番用の証明書を取り違えていないか、失効していないか確認してください。",
            en,
            "Check for a mix-up of test and production certificates, and whether it was revoked.",
        ),
        TlsFault::ClientExpired => explain(
            "この事業所の電子証明書の有効期限が切れています。",
            "電子証明書を更新し、profile.toml に設定してください。",
            en,
            "Renew the certificate and configure it in profile.toml.",
        ),
        TlsFault::Protocol => explain(
            "中継サーバーと TLS 1.3 で通信できません。",
            "profile.toml の relay.url のポート番号と、間にあるプロキシやウイルス対策ソフトの通信検査を確認してください。",
            en,
            "Check the port of relay.url in profile.toml, and look for a proxy or virus scanner that breaks up TLS.",
        ),
    }
}

fn problem(code: ProblemCode, retry_after: Option<u64>) -> Explanation {
    let en = Problem::new(code).title;
    let minutes = retry_after.map(|seconds| seconds.div_ceil(60));
    match code {
        ProblemCode::WrongPassword => explain(
            "ユーザー ID またはパスワードが違います。",
            "profile.toml の user_id と password_file を確認してください。3回続けて間違えると30分間ロックされます。",
            en,
            "Check user_id and password_file of profile.toml; three wrong ones lock the account for 30 minutes.",
        ),
        ProblemCode::Locked => explain(
            match minutes {
                Some(minutes) => format!("アカウントがロックされています（あと約 {minutes} 分）。"),
                None => "アカウントがロックされています。".into(),
            },
            "時間をおいてから、正しいパスワードで実行してください。",
            match minutes {
                Some(minutes) => format!("{en} for about {minutes} more minutes"),
                None => en,
            },
            "Wait, then use the right password.",
        ),
        ProblemCode::NotLoggedIn | ProblemCode::TokenExpired => explain(
            "ログインの有効期間が切れました。",
            "もう一度実行してください。",
            en,
            "Try again.",
        ),
        ProblemCode::UnknownCertificate => explain(
            "この事業所の電子証明書が中継サーバーに登録されていません。",
            "証明書を更新した場合は、新しい証明書を中継サーバーに登録してもらってください。",
            en,
            "After a renewal, have the new certificate registered at the relay.",
        ),
        ProblemCode::RefreshExpired => explain(
            "ログインの有効期間が切れました。",
            "もう一度実行してください。",
            en,
            "Try again.",
        ),
        ProblemCode::PasswordExpired => explain(
            "アカウントのパスワードの有効期限が切れています。",
            "中継サーバーの管理者に新しいパスワードを発行してもらい、password_file に書いてください。",
            en,
            "Have the relay's administrator issue a new password, and write it into password_file.",
        ),
        ProblemCode::CertificateRevoked => explain(
            "この事業所の電子証明書は失効しています。",
            "新しい電子証明書を取得し、profile.toml に設定してください。",
            en,
            "Get a new certificate and configure it in profile.toml.",
        ),
        ProblemCode::NotTakingPart => explain(
            "送信先の事業所は、いまデータ連携に参加していません。",
            "送信先の事業所に確認し、それまでは別の方法で渡してください。",
            en,
            "Ask the receiving office, and hand the data over another way until then.",
        ),
        ProblemCode::Final => explain(
            "このデータはすでに受領・取消・期限切れなどで確定しており、この操作はできません。",
            "一覧を取り直して、いまの状態を確認してください。",
            en,
            "Fetch the list again and look at its state.",
        ),
        ProblemCode::ContentGone => explain(
            "中継サーバーには、このデータの中身がもう残っていません。",
            "一覧で状態を確認し、必要なら送信元の事業所に再送を頼んでください。",
            en,
            "Look at its state in the list, and ask the sender to send it again if it is needed.",
        ),
        ProblemCode::Incomplete => explain(
            "送信データの一部が中継サーバーに届いていません。",
            "もう一度送信してください。続きから送られます。",
            en,
            "Send it again; it goes on where it stopped.",
        ),
        ProblemCode::QuotaExceeded => explain(
            "この事業所が中継サーバーに預けているデータが上限に達しています。",
            "送信先が受け取るのを待つか、不要な送信データを取り消してください。",
            en,
            "Wait until receivers take what is waiting, or withdraw what is not needed.",
        ),
        ProblemCode::TooManyRequests => explain(
            "短い時間に要求が多すぎます。",
            "しばらく待ってから、もう一度実行してください。",
            en,
            "Wait a little and try again.",
        ),
        ProblemCode::Maintenance => explain(
            match minutes {
                Some(minutes) => format!("中継サーバーは保守中です（あと約 {minutes} 分）。"),
                None => "中継サーバーは保守中です。".into(),
            },
            "終わってから送受信されます。データは失われていません。",
            en,
            "It goes on afterwards; nothing is lost.",
        ),
        ProblemCode::StorageFull => explain(
            "中継サーバーの保存領域がいっぱいです。",
            "しばらく待ってから、もう一度実行してください。続くときは中継サーバーの管理者に知らせてください。",
            en,
            "Try again later; if it goes on, tell the relay's administrator.",
        ),
        ProblemCode::UnknownOffice => explain(
            "送信先の事業所が中継サーバーに登録されていません。",
            "送信先の事業所番号が正しいか、相手がデータ連携に参加しているか確認してください。",
            en,
            "Check the receiver's office number and whether it takes part in the exchange.",
        ),
        ProblemCode::UnknownMessage => explain(
            "指定されたデータは、この事業所あてにはありません。",
            "受信一覧を取り直してください。",
            en,
            "Fetch the list again.",
        ),
        ProblemCode::Conflict => explain(
            "同じ番号で別のデータがすでに登録されています。",
            "送信データを作り直してから送信してください。",
            en,
            "Prepare the message anew and send that.",
        ),
        ProblemCode::DigestMismatch => explain(
            "送信したデータが途中で壊れました。",
            "もう一度送信してください。",
            en,
            "Send it again.",
        ),
        ProblemCode::TooLarge => explain(
            "データが中継サーバーの上限より大きいため送れません。",
            "対象の利用者や年月を分けて送ってください。",
            en,
            "Send it in parts.",
        ),
        ProblemCode::Unavailable | ProblemCode::Internal | ProblemCode::RequestTimeout => explain(
            "中継サーバーが今は処理できません。",
            "しばらく待ってから、もう一度実行してください。同じ送信データ（同じ番号）の再送は二重になりません。",
            en,
            "Wait a little and try again; sending the same message, by its id, does not double it.",
        ),
        ProblemCode::BadRequest
        | ProblemCode::BadRange
        | ProblemCode::NotFound
        | ProblemCode::MethodNotAllowed
        | ProblemCode::Unknown => explain(
            "中継サーバーがこの要求を理解できません。",
            "SDK と中継サーバーの版が合っているか確認してください。",
            en,
            "Make sure that the versions of SDK and relay fit together.",
        ),
    }
}
