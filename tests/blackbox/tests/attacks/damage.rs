//! Bytes changed, cut off or added.

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use careplan_blackbox_tests::crafted::{flipped, open_as_service, sealed, small_sealed};
use careplan_blackbox_tests::offices::{identity, offices};
use careplan_core::envelope::{EnvelopeError, Role, open, open_cover};
use careplan_core::message::Cover;

/// Tries every byte of an envelope with these bits changed, on all processors.
fn assert_each_byte_counts<T: Debug>(
    sealed: &[u8],
    masks: impl Fn(usize) -> Vec<u8> + Sync,
    open: impl Fn(&[u8]) -> Result<T, EnvelopeError> + Sync,
) {
    on_all_processors(sealed.len(), |place| {
        for mask in masks(place) {
            let mut changed = sealed.to_vec();
            changed[place] ^= mask;
            if open(&changed).is_ok() {
                panic!("byte {place} may be changed by {mask:02x}");
            }
        }
    });
}

/// Tries every beginning of an envelope.
fn assert_each_length_counts<T: Debug>(
    sealed: &[u8],
    open: impl Fn(&[u8]) -> Result<T, EnvelopeError> + Sync,
) {
    on_all_processors(sealed.len(), |length| {
        let error = open(&sealed[..length]).unwrap_err();
        assert_eq!(error, EnvelopeError::Malformed, "{length} bytes");
    });
}

fn on_all_processors(count: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                // A panic in any thread fails the test when the scope ends.
                loop {
                    let item = next.fetch_add(1, Ordering::Relaxed);
                    if item >= count {
                        break;
                    }
                    work(item);
                }
            });
        }
    });
}

/// Another bit in each byte.
fn one_bit(place: usize) -> Vec<u8> {
    vec![1 << (place % 8)]
}

#[test]
fn a_flipped_byte_anywhere_is_an_error() {
    let (_, sealed) = small_sealed();
    assert!(sealed.content.len() < 4500, "{}", sealed.content.len());
    let (service, trust) = (identity(&offices().service), offices().trust());
    assert_each_byte_counts(&sealed.content, one_bit, |sealed| {
        open::<Cover>(&service, &trust, Role::Receiver, sealed)
    });
}

#[test]
fn a_flipped_byte_anywhere_in_the_cover_is_an_error() {
    let (_, sealed) = small_sealed();
    let (service, trust) = (identity(&offices().service), offices().trust());
    assert_each_byte_counts(&sealed.cover, one_bit, |sealed| {
        open_cover::<Cover>(&service, &trust, Role::Receiver, sealed)
    });
}

/// GCM does not authenticate what stands around the content (RFC 5083, section 2.2); none of it may have another value.
#[test]
fn no_byte_of_the_head_or_the_tail_can_be_changed_in_another_way() {
    let (_, sealed) = small_sealed();
    let length = sealed.content.len();
    let (service, trust) = (identity(&offices().service), offices().trust());
    let masks = |place: usize| match place < 700 || place + 60 > length {
        true => vec![0x01, 0x80, 0xFF],
        false => Vec::new(),
    };
    assert_each_byte_counts(&sealed.content, masks, |sealed| {
        open::<Cover>(&service, &trust, Role::Receiver, sealed)
    });
}

#[test]
fn an_envelope_cut_at_any_length_is_an_error() {
    let (_, sealed) = small_sealed();
    let (service, trust) = (identity(&offices().service), offices().trust());
    assert_each_length_counts(&sealed.content, |sealed| {
        open::<Cover>(&service, &trust, Role::Receiver, sealed)
    });
}

#[test]
fn a_cover_cut_at_any_length_is_an_error() {
    let (_, sealed) = small_sealed();
    let (service, trust) = (identity(&offices().service), offices().trust());
    assert_each_length_counts(&sealed.cover, |sealed| {
        open_cover::<Cover>(&service, &trust, Role::Receiver, sealed)
    });
}

#[test]
fn a_flipped_byte_of_the_encrypted_content_is_called_tampering() {
    let (_, _, sealed) = sealed();
    let middle = sealed.content.len() / 2;
    assert_eq!(
        open_as_service(&flipped(&sealed.content, middle)).unwrap_err(),
        EnvelopeError::Tampered
    );
}

#[test]
fn bytes_after_the_envelope_are_an_error() {
    let (_, _, sealed) = sealed();
    let longer = [&sealed.content[..], b"\0"].concat();
    assert_eq!(
        open_as_service(&longer).unwrap_err(),
        EnvelopeError::Malformed
    );
}

#[test]
fn what_is_no_envelope_is_an_error() {
    for bytes in [&b""[..], b"\0", b"PK\x03\x04", b"hello", &[0x30; 4096]] {
        assert_eq!(
            open_as_service(bytes).unwrap_err(),
            EnvelopeError::Malformed
        );
    }
}
