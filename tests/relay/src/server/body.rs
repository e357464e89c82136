//! Reads request bodies without ever keeping more than is allowed.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use careplan_core::relay::wire::ProblemCode;
use tokio::time::{Instant, timeout_at};

use crate::store::Failure;

/// A sender that is silent for so long is given up.
const SILENCE: Duration = Duration::from_secs(30);

/// A body comes at this speed at least, in bytes a second; that of the slowest lines of old.
const LEAST_SPEED: u64 = 4 * 1024;
/// For so long it may come more slowly.
const BEGINNING: Duration = Duration::from_secs(20);

/// A longer body is not read to its end; whoever sends it may miss the answer.
const GIVE_UP: u64 = 8 * 1024 * 1024;

/// A body that was read to its end.
pub(super) enum Read {
    /// All of it.
    Whole(Vec<u8>),
    /// It was longer than asked for and was thrown away.
    Longer,
}

/// Reads a body and keeps at most `limit` bytes of it.
///
/// What is too long is read on and thrown away: an answer while the sender is still sending would often be lost.
pub(super) async fn read(body: &mut Body, limit: u64) -> Result<Read, Failure> {
    if body.size_hint().lower() > GIVE_UP {
        return Err(ProblemCode::TooLarge.into());
    }
    let mut kept = Vec::new();
    let mut total = 0;
    let begun = Instant::now();
    while let Some(bytes) = next(body, begun + time_for(total)).await? {
        total += bytes.len() as u64;
        if total > GIVE_UP {
            return Err(ProblemCode::TooLarge.into());
        }
        if total <= limit {
            kept.extend_from_slice(&bytes);
        } else {
            kept = Vec::new();
        }
    }
    Ok(if total <= limit {
        Read::Whole(kept)
    } else {
        Read::Longer
    })
}

/// Reads a body that is refused when it is longer than `limit`.
pub(super) async fn read_all(mut body: Body, limit: u64) -> Result<Vec<u8>, Failure> {
    match read(&mut body, limit).await? {
        Read::Whole(bytes) => Ok(bytes),
        Read::Longer => Err(ProblemCode::TooLarge.into()),
    }
}

/// Reads what is left of a body so that its sender gets the answer.
pub(super) async fn discard(body: &mut Body) {
    let _result = read(body, 0).await;
}

/// How long so much of a body may take.
fn time_for(bytes: u64) -> Duration {
    BEGINNING + Duration::from_secs(bytes / LEAST_SPEED)
}

/// The next piece of a body; an error when the connection broke, went silent or is too slow.
async fn next(body: &mut Body, latest: Instant) -> Result<Option<Bytes>, Failure> {
    loop {
        let frame = timeout_at(
            latest.min(Instant::now() + SILENCE),
            poll_fn(|context| Pin::new(&mut *body).poll_frame(context)),
        )
        .await;
        match frame {
            Ok(None) => return Ok(None),
            Ok(Some(Ok(frame))) => {
                // Trailers are nothing to us.
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
                }
            }
            Ok(Some(Err(_))) => return Err(ProblemCode::BadRequest.into()),
            Err(_) => return Err(ProblemCode::RequestTimeout.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn run(length: usize, limit: u64) -> Result<Read, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(read(&mut Body::from(vec![7; length]), limit))
    }

    #[tokio::test]
    async fn a_body_that_is_too_slow_is_given_up() {
        // A megabyte takes 256 seconds at the least speed; single bytes give no time.
        assert_eq!(time_for(1 << 20).as_secs(), 256 + BEGINNING.as_secs());
        assert_eq!(time_for(10), BEGINNING);
        struct Silent;
        impl HttpBody for Silent {
            type Data = Bytes;
            type Error = std::convert::Infallible;
            fn poll_frame(
                self: Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
                std::task::Poll::Pending
            }
        }
        let latest = Instant::now() + Duration::from_millis(20);
        let Err(Failure::Refused(problem)) = next(&mut Body::new(Silent), latest).await else {
            panic!("not refused");
        };
        assert_eq!(problem.code, ProblemCode::RequestTimeout);
    }

    #[test]
    fn only_what_is_allowed_is_kept() {
        assert!(matches!(run(5, 5), Ok(Read::Whole(bytes)) if bytes == [7; 5]));
        assert!(matches!(run(0, 0), Ok(Read::Whole(bytes)) if bytes.is_empty()));
        assert!(matches!(run(6, 5), Ok(Read::Longer)));
        let too_large = usize::try_from(GIVE_UP).unwrap() + 1;
        assert!(run(too_large, 5).is_err());
    }
}
