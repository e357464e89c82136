//! Sends sealed content, or a range of it, piece by piece.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use careplan_core::relay::wire::ProblemCode;
use openssl::sha::sha256;
use tokio::sync::mpsc;

use super::answer::{self, Answer};
use super::digest::{self, CONTENT_DIGEST, REPR_DIGEST};
use super::range::{self, Wanted};
use super::relay::Relay;
use crate::secret::from_hex;
use crate::store::{Content, Failure};

/// A range up to this size is read before it is sent, so that its digest can stand before it.
const READ_BEFORE: u64 = 4 * 1024 * 1024;
/// Pieces that wait for a slow receiver, beside the one that it is taking.
const PIECES: usize = 1;
/// Bytes of a piece.
const PIECE: u64 = 256 * 1024;

/// The answer to a request for a content.
pub(super) async fn answer(relay: &Relay, content: Content, headers: &HeaderMap) -> Answer {
    let tag = format!("\"{}\"", content.sha256);
    let size = content.size;
    let whole = digest::field(&from_hex(&content.sha256).unwrap_or_default());
    let (status, from, until) = match range::wanted(headers, size, &tag) {
        Wanted::Whole => (StatusCode::OK, 0, size),
        Wanted::Part(from, until) => (StatusCode::PARTIAL_CONTENT, from, until),
        Wanted::Beyond => return Ok(beyond(size)),
    };
    let (body, digest) = if status == StatusCode::OK {
        (stream(relay, content, from, until), Some(whole.clone()))
    } else if until - from <= READ_BEFORE {
        let bytes = read(relay, &content, from, until).await?;
        let digest = digest::field(&sha256(&bytes));
        (Body::from(bytes), Some(digest))
    } else {
        (stream(relay, content, from, until), None)
    };
    let mut response = (status, body).into_response();
    let fields = response.headers_mut();
    fields.extend([
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (REPR_DIGEST, whole),
        answer::no_store(),
    ]);
    fields.extend(HeaderValue::try_from(tag).map(|tag| (header::ETAG, tag)));
    fields.extend(digest.map(|digest| (CONTENT_DIGEST, digest)));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {from}-{}/{size}", until - 1);
        fields.extend(HeaderValue::try_from(range).map(|range| (header::CONTENT_RANGE, range)));
    }
    Ok(response)
}

fn beyond(size: u64) -> Response {
    let mut response = Failure::from(ProblemCode::BadRange).into_response();
    let range = HeaderValue::try_from(format!("bytes */{size}"));
    let fields = response.headers_mut();
    fields.extend(range.map(|range| (header::CONTENT_RANGE, range)));
    response
}

async fn read(relay: &Relay, content: &Content, from: u64, until: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while from + (bytes.len() as u64) < until {
        let next = from + bytes.len() as u64;
        bytes.extend(relay.store().content_from(content, next, until).await?);
    }
    Ok(bytes)
}

/// A body that is read while it is sent. A content that goes away meanwhile cuts the connection; the receiver asks again.
fn stream(relay: &Relay, content: Content, from: u64, until: u64) -> Body {
    let (sender, pieces) = mpsc::channel(PIECES);
    let relay = relay.clone();
    tokio::spawn(async move {
        let mut from = from;
        while from < until {
            let end = until.min(from + PIECE);
            let piece = relay.store().content_from(&content, from, end).await;
            from += piece.as_ref().map_or(0, |bytes| bytes.len() as u64);
            let failed = piece.is_err();
            // Nobody is there any more, or there is nothing more to send.
            if sender.send(piece.map(Bytes::from)).await.is_err() || failed {
                return;
            }
        }
    });
    Body::new(Pieces {
        pieces,
        left: until - from,
    })
}

struct Pieces {
    pieces: mpsc::Receiver<Result<Bytes, Failure>>,
    left: u64,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        let piece = std::task::ready!(self.pieces.poll_recv(context));
        Poll::Ready(match piece {
            Some(Ok(bytes)) => {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                Some(Ok(http_body::Frame::data(bytes)))
            }
            Some(Err(_)) => Some(Err(std::io::Error::other("content"))),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.left)
    }
}
