//! DER by hand: what goes around content is laid out from the inside to the outside.

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// `[0]`, primitive.
pub(super) const CONTEXT_0_STRING: u8 = 0x80;
/// `[0]`, `[1]`, `[2]`, constructed.
pub(super) const CONTEXT_0: u8 = 0xa0;
pub(super) const CONTEXT_1: u8 = 0xa1;
pub(super) const CONTEXT_2: u8 = 0xa2;

/// A whole element of these parts.
pub(super) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut der = header(tag, length as u64);
    der.reserve_exact(length);
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// A SET OF: DER wants the elements in the order of their bytes (X.690, section 11.6).
pub(super) fn set(tag: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    element(tag, &[&elements.concat()])
}

/// Tag and length, in the shortest form (X.690, section 10.1).
pub(super) fn header(tag: u8, length: u64) -> Vec<u8> {
    let bytes = length.to_be_bytes();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let bytes = &bytes[zeros..];
    match bytes {
        [] => vec![tag, 0],
        [short @ 0..=0x7f] => vec![tag, *short],
        // At most eight bytes.
        _ => [&[tag, 0x80 | bytes.len() as u8], bytes].concat(),
    }
}
