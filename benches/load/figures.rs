use std::sync::Mutex;
use std::time::Duration;

/// How long calls took, by kind, in the order in which the kinds came first.
#[derive(Default)]
pub(crate) struct Figures(Mutex<Vec<(&'static str, Vec<Duration>)>>);

impl Figures {
    pub(crate) fn add(&self, kind: &'static str, took: Duration) {
        let mut kinds = self.0.lock().unwrap();
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, times)) => times.push(took),
            None => kinds.push((kind, vec![took])),
        }
    }

    pub(crate) fn print(&self) {
        println!(
            "  {:<28}{:>8}{:>10}{:>10}",
            "call", "count", "p50 ms", "p99 ms"
        );
        for (kind, times) in self.0.lock().unwrap().iter_mut() {
            println!(
                "  {kind:<28}{:>8}{:>10.1}{:>10.1}",
                times.len(),
                milliseconds(percentile(times, 50)),
                milliseconds(percentile(times, 99))
            );
        }
    }

    /// Kinds with their medians.
    pub(crate) fn medians(&self) -> Vec<(&'static str, Duration)> {
        let mut kinds = self.0.lock().unwrap();
        let median =
            |(kind, times): &mut (&'static str, Vec<Duration>)| (*kind, percentile(times, 50));
        kinds.iter_mut().map(median).collect()
    }
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}
