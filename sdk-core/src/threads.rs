//! Work on parts of a large file at the same time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// More threads than this share one memory bus for nothing.
const MOST: usize = 8;

/// Parts of a file that are smaller are not worth a thread.
const LEAST_BYTES: usize = 4 << 20;

/// How many threads to use on a file where `wanted` were asked for: `None` as many as the machine has, at most 8.
pub(crate) fn for_bytes(bytes: usize, wanted: Option<usize>) -> usize {
    let useful = (bytes / LEAST_BYTES).min(MOST);
    if useful < 2 || wanted == Some(1) {
        return 1;
    }
    let machine = || thread::available_parallelism().map_or(1, usize::from);
    wanted.unwrap_or_else(machine).clamp(1, useful)
}

/// Does `work` on every part, the first one on this thread. What no thread can be had for is done on this one too.
pub(crate) fn each<P: Sync, T: Send>(parts: &[P], work: impl Fn(&P) -> T + Sync) -> Vec<T> {
    let Some((first, others)) = parts.split_first() else {
        return Vec::new();
    };
    let work = &work;
    thread::scope(|scope| {
        let start = |part| {
            thread::Builder::new()
                .spawn_scoped(scope, move || work(part))
                .ok()
        };
        let threads: Vec<_> = others.iter().map(start).collect();
        let mut done = vec![work(first)];
        for (thread, part) in threads.into_iter().zip(others) {
            let result = thread.and_then(|thread| thread.join().ok());
            done.push(result.unwrap_or_else(|| work(part)));
        }
        done
    })
}

/// Does `work` on every part, on so many threads; each takes the next part when it is done with one.
pub(crate) fn in_turn<P: Sync, T: Send>(
    parts: &[P],
    threads: usize,
    work: impl Fn(&P) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let places = vec![(); threads.clamp(1, parts.len().max(1))];
    let done = each(&places, |()| {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            match parts.get(index) {
                Some(part) => done.push((index, work(part))),
                None => return done,
            }
        }
    });
    let mut results: Vec<_> = parts.iter().map(|_| None).collect();
    for (index, result) in done.into_iter().flatten() {
        results[index] = Some(result);
    }
    // What a thread took along when it broke down.
    let results = results.into_iter().zip(parts);
    results
        .map(|(result, part)| result.unwrap_or_else(|| work(part)))
        .collect()
}

/// Does both, the second one on a thread of its own where there is one to be had.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl Fn() -> B + Sync) -> (A, B) {
    let second = &second;
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, second).ok();
        let first = first();
        let done = thread.and_then(|thread| thread.join().ok());
        (first, done.unwrap_or_else(second))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_parts() {
        assert_eq!(each(&[3, 1, 2], |part| part * 2), [6, 2, 4]);
        assert!(each(&[0; 0], |part| *part).is_empty());
    }

    #[test]
    fn both_are_done() {
        assert_eq!(both(|| 1, || "2"), (1, "2"));
    }

    #[test]
    fn parts_in_turn_keep_their_order_too() {
        for threads in 0..5 {
            assert_eq!(in_turn(&[3, 1, 2], threads, |part| part * 2), [6, 2, 4]);
            assert!(in_turn(&[0; 0], threads, |part| *part).is_empty());
        }
    }

    #[test]
    fn small_files_and_hosts_that_forbid_it_get_one_thread() {
        let large = 100 * LEAST_BYTES;
        let counts = [Some(0), Some(1), Some(2), Some(99)].map(|wanted| for_bytes(large, wanted));
        assert_eq!(counts, [1, 1, 2, MOST]);
        assert!((1..=MOST).contains(&for_bytes(large, None)));
        assert_eq!(for_bytes(LEAST_BYTES, Some(4)), 1);
        assert_eq!(for_bytes(2 * LEAST_BYTES, Some(4)), 2);
    }
}
