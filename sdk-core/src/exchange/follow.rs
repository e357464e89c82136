//! The relay's lists of what was sent and received, followed from change to change.

use std::time::Duration;

use super::sync::{Ended, Going, Pass};
use crate::relay::wire::{Page, Received, Sent};
use crate::relay::{Client, RelayError};
use crate::store::List;

/// Items of a list in one answer.
const PAGE: u32 = 200;
/// Name of the note in the store: which relay, and which of its lives, the cursors are of.
const EPOCH: &str = "relay_epoch";
/// Pages that one pass goes through.
const MOST_PAGES: u32 = 100;

impl Pass<'_> {
    /// Which lists went on at the relay since they were followed last.
    ///
    /// A relay that was set back to a backup has lost what came since, and so has another relay than the one before: its epoch
    /// is another one, or its lists end before the cursors that are known here. They are gone through anew, and what it should
    /// offer is looked for and brought again, under the same id.
    pub(super) fn look_for_news(&mut self) -> Result<Ahead, Ended> {
        let store = &self.office.store;
        let (sent, received) = (store.cursor(List::Sent)?, store.cursor(List::Received)?);
        let news = self
            .client
            .news(sent, received, Duration::ZERO, self.control);
        let news = match news {
            Ok(news) => news,
            Err(error) => {
                self.overcome(error.into())?;
                return Ok(Ahead::ANYTHING);
            }
        };
        self.went_well();
        let epoch = store.note(EPOCH)?;
        let is_another = news.epoch.is_some() && epoch != news.epoch;
        if news.sent < sent || news.received < received || is_another {
            let began_before = epoch.is_some() || sent > 0 || received > 0;
            store.begin_lists_anew(
                began_before,
                news.epoch.as_deref().map(|epoch| (EPOCH, epoch)),
            )?;
            return Ok(Ahead::ANYTHING);
        }
        Ok(Ahead {
            sent: news.sent != sent,
            received: news.received != received,
        })
    }

    /// What changed in a list since the last time, a page at a time. `note` keeps a page and its cursor in one step: what the
    /// cursor covers is stored when it is.
    pub(super) fn follow<T: Listed>(
        &mut self,
        list: List,
        ask: fn(&Client, u64, u32) -> Result<Page<T>, RelayError>,
        note: fn(&mut Self, &[T], u64) -> Going,
    ) -> Going {
        for _ in 0..MOST_PAGES {
            self.check_cancelled()?;
            let after = self.office.store.cursor(list)?;
            let page = match ask(&self.client, after, PAGE) {
                Ok(page) => page,
                Err(error) => return self.failed(None, error.into()),
            };
            self.went_well();
            // A page that does not go forward would go on for ever.
            let last = page.items.last().map(Listed::cursor);
            let Some(last) = last.filter(|last| *last > after) else {
                return Ok(());
            };
            note(self, &page.items, last)?;
            if !page.more {
                return Ok(());
            }
        }
        // The next pass goes on: no list, however long, keeps everything else waiting.
        Ok(())
    }
}

/// Which lists have something new.
pub(super) struct Ahead {
    pub(super) sent: bool,
    pub(super) received: bool,
}

impl Ahead {
    /// It could not be asked.
    const ANYTHING: Self = Self {
        sent: true,
        received: true,
    };
}

/// An item of a list.
pub(super) trait Listed {
    /// The place of its latest change.
    fn cursor(&self) -> u64;
}

impl Listed for Sent {
    fn cursor(&self) -> u64 {
        self.cursor
    }
}

impl Listed for Received {
    fn cursor(&self) -> u64 {
        self.cursor
    }
}
