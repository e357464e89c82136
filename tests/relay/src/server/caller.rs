//! Who is calling: the certificate says it, and the token has to agree.

use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::http::{HeaderMap, header};
use axum::serve::IncomingStream;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::ProblemCode;
use jiff::Timestamp;

use super::listener::TlsListener;
use crate::ca::office_in_certificate;
use crate::secret::sha256_hex;
use crate::store::{Failure, Store};

/// The client certificate of a connection. It chains to the relay's CA and was in time at the handshake.
#[derive(Clone)]
pub(super) struct Peer {
    der: Arc<[u8]>,
    thumbprint: Arc<str>,
    office: Option<OfficeNumber>,
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        let certificates = stream.io().get_ref().1.peer_certificates();
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
}

impl Peer {
    /// SHA-256 of the certificate.
    pub(super) fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// The certificate in DER.
    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    /// The office that the certificate names, if it takes part. Its renewed certificate need not be registered: it becomes so
    /// when the office logs in with it.
    pub(super) fn participant(&self, store: &Store) -> Result<OfficeNumber, Failure> {
        match self.office {
            Some(office) if store.takes_part(office)? => Ok(office),
            _ => Err(ProblemCode::UnknownCertificate.into()),
        }
    }

    /// The office whose certificate this is: it is registered for an office and names the same office.
    pub(super) fn office(&self, store: &Store) -> Result<OfficeNumber, Failure> {
        let registered = store.office_of_certificate(&self.thumbprint)?;
        match registered.filter(|_| registered == self.office) {
            Some(office) => Ok(office),
            None => Err(ProblemCode::UnknownCertificate.into()),
        }
    }

    /// The office that is logged in with this certificate.
    pub(super) fn logged_in(
        &self,
        store: &Store,
        token: Option<&str>,
    ) -> Result<OfficeNumber, Failure> {
        let office = self.office(store)?;
        let token = token.ok_or(ProblemCode::NotLoggedIn)?;
        let of_token = store.office_of_token(token, &self.thumbprint, Timestamp::now())?;
        if of_token == office {
            Ok(office)
        } else {
            Err(ProblemCode::NotLoggedIn.into())
        }
    }
}

/// The token of `Authorization: Bearer <token>` (RFC 6750, section 2.1).
pub(super) fn bearer_token(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}
