//! Taking CMS structures apart and putting them together again, as an attacker would.

use der::asn1::AnyRef;
use der::{Decode, Encode, Reader, SliceReader, Tag, Tagged};

/// The structure with the parts of its content (SignedData, AuthEnvelopedData) changed; each part is DER.
pub fn edit(cms: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let info = parts(AnyRef::from_der(cms).unwrap().value());
    let data = AnyRef::from_der(AnyRef::from_der(&info[1]).unwrap().value()).unwrap();
    let mut parts = parts(data.value());
    change(&mut parts);
    let data = wrap(Tag::Sequence, &parts.concat());
    let content = wrap(tag(&info[1]), &data);
    wrap(Tag::Sequence, &[info[0].clone(), content].concat())
}

/// The elements of one part in DER, a SET or a SEQUENCE, changed.
pub fn edit_part(part: &mut Vec<u8>, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let any = AnyRef::from_der(part).unwrap();
    let mut elements = parts(any.value());
    change(&mut elements);
    *part = wrap(any.tag(), &elements.concat());
}

/// The parts of the content of a structure, each in DER.
pub fn parts_of(cms: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    edit(cms, |parts| found.clone_from(parts));
    found
}

fn parts(value: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = SliceReader::new(value).unwrap();
    let mut parts = Vec::new();
    while !reader.is_finished() {
        parts.push(reader.tlv_bytes().unwrap().to_vec());
    }
    parts
}

fn tag(der: &[u8]) -> Tag {
    AnyRef::from_der(der).unwrap().tag()
}

fn wrap(tag: Tag, value: &[u8]) -> Vec<u8> {
    AnyRef::new(tag, value).unwrap().to_der().unwrap()
}
