use std::fmt;

use jiff::Timestamp;

use crate::layout::SetKind;
use crate::number::{InsuredNumber, InsurerNumber, OfficeNumber, TargetMonth};
use crate::store::{ListQuery, LogQuery, Order, PersonRef, Store, StoreError};

/// A person to search for: 保険者番号 and 被保険者番号 together. Debug shows neither.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// 保険者番号.
    pub insurer: InsurerNumber,
    /// 被保険者番号.
    pub insured: InsuredNumber,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person")
    }
}

/// Which messages a list shows; everything that is given must fit. The default shows all.
///
/// `S` is [`crate::store::SentState`] or [`crate::store::ReceivedState`].
#[derive(Debug, Clone)]
pub struct Query<S> {
    /// The other office.
    pub partner: Option<OfficeNumber>,
    /// 対象年月. A received message has one from when it was first taken; so has it a set and persons.
    pub month: Option<TargetMonth>,
    /// Whose data it holds.
    pub person: Option<Person>,
    /// Kind of set.
    pub set: Option<SetKind>,
    /// Only these states; all when empty.
    pub states: Vec<S>,
    /// Put into the store from this time on.
    pub since: Option<Timestamp>,
    /// Put into the store before this time.
    pub until: Option<Timestamp>,
    /// Sent messages come newest first, received ones oldest stamp first, unless this says otherwise.
    pub order: Option<Order>,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// Leave out so many.
    pub offset: u32,
}

impl<S> Default for Query<S> {
    fn default() -> Self {
        Self {
            partner: None,
            month: None,
            person: None,
            set: None,
            states: Vec::new(),
            since: None,
            until: None,
            order: None,
            limit: 0,
            offset: 0,
        }
    }
}

impl<S: Copy> Query<S> {
    /// Fills in what is the same in the store; `usual` is the order of the list.
    pub(super) fn in_store(&self, store: &Store, usual: Order) -> Result<ListQuery<S>, StoreError> {
        Ok(ListQuery {
            partner: self.partner,
            month: self.month,
            person: self
                .person
                .map(|person| person.reference(store))
                .transpose()?,
            states: self.states.clone(),
            set: self.set,
            since: self.since,
            until: self.until,
            order: self.order.unwrap_or(usual),
            limit: self.limit,
            offset: self.offset,
        })
    }
}

/// Which entries of the access log. The default shows all.
#[derive(Debug, Clone, Default)]
pub struct AccessQuery {
    /// Behind the entry of this number.
    pub after: u64,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// About this person.
    pub person: Option<Person>,
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

impl AccessQuery {
    pub(super) fn in_store(&self, store: &Store) -> Result<LogQuery, StoreError> {
        Ok(LogQuery {
            after: self.after,
            limit: self.limit,
            person: self
                .person
                .map(|person| person.reference(store))
                .transpose()?,
            since: self.since,
            until: self.until,
        })
    }
}

impl Person {
    fn reference(self, store: &Store) -> Result<PersonRef, StoreError> {
        store.person(self.insurer.as_str(), self.insured.as_str())
    }
}
