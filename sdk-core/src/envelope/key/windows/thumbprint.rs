use std::fmt;
use std::str::FromStr;

use openssl::hash::{MessageDigest, hash};

use crate::envelope::EnvelopeError;

/// The digest by which people name a certificate (拇印): SHA-1, as Windows shows it, or SHA-256, as
/// [`crate::envelope::Certificate::fingerprint`] gives it. It only finds a certificate; nothing is trusted for it.
///
/// Read from hexadecimal digits, with or without spaces and colons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbprint(Vec<u8>);

const SHA1_LENGTH: usize = 20;
const SHA256_LENGTH: usize = 32;

impl Thumbprint {
    pub(super) fn is_of(&self, der: &[u8]) -> bool {
        let kind = match self.0.len() {
            SHA1_LENGTH => MessageDigest::sha1(),
            _ => MessageDigest::sha256(),
        };
        hash(kind, der).is_ok_and(|digest| *digest == *self.0)
    }
}

impl FromStr for Thumbprint {
    type Err = EnvelopeError;

    fn from_str(text: &str) -> Result<Self, EnvelopeError> {
        // The window of Windows puts an invisible mark (U+200E) before the digits that are copied from it.
        let counts = |c: &char| !matches!(c, ' ' | ':' | '\u{200E}');
        let digits: Vec<u8> = text
            .chars()
            .filter(counts)
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()
            .ok_or(EnvelopeError::BadThumbprint)?;
        let (pairs, rest) = digits.as_chunks::<2>();
        match (pairs.len(), rest) {
            (SHA1_LENGTH | SHA256_LENGTH, []) => Ok(Self(
                pairs.iter().map(|[high, low]| high << 4 | low).collect(),
            )),
            _ => Err(EnvelopeError::BadThumbprint),
        }
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
