//! Backups while the relay runs, and the way back to one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

use careplan_core::relay::wire::{ProblemCode, Sent, State};
use careplan_relay::{Error, backup, restore, set_back};
use uuid::Uuid;

use common::{CONTENT, Office, PART_BYTES, Sandbox, assert_problem, value};

fn run(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_careplan-relay"))
        .args(arguments)
        .output()
        .unwrap()
}

fn epoch(office: &Office) -> String {
    office.news("").epoch.unwrap()
}

#[test]
fn a_relay_that_was_put_back_is_noticed_and_has_what_it_had() {
    for more in ["", "contents = \"disk\"\n"] {
        let mut sandbox = Sandbox::start_with(more);
        let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
        let content = vec![7; PART_BYTES + 1];
        let before = sender.send(&sandbox.announce_of(1, &content), &content);
        let first = epoch(&sender);
        assert_eq!(epoch(&receiver), first);

        let to = sandbox
            .dir
            .path()
            .join("../saved-")
            .with_extension(Uuid::now_v7().to_string());
        let folder = sandbox.dir.path().to_owned();
        let saved = run(&[Path::new("backup"), &folder, &to]);
        assert!(saved.status.success(), "{saved:?}");
        let again = run(&[Path::new("backup"), &folder, &to]);
        assert_eq!(again.status.code(), Some(2));

        // The same number of steps afterwards as after the way back: cursors alone would not tell.
        let lost = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
        assert!(matches!(restore(&folder, &to), Err(Error::Running(_))));
        sandbox.server = None;
        let put_back = run(&[Path::new("restore"), &folder, &to]);
        assert!(put_back.status.success(), "{put_back:?}");
        sandbox.restart();

        let second = epoch(&sender);
        assert_ne!(second, first);
        assert_eq!(epoch(&receiver), second);
        assert_problem(
            sender.get(&format!("/v1/sent/{lost}")),
            ProblemCode::UnknownMessage,
        );
        assert_eq!(receiver.content(before).bytes().unwrap(), content);
        sandbox.server = None;
        sandbox.restart();
        assert_eq!(epoch(&sender), second);
        fs::remove_dir_all(to).unwrap();
    }
}

#[test]
fn a_backup_that_was_made_while_much_happens_holds_every_content_that_it_knows() {
    let sandbox = Sandbox::start_with("contents = \"disk\"\n");
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let to = tempfile::tempdir().unwrap();
    thread::scope(|scope| {
        let busy = scope.spawn(|| {
            for round in 0..60 {
                let id = sender.send(&announce, CONTENT);
                if round % 2 == 0 {
                    value::<Sent>(sender.withdraw(id), 200);
                }
            }
        });
        for round in 0..5 {
            let saved = backup(sandbox.dir.path(), &to.path().join(round.to_string())).unwrap();
            assert_eq!(saved.missing, 0);
        }
        busy.join().unwrap();
    });
    drop((sender, receiver));
    // A machine that has nothing of the relay any more.
    let other = tempfile::tempdir().unwrap();
    let folder = other.path().join("relay");
    assert_eq!(restore(&folder, &to.path().join("4")).unwrap(), None);
    for file in ["relay.toml", "ca-key.pem", "server.pem", "accounts.csv"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    let mut elsewhere = sandbox;
    elsewhere.server = None;
    let mut there = Sandbox::start();
    there.server = None;
    fs::remove_dir_all(there.dir.path()).unwrap();
    fs::rename(&folder, there.dir.path()).unwrap();
    there.restart();
    let receiver = there.office(1);
    for item in receiver.received().items {
        if item.state == State::Available {
            assert_eq!(receiver.content(item.id).bytes().unwrap(), CONTENT);
        }
    }
}

#[test]
fn only_a_complete_backup_is_put_back() {
    let sandbox = Sandbox::start();
    let half = tempfile::tempdir().unwrap();
    fs::write(half.path().join("relay.sqlite3.partial"), b"").unwrap();
    let refused = restore(sandbox.dir.path(), half.path());
    assert!(matches!(refused, Err(Error::NotABackup(_))));
}

#[test]
fn after_other_tools_have_put_a_database_back_the_epoch_is_renewed() {
    let mut sandbox = Sandbox::start();
    let first = epoch(&sandbox.office(0));
    assert!(matches!(
        set_back(sandbox.dir.path(), None),
        Err(Error::Running(_))
    ));
    sandbox.server = None;
    set_back(sandbox.dir.path(), None).unwrap();
    sandbox.restart();
    assert_ne!(epoch(&sandbox.office(0)), first);

    let Some(mut sandbox) = Sandbox::on_postgres("") else {
        return;
    };
    let first = epoch(&sandbox.office(0));
    sandbox.server = None;
    let refused = backup(sandbox.dir.path(), &sandbox.dir.path().join("to"));
    assert!(matches!(refused, Err(Error::OwnTools)));
    set_back(sandbox.dir.path(), None).unwrap();
    sandbox.restart();
    let second = epoch(&sandbox.office(0));
    assert_ne!(second, first);
    sandbox.restart_again();
    assert_eq!(epoch(&sandbox.office(0)), second);
}
