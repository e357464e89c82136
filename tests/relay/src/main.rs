//! `careplan-relay`: the sandbox relay at a terminal.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use careplan_relay::{Error, OfficeSpec, Server, init, read_offices, synthetic_offices};
use clap::{Parser, Subcommand};

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
    },
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
            url,
        } => prepare(&dir, offices.as_deref(), count, &url),
        Command::Serve { dir, listen } => serve(&dir, listen),
    }
}

fn prepare(dir: &Path, list: Option<&Path>, count: usize, url: &str) -> Result<(), Error> {
    let offices: Vec<OfficeSpec> = match list {
        Some(list) => read_offices(list)?,
        None => synthetic_offices(count),
    };
    init(dir, &offices, url)?;
    say(&format!(
        "{count} 事業所の中継サーバーを {dir} に作成しました / made a relay with {count} offices in this folder",
        count = offices.len(),
        dir = dir.display()
    ))
}

fn serve(dir: &Path, listen: Option<String>) -> Result<(), Error> {
    let address = match listen {
        Some(address) => address,
        None => Server::configured_address(dir)?,
    };
    let listener = TcpListener::bind(&address).map_err(Error::Start)?;
    let server = Server::start(dir, listener)?;
    say(server.url())?;
    wait_for_signal()?;
    server.stop();
    Ok(())
}

/// Writes a line at once: who started the relay waits for it.
fn say(line: &str) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")
        .and_then(|()| stdout.flush())
        .map_err(Error::Start)
}

fn wait_for_signal() -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Start)?;
    runtime.block_on(signal()).map_err(Error::Start)
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
