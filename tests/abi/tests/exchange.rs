//! The exchange through the C ABI: tests/abi/c/exchange.c asserts each step itself, with and without AddressSanitizer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use careplan_abi_tests::{Compiler, Sandbox, compile, root, sample_set};

const SENDER: &str = "5070022016";
const RECEIVER: &str = "5070100002";

const PLAIN: Compiler = Compiler {
    program: "cc",
    options: &["-std=c11", "-pthread"],
};
const ASAN: Compiler = Compiler {
    program: "cc",
    options: &[
        "-std=c11",
        "-pthread",
        "-g",
        "-fsanitize=address",
        "-fno-omit-frame-pointer",
    ],
};

/// Runs a part of the program, with the files of the sample set at the end.
#[track_caller]
fn run(compiler: Compiler, part: &str, arguments: &[OsString]) {
    let folder = tempfile::tempdir().unwrap();
    let source = root().join("tests/abi/c/exchange.c");
    let program = compile(&source, folder.path(), compiler);
    let mut command = Command::new(program);
    command.arg(part).args(arguments).args(sample_set());
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{part}: {}\n{err}", output.status);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "all right\n",
        "{err}"
    );
}

fn profiles(sandbox: &Sandbox) -> [OsString; 2] {
    [SENDER, RECEIVER].map(|number| sandbox.profile(number).into())
}

#[test]
fn two_offices_do_everything_by_relay() {
    for compiler in [PLAIN, ASAN] {
        let sandbox = Sandbox::start();
        let folder = tempfile::tempdir().unwrap();
        let [sender, receiver] = profiles(&sandbox);
        let backup = folder.path().join("控え").into();
        run(compiler, "relay", &[sender, receiver, backup]);
    }
}

#[test]
fn threads_share_an_office_with_its_worker_and_callbacks_end_when_they_are_taken_away() {
    for compiler in [PLAIN, ASAN] {
        run(compiler, "threads", &profiles(&Sandbox::start()));
    }
}

#[test]
fn a_call_is_ended_from_another_thread_and_passwords_may_come_from_memory() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let profiles = Sandbox::start().stop();
    let folder = profiles.path().join("offices").join(SENDER);
    change_profile(&folder, |line| {
        let (name, _) = line.split_once('=')?;
        match name.trim() {
            "url" => Some(format!("url = \"https://localhost:{port}\"")),
            "password_file" => Some(String::new()),
            _ => None,
        }
    });
    run(ASAN, "cancel", &[folder.into(), "an old password".into()]);
}

/// The list is made by the openssl command, as an authority would.
#[test]
fn a_revoked_certificate_is_refused_once_the_list_is_there() {
    let sandbox = Sandbox::start().stop();
    let at = |name: &str| sandbox.path().join(name);
    let certificate = at("offices").join(SENDER).join("certificate.pem");
    let openssl = |arguments: &[&str]| {
        let mut command = Command::new("openssl");
        careplan_abi_tests::run(command.current_dir(sandbox.path()).args(arguments))
    };
    let told = openssl(&[
        "x509",
        "-noout",
        "-serial",
        "-in",
        certificate.to_str().unwrap(),
    ]);
    let serial = told.trim().strip_prefix("serial=").unwrap().to_owned();
    fs::write(
        at("index.txt"),
        format!("R\t991231235959Z\t260101000000Z\t{serial}\tunknown\t/CN=office\n"),
    )
    .unwrap();
    fs::write(
        at("ca.cnf"),
        "[ca]\ndefault_ca = own\n[own]\ndatabase = index.txt\ndefault_md = sha256\ndefault_crl_days = 30\n\
         crlnumber = crlnumber\ncrl_extensions = extensions\n[extensions]\nauthorityKeyIdentifier = keyid\n",
    )
    .unwrap();
    fs::write(at("crlnumber"), "01\n").unwrap();
    openssl(&[
        "ca",
        "-gencrl",
        "-config",
        "ca.cnf",
        "-keyfile",
        "ca-key.pem",
        "-cert",
        "ca.pem",
        "-out",
        "ca.crl",
    ]);
    run(
        ASAN,
        "revoked",
        &[at("ca.pem").into(), certificate.into(), at("ca.crl").into()],
    );
}

#[test]
fn a_relay_that_is_not_there_stands_in_the_report() {
    let profiles = Sandbox::start().stop();
    let folder = profiles.path().join("offices").join(SENDER);
    run(ASAN, "away", &[folder.into()]);
}

#[test]
fn two_offices_exchange_through_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let between = folder.path().join("受け渡し");
    fs::create_dir(&between).unwrap();
    let sender = by_folder(folder.path(), SENDER, "43", "../受け渡し", "受信");
    let receiver = by_folder(folder.path(), RECEIVER, "11", "送信", "../受け渡し");
    let [first, ..] = &sample_set()[..] else {
        panic!("no sample set");
    };
    // A single file of a set, with another stamp, and one that has no content yet.
    let name = first.file_name().unwrap().to_str().unwrap();
    let at = |stamp: &str| {
        let (front, _) = name.rsplit_once('_').unwrap();
        between.join(format!("{front}_{stamp}.CSV"))
    };
    fs::copy(first, at("20260101000000")).unwrap();
    fs::write(at("20260102000000"), "").unwrap();
    run(ASAN, "folder", &[sender.into(), receiver.into()]);
}

/// The profile folder of an office that uses folders.
fn by_folder(root: &Path, number: &str, kind: &str, outgoing: &str, incoming: &str) -> PathBuf {
    let folder = root.join(number);
    for inside in ["送信", "受信"] {
        fs::create_dir_all(folder.join(inside)).unwrap();
    }
    let profile = format!(
        "office = \"{number}\"\nkinds = [\"{kind}\"]\nname = \"名\"\n[folder]\noutgoing = \"{outgoing}\"\n\
         incoming = \"{incoming}\"\nsettle_seconds = 0\npatience_seconds = 0\n"
    );
    fs::write(folder.join("profile.toml"), profile).unwrap();
    folder
}

fn change_profile(folder: &Path, change: impl Fn(&str) -> Option<String>) {
    let file = folder.join("profile.toml");
    let text = fs::read_to_string(&file).unwrap();
    let lines = text
        .lines()
        .map(|line| change(line).unwrap_or_else(|| line.to_owned()));
    fs::write(&file, lines.collect::<Vec<_>>().join("\n")).unwrap();
}
