use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use careplan_core::number::OfficeNumber;
use careplan_relay::{
    InitOptions, KeyKind, OfficeSpec, Server, add_messages, add_offices, init_with,
    synthetic_offices,
};
use tempfile::TempDir;

/// Offices that take part.
const OFFICES: usize = 200;
/// These send and receive more than others, and the single calls are made in their lists.
pub(crate) const BUSY: usize = 4;
/// The sealed content of a set of 90 users. What make_month.py makes up (169 kB) shrinks to 8 kB, more than real values do:
/// this is what is left of it at a sixth.
pub(crate) const CONTENT_BYTES: usize = 30_000;
/// An office that is found by its name once, however many there are.
pub(crate) const RARE_NAME: &str = "ケアプランセンターひばり野";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Only what the lists of the busy offices need to have whole pages.
    Small,
    /// 100,000 messages, 250,000 offices.
    Large,
}

/// A relay that runs in a process of its own.
pub(crate) struct House {
    dir: TempDir,
    relay: Child,
    pub(crate) url: String,
    pub(crate) offices: Vec<OfficeNumber>,
}

impl House {
    pub(crate) fn new(size: Size) -> Self {
        let begun = Instant::now();
        let dir = tempfile::tempdir_in(concat!(env!("CARGO_MANIFEST_DIR"), "/../target")).unwrap();
        let offices = synthetic_offices(OFFICES);
        let options = InitOptions {
            keys: KeyKind::P256,
            ..InitOptions::default()
        };
        init_with(dir.path(), &offices, "https://localhost:8443", &options).unwrap();
        let offices: Vec<_> = offices.iter().map(|office| office.number).collect();
        fill(dir.path(), &offices, size);
        let (relay, url) = start(dir.path());
        let name = match size {
            Size::Small => "small",
            Size::Large => "large",
        };
        println!("{name}: made in {:.0} s", begun.elapsed().as_secs_f64());
        Self {
            dir,
            relay,
            url,
            offices,
        }
    }

    /// The process id of the relay.
    pub(crate) fn process(&self) -> u32 {
        self.relay.id()
    }

    /// A file of the relay's folder.
    pub(crate) fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.dir.path().join(name)).unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.relay.stdin.take());
        let _at_the_end = self.relay.wait();
    }
}

/// Runs a relay until the standard input ends.
pub(crate) fn serve(dir: &Path) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start(dir, listener).unwrap();
    println!("{}", server.url());
    std::io::stdout().flush().unwrap();
    let _end = std::io::stdin().read_to_end(&mut Vec::new());
    server.stop();
}

fn fill(dir: &Path, offices: &[OfficeNumber], size: Size) {
    let add = |offices, count| add_messages(dir, offices, count, CONTENT_BYTES).unwrap();
    let mut more = synthetic_offices(OFFICES + 1).split_off(OFFICES);
    if size == Size::Large {
        add(&offices[..BUSY], 40_000);
        add(offices, 60_000 - 300 * BUSY);
        more = synthetic_offices(250_000).split_off(OFFICES);
    }
    add(&offices[..BUSY], 300 * BUSY);
    more[0] = OfficeSpec {
        name: RARE_NAME.to_owned(),
        ..more[0].clone()
    };
    add_offices(dir, &more).unwrap();
}

fn start(dir: &Path) -> (Child, String) {
    let mut relay = Command::new(std::env::current_exe().unwrap())
        .arg("serve")
        .arg(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(relay.stdout.as_mut().unwrap())
        .read_line(&mut url)
        .unwrap();
    (relay, url.trim().to_owned())
}
