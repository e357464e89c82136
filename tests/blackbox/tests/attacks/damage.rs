//! Bytes changed, cut off or added.

use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use careplan_blackbox_tests::crafted::{flipped, open_as_service, sealed, small_sealed_for};
use careplan_blackbox_tests::offices::{Pair, identity, offices};
use careplan_core::envelope::{
    EnvelopeError, FileSink, Identities, Opened, OpenedCover, Role, Sealed, Trust, open,
    open_cover, open_from,
};
use careplan_core::message::{Cover, FileEntry};
use careplan_relay::KeyKind;

/// A small message, and both who can open it.
struct Small {
    cover: Cover,
    sealed: Sealed,
    readers: [(Identities, Role); 2],
    trust: Trust,
}

impl Small {
    fn with(kind: KeyKind) -> Self {
        let pair = Pair::of(kind);
        let (cover, sealed) = small_sealed_for(&pair.support, &[&pair.service]);
        Self {
            cover,
            sealed,
            readers: [
                (identity(&pair.service), Role::Receiver),
                (identity(&pair.support), Role::Sender),
            ],
            trust: offices().trust(),
        }
    }

    fn open(&self, reader: usize, content: &[u8]) -> Result<Cover, EnvelopeError> {
        let (identities, role) = &self.readers[reader];
        let opened: Opened = open(identities, &self.trust, *role, content)?;
        assert!(opened.files.iter().all(|(_, bytes)| bytes == b"content"));
        Ok(opened.cover)
    }

    /// The same as a stream. Nothing is passed on before everything is verified, so a damaged one gives nothing away.
    fn open_stream(&self, reader: usize, content: &[u8]) -> Result<Cover, EnvelopeError> {
        let (identities, role) = &self.readers[reader];
        let mut given = Given(Vec::new());
        let source = Cursor::new(content);
        let opened = open_from(identities, &self.trust, *role, source, &mut given);
        assert_eq!(given.0.is_empty(), opened.is_err());
        Ok(opened?.cover)
    }

    fn open_cover(&self, reader: usize, cover: &[u8]) -> Result<Cover, EnvelopeError> {
        let (identities, role) = &self.readers[reader];
        let opened: OpenedCover = open_cover(identities, &self.trust, *role, cover)?;
        Ok(opened.cover)
    }

    /// Changes every byte in turn: also of the key that is encrypted for the other reader, which the sender signed with the rest.
    fn assert_each_byte_counts(
        &self,
        sealed: &[u8],
        masks: impl Fn(usize) -> Vec<u8> + Sync,
        open: impl Fn(usize, &[u8]) -> Result<Cover, EnvelopeError> + Sync,
    ) {
        assert!((0..2).all(|reader| open(reader, sealed).as_ref() == Ok(&self.cover)));
        on_all_processors(sealed.len(), |place| {
            for mask in masks(place) {
                let mut changed = sealed.to_vec();
                changed[place] ^= mask;
                for reader in 0..2 {
                    let opened = open(reader, &changed);
                    assert!(opened.is_err(), "byte {place} may be changed by {mask:02x}");
                }
            }
        });
    }
}

/// Whatever an opened stream gave.
struct Given(Vec<u8>);

impl FileSink for Given {
    fn begin(&mut self, _index: usize, file: &FileEntry) -> Result<(), EnvelopeError> {
        self.0.extend(file.name.as_bytes());
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), EnvelopeError> {
        self.0.extend(bytes);
        Ok(())
    }

    fn end(&mut self) -> Result<(), EnvelopeError> {
        Ok(())
    }
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

fn a_flipped_byte_is_an_error(kind: KeyKind) {
    let small = Small::with(kind);
    let length = small.sealed.content.len();
    assert!(length < 5000, "{length}");
    small.assert_each_byte_counts(&small.sealed.content, one_bit, |reader, content| {
        small.open(reader, content)
    });
}

#[test]
fn a_flipped_byte_anywhere_is_an_error_with_rsa() {
    a_flipped_byte_is_an_error(KeyKind::Rsa2048);
}

#[test]
fn a_flipped_byte_anywhere_is_an_error_with_p_256() {
    a_flipped_byte_is_an_error(KeyKind::P256);
}

#[test]
fn a_stream_with_a_flipped_byte_gives_nothing_away() {
    let small = Small::with(KeyKind::P256);
    small.assert_each_byte_counts(&small.sealed.content, one_bit, |reader, content| {
        small.open_stream(reader, content)
    });
}

#[test]
fn a_flipped_byte_anywhere_in_the_cover_is_an_error() {
    let small = Small::with(KeyKind::P256);
    small.assert_each_byte_counts(&small.sealed.cover, one_bit, |reader, cover| {
        small.open_cover(reader, cover)
    });
}

/// GCM does not authenticate what stands around the content (RFC 5083, section 2.2); none of it may have another value.
#[test]
fn no_byte_of_the_head_or_the_tail_can_be_changed_in_another_way() {
    let small = Small::with(KeyKind::P256);
    let length = small.sealed.content.len();
    let masks = |place: usize| match place < 900 || place + 60 > length {
        true => vec![0x01, 0x20, 0x80, 0xFF],
        false => Vec::new(),
    };
    small.assert_each_byte_counts(&small.sealed.content, masks, |reader, content| {
        small.open(reader, content)
    });
}

fn each_length_counts(
    sealed: &[u8],
    open: impl Fn(usize, &[u8]) -> Result<Cover, EnvelopeError> + Sync,
) {
    on_all_processors(sealed.len(), |length| {
        let result = open(0, &sealed[..length]);
        assert_eq!(result, Err(EnvelopeError::Malformed), "{length} bytes");
    });
}

#[test]
fn an_envelope_cut_at_any_length_is_an_error() {
    let small = Small::with(KeyKind::P256);
    each_length_counts(&small.sealed.content, |reader, cut| small.open(reader, cut));
}

#[test]
fn a_stream_cut_at_any_length_gives_nothing_away() {
    let small = Small::with(KeyKind::P256);
    each_length_counts(&small.sealed.content, |reader, cut| {
        small.open_stream(reader, cut)
    });
}

#[test]
fn a_cover_cut_at_any_length_is_an_error() {
    let small = Small::with(KeyKind::P256);
    each_length_counts(&small.sealed.cover, |reader, cut| {
        small.open_cover(reader, cut)
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
