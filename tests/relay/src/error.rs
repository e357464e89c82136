//! What can go wrong around the relay, for the person at the terminal: Japanese first, then English.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use careplan_core::number::OfficeNumber;

use crate::faults::RuleError;
use crate::store::Failure;

/// Why a relay could not be prepared or started. Carries no password and no key.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read or written.
    #[error("{path} を読み書きできません / cannot read or write it: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// `init` never overwrites a relay.
    #[error(
        "{0} には既に中継サーバーがあります。別のフォルダーを指定してください / \
         this folder already holds a relay; give another one"
    )]
    AlreadyThere(PathBuf),
    /// `serve` needs what `init` wrote.
    #[error(
        "{0} に中継サーバーがありません。先に init を実行してください / \
         this folder holds no relay; run init first"
    )]
    NotARelay(PathBuf),
    /// A line of the office list is wrong.
    #[error("事業所一覧の {line} 行目: {japanese} / line {line} of the office list: {english}")]
    OfficeList {
        /// Counted from 1, the header being line 1.
        line: u64,
        /// What is wrong.
        japanese: &'static str,
        /// What is wrong.
        english: &'static str,
    },
    /// An office that cannot be set up.
    #[error("事業所 {office}: {japanese} / office {office}: {english}")]
    Office {
        /// Which one.
        office: OfficeNumber,
        /// What is wrong.
        japanese: &'static str,
        /// What is wrong.
        english: &'static str,
    },
    /// A relay needs offices.
    #[error("事業所がありません / there is no office")]
    NoOffices,
    /// The relay's own address cannot be used.
    #[error(
        "URL は https://ホスト:ポート の形で指定してください / give the URL as https://host:port"
    )]
    Url,
    /// relay.toml cannot be understood.
    #[error("{path} の内容が正しくありません / its content is not valid: {source}")]
    Config {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// OpenSSL refused to make or read a key or certificate.
    #[error("鍵または証明書を扱えません / cannot make or read a key or certificate: {0}")]
    Certificate(#[from] openssl::error::ErrorStack),
    /// A certificate or list of revoked ones cannot be written as asked for.
    #[error(
        "証明書または失効リストを作れません / cannot make a certificate or revocation list: {0}"
    )]
    Encoding(#[from] x509_cert::der::Error),
    /// The TLS set-up was refused.
    #[error("TLS を設定できません / cannot set up TLS: {0}")]
    Tls(String),
    /// SQLite refused.
    #[error("データベースを使用できません / cannot use the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The URL of the database is no URL of a PostgreSQL database.
    #[error(
        "データベースの URL は postgres://利用者@ホスト/データベース の形で指定してください / \
         give the URL of the database as postgres://user@host/database"
    )]
    DatabaseUrl,
    /// PostgreSQL cannot be reached or refuses.
    #[error("PostgreSQL を使用できません / cannot use PostgreSQL: {0}")]
    Postgres(String),
    /// Another process serves this folder.
    #[error(
        "{0} の中継サーバーは動いています。止めてからもう一度実行してください / \
         the relay of this folder is running; stop it and try again"
    )]
    Running(PathBuf),
    /// What PostgreSQL holds is saved with its own tools.
    #[error(
        "PostgreSQL のデータは pg_dump と pg_restore で保存・復元し、復元した後に careplan-relay set-back を実行してください / \
         save and restore PostgreSQL with pg_dump and pg_restore, and run careplan-relay set-back afterwards"
    )]
    OwnTools,
    /// A backup goes into an empty folder.
    #[error(
        "{0} は空ではありません。新しいフォルダーを指定してください / this folder is not empty; give a new one"
    )]
    NotEmpty(PathBuf),
    /// A backup that was not completed, or something else.
    #[error(
        "{0} にバックアップがないか、途中で終わっています。別のバックアップを指定してください / \
         this folder holds no backup or one that was not completed; give another one"
    )]
    NotABackup(PathBuf),
    /// The database cannot be filled.
    #[error("データベースを作成できません / cannot fill the database: {0}")]
    Fill(String),
    /// The database was made by another version.
    #[error(
        "データベースの版 {0} には対応していません / version {0} of the database is not supported"
    )]
    DatabaseVersion(i64),
    /// Argon2 refused.
    #[error("パスワードを処理できません / cannot process a password")]
    Password,
    /// Control port and web page are for this machine only.
    #[error(
        "{0} はほかの PC からも接続できます。127.0.0.1 または [::1] を指定してください / \
         other machines can reach this address; give 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// A relay that has stopped cannot be controlled.
    #[error("中継サーバーは終了しています / the relay has stopped")]
    Stopped,
    /// A fault that cannot be had.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// Somebody else listens there.
    #[error(
        "{0} は別のプログラムが使用中です。そのプログラムを終了するか、--listen で別のポートを指定してください / \
         another program uses this address; end it, or give another port with --listen"
    )]
    InUse(String),
    /// The address cannot be listened on.
    #[error(
        "{address} で待ち受けられません。アドレスを確認してください / cannot listen there; check the address: {source}"
    )]
    Listen {
        /// host:port.
        address: String,
        /// Why.
        source: io::Error,
    },
    /// An office without an account.
    #[error(
        "事業所 {0} のアカウントがありません。番号を確認してください / this office has no account; check the number"
    )]
    NoAccount(OfficeNumber),
    /// A certificate that is not this office's, or that the relay does not know.
    #[error(
        "この証明書は事業所 {0} のものとして登録されていません。ファイルと番号を確認してください / \
         this certificate is not registered for this office; check the file and the number"
    )]
    NotRegistered(OfficeNumber),
    /// The network or a thread could not be had.
    #[error("サーバーを開始できません / cannot start the server: {0}")]
    Start(io::Error),
}

/// While a new database is filled nobody is there to be refused.
impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let cause = match failure {
            Failure::Refused(problem) => problem.title,
            Failure::Broken(cause) => cause,
            Failure::Collided => "collision".to_owned(),
        };
        Self::Fill(cause)
    }
}

impl Error {
    /// An input or output error at a path.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
