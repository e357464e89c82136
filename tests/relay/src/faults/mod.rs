//! Faults on demand, for tests: which requests are hit ([`Rule`]), and a layer around the calls that hits them.

mod body;
mod call;
mod layer;
mod rule;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::Method;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

pub use self::call::Call;
pub(crate) use self::layer::{Doer, FaultLayer, inject};
pub use self::rule::{On, Phase, Rule, RuleError, What};

/// The rules of a relay, shared by everything that knows them.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    rules: Arc<Mutex<Rules>>,
}

#[derive(Default)]
struct Rules {
    last_id: u64,
    active: Vec<ActiveRule>,
}

/// A rule that a relay knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveRule {
    /// Names it until it is removed.
    pub id: u64,
    /// What was asked for.
    pub rule: Rule,
    /// Requests that it was about, with those that were let through.
    pub seen: u64,
    /// Requests that it hit.
    pub hit: u64,
    /// When it ends, by the relay's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<Timestamp>,
}

impl Faults {
    /// Adds a rule and returns its id.
    pub(crate) fn add(&self, rule: Rule, now: Timestamp) -> Result<u64, RuleError> {
        rule.check()?;
        let ends = rule
            .seconds
            .map(|seconds| now + SignedDuration::from_secs(seconds.into()));
        let mut rules = self.lock();
        rules.last_id += 1;
        let id = rules.last_id;
        rules.active.push(ActiveRule {
            id,
            rule,
            seen: 0,
            hit: 0,
            ends,
        });
        Ok(id)
    }

    /// Every rule, also those that are used up.
    pub(crate) fn list(&self) -> Vec<ActiveRule> {
        self.lock().active.clone()
    }

    /// Takes a rule away; false if there is none.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let active = &mut self.lock().active;
        let before = active.len();
        active.retain(|rule| rule.id != id);
        active.len() < before
    }

    /// Takes every rule away.
    pub(crate) fn clear(&self) {
        self.lock().active.clear();
    }

    /// What shall happen to a request, in the order of the rules. It counts as hit.
    fn due(&self, method: &Method, path: &str, now: Timestamp) -> Vec<(Phase, What)> {
        let mut rules = self.lock();
        let hits = (rules.active.iter_mut()).filter_map(|rule| rule.strike(method, path, now));
        hits.collect()
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ActiveRule {
    fn strike(&mut self, method: &Method, path: &str, now: Timestamp) -> Option<(Phase, What)> {
        let over = self.ends.is_some_and(|ends| now >= ends);
        if over || !self.rule.on.fits(method, path) {
            return None;
        }
        self.seen += 1;
        let let_through = self.seen <= self.rule.skip.into();
        let used_up = self
            .rule
            .times
            .is_some_and(|times| self.hit >= times.into());
        if let_through || used_up {
            return None;
        }
        self.hit += 1;
        Some((self.rule.phase(), self.rule.what.clone()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn hits(faults: &Faults, requests: usize, now: Timestamp) -> Vec<bool> {
        (0..requests)
            .map(|_| !faults.due(&Method::GET, "/v1/news", now).is_empty())
            .collect()
    }

    #[test]
    fn a_rule_lets_some_through_and_is_used_up() {
        let (faults, now) = (Faults::default(), Timestamp::now());
        let id = faults
            .add(Rule::new(What::Cut).skip(1).times(2), now)
            .unwrap();
        assert_eq!(hits(&faults, 5, now), [false, true, true, false, false]);
        let rule = faults.list().remove(0);
        assert_eq!((rule.id, rule.seen, rule.hit), (id, 5, 2));
        assert!(faults.remove(id) && !faults.remove(id));
    }

    #[test]
    fn a_rule_ends_by_the_clock() {
        let (faults, now) = (Faults::default(), Timestamp::now());
        faults.add(Rule::new(What::Cut).seconds(3600), now).unwrap();
        let before_the_end = now + SignedDuration::from_secs(3599);
        assert_eq!(hits(&faults, 1, before_the_end), [true]);
        assert_eq!(
            hits(&faults, 1, now + SignedDuration::from_hours(1)),
            [false]
        );
    }

    #[test]
    fn several_rules_strike_in_their_order() {
        let (faults, now) = (Faults::default(), Timestamp::now());
        let slow = What::Delay { milliseconds: 1 };
        faults.add(Rule::new(slow.clone()), now).unwrap();
        faults
            .add(Rule::new(What::Cut).on(Call::News).after_the_work(), now)
            .unwrap();
        assert_eq!(
            faults.due(&Method::GET, "/v1/news", now),
            [(Phase::Before, slow.clone()), (Phase::After, What::Cut)]
        );
        assert_eq!(
            faults.due(&Method::GET, "/v1/sent", now),
            [(Phase::Before, slow)]
        );
        faults.clear();
        assert!(faults.list().is_empty());
    }
}
