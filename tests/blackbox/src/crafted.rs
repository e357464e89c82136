//! A message from the support office to the service office: sealed by the SDK, or made step by step without it, as another
//! program would make it, or an attacker.

use std::io::{Cursor, Write};

use careplan_core::envelope::{
    EnvelopeError, Opened, OpenedCover, Role, Sealed, Trust, TrustFault, open, open_cover, seal,
    sign_receipt,
};
use careplan_core::message::{Cover, FileEntry, MessageSet};
use careplan_relay::IssuedIdentity;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::command::{OAEP, OpenSsl};
use crate::offices::{SUPPORT, THIRD, certificate, identity, offices};
use crate::samples::{cover, files_of, plans};

/// The folder of the plans for the service office.
pub const RECEIVER: &str = "5070100002_11";
/// What the manifest calls itself.
pub const FORMAT: &str = "careplan-message/1";

/// The plans for the service office, sealed.
pub fn sealed() -> (MessageSet, Cover, Sealed) {
    let set = plans(RECEIVER);
    let cover = cover(&set);
    let sealed = seal(
        &identity(&offices().support),
        &offices().trust(),
        &[certificate(&offices().service)],
        &cover,
        &files_of(&set),
    );
    (set, cover, sealed.unwrap())
}

/// The same files with next to nothing in them, sealed by `sender` for these: about as small as an envelope gets.
pub fn small_sealed_for(sender: &IssuedIdentity, receivers: &[&IssuedIdentity]) -> (Cover, Sealed) {
    const SHORT: &[u8] = b"content";
    let mut cover = cover(&plans(RECEIVER));
    for file in &mut cover.files {
        *file = FileEntry::of_bytes(&file.name, SHORT);
    }
    let files: Vec<_> = cover
        .files
        .iter()
        .map(|file| (&*file.name, SHORT))
        .collect();
    let receivers: Vec<_> = receivers.iter().map(|issued| certificate(issued)).collect();
    let (sender, trust) = (identity(sender), offices().trust());
    let sealed = seal(&sender, &trust, &receivers, &cover, &files).unwrap();
    (cover, sealed)
}

/// The same from the support office for the service office.
pub fn small_sealed() -> (Cover, Sealed) {
    small_sealed_for(&offices().support, &[&offices().service])
}

/// The plans for the service office, sealed by `signer` for `receiver`, who may both be anybody.
pub fn seal_as(
    signer: &IssuedIdentity,
    trust: &Trust,
    receiver: &IssuedIdentity,
) -> Result<Sealed, EnvelopeError> {
    let set = plans(RECEIVER);
    seal(
        &identity(signer),
        trust,
        &[certificate(receiver)],
        &cover(&set),
        &files_of(&set),
    )
}

/// Opens a content as the one who holds this.
pub fn open_as(receiver: &IssuedIdentity, sealed: &[u8]) -> Result<Opened, EnvelopeError> {
    open(
        &identity(receiver),
        &offices().trust(),
        Role::Receiver,
        sealed,
    )
}

/// Opens a content as the service office.
pub fn open_as_service(sealed: &[u8]) -> Result<Opened, EnvelopeError> {
    open_as(&offices().service, sealed)
}

/// Opens a cover as the one who holds this.
pub fn open_cover_as(
    receiver: &IssuedIdentity,
    sealed: &[u8],
) -> Result<OpenedCover, EnvelopeError> {
    open_cover(
        &identity(receiver),
        &offices().trust(),
        Role::Receiver,
        sealed,
    )
}

/// Signed by the support office and sealed for the service office without the SDK.
pub fn crafted(content: &[u8]) -> Vec<u8> {
    let openssl = OpenSsl::default();
    let signed = openssl.sign(content, &[&offices().support]);
    openssl.encrypt(&signed, &offices().service, OAEP)
}

/// Why the service office does not take this content, well signed and sealed by the support office.
pub fn refusal(content: &[u8]) -> EnvelopeError {
    open_as_service(&crafted(content)).unwrap_err()
}

/// The signed content of an envelope for the service office.
pub fn unsealed(sealed: &[u8]) -> Vec<u8> {
    OpenSsl::default().decrypt(sealed, &offices().service)
}

/// Signed content, whatever it is, sealed for the service office as it should be.
pub fn sealed_again(signed: &[u8]) -> Vec<u8> {
    OpenSsl::default().encrypt(signed, &offices().service, OAEP)
}

/// The container of a message.
pub fn container(cover: &Cover, files: &[(&str, &[u8])]) -> Vec<u8> {
    container_of(&json!({ "format": FORMAT, "cover": cover }), files)
}

/// The container with any manifest.
pub fn container_of(manifest: &Value, files: &[(&str, &[u8])]) -> Vec<u8> {
    let manifest = serde_json::to_vec(manifest).unwrap();
    let all = std::iter::once(("manifest.json", &*manifest)).chain(files.iter().copied());
    zip_of(all)
}

/// A ZIP file of these.
pub fn zip_of<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::DEFAULT).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The service office's receipt for a message.
pub fn receipt() -> Vec<u8> {
    let opened = open_as_service(&sealed().2.content).unwrap();
    sign_receipt(&identity(&offices().service), &opened.taken).unwrap()
}

/// A byte changed.
pub fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 0x10;
    bytes
}

/// About `count` places spread evenly over `length`, the first and the last among them.
pub fn spread(length: usize, count: usize) -> Vec<usize> {
    let mut places: Vec<_> = (0..count).map(|n| n * length / count).collect();
    places.extend([1, 2, length - 2, length - 1]);
    places
}

/// The certificate of an office is not trusted.
pub fn untrusted(office: &str, fault: TrustFault) -> EnvelopeError {
    let office = office.to_owned();
    EnvelopeError::Untrusted { office, fault }
}

/// The third office signed in the name of the support office.
pub fn wrong_sender() -> EnvelopeError {
    EnvelopeError::WrongSender {
        signer: THIRD.parse().unwrap(),
        sender: SUPPORT.parse().unwrap(),
    }
}
