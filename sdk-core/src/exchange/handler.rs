//! A function of the host that is called from here, and that the host may replace or take away at any time.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

type Function<T> = dyn Fn(&T) + Send + Sync;

/// Holds one function or none. No lock is held while it runs, so it may call back, also to replace itself.
pub(super) struct Handler<T> {
    state: Mutex<State<T>>,
    /// A call has ended.
    ended: Condvar,
}

struct State<T> {
    function: Option<Arc<Function<T>>>,
    /// How often it was replaced.
    generation: u64,
    /// Which threads are inside a function, and of which generation that is.
    running: Vec<(ThreadId, u64)>,
}

impl<T> Handler<T> {
    /// Puts another function, or none, in the place of the one that is there, together with `also`. When this returns, the
    /// old one neither runs nor will run. Called from within a function, this does not wait: the old one may still run, here
    /// and on other threads, which could be waiting for this one.
    pub(super) fn set(&self, function: Option<Box<Function<T>>>, also: impl FnOnce()) {
        let mut state = self.lock();
        state.function = function.map(Arc::from);
        state.generation += 1;
        also();
        let (own, generation) = (thread::current().id(), state.generation);
        if state.running.iter().any(|(thread, _)| *thread == own) {
            return;
        }
        let older = |state: &State<T>| {
            let mut running = state.running.iter();
            running.any(|(_, which)| *which < generation)
        };
        while older(&state) {
            state = self
                .ended
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether a call of this thread comes from within a function.
    pub(super) fn is_called_here(&self) -> bool {
        let own = thread::current().id();
        self.lock().running.iter().any(|(thread, _)| *thread == own)
    }

    /// Whether there is one.
    pub(super) fn is_set(&self) -> bool {
        self.lock().function.is_some()
    }

    /// Calls the function where there is one and `wanted` still holds; nobody replaces it between these two. One that
    /// panics loses this call and nothing more.
    pub(super) fn call_if(&self, wanted: impl FnOnce() -> bool, about: &T) {
        let (function, running) = {
            let mut state = self.lock();
            let Some(function) = state.function.clone() else {
                return;
            };
            if !wanted() {
                return;
            }
            let running = (thread::current().id(), state.generation);
            state.running.push(running);
            (function, running)
        };
        let _panicked = catch_unwind(AssertUnwindSafe(|| function(about)));
        // What it holds on to is let go before anybody is told that it has ended.
        drop(function);
        let mut state = self.lock();
        if let Some(place) = state.running.iter().position(|one| *one == running) {
            state.running.swap_remove(place);
        }
        self.ended.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Every change is made in one step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Handler<T> {
    fn default() -> Self {
        Self {
            state: Mutex::new(State {
                function: None,
                generation: 0,
                running: Vec::new(),
            }),
            ended: Condvar::new(),
        }
    }
}

impl<T> fmt::Debug for Handler<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handler").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
    use std::sync::{Barrier, mpsc};
    use std::time::Duration;

    use super::*;

    #[test]
    fn taken_away_it_neither_runs_nor_will_run() {
        let handler = Arc::new(Handler::<u32>::default());
        let (inside, calls) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU32::new(0)),
        );
        let (began, begin) = mpsc::channel();
        let function = {
            let (inside, calls) = (Arc::clone(&inside), Arc::clone(&calls));
            move |_: &u32| {
                inside.store(true, Ordering::SeqCst);
                calls.fetch_add(1, Ordering::SeqCst);
                let _ = began.send(());
                thread::sleep(Duration::from_millis(200));
                inside.store(false, Ordering::SeqCst);
            }
        };
        handler.set(Some(Box::new(function)), || {});
        let caller = {
            let handler = Arc::clone(&handler);
            thread::spawn(move || (0..20).for_each(|n| handler.call_if(|| true, &n)))
        };
        begin.recv().unwrap();
        handler.set(None, || {});
        assert!(!inside.load(Ordering::SeqCst));
        let so_far = calls.load(Ordering::SeqCst);
        caller.join().unwrap();
        assert_eq!(calls.load(Ordering::SeqCst), so_far);
    }

    #[test]
    fn it_may_take_itself_away_and_panic() {
        let handler = Arc::new(Handler::<u32>::default());
        let own = Arc::downgrade(&handler);
        let function = move |_: &u32| {
            own.upgrade().unwrap().set(None, || {});
            panic!("on purpose");
        };
        handler.set(Some(Box::new(function)), || {});
        handler.call_if(|| true, &1);
        assert!(!handler.is_set() && handler.lock().running.is_empty());
    }

    #[test]
    fn two_calls_at_once_may_both_take_it_away() {
        let handler = Arc::new(Handler::<u32>::default());
        let both = Arc::new(Barrier::new(2));
        let own = Arc::downgrade(&handler);
        let function = move |_: &u32| {
            both.wait();
            own.upgrade().unwrap().set(None, || {});
        };
        handler.set(Some(Box::new(function)), || {});
        thread::scope(|scope| {
            let call = || handler.call_if(|| true, &1);
            scope.spawn(call);
            scope.spawn(call);
        });
        assert!(!handler.is_set() && !handler.is_called_here());
    }

    #[test]
    fn replaced_by_two_threads_and_from_within_it_does_not_stand_still() {
        let handler = Arc::new(Handler::<u32>::default());
        let replace = |handler: &Arc<Handler<u32>>| {
            let own = Arc::downgrade(handler);
            let function = move |_: &u32| {
                if let Some(own) = own.upgrade() {
                    own.set(Some(Box::new(|_| {})), || {});
                }
            };
            handler.set(Some(Box::new(function)), || {});
        };
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| (0..500).for_each(|_| replace(&handler)));
                scope.spawn(|| (0..500).for_each(|n| handler.call_if(|| true, &n)));
            }
        });
        handler.set(None, || {});
        assert!(!handler.is_set());
    }
}
