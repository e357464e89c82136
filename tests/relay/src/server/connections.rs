//! Serves HTTP/1.1 on connections whose handshake is done, each for as long as something happens on it.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, Sleep, sleep};
use tokio_rustls::server::TlsStream;

use super::caller::Peer;
use super::listener::TlsListener;
use super::places::Places;
use super::{Order, ordered};

/// Connections of one office.
const MOST_OF_ONE: usize = 128;
/// The head of the next request must be there so long after the last answer.
const HEAD: Duration = Duration::from_secs(60);
/// A receiver that takes nothing for so long is given up.
const STUCK: Duration = Duration::from_secs(60);

/// Serves until the relay is to stop and every connection has ended.
pub(super) async fn serve(
    mut listener: TlsListener,
    calls: Router,
    orders: watch::Receiver<Order>,
) {
    let places = Arc::new(Places::new(MOST_OF_ONE));
    let (open, mut all_closed) = mpsc::channel::<()>(1);
    let mut stopped = pin!(ordered(orders.clone(), &[Order::Stop, Order::Abort]));
    loop {
        let stream = tokio::select! {
            stream = listener.accept() => stream,
            () = &mut stopped => break,
        };
        let (places, calls, orders) = (places.clone(), calls.clone(), orders.clone());
        let open = open.clone();
        tokio::spawn(async move {
            let peer = Peer::of(&stream);
            // Too many: it is closed at once.
            if let Some(_place) = places.now(peer.named()) {
                serve_one(stream, calls.layer(Extension(ConnectInfo(peer))), orders).await;
            }
            drop(open);
        });
    }
    drop((listener, open));
    let _none = all_closed.recv().await;
}

async fn serve_one(stream: TlsStream<TcpStream>, calls: Router, orders: watch::Receiver<Order>) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD);
    let stream = TokioIo::new(Watched::new(stream, STUCK));
    let connection = builder.serve_connection(stream, TowerToHyperService::new(calls));
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        () = ordered(orders, &[Order::Stop, Order::Abort]) => {
            connection.as_mut().graceful_shutdown();
            let _result = connection.await;
        }
    }
}

/// A stream that fails when nothing can be written for too long.
struct Watched<S> {
    stream: S,
    most: Duration,
    stuck: Pin<Box<Sleep>>,
    waiting: bool,
}

impl<S> Watched<S> {
    fn new(stream: S, most: Duration) -> Self {
        Self {
            stream,
            most,
            stuck: Box::pin(sleep(most)),
            waiting: false,
        }
    }

    /// What became of an attempt to write, or that too many came to nothing.
    fn watched<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = false;
            return written;
        }
        if !self.waiting {
            self.waiting = true;
            self.stuck.as_mut().reset(Instant::now() + self.most);
        }
        match self.stuck.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.watched(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let closed = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watched(context, closed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test]
    async fn a_receiver_that_takes_nothing_is_given_up() {
        let (near, far) = tokio::io::duplex(16);
        let most = Duration::from_millis(50);
        let mut stream = Watched::new(near, most);
        stream.write_all(&[0; 16]).await.unwrap();
        let begun = Instant::now();
        let stuck = stream.write_all(&[0; 16]).await.unwrap_err();
        assert_eq!(stuck.kind(), io::ErrorKind::TimedOut);
        assert!(begun.elapsed() >= most);
        drop(far);
    }
}
