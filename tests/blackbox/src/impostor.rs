//! Servers that are no relay.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use careplan_relay::IssuedIdentity;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Listens, and does this with every connection. Gives the port.
pub fn listen(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
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

/// Answers everything with the same bytes, without TLS. Gives the port.
pub fn plain(answer: &'static [u8]) -> u16 {
    listen(move |mut stream| answer_once(&mut stream, answer))
}

/// Takes connections and never says anything. Gives the port.
pub fn silent() -> u16 {
    listen(|mut stream| while let Ok(1..) = stream.read(&mut [0; 1024]) {})
}

/// Answers every request with the same bytes, over TLS as this identity. Gives the port.
pub fn over_tls(identity: &IssuedIdentity, answer: &'static [u8]) -> u16 {
    let config = Arc::new(tls(identity));
    listen(move |stream| {
        let connection = ServerConnection::new(config.clone()).unwrap();
        answer_once(&mut StreamOwned::new(connection, stream), answer);
    })
}

fn answer_once(stream: &mut (impl Read + Write), answer: &[u8]) {
    // The other side may hang up at any time.
    let _read = stream.read(&mut [0; 8192]);
    let _written = stream.write_all(answer).and_then(|()| stream.flush());
    while let Ok(1..) = stream.read(&mut [0; 8192]) {}
}

fn tls(identity: &IssuedIdentity) -> ServerConfig {
    let certificate = CertificateDer::from_pem_slice(identity.certificate_pem.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(identity.private_key_pem.as_bytes()).unwrap();
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap()
}
