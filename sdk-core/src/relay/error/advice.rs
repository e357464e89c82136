use jiff::{SignedDuration, Timestamp};

use super::problem::advice;
use super::{ProxyFault, RelayError, ServerCertificate, TlsFault, Unreachable};
use crate::clock_text::span_text;
use crate::explain::{Explain, Explanation, explain, io_cause};
use crate::finding::Lang;
use crate::relay::clock::local;
use crate::relay::wire::Environment;

impl Explain for RelayError {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::Unreachable(cause) => unreachable(*cause, en),
            Self::Proxy(fault) => proxy(*fault, en),
            Self::Tls(fault) => tls(fault, en),
            Self::Key(error) => error.explanation(),
            Self::Problem { code, retry_after } => advice(*code, *retry_after),
            Self::PasswordRefused => explain(
                "このパスワードは前に中継サーバーに拒否されました。アカウントのロックを避けるため、再試行していません。",
                "予定した送受信があれば止め、profile.toml の user_id と password_file を正しい内容に直してください。パスワードのファイルを保存し直すと、もう一度試します（動いているソフトは開始し直してください）。プログラムから渡すときは、正しいパスワードを渡せば試します。",
                en,
                "Stop scheduled synchronisations and put the right user_id and password_file into profile.toml. It is tried again once the file of the password is written anew; start a program that runs anew. Where a program hands the password over, the right one is tried at once.",
            ),
            Self::OtherEnvironment { expected, found } => explain(
                format!(
                    "接続先は{}の中継サーバーですが、設定は{}です。",
                    environment_ja(*found),
                    environment_ja(*expected)
                ),
                "テスト用と本番用の接続先を取り違えていないか、profile.toml の relay.url を確認してください。",
                en,
                "Check relay.url in profile.toml for a mix-up of test and production.",
            ),
            Self::NotARelay { status } => explain(
                format!(
                    "ケアプランデータ連携の中継サーバーではない応答がありました（HTTP {status}）。"
                ),
                "profile.toml の relay.url を確認してください。プロキシや別のサーバーが応答している可能性があります。",
                en,
                "Check relay.url in profile.toml; a proxy or another server may be answering.",
            ),
            Self::Damaged => explain(
                "受信したデータが途中で壊れています。",
                "もう一度受信してください。データは中継サーバーに残っています。",
                en,
                "Fetch it again; it is still at the relay.",
            ),
            Self::Storage(kind) => explain(
                format!(
                    "受信したデータをこのパソコンに保存できません（{}）。",
                    io_cause(*kind, Lang::Ja)
                ),
                "ディスクの空きと、保存先のフォルダーに書き込めることを確認してから、もう一度受信してください。データは中継サーバーに残っています。",
                en,
                "Check for free space and that the folder can be written, then fetch it again; it is still at the relay.",
            ),
            Self::NoResources => explain(
                "このパソコンでは、これ以上接続を開けません。",
                "開いているファイルと接続の数が上限に達しています。ほかのプログラムを終了するか、上限を上げてください。",
                en,
                "Too many files and connections are open: end other programs, or raise the limit.",
            ),
            Self::Cancelled => explain(
                "中止されました。",
                "もう一度実行すると、続きから行われます。",
                en,
                "Do it again; it goes on where it stopped.",
            ),
            Self::Settings(what) => explain(
                format!("中継サーバーの設定が正しくありません（{what}）。"),
                "profile.toml の [relay] を確認してください。",
                en,
                "Check [relay] in profile.toml.",
            ),
        }
    }
}

fn unreachable(cause: Unreachable, en: String) -> Explanation {
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
        Unreachable::NoRoute => explain(
            "中継サーバーにつながりません（ネットワークにつながっていません）。",
            "ケーブル、無線、VPN など、このパソコンのネットワークを確認し、もう一度実行してください。データは失われていません。",
            en,
            "Check this machine's network (cable, wireless, VPN) and try again. Nothing is lost.",
        ),
        Unreachable::ConnectTimedOut => explain(
            "中継サーバーに時間内に接続できません。",
            "ネットワーク、ファイアウォール、プロキシの設定と、profile.toml の relay.url を確認し、もう一度実行してください。データは失われていません。",
            en,
            "Check network, firewall, proxy and relay.url in profile.toml, and try again. Nothing is lost.",
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

fn proxy(fault: ProxyFault, en: String) -> Explanation {
    match fault {
        ProxyFault::Unreachable(cause) => explain(
            match cause {
                Unreachable::UnknownHost => "プロキシの名前を解決できません（DNS）。",
                Unreachable::Refused => "プロキシにつながりません（接続が拒否されました）。",
                _ => "プロキシにつながりません。",
            },
            "プロキシの設定（環境変数 HTTPS_PROXY または profile.toml の relay.proxy）とネットワークを確認してください。",
            en,
            "Check the proxy's settings (HTTPS_PROXY of the environment, or relay.proxy in profile.toml) and the network.",
        ),
        ProxyFault::Credentials => explain(
            "プロキシが認証を求めているか、認証が通りません（407）。",
            "プロキシのユーザー名とパスワードを設定してください。分からないときはネットワークの管理者に確認してください。",
            en,
            "Configure the proxy's user name and password; the network's administrator knows them.",
        ),
        ProxyFault::Refused => explain(
            "プロキシが中継サーバーへの接続を拒否しました。",
            "ネットワークの管理者に、中継サーバーへの接続（CONNECT）を許可してもらってください。",
            en,
            "Have the network's administrator allow connections (CONNECT) to the relay.",
        ),
    }
}

fn tls(fault: &TlsFault, en: String) -> Explanation {
    match fault {
        TlsFault::ServerUntrusted {
            seen,
            configured,
            mix_up,
        } => {
            let (seen_ja, seen_en) = issued_by(seen.as_ref());
            let configured = configured.join("; ");
            explain(
                format!(
                    "中継サーバーの証明書が、設定された認証局（{configured}）の発行ではありません{seen_ja}。{}",
                    mix_up_ja("接続先の証明書", *mix_up)
                ),
                "テスト用と本番用の接続先を取り違えていないか、profile.toml の relay.ca を確認してください。通信を検査するプロキシやウイルス対策ソフトが割り込んでいることもあります。",
                format!("{en}{seen_en}; configured: {configured}"),
                "Check for a mix-up of test and production, and relay.ca in profile.toml; a proxy or virus scanner may break up TLS.",
            )
        }
        TlsFault::ServerExpired { seen, clock, skew } => {
            let (ja, en_dates) = seen.as_ref().map_or_else(Default::default, |seen| {
                dates(seen.not_before, seen.not_after)
            });
            let (clock_ja, clock_en) = clock_and_skew(*clock, *skew);
            explain(
                format!("中継サーバーの証明書の有効期間外です{ja}。{clock_ja}"),
                "このパソコンの日時が正しいか確認してください。正しければ中継サーバーの管理者に知らせてください。",
                format!("{en}{en_dates}; {clock_en}"),
                "Check this machine's clock; if it is right, tell the relay's administrator.",
            )
        }
        TlsFault::ServerName { seen, host } => {
            let names = seen
                .as_ref()
                .map_or_else(String::new, |seen| seen.names.join(", "));
            explain(
                format!(
                    "中継サーバーの証明書が別の名前のものです（設定: {host}、証明書: {names}）。"
                ),
                "profile.toml の relay.url のホスト名を確認してください。",
                format!("{en}: configured {host}, certificate for {names}"),
                "Check the host name in relay.url of profile.toml.",
            )
        }
        TlsFault::ServerInvalid { seen } => {
            let (seen_ja, seen_en) = issued_by(seen.as_ref());
            explain(
                format!("中継サーバーの証明書を使えません{seen_ja}。"),
                "profile.toml の relay.url を確認し、正しければ中継サーバーの管理者に知らせてください。",
                format!("{en}{seen_en}"),
                "Check relay.url in profile.toml; if it is right, tell the relay's administrator.",
            )
        }
        TlsFault::ClientRefused { issuer, mix_up } => explain(
            format!(
                "この事業所の電子証明書（発行者 {issuer}）が中継サーバーに受け付けられませんでした。{}",
                mix_up_ja("この事業所の電子証明書", *mix_up)
            ),
            "テスト用と本番用の証明書を取り違えていないか、失効していないか確認してください。",
            format!("{en}, issued by {issuer}"),
            "Check for a mix-up of test and production certificates, and whether it was revoked.",
        ),
        TlsFault::ClientExpired {
            not_before,
            not_after,
            clock,
            skew,
        } => own_time(*not_before, *not_after, *clock, *skew, &en),
        TlsFault::Protocol => explain(
            "中継サーバーと TLS 1.3 で通信できません。",
            "profile.toml の relay.url のポート番号と、間にあるプロキシやウイルス対策ソフトの通信検査を確認してください。",
            en,
            "Check the port of relay.url in profile.toml, and look for a proxy or virus scanner that breaks up TLS.",
        ),
    }
}

fn own_time(
    not_before: Timestamp,
    not_after: Timestamp,
    clock: Timestamp,
    skew: Option<SignedDuration>,
    en: &str,
) -> Explanation {
    let (dates_ja, dates_en) = dates(not_before, not_after);
    let (clock_ja, clock_en) = clock_and_skew(clock, skew);
    let en = format!("{en}{dates_en}; {clock_en}");
    if not_after < clock {
        explain(
            format!("この事業所の電子証明書の有効期限が切れています{dates_ja}。{clock_ja}"),
            "電子証明書を更新し、profile.toml に設定してください。",
            format!("this office's certificate has expired{dates_en}; {clock_en}"),
            "Renew the certificate and configure it in profile.toml.",
        )
    } else if clock < not_before {
        explain(
            format!("この事業所の電子証明書の有効期間はまだ始まっていません{dates_ja}。{clock_ja}"),
            "このパソコンの日時が正しいか確認してください。正しければ有効期間の開始を待ってください。",
            en,
            "Check this machine's clock; if it is right, wait until the certificate is valid.",
        )
    } else {
        explain(
            format!(
                "中継サーバーの時計では、この事業所の電子証明書の有効期間外です{dates_ja}。{clock_ja}"
            ),
            "このパソコンの日時が正しいか確認してください。正しければ中継サーバーの管理者に知らせてください。",
            en,
            "Check this machine's clock; if it is right, tell the relay's administrator.",
        )
    }
}

fn issued_by(seen: Option<&ServerCertificate>) -> (String, String) {
    seen.map_or_else(Default::default, |seen| {
        let issuer = &seen.issuer;
        (
            format!("（発行者 {issuer}）"),
            format!("; it is issued by {issuer}"),
        )
    })
}

fn dates(from: Timestamp, until: Timestamp) -> (String, String) {
    let (from, until) = (local(from), local(until));
    (
        format!("（{from} から {until} まで有効）"),
        format!(" (valid from {from} to {until}, Japan time)"),
    )
}

fn clock_and_skew(clock: Timestamp, skew: Option<SignedDuration>) -> (String, String) {
    let clock = local(clock);
    // Less than a minute is nothing that a certificate fails by.
    let skew = skew.filter(|skew| skew.abs() >= SignedDuration::from_mins(1));
    let (skew_ja, skew_en) = skew.map_or_else(Default::default, |skew| {
        let (ja, en) = (span_text(skew, Lang::Ja), span_text(skew, Lang::En));
        match skew.is_positive() {
            true => (
                format!("中継サーバーの時計より {ja}遅れています。"),
                format!(", {en} behind the relay's"),
            ),
            false => (
                format!("中継サーバーの時計より {ja}進んでいます。"),
                format!(", {en} ahead of the relay's"),
            ),
        }
    });
    (
        format!("このパソコンの時計は {clock} です。{skew_ja}"),
        format!("this machine's clock says {clock}{skew_en}"),
    )
}

fn mix_up_ja(what: &str, mix_up: Option<Environment>) -> String {
    match mix_up {
        None => String::new(),
        // More than that nobody can tell by a name.
        Some(Environment::Production) => {
            format!("{what}の発行者は、テスト用の認証局ではないようです。")
        }
        Some(found) => format!("{what}は{}のようです。", environment_ja(found)),
    }
}

fn environment_ja(environment: Environment) -> &'static str {
    match environment {
        Environment::Sandbox => "テスト用",
        Environment::Production => "本番用",
        Environment::Unknown => "不明な用途",
    }
}
