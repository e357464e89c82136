use reqwest::header::{CONTENT_RANGE, HeaderValue, RANGE};
use reqwest::{Response, StatusCode};
use uuid::Uuid;

use super::Client;
use super::connection::Connection;
use super::request::Request;
use crate::control::{Control, Phase, Progress};
use crate::relay::error::RelayError;
use crate::relay::partial::Partial;
use crate::relay::wire::ProblemCode;

/// Progress is told after so many bytes at the latest.
const REPORT_BYTES: u64 = 256 << 10;

impl Client {
    /// Fetches the sealed content of a message for this office and compares it with size and digest. Where some of it is here
    /// already, only the rest is fetched; what turns out damaged is forgotten and fetched once more from the beginning.
    pub fn fetch(
        &self,
        id: Uuid,
        size: u64,
        sha256: &str,
        partial: &mut dyn Partial,
        control: &Control<'_>,
    ) -> Result<(), RelayError> {
        let began_empty = partial.is_empty();
        match self.fetch_and_compare(id, size, sha256, partial, control) {
            Err(RelayError::Damaged) => restart(partial)?,
            Err(error) if error.is_problem(ProblemCode::BadRange) && !began_empty => {
                restart(partial)?;
            }
            other => return other,
        }
        let again = self.fetch_and_compare(id, size, sha256, partial, control);
        if again == Err(RelayError::Damaged) {
            restart(partial)?;
        }
        again
    }

    fn fetch_and_compare(
        &self,
        id: Uuid,
        size: u64,
        sha256: &str,
        partial: &mut dyn Partial,
        control: &Control<'_>,
    ) -> Result<(), RelayError> {
        if partial.len() < size {
            self.fetch_rest(id, size, partial, control)?;
        }
        let is_whole = partial.len() == size && partial.digest().map_err(storage)? == sha256;
        is_whole.then_some(()).ok_or(RelayError::Damaged)
    }

    fn fetch_rest(
        &self,
        id: Uuid,
        size: u64,
        partial: &mut dyn Partial,
        control: &Control<'_>,
    ) -> Result<(), RelayError> {
        let stop = self.stop(control);
        let mut request = Request::get(format!("v1/received/{id}/content"));
        let from = partial.len();
        if from > 0 {
            let range = HeaderValue::from_str(&format!("bytes={from}-"));
            request
                .headers
                .insert(RANGE, range.map_err(|_| RelayError::Damaged)?);
        }
        let (connection, mut response) = self.call(&request, stop)?;
        if from > 0 && !goes_on_at(&response, from)? {
            restart(partial)?;
        }
        let received = self.receive(&connection, &mut response, id, size, partial, control);
        self.close(response, &received);
        received
    }

    fn receive(
        &self,
        connection: &Connection,
        response: &mut Response,
        message: Uuid,
        size: u64,
        partial: &mut dyn Partial,
        control: &Control<'_>,
    ) -> Result<(), RelayError> {
        let report = |done| {
            control.report(Progress {
                phase: Phase::Download,
                message,
                done,
                total: size,
            });
        };
        let mut told = partial.len();
        report(told);
        while let Some(chunk) = self.chunk(connection, response, self.stop(control))? {
            let here = partial.len() + chunk.len() as u64;
            if here > size {
                return Err(RelayError::Damaged);
            }
            partial.append(&chunk).map_err(storage)?;
            if here - told >= REPORT_BYTES {
                told = here;
                report(told);
            }
        }
        report(partial.len());
        Ok(())
    }
}

/// Whether the answer is the rest that was asked for; otherwise it is the whole from its beginning.
fn goes_on_at(response: &Response, from: u64) -> Result<bool, RelayError> {
    if response.status() != StatusCode::PARTIAL_CONTENT {
        return Ok(false);
    }
    let range = response.headers().get(CONTENT_RANGE);
    let range = range.and_then(|range| range.to_str().ok());
    let begins = range.is_some_and(|range| range.starts_with(&format!("bytes {from}-")));
    // Another part than the one that was asked for is of no use.
    begins.then_some(true).ok_or(RelayError::Damaged)
}

fn restart(partial: &mut dyn Partial) -> Result<(), RelayError> {
    partial.restart().map_err(storage)
}

fn storage(error: std::io::Error) -> RelayError {
    RelayError::Storage(crate::io_kind(&error))
}
