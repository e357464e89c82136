use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use tokio::time::{Sleep, sleep};

/// What was written before the cut has so long to leave.
const LEAVE: Duration = Duration::from_millis(50);

/// A body that ends in an error, which makes the server drop the connection.
pub(super) fn broken() -> Body {
    shortened(Body::empty(), 0)
}

/// The first bytes of a body, then an error. The first bytes reach the other side.
pub(super) fn shortened(body: Body, bytes: u64) -> Body {
    Body::new(Shortened {
        body,
        left: bytes,
        // An error at once would take what is in the server's buffer with it, so also the head of the answer.
        leave: (bytes > 0).then(|| Box::pin(sleep(LEAVE))),
    })
}

/// A body with one bit turned over, in this byte or the middle one.
pub(super) fn flipped(body: &[u8], byte: Option<u64>) -> Vec<u8> {
    let mut body = body.to_vec();
    let middle = body.len() / 2;
    let place = byte.map_or(middle, |byte| usize::try_from(byte).unwrap_or(usize::MAX));
    if let Some(byte) = body.get_mut(place) {
        *byte ^= 1;
    }
    body
}

struct Shortened {
    body: Body,
    left: u64,
    leave: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Shortened {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.left > 0
            && let Some(frame) = ready!(Pin::new(&mut self.body).poll_frame(context))
        {
            let Some(mut bytes) = frame?.into_data().ok() else {
                return self.poll_frame(context);
            };
            bytes.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.left -= bytes.len() as u64;
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if let Some(leave) = &mut self.leave {
            ready!(leave.as_mut().poll(context));
        }
        let cut = io::Error::from(io::ErrorKind::ConnectionReset);
        Poll::Ready(Some(Err(axum::Error::new(cut))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bit_is_turned_over() {
        assert_eq!(flipped(b"abc", None), b"acc");
        assert_eq!(flipped(b"abc", Some(0)), b"`bc");
        assert_eq!(flipped(b"abc", Some(3)), b"abc");
        assert_eq!(flipped(b"", None), b"");
    }
}
