//! So much of one office at once: what one does must not take the room of the others.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::ProblemCode;
use http_body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::store::Failure;

/// Who finds no place waits for one so long.
const TURN: Duration = Duration::from_secs(30);
/// And is to come back after so many seconds.
const COME_BACK: u64 = 5;
/// Offices that are remembered without need.
const UNUSED: usize = 4096;

/// So many places for each office; those whose certificate names none share theirs.
pub(super) struct Places {
    each: usize,
    offices: Mutex<HashMap<Option<OfficeNumber>, Arc<Semaphore>>>,
}

/// A place; given back when it is dropped.
#[must_use]
pub(super) struct Place(#[expect(dead_code, reason = "given back with it")] OwnedSemaphorePermit);

impl Places {
    /// So many of each office.
    pub(super) fn new(each: usize) -> Self {
        Self {
            each,
            offices: Mutex::default(),
        }
    }

    /// Waits for a place of an office.
    pub(super) async fn turn(&self, office: OfficeNumber) -> Result<Place, Failure> {
        match timeout(TURN, self.of(Some(office)).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Place(permit)),
            _ => Err(Failure::wait(ProblemCode::TooManyRequests, COME_BACK)),
        }
    }

    /// A place, if there is one now.
    pub(super) fn now(&self, office: Option<OfficeNumber>) -> Option<Place> {
        self.of(office).try_acquire_owned().ok().map(Place)
    }

    fn of(&self, office: Option<OfficeNumber>) -> Arc<Semaphore> {
        let mut offices = self.offices.lock().unwrap_or_else(PoisonError::into_inner);
        if offices.len() > UNUSED {
            // Who has a place or waits for one holds it as well.
            offices.retain(|_, places| Arc::strong_count(places) > 1);
        }
        let places = offices.entry(office);
        places
            .or_insert_with(|| Arc::new(Semaphore::new(self.each)))
            .clone()
    }
}

/// An answer that keeps a place until it has left, or its connection is closed.
pub(super) fn held(response: Response, place: Place) -> Response {
    response.map(|body| {
        Body::new(Held {
            body,
            _place: place,
        })
    })
}

struct Held {
    body: Body,
    _place: Place,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::office::synthetic_offices;

    #[test]
    fn one_office_does_not_take_the_places_of_another() {
        let offices = synthetic_offices(2);
        let places = Places::new(2);
        let of = |index: usize| places.now(Some(offices[index].number));
        let (first, _second) = (of(0).unwrap(), of(0).unwrap());
        assert!(of(0).is_none());
        assert!(of(1).is_some());
        drop(first);
        assert!(of(0).is_some());
    }
}
