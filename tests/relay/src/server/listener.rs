//! Accepts connections; a slow or hostile handshake holds up nobody else.

use std::io;
use std::net;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const HANDSHAKE_TIME: Duration = Duration::from_secs(5);
const HANDSHAKES_AT_ONCE: usize = 1024;
/// Pause after a failed accept: the usual reason is that the process has no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

type Accepted = TlsStream<TcpStream>;

/// Hands out connections whose handshake is done.
pub(super) struct TlsListener {
    accepted: mpsc::Receiver<Accepted>,
    accepting: JoinHandle<()>,
}

impl TlsListener {
    /// Starts accepting. Needs to be called inside a tokio runtime.
    pub(super) fn new(listener: net::TcpListener, config: Arc<ServerConfig>) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let (sender, accepted) = mpsc::channel(HANDSHAKES_AT_ONCE);
        let accepting = tokio::spawn(accept_all(listener, config.into(), sender));
        Ok(Self {
            accepted,
            accepting,
        })
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl TlsListener {
    /// The next connection.
    pub(super) async fn accept(&mut self) -> Accepted {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            // Nothing is accepted any more; who waits here is being shut down.
            None => std::future::pending().await,
        }
    }
}

async fn accept_all(listener: TcpListener, acceptor: TlsAcceptor, sender: mpsc::Sender<Accepted>) {
    let places = Arc::new(Semaphore::new(HANDSHAKES_AT_ONCE));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let sender = sender.clone();
                tokio::spawn(handshake(acceptor.clone(), stream, sender, place));
            }
            Err(_) => sleep(ACCEPT_PAUSE).await,
        }
    }
}

async fn handshake(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    sender: mpsc::Sender<Accepted>,
    _place: OwnedSemaphorePermit,
) {
    // Only a matter of speed.
    let _result = stream.set_nodelay(true);
    if let Ok(Ok(stream)) = timeout(HANDSHAKE_TIME, acceptor.accept(stream)).await {
        // Fails when the relay is being shut down.
        let _result = sender.send(stream).await;
    }
}
