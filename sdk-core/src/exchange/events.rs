//! What happened, told by callback. The same events can be asked for at any time, also after a restart.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use super::handler::Handler;
use crate::store::{Store, StoreError, StoredEvent};

/// A change of state of one message. It names the message and the state, nothing else.
pub type Event = StoredEvent;

/// Is told of every event.
pub type EventHandler = Box<dyn Fn(&Event) + Send + Sync>;

/// Tells the handler of events in their order, each once, on the thread that finds them.
#[derive(Default)]
pub(super) struct Events {
    handler: Handler<Event>,
    telling: Mutex<Telling>,
}

#[derive(Default)]
struct Telling {
    /// Number of the last event that the handler was told of.
    told: u64,
    /// The thread that is at it.
    teller: Option<ThreadId>,
    /// Something happened since that thread looked.
    more: bool,
    /// That thread is to tell nothing more, though there may be something.
    hushed: bool,
}

impl Events {
    /// From now on this handler is told; of what happened before the store can be asked. When this returns, the one before
    /// neither runs nor will run; only where it is called from within that one, it runs to its end.
    pub(super) fn set(
        &self,
        store: &Store,
        handler: Option<EventHandler>,
    ) -> Result<(), StoreError> {
        let last = store.last_event()?;
        self.handler.set(handler, || {
            let mut telling = self.lock();
            telling.told = telling.told.max(last);
        });
        Ok(())
    }

    /// Tells what is new. Another thread that is at it, or this one further up, goes on with it: so the handler may call
    /// back, and no lock is held while it runs.
    pub(super) fn tell(&self, store: &Store) {
        while self.begin() {
            // An event that cannot be read now is told the next time.
            while let Ok(events) = store.events(self.told(), 100) {
                if events.is_empty() || !self.handler.is_set() {
                    break;
                }
                for event in &events {
                    self.handler.call_if(|| self.is_next(event.number), event);
                }
                if self.lock().hushed {
                    break;
                }
            }
            if !self.end() {
                return;
            }
        }
    }

    /// Within the handler: once it returns, this thread calls no other. What is left is told the next time.
    pub(super) fn hush(&self) {
        let mut telling = self.lock();
        telling.hushed |= telling.teller == Some(thread::current().id());
    }

    /// Whether the handler is to be told of the event of this number, which counts as done then.
    fn is_next(&self, number: u64) -> bool {
        let mut telling = self.lock();
        if telling.hushed {
            return false;
        }
        let is_next = telling.told < number;
        telling.told = telling.told.max(number);
        is_next
    }

    fn told(&self) -> u64 {
        self.lock().told
    }

    fn begin(&self) -> bool {
        if !self.handler.is_set() {
            return false;
        }
        let mut telling = self.lock();
        if telling.teller.is_some() {
            telling.more = true;
            return false;
        }
        telling.teller = Some(thread::current().id());
        telling.more = false;
        telling.hushed = false;
        true
    }

    /// Whether to begin again.
    fn end(&self) -> bool {
        let mut telling = self.lock();
        telling.teller = None;
        telling.more && !telling.hushed
    }

    fn lock(&self) -> MutexGuard<'_, Telling> {
        // Every change is made in one step.
        self.telling.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
