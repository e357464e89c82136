//! What control does with a store, and what it sees of it.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use super::contents;
use super::db::{Tx, values};
use super::epoch::put_epoch;
use super::message::{COLUMNS, Message};
use super::{Failure, Store};
use crate::control::{Blob, StoredMessage, StoredPart};
use crate::secret::random_text;

impl Store {
    /// Takes all messages, tokens, locks and revocations away. Offices, accounts and the audit stay; cursors go on, so that a
    /// cursor of before the reset does not stand above new messages. The epoch is another one: offices are to know that what
    /// they had brought is no longer there.
    pub(crate) async fn reset(&self) -> Result<(), Failure> {
        const STATEMENTS: [&str; 10] = [
            "DELETE FROM parts",
            "DELETE FROM receipts",
            "DELETE FROM covers",
            "DELETE FROM history",
            "DELETE FROM messages",
            "DELETE FROM tokens",
            "DELETE FROM logins",
            "UPDATE lists SET waiting = 0, waiting_bytes = 0, covers = 0, cover_bytes = 0",
            "UPDATE accounts SET failed = 0, locked_until = NULL, password_expires_at = NULL",
            "UPDATE certificates SET revoked_at = NULL",
        ];
        let epoch = random_text()?;
        let change = self.db.change(move |tx| {
            STATEMENTS
                .iter()
                .try_for_each(|sql| tx.execute(sql, &[]).map(|_| ()))?;
            put_epoch(tx, &epoch)
        });
        change.await?;
        let places = self.contents.clone();
        let removed = tokio::task::spawn_blocking(move || {
            for id in places.on_disk(Duration::ZERO)? {
                places.remove_files(id);
            }
            Ok(())
        });
        removed.await.unwrap_or_else(|_| Err(Failure::away()))
    }

    /// Ends the time of all access tokens, and of the refresh tokens if asked for.
    pub(crate) async fn expire_tokens(&self, refresh: bool) -> Result<(), Failure> {
        let now = self.clock.now();
        let change = self.db.change(move |tx| {
            tx.execute(
                "UPDATE tokens SET expires = $1 WHERE expires > $1",
                values![now],
            )?;
            if refresh {
                tx.execute(
                    "UPDATE logins SET expires = $1 WHERE expires > $1",
                    values![now],
                )?;
            }
            Ok(())
        });
        change.await
    }

    /// Locks an account, or takes its lock away. False when there is no such account.
    pub(crate) async fn lock(
        &self,
        user_id: String,
        until: Option<Timestamp>,
    ) -> Result<bool, Failure> {
        let change = self.db.change(move |tx| {
            let changed = tx.execute(
                "UPDATE accounts SET failed = 0, locked_until = $1 WHERE user_id = $2",
                values![until, &user_id],
            )?;
            Ok(changed > 0)
        });
        change.await
    }

    /// Messages by id.
    pub(crate) async fn stored_messages(
        &self,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<StoredMessage>, Failure> {
        let read = self.db.read(move |tx| {
            let sql =
                format!("SELECT {COLUMNS} FROM messages WHERE id > $1 ORDER BY id LIMIT {limit}");
            let after = after.map_or(String::new(), |id| id.to_string());
            let rows = tx.rows(&sql, values![&after])?;
            rows.iter()
                .map(|row| stored(tx, Message::from_row(row)?))
                .collect()
        });
        read.await
    }

    /// One message of any office.
    pub(crate) async fn stored_message(&self, id: Uuid) -> Result<Option<StoredMessage>, Failure> {
        let read = self.db.read(move |tx| {
            Message::find(tx, id, false)?
                .map(|message| stored(tx, message))
                .transpose()
        });
        read.await
    }

    /// Bytes of a message.
    pub(crate) async fn stored_blob(
        &self,
        id: Uuid,
        blob: Blob,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let places = self.contents.clone();
        let read = self.db.read(move |tx| match blob {
            Blob::Cover => bytes(tx, "SELECT bytes FROM covers WHERE message = $1", id),
            Blob::Receipt => bytes(tx, "SELECT bytes FROM receipts WHERE message = $1", id),
            Blob::Content => {
                let parts = contents::parts(tx, id)?;
                let mut content = Vec::new();
                for part in &parts {
                    let bytes = places.read(tx, id, part.number, 0, part.size)?;
                    content.extend(bytes.unwrap_or_default());
                }
                Ok((!parts.is_empty()).then_some(content))
            }
        });
        read.await
    }
}

fn stored(tx: &mut Tx<'_>, message: Message) -> Result<StoredMessage, Failure> {
    let parts = contents::parts(tx, message.id)?.into_iter();
    let covers = "SELECT CAST(length(bytes) AS BIGINT) FROM covers WHERE message = $1";
    let receipts = "SELECT CAST(length(bytes) AS BIGINT) FROM receipts WHERE message = $1";
    Ok(StoredMessage {
        id: message.id,
        sender: message.sender,
        receiver: message.receiver,
        state: message.state,
        history: message.history(tx)?,
        cover_bytes: length(tx, covers, message.id)?.unwrap_or(0),
        receipt_bytes: length(tx, receipts, message.id)?,
        size: message.size,
        sha256: message.sha256,
        expires_at: message.expires_at,
        parts: parts
            .map(|part| StoredPart {
                number: part.number,
                size: part.size,
                sha256: part.sha256,
            })
            .collect(),
    })
}

fn length(tx: &mut Tx<'_>, sql: &str, id: Uuid) -> Result<Option<u64>, Failure> {
    let row = tx.row(sql, values![&id.to_string()])?;
    row.map(|row| row.count(0)).transpose()
}

fn bytes(tx: &mut Tx<'_>, sql: &str, id: Uuid) -> Result<Option<Vec<u8>>, Failure> {
    let row = tx.row(sql, values![&id.to_string()])?;
    row.map(|mut row| row.bytes(0)).transpose()
}
