//! The relay as an HTTPS server: TLS 1.3, client certificates, HTTP/1.1.

mod answer;
mod audit;
mod body;
mod caller;
mod calls;
mod connections;
mod digest;
mod download;
mod listener;
mod news;
mod places;
mod range;
mod rate;
mod relay;
mod sides;
mod tls;
mod witness;

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use axum::Router;
use axum::middleware::from_fn_with_state;
use careplan_core::number::OfficeNumber;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use self::listener::TlsListener;
use self::news::Waiters;
pub(crate) use self::relay::{Relay, WeakRelay};
use self::sides::Sides;
use self::witness::witnessed;
pub use self::witness::{Seen, Witness};
use crate::clock::Clock;
use crate::config::{Config, DatabaseUrl, RelayUrl};
use crate::control::{Control, Hands};
use crate::error::Error;
use crate::faults::{FaultLayer, Faults, inject};
use crate::init::DATABASE_FILE;
use crate::locked::Locked;
use crate::store::{OnNews, Store};

/// Largest sealed content: 64 MiB.
pub const MAX_CONTENT_BYTES: u64 = 64 * 1024 * 1024;
/// Largest sealed cover: 256 KiB.
pub const MAX_COVER_BYTES: u64 = 256 * 1024;
/// Largest signed receipt: 64 KiB.
pub const MAX_RECEIPT_BYTES: u64 = 64 * 1024;

pub(crate) const LOCK_FILE: &str = "relay.lock";

/// Requests that are being answered may take so long after a stop.
const GRACE: Duration = Duration::from_secs(5);
/// Database calls that have begun may take so long after that.
const LAST_CALLS: Duration = Duration::from_secs(5);

/// What is due is done so often, and whenever the clock is moved.
const HOUSEKEEPING: Duration = Duration::from_secs(30);

/// Files that belong to nothing are looked for so often, and removed when they are older than that.
const SWEEP: Duration = Duration::from_secs(3600);

/// Every call of the protocol: its method and its path, such as `/v1/sent/{id}`.
pub fn calls() -> impl Iterator<Item = (String, &'static str)> {
    let calls = calls::table().into_iter();
    calls.map(|call| (call.method.to_string(), call.path))
}

/// How a relay is to run, beside what its relay.toml says.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `postgres://…` in place of the database that relay.toml names.
    pub database: Option<String>,
    /// The clock that it goes by.
    pub clock: Clock,
    /// Address of the control port, on this machine; none unless given. Port 0 takes a free one.
    pub control: Option<String>,
    /// Address of the web page, on this machine; none unless given. Port 0 takes a free one.
    pub web: Option<String>,
    /// Who is to see what crosses the wire, for tests; nobody unless given.
    pub witness: Option<Witness>,
}

/// A running relay. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    url: String,
    control: Control,
    control_url: Option<String>,
    web_url: Option<String>,
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
        Self::start_with(dir, listener, Options::default())
    }

    /// Serves a relay as these options have it.
    pub fn start_with(dir: &Path, listener: TcpListener, options: Options) -> Result<Self, Error> {
        let config = configured(dir, options.database.clone())?;
        let lock = only_one(dir, &config)?;
        let sides = Sides::open(&options)?;
        let (orders, receiver) = watch::channel(Order::Run);
        let relay = open_relay(dir, &config, options.clock.clone(), receiver.clone())?;
        let tls = tls::server_config(dir, &options.clock)?;
        let address = listener.local_addr().map_err(Error::Start)?;
        let known_as: RelayUrl = config.url.parse()?;
        let url = RelayUrl {
            port: address.port(),
            ..known_as
        }
        .to_string();

        let runtime = new_runtime()?;
        tidy_up(&runtime, &relay)?;
        let hands = Hands {
            relay,
            faults: Faults::default(),
        };
        let calls = all_calls(&hands, options.witness);
        let control = Control::new(&hands, runtime.handle().clone());
        let (control_url, web_url) = (sides.control_url(), sides.web_url());
        let listener = {
            let _in_runtime = runtime.enter();
            TlsListener::new(listener, Arc::new(tls)).map_err(Error::Start)?
        };
        let thread = thread::Builder::new()
            .name("careplan-relay".to_owned())
            .spawn(move || {
                run(runtime, (listener, calls), sides, hands, receiver);
                drop(lock);
            })
            .map_err(Error::Start)?;
        Ok(Self {
            address,
            url,
            control,
            control_url,
            web_url,
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

    /// Control from outside the protocol, for tests.
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Where the control port is, if it was asked for.
    pub fn control_url(&self) -> Option<&str> {
        self.control_url.as_deref()
    }

    /// Where the web page is, if it was asked for.
    pub fn web_url(&self) -> Option<&str> {
        self.web_url.as_deref()
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

/// Makes sure that no other process serves this folder: who waits for news in one is not woken by the other.
pub(crate) fn only_one(dir: &Path, config: &Config) -> Result<Option<Locked>, Error> {
    if config.database.is_some() {
        return Ok(None);
    }
    let path = dir.join(LOCK_FILE);
    let file = File::create(&path).map_err(Error::at(&path))?;
    let lock = Locked::alone(file).map_err(Error::at(&path))?;
    lock.ok_or_else(|| Error::Running(dir.to_owned())).map(Some)
}

/// The settings of the relay in a folder, with another database if one is given.
pub(crate) fn configured(dir: &Path, database: Option<String>) -> Result<Config, Error> {
    let mut config = Config::load(dir)?;
    if let Some(url) = database {
        config.database = Some(DatabaseUrl(url));
    }
    Ok(config)
}

/// Opens what the relay in a folder remembers.
pub(crate) fn open_store(
    dir: &Path,
    config: &Config,
    clock: Clock,
    on_news: OnNews,
) -> Result<Store, Error> {
    let database = dir.join(DATABASE_FILE);
    if !database.exists() {
        return Err(Error::NotARelay(dir.to_owned()));
    }
    Store::open(&database, clock, config.settings(dir), on_news)
}

fn open_relay(
    dir: &Path,
    config: &Config,
    clock: Clock,
    orders: watch::Receiver<Order>,
) -> Result<Relay, Error> {
    let waiters = Arc::new(Waiters::default());
    let woken = waiters.clone();
    let on_news = Arc::new(move |offices: &[OfficeNumber]| woken.wake(offices));
    let store = open_store(dir, config, clock, on_news)?;
    Ok(Relay::new(store, waiters, config, orders))
}

/// What a crash may have left behind goes before anybody calls.
fn tidy_up(runtime: &Runtime, relay: &Relay) -> Result<(), Error> {
    let failed = || Error::Start(std::io::Error::other("contents"));
    // In a thread of its own: whoever starts a relay may be in a runtime already.
    let swept = thread::scope(|scope| {
        let sweeping = scope.spawn(|| runtime.block_on(relay.store().sweep_at_start()));
        sweeping.join().map_err(|_| failed())
    });
    swept?.map(|_| ()).map_err(|_| failed())
}

fn new_runtime() -> Result<Runtime, Error> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("careplan-relay")
        .enable_all()
        .build()
        .map_err(Error::Start)
}

fn run(
    runtime: Runtime,
    calls: (TlsListener, Router),
    sides: Sides,
    hands: Hands,
    orders: watch::Receiver<Order>,
) {
    runtime.block_on(serve(calls, sides, &hands, orders));
    runtime.shutdown_timeout(LAST_CALLS);
    // The database is closed here, when nothing holds it any more.
    drop(hands);
}

/// Serves until the relay has stopped or the time for stopping is over.
async fn serve(
    (listener, calls): (TlsListener, Router),
    sides: Sides,
    hands: &Hands,
    orders: watch::Receiver<Order>,
) {
    let relay = &hands.relay;
    tokio::spawn(prepare_names(relay.clone()));
    sides.serve(hands, &orders);
    tokio::select! {
        () = connections::serve(listener, calls, orders.clone()) => {}
        () = ordered(orders.clone(), &[Order::Abort]) => return,
        () = grace_is_over(orders) => {}
        () = keep_house(relay) => {}
        () = relay.store().keep_notes() => {}
    }
    // Notes that cannot be stored now are lost with the database.
    let _result = relay.store().store_notes().await;
}

/// The first who looks for a name need not wait for the index.
async fn prepare_names(relay: Relay) {
    let _result = relay.store().search_directory(String::new(), None, 1).await;
}

/// The calls of the protocol, with the faults and the witness that somebody may want.
fn all_calls(hands: &Hands, witness: Option<Witness>) -> Router {
    let faults = FaultLayer {
        faults: hands.faults.clone(),
        clock: hands.relay.clock().clone(),
        doer: hands.doer(),
    };
    let calls = calls::router(hands.relay.clone()).layer(from_fn_with_state(faults, inject));
    match witness {
        Some(witness) => calls.layer(from_fn_with_state(witness, witnessed)),
        None => calls,
    }
}

/// Does what is due, for ever.
async fn keep_house(relay: &Relay) {
    let mut swept = Instant::now();
    loop {
        // From here on a move of the clock is not missed.
        let moved = relay.clock().moved();
        let mut moved = std::pin::pin!(moved);
        moved.as_mut().enable();
        // What cannot be done now is done the next time.
        let _result = relay.store().keep_house().await;
        if swept.elapsed() >= SWEEP {
            let _result = relay.store().sweep(SWEEP).await;
            swept = Instant::now();
        }
        tokio::select! {
            () = moved => {}
            () = tokio::time::sleep(HOUSEKEEPING) => {}
        }
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
