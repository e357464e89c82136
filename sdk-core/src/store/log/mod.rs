//! アクセス記録: who did what with whose data, and when; only ever added to, and chained by hashes.
//!
//! # Form of an export
//! One JSON object a line (RFC 8785: no spaces, members by name), each line ended by LF:
//! 1. `{"format":"careplan-access-log/1","office":"5070022016"}`,
//! 2. an entry a line, numbered from 1:
//!    `{"actor":…,"at":…,"hash":…,"message":…,"number":1,"operation":…,"outcome":…,"persons":[…]}`,
//! 3. the head: `{"entries":N,"hash":…}`.
//!
//! The hash of the first line is its SHA-256 (without LF). The hash of an entry is the SHA-256 of the hash before it (64
//! hexadecimal digits) followed by the entry's line without its member `hash`. The head has the number of entries and the
//! last hash. [`verify_log`] accepts this form and no other, byte by byte.
//!
//! # What the chain shows, and what it cannot
//! An entry that was changed, taken out, put in or moved shows, as long as the entries behind it and the head stay as they
//! are. The hashes need no secret: whoever may write to the database can cut off the end or change entry n, and compute the
//! hashes from there on anew; nothing before n needs to be touched. Two things are against that:
//! - **The seal.** Beside the head the store keeps an HMAC-SHA256 of it, with the key in `person.key`. [`Store::verify_log`]
//!   tells [`LogFault::Unsealed`] where the head was made without that key: by somebody who has the database only. Entries that
//!   are added afterwards do not heal it. Somebody who has both files can make everything anew.
//! - **The noted head.** What left this machine cannot be changed on it: note the number of entries and the hash of an export
//!   elsewhere (print it, send it to the administrator) at regular times; a later export must hold an entry of that number
//!   with that hash ([`verify_noted`]). Only this shows that an older database, with its older head and seal, was put in place
//!   of the present one. An export carries no seal.
//!
//! # After a backup was restored
//! The restored log is that of the backup, and goes on with an entry `restore`. Its outcome is `replaced:N:HASH` where it took
//! the place of a log with N entries and that hash, `replaced:unreadable` where of one that could not be read, `ok` where of
//! none. A head that was noted between backup and restoring is not in it, but in the log that was replaced; the store kept that
//! one as `access-log.jsonl` in the folder `replaced-…`.

mod chain;

use std::io::{self, BufRead, Read, Write};

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use uuid::Uuid;

use self::chain::{Begin, Chain, End, Line};
use super::column::{self, micros, number};
use super::message::limit_or_all;
use super::person::PersonKey;
use super::{Changes, PersonRef, Store, StoreError, notes};
use crate::digest::hex;
use crate::explain::{Explain, Explanation, explain};
use crate::number::OfficeNumber;

/// Something that was done with persons' data.
#[derive(Debug, Clone, Copy)]
pub struct NewLogEntry<'a> {
    /// When.
    pub at: Timestamp,
    /// Who: the host's own name of its user, as the host gave it; or the office.
    pub actor: &'a str,
    /// What was done: a stable word such as `send`, `take`, `acknowledge`, `open_sent`, `export_log`.
    pub operation: &'a str,
    /// On which message.
    pub message: Option<Uuid>,
    /// Whose data.
    pub persons: &'a [PersonRef],
    /// `ok`, or a stable code of the error; after a clean-up how much went, after restoring what was replaced.
    pub outcome: &'a str,
}

/// An entry of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// From 1, without a gap.
    pub number: u64,
    /// When, to the microsecond.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done.
    pub operation: String,
    /// On which message.
    pub message: Option<Uuid>,
    /// Whose data.
    pub persons: Vec<PersonRef>,
    /// How it ended.
    pub outcome: String,
    /// SHA-256 over the hash of the one before and the entry, 64 hexadecimal digits.
    pub hash: String,
}

/// Which entries of the access log. The default is all.
#[derive(Debug, Clone, Default)]
pub struct LogQuery {
    /// Behind this one.
    pub after: u64,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// About this person.
    pub person: Option<PersonRef>,
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

/// The end of the chain: what to note elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// Whose log it is.
    pub office: OfficeNumber,
    /// Number of entries.
    pub entries: u64,
    /// Hash of the last one; of the first line where there is none.
    pub hash: String,
}

/// What is wrong with an access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogFault {
    /// The entry of this number does not follow from the one before, or was changed, or is missing.
    #[error("entry {0} of the access log was changed or is missing")]
    Changed(u64),
    /// The line of this number is not of the form of an exported log.
    #[error("line {0} is not of the form of an access log")]
    Form(u64),
    /// It ends before what its last line, or the store, says.
    #[error("the access log was cut off")]
    CutOff,
    /// Its head was not written by this store, which alone has the key for it.
    #[error("the head of the access log was written without this store's key")]
    Unsealed,
    /// It cannot be read.
    #[error("the access log cannot be read: {0}")]
    Io(io::ErrorKind),
}

impl Explain for LogFault {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        let hint_en = "Keep the file as it is, and compare it with an earlier export or a backup.";
        let hint_ja =
            "このファイルは消さずに残し、以前に書き出した記録やバックアップと比べてください。";
        match self {
            Self::Changed(number) => explain(
                format!("アクセス記録の {number} 番が書き換えられたか、なくなっています。"),
                hint_ja,
                en,
                hint_en,
            ),
            Self::CutOff => explain(
                "アクセス記録の終わりの部分がありません。",
                hint_ja,
                en,
                hint_en,
            ),
            Self::Unsealed => explain(
                "アクセス記録の終わりが、このソフト以外で書き換えられています。",
                "保存データのフォルダーは消さずに残し、控えておいた件数とハッシュ、以前に書き出した記録やバックアップと比べてください。",
                en,
                "Keep the store as it is, and compare the log with heads that were noted, earlier exports or a backup.",
            ),
            Self::Form(line) => explain(
                format!("アクセス記録の形式ではありません（{line} 行目）。"),
                "書き出したままのファイルを指定してください。表計算ソフトなどで保存し直したものは確認できません。",
                en,
                "Give the file as it was exported; one that another program saved cannot be verified.",
            ),
            Self::Io(kind) => explain(
                format!(
                    "アクセス記録を読み取れません（{}）。",
                    crate::explain::io_cause(*kind, crate::finding::Lang::Ja)
                ),
                "ファイルの場所と、読み取る権限を確認してください。",
                en,
                "Check the file's place, and that it may be read.",
            ),
        }
    }
}

impl Store {
    /// Appends to the access log.
    pub fn log(&self, entry: &NewLogEntry<'_>) -> Result<(), StoreError> {
        self.together(|changes| changes.log(entry))
    }

    /// Entries of the access log, by number.
    pub fn log_entries(&self, query: &LogQuery) -> Result<Vec<LogEntry>, StoreError> {
        let (sql, values) = statement(query);
        self.read(|connection| {
            let mut query = connection.prepare_cached(&sql)?;
            let entries = query.query_map(params_from_iter(values), |row| {
                let line = read_line(row)?;
                Ok(LogEntry {
                    number: line.number,
                    at: line.at,
                    actor: line.actor.into_owned(),
                    operation: line.operation.into_owned(),
                    message: line.message,
                    persons: line.persons.into_owned(),
                    outcome: line.outcome.into_owned(),
                    hash: line.hash.map(Into::into).unwrap_or_default(),
                })
            })?;
            Ok(entries.collect::<Result<_, _>>()?)
        })
    }

    /// Writes the log as JSON lines with its chain, for an inspection; [`verify_log`] needs nothing else. Entries that
    /// are added meanwhile are not in it.
    pub fn export_log(&self, out: &mut dyn Write) -> Result<LogHead, StoreError> {
        write(&mut self.reader()?, self.office, out)
    }

    /// Verifies the log in the store: every entry follows from the one before, and the last one is the one that this store
    /// wrote last. [`StoreError::Log`] where it does not.
    pub fn verify_log(&self) -> Result<LogHead, StoreError> {
        whole(&mut self.reader()?, self.office, |mut kept| {
            let mut chain = Chain::begin(&kept.begin);
            while let Some(row) = kept.lines.next()? {
                chain.follow(&read_line(row)?)?;
            }
            let head = chain.end(&End::of(&kept.head))?;
            match kept.seal == Some(self.key.seal(&head)?) {
                true => Ok(head),
                false => Err(LogFault::Unsealed.into()),
            }
        })
    }
}

/// Writes the log of a database as [`Store::export_log`] does.
pub(super) fn write(
    connection: &mut Connection,
    office: OfficeNumber,
    out: &mut dyn Write,
) -> Result<LogHead, StoreError> {
    whole(connection, office, |mut kept| {
        write_line(out, &kept.begin)?;
        while let Some(row) = kept.lines.next()? {
            write_line(out, &read_line(row)?)?;
        }
        write_line(out, &End::of(&kept.head))?;
        out.flush()?;
        Ok(kept.head)
    })
}

/// A log as a database has it.
struct Kept<'a> {
    begin: Begin,
    lines: rusqlite::Rows<'a>,
    head: LogHead,
    seal: Option<String>,
}

/// The log as it is at this moment, read beside whatever else goes on.
fn whole<T>(
    connection: &mut Connection,
    office: OfficeNumber,
    read: impl FnOnce(Kept<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let snapshot = connection.transaction()?;
    let head = kept_head(&snapshot)?;
    let seal = notes::get(&snapshot, SEAL)?;
    let mut lines = snapshot.prepare("SELECT * FROM log ORDER BY number")?;
    read(Kept {
        begin: Begin::of(office),
        lines: lines.query([])?,
        head,
        seal,
    })
}

impl Changes<'_> {
    /// [`Store::log`].
    pub fn log(&self, entry: &NewLogEntry<'_>) -> Result<(), StoreError> {
        let before = kept_head(self.0)?;
        let line = Line {
            actor: entry.actor.into(),
            at: column::as_kept(entry.at),
            hash: None,
            message: entry.message,
            number: before.entries + 1,
            operation: entry.operation.into(),
            outcome: entry.outcome.into(),
            persons: entry.persons.into(),
        };
        let was_sealed = notes::get(self.0, SEAL)? == Some(self.1.seal(&before)?);
        let mut chain = Chain::from(before);
        chain.add(&line);
        insert(self.0, &line, &chain)?;
        keep_head(self.0, &chain)?;
        match was_sealed {
            true => seal(self.0, self.1),
            // A head that somebody else wrote must not become one of this store. Work goes on; verifying tells.
            false => Ok(()),
        }
    }
}

/// Verifies an exported access log: every entry follows from the one before, and none is missing. Reads line by line and
/// strictly: only the bytes that an export has are accepted.
pub fn verify_log(exported: impl BufRead) -> Result<LogHead, LogFault> {
    verify(exported, |_, _| {})
}

/// What an exported log says of a head that was noted earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// It has an entry of that number with that hash.
    Holds,
    /// It has none, and says that a backup was restored which may have replaced it. What was replaced must show the rest:
    /// an export of it, verified with the same noted head.
    Replaced(Replaced),
    /// It has none: the log was made anew since, or is another one.
    Differs,
}

/// A backup was restored, and another log took the place of this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Number of the entry that says so.
    pub entry: u64,
    /// When, as it says.
    pub at: Timestamp,
    /// Entries and hash of the log that was replaced; `None` where it could not be read.
    pub head: Option<(u64, String)>,
}

/// Verifies an exported access log as [`verify_log`] does, and looks in it for a head that was noted earlier: the number of
/// entries then, and the hash.
pub fn verify_noted(
    exported: impl BufRead,
    entries: u64,
    hash: &str,
) -> Result<(LogHead, Noted), LogFault> {
    let mut holds = false;
    let mut replaced = None;
    let head = verify(exported, |line, chain| {
        holds |= chain.entries() == entries && chain.hash() == hash;
        let restored = line.filter(|line| line.operation == RESTORE);
        // What stands before it came with the backup, and was not replaced.
        if let Some(line) = restored.filter(|line| line.number <= entries)
            && let Some(text) = line.outcome.strip_prefix(REPLACED)
        {
            let head = text.split_once(':');
            let head = head.and_then(|(number, hash)| Some((number.parse().ok()?, hash.into())));
            replaced = Some(Replaced {
                entry: line.number,
                at: line.at,
                head,
            });
        }
    })?;
    let noted = match replaced {
        _ if holds => Noted::Holds,
        Some(replaced) => match &replaced.head {
            // Of the very head that was replaced the hash is known.
            Some((number, known)) if *number == entries && known != hash => Noted::Differs,
            _ => Noted::Replaced(replaced),
        },
        None => Noted::Differs,
    };
    Ok((head, noted))
}

/// What is done when a backup was put back.
pub(super) const RESTORE: &str = "restore";
/// Begin of its outcome, where it took the place of another log.
const REPLACED: &str = "replaced:";

/// The outcome of restoring, where it took the place of a log with this head, or of one that cannot be read.
pub(super) fn replaced(head: Option<&LogHead>) -> String {
    match head {
        Some(head) => format!("{REPLACED}{}:{}", head.entries, head.hash),
        None => format!("{REPLACED}unreadable"),
    }
}

/// Tells of the begin of the chain and of each entry, once it follows.
fn verify(
    exported: impl BufRead,
    mut tell: impl FnMut(Option<&Line<'_>>, &Chain),
) -> Result<LogHead, LogFault> {
    let mut lines = Lines {
        input: exported,
        line: Vec::new(),
        number: 0,
    };
    let begin: Begin = lines
        .next()?
        .and_then(chain::read)
        .ok_or(LogFault::Form(1))?;
    let mut chain = Chain::begin(&begin);
    tell(None, &chain);
    loop {
        let Some(line) = lines.next()? else {
            return Err(LogFault::CutOff);
        };
        if let Some(entry) = chain::read::<Line<'_>>(line) {
            chain.follow(&entry)?;
            tell(Some(&entry), &chain);
            continue;
        }
        let end: End<'_> = chain::read(line).ok_or(LogFault::Form(lines.number))?;
        let head = chain.end(&end)?;
        return match lines.next()? {
            None => Ok(head),
            Some(_) => Err(LogFault::Form(lines.number)),
        };
    }
}

/// Longer than any line that is written; what is longer is no log, and shall not fill the memory.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

struct Lines<R> {
    input: R,
    line: Vec<u8>,
    /// Of the line that was read last, from 1.
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The next line without its LF; none at the end. A line that does not end was cut off.
    fn next(&mut self) -> Result<Option<&[u8]>, LogFault> {
        self.line.clear();
        self.number += 1;
        let mut input = Read::take(&mut self.input, LONGEST_LINE);
        input
            .read_until(b'\n', &mut self.line)
            .map_err(|error| LogFault::Io(crate::io_kind(&error)))?;
        match self.line.split_last() {
            None => Ok(None),
            Some((b'\n', line)) => Ok(Some(line)),
            Some(_) if self.line.len() as u64 == LONGEST_LINE => Err(LogFault::Form(self.number)),
            Some(_) => Err(LogFault::CutOff),
        }
    }
}

/// Name of the seal of the head.
const SEAL: &str = "log_seal";

/// Begins the chain of a new store.
pub(super) fn begin(
    connection: &Connection,
    office: OfficeNumber,
    key: &PersonKey,
) -> Result<(), StoreError> {
    match notes::get(connection, "log_hash")? {
        Some(_) => Ok(()),
        None => {
            keep_head(connection, &Chain::begin(&Begin::of(office)))?;
            seal(connection, key)
        }
    }
}

/// Seals the head as it is.
pub(super) fn seal(connection: &Connection, key: &PersonKey) -> Result<(), StoreError> {
    match notes::get(connection, "log_hash")? {
        Some(_) => notes::set(connection, SEAL, &key.seal(&kept_head(connection)?)?),
        // It has not begun.
        None => Ok(()),
    }
}

fn kept_head(connection: &Connection) -> Result<LogHead, StoreError> {
    let note = |name| notes::get(connection, name)?.ok_or(StoreError::Damaged);
    Ok(LogHead {
        office: note("office")?.parse().map_err(|_| StoreError::Damaged)?,
        entries: note("log_entries")?
            .parse()
            .map_err(|_| StoreError::Damaged)?,
        hash: note("log_hash")?,
    })
}

fn keep_head(connection: &Connection, chain: &Chain) -> Result<(), StoreError> {
    notes::set(connection, "log_entries", &chain.entries().to_string())?;
    notes::set(connection, "log_hash", chain.hash())
}

fn insert(connection: &Connection, line: &Line<'_>, chain: &Chain) -> Result<(), StoreError> {
    let persons: Vec<u8> = line.persons.iter().flat_map(|person| person.0).collect();
    let hash = super::person::bytes_of_hex(chain.hash()).ok_or(StoreError::Damaged)?;
    connection
        .prepare_cached(
            "INSERT INTO log (number, at, actor, operation, message, persons, outcome, hash)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            number(line.number),
            micros(line.at),
            line.actor,
            line.operation,
            line.message.as_ref().map(Uuid::as_bytes),
            persons,
            line.outcome,
            hash
        ])?;
    Ok(())
}

fn statement(query: &LogQuery) -> (String, Vec<Value>) {
    let mut sql = "SELECT * FROM log WHERE number > ?".to_owned();
    let mut values = vec![Value::Integer(number(query.after))];
    let mut only = |condition: &str, value: Value| {
        sql.push_str(" AND ");
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(person) = query.person {
        // Of the entries themselves, which are chained: an index beside them could be changed without a trace.
        only("instr(persons, ?) > 0", Value::Blob(person.0.to_vec()));
    }
    if let Some(since) = query.since {
        only("at >= ?", Value::Integer(micros(since)));
    }
    if let Some(until) = query.until {
        only("at < ?", Value::Integer(micros(until)));
    }
    sql.push_str(" ORDER BY number LIMIT ?");
    values.push(Value::Integer(limit_or_all(query.limit)));
    (sql, values)
}

fn read_line(row: &Row<'_>) -> rusqlite::Result<Line<'static>> {
    let message: Option<[u8; 16]> = row.get("message")?;
    let hash: [u8; 32] = row.get("hash")?;
    Ok(Line {
        actor: row.get::<_, String>("actor")?.into(),
        at: column::time(row, "at")?,
        hash: Some(hex(&hash).into()),
        message: message.map(Uuid::from_bytes),
        number: column::count(row, "number")?,
        operation: row.get::<_, String>("operation")?.into(),
        outcome: row.get::<_, String>("outcome")?.into(),
        persons: column::persons(row.get_ref("persons")?.as_blob()?)?.into(),
    })
}

fn write_line(out: &mut dyn Write, line: &impl serde::Serialize) -> Result<(), StoreError> {
    out.write_all(&chain::bytes(line))?;
    Ok(out.write_all(b"\n")?)
}

#[cfg(test)]
mod tests;
