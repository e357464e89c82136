//! Work that waits for a connection.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{Answer, Failure, Tx};

/// Work for the threads of a database, first come first served.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    ready: Condvar,
}

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

/// Something to do in a transaction. It may be run again after a rollback.
pub(super) trait Job: Send {
    /// Does it; the result is kept until it is known whether it is stored.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Failure>;
    /// Tells whoever waits.
    fn finish(self: Box<Self>, outcome: Result<(), Failure>);
}

impl Queue {
    /// Adds work and returns where its answer will come.
    pub(super) fn push<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Answer<T> {
        let (answer, receiver) = oneshot::channel();
        let mut waiting = self.lock();
        if !waiting.closed {
            let result = None;
            waiting.jobs.push_back(Box::new(Call {
                work,
                result,
                answer,
            }));
            self.ready.notify_one();
        }
        receiver
    }

    /// Takes what waits, at most so much; waits for the first. None when the queue is closed and empty.
    pub(super) fn take(&self, most: usize) -> Option<Vec<Box<dyn Job>>> {
        let mut waiting = self.lock();
        loop {
            if !waiting.jobs.is_empty() {
                let count = waiting.jobs.len().min(most);
                return Some(waiting.jobs.drain(..count).collect());
            }
            if waiting.closed {
                return None;
            }
            waiting = self
                .ready
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes nothing more in.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Call<T, W> {
    work: W,
    result: Option<T>,
    answer: oneshot::Sender<Result<T, Failure>>,
}

impl<T: Send, W: Fn(&mut Tx<'_>) -> Result<T, Failure> + Send> Job for Call<T, W> {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|_| Err(Failure::Broken("a call panicked".to_owned())));
        self.result = Some(result?);
        Ok(())
    }

    fn finish(self: Box<Self>, outcome: Result<(), Failure>) {
        let Self { result, answer, .. } = *self;
        let missing = || Err(Failure::Broken("a call has no result".to_owned()));
        let told = outcome.and_then(|()| result.map_or_else(missing, Ok));
        // Nobody may be waiting any more.
        let _result = answer.send(told);
    }
}
