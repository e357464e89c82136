use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use reqwest::header::HeaderValue;
use uuid::Uuid;

use super::Client;
use super::answer::Limit;
use super::request::Request;
use crate::control::{Control, Phase, Progress};
use crate::relay::error::RelayError;
use crate::relay::wire::{Announce, ProblemCode, Sent, State};

/// How often what arrived damaged, or got lost at the relay, is sent before it is given up.
const ROUNDS: u32 = 3;

impl Client {
    /// Announces a message and brings its sealed content to the relay: within the announce where it is small, in parts else.
    /// After an error, or a crash, the same again goes on where it stopped.
    pub fn send_message(
        &self,
        id: Uuid,
        announce: &Announce,
        content: &[u8],
        control: &Control<'_>,
    ) -> Result<Sent, RelayError> {
        let client = self.under(control);
        let mut announce = announce.clone();
        let small = content.len() as u64 <= client.limits()?.max_inline_bytes;
        announce.content = small.then(|| BASE64.encode(content));
        let sent = client.announce(id, &announce)?;
        if small && !is_open(sent.state) {
            report(control, &sent, sent.size);
        }
        client.upload(id, content, &sent, control)
    }

    /// Brings the sealed content of an announced message to the relay: those parts that it does not have, then the commit. A
    /// message that is complete, or in a final state, is left as it is: the answer says where it stands.
    ///
    /// After an error the same again, with a fresh [`Client::sent_message`], goes on where it stopped.
    pub fn upload(
        &self,
        id: Uuid,
        content: &[u8],
        sent: &Sent,
        control: &Control<'_>,
    ) -> Result<Sent, RelayError> {
        if content.len() as u64 != sent.size {
            return Err(ProblemCode::DigestMismatch.into());
        }
        let mut sent = sent.clone();
        let mut round = 1;
        while is_open(sent.state) {
            match self.upload_rest(&sent, content, control) {
                Err(error) if error.is_problem(ProblemCode::Final) => {
                    return self.under(control).sent_message(id);
                }
                Err(error) if round < ROUNDS && is_mended_by_sending_again(&error) => {
                    sent = self.under(control).sent_message(id)?;
                    round += 1;
                }
                other => return other,
            }
        }
        Ok(sent)
    }

    fn upload_rest(
        &self,
        sent: &Sent,
        content: &[u8],
        control: &Control<'_>,
    ) -> Result<Sent, RelayError> {
        let part_bytes = usize::try_from(sent.part_bytes)
            .unwrap_or(usize::MAX)
            .max(1);
        let parts = || (0u32..).zip(content.chunks(part_bytes));
        let is_here = |number: &u32| sent.parts.contains(number);
        let here = parts()
            .filter(|(number, _)| is_here(number))
            .map(|(_, part)| part.len() as u64);
        let mut done = here.sum();
        for (number, part) in parts().filter(|(number, _)| !is_here(number)) {
            let report = |moved: u64| report(control, sent, done + moved);
            report(0);
            self.send_part(sent.id, number, part, &report, control)?;
            done += part.len() as u64;
        }
        report(control, sent, done);
        self.under(control).commit(sent.id)
    }

    /// Sends one part of the sealed content of an announced message; the same part twice is one.
    pub fn upload_part(&self, id: Uuid, number: u32, part: &[u8]) -> Result<Sent, RelayError> {
        self.send_part(id, number, part, &|_| {}, &Control::default())
    }

    /// All parts are sent: the relay compares the whole with the announce and offers it to the receiver.
    pub fn commit(&self, id: Uuid) -> Result<Sent, RelayError> {
        let control = Control::default();
        let request = Request::post(format!("v1/sent/{id}/commit"));
        self.ask_under(&request, Limit::Single, self.stop(&control))
    }

    /// A part that arrived damaged is sent again.
    fn send_part(
        &self,
        id: Uuid,
        number: u32,
        part: &[u8],
        progress: &(dyn Fn(u64) + Sync),
        control: &Control<'_>,
    ) -> Result<Sent, RelayError> {
        let path = format!("v1/sent/{id}/parts/{number}");
        let mut request =
            Request::put(path).bytes("application/octet-stream", Bytes::copy_from_slice(part));
        request
            .headers
            .insert("content-digest", content_digest(part)?);
        request.progress = progress;
        let mut round = 1;
        loop {
            match self.ask_under(&request, Limit::Single, self.stop(control)) {
                Err(error) if round < ROUNDS && error.is_problem(ProblemCode::DigestMismatch) => {
                    round += 1;
                }
                other => return other,
            }
        }
    }

    /// The same client under the caller's switch, for calls that take none.
    fn under(&self, control: &Control<'_>) -> Self {
        match control.cancel {
            Some(cancel) => self.with_cancel(cancel),
            None => self.clone(),
        }
    }
}

fn is_open(state: State) -> bool {
    matches!(state, State::Announced | State::Uploading)
}

fn is_mended_by_sending_again(error: &RelayError) -> bool {
    error.is_problem(ProblemCode::DigestMismatch) || error.is_problem(ProblemCode::Incomplete)
}

/// RFC 9530.
fn content_digest(part: &[u8]) -> Result<HeaderValue, RelayError> {
    let digest = BASE64.encode(openssl::sha::sha256(part));
    HeaderValue::from_str(&format!("sha-256=:{digest}:")).map_err(|_| RelayError::Damaged)
}

fn report(control: &Control<'_>, sent: &Sent, done: u64) {
    control.report(Progress {
        phase: Phase::Upload,
        message: sent.id,
        done: done.min(sent.size),
        total: sent.size,
    });
}
