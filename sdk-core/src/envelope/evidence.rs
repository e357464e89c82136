//! 証跡: a message and its receipt in one file, which anybody can verify who trusts the authority: offline, without a private
//! key, years later.
//!
//! It is a ZIP file with `README.txt`, `message.p7m` (the signed content as the sender made it, no longer encrypted) and
//! `receipt.p7s` (the receiver's statement), both CMS SignedData in DER. `openssl cms -verify` verifies them, too.
//!
//! What it proves: the sender signed exactly these files for these receivers, and the receiver stated that it stored them, each
//! with a certificate that held at that time, not before the message was made. The times are those of their clocks: no third
//! party has seen them. It holds personal data, in clear.

use zeroize::Zeroizing;

use super::cms;
use super::container::{self, File};
use super::error::EnvelopeError;
use super::identities::Identities;
use super::manifest::Manifest;
use super::open::{Role, check_parties, check_sender};
use super::receipt::{Receipt, is_before, verify_receipt};
use super::signature::{self, Judged, SignedBy};
use super::trust::Trust;
use crate::digest::sha256_hex;
use crate::message::Cover;

const README: &str = "README.txt";
const MESSAGE: &str = "message.p7m";
const RECEIPT: &str = "receipt.p7s";

/// For whoever finds the file and nothing else.
const README_TEXT: &str = include_str!("evidence_readme.txt");

/// What an evidence file proves, verified.
pub struct Evidence<M = Cover> {
    /// What the message says of itself; the sender is the signer.
    pub cover: M,
    /// The files of the cover, name and bytes, in its order.
    pub files: Vec<File>,
    /// Who sent it.
    pub sender: SignedBy,
    /// What the receiver stated.
    pub receipt: Receipt,
    /// Who received it.
    pub receiver: SignedBy,
    /// The explanation in the file is not the one that this version writes: another version's, or somebody else's words. It
    /// is signed by nobody.
    pub readme_differs: bool,
}

/// Makes an evidence file of a message that this office sent and its receipt. The message is opened with the office's own key;
/// what comes out can be verified by [`verify_evidence`], which is done here first.
///
/// Errors: as for [`verify_evidence`]; [`EnvelopeError::NotForThisCertificate`] where this office cannot open the message.
pub fn export_evidence<M: Manifest>(
    identities: &Identities,
    trust: &Trust,
    sealed: &[u8],
    receipt: &[u8],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let own = identities.openers(trust.now());
    let opened = cms::open(sealed, &own.iter().collect::<Vec<_>>(), &|der| {
        trust.read(der)
    })?;
    let verified = verify_parts::<M>(trust, opened.signed(), receipt)?;
    check_parties(
        &verified.cover,
        &verified.sender,
        identities.office(),
        Role::Sender,
    )?;
    if verified.receipt.content_sha256 != sha256_hex(sealed) {
        return Err(EnvelopeError::WrongReceipt);
    }
    container::pack_entries(&[
        (README, README_TEXT.as_bytes()),
        (MESSAGE, opened.signed()),
        (RECEIPT, receipt),
    ])
}

/// Verifies an evidence file: both signatures, both certificates as they were when they signed, that the files are those of the
/// cover, and that the receipt is one of its receivers' for exactly this message.
pub fn verify_evidence<M: Manifest>(
    trust: &Trust,
    evidence: &[u8],
) -> Result<Evidence<M>, EnvelopeError> {
    let unpacked = container::unpack_entries(evidence, [README, MESSAGE, RECEIPT]);
    let [readme, message, receipt] = unpacked.map_err(|error| match error {
        EnvelopeError::FilesDiffer | EnvelopeError::Malformed | EnvelopeError::BadContent(_) => {
            EnvelopeError::NotEvidence(missing(evidence))
        }
        error => error,
    })?;
    let verified = verify_parts(trust, &message, &receipt)?;
    Ok(Evidence {
        readme_differs: *readme != README_TEXT.as_bytes(),
        ..verified
    })
}

fn verify_parts<M: Manifest>(
    trust: &Trust,
    message: &[u8],
    receipt: &[u8],
) -> Result<Evidence<M>, EnvelopeError> {
    let (content, sender) = signature::verify(trust, message, Judged::AtSigning)?;
    let (cover, files): (M, _) = container::unpack(content)?;
    check_sender(&cover, &sender)?;
    let verified = verify_receipt(trust, receipt)?;
    let (receipt, receiver) = (verified.receipt, verified.signer);
    let belongs = receipt.message == cover.id()
        && receipt.sender == cover.sender()
        && cover.receivers().contains(&receipt.receiver)
        && receipt.signed_sha256 == sha256_hex(message)
        && !is_before(receipt.taken_at, sender.signed_at);
    if !belongs {
        return Err(EnvelopeError::WrongReceipt);
    }
    Ok(Evidence {
        cover,
        files,
        sender,
        receipt,
        receiver,
        readme_differs: false,
    })
}

/// Which of its parts is not in a ZIP file; where it has all of them, or is no ZIP file, none. It is only to tell what is wrong
/// with what was refused, so the directory is not read with all care.
fn missing(evidence: &[u8]) -> Option<&'static str> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let starts = evidence.windows(ENTRY.len()).enumerate();
    let starts = starts.filter(|(_, bytes)| *bytes == ENTRY);
    let names: Vec<_> = starts
        .filter_map(|(start, _)| {
            let header = evidence.get(start..start + 46)?;
            let length = u16::from_le_bytes([header[28], header[29]]);
            evidence.get(start + 46..start + 46 + usize::from(length))
        })
        .collect();
    let lacks = |part: &&str| !names.contains(&part.as_bytes());
    match names.is_empty() {
        true => None,
        false => [RECEIPT, MESSAGE, README].into_iter().find(lacks),
    }
}
