//! What it takes to load the library and to open an office: whole processes, by the wall clock, the least of many.

use std::env::{current_exe, var_os};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use careplan_bench::run;
use careplan_relay::{init, read_offices};
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rand::rand_bytes;
use openssl::x509::X509;

/// The word that makes this program one of its own children, with a profile behind it.
pub(crate) const CHILD: &str = "openssl-alone";

pub(crate) fn start(rounds: usize) {
    let house = House::new();
    let empty = house.compile("empty.c", &[]);
    let folder = library_folder();
    let rpath = format!("-Wl,-rpath,{}", folder.display());
    let search = format!("-L{}", folder.display());
    let open = house.compile("open.c", &[&search, "-lcareplan", &rpath]);
    // Of the system, which may be of another version than the one in the library.
    let peer = house.compile("openssl.c", &["-lssl", "-lcrypto"]);
    let [mut process, mut loaded, mut opened] = [Duration::MAX; 3];
    let [mut started, mut ready] = [Duration::MAX; 2];
    let [mut random, mut first] = [Duration::MAX; 2];
    for round in 0..rounds {
        process = process.min(took(&empty, None));
        loaded = loaded.min(took(&open, None));
        opened = opened.min(took(&open, Some(&house.profile)));
        started = started.min(took(&peer, None));
        ready = ready.min(took(&peer, Some(&house.profile)));
        if round % 4 == 0 {
            let told = run(Command::new(current_exe().unwrap())
                .arg(CHILD)
                .arg(&house.profile));
            let times = told.split_whitespace().map(|time| time.parse().unwrap());
            let times: Vec<_> = times.map(Duration::from_nanos).collect();
            random = random.min(times[0]);
            first = first.min(times[1]);
        }
    }
    let ratio = |base: Duration| opened.as_secs_f64() / base.as_secs_f64();
    println!("Start of a process, least of {rounds} rounds, wall clock:");
    println!(
        "  empty C program {process:.2?}; with the library loaded {loaded:.2?}; with an office opened and closed {opened:.2?}"
    );
    println!(
        "  C program that starts the system's OpenSSL {started:.2?}: {:.2} × that (at most 1.5)",
        ratio(started)
    );
    println!(
        "  and reads a certificate and its key {ready:.2?}: {:.2} × that",
        ratio(ready)
    );
    println!(
        "  the library's OpenSSL without its loading: its start {random:.2?}, its first certificate and key {first:.2?}: {:.2} × these and the empty program",
        ratio(process + random + first)
    );
}

/// Where libcareplan.so is: the one to ship, if told, as cargo leaves out link-time optimisation of the one beside this program.
fn library_folder() -> PathBuf {
    match var_os("CAREPLAN_LIB_DIR") {
        Some(folder) => folder.into(),
        None => current_exe().unwrap().parent().unwrap().to_owned(),
    }
}

/// What OpenSSL takes by itself: it puts off most of its initialisation until something needs it.
pub(crate) fn child(profile: &str) {
    let read = |name: &str| fs::read(Path::new(profile).join(name)).unwrap();
    let (certificate, key) = (read("certificate.pem"), read("private-key.pem"));
    let start = Instant::now();
    openssl::init();
    rand_bytes(&mut [0]).unwrap();
    openssl::hash::hash(MessageDigest::sha256(), b"").unwrap();
    let random = start.elapsed();
    let certificate = X509::from_pem(&certificate).unwrap();
    let key = PKey::private_key_from_pem(&key).unwrap();
    assert!(certificate.public_key().unwrap().public_eq(&key));
    println!(
        "{} {}",
        random.as_nanos(),
        (start.elapsed() - random).as_nanos()
    );
}

fn took(program: &Path, profile: Option<&PathBuf>) -> Duration {
    let mut command = Command::new(program);
    command.args(profile);
    let start = Instant::now();
    let status = command.status().unwrap();
    let took = start.elapsed();
    assert!(status.success(), "{command:?}");
    took
}

/// A profile whose store is there already. In memory where that can be had: it is not the disk that is measured.
struct House {
    folder: tempfile::TempDir,
    profile: PathBuf,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let offices = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/offices.csv");
        let offices = read_offices(&offices).unwrap();
        let (first, relay) = (&offices[..1], folder.path().join("relay"));
        init(&relay, first, "https://localhost:8443").unwrap();
        let profile = relay.join("offices").join(first[0].number.to_string());
        Self { folder, profile }
    }

    fn compile(&self, source: &str, options: &[&str]) -> PathBuf {
        let program = self.folder.path().join(source.trim_end_matches(".c"));
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        run(Command::new("cc")
            .args(["-std=c11", "-O2", "-I"])
            .arg(here.join("../include"))
            .arg(here.join("abi").join(source))
            .arg("-o")
            .arg(&program)
            .args(options));
        program
    }
}
