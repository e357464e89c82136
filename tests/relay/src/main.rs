//! `careplan-relay`: the sandbox relay at a terminal.

use std::io::{ErrorKind, IsTerminal, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use careplan_core::number::OfficeNumber;
use careplan_relay::{
    Accounts, Backup, Certificates, Error, InitOptions, KeyKind, OfficeSpec, Options, Server,
    Status, Validity, backup, init_with, read_offices, restore, set_back, synthetic_offices,
};
use clap::{Parser, Subcommand, ValueEnum};
use tokio::runtime::Runtime;

/// ケアプラン連携の試験用中継サーバー / sandbox relay for the exchange of care plans
#[derive(Parser)]
#[command(name = "careplan-relay", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// フォルダーに試験用の認証局・事業所・証明書・アカウントを作成します /
    /// make a test CA, offices, certificates and accounts in a folder
    Init {
        /// 作成先のフォルダー / the folder to make them in
        dir: PathBuf,
        /// 事業所一覧（UTF-8 の CSV、見出し number,kind,name）/ list of offices (CSV in UTF-8 with this header)
        #[arg(long, value_name = "FILE", conflicts_with = "count")]
        offices: Option<PathBuf>,
        /// 架空の事業所をこの数だけ作成 / make up so many offices
        #[arg(long, value_name = "N", default_value_t = 3)]
        count: usize,
        /// 事業所の鍵の種類。ec（P-256）は rsa（2048 ビット）より速く作成できます /
        /// kind of the offices' keys; ec (P-256) is made faster than rsa (2048 bits)
        #[arg(long, value_enum, value_name = "KIND", default_value_t = Keys::Rsa)]
        keys: Keys,
        /// 事業所が使う URL / the URL that offices use
        #[arg(long, default_value = "https://localhost:8443")]
        url: String,
    },
    /// 中継サーバーを動かします。Ctrl-C で終了します / run the relay; Ctrl-C ends it
    Serve {
        /// init で作成したフォルダー / the folder that init made
        dir: PathBuf,
        /// 待ち受けるアドレス（省略時は relay.toml の listen）/ address to listen on (default: listen in relay.toml)
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        /// データベースの URL（postgres://…）。省略時は relay.toml の database、なければフォルダー内の SQLite /
        /// URL of the database (default: database in relay.toml, or SQLite in the folder)
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// テスト用の制御ポート（例 127.0.0.1:9000）。この PC の中からだけ使用できます /
        /// control port for tests (such as 127.0.0.1:9000), for this machine only
        #[arg(long, value_name = "ADDR")]
        control: Option<String>,
        /// 一覧を表示する Web ページ（例 127.0.0.1:8080）。この PC の中からだけ使用できます /
        /// web page with the lists (such as 127.0.0.1:8080), for this machine only
        #[arg(long, value_name = "ADDR")]
        web: Option<String>,
    },
    /// 事業所とデータの状況を表示します。サーバーの動作中でも使用できます /
    /// show how offices and messages stand, also while the relay runs
    Status {
        /// init で作成したフォルダー / the folder that init made
        dir: PathBuf,
        /// データベースの URL（serve と同じもの）/ URL of the database (as given to serve)
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// 表示形式 / form of the output
        #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
        format: Format,
    },
    /// 事業所のアカウントを扱います。サーバーの動作中でも使用できます / look after an office's account, also while the relay runs
    Account {
        /// init で作成したフォルダー / the folder that init made
        dir: PathBuf,
        /// 事業所番号 / number of the office
        office: OfficeNumber,
        /// すること / what to do
        #[arg(value_enum)]
        what: What,
        /// データベースの URL（serve と同じもの）/ URL of the database (as given to serve)
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// 事業所の電子証明書を扱います。サーバーの動作中でも使用できます / look after an office's certificates, also while the relay runs
    Certificate {
        /// init で作成したフォルダー / the folder that init made
        dir: PathBuf,
        /// 事業所番号 / number of the office
        office: OfficeNumber,
        #[command(subcommand)]
        what: OfCertificates,
        /// データベースの URL（serve と同じもの）/ URL of the database (as given to serve)
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// データベースと内容を、新しいフォルダーに保存します。サーバーの動作中でも使用できます（鍵とパスワードも含みます）/
    /// save database and contents into a new folder, also while the relay runs (it will hold keys and passwords)
    Backup {
        /// init で作成したフォルダー / the folder that init made
        dir: PathBuf,
        /// 保存先の新しいフォルダー / the new folder to save into
        to: PathBuf,
    },
    /// バックアップに戻し、事業所が気づくようにします。サーバーを止めてから実行してください /
    /// put a backup back, in a way that offices notice; stop the relay first
    Restore {
        /// 中継サーバーのフォルダー / the folder of the relay
        dir: PathBuf,
        /// backup で作成したフォルダー / the folder that backup made
        from: PathBuf,
    },
    /// ほかの方法（pg_restore など）でデータベースを戻した後に、事業所が気づくようにします。サーバーを止めてから実行してください /
    /// let offices notice that the database was put back by other means (such as pg_restore); stop the relay first
    SetBack {
        /// init で作成したフォルダー / the folder that init made
        dir: PathBuf,
        /// データベースの URL（serve と同じもの）/ URL of the database (as given to serve)
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// 新しいパスワードを作り、事業所のフォルダーの password.txt に書き込みます / make a new password and write it into password.txt
    SetPassword,
    /// ログインを止め、今のログインも終わらせます / let nobody log in, and end present logins
    Stop,
    /// ロックと停止を解除します / end a stop or a lock
    Allow,
}

#[derive(Subcommand)]
enum OfCertificates {
    /// 新しい証明書と鍵を事業所のフォルダーに作り、登録します。今の証明書もそのまま使えます /
    /// make a new certificate and key in the office's folder and register it; the present one goes on to hold
    Renew {
        /// 有効な日数 / days for which it holds
        #[arg(long, value_name = "N", default_value_t = 730, value_parser = clap::value_parser!(u16).range(1..))]
        days: u16,
        /// 鍵の種類 / kind of the key
        #[arg(long, value_enum, value_name = "KIND", default_value_t = Keys::Rsa)]
        keys: Keys,
    },
    /// 証明書を失効させます。元に戻せません / revoke a certificate, for good
    Revoke {
        /// 証明書のファイル（PEM）/ file of the certificate (PEM)
        file: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Keys {
    Rsa,
    Ec,
}

impl Keys {
    fn kind(self) -> KeyKind {
        match self {
            Self::Rsa => KeyKind::Rsa2048,
            Self::Ec => KeyKind::P256,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("careplan-relay: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Init {
            dir,
            offices,
            count,
            keys,
            url,
        } => {
            let offices = match offices {
                Some(list) => read_offices(&list)?,
                None => synthetic_offices(count),
            };
            prepare(&dir, &offices, keys, &url)
        }
        Command::Serve {
            dir,
            listen,
            database,
            control,
            web,
        } => {
            let options = Options {
                database,
                control,
                web,
                ..Options::default()
            };
            serve(&dir, listen, options)
        }
        Command::Status {
            dir,
            database,
            format,
        } => show(&Status::read(&dir, database)?, format),
        Command::Account {
            dir,
            office,
            what,
            database,
        } => look_after(&Accounts::open(&dir, database)?, office, what),
        Command::Certificate {
            dir,
            office,
            what,
            database,
        } => certify(&Certificates::open(&dir, database)?, office, what),
        Command::Backup { dir, to } => save(&dir, &to),
        Command::Restore { dir, from } => put_back(&dir, &from),
        Command::SetBack { dir, database } => {
            set_back(&dir, database)?;
            say(NOTICED)
        }
    }
}

fn look_after(accounts: &Accounts, office: OfficeNumber, what: What) -> Result<(), Error> {
    match what {
        What::SetPassword => {
            let file = accounts.set_password(office)?;
            say(&format!(
                "事業所 {office} の新しいパスワードは {file} にあります。今のログインは終わりました / \
                 the new password of this office is in this file; its logins have ended",
                file = file.display()
            ))
        }
        What::Stop => {
            accounts.allow(office, false)?;
            say(&format!(
                "事業所 {office} のアカウントを停止しました。再開は allow です / stopped; allow it again with allow"
            ))
        }
        What::Allow => {
            accounts.allow(office, true)?;
            say(&format!(
                "事業所 {office} はログインできます / this office may log in"
            ))
        }
    }
}

fn certify(
    certificates: &Certificates,
    office: OfficeNumber,
    what: OfCertificates,
) -> Result<(), Error> {
    match what {
        OfCertificates::Renew { days, keys } => {
            let validity = Validity::days(days);
            let renewed = certificates.renew(office, keys.kind(), validity)?;
            say(&format!(
                "事業所 {office} の新しい電子証明書を作りました。profile.toml の今の [identity] を [[identity]] に変え、その前に次を書き加えてください / \
                 made; in profile.toml make the present [identity] an [[identity]], and put this before it"
            ))?;
            say(&format!(
                "\n[[identity]]\ncertificate = {:?}\nprivate_key = {:?}",
                file_name(&renewed.certificate),
                file_name(&renewed.private_key)
            ))
        }
        OfCertificates::Revoke { file } => {
            certificates.revoke(office, &file)?;
            say(&format!(
                "事業所 {office} のこの電子証明書を失効させました / revoked"
            ))
        }
    }
}

fn file_name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
}

const NOTICED: &str =
    "次の接続で、各事業所が戻ったことに気づきます / every office will notice when it connects next";

fn save(dir: &Path, to: &Path) -> Result<(), Error> {
    let Backup { files, missing } = backup(dir, to)?;
    say(&format!(
        "{to} に保存しました（内容のファイル {files} 個）。鍵とパスワードを含みます / \
         saved in this folder ({files} files of contents); it holds keys and passwords",
        to = to.display()
    ))?;
    if missing > 0 {
        eprintln!(
            "careplan-relay: 内容のファイルが {missing} 個ありませんでした。ディスクを確認してください / \
             {missing} files of contents were not there; check the disk"
        );
    }
    Ok(())
}

fn put_back(dir: &Path, from: &Path) -> Result<(), Error> {
    let aside = restore(dir, from)?;
    say(&format!(
        "{from} のバックアップに戻しました / put back to the backup of this folder",
        from = from.display()
    ))?;
    if let Some(aside) = aside {
        say(&format!(
            "戻す前のデータは {aside} にあります / what was there before is in this folder",
            aside = aside.display()
        ))?;
    }
    say(NOTICED)
}

fn prepare(dir: &Path, offices: &[OfficeSpec], keys: Keys, url: &str) -> Result<(), Error> {
    let progress = Progress::new(offices.len());
    let options = InitOptions {
        keys: keys.kind(),
        on_office: &|| progress.step(),
    };
    init_with(dir, offices, url, &options)?;
    say(&format!(
        "{count} 事業所の中継サーバーを {dir} に作成しました / made a relay with {count} offices in this folder",
        count = offices.len(),
        dir = dir.display()
    ))
}

/// Tells a person who waits for many keys how far it is.
struct Progress {
    total: usize,
    done: AtomicUsize,
    shown: bool,
}

impl Progress {
    /// So many offices go without a word.
    const FEW: usize = 20;

    fn new(total: usize) -> Self {
        let shown = total > Self::FEW && std::io::stderr().is_terminal();
        Self {
            total,
            done: AtomicUsize::new(0),
            shown,
        }
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown {
            let end = if done == self.total { "\n" } else { "" };
            eprint!("\r{done} / {total}{end}", total = self.total);
        }
    }
}

fn serve(dir: &Path, listen: Option<String>, options: Options) -> Result<(), Error> {
    let address = match listen {
        Some(address) => address,
        None => Server::configured_address(dir)?,
    };
    let listener = TcpListener::bind(&address).map_err(|source| match source.kind() {
        ErrorKind::AddrInUse => Error::InUse(address.clone()),
        _ => Error::Listen {
            address: address.clone(),
            source,
        },
    })?;
    // Before anybody can know that the relay runs.
    let end = End::new()?;
    let server = Server::start_with(dir, listener, options)?;
    say(server.url())?;
    if let Some(url) = server.control_url() {
        say(&format!("制御ポート / control port: {url}"))?;
    }
    if let Some(url) = server.web_url() {
        say(&format!("Web ページ / web page: {url}"))?;
    }
    end.wait()?;
    server.stop();
    Ok(())
}

fn show(status: &Status, format: Format) -> Result<(), Error> {
    match format {
        Format::Text => say(&status.to_string()),
        Format::Json => {
            let text = serde_json::to_string_pretty(status);
            say(&text.map_err(|error| Error::Start(error.into()))?)
        }
    }
}

/// Writes a line at once: who started the relay waits for it.
fn say(line: &str) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")
        .and_then(|()| stdout.flush())
        .map_err(Error::Start)
}

/// The signal that ends the relay: Ctrl-C, and SIGTERM where there are signals.
struct End {
    runtime: Runtime,
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

#[cfg(unix)]
impl End {
    fn new() -> Result<Self, Error> {
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = new_runtime()?;
        let signals = {
            let _in_runtime = runtime.enter();
            let listen = |kind| signal(kind).map_err(Error::Start);
            [
                listen(SignalKind::interrupt())?,
                listen(SignalKind::terminate())?,
            ]
        };
        Ok(Self { runtime, signals })
    }

    fn wait(self) -> Result<(), Error> {
        let [mut interrupt, mut terminate] = self.signals;
        self.runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        });
        Ok(())
    }
}

#[cfg(not(unix))]
impl End {
    fn new() -> Result<Self, Error> {
        Ok(Self {
            runtime: new_runtime()?,
        })
    }

    fn wait(self) -> Result<(), Error> {
        self.runtime
            .block_on(tokio::signal::ctrl_c())
            .map_err(Error::Start)
    }
}

fn new_runtime() -> Result<Runtime, Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Start)
}
