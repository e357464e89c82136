//! The commands of an office: two offices and a relay, from the outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use careplan_relay::{InitOptions, KeyKind, OfficeSpec, Server, init_with};
use common::{Run, careplan, samples};
use serde_json::Value;
use tempfile::TempDir;

const SUPPORT: &str = "5070022016";
const SERVICE: &str = "5070100002";

/// A folder with a relay and its offices, in which commands run.
struct Town {
    folder: TempDir,
    listen: String,
    relay: Option<Server>,
}

impl Town {
    fn new() -> Self {
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

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn profile(&self, office: &str) -> PathBuf {
        self.path("offices").join(office)
    }

    fn relay_goes(&mut self) {
        self.relay.take().unwrap().stop();
    }

    fn relay_comes_back(&mut self) {
        let listener = TcpListener::bind(&self.listen).unwrap();
        self.relay = Some(Server::start(self.folder.path(), listener).unwrap());
    }

    /// The program, not yet started, for an office of the environment.
    fn command(&self, office: &str, args: &[&str]) -> Command {
        let mut command = careplan();
        command
            .args(args)
            .env("CAREPLAN_OFFICE", self.profile(office))
            // Whoever sets a variable is not whom it names.
            .env("USER", "tanaka")
            .current_dir(self.folder.path());
        command
    }

    fn run(&self, office: &str, args: &[&str]) -> Run {
        let output = self.command(office, args).output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs what must succeed without a word on stderr.
    #[track_caller]
    fn fine(&self, office: &str, args: &[&str]) -> String {
        let run = self.run(office, args);
        assert_eq!((run.code, &*run.stderr), (0, ""), "{args:?} {}", run.stdout);
        run.stdout
    }

    /// The same, as lines of JSON.
    #[track_caller]
    fn json(&self, office: &str, args: &[&str]) -> Vec<Value> {
        let stdout = self.fine(office, &[args, &["--format", "json"]].concat());
        let lines = stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Runs what must end with this code and say these words on stderr.
    #[track_caller]
    fn refused(&self, office: &str, args: &[&str], code: i32, words: &str) {
        let run = self.run(office, args);
        assert_eq!(run.code, code, "{args:?} {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

/// The account that the tests run under.
fn account() -> String {
    let id = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(id.stdout).unwrap().trim().to_owned()
}

fn plan() -> String {
    let folder = samples().join("sets/5070100002_11");
    folder.to_str().unwrap().to_owned()
}

fn actuals() -> String {
    let folder = samples().join("actuals/5070100002_11");
    folder.to_str().unwrap().to_owned()
}

fn files(folder: impl AsRef<Path>) -> Vec<(String, Vec<u8>)> {
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

/// What docs/operations.md tells, in its order: month end, proof, log, backup, restoring.
#[test]
fn the_month_end_of_two_offices() {
    let town = Town::new();

    let [sent] = &town.json(SUPPORT, &["send", &plan(), "--subject", "9月分"])[..] else {
        panic!("one set");
    };
    let id = sent["id"].as_str().unwrap();
    let end = &id[id.len() - 8..];
    assert_eq!(
        (&sent["new"], &sent["set"]),
        (&true.into(), &"use_slip".into())
    );
    let pass = &town.json(SUPPORT, &["sync"])[0];
    assert_eq!(
        (&pass["sent"], &pass["complete"]),
        (&1.into(), &true.into())
    );

    assert_eq!(town.json(SERVICE, &["inbox"]).len(), 0);
    assert!(town.fine(SERVICE, &["sync"]).contains("中身の受信: 1"));
    let detail = &town.json(SERVICE, &["inbox", end])[0];
    assert_eq!(
        (&detail["id"], &detail["subject"]),
        (&id.into(), &"9月分".into())
    );
    assert_eq!(detail["state"], "fetched");
    town.refused(SERVICE, &["ack", end], 1, "まだ取り込んでいない");

    let taken = town.fine(SERVICE, &["take", "--all", "-o", "受信"]);
    assert!(taken.contains(&format!("careplan ack {end}")), "{taken}");
    assert_eq!(files(town.path("受信")), files(plan()));
    let ack = &town.json(SERVICE, &["ack", end])[0];
    assert_eq!(
        (&ack["state"], &ack["delivered"]),
        (&"acknowledged".into(), &false.into())
    );
    town.fine(SERVICE, &["send", &actuals()]);
    let pass = &town.json(SERVICE, &["sync"])[0];
    assert_eq!((&pass["receipts"], &pass["sent"]), (&1.into(), &1.into()));

    assert!(
        town.fine(SUPPORT, &["sync"])
            .contains("相手の受領を確認: 1")
    );
    let row = &town.json(SUPPORT, &["sent"])[0];
    assert_eq!(
        (&row["state"], &row["final"]),
        (&"taken".into(), &true.into())
    );
    assert!(row["taken_at"].is_string());
    let text = town.fine(SUPPORT, &["sent", end]);
    assert!(text.contains("受領証: 5070100002 "), "{text}");
    let taken = &town.json(SUPPORT, &["take", "--all", "-o", "実績", "--ack"])[0];
    assert_eq!(
        (&taken["acknowledged"], &taken["errors"]),
        (&true.into(), &0.into())
    );
    assert_eq!(files(town.path("実績")), files(actuals()));
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    assert_eq!(town.json(SERVICE, &["sent", "--state", "taken"]).len(), 1);

    town.fine(SUPPORT, &["evidence", end, "-o", "証跡.zip"]);
    let trust = town.profile(SUPPORT).join("trust.pem");
    let arguments = [
        "verify-evidence",
        "--trust",
        trust.to_str().unwrap(),
        "証跡.zip",
    ];
    let evidence = &town.json(SUPPORT, &arguments)[0];
    assert_eq!(
        (&evidence["id"], &evidence["receiver"]["office"]),
        (&id.into(), &SERVICE.into())
    );

    let log = town.json(SUPPORT, &["log"]);
    assert!(
        log.iter().all(|entry| entry["actor"] == account()),
        "{log:?}"
    );
    let head = &town.json(SUPPORT, &["log", "--export", "log.jsonl"])[0];
    let noted = format!("{}:{}", head["entries"], head["hash"].as_str().unwrap());
    let verified = careplan()
        .args(["log", "--verify", "log.jsonl", "--noted", &noted])
        .current_dir(town.folder.path())
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
    let other = format!("1:{}", "0".repeat(64));
    town.refused(
        SUPPORT,
        &["log", "--verify", "log.jsonl", "--noted", &other],
        1,
        "控えた 1 番",
    );
    let text = fs::read_to_string(town.path("log.jsonl")).unwrap();
    fs::write(town.path("log.jsonl"), text.replace(&account(), "suzuki")).unwrap();
    town.refused(
        SUPPORT,
        &["log", "--verify", "log.jsonl"],
        1,
        "1 番が書き換えられた",
    );

    town.fine(SUPPORT, &["backup", "控え"]);
    town.refused(SUPPORT, &["backup", "控え"], 2, "すでにあります");
    fs::remove_dir_all(town.profile(SUPPORT).join("store")).unwrap();
    assert_eq!(town.json(SUPPORT, &["sent"]).len(), 0);
    let restored = &town.json(SUPPORT, &["restore", "控え"])[0];
    assert!(Path::new(restored["replaced"].as_str().unwrap()).is_dir());
    assert_eq!(town.json(SUPPORT, &["sent"]).len(), 1);
    let cleaned = &town.json(SUPPORT, &["clean-up"])[0];
    assert_eq!(
        (&cleaned["contents"], &cleaned["messages"]),
        (&0.into(), &0.into())
    );
    assert!(town.fine(SUPPORT, &["status"]).contains("受領済 1"));
}

#[test]
fn without_a_relay_nothing_is_lost_and_nothing_doubled() {
    let mut town = Town::new();
    town.relay_goes();
    town.fine(SUPPORT, &["send", &plan()]);
    let again = town.fine(SUPPORT, &["send", &plan()]);
    assert!(again.contains("登録済みと同じ（送信待ち）"), "{again}");
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 2);
    assert!(
        pass.stdout.contains("失われたものはありません"),
        "{}",
        pass.stdout
    );
    let status = &town.json(SUPPORT, &["status"])[0];
    assert_eq!(
        (&status["sent"]["waiting"], &status["last_sync"]["complete"]),
        (&1.into(), &false.into())
    );
    assert!(status["oldest_waiting"].is_string());

    town.relay_comes_back();
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    assert_eq!(town.json(SERVICE, &["inbox"]).len(), 1);

    // Taken back before it is taken; the receiver sees that, and cannot take it.
    let row = &town.json(SUPPORT, &["sent"])[0];
    let id = row["id"].as_str().unwrap();
    town.refused(
        SUPPORT,
        &["evidence", id, "-o", "e.zip"],
        1,
        "送信済（未受領）",
    );
    let answer = &town.json(SUPPORT, &["withdraw", id])[0];
    assert_eq!(answer["delivered"], false);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    town.refused(SERVICE, &["take", id, "-o", "in"], 1, "取消（送信元）");
    assert!(!town.path("in").exists());

    // A withdrawn one is sent again as a new message, and rejected this time.
    let sent = &town.json(SUPPORT, &["send", &plan()])[0];
    assert_eq!(sent["new"], true);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    let id = sent["id"].as_str().unwrap();
    town.fine(SERVICE, &["reject", id, "--reason", "damaged"]);
    town.fine(SERVICE, &["sync"]);
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 1, "ended badly: {}", pass.stdout);
    let row = &town.json(SUPPORT, &["sent", "--state", "受取拒否"])[0];
    assert_eq!(
        (&row["state"], &row["reason"]["code"]),
        (&"rejected".into(), &"damaged".into())
    );
}

#[test]
fn files_are_never_overwritten_and_taking_again_is_allowed() {
    let town = Town::new();
    town.fine(SUPPORT, &["send", &plan()]);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    let names: Vec<_> = files(plan()).into_iter().map(|(name, _)| name).collect();

    fs::create_dir(town.path("in")).unwrap();
    fs::write(town.path("in").join(&names[1]), "mine").unwrap();
    town.refused(
        SERVICE,
        &["take", "--all", "-o", "in", "--ack"],
        2,
        "すでにあります",
    );
    assert_eq!(
        files(town.path("in")),
        [(names[1].clone(), b"mine".to_vec())]
    );
    assert_eq!(town.json(SERVICE, &["inbox"])[0]["state"], "handed");

    // As after a crash: some of the files are there already.
    fs::copy(
        Path::new(&plan()).join(&names[1]),
        town.path("in").join(&names[1]),
    )
    .unwrap();
    town.fine(SERVICE, &["take", "--all", "-o", "in", "--ack"]);
    assert_eq!(files(town.path("in")), files(plan()));
    assert_eq!(town.json(SERVICE, &["inbox"])[0]["state"], "acknowledged");
    let nothing = town.fine(SERVICE, &["take", "--all", "-o", "in"]);
    assert!(nothing.contains("取り込むデータはありません"), "{nothing}");
}

#[test]
fn one_bad_set_does_not_hold_up_the_others() {
    let town = Town::new();
    let folder = town.path("out");
    fs::create_dir(&folder).unwrap();
    for (name, bytes) in files(plan()) {
        fs::write(folder.join(&name), &bytes).unwrap();
        // The same again with another stamp, and one file of it missing.
        if !name.starts_with("UPPLAN") {
            fs::write(folder.join(name.replace("093000", "093001")), &bytes).unwrap();
        }
    }
    let run = town.run(SUPPORT, &["send", "out", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let (good, bad): (Vec<_>, Vec<_>) = run
        .json()
        .into_iter()
        .partition(|set| set["id"].is_string());
    assert_eq!((good.len(), bad.len()), (1, 1));
    assert!(bad[0]["error_count"].as_u64().unwrap() > 0);
    assert_eq!(bad[0]["files"].as_array().unwrap().len(), 2);
    let text = town.run(SUPPORT, &["send", "out", "--lang", "en"]);
    assert!(
        text.stdout.contains("REFUSED") && text.stdout.contains("same as before (waiting)"),
        "{}",
        text.stdout
    );
    // Another office's set.
    let run = town.run(SUPPORT, &["send", &actuals()]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains("この事業所（5070022016）ではありません"),
        "{}",
        run.stdout
    );
    town.refused(SUPPORT, &["send", "nowhere"], 2, "見つかりません");
}

#[test]
fn a_worker_tells_what_happens_and_nobody_else_gets_in() {
    let mut town = Town::new();
    let mut command = town.command(SERVICE, &["sync", "--watch", "--format", "json"]);
    let mut worker = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    town.fine(SUPPORT, &["send", &plan()]);
    town.fine(SUPPORT, &["sync"]);
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    let first = next();
    assert_eq!(
        (&first["direction"], &first["state"]),
        (&"received".into(), &"offered".into())
    );
    assert_eq!(next()["state"], "fetched");
    town.refused(
        SERVICE,
        &["inbox", "--wait", "0"],
        2,
        "別のプログラムが使用中",
    );
    town.refused(
        SERVICE,
        &["inbox", "--lang", "en", "--wait", "1"],
        2,
        "in use by another program",
    );
    town.relay_goes();
    let problem = next();
    assert_eq!(problem["event"], "sync");
    assert!(problem["problem"]["code"].is_string(), "{problem}");
    end(&mut worker);
    assert_eq!(town.json(SERVICE, &["inbox"]).len(), 1);
}

#[cfg(unix)]
fn end(worker: &mut std::process::Child) {
    let kill = Command::new("kill").arg(worker.id().to_string()).status();
    assert!(kill.unwrap().success());
    assert!(worker.wait().unwrap().success());
}

#[cfg(not(unix))]
fn end(worker: &mut std::process::Child) {
    worker.kill().unwrap();
    worker.wait().unwrap();
}

#[test]
fn lists_are_filtered_and_ids_may_be_short() {
    let town = Town::new();
    let first = &town.json(SUPPORT, &["send", &plan()])[0];
    let second = &town.json(SUPPORT, &["send", &plan(), "--again"])[0];
    let count = |args: &[&str]| town.json(SUPPORT, &[&["sent"], args].concat()).len();
    for (args, expected) in [
        (&["--partner", SERVICE][..], 2),
        (&["--partner", SUPPORT], 0),
        (&["--month", "2026-09", "--set", "use_slip"], 2),
        (&["--month", "202608"], 0),
        (&["--state", "送信待ち", "--limit", "1"], 1),
        (&["--state", "taken"], 0),
        (&["--since", "2020-01-01"], 2),
        (&["--until", "2020-01-01"], 0),
        (&["--person", "123456:0000000001"], 0),
    ] {
        assert_eq!(count(args), expected, "{args:?}");
    }
    let whose = person();
    assert_eq!(count(&["--person", &whose]), 2);
    // Who searched for a person stands in the log as well.
    let log = town.json(SUPPORT, &["log", "--person", &whose]);
    let sends = log.iter().filter(|entry| entry["operation"] == "send");
    assert_eq!(sends.count(), 2, "{log:?}");
    town.refused(SUPPORT, &["sent", "--person", "12"], 2, "保険者番号");

    let (first, second) = (
        first["id"].as_str().unwrap(),
        second["id"].as_str().unwrap(),
    );
    let common = first
        .bytes()
        .zip(second.bytes())
        .take_while(|(a, b)| a == b);
    let begin = &first[..common.count()];
    for args in [["sent", &first[24..]], ["sent", first]] {
        assert_eq!(town.json(SUPPORT, &args)[0]["id"], first);
    }
    town.refused(SUPPORT, &["sent", begin], 2, "2 件あります");
    town.refused(SUPPORT, &["sent", "abc"], 2, "番号ではありません");
    town.refused(
        SUPPORT,
        &["sent", "--lang", "en", &"f".repeat(8)],
        2,
        "no such message",
    );
}

/// A person of the sample set.
fn person() -> String {
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

#[test]
fn the_office_may_be_named_before_and_after_the_command() {
    let town = Town::new();
    let profile = town.profile(SERVICE);
    let profile = profile.to_str().unwrap();
    for args in [
        ["--office", profile, "status"],
        ["status", "--office", profile],
    ] {
        let output = careplan().args(args).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with("5070100002 訪問介護事業所第1\n"), "{text}");
    }
    for (lang, words) in [("ja", "--office"), ("en", "no office is named")] {
        let output = careplan()
            .args(["status", "--lang", lang])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains(words));
    }
    let output = careplan()
        .args(["--office", "nowhere", "status"])
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("profile.toml")
    );
}

#[test]
fn the_same_commands_work_with_folders() {
    let town = Town::new();
    let office = |number: &str, outgoing: &str, incoming: &str| {
        let file = town.profile(number).join("profile.toml");
        let text = fs::read_to_string(&file).unwrap();
        let begin = &text[..text.find("[relay]").unwrap()];
        let (outgoing, incoming) = (town.path(outgoing), town.path(incoming));
        for folder in [&outgoing, &incoming] {
            fs::create_dir_all(folder).unwrap();
        }
        let folder = format!(
            "[folder]\noutgoing = {outgoing:?}\nincoming = {incoming:?}\nsettle_seconds = 0\n"
        );
        fs::write(file, format!("{begin}{folder}")).unwrap();
    };
    office(SUPPORT, "a-out", "a-in");
    office(SERVICE, "b-out", "b-in");
    let sent = &town.json(SUPPORT, &["send", &plan()])[0];
    assert_eq!(town.json(SUPPORT, &["sent"])[0]["state"], "handed_over");
    let id = sent["id"].as_str().unwrap();
    town.refused(SUPPORT, &["evidence", id, "-o", "e.zip"], 1, "受領証");
    for (name, bytes) in files(town.path("a-out")) {
        fs::write(town.path("b-in").join(name), bytes).unwrap();
    }
    town.fine(SERVICE, &["sync"]);
    let taken = &town.json(SERVICE, &["take", "--all", "-o", "in", "--ack"])[0];
    assert_eq!(
        (&taken["acknowledged"], &taken["signer"]),
        (&true.into(), &Value::Null)
    );
    assert_eq!(files(town.path("in")), files(plan()));
    town.fine(SERVICE, &["sync"]);
    assert_eq!(town.json(SERVICE, &["inbox"])[0]["state"], "taken");
}

/// docs/operations.ja.md: its commands for every day, for the log and for the proof work as they are printed.
#[cfg(unix)]
#[test]
fn the_commands_of_the_operations_page_work_as_printed() {
    let town = Town::new();
    let page = fs::read_to_string(repository().join("docs/operations.ja.md")).unwrap();
    let block = |heading: &str| -> String {
        let rest = page.split_once(heading).unwrap().1;
        let rest = rest.split_once("```sh\n").unwrap().1;
        rest.split_once("```").unwrap().0.to_owned()
    };
    let run = |office: &str, script: &str| {
        let binary = Path::new(env!("CARGO_BIN_EXE_careplan")).parent().unwrap();
        let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
        let output = Command::new("bash")
            .args(["-ec", script])
            .env("PATH", path)
            .env("CAREPLAN_OFFICE", town.profile(office))
            .current_dir(town.folder.path())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert!(
            output.status.success(),
            "{script}\n{}{}",
            text(output.stdout),
            text(output.stderr)
        );
        text(output.stdout)
    };
    let every_day = block("## 毎日の流れ");
    let (send, receive) = every_day.split_once("careplan inbox").unwrap();
    run(
        SUPPORT,
        &send.replace("送信するフォルダー", &format!("'{}'", plan())),
    );
    run(SERVICE, "careplan sync");
    let id = town.json(SERVICE, &["inbox"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    run(
        SERVICE,
        &format!("careplan inbox{}", receive.replace("番号", &id)),
    );
    run(SUPPORT, "careplan sync");
    run(SUPPORT, &block("## 状態の確認"));
    let log = block("## アクセス記録").replace("保険者番号:被保険者番号", &person());
    let log = log
        .split_once("careplan log --verify log.jsonl --noted")
        .unwrap()
        .0;
    run(SUPPORT, log);

    let proof = block("## 届いたことの証明").replace("番号 ", &format!("{id} "));
    let trust = town.profile(SUPPORT).join("trust.pem");
    let proof = proof.replace(
        "事業所のフォルダー/trust.pem",
        &format!("'{}'", trust.display()),
    );
    run(SUPPORT, &proof);
    fs::copy(trust, town.path("trust.pem")).unwrap();
    let openssl = block("### openssl だけで確かめる");
    let told = run(SUPPORT, &openssl);
    assert!(told.contains(SUPPORT) && told.contains(SERVICE), "{told}");
    let receipt: Value =
        serde_json::from_slice(&fs::read(town.path("proof/receipt.json")).unwrap()).unwrap();
    let signed = receipt["signed_sha256"].as_str().unwrap();
    assert!(told.matches(signed).count() >= 2, "{told}");
    run(
        SUPPORT,
        &block("## バックアップと復元").replace("控え/", "控え-"),
    );
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Turns an office into one that uses folders.
fn by_folder(town: &Town, number: &str, outgoing: &str, incoming: &str) {
    let file = town.profile(number).join("profile.toml");
    let text = fs::read_to_string(&file).unwrap();
    let begin = &text[..text.find("[relay]").unwrap()];
    let (outgoing, incoming) = (town.path(outgoing), town.path(incoming));
    for folder in [&outgoing, &incoming] {
        fs::create_dir_all(folder).unwrap();
    }
    let folder = format!(
        "[folder]\noutgoing = {outgoing:?}\nincoming = {incoming:?}\nsettle_seconds = 0\npatience_seconds = 0\ninterval_seconds = 1\n"
    );
    fs::write(file, format!("{begin}{folder}")).unwrap();
}

#[test]
fn files_that_cannot_be_taken_are_told_by_every_command() {
    let town = Town::new();
    by_folder(&town, SUPPORT, "out", "in");
    // This office's own plan is not for it.
    for (name, bytes) in files(plan()) {
        fs::write(town.path("in").join(name), bytes).unwrap();
    }
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 1, "{}", pass.stdout);
    assert!(
        pass.stdout
            .starts_with("送受信しました。取り込めないファイルがあります。"),
        "{}",
        pass.stdout
    );
    let status = town.fine(SUPPORT, &["status"]);
    assert!(status.contains("取り込めないもの 1 組"), "{status}");
    let last = &town.json(SUPPORT, &["status"])[0]["last_sync"];
    assert_eq!(
        (&last["refused"], &last["unfinished"]),
        (&1.into(), &0.into())
    );

    let mut command = town.command(SUPPORT, &["sync", "--watch", "--format", "json"]);
    let mut worker = command.stdout(Stdio::piped()).spawn().unwrap();
    let line = BufReader::new(worker.stdout.take().unwrap()).lines().next();
    let told: Value = serde_json::from_str(&line.unwrap().unwrap()).unwrap();
    end(&mut worker);
    assert_eq!(told["event"], "refused");
    assert!(
        told["findings"][0]["code"].is_string() && told["files"][0].is_string(),
        "{told}"
    );
}

#[test]
fn what_ended_is_named_with_its_reason_and_the_next_step() {
    let town = Town::new();
    let sent = &town.json(SUPPORT, &["send", &plan()])[0];
    assert_eq!(sent["state"], "waiting");
    let id = sent["id"].as_str().unwrap();
    let end = &id[id.len() - 8..];
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    town.fine(SERVICE, &["reject", id, "--reason", "not_trusted"]);
    town.fine(SERVICE, &["sync"]);
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 1);
    for words in [
        end,
        SERVICE,
        "受取拒否",
        "この事業所の署名または電子証明書",
        "careplan sent --state rejected",
    ] {
        assert!(pass.stdout.contains(words), "{words}: {}", pass.stdout);
    }
    // Who refused it reads other words.
    let row = &town.json(SERVICE, &["inbox"])[0];
    let message = row["reason"]["message"].as_str().unwrap();
    assert!(message.starts_with("送信元の"), "{message}");
    assert!(
        town.fine(SUPPORT, &["status"])
            .contains("careplan sent --state rejected")
    );

    // Taken back: both sides are told why it ended.
    let id = town.json(SUPPORT, &["send", &plan()])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    town.fine(SUPPORT, &["withdraw", &id]);
    town.fine(SUPPORT, &["sync"]);
    let gone = town.run(SERVICE, &["sync", "--format", "json"]);
    let ended = &gone.json()[0]["ended_messages"][0];
    assert_eq!(
        (&ended["id"], &ended["direction"]),
        (&id.as_str().into(), &"received".into())
    );
    assert_eq!(ended["reason"]["code"], "withdrawn");
    let reason = &town.json(SUPPORT, &["sent", &id])[0]["reason"];
    assert_eq!(reason["message"], "この事業所が送信を取り消しました。");
    // Times have three decimals everywhere.
    let row = &town.json(SUPPORT, &["sent", &id])[0];
    for at in [&row["since"], &row["created_at"], &row["history"][0]["at"]] {
        let at = at.as_str().unwrap();
        assert_eq!(at.len(), "2026-09-26T00:30:00.000Z".len(), "{at}");
    }
}

#[test]
fn a_wrong_password_is_sent_once_by_all_processes_together() {
    let town = Town::new();
    let file = town.profile(SUPPORT).join("password.txt");
    let right = fs::read(&file).unwrap();
    fs::write(&file, "wrong").unwrap();
    let first = town.run(SUPPORT, &["sync", "--format", "json"]);
    assert_eq!(first.code, 2);
    assert_eq!(first.json()[0]["errors"][0]["code"], "wrong_password");
    for _ in 0..4 {
        let next = town.run(SUPPORT, &["sync", "--format", "json"]);
        assert_eq!(next.json()[0]["errors"][0]["code"], "password_refused");
    }
    fs::write(&file, right).unwrap();
    town.fine(SUPPORT, &["sync"]);
}

#[test]
fn nothing_is_written_into_the_folder_of_the_store() {
    let town = Town::new();
    town.fine(SUPPORT, &["status"]);
    let store = town.profile(SUPPORT).join("store");
    let inside = store.join("copies");
    let inside = inside.to_str().unwrap();
    town.refused(SUPPORT, &["backup", inside], 2, "保存データのフォルダー");
    town.refused(
        SUPPORT,
        &["take", "--all", "-o", inside],
        2,
        "保存データのフォルダー",
    );
    town.refused(
        SUPPORT,
        &["restore", store.to_str().unwrap()],
        2,
        "保存データのフォルダー",
    );
    assert!(!Path::new(inside).exists());
}

#[test]
fn a_refusal_is_an_object_for_programs() {
    let town = Town::new();
    town.fine(SUPPORT, &["send", &plan()]);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    fs::create_dir(town.path("in")).unwrap();
    let (name, _) = &files(plan())[0];
    fs::write(town.path("in").join(name), b"mine").unwrap();
    let run = town.run(SERVICE, &["take", "--all", "-o", "in", "--format", "json"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let refused = &run.json()[0];
    assert_eq!(refused["error"]["code"], "file_exists");
    assert!(refused["id"].is_string() && refused["error"]["hint"].is_string());
}

#[test]
fn the_profile_names_certificates_and_its_faults_are_told() {
    let town = Town::new();
    let folder = town.profile(SUPPORT);
    let checked = &town.json(SUPPORT, &["identity", "check"])[0];
    assert_eq!(
        (&checked["usable"], &checked["certificates"][0]["office"]),
        (&true.into(), &SUPPORT.into())
    );
    let shown = town.fine(SUPPORT, &["identity", "show"]);
    assert!(shown.contains("鍵の用途: 署名"), "{shown}");

    // The key of another office, in the second of two.
    let file = folder.join("profile.toml");
    let good = fs::read_to_string(&file).unwrap();
    let other = town.profile(SERVICE).join("private-key.pem");
    fs::copy(other, folder.join("other-key.pem")).unwrap();
    let pair = "[[identity]]\ncertificate = \"certificate.pem\"\nprivate_key = ";
    let (begin, rest) = good.split_once("[identity]").unwrap();
    let rest = &rest[rest.find("\n[").unwrap()..];
    let two = format!("{begin}{pair}\"private-key.pem\"\n{pair}\"other-key.pem\"\n{rest}");
    fs::write(&file, two).unwrap();
    town.refused(SUPPORT, &["status"], 2, "2 番目の [[identity]]");
    fs::write(&file, good.replace("user_id", "usr_id")).unwrap();
    town.refused(
        SUPPORT,
        &["sync"],
        2,
        "「[relay] usr_id」という項目はありません",
    );
    town.refused(
        SUPPORT,
        &["sync", "--lang", "en"],
        2,
        "no key `[relay] usr_id`",
    );

    // An authority that did not issue the own certificate.
    fs::write(&file, &good).unwrap();
    fs::copy(
        town.profile(SERVICE).join("certificate.pem"),
        folder.join("x.pem"),
    )
    .unwrap();
    let ca = careplan_relay::ca::TestCa::create("Another CA").unwrap();
    fs::write(folder.join("trust.pem"), ca.certificate_pem().unwrap()).unwrap();
    let status = town.fine(SUPPORT, &["status"]);
    assert!(
        status.contains("この事業所の電子証明書") && status.contains("認証局"),
        "{status}"
    );
}

#[test]
fn mistakes_are_told_in_the_language_that_was_asked_for() {
    let town = Town::new();
    for (args, words) in [
        (&["take", "--all"][..], "必要な引数がありません: --out"),
        (&["sent", "--month", "2026"], "「2026」は --month"),
        (&["sent", "--nothing"], "--nothing という引数はありません"),
        (&["sned"], "「sned」というコマンドはありません"),
        (
            &["sync", "--lang", "en", "--nothing"],
            "unexpected argument",
        ),
        (
            &["--lang", "en", "sent", "--month", "2026"],
            "is no value for --month",
        ),
        (&["--lang", "en", "sent", "beef0000"], "no such message"),
        (
            &["sent", "beef0000"],
            "で始まる、または終わる番号のデータはありません",
        ),
    ] {
        let run = town.run(SUPPORT, args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(words), "{args:?}: {}", run.stderr);
        let is_english = args.contains(&"en");
        assert_eq!(run.stderr.is_ascii(), is_english, "{}", run.stderr);
    }
}

#[test]
fn a_relay_that_is_full_is_told_once_and_is_no_success() {
    let mut town = Town::new();
    town.relay_goes();
    let settings = town.path("relay.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let text = text.split("\n[quota]").next().unwrap();
    fs::write(
        &settings,
        format!("{text}\n[quota]\nwaiting_messages = 1\n"),
    )
    .unwrap();
    town.relay_comes_back();
    for _ in 0..4 {
        town.fine(SUPPORT, &["send", &plan(), "--again"]);
    }
    town.run(SUPPORT, &["sync"]);
    let full = town.run(SUPPORT, &["sync"]);
    assert_eq!(full.code, 2, "{}", full.stdout);
    assert!(
        full.stdout.starts_with("送受信できなかったものがあります"),
        "{}",
        full.stdout
    );
    let status = town.run(SUPPORT, &["sync", "--format", "json"]);
    let code = status.json()[0]["errors"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(full.stdout.matches(&code).count(), 1, "{}", full.stdout);
}
