//! PEM (RFC 7468): certificates and keys as text, and the older encrypted keys of OpenSSL.

use std::cell::Cell;

use openssl::pkey::{PKey, Private};
use openssl::x509::X509;

use super::error::IdentityError;
use super::material::{FoundCertificate, FoundKey, Material};
use super::pkcs12;
use crate::envelope::error::EnvelopeError;
use crate::envelope::pem::{self, Block, CERTIFICATE, PRIVATE_KEY};

/// Adds every key and certificate of a text; anything else in it is passed over, as it is by OpenSSL.
pub(super) fn read(
    text: &[u8],
    password: Option<&str>,
    into: &mut Material,
) -> Result<(), EnvelopeError> {
    for block in pem::blocks(text) {
        let block = block.ok_or(IdentityError::Damaged("PEM"))?;
        match block.label {
            b"CERTIFICATE" | b"X509 CERTIFICATE" | b"TRUSTED CERTIFICATE" => {
                let x509 = certificate(&block).ok_or(IdentityError::Damaged(CERTIFICATE))?;
                into.certificates
                    .push(FoundCertificate { x509, name: None });
            }
            label if label.ends_with(b"PRIVATE KEY") => {
                if label == b"ENCRYPTED PRIVATE KEY" {
                    check_rounds(&block)?;
                }
                let key = private_key(block.text, password)?;
                into.keys.push(FoundKey { key, name: None });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Not by OpenSSL's reader of PEM, which would ask at the terminal for the password of a block that says to be encrypted.
fn certificate(block: &Block<'_>) -> Option<X509> {
    X509::from_der(&block.decoded()?).ok()
}

fn check_rounds(block: &Block<'_>) -> Result<(), IdentityError> {
    const DAMAGED: IdentityError = IdentityError::Damaged(PRIVATE_KEY);
    let encrypted = block.decoded().ok_or(DAMAGED)?;
    pkcs12::check_rounds(&encrypted).map_err(|_| DAMAGED)
}

fn private_key(block: &[u8], password: Option<&str>) -> Result<PKey<Private>, IdentityError> {
    let asked = Cell::new(false);
    // OpenSSL asks for the password where it needs one; without an answer from here it would ask at the terminal.
    let answer = |buffer: &mut [u8]| {
        asked.set(true);
        let password = password.unwrap_or_default().as_bytes();
        let Some(place) = buffer.get_mut(..password.len()) else {
            return Ok(0);
        };
        place.copy_from_slice(password);
        Ok(password.len())
    };
    PKey::private_key_from_pem_callback(block, answer).map_err(|stack| {
        let reasons: Vec<_> = stack
            .errors()
            .iter()
            .filter_map(|error| error.reason())
            .collect();
        if !asked.get() {
            IdentityError::Damaged(PRIVATE_KEY)
        } else if password.is_none_or(str::is_empty) {
            IdentityError::PasswordMissing
        } else if let Some(reason) = reasons.iter().find(|reason| reason.contains("unsupported")) {
            IdentityError::UnsupportedAlgorithm((*reason).to_owned())
        } else {
            IdentityError::WrongPassword
        }
    })
}
