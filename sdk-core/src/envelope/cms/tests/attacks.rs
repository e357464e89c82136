use std::io::{Read, sink};

use proptest::prelude::*;

use super::fixture::{
    EC_STRANGER, Office, P_256, P_384, RSA_2048, RSA_3072, STRANGER, all, now, seal,
};
use crate::envelope::cms::{open, open_stream, signed};
use crate::envelope::error::EnvelopeError;

fn opens(sealed: &[u8], office: &Office) -> Result<(), EnvelopeError> {
    let as_slice = open(sealed, &[&office.identity]).map(drop);
    let take = |content: &mut dyn Read| {
        std::io::copy(content, &mut sink())
            .map_err(|error| error.downcast().unwrap_or(EnvelopeError::Malformed))
    };
    let as_stream = open_stream(sealed, &[&office.identity], take).map(drop);
    assert_eq!(as_slice, as_stream);
    as_slice
}

#[test]
fn no_flipped_byte_goes_unnoticed() {
    for (office, bits) in [(&*RSA_2048, 0x01), (&*P_256, 0x80), (&*P_384, 0xff)] {
        let sealed = seal(&P_256, &[office], b"content");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= bits;
            assert!(opens(&changed, office).is_err(), "byte {at}");
        }
    }
}

#[test]
fn nothing_cut_off_opens() {
    for office in [&*RSA_2048, &*P_384] {
        let sealed = seal(&P_256, &[office], b"content");
        for length in 0..sealed.len() {
            let cut = opens(&sealed[..length], office);
            assert_eq!(cut, Err(EnvelopeError::Malformed), "length {length}");
        }
        let longer = [&sealed[..], &[0]].concat();
        assert_eq!(opens(&longer, office), Err(EnvelopeError::Malformed));
    }
}

#[test]
fn no_flipped_byte_of_signed_content_goes_unnoticed() {
    for office in all() {
        let signed = sign(office, b"content");
        assert_eq!(verify(&signed), Ok(()));
        for at in 0..signed.len() {
            let mut changed = signed.clone();
            changed[at] ^= 1;
            assert!(verify(&changed).is_err(), "byte {at}");
        }
    }
}

#[test]
fn no_signed_content_cut_off_is_accepted() {
    let signed = sign(&P_256, b"content");
    for length in 0..signed.len() {
        assert_eq!(verify(&signed[..length]), Err(EnvelopeError::NotSigned));
    }
}

/// One cannot tell from the error whether the key or the content was wrong.
#[test]
fn a_wrong_key_looks_like_damaged_content() {
    for (named, other) in [(&*RSA_2048, &*STRANGER), (&*P_256, &*EC_STRANGER)] {
        let mut sealed = seal(&P_256, &[other], b"content");
        swap(&mut sealed, &serial(other), &serial(named));
        assert_eq!(opens(&sealed, named), Err(EnvelopeError::Tampered));
    }
}

/// A recipient that names an RSA certificate but holds a key for EC is not ours.
#[test]
fn a_recipient_of_another_kind_is_nobody() {
    let mut sealed = seal(&P_256, &[&EC_STRANGER], b"content");
    swap(&mut sealed, &serial(&EC_STRANGER), &serial(&RSA_2048));
    let opened = opens(&sealed, &RSA_2048);
    assert_eq!(opened, Err(EnvelopeError::NotForThisCertificate));
}

#[test]
fn an_ephemeral_key_of_another_curve_or_off_the_curve_looks_like_damaged_content() {
    // A point of another length changes the lengths around it; off the curve is a flipped bit.
    let mut sealed = seal(&P_256, &[&P_256], b"content");
    let point = sealed
        .windows(4)
        .position(|w| w == [0x03, 0x42, 0, 4])
        .unwrap();
    sealed[point + 10] ^= 1;
    assert_eq!(opens(&sealed, &P_256), Err(EnvelopeError::Tampered));
}

/// The content of one envelope under the recipients of another.
#[test]
fn swapped_recipients_are_noticed() {
    let one = seal(&P_256, &[&RSA_2048], b"content");
    let two = seal(&P_256, &[&RSA_2048], b"content");
    let rsa = [0x04, 0x82, 0x01, 0x00];
    let at = |sealed: &[u8]| sealed.windows(4).position(|w| w == rsa).unwrap() + 4;
    let mut mixed = two.clone();
    mixed[at(&two)..at(&two) + 256].copy_from_slice(&one[at(&one)..at(&one) + 256]);
    assert_eq!(opens(&mixed, &RSA_2048), Err(EnvelopeError::Tampered));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mutated_envelopes_neither_open_nor_panic(
        office in 0_usize..4,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let office = all()[office];
        let whole = seal(&P_256, &[office], b"content");
        let changed = mutate(&whole, &edits);
        prop_assume!(changed != whole);
        prop_assert!(opens(&changed, office).is_err());
    }

    #[test]
    fn mutated_signatures_do_not_panic(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let _ = verify(&mutate(&sign(&RSA_3072, b"content"), &edits));
    }

    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(opens(&bytes, &P_256).is_err());
        prop_assert!(verify(&bytes).is_err());
    }
}

fn mutate(bytes: &[u8], edits: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, byte, kind) in edits {
        let at = at.index(bytes.len());
        match kind {
            0 => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            _ if bytes.len() > 1 => drop(bytes.remove(at)),
            _ => {}
        }
    }
    bytes
}

fn sign(office: &Office, content: &[u8]) -> Vec<u8> {
    let identity = &office.identity;
    let digest = openssl::hash::hash(signed::digest_for(identity).openssl(), content).unwrap();
    let signed = signed::sign(identity, &digest, content.len() as u64, None, now()).unwrap();
    [&signed.before, content, &signed.after].concat()
}

fn verify(signed: &[u8]) -> Result<(), EnvelopeError> {
    let (_, unverified) = signed::read(signed)?;
    unverified.check_signature(None).map(drop)
}

/// The end of the issuer's name and the serial number, as they stand in an envelope.
fn serial(office: &Office) -> Vec<u8> {
    let number = office.x509.serial_number().to_bn().unwrap().to_vec();
    [b"Test authority\x02\x01", &number[..]].concat()
}

fn swap(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let at = bytes.windows(from.len()).position(|w| w == from).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to);
}
