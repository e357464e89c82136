//! Seal and open of 1 MB and 16 MB, against the same work by the `openssl cms` command: sign, encrypt with AES-256-GCM and
//! RSA-OAEP, decrypt, verify.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::Command;

use careplan_bench::{criterion, plan_file, print_ratios, run};
use careplan_core::envelope::{Certificate, Identities, Identity, Role, Trust, open, seal};
use careplan_core::layout::SetKind;
use careplan_core::message::{Cover, FileEntry};
use careplan_core::sha256_hex;
use careplan_relay::{TestCa, Validity, synthetic_offices};
use criterion::Throughput;

const OURS: &str = "careplan seal and open";
const OPENSSL: &str = "openssl cms commands";

/// Two offices and the authority that both trust, as files and as ours.
struct Parties {
    folder: tempfile::TempDir,
    sender: Identities,
    receiver: Identities,
    recipient: Certificate,
    trust: Trust,
}

fn main() {
    let parties = Parties::make();
    let mut criterion = criterion();
    for megabytes in [1, 16] {
        let name = format!("seal and open {megabytes} MB");
        let content = content(megabytes << 20);
        let mut group = criterion.benchmark_group(&name);
        group.throughput(Throughput::Bytes(content.len() as u64));
        group.bench_function(OURS, |bencher| {
            bencher.iter(|| seal_and_open(&parties, &content))
        });
        fs::write(parties.folder.path().join("content"), &content).unwrap();
        group.bench_function(OPENSSL, |bencher| {
            bencher.iter(|| openssl_commands(parties.folder.path()))
        });
        group.finish();
        print_ratios(&name, OURS, &[OPENSSL]);
    }
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
        let identity = |index: usize| -> Identities {
            let issued = &issued[index];
            Identity::from_pem(
                issued.certificate_pem.as_bytes(),
                issued.private_key_pem.as_bytes(),
            )
            .unwrap()
            .into()
        };
        fs::write(folder.path().join("ca.pem"), &ca_pem).unwrap();
        for (name, issued) in ["sender", "receiver"].iter().zip(&issued) {
            fs::write(
                folder.path().join(format!("{name}.pem")),
                &issued.certificate_pem,
            )
            .unwrap();
            fs::write(
                folder.path().join(format!("{name}.key")),
                &issued.private_key_pem,
            )
            .unwrap();
        }
        Self {
            folder,
            sender: identity(0),
            receiver: identity(1),
            recipient: Certificate::from_pem(issued[1].certificate_pem.as_bytes()).unwrap(),
            trust: Trust::from_pem(ca_pem.as_bytes()).unwrap(),
        }
    }
}

fn seal_and_open(parties: &Parties, content: &[u8]) -> usize {
    let address = |office, kind: &str| format!("{office}_{kind}").parse().unwrap();
    let (sender, receiver) = (parties.sender.office(), parties.receiver.office());
    let name = format!("UPJSK_202609_{sender}_43_{receiver}_11_20260826093000.CSV");
    let file = FileEntry {
        name: name.clone(),
        size: content.len() as u64,
        sha256: sha256_hex(content),
    };
    let cover = Cover {
        id: uuid::Uuid::now_v7(),
        sender: address(sender, "43"),
        receivers: vec![address(receiver, "11")],
        stamp: "20260826093000".parse().unwrap(),
        set: SetKind::Actuals,
        subject: String::new(),
        text: String::new(),
        files: vec![file],
        created_at: jiff::Timestamp::now(),
        software: String::new(),
    };
    let recipients = std::slice::from_ref(&parties.recipient);
    let sealed = seal(
        &parties.sender,
        &parties.trust,
        recipients,
        &cover,
        &[(&name, content)],
    )
    .unwrap();
    let opened = open::<Cover>(
        &parties.receiver,
        &parties.trust,
        Role::Receiver,
        &sealed.content,
    )
    .unwrap();
    assert!(opened.files[0].1 == content);
    sealed.content.len()
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
