use std::io::{self, Read};
use std::ops::Range;

use der::Decode;
use openssl::hash::Hasher;
use zeroize::Zeroizing;

use super::signer::Unverified;
use crate::envelope::cms::algorithm::{Algorithm, Digest};
use crate::envelope::cms::oid;
use crate::envelope::cms::source::{End, Source};
use crate::envelope::cms::write::{CONTEXT_0, INTEGER, OCTET_STRING, OID, SEQUENCE, SET};
use crate::envelope::error::EnvelopeError;

const MOST_SMALL: u64 = 1 << 8;
/// Ten certificates with large keys, and a signer with as many attributes as it may have.
const MOST_CERTIFICATES: u64 = 1 << 16;
const MOST_SIGNERS: u64 = 1 << 15;

/// What is read at once of content that nobody asked for.
const CHUNK: usize = 1 << 16;

/// Gives the content of a SignedData while it is read. Nothing is verified before [`Unverified::check_signature`] has agreed.
pub(in crate::envelope) struct Reader<R> {
    source: Source<R>,
    frame: Frame,
    hasher: Hasher,
}

impl<R: Read> Reader<R> {
    /// Reads what stands before the content.
    pub fn new(source: R) -> Result<Self, EnvelopeError> {
        let mut source = Source::new(source, EnvelopeError::NotSigned);
        let frame = begin(&mut source)?;
        Ok(Self {
            hasher: Hasher::new(frame.digest.openssl())?,
            source,
            frame,
        })
    }

    /// Reads what is left, if anything, and what stands after the content; nothing may follow.
    pub fn finish(mut self) -> Result<Unverified, EnvelopeError> {
        let mut buffer = Zeroizing::new(vec![0; CHUNK]);
        loop {
            match self.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.source.error(error)),
            }
        }
        let content = self.hasher.finish()?;
        let (certificates, signers) = end(&mut self.source, &self.frame)?;
        self.source.finish()?;
        Ok(Unverified {
            version: self.frame.version,
            digest: self.frame.digest,
            content,
            certificates,
            signers,
        })
    }
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read_until(self.frame.content, buffer)?;
        self.hasher
            .update(&buffer[..read])
            .map_err(|error| io::Error::other(EnvelopeError::from(error)))?;
        Ok(read)
    }
}

/// Reads a SignedData in memory: where its content stands, and what is to be verified.
pub(in crate::envelope) fn read(
    signed: &[u8],
) -> Result<(Range<usize>, Unverified), EnvelopeError> {
    let mut source = Source::new(signed, EnvelopeError::NotSigned);
    let frame = begin(&mut source)?;
    let start = source.position();
    let content = source.slice(frame.content)?;
    let place = start..start + content.len();
    let (certificates, signers) = end(&mut source, &frame)?;
    source.finish()?;
    let unverified = Unverified {
        version: frame.version,
        digest: frame.digest,
        content: openssl::hash::hash(frame.digest.openssl(), content)?,
        certificates,
        signers,
    };
    Ok((place, unverified))
}

/// Where the content ends, and what is around it.
struct Frame {
    version: u8,
    digest: Digest,
    content: End,
    /// EncapsulatedContentInfo.
    inner: [End; 2],
    outer: [End; 3],
}

/// Reads up to the first byte of the content.
fn begin<R: Read>(source: &mut Source<R>) -> Result<Frame, EnvelopeError> {
    const NOT_SIGNED: EnvelopeError = EnvelopeError::NotSigned;
    let info = source.enter(SEQUENCE, End::NONE)?;
    if source.content(OID, info, MOST_SMALL)? != oid::SIGNED_DATA.as_bytes() {
        return Err(NOT_SIGNED);
    }
    let explicit = source.enter(CONTEXT_0, info)?;
    let data = source.enter(SEQUENCE, explicit)?;
    let version = match source.content(INTEGER, data, MOST_SMALL)?[..] {
        [version @ (1 | 3)] => version,
        _ => return Err(NOT_SIGNED),
    };
    let digests = source.content(SET, data, MOST_SMALL)?;
    let digest = Algorithm::from_der(&digests).map_err(|_| NOT_SIGNED)?;
    let digest = Digest::of(&digest).ok_or(EnvelopeError::Weak("SHA-256"))?;
    let encapsulated = source.enter(SEQUENCE, data)?;
    if source.content(OID, encapsulated, MOST_SMALL)? != oid::DATA.as_bytes() {
        return Err(NOT_SIGNED);
    }
    let inner = source.enter(CONTEXT_0, encapsulated)?;
    Ok(Frame {
        version,
        digest,
        content: source.enter(OCTET_STRING, inner)?,
        inner: [inner, encapsulated],
        outer: [data, explicit, info],
    })
}

/// Reads what stands after the content: certificates and signerInfos; no CRLs, which would not be signed.
fn end<R: Read>(
    source: &mut Source<R>,
    frame: &Frame,
) -> Result<(Vec<u8>, Vec<u8>), EnvelopeError> {
    source.ended(&[frame.content])?;
    source.ended(&frame.inner)?;
    let [data, ..] = frame.outer;
    let certificates = source.content(CONTEXT_0, data, MOST_CERTIFICATES)?;
    let signers = source.content(SET, data, MOST_SIGNERS)?;
    source.ended(&frame.outer)?;
    Ok((certificates, signers))
}
