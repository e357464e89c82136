//! Persons as the store remembers them, and the key that makes it so.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::str::FromStr;

use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

use super::error::StoreError;
use super::files;
use crate::digest::hex;

/// File of the key, beside the database.
pub(super) const KEY_FILE: &str = "person.key";
const KEY_BYTES: usize = 32;

/// A person as the store remembers one: HMAC-SHA256 over 保険者番号 and 被保険者番号 with a key that never leaves this
/// machine, 64 hexadecimal digits as text. The numbers cannot be had back from it without the key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonRef(pub(super) [u8; 32]);

impl fmt::Display for PersonRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for PersonRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is not a reference of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reference of a person: expected 64 hexadecimal digits")]
pub struct PersonRefError;

impl FromStr for PersonRef {
    type Err = PersonRefError;

    fn from_str(text: &str) -> Result<Self, PersonRefError> {
        bytes_of_hex(text).map(Self).ok_or(PersonRefError)
    }
}

impl Serialize for PersonRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PersonRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// 32 bytes as 64 lower-case hexadecimal digits, and nothing else.
pub(super) fn bytes_of_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != 32 || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

/// The key of the references.
pub(super) struct PersonKey {
    key: PKey<Private>,
    /// Tells later whether a key is the one that this store was made with.
    check: String,
}

impl PersonKey {
    /// Reads the key of a folder; none where there is no such file.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let file = match fs::File::open(folder.join(KEY_FILE)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        files::keep_for_owner(&file);
        let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_BYTES + 1));
        file.take(KEY_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() != KEY_BYTES {
            return Err(StoreError::WrongPersonKey);
        }
        Self::from_bytes(&bytes).map(Some)
    }

    /// Makes a key and its file, which is there as a whole or not at all.
    pub(super) fn make(folder: &Path) -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        openssl::rand::rand_bytes(bytes.as_mut_slice()).map_err(|_| StoreError::Crypto)?;
        files::write_new(&folder.join(KEY_FILE), bytes.as_slice())?;
        Self::from_bytes(bytes.as_slice())
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let key = PKey::hmac(bytes).map_err(|_| StoreError::Crypto)?;
        // Another input than any person's, so that the check is no reference.
        let check = hex(&mac(&key, &[b"\0careplan person key"])?);
        Ok(Self { key, check })
    }

    pub(super) fn check(&self) -> &str {
        &self.check
    }

    /// Of the head of the access log, which nobody can compute without the key.
    pub(super) fn seal(&self, head: &super::LogHead) -> Result<String, StoreError> {
        let (office, entries) = (head.office, head.entries);
        let head = format!("\0careplan log head\0{office}\0{entries}\0{}", head.hash);
        Ok(hex(&mac(&self.key, &[head.as_bytes()])?))
    }

    pub(super) fn person(&self, insurer: &str, insured: &str) -> Result<PersonRef, StoreError> {
        mac(&self.key, &[insurer.as_bytes(), b"\0", insured.as_bytes()]).map(PersonRef)
    }
}

fn mac(key: &PKey<Private>, parts: &[&[u8]]) -> Result<[u8; 32], StoreError> {
    let sign = || {
        let mut signer = Signer::new(MessageDigest::sha256(), key)?;
        for part in parts {
            signer.update(part)?;
        }
        signer.sign_to_vec()
    };
    sign()
        .ok()
        .and_then(|mac| mac.try_into().ok())
        .ok_or(StoreError::Crypto)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_hmac_sha256() {
        // RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?".
        let key = PKey::hmac(b"Jefe").unwrap();
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(
            hex(&mac(&key, &[b"what do ya want ", b"for nothing?"]).unwrap()),
            expected
        );
        let person: PersonRef = expected.parse().unwrap();
        assert_eq!(person.to_string(), expected);
        assert_eq!(
            serde_json::to_string(&person).unwrap(),
            format!("\"{expected}\"")
        );
        assert!(expected.to_uppercase().parse::<PersonRef>().is_err());
        assert!(expected[1..].parse::<PersonRef>().is_err());
    }

    #[test]
    fn the_border_between_the_numbers_counts() {
        let key = PersonKey::from_bytes(&[7; 32]).unwrap();
        assert_ne!(
            key.person("12", "3").unwrap(),
            key.person("1", "23").unwrap()
        );
        let other = PersonKey::from_bytes(&[8; 32]).unwrap();
        assert_ne!(
            key.person("12", "3").unwrap(),
            other.person("12", "3").unwrap()
        );
        assert_ne!(key.check(), other.check());
    }
}
