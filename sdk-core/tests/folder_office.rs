//! Offices that exchange through folders: a whole month goes out of one office's folder, through somebody's hands, into the
//! folders of the others, and actuals come back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use careplan_core::check::CheckedDocument;
use careplan_core::envelope::EnvelopeError;
use careplan_core::exchange::{AccessQuery, ExchangeError, Letter, Office, Query, Worker};
use careplan_core::finding::Code;
use careplan_core::message::MessageSet;
use careplan_core::number::Address;
use careplan_core::relay::wire::RejectionReason;
use careplan_core::store::{ReceivedState, SentState, Store};
use careplan_core::{Control, Explain};

/// An office as a folder: profile, store, 送信 and 受信.
struct Place {
    folder: PathBuf,
    address: Address,
}

impl Place {
    fn new(root: &Path, address: &str) -> Self {
        let address: Address = address.parse().unwrap();
        let folder = root.join(format!("事業所 {}", address.number));
        fs::create_dir_all(folder.join("送信")).unwrap();
        fs::create_dir_all(folder.join("受信")).unwrap();
        let profile = format!(
            "office = \"{}\"\nkinds = [\"{}\"]\nname = \"名\"\n[folder]\noutgoing = \"送信\"\nincoming = \"受信\"\n\
             imported = \"取込済\"\ninterval_seconds = 1\nsettle_seconds = 0\npatience_seconds = 0\n",
            address.number, address.kind
        );
        fs::write(folder.join("profile.toml"), profile).unwrap();
        Self { folder, address }
    }

    fn open(&self) -> Office {
        Office::open(&self.folder).unwrap()
    }

    fn incoming(&self) -> PathBuf {
        self.folder.join("受信")
    }

    /// The files that lie in the folder for upload.
    fn outgoing(&self) -> Vec<PathBuf> {
        let visible = |path: &PathBuf| !name(path).starts_with('.');
        let mut files = files(&self.folder.join("送信"));
        files.retain(visible);
        files
    }
}

#[test]
fn a_month_goes_through_folders_and_comes_back() {
    let root = tempfile::tempdir().unwrap();
    let Some(month) = make_month(root.path()) else {
        return;
    };
    let sets: BTreeMap<String, MessageSet> = folders(&month.join("sets"))
        .iter()
        .map(|folder| (name(folder), set(folder)))
        .collect();
    let sender = sets.values().next().unwrap().sender().to_string();
    let support = Place::new(root.path(), &sender);
    let services: BTreeMap<_, _> = sets
        .keys()
        .map(|address| (address.clone(), Place::new(root.path(), address)))
        .collect();

    // Out: plans and slips of every office, twice, with the office closed in between.
    for round in 0..2 {
        let office = support.open();
        for (address, slip) in &sets {
            let plan = set(&month.join("plans").join(address));
            for set in [&plan, slip] {
                let sent = office.send(set, &Letter::default()).unwrap();
                assert_eq!(sent.new, round == 0);
            }
        }
        assert!(office.sync(&Control::default()).is_clean());
        let sent = office.sent(&Query::default()).unwrap();
        assert_eq!(sent.len(), 2 * sets.len());
        assert!(sent.iter().all(|sent| sent.state == SentState::HandedOver));
        let detail = office.sent_message(sent[0].id).unwrap();
        assert_eq!(detail.cover.unwrap().receivers, [sent[0].receiver]);
    }

    // Somebody uploads and downloads: each file comes to the office that its name says, some twice.
    for (place, file) in support.outgoing().iter().enumerate() {
        let name = name(file);
        let to = services
            .values()
            .find(|to| name.contains(&format!("_{}_", to.address)));
        let incoming = to.unwrap().incoming();
        fs::copy(file, incoming.join(&name)).unwrap();
        if place % 3 == 0 {
            let again = name.replace(".CSV", " (1).CSV");
            fs::copy(file, incoming.join(again)).unwrap();
        }
        fs::remove_file(file).unwrap();
    }

    for (address, service) in &services {
        let office = service.open();
        let report = office.sync(&Control::default());
        assert!(report.is_clean() && report.refused.is_empty() && report.unfinished.is_empty());
        assert_eq!(report.offered, 2);
        let waiting = Query {
            states: vec![ReceivedState::Fetched],
            ..Query::default()
        };
        let received = office.received(&waiting).unwrap();
        assert_eq!(received.len(), 2);
        for message in &received {
            let early = office.acknowledge(message.id).unwrap_err();
            assert!(matches!(early, ExchangeError::NotTaken));
            let delivery = office.take(message.id, &Control::default()).unwrap();
            assert!(delivery.signer().is_none());
            assert_eq!(delivery.cover(), message.cover.as_ref().unwrap());
            assert_eq!(delivery.cover().receivers[0].to_string(), *address);
            let kind = delivery.cover().set.ident();
            let from = match kind {
                "use_slip" => "sets",
                _ => "plans",
            };
            for document in delivery.documents() {
                let document = document.document();
                let original = month.join(from).join(address).join(&**document.name());
                assert_eq!(document.bytes(), fs::read(original).unwrap());
            }
            office.acknowledge(message.id).unwrap();
            office.acknowledge(message.id).unwrap();
        }
        drop(office);
        // What was stored is moved, and nothing comes again.
        assert_eq!(
            files(&service.incoming()),
            [service.incoming().join("取込済")]
        );
        let office = service.open();
        assert_eq!(office.sync(&Control::default()).offered, 0);
        assert!(office.received(&waiting).unwrap().is_empty());
        let all = office.received(&Query::default()).unwrap();
        assert!(
            all.iter()
                .all(|message| message.state == ReceivedState::Taken)
        );
        assert!(office.access_log(&Default::default()).unwrap().len() >= 6);

        // And its actuals go back.
        let actuals = month.join("actuals").join(address);
        if actuals.is_dir() {
            office.send(&set(&actuals), &Letter::default()).unwrap();
            for file in service.outgoing() {
                fs::rename(&file, support.incoming().join(name(&file))).unwrap();
            }
        }
    }

    let office = support.open();
    let report = office.sync(&Control::default());
    assert!(report.offered > 5 && report.refused.is_empty());
    let received = office.received(&Query::default()).unwrap();
    let stamps: Vec<_> = received.iter().map(|message| message.stamp).collect();
    assert!(stamps.is_sorted());
}

#[test]
fn what_is_no_set_is_told_at_each_look_and_kept_out() {
    let root = tempfile::tempdir().unwrap();
    let service = Place::new(root.path(), "5070100002_11");
    let source = samples().join("sets/5070100002_11");
    let all = files(&source);
    for file in &all[..2] {
        fs::copy(file, service.incoming().join(name(file))).unwrap();
    }
    let office = service.open();
    for _ in 0..2 {
        let report = office.sync(&Control::default());
        assert!(report.is_clean());
        let codes: Vec<_> = report.refused[0].findings.iter().map(|f| f.code).collect();
        assert_eq!((codes, report.offered), (vec![Code::SetIncomplete], 0));
    }
    let look = office.folder_look().unwrap();
    assert_eq!((look.refused.len(), look.unfinished.len()), (1, 0));
    fs::copy(&all[2], service.incoming().join(name(&all[2]))).unwrap();
    let report = office.sync(&Control::default());
    assert_eq!((report.offered, report.refused.len()), (1, 0));
    let id = office.received(&Query::default()).unwrap()[0].id;
    // A file that is opened in Excel and saved.
    fs::write(service.incoming().join(name(&all[0])), "changed").unwrap();
    let changed = office.take(id, &Control::default()).unwrap_err();
    assert_eq!(changed.code(), "file_changed");
    assert!(changed.explanation().ja.contains("変わっています"));
    fs::copy(&all[0], service.incoming().join(name(&all[0]))).unwrap();
    office.take(id, &Control::default()).unwrap();
    office.reject(id, RejectionReason::Refused).unwrap();
    let message = office.received_message(id).unwrap();
    assert_eq!(message.state, ReceivedState::Rejected);
    assert_eq!(office.sync(&Control::default()).offered, 0);
    assert!(office.take(id, &Control::default()).is_err());
}

#[test]
fn a_worker_watches_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let service = Place::new(root.path(), "5070100002_11");
    let office = Arc::new(service.open());
    let worker = Worker::start(Arc::clone(&office)).unwrap();
    for file in files(&samples().join("plans/5070100002_11")) {
        fs::copy(&file, service.incoming().join(name(&file))).unwrap();
    }
    let begin = Instant::now();
    while office.received(&Query::default()).unwrap().is_empty() {
        assert!(begin.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(50));
    }
    worker.stop();
}

#[test]
fn what_needs_a_certificate_or_a_relay_says_so() {
    let root = tempfile::tempdir().unwrap();
    let support = Place::new(root.path(), "5070022016_43");
    let office = support.open();
    assert!(office.identities().is_none() && office.trust().is_none());
    assert!(office.renewal_due().is_none());
    let missing = office.reload_identities().unwrap_err();
    assert!(matches!(
        missing,
        ExchangeError::Envelope(EnvelopeError::NoIdentity)
    ));
    assert!(office.find_office("5070100002".parse().unwrap()).is_err());
    let sent = set(&samples().join("sets/5070100002_11"));
    let sent = office.send(&sent, &Letter::default()).unwrap();
    let kept = office.open_sent(sent.id).unwrap_err();
    assert!(matches!(kept, ExchangeError::SentContentNotKept));
    assert!(office.withdraw(sent.id).is_err());
    assert_eq!(office.status().unwrap().office, office.number());
    let foreign = set(&samples().join("actuals/5070100002_11"));
    let foreign = office.send(&foreign, &Letter::default()).unwrap_err();
    assert!(matches!(foreign, ExchangeError::NotSender { .. }));
}

fn set(folder: &Path) -> MessageSet {
    let read = |path: &PathBuf| CheckedDocument::read(&name(path), fs::read(path).unwrap());
    let documents = files(folder)
        .iter()
        .map(|path| Arc::new(read(path)))
        .collect();
    MessageSet::build(documents).unwrap()
}

/// What an administrator does is logged with how it ended; a clock that ran ahead lets go of nothing.
#[test]
fn care_is_logged_and_goes_by_the_earlier_clock() {
    let root = tempfile::tempdir().unwrap();
    let support = Place::new(root.path(), "5070022016_43");
    let profile = support.folder.join("profile.toml");
    let mut settings = fs::read_to_string(&profile).unwrap();
    settings.push_str("[store]\nkeep_content_days = 0\nkeep_days = 0\n");
    fs::write(&profile, settings).unwrap();
    let set = set(&samples().join("sets/5070100002_11"));
    let office = support.open();
    let refused = office.send(&set, &Letter::new("件名", "")).unwrap_err();
    assert_eq!(refused.code(), "letter_in_folder");
    let sent = office.send(&set, &Letter::default()).unwrap();
    assert_eq!((sent.new, sent.state), (true, SentState::HandedOver));

    // The relay's time at the last pass is kept by the store.
    let note = |office: Office, time: &str| {
        drop(office);
        let number = "5070022016".parse().unwrap();
        let store = Store::open(&support.folder.join("store"), number).unwrap();
        store.set_note("relay_time", time).unwrap();
        drop(store);
        support.open()
    };
    let office = note(office, "2020-01-01T00:00:00Z");
    assert_eq!(office.clean_up().unwrap().messages, 0);
    let office = note(office, "2999-01-01T00:00:00Z");
    assert_eq!(office.clean_up().unwrap().messages, 1);
    // It is known all the same.
    let again = office.send(&set, &Letter::default()).unwrap();
    let known = (again.id, again.new, again.state);
    assert_eq!(known, (sent.id, false, SentState::HandedOver));

    office.set_actor("管理者");
    let backup = root.path().join("控え");
    office.backup(&backup).unwrap();
    office
        .backup(&support.folder.join("store/控え"))
        .unwrap_err();
    office.export_access_log(&mut Vec::new()).unwrap();
    office.verify_access_log().unwrap();
    drop(office);
    Office::restore_by(&support.folder, &backup, "管理者").unwrap();
    let office = support.open();
    let replaced = &office.status().unwrap().copies;
    assert!(replaced[0].name.starts_with("replaced-"));
    let told = |log: &str| -> Vec<(String, String)> {
        let entry = |line: &str| {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| entry[name].as_str().map(str::to_owned);
            Some((text("operation")?, text("outcome")?))
        };
        log.lines().filter_map(entry).collect()
    };
    let kept = support.folder.join("store").join(&replaced[0].name);
    let kept = told(&fs::read_to_string(kept.join("access-log.jsonl")).unwrap());
    let own = |told: &(&str, &str)| (told.0.to_owned(), told.1.to_owned());
    let expected = [
        ("send", "ok"),
        ("clean_up", "contents:0,messages:1,copies:0"),
        ("send", "known"),
        ("backup", "ok"),
        ("backup", "backup_folder"),
        ("export_log", "ok"),
    ];
    assert_eq!(kept, expected.each_ref().map(own));
    let entries = office.access_log(&AccessQuery::default()).unwrap();
    let last = entries.last().unwrap();
    assert_eq!((&*last.operation, &*last.actor), ("restore", "管理者"));
    assert!(last.outcome.starts_with("replaced:6:"));
}

fn make_month(root: &Path) -> Option<PathBuf> {
    let out = root.join("month");
    let tool = samples().join("../tools/make_month.py");
    let options = ["--users", "20", "--offices", "7", "--seed", "5"];
    let run = Command::new("python3")
        .arg(tool)
        .arg(&out)
        .args(options)
        .output();
    // Where there is no Python, the other tests must do.
    let run = run.ok()?;
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    Some(out)
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/data")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders = files(folder);
    folders.retain(|path| path.is_dir());
    folders
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}
