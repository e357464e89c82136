use der::asn1::AnyRef;
use der::{Decode, Encode, Reader, SliceReader};

use crate::envelope::error::EnvelopeError;

/// The elements of a SEQUENCE OF, at most so many: every list is short, so that no foreign bytes can make reading slow.
pub(super) fn elements(value: &[u8], most: usize) -> Result<Vec<AnyRef<'_>>, EnvelopeError> {
    let malformed = |_| EnvelopeError::Malformed;
    let mut reader = SliceReader::new(value).map_err(malformed)?;
    let mut elements = Vec::new();
    while !reader.is_finished() {
        if elements.len() == most {
            return Err(EnvelopeError::BadContent("CMS"));
        }
        elements.push(reader.decode().map_err(malformed)?);
    }
    Ok(elements)
}

/// The elements of a SET OF, in the order of their bytes as DER wants it (X.690, section 11.6).
pub(super) fn set(value: &[u8], most: usize) -> Result<Vec<AnyRef<'_>>, EnvelopeError> {
    let elements = elements(value, most)?;
    let der: Result<Vec<_>, _> = elements.iter().map(AnyRef::to_der).collect();
    if der.map_err(|_| EnvelopeError::Malformed)?.is_sorted() {
        Ok(elements)
    } else {
        Err(EnvelopeError::Malformed)
    }
}

/// The one element of a SET OF with one.
pub(super) fn one(value: &[u8]) -> Option<AnyRef<'_>> {
    AnyRef::from_der(value).ok()
}
