use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use axum::routing::put;
use axum::serve::Listener;
use rusqlite::Connection;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The least that a server can do: TLS with client certificates, and one SQLite commit for each request.
pub(crate) struct Peer {
    port: u16,
}

impl Peer {
    pub(crate) fn start(dir: &Path) -> Self {
        let tls = TlsAcceptor::from(Arc::new(server_config(dir)));
        let database = Arc::new(Mutex::new(database(dir)));
        let (told, port) = std::sync::mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                told.send(listener.local_addr().unwrap().port()).unwrap();
                let app = Router::new()
                    .route("/v1/sent/{id}", put(keep))
                    .with_state(database);
                axum::serve(Tls::new(listener, tls), app).await.unwrap();
            });
        });
        Self {
            port: port.recv().unwrap(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }
}

async fn keep(
    State(database): State<Arc<Mutex<Connection>>>,
    Segment(id): Segment<String>,
    body: Bytes,
) -> StatusCode {
    let work = move || {
        let database = database.lock().unwrap();
        let mut insert = database
            .prepare_cached("INSERT INTO messages (id, body) VALUES (?, ?)")
            .unwrap();
        insert.execute((id, &body[..])).unwrap();
    };
    tokio::task::spawn_blocking(work).await.unwrap();
    StatusCode::CREATED
}

fn database(dir: &Path) -> Connection {
    let database = Connection::open(dir.join("peer.sqlite3")).unwrap();
    database
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE messages (id TEXT PRIMARY KEY, body BLOB NOT NULL);",
        )
        .unwrap();
    database
}

fn server_config(dir: &Path) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_file(dir.join("ca.pem")).unwrap();
    roots.add(ca).unwrap();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .unwrap();
    let certificates = CertificateDer::pem_file_iter(dir.join("server.pem"))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let key = PrivateKeyDer::from_pem_file(dir.join("server-key.pem")).unwrap();
    ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(certificates, key)
        .unwrap()
}

/// Connections whose handshake is done.
struct Tls {
    accepted: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Tls {
    fn new(listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        let address = listener.local_addr().unwrap();
        let (sender, accepted) = mpsc::channel(64);
        tokio::spawn(async move {
            while let Ok((stream, from)) = listener.accept().await {
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    let _only_speed = stream.set_nodelay(true);
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _at_the_end = sender.send((stream, from)).await;
                    }
                });
            }
        });
        Self { accepted, address }
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}
