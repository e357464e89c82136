//! A relay that says what a test tells it to.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use serde::Serialize;

use super::house::Issued;
use crate::relay::wire::{Problem, ProblemCode};

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Method and path, such as `GET /v1/service`.
    pub(super) call: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn token(&self) -> Option<&str> {
        self.header("authorization")?.strip_prefix("Bearer ")
    }
}

/// What is said to it.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    after: Duration,
    /// The body in pieces of so many bytes, with this between them.
    slowly: Option<(usize, Duration)>,
    /// Only so many bytes of the body, then this.
    stops_at: Option<(usize, Stop)>,
}

/// How an answer stops in its middle.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    Cut,
    Silence,
}

impl Reply {
    pub(super) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            after: Duration::ZERO,
            slowly: None,
            stops_at: None,
        }
    }

    pub(super) fn json(value: &impl Serialize) -> Self {
        Self::new(200, serde_json::to_vec(value).unwrap())
    }

    pub(super) fn problem(code: ProblemCode, retry_after: Option<u64>) -> Self {
        let mut problem = Problem::new(code);
        problem.retry_after = retry_after;
        Self::new(problem.status, serde_json::to_vec(&problem).unwrap())
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn after(mut self, wait: Duration) -> Self {
        self.after = wait;
        self
    }

    pub(super) fn slowly(mut self, piece: usize, pause: Duration) -> Self {
        self.slowly = Some((piece, pause));
        self
    }

    pub(super) fn stops_at(mut self, bytes: usize, stop: Stop) -> Self {
        self.stops_at = Some((bytes, stop));
        self
    }
}

/// It runs until the test ends; calls are kept.
pub(super) struct Server {
    pub(super) port: u16,
    calls: Arc<Mutex<Vec<Asked>>>,
    connections: Arc<Mutex<Vec<TcpStream>>>,
}

type Say = dyn Fn(&Asked) -> Reply + Send + Sync;

impl Server {
    /// A relay with this certificate, that takes offices of this authority.
    pub(super) fn start(
        own: &Issued,
        offices: &Issued,
        say: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            calls: Arc::default(),
            connections: Arc::default(),
        };
        let (config, say): (_, Arc<Say>) = (Arc::new(config(own, offices)), Arc::new(say));
        let (calls, connections) = (server.calls.clone(), server.connections.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                connections
                    .lock()
                    .unwrap()
                    .push(stream.try_clone().unwrap());
                let (config, say, calls) = (config.clone(), say.clone(), calls.clone());
                thread::spawn(move || {
                    let tls = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                    // Whoever hangs up ends it.
                    let _ended = serve(tls, &*say, &calls);
                });
            }
        });
        server
    }

    pub(super) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Methods and paths so far.
    pub(super) fn calls(&self) -> Vec<String> {
        let calls = self.calls.lock().unwrap();
        calls.iter().map(|asked| asked.call.clone()).collect()
    }

    pub(super) fn asked(&self, call: &str) -> Vec<Asked> {
        let calls = self.calls.lock().unwrap();
        calls
            .iter()
            .filter(|asked| asked.call == call)
            .cloned()
            .collect()
    }

    pub(super) fn count(&self, call: &str) -> usize {
        self.asked(call).len()
    }

    /// How many calls were made so far.
    pub(super) fn total(&self) -> usize {
        self.calls.lock().unwrap().len()
    }

    /// How many connections were made so far.
    pub(super) fn connections(&self) -> usize {
        self.connections.lock().unwrap().len()
    }

    /// Closes every connection, as a server does with those that nobody used for long.
    pub(super) fn hang_up(&self) {
        for connection in self.connections.lock().unwrap().drain(..) {
            let _closed = connection.shutdown(std::net::Shutdown::Both);
        }
    }
}

fn config(own: &Issued, offices: &Issued) -> ServerConfig {
    let provider = Arc::new(ring::default_provider());
    let der = |issued: &Issued| CertificateDer::from(issued.certificate.to_der().unwrap());
    let mut roots = RootCertStore::empty();
    roots.add(der(offices)).unwrap();
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let key = PrivateKeyDer::try_from(own.key.private_key_to_pkcs8().unwrap()).unwrap();
    ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_client_cert_verifier(clients.build().unwrap())
        .with_single_cert(vec![der(own)], key)
        .unwrap()
}

fn serve(
    tls: StreamOwned<ServerConnection, TcpStream>,
    say: &Say,
    calls: &Mutex<Vec<Asked>>,
) -> io::Result<()> {
    let mut stream = BufReader::new(tls);
    while let Some(asked) = read(&mut stream)? {
        calls.lock().unwrap().push(asked.clone());
        let reply = say(&asked);
        thread::sleep(reply.after);
        let mut head = format!(
            "HTTP/1.1 {} X\r\ncontent-length: {}\r\n",
            reply.status,
            reply.body.len()
        );
        for (name, value) in &reply.headers {
            head += &format!("{name}: {value}\r\n");
        }
        let out = stream.get_mut();
        out.write_all(format!("{head}\r\n").as_bytes())?;
        let (bytes, stop) = reply
            .stops_at
            .map_or((reply.body.len(), None), |(n, stop)| (n, Some(stop)));
        let (piece, pause) = reply.slowly.unwrap_or((bytes.max(1), Duration::ZERO));
        for piece in reply.body[..bytes].chunks(piece) {
            out.write_all(piece)?;
            out.flush()?;
            thread::sleep(pause);
        }
        match stop {
            None => {}
            Some(Stop::Cut) => return out.sock.shutdown(std::net::Shutdown::Both),
            // Until the other side hangs up.
            Some(Stop::Silence) => return out.read(&mut [0; 1]).map(drop),
        }
    }
    Ok(())
}

fn read(stream: &mut impl BufRead) -> io::Result<Option<Asked>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let call = line.rsplit_once(' ').unwrap().0.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
    stream.read_exact(&mut body)?;
    Ok(Some(Asked {
        call,
        headers,
        body,
    }))
}

/// Takes connections and never says anything. Gives the port.
pub(super) fn silent() -> u16 {
    listen(|mut stream| while let Ok(1..) = stream.read(&mut [0; 1024]) {})
}

/// Does this with every connection. Gives the port.
pub(super) fn listen(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = serve.clone();
            thread::spawn(move || serve(stream));
        }
    });
    port
}
