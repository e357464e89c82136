use std::future::Future;

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Page, Received, Sent, State};
use jiff::Timestamp;
use uuid::Uuid;

use crate::overview::{OfficePage, OfficeQuery, OfficeState, Overview};
use crate::store::Failure;

/// What the pages show.
pub(crate) trait View: Send + Sync + 'static {
    /// The relay's clock.
    fn now(&self) -> Timestamp;
    /// All offices and messages in figures.
    fn overview(&self) -> impl Future<Output = Result<Overview, Failure>> + Send;
    /// Offices by number.
    fn offices(
        &self,
        query: OfficeQuery,
    ) -> impl Future<Output = Result<OfficePage, Failure>> + Send;
    /// One office; none if the relay does not know it.
    fn office(
        &self,
        number: OfficeNumber,
    ) -> impl Future<Output = Result<Option<OfficeState>, Failure>> + Send;
    /// The name of an office; none if the relay does not know it.
    fn office_name(
        &self,
        number: OfficeNumber,
    ) -> impl Future<Output = Result<Option<String>, Failure>> + Send;
    /// Newest first.
    fn sent(
        &self,
        office: OfficeNumber,
        list: List,
    ) -> impl Future<Output = Result<Page<Sent>, Failure>> + Send;
    /// Newest first.
    fn received(
        &self,
        office: OfficeNumber,
        list: List,
    ) -> impl Future<Output = Result<Page<Received>, Failure>> + Send;
    /// One message as its sender sees it; none if it has not sent it.
    fn sent_message(
        &self,
        office: OfficeNumber,
        id: Uuid,
    ) -> impl Future<Output = Result<Option<Sent>, Failure>> + Send;
    /// One message as its receiver sees it; none if it is not there for it.
    fn received_message(
        &self,
        office: OfficeNumber,
        id: Uuid,
    ) -> impl Future<Output = Result<Option<Received>, Failure>> + Send;
}

/// A part of a list, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct List {
    /// Only what stands below this cursor.
    pub(crate) below: Option<u64>,
    /// Only messages of this state.
    pub(crate) state: Option<State>,
    /// At most so many.
    pub(crate) limit: u32,
}
