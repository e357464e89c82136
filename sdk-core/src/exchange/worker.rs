//! 自動送受信: passes in the background, and a long poll that tells when there is news.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::error::ExchangeError;
use super::office::{Office, Way};
use super::sync::SyncReport;
use crate::control::{Cancel, Control};
use crate::relay::{Backoff, Client};
use crate::store::{List, StoreError};

/// So long the relay is asked to wait for news before it answers that there is none.
const NEWS_WAIT: Duration = Duration::from_secs(50);

/// A pass without any other reason: should news ever be missed, it is not for longer than this.
const AT_LEAST_EVERY: Duration = Duration::from_secs(600);

/// Pause before the next question where a pass did not get behind the news.
const STUCK: Duration = Duration::from_secs(5);

const CLEAN_UP_EVERY: Duration = Duration::from_secs(24 * 3600);

/// Sends, receives and hands in by itself, in the background, until it is stopped or dropped.
///
/// It has two threads: one for passes, one that waits for news. What goes wrong it tries again, later each time; how it
/// stands tells [`Office::status`]. It holds on to its office.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    office: Arc<Office>,
    cancel: Cancel,
    link: Mutex<Link>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Link {
    /// The last pass went through, so it is worth asking for news.
    online: bool,
    /// Passes so far.
    passes: u64,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Worker {
    /// Starts it. An office has one at a time.
    pub fn start(office: Arc<Office>) -> Result<Self, ExchangeError> {
        if office.has_worker.swap(true, Ordering::AcqRel) {
            return Err(ExchangeError::WorkerRuns);
        }
        let shared = Arc::new(Shared {
            office,
            cancel: Cancel::new(),
            link: Mutex::default(),
            changed: Condvar::new(),
        });
        let mut worker = Self {
            shared,
            threads: Vec::new(),
        };
        // Dropped on the way out, it ends what has begun.
        worker.spawn("careplan-sync", Shared::pass_on)?;
        if matches!(worker.shared.office.way, Way::Relay(_)) {
            worker.spawn("careplan-news", Shared::listen)?;
        }
        worker.shared.office.line_worker(true);
        Ok(worker)
    }

    fn spawn(&mut self, name: &str, work: fn(&Shared)) -> Result<(), ExchangeError> {
        let shared = Arc::clone(&self.shared);
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(&shared))
            .map_err(|_| ExchangeError::NoThread)?;
        self.threads.push(thread);
        Ok(())
    }

    /// Stops it and waits until it has: about a second at most, while a transfer is cut short. It goes on the next time. From
    /// within a handler it cannot wait for itself: its thread tells no more events, but may still write a few lines of log.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.cancel.cancel();
        self.shared.office.bell.ring();
        self.shared.office.mended.ring();
        // Under the lock, so that a thread that is about to wait does not miss it.
        drop(self.shared.link());
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            if thread.thread().id() != thread::current().id() {
                let _panicked = thread.join();
            } else {
                // It cannot wait for itself; but what the handler works with may be gone when it returns.
                self.shared.office.events.hush();
            }
        }
        self.shared
            .office
            .has_worker
            .store(false, Ordering::Release);
        self.shared.office.line_worker(false);
    }
}

impl Shared {
    /// One pass after the other.
    fn pass_on(&self) {
        let office = &self.office;
        let mut pauses = Pauses::default();
        let mut cleaned = None::<Instant>;
        loop {
            // Counted before the look at the switch: what rings from now on ends the wait below.
            let (heard, mended) = (office.bell.count(), office.mended.count());
            if self.cancel.is_cancelled() {
                return;
            }
            let control = Control {
                cancel: Some(&self.cancel),
                progress: None,
            };
            let pass = || office.pass(&control, Timestamp::now());
            // A fault of ours in one pass must not end all of them.
            let Ok(report) = catch_unwind(AssertUnwindSafe(pass)) else {
                self.sleep(STUCK);
                continue;
            };
            self.note_pass(report.complete);
            if self.cancel.is_cancelled() {
                return;
            }
            if report.complete && cleaned.is_none_or(|last| last.elapsed() >= CLEAN_UP_EVERY) {
                cleaned = Some(Instant::now());
                // What cannot be let go now can be tomorrow.
                let _kept = catch_unwind(AssertUnwindSafe(|| office.clean_up()));
            }
            let pause = pauses.after(&report, office);
            if report.complete {
                office.bell.wait(heard, pause);
            } else {
                office.line_worker_waits(pause);
                // Something new to send does not bring the relay back.
                office.mended.wait(mended, pause);
            }
        }
    }

    /// Asks for news, and rings when there is some.
    fn listen(&self) {
        let Way::Relay(client) = &self.office.way else {
            return;
        };
        while self.wait_until_online() {
            let look = || self.look_for_news(client);
            // A fault of ours must not make it deaf.
            if catch_unwind(AssertUnwindSafe(look)).is_err() {
                self.sleep(STUCK);
            }
        }
    }

    fn look_for_news(&self, client: &Client) {
        let Ok((before, passes)) = self.cursors().map(|cursors| (cursors, self.link().passes))
        else {
            return self.sleep(STUCK);
        };
        match self.ask(client, before) {
            None => {
                self.link().online = false;
                self.office.bell.ring();
            }
            Some(false) => {}
            Some(true) => {
                self.office.bell.ring();
                self.wait_for_pass(passes);
                if self.cursors().is_ok_and(|after| after == before) {
                    self.sleep(STUCK);
                }
            }
        }
    }

    /// Whether there is news behind these cursors; `None` where the relay could not be asked.
    fn ask(&self, client: &Client, (sent, received): (u64, u64)) -> Option<bool> {
        let control = Control {
            cancel: Some(&self.cancel),
            progress: None,
        };
        let news = client.news(sent, received, NEWS_WAIT, &control).ok()?;
        // A relay that was set back: the pass goes through its lists anew.
        if news.sent < sent || news.received < received {
            return Some(true);
        }
        // A pass may have gone through it meanwhile.
        let (sent, received) = self.cursors().ok()?;
        Some(news.sent > sent || news.received > received)
    }

    fn cursors(&self) -> Result<(u64, u64), StoreError> {
        let store = &self.office.store;
        Ok((store.cursor(List::Sent)?, store.cursor(List::Received)?))
    }

    fn note_pass(&self, complete: bool) {
        let mut link = self.link();
        link.online = complete;
        link.passes += 1;
        self.changed.notify_all();
    }

    /// False where it is to end.
    fn wait_until_online(&self) -> bool {
        self.wait_while(None, |link| !link.online);
        !self.cancel.is_cancelled()
    }

    fn wait_for_pass(&self, passes: u64) {
        self.wait_while(None, |link| link.passes == passes);
    }

    fn sleep(&self, pause: Duration) {
        self.wait_while(Some(pause), |_| true);
    }

    /// Waits for so long at most, or until it is to end.
    fn wait_while(&self, longest: Option<Duration>, holds: impl Fn(&Link) -> bool) {
        let begin = Instant::now();
        let mut link = self.link();
        while holds(&link) && !self.cancel.is_cancelled() {
            let left = longest.map_or(AT_LEAST_EVERY, |longest| {
                longest.saturating_sub(begin.elapsed())
            });
            if left.is_zero() {
                return;
            }
            let waited = self.changed.wait_timeout(link, left);
            link = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn link(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long to wait before the next pass.
struct Pauses {
    /// The relay is away.
    away: Backoff,
    /// Somebody has to change something first: a password, a certificate, a setting.
    barred: Backoff,
}

impl Default for Pauses {
    fn default() -> Self {
        Self {
            away: Backoff::new(Duration::from_secs(1), Duration::from_secs(60)),
            barred: Backoff::new(Duration::from_secs(15), Duration::from_secs(600)),
        }
    }
}

impl Pauses {
    fn after(&mut self, report: &SyncReport, office: &Office) -> Duration {
        if let Some(error) = report.ended_by() {
            let pauses = match error.is_retryable() {
                true => &mut self.away,
                false => &mut self.barred,
            };
            return pauses.failed(error.retry_after());
        }
        self.away.succeeded();
        self.barred.succeeded();
        let longest = match &office.way {
            Way::Relay(_) => AT_LEAST_EVERY,
            Way::Folder(carrier) => carrier.settings().interval,
        };
        let until = |next: Timestamp| {
            let left: SignedDuration = next.duration_since(Timestamp::now());
            Duration::try_from(left).unwrap_or(Duration::ZERO)
        };
        // A moment at least, whatever the clock says.
        let next = report.next.map_or(longest, until);
        next.clamp(Duration::from_millis(50), longest)
    }
}
