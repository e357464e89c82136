//! What the relay remembers. When a call returns, what it did is on the disk.

mod audit;
mod contents;
mod db;
mod directory;
mod epoch;
mod failure;
mod figures;
mod handling;
mod house;
mod lists;
mod message;
mod names;
mod received;
mod sent;
mod sessions;

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use careplan_core::number::OfficeNumber;
use jiff::Timestamp;
use tokio::sync::{Mutex, Semaphore};

pub(crate) use self::audit::Access;
pub(crate) use self::contents::{Contents, Hold};
use self::db::Database;
pub(crate) use self::directory::{NewAccount, Registered};
pub(crate) use self::failure::Failure;
pub(crate) use self::lists::ListQuery;
pub(crate) use self::message::{Keeping, Quota};
use self::names::NamesInUse;
pub(crate) use self::received::Content;
pub(crate) use self::sessions::TokenTimes;
use crate::clock::Clock;
use crate::config::DatabaseUrl;
use crate::error::Error;

/// Is told after each change which offices' lists have news.
pub(crate) type OnNews = Arc<dyn Fn(&[OfficeNumber]) + Send + Sync>;

/// How a store is to behave.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// A PostgreSQL database in place of the SQLite file.
    pub(crate) database: Option<DatabaseUrl>,
    /// How long tokens hold.
    pub(crate) tokens: TokenTimes,
    /// How long messages and contents are kept.
    pub(crate) keeping: Keeping,
    /// What an office may have waiting.
    pub(crate) quota: Quota,
    /// Bytes of every part of an upload but the last.
    pub(crate) part_bytes: u64,
    /// Where contents are kept.
    pub(crate) contents: Contents,
    /// Files that belong to nothing are removed when they are older.
    pub(crate) orphans_after: Duration,
}

/// The relay's memory.
pub(crate) struct Store {
    db: Database,
    clock: Clock,
    settings: Settings,
    contents: Arc<Contents>,
    names: Arc<NamesInUse>,
    notes: audit::Notes,
    passwords: Semaphore,
    uploads: [Mutex<()>; 32],
}

impl Store {
    /// Makes a new SQLite database in an empty file and puts offices into it.
    pub(crate) fn create(path: &Path, accounts: &[NewAccount<'_>]) -> Result<(), Error> {
        let now = Timestamp::now();
        Database::create_sqlite(path, |tx| {
            let mut insert = accounts
                .iter()
                .map(|account| directory::insert(tx, account, now));
            insert.try_for_each(|result| result.map_err(Error::from))
        })
    }

    /// Opens the database of a relay: its SQLite file, or the PostgreSQL database that the settings name.
    pub(crate) fn open(
        path: &Path,
        clock: Clock,
        settings: Settings,
        on_news: OnNews,
    ) -> Result<Self, Error> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let db = match &settings.database {
            Some(DatabaseUrl(url)) => Database::open_postgres(url, path, on_news)?,
            None => Database::open_sqlite(path, on_news)?,
        };
        Ok(Self {
            db,
            clock,
            contents: Arc::new(settings.contents.clone()),
            settings,
            names: Arc::default(),
            notes: audit::Notes::default(),
            passwords: Semaphore::new(cores),
            uploads: std::array::from_fn(|_| Mutex::new(())),
        })
    }

    /// The clock that everything goes by.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether other relays may use the same database.
    pub(crate) fn is_shared(&self) -> bool {
        self.db.is_shared()
    }

    /// Plays that nothing more can be stored, or no longer.
    pub(crate) fn set_disk_full(&self, full: bool) {
        self.db.set_full(full);
    }

    /// Whether it plays that nothing more can be stored.
    pub(crate) fn disk_full(&self) -> bool {
        self.db.is_full()
    }

    fn limits(&self) -> TokenTimes {
        self.settings.tokens
    }

    fn contents_on_disk(&self) -> bool {
        matches!(*self.contents, Contents::Disk(_))
    }
}

#[cfg(test)]
mod testing {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use careplan_core::relay::wire::ProblemCode;

    use super::*;
    use crate::ca::{TestCa, Validity, certificate_facts};
    use crate::office::{OfficeSpec, synthetic_offices};
    use crate::secret::{hash_password, sha256_hex};

    /// A store with three offices; the password of each is its office number.
    pub(super) struct Fixture {
        pub(super) store: Store,
        pub(super) offices: Vec<OfficeSpec>,
        pub(super) thumbprints: Vec<String>,
        _dir: tempfile::TempDir,
    }

    pub(super) fn fixture() -> Fixture {
        fixture_with(|_| ())
    }

    pub(super) fn fixture_with(adjust: impl FnOnce(&mut Settings)) -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("relay.sqlite3");
        std::fs::write(&path, b"").unwrap();
        let offices = synthetic_offices(3);
        let pems = certificates(&offices);
        let user_ids: Vec<_> = offices.iter().map(user_id).collect();
        let hashes: Vec<_> = offices
            .iter()
            .map(|office| hash_password(office.number.as_str()).unwrap())
            .collect();
        let accounts: Vec<_> = (0..offices.len())
            .map(|index| NewAccount {
                office: &offices[index],
                certificate_pem: &pems[index],
                user_id: &user_ids[index],
                password_hash: &hashes[index],
            })
            .collect();
        Store::create(&path, &accounts).unwrap();
        let thumbprints = pems.iter().map(|pem| thumbprint(pem)).collect();
        let mut settings = crate::config::Config::for_tests().settings(dir.path());
        adjust(&mut settings);
        Fixture {
            store: Store::open(&path, Clock::new(), settings, Arc::new(|_| ())).unwrap(),
            offices,
            thumbprints,
            _dir: dir,
        }
    }

    pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(future)
    }

    pub(super) fn code<T>(result: Result<T, Failure>) -> (ProblemCode, Option<u64>) {
        match result {
            Err(Failure::Refused(problem)) => (problem.code, problem.retry_after),
            _ => panic!("not refused"),
        }
    }

    pub(super) fn user_id(office: &OfficeSpec) -> String {
        format!("office-{}", office.number)
    }

    fn thumbprint(pem: &str) -> String {
        sha256_hex(&certificate_facts(pem).unwrap().der)
    }

    fn certificates(offices: &[OfficeSpec]) -> Vec<String> {
        let ca = TestCa::create("Test CA").unwrap();
        let issue = |office| {
            ca.issue_office(office, Validity::default())
                .unwrap()
                .certificate_pem
        };
        offices.iter().map(issue).collect()
    }
}
