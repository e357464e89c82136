//! Who is calling: the certificate says it, and the token has to agree.

use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::ProblemCode;
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::relay::Relay;
use crate::ca::office_in_certificate;
use crate::secret::sha256_hex;
use crate::store::{Failure, Registered};

/// The client certificate of a connection. It chains to the relay's CA and was in time at the handshake.
#[derive(Clone)]
pub(super) struct Peer {
    der: Arc<[u8]>,
    thumbprint: Arc<str>,
    office: Option<OfficeNumber>,
}

impl Peer {
    /// Who is at the other end of a connection.
    pub(super) fn of(stream: &TlsStream<TcpStream>) -> Self {
        let certificates = stream.get_ref().1.peer_certificates();
        // Without a certificate the handshake fails, so there is always a first one.
        let der = certificates
            .and_then(<[_]>::first)
            .map_or(&[][..], |certificate| certificate);
        Self {
            der: der.into(),
            thumbprint: sha256_hex(der).into(),
            office: office_in_certificate(der),
        }
    }

    /// SHA-256 of the certificate.
    pub(super) fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// The certificate in DER.
    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    /// The office that the certificate names, whether the relay knows it or not.
    pub(super) fn named(&self) -> Option<OfficeNumber> {
        self.office
    }

    /// The office that the certificate names, if it does not call too often.
    fn counted(&self, relay: &Relay) -> Result<OfficeNumber, Failure> {
        let office = self.office.ok_or(ProblemCode::UnknownCertificate)?;
        relay.rates().count(office, relay.clock().now())?;
        Ok(office)
    }

    /// Refuses a certificate that is not good any more, or whose office the relay does not know. A renewed certificate need not
    /// be registered: it becomes so when the office logs in with it.
    async fn check(
        relay: &Relay,
        office: OfficeNumber,
        known: Option<Registered>,
    ) -> Result<(), Failure> {
        match known {
            Some(known) if known.revoked => Err(ProblemCode::CertificateRevoked.into()),
            // Over since the connection was made.
            Some(known) if known.office != office || known.expired => {
                Err(ProblemCode::UnknownCertificate.into())
            }
            Some(_) => Ok(()),
            None if relay.store().knows(office).await? => Ok(()),
            None => Err(ProblemCode::UnknownCertificate.into()),
        }
    }
}

/// An office that calls with its certificate and is not logged in yet.
pub(super) struct Visitor {
    pub(super) peer: Peer,
    pub(super) office: OfficeNumber,
}

impl FromRequestParts<Relay> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, Failure> {
        let peer = peer(parts, relay).await?;
        let office = peer.counted(relay)?;
        let known = relay.store().certificate(peer.thumbprint()).await?;
        Peer::check(relay, office, known).await?;
        Ok(Self { peer, office })
    }
}

/// An office that is logged in with its certificate.
pub(super) struct Caller {
    pub(super) peer: Peer,
    pub(super) office: OfficeNumber,
    pub(super) token: String,
}

impl FromRequestParts<Relay> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, Failure> {
        relay.check_maintenance()?;
        let peer = peer(parts, relay).await?;
        let office = peer.counted(relay)?;
        let token = bearer_token(&parts.headers);
        let (known, of_token) = relay
            .store()
            .caller(token.as_deref().unwrap_or_default(), peer.thumbprint())
            .await?;
        Peer::check(relay, office, known).await?;
        let token = token.ok_or(ProblemCode::NotLoggedIn)?;
        if of_token? != office {
            return Err(ProblemCode::NotLoggedIn.into());
        }
        Ok(Self {
            peer,
            office,
            token,
        })
    }
}

async fn peer(parts: &mut Parts, relay: &Relay) -> Result<Peer, Failure> {
    let peer = ConnectInfo::<Peer>::from_request_parts(parts, relay).await;
    let ConnectInfo(peer) = peer.map_err(|_| ProblemCode::UnknownCertificate)?;
    Ok(peer)
}

/// The token of `Authorization: Bearer <token>` (RFC 6750, section 2.1).
fn bearer_token(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}
