//! What the codes of reasons mean for people: for whoever sent the message, and for whoever it was for.

use super::error::ExchangeError;
use super::reason::relay_code;
use crate::explain::{Explain, Explanation, explain};
use crate::relay::wire::ProblemCode;
use crate::relay::{ProxyFault, RelayError, Unreachable};

/// Who reads about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// The sender, of what happens on its own side.
    Sending,
    /// The sender, of why the receiver refused it.
    Refused,
    /// The receiver.
    Receiving,
}

/// What happened and what to do about it.
pub(super) fn of(code: &str, side: Option<Side>) -> Explanation {
    side.and_then(|side| sided(code, side))
        .or_else(|| own(code))
        .or_else(|| super::folder::explain_code(code))
        .or_else(|| of_connection(code))
        .or_else(|| of_relay(code))
        .unwrap_or_else(|| unknown(code))
}

/// What sender and receiver are told differently.
fn sided(code: &str, side: Side) -> Option<Explanation> {
    let explanation = match (code, side) {
        ("cannot_open", Side::Refused) => explain(
            "送信先の事業所が、このデータを開けませんでした（送信先のいまの電子証明書では開けません）。",
            "もう一度送ってください。送信先のいまの電子証明書で暗号化されます。",
            "the receiving office could not open it with its present certificate",
            "Send it again; it is sealed for the receiver's present certificate then.",
        ),
        ("cannot_open", Side::Sending) => explain(
            "この事業所の電子証明書では、保存した控えを開けません。",
            "profile.toml の [[identity]] に、送ったときの電子証明書と秘密鍵も残してください。",
            "this office's certificate does not open its own copy",
            "Keep the certificate and key of that time in [[identity]] of profile.toml, too.",
        ),
        ("cannot_open", Side::Receiving) => explain(
            "この事業所の電子証明書では開けないデータです。",
            "以前の電子証明書と秘密鍵があれば、profile.toml の [[identity]] に加えてください。なければ受け取りを断り、送信元に送り直してもらってください。",
            "this office's certificate does not open it",
            "Add the earlier certificate and key to [[identity]] of profile.toml, or reject it and have the sender send it again.",
        ),
        ("not_trusted", Side::Refused) => explain(
            "送信先の事業所が、この事業所の署名または電子証明書を確認できませんでした。",
            "この事業所の電子証明書（期限、失効、テスト用と本番用の別）と、このパソコンの時計を確認し、直してからもう一度送ってください。",
            "the receiving office could not trust this office's signature or certificate",
            "Check this office's certificate (end, revocation, test against production) and this machine's clock, mend it, and send it again.",
        ),
        ("not_trusted", Side::Sending) => explain(
            "この事業所または送信先の、署名か電子証明書を確認できません。",
            "この事業所の電子証明書（期限、失効）、このパソコンの時計、信頼する認証局の設定を確認してください。送信先の電子証明書の期限切れや失効なら、更新してもらってください。その後でもう一度送ってください。",
            "a signature or certificate of this office or of the receiver cannot be trusted",
            "Check this office's certificate, this machine's clock and the trusted authorities; a receiver whose certificate has ended must renew it. Then send it again.",
        ),
        ("not_trusted", Side::Receiving) => explain(
            "送信元の署名または電子証明書を確認できません。",
            "このパソコンの時計と、信頼する認証局の設定を確認してください。正しければ取り込まず、送信元に電話などで確認し、送り直してもらってください。",
            "the sender's signature or certificate cannot be trusted",
            "Check this machine's clock and the trusted authorities; if they are right do not import it, call the sender and have it sent again.",
        ),
        ("damaged", Side::Refused) => explain(
            "送信先の事業所で、データが壊れているか、内容と送付状が一致しないと判断されました。",
            "もう一度送ってください。繰り返すときは、ソフトの提供元に知らせてください。",
            "the receiving office found it damaged, or not what its cover says",
            "Send it again; if it goes on, tell the maker of the software.",
        ),
        ("damaged", Side::Sending) => explain(
            "このパソコンに保存した控えが壊れているか、内容と送付状が一致しません。",
            "業務ソフトから同じセットを出力し、もう一度送ってください。",
            "the copy on this machine is damaged or is not what its cover says",
            "Export the same set again, and send that.",
        ),
        ("damaged", Side::Receiving) => explain(
            "データが壊れているか、内容と送付状が一致しません。",
            "取り込まないでください。受け取りを断り、送信元に送り直してもらってください。",
            "the data is damaged or is not what its cover says",
            "Do not import it; reject it and have the sender send it again.",
        ),
        ("not_for_us", Side::Refused) => explain(
            "送信先の事業所が、自分あてのデータではないと断りました。",
            "送信先の事業所番号を確認し、正しい送信先で出力し直して送ってください。",
            "the receiving office says that it is meant for another one",
            "Check the receiver's office number, export it for the right one and send that.",
        ),
        ("not_for_us", Side::Sending) => explain(
            "この送信先あてのデータではありません。",
            "送信先の事業所番号を確認し、正しい送信先で出力し直して送ってください。",
            "it is addressed to another office",
            "Check the receiver's office number, export it for the right one and send that.",
        ),
        ("not_for_us", Side::Receiving) => explain(
            "この事業所あてのデータではありません。",
            "取り込まないでください。受け取りを断り、送信元に送信先の事業所番号を確認してもらってください。",
            "it is addressed to another office",
            "Do not import it; reject it and have the sender check the receiver's office number.",
        ),
        ("refused", Side::Refused | Side::Sending) => explain(
            "送信先の事業所が受け取りを断りました。",
            "送信先の事業所に理由を確認してください。",
            "the receiving office refused it",
            "Ask the receiving office why.",
        ),
        ("refused", Side::Receiving) => explain(
            "この事業所が受け取りを断りました。",
            "送信元の事業所に理由を伝えてください。",
            "this office refused it",
            "Tell the sending office why.",
        ),
        ("content_not_kept", Side::Refused | Side::Sending) => explain(
            "このデータの中身は、保存期間が過ぎたか、フォルダーに出力したため、このパソコンに残っていません。",
            "送った記録と受領証は残っています。もう一度送るには、業務ソフトから同じセットを出力してください。",
            "the content is no longer kept on this machine",
            "The record and the receipt are kept. To send it once more, export the set again.",
        ),
        ("content_not_kept", Side::Receiving) => explain(
            "このデータの中身は、保存期間が過ぎたか、まだ届いていないため、このパソコンにありません。",
            "まだなら送受信をもう一度実行してください。保存期間が過ぎていて必要なら、送信元の事業所に再送を頼んでください。",
            "the content is not, or no longer, on this machine",
            "Synchronise once more if it has not come yet; if its time is over, ask the sender to send it again.",
        ),
        ("expired", Side::Refused | Side::Sending) => explain(
            "期限までに、送信先の事業所が受け取りませんでした。",
            "送信先の事業所に受け取れるか確認し、もう一度送ってください。",
            "the receiving office did not take it before its time was over",
            "Ask the receiving office whether it can take it, and send it again.",
        ),
        ("expired", Side::Receiving) => explain(
            "期限までに受け取らなかったため、中継サーバーに残っていません。",
            "必要なら、送信元の事業所に再送を頼んでください。",
            "it was not taken before its time was over",
            "Ask the sender to send it again if it is needed.",
        ),
        ("withdrawn", Side::Refused | Side::Sending) => explain(
            "この事業所が送信を取り消しました。",
            "必要なら、同じセットをもう一度送れます。",
            "this office took it back",
            "The same set can be sent again.",
        ),
        ("withdrawn", Side::Receiving) => explain(
            "送信元の事業所が送信を取り消しました。",
            "必要なら、送信元の事業所に確認してください。",
            "the sending office took it back",
            "Ask the sending office if it is needed.",
        ),
        _ => return None,
    };
    Some(explanation)
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

/// What both are told the same, and what is told of no message in particular.
fn own(code: &str) -> Option<Explanation> {
    let explanation = match code {
        "taken_all_the_same" => ExchangeError::TakenAllTheSame.explanation(),
        "unheard" => explain(
            "取り込んだことを中継サーバーに伝えられませんでした（中継サーバーに、このデータの記録がありません）。",
            "データの取込は済んでいて、受領証はこのパソコンに残っています。送信元の事業所に、取り込んだことを電話などで伝えてください。",
            "the relay could not be told that it was taken: it does not know this message",
            "It was taken, and the receipt is kept on this machine. Tell the sending office by telephone, say.",
        ),
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
            "このパソコンの日時と、profile.toml の relay.url と relay.ca を確認してください。",
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
            "このパソコンのディスクに空きがないか、書き込めません。",
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
            "このデータの中身は、保存期間が過ぎたか、フォルダーに出力したため、このパソコンに残っていません。",
            "届いたものなら、送信元の事業所に再送を頼んでください。送ったものなら、業務ソフトから同じセットを出力してください。",
            "the content is no longer kept on this machine",
            "What was received the sender can send again; what was sent can be exported again.",
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
    use super::super::reason::Reason;
    use super::*;
    use crate::finding::Lang;
    use crate::store::{ReceivedState, SentState};

    /// Codes that a receiver gives back.
    const GIVEN_BACK: [&str; 5] = [
        "cannot_open",
        "not_trusted",
        "damaged",
        "not_for_us",
        "refused",
    ];

    #[test]
    fn sender_and_receiver_are_told_what_each_can_do() {
        for code in GIVEN_BACK {
            let sender = Reason::of_sent(Some(code.to_owned()), SentState::Rejected).unwrap();
            let receiver = Reason::of_received(Some(code.to_owned()), ReceivedState::Fetched);
            let receiver = receiver.unwrap();
            assert!(
                sender.message(Lang::Ja).contains("送信先の事業所"),
                "{code}"
            );
            for lang in [Lang::Ja, Lang::En] {
                assert_ne!(sender.message(lang), receiver.message(lang), "{code}");
                assert_ne!(sender.hint(lang), receiver.hint(lang), "{code}");
            }
            // Nobody is asked to ask himself.
            assert!(!sender.hint(Lang::Ja).contains("送信元"), "{code}");
            assert!(!receiver.hint(Lang::Ja).contains("送信先に"), "{code}");
        }
        let kept = Reason::of_sent(Some("content_not_kept".to_owned()), SentState::Taken).unwrap();
        assert!(!kept.hint(Lang::Ja).contains("送信元"));
    }

    #[test]
    fn every_end_has_a_reason() {
        for state in [
            SentState::Expired,
            SentState::Withdrawn,
            SentState::Rejected,
        ] {
            let reason = Reason::of_sent(None, state).unwrap();
            assert!(
                !reason.message(Lang::Ja).contains("理由コード"),
                "{state:?}"
            );
        }
        for state in [ReceivedState::Expired, ReceivedState::Withdrawn] {
            let reason = Reason::of_received(None, state).unwrap();
            assert!(
                !reason.message(Lang::Ja).contains("理由コード"),
                "{state:?}"
            );
        }
        assert_eq!(Reason::of_sent(None, SentState::Available), None);
    }

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
            "unheard",
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
}
