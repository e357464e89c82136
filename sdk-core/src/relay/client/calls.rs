use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Client;
use super::answer::Limit;
use super::request::Request;
use super::runtime::Stop;
use crate::control::Control;
use crate::number::OfficeNumber;
use crate::relay::error::RelayError;
use crate::relay::wire::{
    Announce, Directory, DirectoryEntry, News, Page, ProblemCode, RECEIPT_MEDIA_TYPE, Received,
    Rejection, RejectionReason, Sent, Service, State,
};

/// Which messages of a list; the default is all, oldest change first, as many as the relay gives at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    /// Those changed after this cursor; with `newest`, those below it.
    pub after: u64,
    /// At most so many, up to 1,000; 0 for the relay's own number.
    pub limit: u32,
    /// Only those in this state.
    pub state: Option<State>,
    /// Announced, or offered, from this time on.
    pub since: Option<Timestamp>,
    /// Announced, or offered, before this time.
    pub until: Option<Timestamp>,
    /// Newest first.
    pub newest: bool,
}

impl Client {
    /// What the relay says of itself; needs no login. A relay for another purpose than the settings say is an error.
    pub fn service(&self) -> Result<Service, RelayError> {
        self.service_under(self.stop(&Control::default()))
    }

    pub(super) fn service_under(&self, stop: Stop<'_>) -> Result<Service, RelayError> {
        let connection = self.connection()?;
        let response = self.send(&connection, &Request::get("v1/service"), None, stop)?;
        let response = self.fail_on_problem(&connection, response, stop)?;
        let service: Service = self.json(&connection, response, Limit::Small, stop)?;
        self.shared.skew.note(service.server_time, Timestamp::now());
        match self.shared.settings.environment {
            Some(expected) if expected != service.environment => {
                Err(RelayError::OtherEnvironment {
                    expected,
                    found: service.environment,
                })
            }
            _ => {
                *self.known_service() = Some(service.clone());
                Ok(service)
            }
        }
    }

    /// What the relay said of itself last, without asking again unless it was never asked: its limits hardly change.
    pub(super) fn limits(&self) -> Result<Service, RelayError> {
        let known = self.known_service().clone();
        known.map_or_else(|| self.service(), Ok)
    }

    fn known_service(&self) -> std::sync::MutexGuard<'_, Option<Service>> {
        let service = self.shared.service.lock();
        service.unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs in, whether or not there is a session already. No other call needs it before.
    pub fn login(&self) -> Result<(), RelayError> {
        let control = Control::default();
        self.log_in_anew(self.stop(&control))
    }

    /// Ends the session at the relay, if there is one. The next call logs in again.
    pub fn logout(&self) -> Result<(), RelayError> {
        let control = Control::default();
        let (stop, connection) = (self.stop(&control), self.connection()?);
        let Some(token) = self.current_token(&connection) else {
            return Ok(());
        };
        let request = Request::post("v1/logout");
        let response = self.send(&connection, &request, Some(token.as_str()), stop)?;
        self.forget_session();
        match self.fail_on_problem(&connection, response, stop) {
            // It was over already.
            Err(RelayError::Problem {
                code: ProblemCode::TokenExpired | ProblemCode::NotLoggedIn,
                ..
            }) => Ok(()),
            other => other.map(drop),
        }
    }

    /// An office of the directory.
    pub fn directory(&self, office: OfficeNumber) -> Result<DirectoryEntry, RelayError> {
        self.ask(
            &Request::get(format!("v1/directory/{office}")),
            Limit::Single,
        )
    }

    /// Offices whose name holds this text, by number, those after one of them; 0 for as many as the relay gives at once.
    pub fn search_directory(
        &self,
        name: &str,
        after: Option<OfficeNumber>,
        limit: u32,
    ) -> Result<Directory, RelayError> {
        let mut query = Query::default();
        query.add("name", name);
        if let Some(after) = after {
            query.add("after", &after.to_string());
        }
        query.number("limit", limit.into());
        self.ask(
            &Request::get(query.path("v1/directory")),
            Limit::List(limit),
        )
    }

    /// Announces a message; the same announce twice is the same message.
    pub fn announce(&self, id: Uuid, announce: &Announce) -> Result<Sent, RelayError> {
        let request = Request::put(format!("v1/sent/{id}")).json(announce)?;
        self.ask(&request, Limit::Single)
    }

    /// Withdraws a message that was not taken yet.
    pub fn withdraw(&self, id: Uuid) -> Result<Sent, RelayError> {
        self.ask(
            &Request::post(format!("v1/sent/{id}/withdraw")),
            Limit::Single,
        )
    }

    /// Says that this office does not take a message, and why.
    pub fn reject(&self, id: Uuid, reason: RejectionReason) -> Result<Received, RelayError> {
        let path = format!("v1/received/{id}/rejection");
        let request = Request::put(path).json(&Rejection { reason })?;
        self.ask(&request, Limit::Single)
    }

    /// Hands in the signed receipt of a message.
    pub fn receipt(&self, id: Uuid, signed: &[u8]) -> Result<Received, RelayError> {
        let request = Request::put(format!("v1/received/{id}/receipt"))
            .bytes(RECEIPT_MEDIA_TYPE, Bytes::copy_from_slice(signed));
        self.ask(&request, Limit::Single)
    }

    /// Messages that this office sent and that changed after a cursor, oldest change first.
    pub fn sent(&self, after: u64, limit: u32) -> Result<Page<Sent>, RelayError> {
        self.sent_of(&after_cursor(after, limit))
    }

    /// Messages that this office sent, as selected.
    pub fn sent_of(&self, selection: &Selection) -> Result<Page<Sent>, RelayError> {
        self.ask(
            &Request::get(list("v1/sent", selection)),
            Limit::List(selection.limit),
        )
    }

    /// One message that this office sent.
    pub fn sent_message(&self, id: Uuid) -> Result<Sent, RelayError> {
        self.ask(&Request::get(format!("v1/sent/{id}")), Limit::Single)
    }

    /// Messages for this office that changed after a cursor, oldest change first.
    pub fn received(&self, after: u64, limit: u32) -> Result<Page<Received>, RelayError> {
        self.received_of(&after_cursor(after, limit))
    }

    /// Messages for this office, as selected.
    pub fn received_of(&self, selection: &Selection) -> Result<Page<Received>, RelayError> {
        self.ask(
            &Request::get(list("v1/received", selection)),
            Limit::List(selection.limit),
        )
    }

    /// One message for this office, taken or not.
    pub fn received_message(&self, id: Uuid) -> Result<Received, RelayError> {
        self.ask(&Request::get(format!("v1/received/{id}")), Limit::Single)
    }

    /// How far both lists go: at once when one goes beyond its cursor given here, else as soon as one does or after `wait`
    /// (whole seconds; the relay may answer earlier).
    pub fn news(
        &self,
        sent: u64,
        received: u64,
        wait: Duration,
        control: &Control<'_>,
    ) -> Result<News, RelayError> {
        let mut query = Query::default();
        query.add("sent", &sent.to_string());
        query.add("received", &received.to_string());
        query.add("wait", &wait.as_secs().to_string());
        let mut request = Request::get(query.path("v1/news"));
        request.wait = wait;
        self.ask_under(&request, Limit::Small, self.stop(control))
    }

    fn ask<T: DeserializeOwned>(
        &self,
        request: &Request<'_>,
        limit: Limit,
    ) -> Result<T, RelayError> {
        let control = Control::default();
        self.ask_under(request, limit, self.stop(&control))
    }

    /// One call with its answer.
    pub(super) fn ask_under<T: DeserializeOwned>(
        &self,
        request: &Request<'_>,
        limit: Limit,
        stop: Stop<'_>,
    ) -> Result<T, RelayError> {
        let (connection, response) = self.call(request, stop)?;
        self.json(&connection, response, limit, stop)
    }
}

fn after_cursor(after: u64, limit: u32) -> Selection {
    Selection {
        after,
        limit,
        ..Selection::default()
    }
}

fn list(path: &str, selection: &Selection) -> String {
    let mut query = Query::default();
    query.number("after", selection.after);
    query.number("limit", selection.limit.into());
    if let Some(state) = selection.state {
        query.add("state", state.as_str());
    }
    for (name, time) in [("since", selection.since), ("until", selection.until)] {
        if let Some(time) = time {
            query.add(name, &time.to_string());
        }
    }
    if selection.newest {
        query.add("order", "newest");
    }
    query.path(path)
}

/// The part of an address behind the question mark.
#[derive(Default)]
struct Query(String);

impl Query {
    /// Everything but unreserved characters is escaped (RFC 3986, section 2.3).
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '?' } else { '&' });
        self.0.push_str(name);
        self.0.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    self.0.push(char::from(byte));
                }
                _ => self.0.push_str(&format!("%{byte:02X}")),
            }
        }
    }

    /// Zero stands for nothing said.
    fn number(&mut self, name: &str, value: u64) {
        if value > 0 {
            self.add(name, &value.to_string());
        }
    }

    fn path(self, path: &str) -> String {
        format!("{path}{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_does_not_stand_in_the_address() {
        assert_eq!(list("v1/sent", &Selection::default()), "v1/sent");
        let selection = Selection {
            after: 7,
            limit: 50,
            state: Some(State::Available),
            since: Some("2026-01-01T00:00:00Z".parse().unwrap()),
            until: None,
            newest: true,
        };
        assert_eq!(
            list("v1/sent", &selection),
            "v1/sent?after=7&limit=50&state=available&since=2026-01-01T00%3A00%3A00Z&order=newest"
        );
    }

    #[test]
    fn names_are_escaped() {
        let mut query = Query::default();
        query.add("name", "介護 a&b=c%+");
        assert_eq!(query.path(""), "?name=%E4%BB%8B%E8%AD%B7%20a%26b%3Dc%25%2B");
    }
}
