//! What all calls share.

use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Environment, Maintenance, ProblemCode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;

use super::Order;
use super::news::Waiters;
use super::places::{Place, Places};
use super::rate::Rates;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::{Failure, Store};

/// Bodies in memory at the same time.
const BODIES_AT_ONCE: usize = 256;
/// A body waits so long for its turn.
const BODY_TURN: Duration = Duration::from_secs(30);
/// Bodies of one office.
const BODIES_OF_ONE: usize = 8;
/// Pages of lists that one office is reading.
const LISTS_OF_ONE: usize = 4;
/// Contents that one office is fetching.
const DOWNLOADS_OF_ONE: usize = 8;
/// Largest content that may stand in an announce: 256 KiB.
const MAX_INLINE_BYTES: u64 = 256 * 1024;

/// What the calls share. Clones are the same relay.
#[derive(Clone)]
pub(crate) struct Relay(Arc<Shared>);

/// A relay that is not held open by who has this.
#[derive(Clone)]
pub(crate) struct WeakRelay(Weak<Shared>);

impl WeakRelay {
    /// The relay, if it is still running.
    pub(crate) fn upgrade(&self) -> Option<Relay> {
        self.0.upgrade().map(Relay)
    }
}

struct Shared {
    store: Store,
    waiters: Arc<Waiters>,
    rates: Rates,
    bodies: Arc<Semaphore>,
    bodies_of_one: Places,
    lists: Places,
    downloads: Places,
    terms: Terms,
    maintenance: RwLock<Option<Maintenance>>,
    orders: watch::Receiver<Order>,
}

/// What the relay says of itself and does not change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// What it is for.
    pub(crate) environment: Environment,
    /// Days until a message expires.
    pub(crate) retention_days: u32,
    /// Bytes of a part.
    pub(crate) part_bytes: u64,
    /// Bytes of a content in an announce.
    pub(crate) max_inline_bytes: u64,
}

impl Relay {
    /// The relay over a store, which tells `waiters` what is new.
    pub(super) fn new(
        store: Store,
        waiters: Arc<Waiters>,
        config: &Config,
        orders: watch::Receiver<Order>,
    ) -> Self {
        Self(Arc::new(Shared {
            store,
            waiters,
            rates: Rates::new(config.quota.requests_per_minute),
            bodies: Arc::new(Semaphore::new(BODIES_AT_ONCE)),
            bodies_of_one: Places::new(BODIES_OF_ONE),
            lists: Places::new(LISTS_OF_ONE),
            downloads: Places::new(DOWNLOADS_OF_ONE),
            terms: Terms {
                environment: config.environment,
                retention_days: config.retention_days,
                part_bytes: config.part_bytes.max(1),
                max_inline_bytes: MAX_INLINE_BYTES.min(config.part_bytes.max(1)),
            },
            maintenance: RwLock::new(config.maintenance),
            orders,
        }))
    }

    /// The same relay, without holding it open.
    pub(crate) fn downgrade(&self) -> WeakRelay {
        WeakRelay(Arc::downgrade(&self.0))
    }

    /// What it remembers.
    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// The clock that everything goes by.
    pub(crate) fn clock(&self) -> &Clock {
        self.0.store.clock()
    }

    /// Who waits for news.
    pub(super) fn waiters(&self) -> &Waiters {
        &self.0.waiters
    }

    /// How often offices call.
    pub(super) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    /// What it says of itself.
    pub(crate) fn terms(&self) -> Terms {
        self.0.terms
    }

    /// When the service is down, as far as that is still to come.
    pub(crate) fn maintenance(&self) -> Option<Maintenance> {
        let now = self.clock().now();
        let planned = *self
            .0
            .maintenance
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        planned.filter(|planned| planned.until > now)
    }

    /// Plans a time of maintenance, or none.
    pub(crate) fn set_maintenance(&self, planned: Option<Maintenance>) {
        *self
            .0
            .maintenance
            .write()
            .unwrap_or_else(PoisonError::into_inner) = planned;
    }

    /// Refuses while the service is down.
    pub(super) fn check_maintenance(&self) -> Result<(), Failure> {
        let now = self.clock().now();
        match self.maintenance().filter(|planned| planned.from <= now) {
            Some(planned) => {
                let left = planned.until.duration_since(now).as_secs().unsigned_abs() + 1;
                Err(Failure::wait(ProblemCode::Maintenance, left))
            }
            None => Ok(()),
        }
    }

    /// Waits for room for a body of an office in memory.
    pub(super) async fn body_turn(
        &self,
        office: OfficeNumber,
    ) -> Result<(Place, OwnedSemaphorePermit), Failure> {
        let place = self.0.bodies_of_one.turn(office).await?;
        match timeout(BODY_TURN, self.0.bodies.clone().acquire_owned()).await {
            Ok(Ok(turn)) => Ok((place, turn)),
            _ => Err(Failure::away()),
        }
    }

    /// Waits until an office may read a page of a list.
    pub(super) async fn list_turn(&self, office: OfficeNumber) -> Result<Place, Failure> {
        self.0.lists.turn(office).await
    }

    /// Waits until an office may fetch a content.
    pub(super) async fn download_turn(&self, office: OfficeNumber) -> Result<Place, Failure> {
        self.0.downloads.turn(office).await
    }

    /// Waits until the relay is to stop.
    pub(super) async fn stopping(&self) {
        super::ordered(self.0.orders.clone(), &[Order::Stop, Order::Abort]).await;
    }
}
