//! A sandbox relay of one's own, with the three offices of [`crate::offices`].

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, OnceLock};

use careplan_core::envelope::{Identities, Identity};
use careplan_core::exchange::Office;
use careplan_core::relay::wire::{Announce, Received, State};
use careplan_core::relay::{Account, Client, ClientSettings, InMemory};
use careplan_core::{Control, sha256_hex};
use careplan_relay::{Clock, IssuedIdentity, Options, Server, TestCa, init};
use tempfile::TempDir;
use uuid::Uuid;

use crate::offices::{SERVICE, SUPPORT, THIRD, spec};

/// The address that the folders are prepared for; each sandbox puts its own port there.
const PREPARED_URL: &str = "https://localhost:1";

/// A relay in a folder of its own. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    dir: TempDir,
    port: u16,
    server: Option<Server>,
    clock: Clock,
}

impl Sandbox {
    /// A running relay.
    pub fn start() -> Self {
        let mut sandbox = Self::prepare();
        sandbox.start_server();
        sandbox
    }

    /// A relay that is ready but does not run.
    pub fn prepare() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (path, bytes) in template() {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let sandbox = Self {
            dir,
            port: free_port(),
            server: None,
            clock: Clock::new(),
        };
        for number in [SUPPORT, SERVICE, THIRD] {
            sandbox.point_at(number, &format!("https://localhost:{}", sandbox.port));
        }
        sandbox
    }

    /// Starts the relay, on the same port each time.
    pub fn start_server(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        let options = Options {
            clock: self.clock.clone(),
            ..Options::default()
        };
        self.server = Some(Server::start_with(self.dir.path(), listener, options).unwrap());
    }

    /// Control of the relay that runs now. Its clock stays what it is over a restart.
    pub fn control(&self) -> careplan_relay::control::Control {
        self.server.as_ref().unwrap().control()
    }

    /// Puts lines into relay.toml; they hold from the relay's next start.
    pub fn set_relay(&self, lines: &str) {
        let path = self.dir().join("relay.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{lines}{text}")).unwrap();
    }

    /// Cuts every connection at once, as if the relay died.
    pub fn abort(&mut self) {
        self.server.take().unwrap().abort();
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Its authority.
    pub fn ca(&self) -> TestCa {
        TestCa::load(self.dir.path()).unwrap()
    }

    /// The profile folder of an office.
    pub fn folder(&self, number: &str) -> PathBuf {
        self.dir.path().join("offices").join(number)
    }

    /// A file of an office's profile folder.
    pub fn read(&self, number: &str, file: &str) -> String {
        fs::read_to_string(self.folder(number).join(file)).unwrap()
    }

    /// Replaces a file of an office's profile folder.
    pub fn write(&self, number: &str, file: &str, text: &str) {
        fs::write(self.folder(number).join(file), text).unwrap();
    }

    /// Gives an office another relay address.
    pub fn point_at(&self, number: &str, url: &str) {
        let text = self.read(number, "profile.toml");
        let lines = text.lines().map(|line| match line.starts_with("url = ") {
            true => format!("url = \"{url}\"\n"),
            false => format!("{line}\n"),
        });
        self.write(number, "profile.toml", &lines.collect::<String>());
    }

    /// Gives an office another certificate and key.
    pub fn replace_identity(&self, number: &str, issued: &IssuedIdentity) {
        self.write(number, "certificate.pem", &issued.certificate_pem);
        self.write(number, "private-key.pem", &issued.private_key_pem);
    }

    /// Gives the relay another certificate and key; holds from its next start.
    pub fn replace_server_identity(&self, issued: &IssuedIdentity) {
        fs::write(self.dir().join("server.pem"), &issued.certificate_pem).unwrap();
        fs::write(self.dir().join("server-key.pem"), &issued.private_key_pem).unwrap();
    }

    /// Sets for how long a login holds; holds from the relay's next start.
    pub fn set_token_seconds(&self, seconds: u32) {
        let path = self.dir().join("relay.toml");
        let text = fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("access_token_seconds"));
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        fs::write(path, format!("{text}access_token_seconds = {seconds}\n")).unwrap();
    }

    /// Opens an office by its profile folder.
    pub fn office(&self, number: &str) -> Office {
        Office::open(&self.folder(number)).unwrap()
    }

    /// The relay client of an office, for what no office would do by itself.
    pub fn client(&self, number: &str) -> Client {
        let identity = Identity::from_pem(
            self.read(number, "certificate.pem").as_bytes(),
            self.read(number, "private-key.pem").as_bytes(),
        );
        let account = Account::new(
            format!("office-{number}"),
            self.read(number, "password.txt").into(),
        );
        let url = format!("https://localhost:{}", self.port);
        let ca = self.read(number, "relay-ca.pem").into_bytes();
        let identities = Arc::new(Identities::from(identity.unwrap()));
        Client::new(ClientSettings::new(url, ca), identities, account).unwrap()
    }

    /// Everything that is listed for an office as its receiver.
    pub fn listed(&self, number: &str) -> Vec<Received> {
        self.client(number).received(0, 1000).unwrap().items
    }

    /// The sealed content of a message, as the relay gives it to its receiver.
    pub fn content(&self, number: &str, item: &Received) -> Vec<u8> {
        let mut content = InMemory::new();
        let control = Control::default();
        self.client(number)
            .fetch(item.id, item.size, &item.sha256, &mut content, &control)
            .unwrap();
        content.into_bytes()
    }

    /// Puts bytes before the service office as sealed cover (Base64) and content of an office, past all checks of that office.
    pub fn send_raw(&self, from: &str, cover: &str, content: &[u8]) -> Uuid {
        let (id, client) = (Uuid::now_v7(), self.client(from));
        let announce = Announce {
            receiver: SERVICE.parse().unwrap(),
            stamp: "20260101000000".parse().unwrap(),
            size: content.len() as u64,
            sha256: sha256_hex(content),
            cover: cover.to_owned(),
            content: None,
        };
        let sent = client.send_message(id, &announce, content, &Control::default());
        assert_eq!(sent.unwrap().state, State::Available);
        id
    }
}

/// A port that the system gives to nobody by itself, so that a relay finds it free when it comes back.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Below Linux's ephemeral ports; test programs that run side by side start at different places.
    let start = 20_000 + (std::process::id() % 12) as u16 * 1000;
    loop {
        let port = start + NEXT.fetch_add(1, Ordering::Relaxed) % 1000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// The files of a relay's folder, made once: making keys takes long.
fn template() -> &'static [(PathBuf, Vec<u8>)] {
    static TEMPLATE: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let offices = [SUPPORT, SERVICE, THIRD].map(spec);
        init(dir.path(), &offices, PREPARED_URL).unwrap();
        let mut files = Vec::new();
        collect(dir.path(), dir.path(), &mut files);
        files
    })
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path.strip_prefix(root).unwrap().to_owned(), bytes));
        }
    }
}
