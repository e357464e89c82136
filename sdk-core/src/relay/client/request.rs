use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde::Serialize;
use zeroize::Zeroizing;

use super::runtime::Flow;
use crate::relay::error::RelayError;

/// How much of a body is handed to the connection at a time.
const PIECE: usize = 64 << 10;

/// One call, as it will be sent; once more if need be.
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) content_type: Option<&'static str>,
    pub(super) headers: HeaderMap,
    body: Option<Bytes>,
    /// Whether it may be sent once more without asking.
    pub(super) repeatable: bool,
    /// How long the relay may think before it answers, beside the usual.
    pub(super) wait: Duration,
    /// Is told how much of the body has gone.
    pub(super) progress: &'a (dyn Fn(u64) + Sync),
}

impl<'a> Request<'a> {
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            content_type: None,
            headers: HeaderMap::new(),
            body: None,
            repeatable: true,
            wait: Duration::ZERO,
            progress: &|_| {},
        }
    }

    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(super) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    pub(super) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    pub(super) fn bytes(mut self, content_type: &'static str, bytes: Bytes) -> Self {
        self.content_type = Some(content_type);
        self.body = Some(bytes);
        self
    }

    /// A value as JSON; it may hold a password, so what it was made into is overwritten afterwards.
    pub(super) fn json(self, value: &impl Serialize) -> Result<Self, RelayError> {
        let json = serde_json::to_vec(value).map_err(|_| RelayError::Settings("JSON"))?;
        Ok(self.bytes("application/json", Bytes::from_owner(Zeroizing::new(json))))
    }

    pub(super) fn once(mut self) -> Self {
        self.repeatable = false;
        self
    }

    pub(super) fn flow(&self) -> Arc<Flow> {
        Arc::new(Flow::of(self.body.as_ref().map_or(0, Bytes::len) as u64))
    }

    pub(super) fn body(&self, flow: &Arc<Flow>) -> Option<reqwest::Body> {
        let rest = self.body.clone()?;
        let flow = Arc::clone(flow);
        Some(reqwest::Body::wrap(CountedBody { rest, flow }))
    }
}

/// Tells how much of it the connection has taken.
struct CountedBody {
    rest: Bytes,
    flow: Arc<Flow>,
}

impl Body for CountedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(size);
        self.flow.add(size as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
