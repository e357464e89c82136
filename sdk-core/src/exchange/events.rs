//! What happened, told by callback. The same events can be asked for at any time, also after a restart.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::{Store, StoreError, StoredEvent};

/// A change of state of one message. It names the message and the state, nothing else.
pub type Event = StoredEvent;

/// Is told of every event.
pub type EventHandler = Box<dyn Fn(&Event) + Send + Sync>;

/// Tells the handler of events in their order, each once, on the thread that finds them.
#[derive(Default)]
pub(super) struct Events(Mutex<Telling>);

#[derive(Default)]
struct Telling {
    handler: Option<Arc<EventHandler>>,
    /// Number of the last event that the handler was told of.
    told: u64,
    /// A thread is at it.
    busy: bool,
    /// Something happened since that thread looked.
    more: bool,
}

impl Events {
    /// From now on this handler is told; of what happened before the store can be asked.
    pub(super) fn set(
        &self,
        store: &Store,
        handler: Option<EventHandler>,
    ) -> Result<(), StoreError> {
        let told = store.last_event()?;
        let mut telling = self.lock();
        telling.told = telling.told.max(told);
        telling.handler = handler.map(Arc::new);
        Ok(())
    }

    /// Tells what is new. Another thread that is at it, or this one further up, goes on with it: so the handler may call
    /// back, and no lock is held while it runs. A handler that panics loses that event and nothing more.
    pub(super) fn tell(&self, store: &Store) {
        while let Some(handler) = self.begin() {
            // An event that cannot be read now is told the next time.
            while let Ok(events) = store.events(self.told(), 100) {
                if events.is_empty() {
                    break;
                }
                for event in &events {
                    self.lock().told = event.number;
                    let _panicked = catch_unwind(AssertUnwindSafe(|| handler(event)));
                }
            }
            if !self.end() {
                return;
            }
        }
    }

    fn begin(&self) -> Option<Arc<EventHandler>> {
        let mut telling = self.lock();
        if telling.busy {
            telling.more = true;
            return None;
        }
        let handler = telling.handler.clone()?;
        telling.busy = true;
        telling.more = false;
        Some(handler)
    }

    /// Whether to begin again.
    fn end(&self) -> bool {
        let mut telling = self.lock();
        telling.busy = false;
        telling.more
    }

    fn told(&self) -> u64 {
        self.lock().told
    }

    fn lock(&self) -> MutexGuard<'_, Telling> {
        // Every change is made in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
