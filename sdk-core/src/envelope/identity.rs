use std::fmt;

use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::stack::Stack;
use openssl::x509::{X509, X509Ref};
use zeroize::Zeroizing;

use super::error::EnvelopeError;
use crate::number::OfficeNumber;

/// Who an office is: its private key, its certificate and the certificates between that and the root.
///
/// Debug shows the office number only. OpenSSL overwrites the key when this is dropped.
pub struct Identity {
    office: OfficeNumber,
    certificate: X509,
    chain: Vec<X509>,
    key: PKey<Private>,
}

impl Identity {
    /// Reads an identity from PEM: the office's certificate first, then any intermediates; and the private key (PKCS#8,
    /// not encrypted).
    pub fn from_pem(certificates: &[u8], private_key: &[u8]) -> Result<Self, EnvelopeError> {
        let mut all = X509::stack_from_pem(certificates)
            .map_err(|_| EnvelopeError::BadPem("certificate (電子証明書)"))?
            .into_iter();
        let certificate = all
            .next()
            .ok_or(EnvelopeError::BadPem("certificate (電子証明書)"))?;
        // A callback that gives no password: OpenSSL would otherwise ask at the terminal.
        let key = PKey::private_key_from_pem_callback(private_key, |_| Ok(0))
            .map_err(|_| EnvelopeError::BadPem("private key (秘密鍵)"))?;
        if !certificate.public_key()?.public_eq(&key) {
            return Err(EnvelopeError::KeyMismatch);
        }
        Ok(Self {
            office: office_of(&certificate)?,
            certificate,
            chain: all.collect(),
            key,
        })
    }

    /// 事業所番号 of the certificate.
    pub fn office(&self) -> OfficeNumber {
        self.office
    }

    pub(super) fn certificate(&self) -> &X509 {
        &self.certificate
    }

    pub(super) fn key(&self) -> &PKey<Private> {
        &self.key
    }

    pub(super) fn intermediates(&self) -> Result<Stack<X509>, EnvelopeError> {
        let mut stack = Stack::new()?;
        for certificate in &self.chain {
            stack.push(certificate.clone())?;
        }
        Ok(stack)
    }

    /// Certificate chain and PKCS#8 key in DER, as TLS wants them.
    pub(crate) fn for_tls(&self) -> Result<TlsIdentity, EnvelopeError> {
        let chain = std::iter::once(&self.certificate)
            .chain(&self.chain)
            .map(|c| c.to_der());
        Ok(TlsIdentity {
            chain: chain.collect::<Result<_, _>>()?,
            key: Zeroizing::new(self.key.private_key_to_pkcs8()?),
        })
    }
}

/// An identity as TLS wants it, in DER.
pub(crate) struct TlsIdentity {
    /// The office's certificate and the intermediates.
    pub chain: Vec<Vec<u8>>,
    /// PKCS#8.
    pub key: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("office", &self.office)
            .finish_non_exhaustive()
    }
}

/// The office that a certificate names: the serialNumber of its subject (X.520, 2.5.4.5).
pub fn office_of(certificate: &X509Ref) -> Result<OfficeNumber, EnvelopeError> {
    let mut entries = certificate.subject_name().entries_by_nid(Nid::SERIALNUMBER);
    match (entries.next(), entries.next()) {
        (Some(entry), None) => {
            OfficeNumber::from_bytes(entry.data().as_slice()).map_err(|_| EnvelopeError::NoOffice)
        }
        _ => Err(EnvelopeError::NoOffice),
    }
}
