use std::borrow::Cow;

use der::asn1::ObjectIdentifier;

/// Reads BER (X.690) from front to back. Programs on macOS and old Firefox write PKCS#12 with indefinite lengths and
/// strings in pieces, and Windows does not sort its sets: a reader of strict DER would refuse them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ber<'a>(&'a [u8]);

/// Not BER, or not the element that has to stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
pub(super) const BMP_STRING: u8 = 0x1E;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// `[0]` around an element.
pub(super) const EXPLICIT_0: u8 = 0xA0;
/// `[0]` in the place of a primitive element's own tag.
pub(super) const IMPLICIT_0: u8 = 0x80;

const CONSTRUCTED: u8 = 0x20;
/// Deeper than any file that a program writes.
const MAX_DEPTH: usize = 16;

impl<'a> Ber<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything that is left, as it stands.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// The next element's tag, if there is one.
    pub(super) fn tag(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The content of the next element, which has this tag.
    pub(super) fn content(&mut self, tag: u8) -> Result<&'a [u8], Malformed> {
        let (found, content) = self.any()?;
        if found == tag {
            Ok(content)
        } else {
            Err(Malformed)
        }
    }

    /// The next element, whatever it is: tag and content.
    pub(super) fn any(&mut self) -> Result<(u8, &'a [u8]), Malformed> {
        let element = Element::at(self.0, 0)?;
        let content = self.0.get(element.content).ok_or(Malformed)?;
        self.0 = self.0.get(element.end..).ok_or(Malformed)?;
        Ok((element.tag, content))
    }

    /// What is within the next element.
    pub(super) fn within(&mut self, tag: u8) -> Result<Self, Malformed> {
        self.content(tag).map(Self)
    }

    pub(super) fn sequence(&mut self) -> Result<Self, Malformed> {
        self.within(SEQUENCE)
    }

    pub(super) fn oid(&mut self) -> Result<ObjectIdentifier, Malformed> {
        ObjectIdentifier::from_bytes(self.content(OID)?).map_err(|_| Malformed)
    }

    /// A whole number from 0, as far as it fits.
    pub(super) fn number(&mut self) -> Result<u32, Malformed> {
        let bytes = self.content(INTEGER)?;
        if bytes.first().is_none_or(|&first| first >= 0x80) {
            return Err(Malformed);
        }
        bytes.iter().try_fold(0_u32, |number, &byte| {
            let shifted = number.checked_mul(256).ok_or(Malformed)?;
            Ok(shifted | u32::from(byte))
        })
    }

    /// A string of octets with this tag, in one piece or in several.
    pub(super) fn octets(&mut self, tag: u8) -> Result<Cow<'a, [u8]>, Malformed> {
        let (found, content) = self.any()?;
        if found == tag {
            return Ok(Cow::Borrowed(content));
        }
        if found != tag | CONSTRUCTED {
            return Err(Malformed);
        }
        let mut whole = Vec::with_capacity(content.len());
        join(Self(content), &mut whole, 0)?;
        Ok(Cow::Owned(whole))
    }
}

fn join(mut pieces: Ber<'_>, whole: &mut Vec<u8>, depth: usize) -> Result<(), Malformed> {
    if depth > MAX_DEPTH {
        return Err(Malformed);
    }
    while !pieces.is_empty() {
        match pieces.any()? {
            (OCTETS, piece) => whole.extend_from_slice(piece),
            (tag, within) if tag == OCTETS | CONSTRUCTED => join(Ber(within), whole, depth + 1)?,
            _ => return Err(Malformed),
        }
    }
    Ok(())
}

struct Element {
    tag: u8,
    content: std::ops::Range<usize>,
    /// After the content and, where there is one, the end mark.
    end: usize,
}

impl Element {
    /// The element at the front.
    fn at(bytes: &[u8], depth: usize) -> Result<Self, Malformed> {
        let (&tag, &first) = match bytes {
            [tag, first, ..] => (tag, first),
            _ => return Err(Malformed),
        };
        // No tag of PKCS#12 has a number from 31 on.
        if tag & 0x1F == 0x1F || depth > MAX_DEPTH {
            return Err(Malformed);
        }
        match first {
            0x80 if tag & CONSTRUCTED != 0 => Self::indefinite(tag, bytes, depth),
            0x80 => Err(Malformed),
            0..0x80 => Self::definite(tag, bytes, 2, usize::from(first)),
            _ => {
                let digits = usize::from(first & 0x7F);
                let length = bytes.get(2..2 + digits).filter(|_| digits <= 4);
                let length = length.ok_or(Malformed)?;
                let length = length.iter().fold(0, |n, &byte| n << 8 | usize::from(byte));
                Self::definite(tag, bytes, 2 + digits, length)
            }
        }
    }

    fn definite(tag: u8, bytes: &[u8], start: usize, length: usize) -> Result<Self, Malformed> {
        let end = start.checked_add(length).ok_or(Malformed)?;
        if end > bytes.len() {
            return Err(Malformed);
        }
        let content = start..end;
        Ok(Self { tag, content, end })
    }

    fn indefinite(tag: u8, bytes: &[u8], depth: usize) -> Result<Self, Malformed> {
        let mut place = 2;
        loop {
            let rest = bytes.get(place..).ok_or(Malformed)?;
            if rest.starts_with(&[0, 0]) {
                return Ok(Self {
                    tag,
                    content: 2..place,
                    end: place + 2,
                });
            }
            place += Self::at(rest, depth + 1)?.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn definite_and_indefinite_lengths_are_the_same() {
        let definite = [0x30, 4, 0x04, 2, 7, 8];
        let indefinite = [0x30, 0x80, 0x24, 0x80, 0x04, 1, 7, 0x04, 1, 8, 0, 0, 0, 0];
        for bytes in [&definite[..], &indefinite] {
            let mut within = Ber::new(bytes).sequence().unwrap();
            assert_eq!(*within.octets(OCTETS).unwrap(), [7, 8]);
            assert!(within.is_empty());
        }
    }

    #[test]
    fn what_is_cut_off_or_too_deep_is_refused() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 2, 1],
            &[0x30, 0x80, 0],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x04, 0x80, 0, 0],
        ] {
            assert!(Ber::new(bytes).any().is_err(), "{bytes:?}");
        }
        let deep = [0x30, 0x80].repeat(100_000);
        assert!(Ber::new(&deep).any().is_err());
    }

    #[test]
    fn numbers_are_read_as_far_as_they_fit() {
        assert_eq!(Ber::new(&[2, 3, 0, 0x80, 1]).number(), Ok(0x8001));
        assert_eq!(Ber::new(&[2, 5, 1, 0, 0, 0, 0]).number(), Err(Malformed));
        assert_eq!(Ber::new(&[2, 1, 0xFF]).number(), Err(Malformed));
        assert_eq!(Ber::new(&[2, 0]).number(), Err(Malformed));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut ber = Ber::new(&bytes);
            let _ = ber.clone().octets(OCTETS);
            while ber.any().is_ok() {}
        }
    }
}
