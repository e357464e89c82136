use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// No answer of a relay makes a message wait longer than this at a time.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// How long to wait before another try: exponential with full jitter, so that offices that were cut off together do not come
/// back together; never earlier than the relay asked for.
///
/// Not shared between threads: each worker has its own.
#[derive(Debug, Clone)]
pub struct Backoff {
    base: Duration,
    cap: Duration,
    failures: u32,
    random: SplitMix64,
}

impl Default for Backoff {
    /// From 1 second up to 5 minutes.
    fn default() -> Self {
        Self::new(Duration::from_secs(1), Duration::from_secs(300))
    }
}

impl Backoff {
    /// The first wait is up to `base`, each following one up to twice as long, none longer than `cap`.
    pub fn new(base: Duration, cap: Duration) -> Self {
        // The standard library's own seed: different in every process and instance.
        Self::seeded(base, cap, RandomState::new().hash_one(0u8))
    }

    /// The same, with waits that are known beforehand.
    pub fn seeded(base: Duration, cap: Duration, seed: u64) -> Self {
        Self {
            base,
            cap,
            failures: 0,
            random: SplitMix64(seed),
        }
    }

    /// After a failure: how long to wait. `retry_after` is what the relay asked for, in seconds.
    pub fn failed(&mut self, retry_after: Option<u64>) -> Duration {
        let wait = self.after(self.failures, retry_after);
        self.failures = self.failures.saturating_add(1);
        wait
    }

    /// After a success: the next failure is the first one again.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// How often it failed since the last success.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// How long to wait after so many earlier failures, for a caller that keeps the count itself.
    pub fn after(&mut self, failures: u32, retry_after: Option<u64>) -> Duration {
        let factor = 2u32.checked_pow(failures).unwrap_or(u32::MAX);
        let longest = self.base.saturating_mul(factor).min(self.cap);
        let jitter = longest.mul_f64(self.random.fraction());
        let asked = retry_after.map_or(Duration::ZERO, Duration::from_secs);
        asked.min(LONGEST_RETRY_AFTER).saturating_add(jitter)
    }
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014. Spreads waits, protects nothing.
#[derive(Debug, Clone)]
struct SplitMix64(u64);

impl SplitMix64 {
    /// From 0 to below 1.
    fn fraction(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        // 53 bits are exact in a double.
        (mixed >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn backoff(seed: u64) -> Backoff {
        Backoff::seeded(SECOND, 60 * SECOND, seed)
    }

    #[test]
    fn waits_grow_up_to_the_cap_and_spread_over_the_whole_range() {
        for failures in [0, 1, 5, 6, 7, 40, u32::MAX] {
            let longest =
                (SECOND * 2u32.checked_pow(failures).unwrap_or(u32::MAX)).min(60 * SECOND);
            let mut backoff = backoff(1);
            let waits: Vec<_> = (0..1000).map(|_| backoff.after(failures, None)).collect();
            assert!(waits.iter().all(|wait| *wait < longest));
            let below_half = waits.iter().filter(|wait| **wait < longest / 2).count();
            assert!((400..600).contains(&below_half), "{below_half}");
        }
    }

    #[test]
    fn the_same_seed_waits_the_same() {
        let waits = |seed| {
            let mut backoff = backoff(seed);
            [0; 8].map(|_| backoff.failed(None))
        };
        assert_eq!(waits(7), waits(7));
        assert_ne!(waits(7), waits(8));
        let unseeded = || Backoff::default().failed(None);
        assert_ne!(unseeded(), unseeded());
    }

    #[test]
    fn a_success_begins_anew() {
        let mut backoff = backoff(3);
        for _ in 0..10 {
            backoff.failed(None);
        }
        assert_eq!(backoff.failures(), 10);
        backoff.succeeded();
        assert!(backoff.failed(None) < SECOND);
    }

    #[test]
    fn what_the_relay_asks_for_is_the_least_and_within_reason() {
        let mut backoff = backoff(5);
        for _ in 0..100 {
            let wait = backoff.after(0, Some(1800));
            assert!((1800 * SECOND..1801 * SECOND).contains(&wait));
        }
        assert!(backoff.after(0, Some(u64::MAX)) < 3601 * SECOND);
    }
}
