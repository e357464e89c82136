//! Faults of the streams around a container, and the limits when writing.

use std::io::Write;

use super::*;
use crate::envelope::MAX_CONTENT_BYTES;
use crate::envelope::container::{MAX_ENTRIES, cause};

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn faults_of_streams_are_told_as_they_are() {
    let reset = EnvelopeError::Io(io::ErrorKind::ConnectionReset);
    assert_eq!(entries_of(Broken), Err(reset.clone()));
    assert_eq!(measure("x", Broken), Err(reset.clone()));
    let container = packed(&vec![("a".into(), vec![1; 500])]);
    assert_eq!(entries_of(container[..40].chain(Broken)), Err(reset));

    let measured = measure("x", &b"x"[..]).unwrap();
    let full = Writer::new(Broken).add(&measured, &b"x"[..]);
    assert_eq!(full, Err(EnvelopeError::Io(io::ErrorKind::StorageFull)));
}

#[test]
fn a_fault_of_the_envelope_below_comes_through() {
    let fault = io::Error::other(EnvelopeError::Tampered);
    assert_eq!(cause(fault), EnvelopeError::Tampered);
}

#[test]
fn a_content_that_is_not_what_was_measured_is_noticed() {
    let measured = measure("x", &b"1234567890"[..]).unwrap();
    for changed in [
        &b"1234567891"[..],
        b"123456789",
        b"12345678901",
        b"",
        &[7; 5000],
    ] {
        let mut out = Vec::new();
        let result = Writer::new(&mut out).add(&measured, changed);
        assert_eq!(result, Err(EnvelopeError::FileChanged));
        assert!(out.len() as u64 <= 31 + measured.packed);
    }
}

#[test]
fn no_more_is_measured_than_the_limit() {
    let endless = io::repeat(b' ');
    let limit = MAX_CONTENT_BYTES;
    assert_eq!(
        measure("x", endless),
        Err(EnvelopeError::TooLarge { limit })
    );
}

#[test]
fn names_and_numbers_that_could_not_be_read_are_not_written() {
    let mut packer = Packer::new(crate::envelope::container::MESSAGE);
    packer.add("a.csv", b"").unwrap();
    for name in [
        "",
        "..",
        "a/b",
        "a\\b",
        "c:b",
        "a\nb",
        "a\0",
        "A.CSV",
        &"x".repeat(256),
    ] {
        let refused = packer.add(name, b"").unwrap_err();
        assert_eq!(refused, EnvelopeError::BadContent("ZIP: name"), "{name}");
    }
    let mut packer = Packer::new(crate::envelope::container::MESSAGE);
    for number in 0..MAX_ENTRIES {
        packer.add(&number.to_string(), b"").unwrap();
    }
    assert!(matches!(
        packer.add("x", b""),
        Err(EnvelopeError::TooLarge { .. })
    ));
}
