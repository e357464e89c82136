//! PKCS#12 (RFC 7292): the files .p12 and .pfx that authorities issue and Windows exports.
//!
//! Read here and not by OpenSSL's `PKCS12_parse`, which gives one key only, takes the old algorithms only from the
//! process-wide provider, and does not tell a wrong password from a damaged file. OpenSSL computes what is to be computed.
//! Crates for PKCS#12 (`p12-keystore`) bring ciphers of their own, and refuse files that are not encrypted.

mod ber;
mod oid;
mod password;
mod pbe;

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::memcmp;
use openssl::pkey::PKey;
use openssl::sign::Signer;
use openssl::x509::X509;
use zeroize::Zeroizing;

use self::ber::{BMP_STRING, Ber, EXPLICIT_0, IMPLICIT_0, Malformed, OCTETS, SEQUENCE, SET};
use self::password::{Password, forms};
use self::pbe::{Encryption, Purpose, Rounds, Undecrypted, damaged, unsupported};
use super::error::IdentityError;
use super::material::{FoundCertificate, FoundKey, Material};
use crate::envelope::error::EnvelopeError;

/// Safes within safes; programs write none.
const MAX_DEPTH: usize = 4;

/// Whether this looks like a PKCS#12 file: a sequence that begins with version 3.
pub(super) fn is_pkcs12(bytes: &[u8]) -> bool {
    // A file that is cut off is one as well.
    let start = match bytes {
        [SEQUENCE, 0x80, rest @ ..] | [SEQUENCE, 0..0x80, rest @ ..] => rest,
        [SEQUENCE, first, rest @ ..] => rest.get(usize::from(first & 0x7F)..).unwrap_or_default(),
        _ => return false,
    };
    start.starts_with(&[2, 1, 3])
}

/// Whether an EncryptedPrivateKeyInfo (RFC 5958, section 3) can be decrypted in a time that somebody will wait. OpenSSL takes any
/// number of rounds.
pub(super) fn check_rounds(encrypted: &[u8]) -> Result<(), IdentityError> {
    let mut key = Ber::new(encrypted).sequence().map_err(damaged)?;
    match Encryption::read(key.sequence().map_err(damaged)?) {
        // What only OpenSSL can read.
        Ok(_) | Err(IdentityError::UnsupportedAlgorithm(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Everything of use in a file.
pub(super) fn read(bytes: &[u8], password: Option<&str>) -> Result<Material, EnvelopeError> {
    let file = File::read(bytes)?;
    let missing = || match password {
        None | Some("") => IdentityError::PasswordMissing,
        Some(_) => IdentityError::WrongPassword,
    };
    let mut forms = forms(password.unwrap_or_default());
    if let Some(mac) = &file.mac {
        let right = mac.first_that_fits(&forms, &file.safe)?;
        // It is tried first; a program may yet have taken another form for the encryption.
        forms.swap(0, right.ok_or_else(missing)?);
    }
    let mut reader = Reader {
        forms,
        refused: match file.mac {
            // The password is right.
            Some(_) => damaged(Malformed),
            None => missing(),
        },
        material: Material::default(),
    };
    reader.authenticated_safe(&file.safe)?;
    Ok(reader.material)
}

/// PFX, with the outer layer read.
struct File {
    /// AuthenticatedSafe in BER.
    safe: Vec<u8>,
    mac: Option<Mac>,
}

impl File {
    fn read(bytes: &[u8]) -> Result<Self, IdentityError> {
        let mut file = Ber::new(bytes).sequence().map_err(damaged)?;
        if file.number() != Ok(3) {
            return Err(damaged(Malformed));
        }
        let mut safe = file.sequence().map_err(damaged)?;
        let kind = safe.oid().map_err(damaged)?;
        if kind != oid::DATA {
            return Err(unsupported(kind));
        }
        let safe = safe
            .within(EXPLICIT_0)
            .and_then(|mut content| content.octets(OCTETS));
        let mac = match file.tag() {
            Some(_) => Some(Mac::read(file.sequence().map_err(damaged)?)?),
            None => None,
        };
        Ok(Self {
            safe: safe.map_err(damaged)?.into_owned(),
            mac,
        })
    }
}

/// MacData.
struct Mac {
    digest: MessageDigest,
    value: Vec<u8>,
    rounds: Rounds,
}

impl Mac {
    fn read(mut data: Ber<'_>) -> Result<Self, IdentityError> {
        let mut info = data.sequence().map_err(damaged)?;
        let mut algorithm = info.sequence().map_err(damaged)?;
        let digest = match algorithm.oid().map_err(damaged)? {
            oid::SHA1 => MessageDigest::sha1(),
            oid::SHA224 => MessageDigest::sha224(),
            oid::SHA256 => MessageDigest::sha256(),
            oid::SHA384 => MessageDigest::sha384(),
            oid::SHA512 => MessageDigest::sha512(),
            other => return Err(unsupported(other)),
        };
        let value = info.octets(OCTETS).map_err(damaged)?.into_owned();
        let salt = data.octets(OCTETS).map_err(damaged)?.into_owned();
        let iterations = if data.is_empty() {
            1
        } else {
            data.number().map_err(damaged)?
        };
        Ok(Self {
            digest,
            value,
            rounds: Rounds::new(salt, iterations)?,
        })
    }

    fn first_that_fits(
        &self,
        forms: &[Password],
        safe: &[u8],
    ) -> Result<Option<usize>, ErrorStack> {
        for (index, form) in forms.iter().enumerate() {
            if self.fits(form, safe)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    fn fits(&self, password: &Password, safe: &[u8]) -> Result<bool, ErrorStack> {
        let length = self.digest.size();
        let key = self
            .rounds
            .derive(self.digest, Purpose::Mac, &password.wide, length)?;
        let key = PKey::hmac(&key)?;
        let value = Signer::new(self.digest, &key)?.sign_oneshot_to_vec(safe)?;
        Ok(value.len() == self.value.len() && memcmp::eq(&value, &self.value))
    }
}

struct Reader {
    forms: Vec<Password>,
    /// What it means if no form of the password decrypts.
    refused: IdentityError,
    material: Material,
}

impl Reader {
    fn authenticated_safe(&mut self, bytes: &[u8]) -> Result<(), EnvelopeError> {
        let mut parts = Ber::new(bytes).sequence().map_err(damaged)?;
        while !parts.is_empty() {
            let mut part = parts.sequence().map_err(damaged)?;
            let kind = part.oid().map_err(damaged)?;
            let mut content = part.within(EXPLICIT_0).map_err(damaged)?;
            match kind {
                oid::DATA => {
                    let plain = content.octets(OCTETS).map_err(damaged)?;
                    self.safe_contents(Ber::new(&plain), 0)?;
                }
                oid::ENCRYPTED_DATA => {
                    let mut data = content.sequence().map_err(damaged)?;
                    data.number().map_err(damaged)?;
                    let mut data = data.sequence().map_err(damaged)?;
                    data.oid().map_err(damaged)?;
                    let plain = self.decrypt(&mut data, IMPLICIT_0)?;
                    self.safe_contents(Ber::new(&plain), 0)
                        .map_err(|error| self.as_refused(error))?;
                }
                other => return Err(unsupported(other).into()),
            }
        }
        Ok(())
    }

    fn safe_contents(&mut self, mut contents: Ber<'_>, depth: usize) -> Result<(), EnvelopeError> {
        if depth > MAX_DEPTH {
            return Err(damaged(Malformed).into());
        }
        let mut bags = contents.sequence().map_err(damaged)?;
        while !bags.is_empty() {
            let mut bag = bags.sequence().map_err(damaged)?;
            let kind = bag.oid().map_err(damaged)?;
            let mut value = bag.within(EXPLICIT_0).map_err(damaged)?;
            let name = friendly_name(bag).map_err(damaged)?;
            match kind {
                oid::KEY_BAG => self.add_key(value.rest(), name)?,
                oid::SHROUDED_KEY_BAG => {
                    let mut encrypted = value.sequence().map_err(damaged)?;
                    let key = self.decrypt(&mut encrypted, OCTETS)?;
                    self.add_key(&key, name)
                        .map_err(|error| self.as_refused(error))?;
                }
                oid::CERTIFICATE_BAG => self.add_certificate(value, name)?,
                oid::SAFE_CONTENTS_BAG => self.safe_contents(value, depth + 1)?,
                // Revocation lists and secrets of programs.
                _ => {}
            }
        }
        Ok(())
    }

    /// Decrypts what an AlgorithmIdentifier and a string of octets say.
    fn decrypt(
        &self,
        encrypted: &mut Ber<'_>,
        tag: u8,
    ) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        let encryption = Encryption::read(encrypted.sequence().map_err(damaged)?)?;
        let data = encrypted.octets(tag).map_err(damaged)?;
        for form in &self.forms {
            match encryption.decrypt(form, &data) {
                Ok(plain) => return Ok(plain),
                Err(Undecrypted::Refused) => {}
                Err(Undecrypted::Failed(stack)) => return Err(stack.into()),
            }
        }
        Err(self.refused.clone().into())
    }

    /// Padding that fits by chance lets a wrong password through, once in 256 times; what comes out is no structure then.
    fn as_refused(&self, error: EnvelopeError) -> EnvelopeError {
        match error {
            EnvelopeError::Identity(IdentityError::Damaged(_)) => self.refused.clone().into(),
            other => other,
        }
    }

    fn add_key(&mut self, pkcs8: &[u8], name: Option<String>) -> Result<(), EnvelopeError> {
        let key = PKey::private_key_from_pkcs8(pkcs8).map_err(|_| damaged(Malformed))?;
        self.material.keys.push(FoundKey { key, name });
        Ok(())
    }

    fn add_certificate(
        &mut self,
        mut bag: Ber<'_>,
        name: Option<String>,
    ) -> Result<(), EnvelopeError> {
        let mut bag = bag.sequence().map_err(damaged)?;
        if bag.oid().map_err(damaged)? != oid::X509_CERTIFICATE {
            return Ok(());
        }
        let der = bag
            .within(EXPLICIT_0)
            .and_then(|mut value| value.octets(OCTETS));
        let x509 = X509::from_der(&der.map_err(damaged)?).map_err(|_| damaged(Malformed))?;
        self.material
            .certificates
            .push(FoundCertificate { x509, name });
        Ok(())
    }
}

/// The attribute friendlyName of a bag, after its value.
fn friendly_name(mut bag: Ber<'_>) -> Result<Option<String>, Malformed> {
    if bag.is_empty() {
        return Ok(None);
    }
    let mut attributes = bag.within(SET)?;
    while !attributes.is_empty() {
        let mut attribute = attributes.sequence()?;
        if attribute.oid()? == oid::FRIENDLY_NAME {
            let wide = attribute.within(SET)?.content(BMP_STRING)?;
            let units = wide
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            let name = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
            return Ok(Some(name.collect()));
        }
    }
    Ok(None)
}
