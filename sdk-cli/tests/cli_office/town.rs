//! A relay, two offices, and the commands that they run.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use careplan_relay::{InitOptions, KeyKind, OfficeSpec, Server, init_with};
use serde_json::Value;
use tempfile::TempDir;

use super::common::{Run, careplan, samples};

pub const SUPPORT: &str = "5070022016";
pub const SERVICE: &str = "5070100002";

/// A folder with a relay and its offices, in which commands run.
pub struct Town {
    pub folder: TempDir,
    listen: String,
    relay: Option<Server>,
}

impl Town {
    pub fn new() -> Self {
        // A path as people have them.
        let folder = TempDir::with_prefix("連携 data ").unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let listen = listener.local_addr().unwrap().to_string();
        let office = |number: &str, kind: &str, name: &str| OfficeSpec {
            number: number.parse().unwrap(),
            kinds: vec![kind.parse().unwrap()],
            name: name.to_owned(),
        };
        let offices = [
            office(SUPPORT, "43", "ケアプランセンターつなぐ"),
            office(SERVICE, "11", "訪問介護事業所第1"),
        ];
        let options = InitOptions {
            keys: KeyKind::P256,
            ..InitOptions::default()
        };
        let url = format!("https://{listen}");
        init_with(folder.path(), &offices, &url, &options).unwrap();
        let relay = Server::start(folder.path(), listener).unwrap();
        Self {
            folder,
            listen,
            relay: Some(relay),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn profile(&self, office: &str) -> PathBuf {
        self.path("offices").join(office)
    }

    pub fn relay_goes(&mut self) {
        self.relay.take().unwrap().stop();
    }

    pub fn relay_comes_back(&mut self) {
        let listener = TcpListener::bind(&self.listen).unwrap();
        self.relay = Some(Server::start(self.folder.path(), listener).unwrap());
    }

    /// The program, not yet started, for an office of the environment.
    pub fn command(&self, office: &str, args: &[&str]) -> Command {
        let mut command = careplan();
        command
            .args(args)
            .env("CAREPLAN_OFFICE", self.profile(office))
            // Whoever sets a variable is not whom it names.
            .env("USER", "tanaka")
            .current_dir(self.folder.path());
        command
    }

    pub fn run(&self, office: &str, args: &[&str]) -> Run {
        let output = self.command(office, args).output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs what must succeed without a word on stderr.
    #[track_caller]
    pub fn fine(&self, office: &str, args: &[&str]) -> String {
        let run = self.run(office, args);
        assert_eq!((run.code, &*run.stderr), (0, ""), "{args:?} {}", run.stdout);
        run.stdout
    }

    /// The same, as lines of JSON.
    #[track_caller]
    pub fn json(&self, office: &str, args: &[&str]) -> Vec<Value> {
        let stdout = self.fine(office, &[args, &["--format", "json"]].concat());
        let lines = stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Runs what must end with this code and say these words on stderr.
    #[track_caller]
    pub fn refused(&self, office: &str, args: &[&str], code: i32, words: &str) {
        let run = self.run(office, args);
        assert_eq!(run.code, code, "{args:?} {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

/// The account that the tests run under.
pub fn account() -> String {
    let id = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(id.stdout).unwrap().trim().to_owned()
}

pub fn plan() -> String {
    let folder = samples().join("sets/5070100002_11");
    folder.to_str().unwrap().to_owned()
}

pub fn actuals() -> String {
    let folder = samples().join("actuals/5070100002_11");
    folder.to_str().unwrap().to_owned()
}

pub fn files(folder: impl AsRef<Path>) -> Vec<(String, Vec<u8>)> {
    let entries = folder.as_ref().read_dir().unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[cfg(unix)]
pub fn end(worker: &mut std::process::Child) {
    let kill = Command::new("kill").arg(worker.id().to_string()).status();
    assert!(kill.unwrap().success());
    assert!(worker.wait().unwrap().success());
}

#[cfg(not(unix))]
pub fn end(worker: &mut std::process::Child) {
    worker.kill().unwrap();
    worker.wait().unwrap();
}

/// A person of the sample set.
pub fn person() -> String {
    let (_, bytes) = files(plan())
        .into_iter()
        .find(|(name, _)| name.starts_with("UPPLAN"))
        .unwrap();
    let items: Vec<_> = bytes.split(|byte| b",\r\n\"".contains(byte)).collect();
    let digits = |item: &&[u8], count| item.len() == count && item.iter().all(u8::is_ascii_digit);
    let at = items
        .windows(2)
        .position(|pair| digits(&pair[0], 6) && digits(&pair[1], 10))
        .unwrap();
    let text = |item: &[u8]| String::from_utf8(item.to_vec()).unwrap();
    format!("{}:{}", text(items[at]), text(items[at + 1]))
}
