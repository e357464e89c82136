//! PEM (RFC 7468): certificates and keys as text, and the older encrypted keys of OpenSSL.

use std::cell::Cell;

use openssl::pkey::{PKey, Private};
use openssl::x509::X509;

use super::error::IdentityError;
use super::material::{FoundCertificate, FoundKey, Material};
use super::pkcs12;
use crate::envelope::error::EnvelopeError;
use crate::envelope::trust::pem::blocks_of_text;

/// What a block holds, as errors call it.
pub(super) const CERTIFICATE: &str = "電子証明書 (certificate)";
pub(super) const PRIVATE_KEY: &str = "private key (秘密鍵)";

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

pub(super) fn is_pem(bytes: &[u8]) -> bool {
    find(bytes, BEGIN).is_some()
}

/// Adds every key and certificate of a text; anything else in it is passed over, as it is by OpenSSL.
pub(super) fn read(
    text: &[u8],
    password: Option<&str>,
    into: &mut Material,
) -> Result<(), EnvelopeError> {
    let mut rest = text;
    while let Some(start) = find(rest, BEGIN) {
        let block = Block::at(&rest[start..])?;
        rest = block.after;
        let text = block.text;
        match block.label {
            b"CERTIFICATE" | b"X509 CERTIFICATE" | b"TRUSTED CERTIFICATE" => {
                let x509 =
                    certificate(text, block.label).ok_or(IdentityError::Damaged(CERTIFICATE))?;
                into.certificates
                    .push(FoundCertificate { x509, name: None });
            }
            label if label.ends_with(b"PRIVATE KEY") => {
                if label == b"ENCRYPTED PRIVATE KEY" {
                    check_rounds(text)?;
                }
                let key = private_key(text, password)?;
                into.keys.push(FoundKey { key, name: None });
            }
            _ => {}
        }
    }
    Ok(())
}

struct Block<'a> {
    label: &'a [u8],
    /// From BEGIN to the dashes after END.
    text: &'a [u8],
    after: &'a [u8],
}

impl<'a> Block<'a> {
    /// The block that begins here.
    fn at(text: &'a [u8]) -> Result<Self, IdentityError> {
        let damaged = || IdentityError::Damaged("PEM");
        let label = &text[BEGIN.len()..];
        let label = &label[..find(label, DASHES).ok_or_else(damaged)?];
        let end = find(text, END).ok_or_else(damaged)?;
        let close = end + END.len();
        let stop = close + find(&text[close..], DASHES).ok_or_else(damaged)? + DASHES.len();
        Ok(Self {
            label,
            text: &text[..stop],
            after: &text[stop..],
        })
    }
}

/// Not by OpenSSL's reader of PEM, which would ask at the terminal for the password of a block that says to be encrypted.
fn certificate(block: &[u8], label: &[u8]) -> Option<X509> {
    let blocks = blocks_of_text(block, str::from_utf8(label).ok()?)?;
    X509::from_der(blocks.first()?).ok()
}

fn check_rounds(block: &[u8]) -> Result<(), IdentityError> {
    const DAMAGED: IdentityError = IdentityError::Damaged(PRIVATE_KEY);
    let blocks = blocks_of_text(block, "ENCRYPTED PRIVATE KEY").ok_or(DAMAGED)?;
    let encrypted = blocks.first().ok_or(DAMAGED)?;
    pkcs12::check_rounds(encrypted).map_err(|_| DAMAGED)
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

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
