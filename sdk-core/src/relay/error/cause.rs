use std::error::Error;
use std::io;

use jiff::{SignedDuration, Timestamp};
use rustls::{AlertDescription, CertificateError, OtherError};

use super::{ProxyFault, RelayError, TlsFault, Unreachable};
use crate::envelope::KeyError;
use crate::relay::tls::{OwnCertificate, RelayCertificateFault, mix_up};

/// What is known of the connection that failed.
#[derive(Debug, Clone, Copy)]
pub(in crate::relay) struct Peer<'a> {
    /// Whether a proxy is in between.
    pub(in crate::relay) proxied: bool,
    /// The certificate that this office shows.
    pub(in crate::relay) own: &'a OwnCertificate,
    /// Subjects of the relay's authority.
    pub(in crate::relay) authorities: &'a [String],
    /// The relay's clock less ours, where it is known.
    pub(in crate::relay) skew: Option<SignedDuration>,
}

/// Looks through the chain of causes for the true one.
pub(in crate::relay) fn cause_of(error: &(dyn Error + 'static), peer: Peer<'_>) -> RelayError {
    if let Some(key) = causes(error).find_map(key_fault) {
        return RelayError::Key(key);
    }
    if let Some(fault) = causes(error).find_map(|cause| tls_fault(cause, peer)) {
        return fault.into();
    }
    if let Some(fault) = causes(error).find_map(tunnel_fault) {
        return RelayError::Proxy(fault);
    }
    if causes(error).any(is_out_of_files) {
        return RelayError::NoResources;
    }
    let (connecting, cause) = unreachable(error);
    // What stands between us and a tunnel is the proxy; a break inside of the tunnel looks like one of the relay.
    let before_tunnel = causes(error).any(says("failed to create underlying connection"));
    match cause {
        _ if before_tunnel => RelayError::Proxy(ProxyFault::Unreachable(cause)),
        Unreachable::UnknownHost | Unreachable::Refused if peer.proxied && connecting => {
            RelayError::Proxy(ProxyFault::Unreachable(cause))
        }
        _ => RelayError::Unreachable(cause),
    }
}

/// An error and everything it wraps, including what hides inside an `io::Error`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(
        Some(error),
        |&error: &&'a (dyn Error + 'static)| match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        },
    )
}

fn unreachable(error: &(dyn Error + 'static)) -> (bool, Unreachable) {
    let of_reqwest = || causes(error).filter_map(|cause| cause.downcast_ref::<reqwest::Error>());
    let connecting = of_reqwest().any(reqwest::Error::is_connect);
    let kinds = || causes(error).filter_map(|cause| cause.downcast_ref().map(io::Error::kind));
    let cause = if of_reqwest().any(reqwest::Error::is_timeout) {
        match connecting {
            true => Unreachable::ConnectTimedOut,
            false => Unreachable::TimedOut,
        }
    // hyper-util's own words; it does not export the type.
    } else if causes(error).any(says("dns error")) {
        Unreachable::UnknownHost
    } else if kinds().any(|kind| kind == io::ErrorKind::ConnectionRefused) {
        Unreachable::Refused
    } else if kinds().any(no_route) {
        Unreachable::NoRoute
    // The system gave up before our own time was over.
    } else if kinds().any(|kind| kind == io::ErrorKind::TimedOut) {
        match connecting {
            true => Unreachable::ConnectTimedOut,
            false => Unreachable::TimedOut,
        }
    } else {
        Unreachable::Cut
    };
    (connecting, cause)
}

fn no_route(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable
    )
}

/// EMFILE and ENFILE; WSAEMFILE.
fn is_out_of_files(error: &(dyn Error + 'static)) -> bool {
    let code = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::raw_os_error);
    match cfg!(windows) {
        true => code == Some(10024),
        false => matches!(code, Some(23 | 24)),
    }
}

fn says(words: &'static str) -> impl Fn(&(dyn Error + 'static)) -> bool {
    move |cause| cause.to_string().contains(words)
}

/// hyper-util's own words again.
fn tunnel_fault(error: &(dyn Error + 'static)) -> Option<ProxyFault> {
    match error.to_string().strip_prefix("tunnel error: ")? {
        "proxy authorization required" => Some(ProxyFault::Credentials),
        "failed to create underlying connection" => None,
        "io error establishing tunnel" => Some(ProxyFault::Unreachable(Unreachable::Cut)),
        _ => Some(ProxyFault::Refused),
    }
}

fn key_fault(error: &(dyn Error + 'static)) -> Option<KeyError> {
    match error.downcast_ref()? {
        rustls::Error::Other(OtherError(inner)) => inner.downcast_ref().cloned(),
        _ => None,
    }
}

fn tls_fault(error: &(dyn Error + 'static), peer: Peer<'_>) -> Option<TlsFault> {
    let fault = match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(inner))) => {
            let fault = inner.downcast_ref::<RelayCertificateFault>()?;
            fault.clone().explained(peer.authorities, peer.skew)
        }
        rustls::Error::InvalidCertificate(_) => TlsFault::ServerInvalid { seen: None },
        rustls::Error::AlertReceived(alert) => refused(*alert, peer),
        // A server that speaks plain HTTP, or something else, at this port.
        rustls::Error::InvalidMessage(_)
        | rustls::Error::InappropriateMessage { .. }
        | rustls::Error::InappropriateHandshakeMessage { .. }
        | rustls::Error::PeerMisbehaved(_)
        | rustls::Error::PeerIncompatible(_) => TlsFault::Protocol,
        _ => return None,
    };
    Some(fault)
}

/// The relay said no to the handshake: to our certificate, or to TLS as we speak it.
fn refused(alert: AlertDescription, peer: Peer<'_>) -> TlsFault {
    let (own, clock) = (peer.own, Timestamp::now());
    let expired = TlsFault::ClientExpired {
        not_before: own.not_before,
        not_after: own.not_after,
        clock,
        skew: peer.skew,
    };
    let in_time = own.not_before <= clock && clock <= own.not_after;
    match alert {
        AlertDescription::CertificateExpired => expired,
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        | AlertDescription::AccessDenied
        | AlertDescription::DecryptError
        | AlertDescription::CertificateRequired => match in_time {
            true => TlsFault::ClientRefused {
                issuer: own.issuer.clone(),
                mix_up: mix_up(&own.issuer, peer.authorities),
            },
            // A server need not say more than that it is bad.
            false => expired,
        },
        _ => TlsFault::Protocol,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(error: io::Error, proxied: bool) -> RelayError {
        let own = OwnCertificate {
            issuer: String::new(),
            not_before: Timestamp::MIN,
            not_after: Timestamp::MAX,
        };
        let peer = Peer {
            proxied,
            own: &own,
            authorities: &[],
            skew: None,
        };
        // As an error hides another one in reqwest and hyper.
        cause_of(&io::Error::other(error), peer)
    }

    #[test]
    fn what_the_system_says_is_told() {
        let unreachable = RelayError::Unreachable;
        for (kind, expected) in [
            (io::ErrorKind::NetworkUnreachable, Unreachable::NoRoute),
            (io::ErrorKind::HostUnreachable, Unreachable::NoRoute),
            (io::ErrorKind::ConnectionRefused, Unreachable::Refused),
            (io::ErrorKind::TimedOut, Unreachable::TimedOut),
            (io::ErrorKind::ConnectionReset, Unreachable::Cut),
            (io::ErrorKind::UnexpectedEof, Unreachable::Cut),
        ] {
            for proxied in [false, true] {
                assert_eq!(cause(kind.into(), proxied), unreachable(expected), "{kind}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn too_many_open_files_are_no_fault_of_the_network() {
        for code in [23, 24] {
            let error = io::Error::from_raw_os_error(code);
            assert_eq!(cause(error, false), RelayError::NoResources);
        }
    }
}
