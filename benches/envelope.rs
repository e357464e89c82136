//! Seal and open, in memory, against the sum of their parts in the same run (SHA-256, deflate, AES-256-GCM, RSA), by time of
//! the processor; and against the same work by the `openssl cms` command: sign, encrypt, decrypt, verify.
//!
//! `-- rounds 50` for more rounds.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "envelope/parts.rs"]
mod parts;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use careplan_bench::{plan_file, run, thread_time};
use careplan_core::envelope::{Certificate, Identities, Identity, Role, Trust, open, seal};
use careplan_core::message::{FileEntry, Parcel};
use careplan_relay::{IssuedIdentity, TestCa, Validity, synthetic_offices};

use parts::Parts;

const NAME: &str = "content.csv";

/// Two offices and the authority that both trust, as files and as ours.
struct Parties {
    folder: tempfile::TempDir,
    ca: String,
    issued: Vec<IssuedIdentity>,
    sender: Identities,
    receiver: Identities,
    recipient: Certificate,
    trust: Trust,
}

fn main() {
    let parties = Parties::make();
    let rounds = rounds().unwrap_or(15);
    beside_parts(&parties, "30 kB", 30_000, 20 * rounds);
    beside_parts(&parties, "16 MB", 16 << 20, rounds);
    beside_openssl(&parties, "16 MB", 16 << 20, rounds.min(5));
}

fn rounds() -> Option<usize> {
    let arguments: Vec<_> = std::env::args().collect();
    let at = arguments.iter().position(|argument| argument == "rounds")?;
    arguments.get(at + 1)?.parse().ok()
}

fn beside_parts(parties: &Parties, what: &str, size: usize, rounds: usize) {
    let content = content(size);
    let parcel = parcel(parties, &content);
    let sealed = seal_one(parties, &parcel, &content);
    let mut parts = Parts::new(parties, &content);
    let mut times: [Vec<Duration>; 6] = Default::default();
    for _ in 0..rounds {
        let [seal, open, seal_parts, open_parts, seal_keys, open_keys] = &mut times;
        timed(seal, || drop(seal_one(parties, &parcel, &content)));
        timed(seal_parts, || parts.seal());
        timed(seal_keys, || parts.seal_keys());
        timed(open, || open_one(parties, &sealed));
        timed(open_parts, || parts.open());
        timed(open_keys, || parts.open_keys());
    }
    let [seal, open, seal_parts, open_parts, seal_keys, open_keys] = times.map(median);
    let ratio = |name: &str, ours: Duration, peer: &str, theirs: Duration| {
        println!(
            "ratio {name} {what}: {:.2} × {peer} ({:.2} ms, {:.2} ms)",
            ours.as_secs_f64() / theirs.as_secs_f64(),
            ours.as_secs_f64() * 1e3,
            theirs.as_secs_f64() * 1e3
        );
    };
    let sum = "the sum of the parts";
    ratio("seal and open", seal + open, sum, seal_parts + open_parts);
    ratio("seal", seal, sum, seal_parts);
    ratio("open", open, sum, open_parts);
    let keys = "RSA and AES alone";
    ratio("seal", seal, keys, seal_keys);
    ratio("open", open, keys, open_keys);
}

fn timed(times: &mut Vec<Duration>, work: impl FnOnce()) {
    let start = thread_time();
    work();
    times.push(thread_time() - start);
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn beside_openssl(parties: &Parties, what: &str, size: usize, rounds: usize) {
    let content = content(size);
    let parcel = parcel(parties, &content);
    fs::write(parties.folder.path().join("content"), &content).unwrap();
    let clocked = |work: &dyn Fn()| {
        let times = (0..rounds).map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        });
        median(times.collect())
    };
    let ours = clocked(&|| open_one(parties, &seal_one(parties, &parcel, &content)));
    let theirs = clocked(&|| openssl_commands(parties.folder.path()));
    println!(
        "ratio seal and open {what}: {:.2} × the openssl cms commands ({:.0} ms, {:.0} ms)",
        ours.as_secs_f64() / theirs.as_secs_f64(),
        ours.as_secs_f64() * 1e3,
        theirs.as_secs_f64() * 1e3
    );
}

/// Rows of a real-looking month, over and over.
fn content(size: usize) -> Vec<u8> {
    plan_file().1.into_iter().cycle().take(size).collect()
}

impl Parties {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ca = TestCa::create("Benchmark CA").unwrap();
        let ca_pem = ca.certificate_pem().unwrap();
        let issued: Vec<_> = synthetic_offices(2)
            .iter()
            .map(|office| ca.issue_office(office, Validity::default()).unwrap())
            .collect();
        let identity = |issued: &IssuedIdentity| -> Identities {
            let (certificate, key) = (&issued.certificate_pem, &issued.private_key_pem);
            Identity::from_pem(certificate.as_bytes(), key.as_bytes())
                .unwrap()
                .into()
        };
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("ca.pem", &ca_pem);
        for (name, issued) in ["sender", "receiver"].iter().zip(&issued) {
            write(&format!("{name}.pem"), &issued.certificate_pem);
            write(&format!("{name}.key"), &issued.private_key_pem);
        }
        Self {
            sender: identity(&issued[0]),
            receiver: identity(&issued[1]),
            recipient: Certificate::from_pem(issued[1].certificate_pem.as_bytes()).unwrap(),
            trust: Trust::from_pem(ca_pem.as_bytes()).unwrap(),
            ca: ca_pem,
            issued,
            folder,
        }
    }
}

fn parcel(parties: &Parties, content: &[u8]) -> Parcel {
    let receivers = vec![parties.receiver.office()];
    let files = vec![FileEntry::of_bytes(NAME, content)];
    Parcel::new(parties.sender.office(), receivers, files)
}

fn seal_one(parties: &Parties, parcel: &Parcel, content: &[u8]) -> Vec<u8> {
    let recipients = std::slice::from_ref(&parties.recipient);
    let files = [(NAME, content)];
    seal(&parties.sender, &parties.trust, recipients, parcel, &files)
        .unwrap()
        .content
}

fn open_one(parties: &Parties, sealed: &[u8]) {
    let opened = open::<Parcel>(&parties.receiver, &parties.trust, Role::Receiver, sealed);
    assert_eq!(opened.unwrap().files.len(), 1);
}

fn openssl_commands(folder: &Path) {
    let cms = |arguments: &str| {
        run(Command::new("openssl")
            .current_dir(folder)
            .arg("cms")
            .args(arguments.split(' ')));
    };
    cms(
        "-sign -binary -nodetach -in content -signer sender.pem -inkey sender.key -outform DER -out signed",
    );
    cms(
        "-encrypt -binary -aes-256-gcm -in signed -outform DER -out sealed -recip receiver.pem \
         -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256",
    );
    cms(
        "-decrypt -binary -inform DER -in sealed -recip receiver.pem -inkey receiver.key -out opened",
    );
    cms("-verify -binary -inform DER -in opened -CAfile ca.pem -purpose any -out content.back");
}
