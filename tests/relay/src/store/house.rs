//! What time brings: messages expire, contents go, tokens are forgotten.

use std::time::Duration;

use careplan_core::relay::wire::State;
use jiff::Timestamp;
use uuid::Uuid;

use super::contents;
use super::db::values;
use super::message::{Message, drop_cover};
use super::{Failure, Store};

/// Messages that are looked at together.
const AT_ONCE: i64 = 200;

impl Store {
    /// Does all that is due by the clock.
    pub(crate) async fn keep_house(&self) -> Result<(), Failure> {
        self.expire().await?;
        self.drop_contents().await?;
        self.drop_covers().await?;
        self.forget_tokens().await
    }

    /// Messages that nobody took in time end, and so do uploads that were never completed. Their senders see it.
    async fn expire(&self) -> Result<(), Failure> {
        let now = self.clock.now();
        let due = "SELECT id FROM messages WHERE final_at IS NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2";
        loop {
            let ids = self.due(due, now).await?;
            if ids.is_empty() {
                return Ok(());
            }
            let keeping = self.settings.keeping;
            for changes in ids.into_iter().map(|id| {
                self.db
                    .change(move |tx| match Message::find(tx, id, true)? {
                        Some(mut message)
                            if !message.state.is_final() && message.expires_at <= now =>
                        {
                            message.enter(tx, State::Expired, now, keeping)
                        }
                        _ => Ok(()),
                    })
            }) {
                changes.await?;
            }
        }
    }

    /// Contents of messages that are final go after their time.
    async fn drop_contents(&self) -> Result<(), Failure> {
        let now = self.clock.now();
        let due = "SELECT id FROM messages WHERE drop_at <= $1 ORDER BY drop_at LIMIT $2";
        loop {
            let ids = self.due(due, now).await?;
            if ids.is_empty() {
                return Ok(());
            }
            for id in ids {
                let places = self.contents.clone();
                let dropped = self.db.change(move |tx| {
                    places.forget(tx, id)?;
                    tx.execute(
                        "UPDATE messages SET drop_at = NULL WHERE id = $1 AND drop_at <= $2",
                        values![&id.to_string(), now],
                    )
                });
                dropped.await?;
                let places = self.contents.clone();
                let removed = tokio::task::spawn_blocking(move || places.remove_files(id));
                let _result = removed.await;
            }
        }
    }

    /// Covers of messages that are final go after their time.
    async fn drop_covers(&self) -> Result<(), Failure> {
        let now = self.clock.now();
        let due =
            "SELECT id FROM messages WHERE cover_drop_at <= $1 ORDER BY cover_drop_at LIMIT $2";
        loop {
            let ids = self.due(due, now).await?;
            if ids.is_empty() {
                return Ok(());
            }
            for id in ids {
                let dropped = self.db.change(move |tx| {
                    let message = Message::find(tx, id, true)?;
                    message.map_or(Ok(()), |message| drop_cover(tx, &message))
                });
                dropped.await?;
            }
        }
    }

    async fn due(&self, sql: &'static str, now: Timestamp) -> Result<Vec<Uuid>, Failure> {
        let read = self.db.read(move |tx| {
            let rows = tx.rows(sql, values![now, AT_ONCE])?;
            rows.iter().map(|row| row.parsed(0)).collect()
        });
        read.await
    }

    /// Removes files that belong to nothing any more, before anybody calls.
    pub(crate) async fn sweep_at_start(&self) -> Result<u64, Failure> {
        self.sweep(self.settings.orphans_after).await
    }

    /// Removes files that are older than `age` and belong to nothing: left by a crash between the disk and the database, or by a
    /// request that was refused.
    pub(crate) async fn sweep(&self, age: Duration) -> Result<u64, Failure> {
        let places = self.contents.clone();
        let found = tokio::task::spawn_blocking(move || places.on_disk(Duration::ZERO));
        let mut removed = 0;
        for id in found.await.map_err(|_| Failure::away())?? {
            let places = self.contents.clone();
            let read = self.db.read(move |tx| {
                let parts = contents::parts(tx, id)?;
                Ok(places.sweep(id, &parts, age)?)
            });
            removed += read.await?;
        }
        Ok(removed)
    }
}
