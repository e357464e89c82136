//! Every status but CPL_OK: its name, whose matter it is, and what it says to people where nothing more is known.

use careplan_core::finding::Lang;

use crate::status::*;

pub(crate) struct Known {
    pub status: u32,
    pub name: &'static str,
    pub category: u32,
    pub ja: &'static str,
    pub hint_ja: &'static str,
    pub en: &'static str,
    pub hint_en: &'static str,
    /// What happened, with the next step behind it.
    whole_ja: &'static str,
    whole_en: &'static str,
}

impl Known {
    pub(crate) fn whole(&self, lang: Lang) -> &'static str {
        lang.pick(self.whole_ja, self.whole_en)
    }
}

pub(crate) fn known(status: u32) -> Option<&'static Known> {
    STATUSES.iter().find(|known| known.status == status)
}

macro_rules! statuses {
    ($($status:ident $category:ident $ja:literal $hint_ja:literal $en:literal $hint_en:literal,)*) => {
        const STATUSES: &[Known] = &[$(Known {
            status: $status,
            name: stringify!($status),
            category: $category,
            ja: $ja,
            hint_ja: $hint_ja,
            en: $en,
            hint_en: $hint_en,
            whole_ja: concat!($ja, $hint_ja),
            whole_en: concat!($en, ". ", $hint_en),
        },)*];
    };
}

statuses! {
    CPL_NULL_POINTER CPL_CATEGORY_CALLER
        "NULL にできない引数が NULL です。"
        "呼び出し側の引数を確認してください。"
        "an argument that must not be NULL is NULL"
        "Check the arguments of the call.",
    CPL_NOT_UTF8 CPL_CATEGORY_CALLER
        "文字列が UTF-8 ではありません。"
        "UTF-8 に変換して渡してください。ファイルの内容はバイト列のまま渡します。"
        "a text is not UTF-8"
        "Convert it to UTF-8; file content is passed as bytes.",
    CPL_BAD_ARGUMENT CPL_CATEGORY_CALLER
        "引数の値が正しくありません。"
        "careplan.h の説明にある値を渡してください。"
        "an argument has an undefined value"
        "Pass a value that careplan.h describes.",
    CPL_OUT_OF_RANGE CPL_CATEGORY_CALLER
        "その番号の要素はありません。"
        "件数を先に確認してください。"
        "there is no such element"
        "Ask for the count first.",
    CPL_STRUCT_TOO_SMALL CPL_CATEGORY_CALLER
        "struct_size が小さすぎます。"
        "呼び出す前に sizeof の値を入れてください。"
        "struct_size is too small"
        "Set it to sizeof before the call.",
    CPL_CANCELLED CPL_CATEGORY_STATE
        "中止されました。"
        "もう一度実行すると、続きから行われます。"
        "cancelled"
        "Do it again; it goes on where it stopped.",
    CPL_UNSUPPORTED CPL_CATEGORY_CALLER
        "この環境では使えない機能です。"
        "cpl_capabilities で使える機能を確認してください。"
        "this is not available on this system"
        "Ask cpl_capabilities what is.",
    CPL_CALLED_FROM_WITHIN CPL_CATEGORY_CALLER
        "送受信の途中のコールバックから、同じ送受信が呼ばれました。"
        "コールバックでは知らせるだけにし、送受信と取り込みは、呼び出しが終わってから行ってください。"
        "called from within a callback of the same call"
        "Only note in a callback what is to be done, and synchronise or take once the call has returned.",
    CPL_WRONG_HANDLE CPL_CATEGORY_CALLER
        "引数のハンドルの種類が違うか、解放したあとのものです。"
        "引数の順番と、解放したあとに使っていないかを確認してください。"
        "the handle is of another kind, or was freed"
        "Check the order of the arguments, and that it is not used after it was freed.",
    CPL_PANIC CPL_CATEGORY_INTERNAL
        "ライブラリ内部で問題が起きました。それまでに保存したデータは残っています。"
        "一覧でデータの状態を確認し、SDK の版と操作の手順を添えて開発元に知らせてください。"
        "the library failed internally; what was stored before stays stored"
        "Look at the lists for what was done, and report it with the SDK version and the steps.",
    CPL_INTERNAL CPL_CATEGORY_INTERNAL
        "ライブラリ内部で処理に失敗しました。"
        "エラーの説明と SDK の版を添えて開発元に知らせてください。"
        "the library failed internally"
        "Please report it with the text of the error and the SDK version.",
    CPL_FILE_UNREADABLE CPL_CATEGORY_FILE
        "ファイルを読み取れません。"
        "パスと、読み取る権限を確認してください。"
        "the file cannot be read"
        "Check the path and that it may be read.",
    CPL_FILE_CHANGED CPL_CATEGORY_FILE
        "送信の準備中にファイルの内容が変わりました。"
        "ファイルを書き出すソフトの処理が終わってから、もう一度送ってください。"
        "a file changed while it was being sealed"
        "Send again when the software that writes the file has finished.",
    CPL_FILE_UNWRITABLE CPL_CATEGORY_FILE
        "ファイルを書き込めません。"
        "フォルダー、書き込む権限、ディスクの空きを確認してください。"
        "the file cannot be written"
        "Check the folder, that it may be written to, and the space left on the disk.",
    CPL_FILE_EXISTS CPL_CATEGORY_FILE
        "同じ名前のファイルが既にあります。"
        "別のフォルダーを指定するか、既にあるファイルを確認してください。"
        "a file of this name is there already"
        "Choose another folder, or look at the file that is there.",
    CPL_SET_REFUSED CPL_CATEGORY_FILE
        "ファイルの組み合わせが送信できるセットではありません。"
        "指摘を確認し、直してください。"
        "the files are not a set that can be sent"
        "Look at the findings and mend them.",
    CPL_VALUE_REFUSED CPL_CATEGORY_FILE
        "値、ファイル名、レコードのどれかが標準仕様に合いません。"
        "指摘にある正しい形に直してください。"
        "a value, a file name or a record is not of the standard"
        "Look at the finding, which says what would be.",
    CPL_DOCUMENT_REFUSED CPL_CATEGORY_FILE
        "ファイルに誤りがあります。"
        "指摘を確認し、直してください。"
        "there is something wrong with the file"
        "Look at the findings and mend them.",
    CPL_PROFILE_UNREADABLE CPL_CATEGORY_SETUP
        "事業所プロファイルのファイルを読み取れません。"
        "プロファイルのフォルダーの場所と、ファイルがあること、読み取る権限があることを確認してください。"
        "a file of the profile cannot be read"
        "Check the profile folder, that the file is there, and that it may be read.",
    CPL_PROFILE_INVALID CPL_CATEGORY_SETUP
        "事業所プロファイル（profile.toml またはパスワード）の内容が正しくありません。"
        "エラーの説明にある行を直してください。"
        "the profile (profile.toml, or the password) is not of the form that is expected"
        "Mend the line that the error names.",
    CPL_IDENTITY_INVALID CPL_CATEGORY_SETUP
        "電子証明書または秘密鍵を使えません。"
        "この事業所の電子証明書と秘密鍵の組み合わせ、パスワードを確認してください。"
        "the certificate or the private key cannot be used"
        "Check that both belong together and to this office, and the password.",
    CPL_NOT_SENDER CPL_CATEGORY_FILE
        "ファイル名の送信元がこの事業所ではありません。"
        "送信元の事業所のプロファイルで送信するか、正しい送信元で出力し直してください。"
        "the set is sent by another office than the profile's"
        "Send with the sender's profile, or export with the right sender.",
    CPL_TRUST_INVALID CPL_CATEGORY_SETUP
        "信頼する認証局などの設定（[trust]）を使えません。"
        "失効リスト、OID、発行者、事業所番号の読み取り規則を確認してください。"
        "the settings of whom to trust ([trust]) cannot be used"
        "Check the revocation lists, the OIDs, the issuers and the rule for the office number.",
    CPL_CLOCK_AHEAD CPL_CATEGORY_SETUP
        "このパソコンの時計が進んでいます。"
        "時計を合わせてから、もう一度実行してください。"
        "this machine's clock is ahead"
        "Set the clock and try again.",
    CPL_ENVELOPE_MALFORMED CPL_CATEGORY_TRUST
        "封筒（暗号化データ）が壊れているか、途中で切れています。"
        "もう一度受信してください。同じことが続く場合は送信元に送り直してもらってください。"
        "not a complete envelope"
        "Fetch it again; if it stays, ask the sender to send again.",
    CPL_ENVELOPE_WEAK CPL_CATEGORY_TRUST
        "封筒の保護が必要な強さではありません。"
        "この内容は取り込まないでください。送信元の事業所に確認してください。"
        "the envelope is not protected as required"
        "Do not import it; ask the sending office.",
    CPL_ENVELOPE_NOT_FOR_US CPL_CATEGORY_TRUST
        "この事業所では開けない封筒です。"
        "送信先が正しいか送信元に確認してください。証明書を更新した場合は、更新前の証明書でも開けるように設定してください。"
        "the envelope is sealed for another certificate or addressed to another office"
        "Ask the sender whom it was for; after a renewal keep the old certificate for opening.",
    CPL_ENVELOPE_TAMPERED CPL_CATEGORY_TRUST
        "封筒の中身が途中で変わっています（破損または改ざん）。"
        "もう一度受信してください。同じことが続く場合は送信元に送り直してもらってください。"
        "the envelope was damaged or tampered with"
        "Fetch it again; if it stays, ask the sender to send again.",
    CPL_SIGNATURE_INVALID CPL_CATEGORY_TRUST
        "署名がないか、中身と一致しません。"
        "この内容は取り込まないでください。送信元の事業所に確認してください。"
        "the signature is missing or does not fit the content"
        "Do not import it; ask the sending office.",
    CPL_CERTIFICATE_UNTRUSTED CPL_CATEGORY_TRUST
        "電子証明書を信頼できません。"
        "信頼する認証局の設定を確認してください。正しければ、その電子証明書の事業所に確認してください。"
        "a certificate is not to be trusted"
        "Check the trusted authorities; if they are right, ask the office of the certificate.",
    CPL_CERTIFICATE_EXPIRED CPL_CATEGORY_TRUST
        "電子証明書の有効期間外です。"
        "このパソコンの日時を確認してください。正しければ、電子証明書を更新するか、更新してもらってください。"
        "a certificate has expired or is not valid yet"
        "Check this machine's clock; if it is right the certificate must be renewed.",
    CPL_WRONG_SENDER CPL_CATEGORY_TRUST
        "署名した事業所と、送信元として書かれた事業所が異なります。"
        "この内容は取り込まないでください。送信元の事業所に確認してください。"
        "the signer is not the sender that the message names"
        "Do not import it; ask the sending office.",
    CPL_CONTENT_INVALID CPL_CATEGORY_TRUST
        "中身、中のファイル、受領証のどれかが決められたとおりではありません。"
        "この内容は取り込まないでください。送信元の事業所に確認してください。"
        "the content, its files or a receipt are not what they should be"
        "Do not import it; ask the sending office.",
    CPL_TOO_LARGE CPL_CATEGORY_FILE
        "データが大きすぎます。"
        "対象の利用者や年月を分けて送ってください。"
        "larger than may be sent"
        "Send it in parts.",
    CPL_CERTIFICATE_REVOKED CPL_CATEGORY_TRUST
        "電子証明書は失効しています。"
        "この事業所のものなら新しい電子証明書を取得してください。相手のものなら取り込まず、相手の事業所に確認してください。"
        "a certificate was revoked"
        "Get a new one if it is this office's; else do not import what it signed, and ask its office.",
    CPL_REVOCATION_UNKNOWN CPL_CATEGORY_TRUST
        "電子証明書が失効していないことを確認できません。"
        "新しい失効リストを取得して設定し、もう一度実行してください。"
        "whether a certificate was revoked cannot be told"
        "Fetch and configure a new revocation list, and try again.",
    CPL_CERTIFICATE_KIND CPL_CATEGORY_TRUST
        "設定で使えないことにしている種類の電子証明書です。"
        "使ってよい種類かどうかと、[trust] の設定を確認してください。"
        "a certificate of a kind that the settings refuse"
        "Check whether the kind may be used, and [trust] of the settings.",
    CPL_RELAY_UNREACHABLE CPL_CATEGORY_NETWORK
        "中継サーバーにつながりません。"
        "ネットワークと profile.toml の relay.url を確認し、もう一度実行してください。データは失われていません。"
        "the relay cannot be reached"
        "Check the network and relay.url in profile.toml, and try again. Nothing is lost.",
    CPL_RELAY_TLS CPL_CATEGORY_SETUP
        "中継サーバーとの安全な接続が拒否されました。"
        "このパソコンの日時、profile.toml の relay.url と relay.ca、事業所の電子証明書を確認してください。"
        "the secure connection to the relay was refused"
        "Check this machine's clock, relay.url and relay.ca in profile.toml, and the office's certificate.",
    CPL_WRONG_PASSWORD CPL_CATEGORY_SETUP
        "ユーザー ID またはパスワードが違います。"
        "profile.toml の user_id と password_file（プログラムから渡すときは、渡したパスワード）を確認してください。3回続けて間違えると30分間ロックされます。"
        "user id or password is wrong"
        "Check user_id and password_file of profile.toml, or the password that the program hands over; three wrong ones lock the account for 30 minutes.",
    CPL_ACCOUNT_LOCKED CPL_CATEGORY_SETUP
        "アカウントがロックされています。"
        "時間をおいてから、正しいユーザー ID とパスワードで実行してください。"
        "the account is locked"
        "Wait, then use the right user id and password.",
    CPL_UNKNOWN_OFFICE CPL_CATEGORY_STATE
        "送信先の事業所が中継サーバーに登録されていません。"
        "送信先の事業所番号が正しいか、相手がデータ連携に参加しているか確認してください。"
        "the receiver is not in the directory"
        "Check the receiver's office number and whether it takes part in the exchange.",
    CPL_UNKNOWN_MESSAGE CPL_CATEGORY_STATE
        "指定されたデータは、この事業所にはありません。"
        "一覧で番号（ID）を確認してください。保存期間を過ぎたデータは消去されています。"
        "there is no such message for this office"
        "Check the id in the list; messages beyond the retention time are gone.",
    CPL_CONFLICT CPL_CATEGORY_STATE
        "同じ番号で別のデータがすでに登録されています。"
        "送信データを作り直してから送信してください。"
        "the message's id is in use for another one"
        "Prepare the message anew and send that.",
    CPL_RELAY_DAMAGED CPL_CATEGORY_NETWORK
        "データが途中で壊れました。"
        "もう一度実行してください。"
        "the data was damaged on its way"
        "Try again.",
    CPL_RELAY_UNAVAILABLE CPL_CATEGORY_NETWORK
        "中継サーバーが今は処理できません。"
        "しばらく待ってから、もう一度実行してください。同じ送信データ（同じ番号）の再送は二重になりません。"
        "the relay cannot answer now"
        "Wait a little and try again; sending the same message, by its id, does not double it.",
    CPL_UNKNOWN_CERTIFICATE CPL_CATEGORY_SETUP
        "この事業所の電子証明書が中継サーバーに登録されていません。"
        "証明書を更新した場合は、新しい証明書を登録してもらってください。テスト用と本番用を取り違えていないかも確認してください。"
        "the relay does not know this office's certificate"
        "After a renewal have the new one registered; and check for a mix-up of test and production.",
    CPL_RELAY_PROTOCOL CPL_CATEGORY_NETWORK
        "中継サーバーのものではない応答か、版の合わない応答がありました。"
        "profile.toml の relay.url を確認してください。プロキシや別のサーバーが応答している可能性があります。"
        "the answer is not that of a relay, or of one that does not fit"
        "Check relay.url in profile.toml; a proxy or another server may be answering.",
    CPL_RELAY_SETTINGS CPL_CATEGORY_SETUP
        "中継サーバーの設定が正しくありません。"
        "profile.toml の [relay] を確認してください。"
        "the relay settings of the profile cannot be used"
        "Check [relay] in profile.toml.",
    CPL_RELAY_MAINTENANCE CPL_CATEGORY_NETWORK
        "中継サーバーは保守中です。"
        "終わってから、もう一度実行してください。データは失われていません。"
        "the relay is down for maintenance"
        "Try again afterwards; nothing is lost.",
    CPL_PASSWORD_EXPIRED CPL_CATEGORY_SETUP
        "アカウントのパスワードの有効期限が切れています。"
        "中継サーバーの管理者に新しいパスワードを発行してもらい、password_file に書いてください。"
        "the account's password has expired"
        "Have the relay's administrator issue a new password, and write it into password_file.",
    CPL_NOT_TAKING_PART CPL_CATEGORY_STATE
        "送信先の事業所は、いまデータ連携に参加していません。"
        "送信先の事業所に確認し、それまでは別の方法で渡してください。"
        "the receiver does not take part in the exchange now"
        "Ask the receiving office, and hand the data over another way until then.",
    CPL_RELAY_QUOTA CPL_CATEGORY_NETWORK
        "中継サーバーに預けているデータか、短い時間の要求が多すぎます。"
        "しばらく待ってから、もう一度実行してください。不要な送信データがあれば取り消してください。"
        "too much is waiting at the relay, or too many calls were made"
        "Wait and try again; withdraw what is not needed.",
    CPL_STORE_IN_USE CPL_CATEGORY_STORE
        "この事業所の保存データは、別のプログラムが使用中です（このプログラムの別の処理のこともあります）。"
        "同じ事業所の連携プログラムがほかで動いていないか確認し、終了してからもう一度実行してください。1 つのプログラムの中では、1 回だけ開いて使い回します。"
        "the store of this office is in use by another program, or opened twice by this one"
        "See whether another program works with this office; end it and try again. Within one program, open it once and share the handle.",
    CPL_DISK_FULL CPL_CATEGORY_STORE
        "ディスクに空きがありません。これまでに保存したデータは失われていません。"
        "空きを作り、もう一度実行してください。"
        "the disk is full; what was stored is not lost"
        "Make space and try again.",
    CPL_STORE_DAMAGED CPL_CATEGORY_STORE
        "保存データが壊れているか、足りません。"
        "フォルダーは消さずに残し、直近のバックアップを戻してください。"
        "the store is damaged or incomplete"
        "Keep its folder as it is, and restore the latest backup.",
    CPL_STORE_UNFIT CPL_CATEGORY_STORE
        "保存データは、別の事業所のものか、新しい版のソフトで作られたものです。"
        "プロファイルの事業所番号と保存データの場所を確認するか、ソフトを最新の版に更新してください。"
        "the store belongs to another office, or was made by a newer version"
        "Check the profile's office number and the folder of the store, or update this software.",
    CPL_STORE_UNUSABLE CPL_CATEGORY_STORE
        "保存データのフォルダーを使えません。"
        "フォルダーの場所と、読み書きの権限を確認してください。"
        "the store's folder cannot be used"
        "Check the folder's place, and that it may be read and written.",
    CPL_ACCESS_LOG_CHANGED CPL_CATEGORY_STORE
        "アクセス記録が変えられているか、途中で切れています。"
        "保存データには手を加えずに残し、管理者に知らせてください。"
        "the access log was changed or cut off"
        "Leave the store as it is and tell the administrator.",
    CPL_NOT_TAKEN CPL_CATEGORY_STATE
        "まだ取り込んでいないデータです。"
        "先にデータを取り込み、保存してから受領を確定してください。"
        "the message was not taken yet"
        "Take it first and store what it holds; then acknowledge it.",
    CPL_WRONG_STATE CPL_CATEGORY_STATE
        "このデータは、今の状態ではこの操作ができません。"
        "一覧で今の状態を確認してください。"
        "the message is in a state in which this cannot be done"
        "Look at its state in the list.",
    CPL_CONTENT_GONE CPL_CATEGORY_STATE
        "このデータの中身は、もう残っていません。"
        "一覧で状態を確認し、必要なら送信元の事業所に再送を頼んでください。"
        "the content of the message is no longer kept"
        "Look at its state in the list, and ask the sender to send it again if it is needed.",
    CPL_WORKER_RUNS CPL_CATEGORY_STATE
        "この事業所の自動送受信はすでに動いています。"
        "動いているものを止めてから始めてください。"
        "the office has a worker already"
        "Stop the one that runs before you start another.",
    CPL_NO_RECEIPT CPL_CATEGORY_STATE
        "受領証はまだありません。"
        "相手の事業所が取り込むまで待ち、送受信のあとでもう一度実行してください。"
        "there is no receipt of the message yet"
        "Wait until it was taken, synchronise, and try again.",
    CPL_NO_THREAD CPL_CATEGORY_STATE
        "システムが新しい処理（スレッド）を始められません。"
        "ほかのソフトを終了してから、もう一度実行してください。"
        "the system gives no thread"
        "End other programs and try again.",
    CPL_STAMP_USED CPL_CATEGORY_STATE
        "同じ相手に、同じ作成日時で、内容かファイル名の違うファイルをすでに送っています。"
        "新しい作成日時でファイルを作り直して送ってください（拡張子の大文字と小文字も、名前の違いです）。先に送ったものが不要なら、取り消してください。"
        "files with other contents or names and the same stamp were sent to this receiver before"
        "Export the files anew, with a new stamp, and send those (.csv and .CSV are different names, too); withdraw the earlier message if it is not wanted.",
    CPL_TAKEN_ALL_THE_SAME CPL_CATEGORY_STATE
        "取消や期限切れなどで終わったこのデータを、受信した事業所が取り込んでいました。"
        "二重に取り込まないよう、送信した事業所と受信した事業所で、このデータを使うかどうかを電話などで確かめてください。"
        "the receiver has stored a message that had ended by withdrawal, expiry or otherwise"
        "Sender and receiver should agree, by telephone say, whether it counts, so that it is not imported twice.",
    CPL_FOLDER CPL_CATEGORY_SETUP
        "受け渡しのフォルダーを使えないか、予想しないものが入っています。"
        "フォルダーの場所、読み書きの権限、中のファイルを確認してください。"
        "the folders for upload and downloads cannot be used, or hold something else than expected"
        "Check where they are, that they may be read and written, and what is in them.",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_name_and_its_category() {
        let source = include_str!("status.rs");
        let block = source.split_once("pub const CPL_OK").unwrap();
        let block = block.1.split_once("pub const CPL_CATEGORY_CALLER").unwrap();
        let lines = block
            .0
            .lines()
            .filter_map(|line| line.strip_prefix("pub const "));
        let declared: Vec<_> = lines
            .map(|line| {
                let (name, rest) = line.split_once(": u32 = ").unwrap();
                (rest.trim_end_matches(';').parse::<u32>().unwrap(), name)
            })
            .collect();
        let known: Vec<_> = STATUSES
            .iter()
            .map(|known| (known.status, known.name))
            .collect();
        assert_eq!(known, declared);
        assert!(known.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn every_text_is_a_sentence_and_says_what_to_do() {
        for known in STATUSES {
            for ja in [known.ja, known.hint_ja] {
                assert!(ja.ends_with('。') && ja.chars().any(|c| c >= 'ぁ'), "{ja}");
            }
            assert!(
                !known.en.ends_with('.') && known.en.is_ascii(),
                "{}",
                known.en
            );
            assert!(known.hint_en.ends_with('.') && known.hint_en.is_ascii());
        }
    }
}
