use std::sync::{Arc, Mutex};

use cryptoki::error::Error;
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass};
use cryptoki::session::Session;
use openssl::x509::X509;
use zeroize::Zeroizing;

use super::connection::Connection;
use super::{TokenError, TokenKey, TokenUri};
use crate::envelope::certificate::algorithm_of;
use crate::envelope::error::EnvelopeError;
use crate::envelope::identity::chain_of;
use crate::envelope::key::{KeyError, PrivateKey};

/// A key on a token, its certificate, and the other certificates there.
pub(in crate::envelope) struct OnToken {
    pub(in crate::envelope) key: Arc<dyn PrivateKey>,
    pub(in crate::envelope) certificate: X509,
    pub(in crate::envelope) chain: Vec<X509>,
}

/// Finds the key that a URI describes, and its certificate: the one with the same CKA_ID or, for RSA, the same modulus; the
/// newest if there are several.
pub(in crate::envelope) fn find_on_token(
    uri: &TokenUri,
    pin: Option<Zeroizing<String>>,
) -> Result<OnToken, EnvelopeError> {
    let (mut connection, keys, certificates) = list(uri, pin).map_err(KeyError::from)?;
    let pairs = pairs(uri, &keys, &certificates);
    let (key, certificate) = match pairs[..] {
        [one] => one,
        [] if !keys.iter().any(|key| key.is_described_by(uri)) => {
            return Err(KeyError::from(TokenError::NoKey).into());
        }
        [] => return Err(KeyError::from(TokenError::NoCertificate).into()),
        _ => {
            let count = pairs.len();
            return Err(KeyError::from(TokenError::Several { count }).into());
        }
    };
    let template = key.template();
    let found = connection.with(|session| session.find_objects(&template));
    let fitting = found.map_err(|fault| KeyError::from(TokenError::from(fault)))?;
    if fitting.len() != 1 {
        let count = fitting.len();
        return Err(KeyError::from(TokenError::Several { count }).into());
    }
    Ok(OnToken {
        key: Arc::new(TokenKey {
            algorithm: algorithm_of(&*certificate.x509.public_key()?)?,
            template,
            connection: Mutex::new(connection),
        }),
        certificate: certificate.x509.clone(),
        chain: chain_of(
            &certificate.x509,
            certificates.iter().map(|other| &other.x509),
        ),
    })
}

struct Key {
    id: Vec<u8>,
    label: Vec<u8>,
    /// Of RSA keys, without zeros in front.
    modulus: Option<Vec<u8>>,
}

struct StoredCertificate {
    id: Vec<u8>,
    label: Vec<u8>,
    x509: X509,
}

type Listed = (Connection, Vec<Key>, Vec<StoredCertificate>);

/// All private keys and certificates: a token holds a handful.
fn list(uri: &TokenUri, pin: Option<Zeroizing<String>>) -> Result<Listed, TokenError> {
    let mut connection = Connection::open(uri, pin)?;
    let keys = connection.with(keys)?;
    let certificates = connection.with(certificates)?;
    Ok((connection, keys, certificates))
}

fn keys(session: &Session) -> Result<Vec<Key>, Error> {
    const WANTED: [AttributeType; 3] = [
        AttributeType::Id,
        AttributeType::Label,
        AttributeType::Modulus,
    ];
    let mut keys = Vec::new();
    for object in session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)])? {
        let mut key = Key {
            id: Vec::new(),
            label: Vec::new(),
            modulus: None,
        };
        for attribute in session.get_attributes(object, &WANTED)? {
            match attribute {
                Attribute::Id(id) => key.id = id,
                Attribute::Label(label) => key.label = label,
                Attribute::Modulus(modulus) => key.modulus = Some(without_zeros(modulus)),
                _ => {}
            }
        }
        keys.push(key);
    }
    Ok(keys)
}

fn certificates(session: &Session) -> Result<Vec<StoredCertificate>, Error> {
    const WANTED: [AttributeType; 3] = [
        AttributeType::Id,
        AttributeType::Label,
        AttributeType::Value,
    ];
    let template = [
        Attribute::Class(ObjectClass::CERTIFICATE),
        Attribute::CertificateType(CertificateType::X_509),
    ];
    let mut certificates = Vec::new();
    for object in session.find_objects(&template)? {
        let (mut id, mut label, mut x509) = (Vec::new(), Vec::new(), None);
        for attribute in session.get_attributes(object, &WANTED)? {
            match attribute {
                Attribute::Id(value) => id = value,
                Attribute::Label(value) => label = value,
                // One that cannot be read is somebody else's.
                Attribute::Value(value) => x509 = X509::from_der(&value).ok(),
                _ => {}
            }
        }
        certificates.extend(x509.map(|x509| StoredCertificate { id, label, x509 }));
    }
    Ok(certificates)
}

/// Every key that the URI describes, with the newest certificate for it.
fn pairs<'a>(
    uri: &TokenUri,
    keys: &'a [Key],
    certificates: &'a [StoredCertificate],
) -> Vec<(&'a Key, &'a StoredCertificate)> {
    let pairs = keys.iter().filter_map(|key| {
        let fitting = certificates
            .iter()
            .filter(|certificate| key.belongs_to(certificate));
        let newest = fitting.reduce(|a, b| match a.x509.not_before() < b.x509.not_before() {
            true => b,
            false => a,
        });
        newest.map(|certificate| (key, certificate))
    });
    pairs
        .filter(|(key, _)| uri.id.as_ref().is_none_or(|id| *id == key.id))
        .filter(|(key, certificate)| {
            let label = uri.object.as_ref();
            label.is_none_or(|label| *label == key.label || *label == certificate.label)
        })
        .collect()
}

impl Key {
    fn is_described_by(&self, uri: &TokenUri) -> bool {
        uri.id.as_ref().is_none_or(|id| *id == self.id)
            && uri.object.as_ref().is_none_or(|label| *label == self.label)
    }

    fn belongs_to(&self, certificate: &StoredCertificate) -> bool {
        let rsa = certificate.x509.public_key().and_then(|key| key.rsa());
        match (&self.modulus, rsa) {
            (Some(modulus), Ok(rsa)) => *modulus == rsa.n().to_vec(),
            (Some(_), Err(_)) => false,
            // Keys on curves do not say their public part; signing will show whether it fits.
            (None, _) => !self.id.is_empty() && self.id == certificate.id,
        }
    }

    /// By what it is found again.
    fn template(&self) -> Vec<Attribute> {
        let mut template = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        if !self.id.is_empty() {
            template.push(Attribute::Id(self.id.clone()));
        }
        if !self.label.is_empty() {
            template.push(Attribute::Label(self.label.clone()));
        }
        template
    }
}

fn without_zeros(mut number: Vec<u8>) -> Vec<u8> {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    number.drain(..zeros);
    number
}
