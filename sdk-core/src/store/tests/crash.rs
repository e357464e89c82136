//! The process dies in the middle of writing: whatever a call returned for is there, and the next process takes over.

use std::collections::HashMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::*;

const FOLDER: &str = "CAREPLAN_TEST_CRASH_FOLDER";
const ROUNDS: u128 = 12;

#[test]
fn nothing_that_returned_is_lost_when_the_process_is_killed() {
    let folder = TempDir::new().unwrap();
    let mut promised = HashMap::new();
    for round in 0..ROUNDS {
        let mut child = start(folder.path(), round);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = 0;
        // Not before the process has begun to keep things, however slow the machine is.
        while told < 1 + 3 * round {
            told += u128::from(note(&mut promised, &lines.next().unwrap().unwrap()));
        }
        let second = open(folder.path()).map(drop);
        assert_eq!(second, Err(StoreError::InUse), "another process has it");
        let killer = thread::spawn(move || {
            thread::sleep(Duration::from_micros(700 * round as u64));
            // SIGKILL: nothing is closed, nothing is tidied up.
            child.kill().unwrap();
            child.wait().unwrap();
        });
        for line in lines.map_while(Result::ok) {
            note(&mut promised, &line);
        }
        killer.join().unwrap();

        let store = open(folder.path()).unwrap();
        store.check().unwrap();
        store.verify_log().unwrap();
        for (number, state) in &promised {
            let record = store.sent(id(*number)).unwrap().unwrap();
            assert!(
                record
                    .history
                    .iter()
                    .any(|step| step.state.as_str() == state),
                "{number} {state}"
            );
            let sealed = store.sent_sealed(id(*number)).unwrap().unwrap();
            assert!(sealed.content == content(*number));
        }
    }
}

/// Remembers what a line says was kept; the test harness writes lines of its own. A line that was cut off promises nothing.
fn note(promised: &mut HashMap<u128, String>, line: &str) -> bool {
    let kept = line
        .strip_prefix("kept ")
        .and_then(|line| line.strip_suffix(" now"));
    let Some((number, state)) = kept.and_then(|kept| kept.split_once(' ')) else {
        return false;
    };
    promised.insert(number.parse().unwrap(), state.to_owned());
    true
}

fn content(number: u128) -> Vec<u8> {
    vec![number as u8; 30_000]
}

fn start(folder: &Path, round: u128) -> Child {
    Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "store::tests::crash::one_that_is_killed",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .env("CAREPLAN_TEST_CRASH_ROUND", round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The process of the test above; by itself it is none.
#[test]
#[ignore = "a process of the crash test"]
fn one_that_is_killed() {
    let Some(folder) = env::var_os(FOLDER) else {
        return;
    };
    let round: u128 = env::var("CAREPLAN_TEST_CRASH_ROUND")
        .unwrap()
        .parse()
        .unwrap();
    let store = open(folder.as_ref()).unwrap();
    for number in round * 100_000.. {
        let mut letter = Letter::new(number);
        letter.content = content(number);
        store.enqueue(&letter.message()).unwrap();
        tell(number, SentState::Waiting);
        store.begin_attempt(letter.id, time(1)).unwrap();
        tell(number, SentState::Sending);
        store
            .apply_sent(letter.id, &sent_news(SentState::Available, time(2)))
            .unwrap();
        tell(number, SentState::Available);
        let entry = NewLogEntry {
            at: time(1),
            actor: "somebody",
            operation: "send",
            message: Some(letter.id),
            persons: &[],
            outcome: "ok",
        };
        store.log(&entry).unwrap();
        if number % 7 == 0 {
            store.clean_up(time(0), time(0)).unwrap();
        }
    }
}

fn tell(number: u128, state: SentState) {
    let mut out = std::io::stdout().lock();
    // A line by itself, whatever the harness has written before.
    writeln!(out, "\nkept {number} {} now", state.as_str()).unwrap();
    out.flush().unwrap();
}
