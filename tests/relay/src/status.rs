//! How a relay stands, read from its database while it runs or not.

use std::fmt;
use std::fs;
use std::path::Path;

use careplan_core::relay::wire::State;
use jiff::Timestamp;
use serde::Serialize;

use crate::desk::Desk;
use crate::error::Error;
use crate::init::DATABASE_FILE;
use crate::overview::{OfficeQuery, OfficeState, Overview};
use crate::store::{Failure, Store};
use crate::text::{Moment, Side, grouped, lasted, size, state_name};

/// So many offices are shown to a person.
const SHOWN: usize = 100;

/// How a relay stands. Its `Display` is for a person at a terminal, Japanese and English; as JSON it is for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Offices and messages in figures.
    #[serde(flatten)]
    pub overview: Overview,
    /// Every office, by number.
    pub by_office: Vec<OfficeState>,
    /// Bytes of the database's files, where they lie in the relay's folder.
    pub database_bytes: Option<u64>,
    /// When this was read, by the system's clock.
    pub at: Timestamp,
}

impl Status {
    /// Reads it from the database of the relay in a folder, or from the one at this URL.
    pub fn read(dir: &Path, database: Option<String>) -> Result<Self, Error> {
        let desk = Desk::open(dir, database)?;
        let store = &desk.store;
        Ok(Self {
            overview: desk.wait(store.overview())?,
            by_office: desk.wait(every_office(store))?,
            database_bytes: desk.is_own_file.then(|| database_bytes(dir)),
            at: store.clock().now(),
        })
    }
}

async fn every_office(store: &Store) -> Result<Vec<OfficeState>, Failure> {
    let mut query = OfficeQuery {
        limit: 1000,
        ..OfficeQuery::default()
    };
    let mut all = Vec::new();
    loop {
        let page = store.office_states(query.clone()).await?;
        all.extend(page.items);
        query.after = all.last().map(|office| office.number);
        if !page.more {
            return Ok(all);
        }
    }
}

/// SQLite keeps the latest changes in a second file.
fn database_bytes(dir: &Path) -> u64 {
    let files = [DATABASE_FILE.to_owned(), format!("{DATABASE_FILE}-wal")];
    let sizes = files.map(|file| fs::metadata(dir.join(file)).map_or(0, |file| file.len()));
    sizes.iter().sum()
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Overview {
            offices,
            locked,
            messages,
            oldest_waiting,
        } = &self.overview;
        let (offices, locked) = (grouped(*offices), grouped(*locked));
        writeln!(
            f,
            "事業所 / offices: {offices}（ロック中 / locked: {locked}）"
        )?;
        writeln!(f, "データ / messages:")?;
        for count in messages {
            let (number, bytes) = (grouped(count.messages), size(count.bytes));
            let (japanese, english) = (japanese(count.state), count.state.as_str());
            writeln!(f, "  {japanese} / {english}: {number}（{bytes}）")?;
        }
        match oldest_waiting {
            None => writeln!(f, "最も長い受領待ち / oldest waiting: なし / none")?,
            Some(since) => writeln!(
                f,
                "最も長い受領待ち / oldest waiting: {}（{} から / since {since}）",
                lasted(*since, self.at),
                Moment::from(*since).shown,
            )?,
        }
        writeln!(
            f,
            "事業所ごと（最後のアクセス、受領待ち）/ by office (last access, to take):"
        )?;
        for office in self.by_office.iter().take(SHOWN) {
            let seen = office.last_seen.map(|at| Moment::from(at).shown);
            let seen = seen.as_deref().unwrap_or("まだありません / never");
            let (number, name) = (office.number, &office.name);
            writeln!(f, "  {number} {name}: {seen}, {}", grouped(office.to_take))?;
        }
        if let Some(left) = self.by_office.len().checked_sub(SHOWN + 1) {
            let left = grouped(left as u64 + 1);
            writeln!(
                f,
                "  ほか {left} 事業所（--format json で全部）/ {left} more (all with --format json)"
            )?;
        }
        match self.database_bytes {
            None => write!(f, "データベース / database: PostgreSQL"),
            Some(bytes) => write!(f, "データベース / database: SQLite（{}）", size(bytes)),
        }
    }
}

fn japanese(state: State) -> &'static str {
    state_name(Side::Sent, state)
}
