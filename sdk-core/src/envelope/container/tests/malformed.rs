//! One test for each way in which a container could be read in two ways, or not at all.

use super::*;
use crate::envelope::MAX_CONTENT_BYTES;

/// A container in its parts. "a" is stored, "b" deflated.
struct Parts {
    locals: [Vec<u8>; 2],
    contents: [Vec<u8>; 2],
    centrals: Vec<Vec<u8>>,
    end: Vec<u8>,
}

// Places in a local header, and of the same field in the central directory.
const FLAGS: (usize, usize) = (6, 8);
const METHOD: (usize, usize) = (8, 10);
const CRC: (usize, usize) = (14, 16);
const PACKED: (usize, usize) = (18, 20);
const SIZE: (usize, usize) = (22, 24);
const NAME_BYTES: (usize, usize) = (26, 28);
const EXTRA_BYTES: (usize, usize) = (28, 30);
const LOCAL_NAME: usize = 30;
const CENTRAL_NAME: usize = 46;

const B: &[u8] = &[b'b'; 300];

impl Parts {
    fn good() -> Self {
        let container = packed(&vec![
            ("a".into(), b"aaaa".to_vec()),
            ("b".into(), B.to_vec()),
        ]);
        let measured = ["a", "b"].map(|name| {
            let bytes: &[u8] = if name == "a" { b"aaaa" } else { B };
            measure(name, bytes).unwrap().packed as usize
        });
        let mut rest = &container[..];
        let mut cut = |length: usize| {
            let (now, later) = rest.split_at(length);
            rest = later;
            now.to_vec()
        };
        let mut parts = {
            let (local_a, a) = (cut(31), cut(measured[0]));
            let (local_b, b) = (cut(31), cut(measured[1]));
            Self {
                locals: [local_a, local_b],
                contents: [a, b],
                centrals: vec![cut(47), cut(47)],
                end: cut(22),
            }
        };
        assert!(rest.is_empty());
        parts.contents[0] = b"aaaa".to_vec();
        parts.both(0, METHOD, &[0, 0]);
        parts.both(0, PACKED, &4u32.to_le_bytes());
        parts.settle();
        parts
    }

    /// A field in both places.
    fn both(&mut self, entry: usize, (local, central): (usize, usize), value: &[u8]) {
        self.locals[entry][local..local + value.len()].copy_from_slice(value);
        self.centrals[entry][central..central + value.len()].copy_from_slice(value);
    }

    fn set_name(&mut self, entry: usize, name: &[u8]) {
        self.locals[entry].truncate(LOCAL_NAME);
        self.centrals[entry].truncate(CENTRAL_NAME);
        self.locals[entry].extend(name);
        self.centrals[entry].extend(name);
        self.both(entry, NAME_BYTES, &(name.len() as u16).to_le_bytes());
        self.settle();
    }

    /// Makes offsets and the end right again.
    fn settle(&mut self) {
        let mut at = 0;
        for entry in 0..2 {
            self.centrals[entry][42..46].copy_from_slice(&(at as u32).to_le_bytes());
            at += self.locals[entry].len() + self.contents[entry].len();
        }
        let directory = self.centrals.concat().len() as u32;
        let count = (self.centrals.len() as u16).to_le_bytes();
        self.end[8..10].copy_from_slice(&count);
        self.end[10..12].copy_from_slice(&count);
        self.end[12..16].copy_from_slice(&directory.to_le_bytes());
        self.end[16..20].copy_from_slice(&(at as u32).to_le_bytes());
    }

    fn pieces(&self) -> Vec<Vec<u8>> {
        let mut pieces = Vec::new();
        for entry in 0..2 {
            pieces.extend([self.locals[entry].clone(), self.contents[entry].clone()]);
        }
        pieces.extend(self.centrals.clone());
        pieces.push(self.end.clone());
        pieces
    }

    fn read(&self) -> Result<Files, EnvelopeError> {
        entries_of(&self.pieces().concat()[..])
    }
}

#[track_caller]
fn refused(what: &'static str, edit: impl FnOnce(&mut Parts)) {
    let mut parts = Parts::good();
    edit(&mut parts);
    assert_eq!(parts.read(), Err(EnvelopeError::BadContent(what)));
}

#[track_caller]
fn too_large(edit: impl FnOnce(&mut Parts)) {
    let mut parts = Parts::good();
    edit(&mut parts);
    assert!(matches!(parts.read(), Err(EnvelopeError::TooLarge { .. })));
}

#[track_caller]
fn accepted(edit: impl FnOnce(&mut Parts)) {
    let mut parts = Parts::good();
    edit(&mut parts);
    assert_eq!(parts.read().unwrap()[1].1, B);
}

#[test]
fn the_unchanged_container_is_read() {
    accepted(|_| ());
}

// ---- What other writers do and what changes nothing ----

#[test]
fn times_versions_and_the_effort_of_deflate_do_not_matter() {
    accepted(|parts| {
        parts.both(0, (10, 12), &[1, 2, 3, 4]);
        parts.both(1, (4, 6), &45u16.to_le_bytes());
        parts.centrals[1][4..6].copy_from_slice(&[63, 3]);
        parts.both(1, FLAGS, &[6, 0]);
    });
}

#[test]
fn internal_attributes_and_rights_of_a_file_do_not_matter() {
    accepted(|parts| {
        parts.centrals[0][36] = 1;
        parts.centrals[0][38..42].copy_from_slice(&(0o100_644u32 << 16).to_le_bytes());
    });
}

#[test]
fn harmless_extra_fields_are_passed_over() {
    accepted(|parts| {
        // UT, the time of Info-ZIP; longer in the local header.
        parts.locals[0].extend(b"UT\x09\0\x03aaaabbbb");
        parts.locals[0][EXTRA_BYTES.0] = 13;
        parts.centrals[0].extend(b"UT\x05\0\x03aaaa");
        parts.centrals[0][EXTRA_BYTES.1] = 9;
        parts.settle();
    });
}

// ---- Flags and methods ----

#[test]
fn encryption_data_descriptors_patches_and_hidden_headers_are_refused() {
    for bit in [0, 3, 4, 5, 6, 13, 15] {
        refused("ZIP: flags", |parts| {
            parts.both(1, FLAGS, &(1u16 << bit).to_le_bytes());
        });
    }
}

#[test]
fn other_methods_are_refused() {
    for method in [1, 9, 12, 14, 93, 99] {
        refused("ZIP: method", |parts| parts.both(1, METHOD, &[method, 0]));
    }
}

// ---- Sizes and content ----

#[test]
fn a_stored_entry_has_one_size() {
    refused("ZIP: sizes", |parts| parts.both(0, SIZE, &[3]));
}

#[test]
fn more_than_deflate_can_make_is_refused_before_inflating() {
    refused("ZIP: sizes", |parts| {
        let impossible = parts.contents[1].len() as u32 * 1032 + 1;
        parts.both(1, SIZE, &impossible.to_le_bytes());
        // Nothing is inflated: this would be another fault.
        parts.contents[1][0] = 0xFF;
    });
}

#[test]
fn a_content_that_is_longer_or_shorter_than_told_is_refused() {
    for size in [0u32, 299, 301, 600] {
        refused("ZIP: sizes", |parts| {
            parts.both(1, SIZE, &size.to_le_bytes())
        });
    }
}

#[test]
fn deflated_bytes_that_end_early_or_late_are_refused() {
    refused("ZIP: sizes", |parts| {
        parts.contents[1].push(0);
        let longer = parts.contents[1].len() as u8;
        parts.both(1, PACKED, &[longer]);
        parts.settle();
    });
    refused("ZIP: deflate", |parts| {
        parts.contents[1].pop();
        let shorter = parts.contents[1].len() as u8;
        parts.both(1, PACKED, &[shorter]);
        parts.settle();
    });
    refused("ZIP: sizes", |parts| {
        parts.contents[1].clear();
        parts.both(1, PACKED, &[0]);
        parts.settle();
    });
}

#[test]
fn what_is_not_deflate_is_refused() {
    refused("ZIP: deflate", |parts| parts.contents[1].fill(0xFF));
}

#[test]
fn another_crc_is_refused() {
    refused("ZIP: CRC", |parts| parts.both(0, CRC, &[0; 4]));
    refused("ZIP: CRC", |parts| parts.both(1, CRC, &[0; 4]));
    refused("ZIP: CRC", |parts| parts.contents[0][0] = b'x');
}

// ---- Limits ----

#[test]
fn an_entry_above_the_limit_is_refused_before_inflating() {
    too_large(|parts| {
        let size = (MAX_CONTENT_BYTES as u32 + 1).to_le_bytes();
        parts.both(0, SIZE, &size);
        parts.both(0, PACKED, &size);
    });
    // Where zip64 would have it elsewhere.
    too_large(|parts| {
        parts.both(0, SIZE, &[0xFF; 4]);
        parts.both(0, PACKED, &[0xFF; 4]);
    });
}

#[test]
fn all_entries_together_have_a_limit() {
    let most = vec![0; MAX_CONTENT_BYTES as usize];
    let mut packer = Packer::new(crate::envelope::container::MESSAGE);
    packer.add("most", &most).unwrap();
    let mut container = packer.finish().unwrap().to_vec();
    let directory = container.len() - (46 + 4) - 22;
    container.truncate(directory);
    // A second entry of the same size; its content need not even be there.
    let again = container[..30].to_vec();
    container.extend(again);
    container.extend(b"more");
    assert!(matches!(
        entries_of(&container[..]),
        Err(EnvelopeError::TooLarge { .. })
    ));
}

#[test]
fn more_entries_than_the_limit_are_refused() {
    let entry = |number: u32| {
        let mut parts = Parts::good();
        parts.set_name(0, format!("{number}").as_bytes());
        [parts.locals[0].clone(), parts.contents[0].clone()].concat()
    };
    let container: Vec<u8> = (0..258).flat_map(entry).collect();
    assert!(matches!(
        entries_of(&container[..]),
        Err(EnvelopeError::TooLarge { .. })
    ));
}

// ---- Names ----

#[test]
fn names_with_folders_or_control_characters_are_refused() {
    let long = [b'x'; 256];
    let names = [
        "x/y", "/x", "x/", "../x", "..", ".", "x\\y", "C:x", "x\0", "x\n", "x\u{7f}", "",
    ];
    for name in names.map(str::as_bytes).into_iter().chain([&long[..]]) {
        refused("ZIP: name", |parts| parts.set_name(0, name));
    }
    accepted(|parts| parts.set_name(0, &[b'x'; 255]));
}

#[test]
fn a_name_comes_once_however_it_is_written() {
    refused("ZIP: name", |parts| parts.set_name(1, b"a"));
    refused("ZIP: name", |parts| parts.set_name(1, b"A"));
    refused("ZIP: name", |parts| {
        parts.both(0, FLAGS, &[0, 8]);
        parts.both(1, FLAGS, &[0, 8]);
        parts.set_name(0, "é".as_bytes());
        parts.set_name(1, "É".as_bytes());
    });
}

#[test]
fn a_name_beyond_ascii_is_utf8_and_says_so() {
    refused("ZIP: name", |parts| parts.set_name(0, "空".as_bytes()));
    refused("ZIP: name", |parts| {
        parts.both(0, FLAGS, &[0, 8]);
        parts.set_name(0, b"\x8B\xF3");
    });
    accepted(|parts| {
        parts.both(0, FLAGS, &[0, 8]);
        parts.set_name(0, "空".as_bytes());
    });
}

// ---- Extra fields ----

#[test]
fn extra_fields_that_give_other_sizes_or_names_are_refused() {
    for field in [
        &b"\x01\0\x04\0aaaa"[..],
        b"up\x01\0a",
        b"UT\x09\0a",
        b"UT",
        b"UT\x01\0ab",
        // Right before the end, this leads many readers to another central directory.
        b"DD\x04\0PK\x06\x07",
        b"PK\x06\x07",
    ] {
        refused("ZIP: extra field", |parts| {
            parts.locals[0].extend(field);
            parts.locals[0][EXTRA_BYTES.0] = field.len() as u8;
            parts.settle();
        });
        refused("ZIP: extra field", |parts| {
            parts.centrals[0].extend(field);
            parts.centrals[0][EXTRA_BYTES.1] = field.len() as u8;
            parts.settle();
        });
    }
}

// ---- The central directory says the same again ----

const DIFFERS: &str = "ZIP: central directory";

#[test]
fn a_central_directory_that_says_something_else_is_refused() {
    refused(DIFFERS, |parts| parts.centrals[0][CENTRAL_NAME] = b'x');
    refused(DIFFERS, |parts| parts.centrals[0][FLAGS.1] = 2);
    refused(DIFFERS, |parts| parts.centrals[0][METHOD.1] = 8);
    refused(DIFFERS, |parts| parts.centrals[1][CRC.1] ^= 1);
    refused(DIFFERS, |parts| parts.centrals[1][PACKED.1] ^= 1);
    refused(DIFFERS, |parts| parts.centrals[1][SIZE.1] ^= 1);
    refused(DIFFERS, |parts| parts.centrals[1][42] ^= 1);
}

#[test]
fn entries_in_another_order_are_refused() {
    refused(DIFFERS, |parts| parts.centrals.swap(0, 1));
}

#[test]
fn an_entry_that_is_left_out_or_stands_there_twice_is_refused() {
    refused("ZIP", |parts| {
        parts.centrals.pop();
        let count = [1, 0, 1, 0, 47];
        parts.end[8..13].copy_from_slice(&count);
    });
    refused("ZIP", |parts| {
        parts.centrals.push(parts.centrals[1].clone());
        parts.settle();
    });
}

#[test]
fn comments_and_other_disks_are_refused() {
    const WHAT: &str = "ZIP: comment or disk";
    refused(WHAT, |parts| {
        parts.centrals[0][32] = 1;
        parts.centrals[0].push(b'x');
        parts.settle();
    });
    refused(WHAT, |parts| parts.centrals[0][34] = 1);
    refused(WHAT, |parts| {
        parts.end[20] = 1;
        parts.end.push(b'x');
    });
    refused(WHAT, |parts| parts.end[4] = 1);
    refused(WHAT, |parts| parts.end[6] = 1);
    refused(WHAT, |parts| parts.end[8] = 1);
}

#[test]
fn folders_links_and_devices_are_refused() {
    for attributes in [0x10, 0o120_777 << 16, 0o040_755 << 16, 0o020_666 << 16] {
        refused("ZIP: not a file", |parts| {
            parts.centrals[0][38..42].copy_from_slice(&u32::to_le_bytes(attributes));
        });
    }
}

#[test]
fn an_end_that_says_something_else_is_refused() {
    refused(DIFFERS, |parts| {
        parts.end[8..12].copy_from_slice(&[1, 0, 1, 0])
    });
    refused(DIFFERS, |parts| parts.end[12] ^= 1);
    refused(DIFFERS, |parts| parts.end[16] ^= 1);
}

// ---- Nothing before, between or after ----

#[test]
fn bytes_between_the_parts_are_refused_even_where_offsets_know_of_them() {
    let good = Parts::good().pieces();
    for place in 0..=good.len() {
        for junk in [&b"\0"[..], b"PK", b"PK\x05\x05\0\0", b"PK\x06\x08\0\0\0\0"] {
            let mut pieces = good.clone();
            pieces.insert(place, junk.to_vec());
            assert!(entries_of(&pieces.concat()[..]).is_err(), "{place}");
        }
    }
    // A prefix as self-extracting archives have it.
    let mut parts = Parts::good();
    for central in &mut parts.centrals {
        central[42] += 2;
    }
    parts.end[16] += 2;
    let container = [b"MZ".to_vec(), parts.pieces().concat()].concat();
    assert!(entries_of(&container[..]).is_err());
}

#[test]
fn a_second_container_after_the_first_is_refused() {
    let good = Parts::good().pieces().concat();
    assert_eq!(
        entries_of(good.repeat(2).as_slice()),
        Err(EnvelopeError::BadContent("ZIP: bytes after the end"))
    );
}

#[test]
fn the_zip64_end_is_refused() {
    let mut pieces = Parts::good().pieces();
    let place = pieces.len() - 1;
    let zip64_end = [&b"PK\x06\x06\x2c\0\0\0\0\0\0\0"[..], &[0; 44]].concat();
    let locator = [&b"PK\x06\x07"[..], &[0; 16]].concat();
    pieces.splice(place..place, [zip64_end, locator]);
    let read = entries_of(&pieces.concat()[..]);
    assert_eq!(read, Err(EnvelopeError::BadContent("ZIP")));
}

#[test]
fn a_container_that_is_cut_anywhere_is_refused() {
    let good = Parts::good().pieces().concat();
    for length in 0..good.len() {
        assert!(entries_of(&good[..length]).is_err(), "{length}");
    }
}
