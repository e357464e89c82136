//! Small things that there is one of: cursors, entries of the directory, times.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::column::{self, micros};
use super::{List, Store, StoreError};
use crate::number::OfficeNumber;

impl Store {
    /// How far a list of the relay was worked through; 0 at first.
    pub fn cursor(&self, list: List) -> Result<u64, StoreError> {
        self.read(|connection| match get(connection, cursor_name(list))? {
            None => Ok(0),
            Some(cursor) => cursor.parse().map_err(|_| StoreError::Damaged),
        })
    }

    /// Remembers how far a list was worked through. [`Store::apply_sent_page`] and [`Store::apply_received_page`] do so
    /// together with what stood in the list.
    pub fn set_cursor(&self, list: List, cursor: u64) -> Result<(), StoreError> {
        self.change(|transaction| keep_cursor(transaction, list, cursor))
    }

    /// Keeps an office's entry of the directory (JSON), as the relay gave it, and when.
    pub fn keep_directory(
        &self,
        office: OfficeNumber,
        json: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO directory (office, json, at) VALUES (?, ?, ?)",
                )?
                .execute(params![office.as_str(), json, micros(now)])?;
            Ok(())
        })
    }

    /// An office's entry of the directory (JSON), and when the relay gave it.
    pub fn directory(
        &self,
        office: OfficeNumber,
    ) -> Result<Option<(String, Timestamp)>, StoreError> {
        self.read(|connection| {
            let found = connection
                .prepare_cached("SELECT json, at FROM directory WHERE office = ?")?
                .query_row([office.as_str()], |row| {
                    Ok((row.get("json")?, column::time(row, "at")?))
                })
                .optional()?;
            Ok(found)
        })
    }

    /// Keeps a text under a name of the caller's, such as the time of the last synchronisation.
    pub fn set_note(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.change(|transaction| set(transaction, &note_name(name), text))
    }

    /// The text under a name of the caller's.
    pub fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|connection| get(connection, &note_name(name)))
    }
}

pub(super) fn keep_cursor(
    connection: &Connection,
    list: List,
    cursor: u64,
) -> Result<(), StoreError> {
    set(connection, cursor_name(list), &cursor.to_string())
}

pub(super) fn get(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let found = connection
        .prepare_cached("SELECT value FROM meta WHERE name = ?")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(found)
}

pub(super) fn set(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")?
        .execute([name, value])?;
    Ok(())
}

fn cursor_name(list: List) -> &'static str {
    match list {
        List::Sent => "cursor_sent",
        List::Received => "cursor_received",
    }
}

/// Apart from the store's own names.
pub(super) fn note_name(name: &str) -> String {
    format!("note:{name}")
}
