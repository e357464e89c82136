//! Whatever is changed in a container: it is refused, or everybody reads the same in it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::interop::by_zip_crate;
use super::*;
use crate::envelope::container::unpack;

fn sample() -> Files {
    let files = [("one", &b"1111"[..]), ("two", &[b'2'; 400]), ("three", b"")];
    files
        .map(|(name, bytes)| (name.into(), bytes.into()))
        .into()
}

#[test]
fn a_flipped_bit_is_refused_or_changes_nothing() {
    let container = packed(&sample());
    for bit in 0..8 * container.len() {
        let mut flipped = container.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(read) = entries_of(&flipped[..]) {
            assert!(read == sample(), "bit {bit}");
        }
    }
}

#[derive(Debug, Clone)]
enum Change {
    Set(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Copy(Index, Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let byte = prop_oneof![any::<u8>(), Just(0), Just(1), Just(8), Just(0xFF)];
    let piece = prop_oneof![
        vec(any::<u8>(), 1..9),
        Just(b"PK\x01\x02".to_vec()),
        Just(b"PK\x03\x04".to_vec()),
        Just(b"PK\x05\x06".to_vec()),
    ];
    prop_oneof![
        (any::<Index>(), byte).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<Index>(), piece).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<Index>(), 1..50usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (any::<Index>(), any::<Index>(), 1..50usize)
            .prop_map(|(from, to, count)| Change::Copy(from, to, count)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    match change {
        Change::Set(at, byte) => bytes[at.index(length)] = *byte,
        Change::Insert(at, piece) => {
            let at = at.index(length);
            bytes.splice(at..at, piece.clone());
        }
        Change::Remove(at, count) => {
            let at = at.index(length);
            bytes.drain(at..(at + count).min(length));
        }
        Change::Copy(from, to, count) => {
            let (from, to) = (from.index(length), to.index(length));
            let piece = bytes[from..(from + count).min(length)].to_vec();
            bytes.splice(to..to, piece);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn what_is_read_here_others_read_alike(changes in vec(change(), 0..4)) {
        let mut container = packed(&sample());
        for change in &changes {
            apply(&mut container, change);
        }
        if let Ok(files) = entries_of(&container[..]) {
            // That others know fewer versions or methods is no other reading.
            if let Ok(theirs) = by_zip_crate(&container) {
                prop_assert!(theirs == files);
            }
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes in vec(any::<u8>(), 0..300)) {
        prop_assert!(entries_of(&bytes[..]).is_err());
        prop_assert!(unpack::<Cover>(&bytes).is_err());
    }
}
