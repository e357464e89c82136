//! 保守: when the relay does not answer, which may be set while it runs.

use std::sync::{Arc, PoisonError, RwLock};

use careplan_core::relay::wire::Maintenance;

/// The maintenance window of a relay. Clones are the same window.
#[derive(Debug, Clone, Default)]
pub(crate) struct Downtime(Arc<RwLock<Option<Maintenance>>>);

impl Downtime {
    /// A window that is known beforehand, or none.
    pub(crate) fn new(window: Option<Maintenance>) -> Self {
        Self(Arc::new(RwLock::new(window)))
    }

    /// The window that is to come, or is, or was.
    pub(crate) fn get(&self) -> Option<Maintenance> {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets another window, or none.
    pub(crate) fn set(&self, window: Option<Maintenance>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = window;
    }
}
