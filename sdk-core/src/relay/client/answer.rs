use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::{DATE, RETRY_AFTER};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::Client;
use super::connection::Connection;
use super::runtime::Stop;
use crate::relay::clock::http_date;
use crate::relay::error::RelayError;
use crate::relay::wire::{Problem, ProblemCode};

/// Largest problem, session and the like, in bytes.
const SMALL: u64 = 64 << 10;
/// Largest single message, with its cover and receipt, in bytes.
const SINGLE: u64 = 4 << 20;
/// Largest item of a list, in bytes: a cover of 256 KiB in Base64, and all else that is said of a message.
const ITEM: u64 = 512 << 10;
/// Items of a list, where their number is left to the relay, and at most.
const ITEMS: [u32; 2] = [100, 1000];

/// How large an answer may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit {
    Small,
    Single,
    /// A list of at most so many items; 0 where that is left to the relay.
    List(u32),
}

impl Limit {
    fn bytes(self) -> u64 {
        match self {
            Self::Small => SMALL,
            Self::Single => SINGLE,
            Self::List(0) => ITEM * u64::from(ITEMS[0]),
            Self::List(items) => ITEM * u64::from(items.min(ITEMS[1])),
        }
    }
}

impl Client {
    pub(super) fn json<T: DeserializeOwned>(
        &self,
        connection: &Connection,
        response: Response,
        limit: Limit,
        stop: Stop<'_>,
    ) -> Result<T, RelayError> {
        let status = response.status().as_u16();
        let body = self.body(connection, response, limit, stop)?;
        serde_json::from_slice(&body).map_err(|_| RelayError::NotARelay { status })
    }

    /// Problem details (RFC 9457) become an error; so does any other answer that is no success.
    pub(super) fn fail_on_problem(
        &self,
        connection: &Connection,
        response: Response,
        stop: Stop<'_>,
    ) -> Result<Response, RelayError> {
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let status = status.as_u16();
        let retry_after = retry_after(&response);
        let body = self.body(connection, response, Limit::Small, stop)?;
        let mut problem: Problem = match serde_json::from_slice(&body) {
            Ok(problem) => problem,
            // A gateway in between that cannot reach the relay says so in its own words.
            Err(_) if matches!(status, 502..=504) => Problem::new(ProblemCode::Unavailable),
            Err(_) if status == 429 => Problem::new(ProblemCode::TooManyRequests),
            Err(_) => return Err(RelayError::NotARelay { status }),
        };
        problem.retry_after = problem.retry_after.or(retry_after);
        Err(problem.into())
    }

    /// It may hold a token, so it is overwritten in the end.
    fn body(
        &self,
        connection: &Connection,
        mut response: Response,
        limit: Limit,
        stop: Stop<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, RelayError> {
        let status = response.status().as_u16();
        let read = self.read(connection, &mut response, limit, stop);
        self.close(response, &read);
        read.map_err(|error| match error {
            // Too long, so what is this?
            RelayError::Damaged => RelayError::NotARelay { status },
            other => other,
        })
    }

    fn read(
        &self,
        connection: &Connection,
        response: &mut Response,
        limit: Limit,
        stop: Stop<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, RelayError> {
        // Growing would leave copies behind; a length that is only claimed reserves nothing large.
        let announced = response.content_length().unwrap_or(0).min(SMALL);
        let mut body = Zeroizing::new(Vec::with_capacity(announced as usize));
        while let Some(chunk) = self.chunk(connection, response, stop)? {
            if (body.len() + chunk.len()) as u64 > limit.bytes() {
                return Err(RelayError::Damaged);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// Seconds, or a date by the clock of whoever answered (RFC 9110, section 10.2.3).
fn retry_after(response: &Response) -> Option<u64> {
    let header = |name| response.headers().get(name)?.to_str().ok();
    let wait = header(RETRY_AFTER)?.trim();
    let until = || {
        let now = header(DATE).and_then(http_date);
        let wait = http_date(wait)?.duration_since(now.unwrap_or_else(Timestamp::now));
        u64::try_from(wait.as_secs()).ok()
    };
    wait.parse().ok().or_else(until)
}
