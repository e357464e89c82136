use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::*;
use crate::envelope::container::CHUNK_BYTES;
use crate::envelope::container::write::length_of;

/// Random, repeating, and longer than what is taken at a time.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let lengths = prop_oneof![
        0..4usize,
        0..2000usize,
        CHUNK_BYTES - 2..CHUNK_BYTES + 3,
        0..3 * CHUNK_BYTES
    ];
    (vec(any::<u8>(), 1..5000), lengths)
        .prop_map(|(part, length)| part.iter().copied().cycle().take(length).collect())
}

fn files() -> impl Strategy<Value = Files> {
    btree_map("[a-z0-9_.]{0,30}[a-zあ-ん]", content(), 0..6)
        .prop_map(|files| files.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_goes_in_comes_out_in_memory_and_streaming_alike(files in files()) {
        let container = packed(&files);
        prop_assert!(written(&files) == container);
        prop_assert!(entries_of(&container[..]).unwrap() == files);
        prop_assert!(entries_of(Slow(&container)).unwrap() == files);
    }

    #[test]
    fn the_length_is_known_before(files in files()) {
        let measured: Vec<_> = files
            .iter()
            .map(|(name, bytes)| measure(name, &bytes[..]).unwrap())
            .collect();
        prop_assert_eq!(length_of(&measured), packed(&files).len() as u64);
    }
}

#[test]
fn the_same_content_is_deflated_alike_wherever_it_stands() {
    let rows: Vec<u8> = (0..30_000u32)
        .flat_map(|row| format!("{row},{}\r\n", row.wrapping_mul(2_654_435_761)).into_bytes())
        .collect();
    let alone = measure("x", &rows[..]).unwrap();
    let mut packer = Packer::new(crate::envelope::container::MESSAGE);
    packer.add("other", &rows[..12345]).unwrap();
    assert_eq!(packer.add("x", &rows).unwrap(), alone);
    assert_eq!(measure("x", Slow(&rows)).unwrap(), alone);
}

#[test]
fn what_is_passed_over_is_checked_all_the_same() {
    let mut container = packed(&vec![
        ("a".into(), vec![7; 100]),
        ("b".into(), vec![8; 100]),
    ]);
    let walk = |container: &[u8]| {
        let mut reader = Reader::new(container);
        while reader.next()?.is_some() {}
        reader.finish().map(|_| ())
    };
    assert!(walk(&container).is_ok());
    assert!(Reader::new(&container[..]).finish().is_ok());
    // The CRC of "a", in both places, so that only the content tells.
    let central = container
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    container[14] ^= 1;
    container[central + 16] ^= 1;
    assert_eq!(walk(&container), Err(EnvelopeError::BadContent("ZIP: CRC")));
}

#[test]
fn after_a_fault_nothing_more_is_given() {
    let container = packed(&vec![
        ("a".into(), vec![7; 100]),
        ("b".into(), vec![8; 100]),
    ]);
    let mut damaged = container.clone();
    damaged[14] ^= 1;
    let mut reader = Reader::new(&damaged[..]);
    let mut entry = reader.next().unwrap().unwrap();
    assert!(entry.read(&mut [0; 200]).is_err());
    assert!(entry.read(&mut [0; 200]).is_err());
    assert!(reader.next().is_err());
    assert!(reader.finish().is_err());
}
