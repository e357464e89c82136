use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::sandbox::Sandbox;
use fastrand::Rng;

use crate::check::{Outcome, check};
use crate::party::{FINISH, PART_BYTES, STOP};

/// In the end everything under way must arrive in this time.
const LAST_ARRIVAL: Duration = Duration::from_secs(180);

/// How to run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// So many kills.
    pub rounds: u32,
    /// The same seed kills in the same order.
    pub seed: u64,
    /// Tell on standard error how far it is.
    pub tell: bool,
}

/// Runs everything; `program` is the `crash` executable.
pub fn run(program: &Path, settings: &Settings) -> Outcome {
    let begun = Instant::now();
    let mut random = Rng::with_seed(settings.seed);
    let mut house = House::new(program);
    let mut kills = [0; 3];
    for round in 0..settings.rounds {
        // All three in turn; each third of them at random places in between.
        let party = (round as usize + random.usize(..2)) % 3;
        house.live(Duration::from_millis(random.u64(20..400)));
        house.kill_and_restart(party, Duration::from_millis(random.u64(..150)));
        kills[party] += 1;
        if settings.tell && (round + 1) % 50 == 0 {
            eprintln!(
                "{} / {} ({:.0?})",
                round + 1,
                settings.rounds,
                begun.elapsed()
            );
        }
    }
    house.finish();
    let mut outcome = check(&house.sandbox, house.work.path());
    outcome.kills = kills;
    outcome.seed = settings.seed;
    outcome.took = begun.elapsed();
    outcome
}

/// The three processes and their folders.
struct House {
    program: PathBuf,
    sandbox: Sandbox,
    work: tempfile::TempDir,
    parties: [Child; 3],
}

const SENDER: usize = 0;
const RELAY: usize = 1;
const RECEIVER: usize = 2;

impl House {
    fn new(program: &Path) -> Self {
        let sandbox = Sandbox::prepare();
        set_part_bytes(&sandbox);
        let work = tempfile::tempdir().unwrap();
        let start = |party| start(program, &sandbox, work.path(), party);
        let parties = [start(SENDER), start(RELAY), start(RECEIVER)];
        Self {
            program: program.to_owned(),
            parties,
            sandbox,
            work,
        }
    }

    /// Lets them work. None of them may end by itself: that would be a fault that a kill hides.
    fn live(&mut self, time: Duration) {
        thread::sleep(time);
        for (party, child) in self.parties.iter_mut().enumerate() {
            if let Some(status) = child.try_wait().unwrap() {
                panic!("process {party} ended by itself: {status}");
            }
        }
    }

    fn kill_and_restart(&mut self, party: usize, gap: Duration) {
        kill(&mut self.parties[party]);
        thread::sleep(gap);
        self.parties[party] = start(&self.program, &self.sandbox, self.work.path(), party);
    }

    /// Nothing new is sent; what is under way arrives; all of them end.
    fn finish(&mut self) {
        fs::write(self.work.path().join(FINISH), "").unwrap();
        let until = Instant::now() + LAST_ARRIVAL;
        while self.parties[SENDER].try_wait().unwrap().is_none() && Instant::now() < until {
            thread::sleep(Duration::from_millis(50));
        }
        fs::write(self.work.path().join(STOP), "").unwrap();
        let until = Instant::now() + Duration::from_secs(10);
        while self.parties[RECEIVER].try_wait().unwrap().is_none() && Instant::now() < until {
            thread::sleep(Duration::from_millis(50));
        }
        self.parties.iter_mut().for_each(kill);
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.parties.iter_mut().for_each(kill);
    }
}

fn set_part_bytes(sandbox: &Sandbox) {
    let path = sandbox.dir().join("relay.toml");
    let settings = fs::read_to_string(&path).unwrap();
    let others = settings
        .lines()
        .filter(|line| !line.starts_with("part_bytes"));
    let settings: String = others.map(|line| format!("{line}\n")).collect();
    // In front: a table may stand at the end.
    fs::write(path, format!("part_bytes = {PART_BYTES}\n{settings}")).unwrap();
}

/// SIGKILL, or what the system has in its place; one that has ended already is left alone.
fn kill(child: &mut Child) {
    let _ended = child.kill();
    child.wait().unwrap();
}

fn start(program: &Path, sandbox: &Sandbox, work: &Path, party: usize) -> Child {
    let mut command = Command::new(program);
    match party {
        SENDER => command.arg("send").arg(sandbox.folder(SUPPORT)).arg(work),
        RECEIVER => command
            .arg("receive")
            .arg(sandbox.folder(SERVICE))
            .arg(work),
        _ => command
            .arg("relay")
            .arg(sandbox.dir())
            .arg(sandbox.port().to_string()),
    };
    command.spawn().unwrap()
}
