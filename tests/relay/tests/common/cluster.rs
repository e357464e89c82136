//! A PostgreSQL server of the tests' own, where Debian's package is there. It ends with the process that started it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};

/// Ends and cleans up when nobody holds its input any more, however that came about.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1/initdb" -D "$folder/data" -A trust -U relay -E UTF8 --locale=C.UTF-8 >/dev/null
"$1/postgres" -D "$folder/data" -h '' -k "$folder" -c fsync=off -c max_connections=400 >"$folder/log" 2>&1 &
server=$!
until "$1/pg_isready" -q -h "$folder"; do sleep 0.1; done
echo "$folder"
cat >/dev/null
kill -INT $server
wait $server || true
"#;

struct Cluster {
    socket: String,
    /// Ends when its input does, together with this process.
    _server: Child,
}

/// The URL of a new empty database; none, with the reason, where there is no PostgreSQL.
pub fn new_database() -> Option<String> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let cluster = CLUSTER.get_or_init(start).as_ref()?;
    let host = cluster.socket.replace('/', "%2F");
    let url = |database: &str| format!("postgres://relay@{host}/{database}");
    let name = format!("relay{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let mut client = Client::connect(&url("postgres"), NoTls).unwrap();
    client
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    Some(url(&name))
}

fn start() -> Option<Cluster> {
    let Some(programs) = programs() else {
        eprintln!(
            "省略: PostgreSQL がありません / skipped: there is no PostgreSQL (Debian: postgresql)"
        );
        return None;
    };
    let mut command = if is_root() {
        // PostgreSQL refuses to run as root.
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    let mut child = command
        .args(["-c", SCRIPT, "sh"])
        .arg(programs)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut socket = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut socket)
        .unwrap();
    assert!(!socket.is_empty(), "PostgreSQL did not start");
    Some(Cluster {
        socket: socket.trim().to_owned(),
        _server: child,
    })
}

/// The newest version that Debian has installed.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<_> = versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .collect();
    folders.sort();
    folders.pop()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
