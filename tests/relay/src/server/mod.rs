//! The relay as an HTTPS server: TLS 1.3, client certificates, HTTP/1.1.

mod answer;
mod body;
mod caller;
mod calls;
mod listener;
mod tls;

use std::future::IntoFuture;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::watch;

use self::caller::Peer;
use self::calls::Relay;
use self::listener::TlsListener;
use crate::config::{Config, RelayUrl};
use crate::error::Error;
use crate::init::DATABASE_FILE;
use crate::store::Store;

/// Largest sealed content: 64 MiB.
pub const MAX_CONTENT_BYTES: u64 = 64 * 1024 * 1024;
/// Largest sealed cover: 256 KiB.
pub const MAX_COVER_BYTES: u64 = 256 * 1024;
/// Largest signed receipt: 64 KiB.
pub const MAX_RECEIPT_BYTES: u64 = 64 * 1024;

/// Requests that are being answered may take so long after a stop.
const GRACE: Duration = Duration::from_secs(5);
/// Database calls that have begun may take so long after that.
const LAST_CALLS: Duration = Duration::from_secs(5);

/// A running relay. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    url: String,
    orders: watch::Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Run,
    Stop,
    Abort,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// The address that the relay in a folder is to listen on, as host:port.
    pub fn configured_address(dir: &Path) -> Result<String, Error> {
        Ok(Config::load(dir)?.listen)
    }

    /// Serves the relay that [`init`](crate::init()) prepared in a folder, in threads of its own.
    pub fn start(dir: &Path, listener: TcpListener) -> Result<Self, Error> {
        let config = Config::load(dir)?;
        let relay = open_relay(dir, &config)?;
        let tls = tls::server_config(dir)?;
        let address = listener.local_addr().map_err(Error::Start)?;
        let known_as: RelayUrl = config.url.parse()?;
        let url = RelayUrl {
            port: address.port(),
            ..known_as
        }
        .to_string();

        let runtime = new_runtime()?;
        let listener = {
            let _in_runtime = runtime.enter();
            TlsListener::new(listener, Arc::new(tls)).map_err(Error::Start)?
        };
        let (orders, receiver) = watch::channel(Order::Run);
        let thread = thread::Builder::new()
            .name("careplan-relay".to_owned())
            .spawn(move || run(runtime, listener, relay, receiver))
            .map_err(Error::Start)?;
        Ok(Self {
            address,
            url,
            orders,
            thread: Some(thread),
        })
    }

    /// The address that the relay listens on.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The URL for offices: the host that the relay is known as, the port that it listens on.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Takes no more requests, lets those that have begun finish for a few seconds, and returns when all is closed.
    pub fn stop(mut self) {
        self.end(Order::Stop);
    }

    /// Cuts every connection at once, as if the relay died, and returns when its port is free.
    pub fn abort(mut self) {
        self.end(Order::Abort);
    }

    fn end(&mut self, order: Order) {
        self.orders.send_replace(order);
        if let Some(thread) = self.thread.take() {
            // A panic over there has been reported there.
            let _result = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end(Order::Stop);
    }
}

fn open_relay(dir: &Path, config: &Config) -> Result<Relay, Error> {
    let database = dir.join(DATABASE_FILE);
    if !database.exists() {
        return Err(Error::NotARelay(dir.to_owned()));
    }
    Ok(Relay::new(
        Store::open(&database)?,
        config.access_token_seconds,
    ))
}

fn new_runtime() -> Result<Runtime, Error> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("careplan-relay")
        .enable_all()
        .build()
        .map_err(Error::Start)
}

fn run(runtime: Runtime, listener: TlsListener, relay: Relay, orders: watch::Receiver<Order>) {
    runtime.block_on(serve(listener, relay, orders));
    runtime.shutdown_timeout(LAST_CALLS);
}

/// Serves until the relay has stopped or the time for stopping is over.
async fn serve(listener: TlsListener, relay: Relay, orders: watch::Receiver<Order>) {
    let service = calls::router(relay).into_make_service_with_connect_info::<Peer>();
    let stopped = ordered(orders.clone(), &[Order::Stop, Order::Abort]);
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopped);
    tokio::select! {
        _ = serving.into_future() => {}
        () = ordered(orders.clone(), &[Order::Abort]) => {}
        () = grace_is_over(orders) => {}
    }
}

async fn grace_is_over(orders: watch::Receiver<Order>) {
    ordered(orders, &[Order::Stop]).await;
    tokio::time::sleep(GRACE).await;
}

/// Waits for one of these orders.
async fn ordered(mut orders: watch::Receiver<Order>, wanted: &'static [Order]) {
    if orders
        .wait_for(|order| wanted.contains(order))
        .await
        .is_err()
    {
        // Without a sender no order can come; it lives as long as the thread that runs this.
        std::future::pending::<()>().await;
    }
}
