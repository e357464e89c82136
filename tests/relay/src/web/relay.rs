use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Page, ProblemCode, Received, Sent};
use jiff::Timestamp;
use uuid::Uuid;

use super::{List, View};
use crate::overview::{OfficePage, OfficeQuery, OfficeState, Overview};
use crate::server::Relay;
use crate::store::{Failure, ListQuery};

impl View for Relay {
    fn now(&self) -> Timestamp {
        self.clock().now()
    }

    async fn overview(&self) -> Result<Overview, Failure> {
        self.store().overview().await
    }

    async fn offices(&self, query: OfficeQuery) -> Result<OfficePage, Failure> {
        self.store().office_states(query).await
    }

    async fn office(&self, number: OfficeNumber) -> Result<Option<OfficeState>, Failure> {
        self.store().office_state(number).await
    }

    async fn office_name(&self, number: OfficeNumber) -> Result<Option<String>, Failure> {
        self.store().office_name(number).await
    }

    async fn sent(&self, office: OfficeNumber, list: List) -> Result<Page<Sent>, Failure> {
        self.store().sent_page(office, list.into()).await
    }

    async fn received(&self, office: OfficeNumber, list: List) -> Result<Page<Received>, Failure> {
        self.store().received_page(office, list.into()).await
    }

    async fn sent_message(&self, office: OfficeNumber, id: Uuid) -> Result<Option<Sent>, Failure> {
        known(self.store().sent(office, id).await)
    }

    async fn received_message(
        &self,
        office: OfficeNumber,
        id: Uuid,
    ) -> Result<Option<Received>, Failure> {
        known(self.store().received(office, id).await)
    }
}

fn known<T>(message: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match message {
        Ok(message) => Ok(Some(message)),
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::UnknownMessage => Ok(None),
        Err(failure) => Err(failure),
    }
}

impl From<List> for ListQuery {
    fn from(list: List) -> Self {
        Self {
            after: list.below,
            limit: list.limit,
            state: list.state,
            newest: true,
            ..Self::default()
        }
    }
}
