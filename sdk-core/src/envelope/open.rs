use std::fmt;
use std::io::{Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};

use super::cms::{self, Digests};
use super::container::{self, File, FileSink};
use super::error::{EnvelopeError, cause};
use super::identities::Identities;
use super::manifest::Manifest;
use super::receipt::Taken;
use super::seal::CoverNote;
use super::signature::{Judged, SignedBy, judge};
use super::trust::Trust;
use crate::digest::sha256_hex;
use crate::message::Cover;
use crate::number::OfficeNumber;

/// Size and digest of a sealed content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentDigest {
    /// Bytes.
    pub size: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// An opened message: everything about it has been verified.
pub struct Opened<M = Cover> {
    /// What the message says of itself; the sender is the signer.
    pub cover: M,
    /// The files of the cover, name and bytes, in its order.
    pub files: Vec<File>,
    /// Who signed it, when, and what was found about the certificate.
    pub signer: SignedBy,
    /// What a receipt is signed about, once the files have been stored.
    pub taken: Taken,
}

/// A message that was opened from a stream: everything about it has been verified, its files are with the sink.
#[derive(Debug)]
pub struct OpenedFrom<M = Cover> {
    /// What the message says of itself; the sender is the signer.
    pub cover: M,
    /// Who signed it, when, and what was found about the certificate.
    pub signer: SignedBy,
    /// What a receipt is signed about, once the files have been stored.
    pub taken: Taken,
}

/// An opened cover, verified, and the content that it belongs to.
#[derive(Debug)]
pub struct OpenedCover<M = Cover> {
    /// What the message says of itself; the sender is the signer.
    pub cover: M,
    /// The sealed content that the cover was made for.
    pub content: ContentDigest,
    /// Who signed it, when, and what was found about the certificate.
    pub signer: SignedBy,
}

/// As whom this office opens a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// 受信: it must be among the receivers.
    Receiver,
    /// 送信済み: it must be the sender. Otherwise one's own message, sent back by somebody, would look like one that was received.
    Sender,
}

/// Opens a sealed content and verifies, in this order: form and algorithms; that it is sealed for this office; the seal; the
/// signature; the signer's certificate; that the signer is the sender and this office a receiver; that the files are those of
/// the cover. Nothing is released before all of that holds.
pub fn open<M: Manifest>(
    identities: &Identities,
    trust: &Trust,
    role: Role,
    sealed: &[u8],
) -> Result<Opened<M>, EnvelopeError> {
    let (opened, signer) = open_signed(identities, trust, role, sealed)?;
    let (cover, files): (M, _) = container::unpack(opened.content())?;
    check_parties(&cover, &signer, identities.office(), role)?;
    let digests = Digests {
        sealed: sha256_hex(sealed),
        signed: sha256_hex(opened.signed()),
    };
    Ok(Opened {
        taken: Taken::new(&cover, &digests),
        cover,
        files,
        signer,
    })
}

/// The same for a content of any size in constant memory. The source is read twice: first everything is verified, then the
/// files are passed to `sink`. What the sink was given is to be thrown away unless this returns without an error: the source
/// may have been changed in between.
pub fn open_from<M: Manifest>(
    identities: &Identities,
    trust: &Trust,
    role: Role,
    mut source: impl Read + Seek,
    sink: &mut dyn FileSink,
) -> Result<OpenedFrom<M>, EnvelopeError> {
    let own = identities.openers(trust.now());
    let start = source.stream_position().map_err(cause)?;
    let own: Vec<_> = own.iter().collect();
    let read = &|der: &[u8]| trust.read(der);
    let verified = cms::open_stream(&mut source, &own, read, |_| Ok(()))?;
    let signer = judge(trust, &verified.signer, judged_as(role))?;

    source.seek(SeekFrom::Start(start)).map_err(cause)?;
    let check = |cover: &M| check_parties(cover, &signer, identities.office(), role);
    let again = cms::open_stream(&mut source, &own, read, |content| {
        container::read(content, check, sink)
    })?;
    if again.digests != verified.digests {
        return Err(EnvelopeError::Tampered);
    }
    let cover = again.taken;
    Ok(OpenedFrom {
        taken: Taken::new(&cover, &verified.digests),
        cover,
        signer,
    })
}

/// Opens a sealed cover; verifies the same as [`open`] except the files, which are elsewhere.
pub fn open_cover<M: Manifest>(
    identities: &Identities,
    trust: &Trust,
    role: Role,
    sealed: &[u8],
) -> Result<OpenedCover<M>, EnvelopeError> {
    const BAD: EnvelopeError = EnvelopeError::BadContent("cover");
    let (opened, signer) = open_signed(identities, trust, role, sealed)?;
    let note: CoverNote<M> = serde_json::from_slice(opened.content()).map_err(|_| BAD)?;
    if note.format != note.cover.cover_format() {
        return Err(BAD);
    }
    check_parties(&note.cover, &signer, identities.office(), role)?;
    Ok(OpenedCover {
        cover: note.cover,
        content: note.content,
        signer,
    })
}

fn open_signed(
    identities: &Identities,
    trust: &Trust,
    role: Role,
    sealed: &[u8],
) -> Result<(cms::Opened, SignedBy), EnvelopeError> {
    let own = identities.openers(trust.now());
    let opened = cms::open(sealed, &own.iter().collect::<Vec<_>>(), &|der| {
        trust.read(der)
    })?;
    let signer = judge(trust, &opened.signer, judged_as(role))?;
    Ok((opened, signer))
}

/// What was received is relied on from now on. What was sent is shown again, also when the certificate that signed it has ended
/// or was revoked since.
fn judged_as(role: Role) -> Judged {
    match role {
        Role::Receiver => Judged::Now,
        Role::Sender => Judged::AtSigning,
    }
}

pub(super) fn check_parties<M: Manifest>(
    cover: &M,
    signer: &SignedBy,
    reader: OfficeNumber,
    role: Role,
) -> Result<(), EnvelopeError> {
    check_sender(cover, signer)?;
    let fits = match role {
        Role::Receiver => cover.receivers().contains(&reader),
        Role::Sender => cover.sender() == reader,
    };
    if fits {
        Ok(())
    } else {
        Err(EnvelopeError::NotReceiver)
    }
}

pub(super) fn check_sender<M: Manifest>(cover: &M, signer: &SignedBy) -> Result<(), EnvelopeError> {
    let (signer, sender) = (signer.office(), cover.sender());
    if sender == signer {
        Ok(())
    } else {
        Err(EnvelopeError::WrongSender { signer, sender })
    }
}

/// The files are personal data and stay out.
impl<M: fmt::Debug> fmt::Debug for Opened<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("cover", &self.cover)
            .finish_non_exhaustive()
    }
}
