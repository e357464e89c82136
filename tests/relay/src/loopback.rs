//! Plain HTTP for this machine only: the control port and the web page. Who is on this machine may use it.

use std::future::Future;
use std::net::{IpAddr, TcpListener};

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use crate::error::Error;

/// Listens on an address of this machine; any other is refused.
pub(crate) fn listen(address: &str) -> Result<TcpListener, Error> {
    let listener = TcpListener::bind(address).map_err(Error::Start)?;
    check(&listener)?;
    Ok(listener)
}

/// Refuses a listener that other machines could reach.
pub(crate) fn check(listener: &TcpListener) -> Result<(), Error> {
    let address = listener.local_addr().map_err(Error::Start)?;
    if address.ip().is_loopback() {
        Ok(())
    } else {
        Err(Error::NotLoopback(address))
    }
}

/// Serves until it is to stop; what has begun is finished. Has to run inside a tokio runtime.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    axum::serve(listener, router.layer(from_fn(own_name)))
        .with_graceful_shutdown(stop)
        .await
}

/// A page of another site cannot make a browser call us under a name of its own.
async fn own_name(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    if host.is_some_and(is_own_name) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

fn is_own_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_listened_to() {
        assert!(listen("127.0.0.1:0").is_ok());
        assert!(matches!(listen("0.0.0.0:0"), Err(Error::NotLoopback(_))));
    }

    #[test]
    fn names_of_other_sites_are_refused() {
        for own in [
            "localhost",
            "LOCALHOST:1",
            "127.0.0.1:80",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_own_name(own), "{own}");
        }
        for other in [
            "",
            "example.com",
            "localhost.example.com:80",
            "[::2]",
            "10.0.0.1",
        ] {
            assert!(!is_own_name(other), "{other}");
        }
    }
}
