use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, OtherError, SignatureScheme};

use super::seen::{server_certificate, tidy};
use crate::relay::error::{ServerCertificate, TlsFault};
use crate::relay::tls::mix_up;
use crate::relay::wire::Environment;

/// rustls' own verification; where it says no, the certificate that it said no to goes along with the error.
#[derive(Debug)]
pub(super) struct RelayVerifier(pub(super) Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for RelayVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verify = |verifier: &WebPkiServerVerifier| {
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        verify(&self.0).map_err(|error| match error {
            rustls::Error::InvalidCertificate(why) => {
                let fault =
                    RelayCertificateFault::new(why, end_entity, intermediates, server_name, now);
                rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(
                    fault,
                ))))
            }
            other => other,
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// Why the relay's certificate was refused, on its way through rustls, hyper and reqwest.
#[derive(Debug, Clone)]
pub(in crate::relay) struct RelayCertificateFault {
    why: Why,
    seen: Option<ServerCertificate>,
    host: String,
    clock: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Untrusted,
    Time,
    Name,
    Invalid,
}

impl RelayCertificateFault {
    fn new(
        why: CertificateError,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        now: UnixTime,
    ) -> Self {
        let why = match why {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Why::Time,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Why::Name
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Why::Untrusted,
            _ => Why::Invalid,
        };
        let clock = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let clock = Timestamp::from_second(clock).unwrap_or(Timestamp::MAX);
        let out_of_time = || {
            let mut all = std::iter::once(end_entity)
                .chain(intermediates)
                .filter_map(server_certificate);
            all.find(|seen| clock < seen.not_before || seen.not_after < clock)
        };
        let seen = match why {
            Why::Time => out_of_time().or_else(|| server_certificate(end_entity)),
            _ => server_certificate(end_entity),
        };
        Self {
            why,
            seen,
            host: tidy(&host.to_str()),
            clock,
        }
    }

    /// What a caller is told.
    pub(in crate::relay) fn explained(
        self,
        authorities: &[String],
        skew: Option<SignedDuration>,
    ) -> TlsFault {
        let Self {
            why,
            seen,
            host,
            clock,
        } = self;
        match why {
            Why::Untrusted => TlsFault::ServerUntrusted {
                mix_up: seen
                    .as_ref()
                    .and_then(|seen| mix_up(&seen.issuer, authorities))
                    // Whoever breaks up TLS in between is no relay for production.
                    .filter(|environment| *environment == Environment::Sandbox),
                configured: authorities.to_vec(),
                seen,
            },
            Why::Time => TlsFault::ServerExpired { seen, clock, skew },
            Why::Name => TlsFault::ServerName { seen, host },
            Why::Invalid => TlsFault::ServerInvalid { seen },
        }
    }
}

impl fmt::Display for RelayCertificateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the relay's certificate was refused")
    }
}

impl std::error::Error for RelayCertificateFault {}
