use jiff::{SignedDuration, Timestamp};

use crate::explain::{Explanation, explain};
use crate::relay::clock::local;
use crate::relay::wire::{Problem, ProblemCode};

/// What a person is told about a problem of the relay. docs/relay-errors.md is made of this.
pub(super) fn advice(code: ProblemCode, retry_after: Option<u64>) -> Explanation {
    let en = Problem::new(code).title;
    let minutes = retry_after.map(|seconds| seconds.div_ceil(60));
    let end = retry_after.map(end_of);
    match code {
        ProblemCode::WrongPassword => explain(
            "ユーザー ID またはパスワードが違います。",
            "profile.toml の user_id と password_file（プログラムから渡すときは、渡したパスワード）を確認してください。3回続けて間違えると30分間ロックされます。",
            en,
            "Check user_id and password_file of profile.toml, or the password that the program hands over; three wrong ones lock the account for 30 minutes.",
        ),
        ProblemCode::Locked => explain(
            match minutes {
                Some(minutes) => format!("アカウントがロックされています（あと約 {minutes} 分）。"),
                None => "アカウントがロックされています。".into(),
            },
            "時間をおいてから、profile.toml の user_id と password_file の正しい内容で実行してください。心当たりがないときは中継サーバーの管理者に知らせてください。",
            match minutes {
                Some(minutes) => format!("{en} for about {minutes} more minutes"),
                None => en,
            },
            "Wait, then use the right user_id and password_file of profile.toml; if nobody of yours tried, tell the relay's administrator.",
        ),
        ProblemCode::NotLoggedIn | ProblemCode::TokenExpired => explain(
            "ログインの有効期間が切れました。",
            "もう一度実行してください。",
            en,
            "Try again.",
        ),
        ProblemCode::UnknownCertificate => explain(
            "この事業所の電子証明書が中継サーバーに登録されていません。",
            "証明書を更新した場合は、新しい証明書を中継サーバーに登録してもらってください。テスト用と本番用を取り違えていないかも確認してください。",
            en,
            "After a renewal, have the new certificate registered at the relay; and check for a mix-up of test and production.",
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
            match (&end, minutes) {
                (Some(end), Some(minutes)) => {
                    format!("中継サーバーは保守中です（終了予定 {end}、あと約 {minutes} 分）。")
                }
                _ => "中継サーバーは保守中です。".into(),
            },
            "終わってから、もう一度実行してください。データは失われていません。",
            match end {
                Some(end) => format!("{en} until about {end} (Japan time)"),
                None => en,
            },
            "Try again afterwards; nothing is lost.",
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

/// When a wait that was asked for now is over.
fn end_of(seconds: u64) -> String {
    let wait = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    local(
        Timestamp::now()
            .saturating_add(wait)
            .unwrap_or(Timestamp::MAX),
    )
}
