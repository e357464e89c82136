use std::panic::resume_unwind;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle};
use tokio::time::timeout;

use crate::control::Cancel;
use crate::relay::error::{RelayError, Unreachable};

/// How long at most until a cancelled call notices.
const TICK: Duration = Duration::from_millis(100);

/// So long a lookup of a name may take that is under way when a client ends.
const RESOLVER_ENDS: Duration = Duration::from_secs(1);

/// What a connection may still have in the system's buffers goes at least as fast as this, in bytes a second.
const SLOWEST: u64 = 16 << 10;
/// What the system's buffers hold at most.
const BUFFERED: u64 = 4 << 20;

/// Drives connections on the threads that call: no thread of its own, nothing shared with other clients or with the host.
pub(super) struct Runtime(Option<tokio::runtime::Runtime>);

impl Runtime {
    pub(super) fn new() -> Result<Self, RelayError> {
        let runtime = Builder::new_current_thread()
            .enable_io()
            .enable_time()
            // Names are resolved on these, and a resolver may hang.
            .max_blocking_threads(4)
            .thread_keep_alive(Duration::from_secs(1))
            .build();
        match runtime {
            Ok(runtime) => Ok(Self(Some(runtime))),
            Err(_) => Err(RelayError::NoResources),
        }
    }

    /// Does this until it is done, cancelled, or nothing moves any more. What it tells of its progress is told on this thread,
    /// outside of the runtime, so it may call this client again.
    pub(super) fn run<T: Send>(
        &self,
        watch: &Watch<'_>,
        work: impl Future<Output = Result<T, RelayError>> + Send,
    ) -> Result<T, RelayError> {
        // On a thread that already drives a runtime another one must not be driven: the host's own, say.
        if Handle::try_current().is_ok() {
            return thread::scope(|scope| {
                let running = scope.spawn(|| self.run_here(watch, work));
                // The host's own code may panic, in what is told of the progress.
                running.join().unwrap_or_else(|panic| resume_unwind(panic))
            });
        }
        self.run_here(watch, work)
    }

    fn run_here<T>(
        &self,
        watch: &Watch<'_>,
        work: impl Future<Output = Result<T, RelayError>>,
    ) -> Result<T, RelayError> {
        let Some(runtime) = &self.0 else {
            return Err(RelayError::Cancelled);
        };
        let mut work = pin!(work);
        let mut idle = Idle::new();
        loop {
            watch.stop.check()?;
            let tick = async { timeout(TICK, work.as_mut()).await };
            if let Ok(done) = runtime.block_on(tick) {
                return done;
            }
            if idle.is_over(watch) {
                return Err(RelayError::Unreachable(Unreachable::TimedOut));
            }
        }
    }

    /// Lets connections notice what happened while nobody called: above all that the relay closed them.
    pub(super) fn settle(&self) {
        let settle = || {
            if let Some(runtime) = &self.0 {
                runtime.block_on(async {
                    for _ in 0..4 {
                        tokio::task::yield_now().await;
                    }
                });
            }
        };
        match Handle::try_current() {
            Ok(_) => thread::scope(|scope| drop(scope.spawn(settle).join())),
            Err(_) => settle(),
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        let Some(runtime) = self.0.take() else {
            return;
        };
        match Handle::try_current() {
            Ok(_) => runtime.shutdown_background(),
            // Its threads end here, for the host may unload the library next. A resolver that hangs could take minutes.
            Err(_) => runtime.shutdown_timeout(RESOLVER_ENDS),
        }
    }
}

/// What ends a call before it is done.
pub(super) struct Watch<'a> {
    pub(super) stop: Stop<'a>,
    /// So long without a byte.
    pub(super) patience: Duration,
    /// What is on its way, where it takes time.
    pub(super) flow: Option<&'a Flow>,
    /// Is told how much has gone.
    pub(super) progress: &'a (dyn Fn(u64) + Sync),
}

/// The switches that end a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop<'a>([Option<&'a Cancel>; 2]);

impl<'a> Stop<'a> {
    pub(super) fn new(switches: [Option<&'a Cancel>; 2]) -> Self {
        Self(switches)
    }

    pub(super) fn check(&self) -> Result<(), RelayError> {
        match self.0.iter().flatten().any(|switch| switch.is_cancelled()) {
            true => Err(RelayError::Cancelled),
            false => Ok(()),
        }
    }
}

/// Bytes on their way.
#[derive(Debug)]
pub(super) struct Flow {
    moved: AtomicU64,
    total: u64,
}

impl Flow {
    pub(super) fn of(total: u64) -> Self {
        Self {
            moved: AtomicU64::new(0),
            total,
        }
    }

    pub(super) fn moved(&self) -> u64 {
        self.moved.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: u64) {
        self.moved.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Since when nothing has moved.
struct Idle {
    since: Instant,
    moved: u64,
}

impl Idle {
    fn new() -> Self {
        Self {
            since: Instant::now(),
            moved: 0,
        }
    }

    fn is_over(&mut self, watch: &Watch<'_>) -> bool {
        let (moved, total) = watch.flow.map_or((0, 0), |flow| (flow.moved(), flow.total));
        if moved != self.moved {
            self.moved = moved;
            self.since = Instant::now();
            (watch.progress)(moved);
        }
        // Of what has left us, much may still wait for a slow line.
        let buffered = Duration::from_secs(moved.min(total).min(BUFFERED) / SLOWEST);
        self.since.elapsed() > watch.patience.saturating_add(buffered)
    }
}
