//! The program `careplan-relay`, seen from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_careplan-relay"))
}

fn init(dir: &Path, more: &[&str]) -> Output {
    program().arg("init").arg(dir).args(more).output().unwrap()
}

fn status(dir: &Path, more: &[&str]) -> String {
    let output = program()
        .arg("status")
        .arg(dir)
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A relay that runs as a program of its own.
struct Serving {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    fn start(dir: &Path, more: &[&str]) -> Self {
        let mut child = program()
            .arg("serve")
            .arg(dir)
            .args(["--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    /// SIGTERM ends it gracefully where there are signals.
    #[cfg(unix)]
    fn terminate(mut self) {
        self.signal();
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }

    #[cfg(unix)]
    fn signal(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
    }

    #[cfg(not(unix))]
    fn terminate(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn init_then_serve() {
    let dir = tempfile::tempdir().unwrap();
    let relay = dir.path().join("relay");
    let list = dir.path().join("offices.csv");
    std::fs::write(
        &list,
        "number,kind,name\n5070022016,43,ケアプランセンターつなぐ\n",
    )
    .unwrap();
    let made = init(&relay, &["--offices", list.to_str().unwrap()]);
    assert!(made.status.success(), "{made:?}");
    assert!(relay.join("offices/5070022016/profile.toml").is_file());
    let offices = |path: &Path| std::fs::read_to_string(path).unwrap();
    assert_eq!(offices(&relay.join("offices.csv")), offices(&list));
    let again = init(&relay, &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().contains("既に"));

    let mut serving = Serving::start(&relay, &[]);
    let line = serving.line();
    let port: u16 = line
        .strip_prefix("https://localhost:")
        .unwrap()
        .parse()
        .unwrap();
    std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    serving.terminate();
}

#[test]
fn a_folder_without_a_relay_cannot_be_served() {
    let dir = tempfile::tempdir().unwrap();
    for command in ["serve", "status"] {
        let output = program().arg(command).arg(dir.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains("init"));
    }
}

#[test]
fn many_offices_are_made_with_ec_keys() {
    let dir = tempfile::tempdir().unwrap();
    let relay = dir.path().join("relay");
    let made = init(&relay, &["--count", "25", "--keys", "ec"]);
    assert!(made.status.success(), "{made:?}");
    assert!(made.stderr.is_empty());
    let offices = std::fs::read_dir(relay.join("offices")).unwrap();
    let keys = offices.map(|office| {
        let key = std::fs::read(office.unwrap().path().join("private-key.pem")).unwrap();
        openssl::pkey::PKey::private_key_from_pem(&key)
            .unwrap()
            .id()
    });
    let keys: Vec<_> = keys.collect();
    assert_eq!(keys, vec![openssl::pkey::Id::EC; 25]);
    let figures: Value = serde_json::from_str(&status(&relay, &["--format", "json"])).unwrap();
    assert_eq!(figures["offices"], 25);
}

#[test]
fn control_and_web_page_are_there_when_they_are_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let relay = dir.path().join("relay");
    assert!(init(&relay, &["--count", "2"]).status.success());
    let ports = ["--control", "127.0.0.1:0", "--web", "127.0.0.1:0"];
    let mut serving = Serving::start(&relay, &ports);
    assert!(serving.line().starts_with("https://"));
    let url = |line: String| format!("http://{}", line.split_once("http://").unwrap().1);
    let (control, web) = (url(serving.line()), url(serving.line()));
    let http = common::plain_http();
    let settings: Value = http.get(control).send().unwrap().json().unwrap();
    assert_eq!(settings["disk_full"], false);
    let page = http.get(web).send().unwrap().text().unwrap();
    assert!(page.contains("事業所一覧"));

    let text = status(&relay, &[]);
    assert!(text.contains("事業所 / offices: 2"), "{text}");
    assert!(
        text.contains("最も長い受領待ち / oldest waiting: なし / none"),
        "{text}"
    );
    let figures: Value = serde_json::from_str(&status(&relay, &["--format", "json"])).unwrap();
    assert_eq!(figures["messages"][2]["state"], "available");
    assert_eq!(figures["by_office"].as_array().unwrap().len(), 2);
    assert!(text.contains("まだありません / never"), "{text}");
    assert!(figures["database_bytes"].as_u64().unwrap() > 0);
    serving.terminate();

    let exposed = program()
        .arg("serve")
        .arg(&relay)
        .args(["--listen", "127.0.0.1:0", "--control", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(exposed.status.code(), Some(2));
    assert!(
        String::from_utf8(exposed.stderr)
            .unwrap()
            .contains("127.0.0.1")
    );
}

#[test]
fn an_account_gets_a_new_password_and_is_stopped_and_a_port_in_use_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let relay = dir.path().join("relay");
    assert!(
        init(&relay, &["--count", "1", "--keys", "ec"])
            .status
            .success()
    );
    let folder = std::fs::read_dir(relay.join("offices")).unwrap().next();
    let folder = folder.unwrap().unwrap();
    let office = folder.file_name().into_string().unwrap();
    let account = |office: &str, what: &str| {
        program()
            .arg("account")
            .arg(&relay)
            .args([office, what])
            .output()
            .unwrap()
    };
    let password = || std::fs::read_to_string(folder.path().join("password.txt")).unwrap();
    let before = password();
    for what in ["set-password", "stop", "allow"] {
        let done = account(&office, what);
        assert!(done.status.success(), "{done:?}");
    }
    assert_ne!(password(), before);
    let unknown = account("1370000002", "stop");
    assert_eq!(unknown.status.code(), Some(2), "{unknown:?}");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = program()
        .arg("serve")
        .arg(&relay)
        .args(["--listen", &address])
        .output()
        .unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains(&address) && said.contains("--listen"),
        "{said}"
    );
}

#[test]
fn a_certificate_is_renewed_and_the_one_before_is_revoked() {
    let dir = tempfile::tempdir().unwrap();
    let relay = dir.path().join("relay");
    let made = init(&relay, &["--count", "1", "--keys", "ec"]);
    assert!(made.status.success());
    let folder = std::fs::read_dir(relay.join("offices")).unwrap().next();
    let folder = folder.unwrap().unwrap();
    let office = folder.file_name().into_string().unwrap();
    let certificate = |arguments: &[&str]| {
        let mut command = program();
        command.arg("certificate").arg(&relay).arg(&office);
        command.args(arguments).output().unwrap()
    };
    let renewed = certificate(&["renew", "--keys", "ec", "--days", "30"]);
    assert!(renewed.status.success(), "{renewed:?}");
    let told = String::from_utf8(renewed.stdout).unwrap();
    for file in ["certificate-2.pem", "private-key-2.pem"] {
        assert!(folder.path().join(file).exists(), "{file}");
        assert!(told.contains(&format!("= \"{file}\"")), "{told}");
    }
    let first = folder.path().join("certificate.pem");
    let revoked = certificate(&["revoke", first.to_str().unwrap()]);
    assert!(revoked.status.success(), "{revoked:?}");
    // The authority's own is nobody's.
    let other = certificate(&["revoke", relay.join("ca.pem").to_str().unwrap()]);
    assert_eq!(other.status.code(), Some(2), "{other:?}");
    let again = certificate(&["renew", "--keys", "ec"]);
    assert!(again.status.success() && folder.path().join("certificate-3.pem").exists());
}
