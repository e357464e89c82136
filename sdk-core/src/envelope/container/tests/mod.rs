mod interop;
mod malformed;
mod manifest;
mod mutated;
mod round_trip;
mod streams;

use std::io::{self, Read};

use super::memory::Packer;
use super::read::Reader;
use super::write::{Writer, measure};
use crate::digest::sha256_hex;
use crate::envelope::error::EnvelopeError;
use crate::layout::SetKind;
use crate::message::{Cover, FileEntry};

type Files = Vec<(String, Vec<u8>)>;

fn packed(files: &Files) -> Vec<u8> {
    let mut packer = Packer::new(crate::envelope::container::MESSAGE);
    for (name, bytes) in files {
        packer.add(name, bytes).unwrap();
    }
    packer.finish().unwrap().to_vec()
}

/// The same through the streaming half.
fn written(files: &Files) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for (name, bytes) in files {
        let measured = measure(name, Slow(bytes)).unwrap();
        writer.add(&measured, &bytes[..]).unwrap();
    }
    writer.finish().unwrap()
}

fn entries_of(container: impl Read) -> Result<Files, EnvelopeError> {
    let mut reader = Reader::new(container);
    let mut files = Vec::new();
    while let Some(mut entry) = reader.next()? {
        let (name, size) = (entry.name().to_owned(), entry.size());
        let (mut bytes, mut buffer) = (Vec::new(), [0; 1000]);
        loop {
            match entry.read(&mut buffer)? {
                0 => break,
                read => bytes.extend(&buffer[..read]),
            }
        }
        assert_eq!(bytes.len() as u64, size);
        files.push((name, bytes));
    }
    reader.finish()?;
    Ok(files)
}

/// Gives a few bytes at a time, never the same number.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = (self.0.len() % 977 + 1).min(out.len()).min(self.0.len());
        let (now, later) = self.0.split_at(count);
        out[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

/// Files of a use slip set under their names of the standard.
fn slip_files(contents: [&[u8]; 3]) -> Files {
    const TAIL: &str = "202609_5070022016_43_5070100002_11_20260826093000.CSV";
    let names = ["UPPLAN", "UPSIKYU", "UPHOSOKU"].map(|kind| format!("{kind}_{TAIL}"));
    names
        .into_iter()
        .zip(contents.map(<[u8]>::to_vec))
        .collect()
}

fn cover_of(files: &Files) -> Cover {
    let entry = |(name, bytes): &(String, Vec<u8>)| FileEntry {
        name: name.clone(),
        size: bytes.len() as u64,
        sha256: sha256_hex(bytes),
    };
    Cover {
        id: uuid::Uuid::now_v7(),
        sender: "5070022016_43".parse().unwrap(),
        receivers: vec!["5070100002_11".parse().unwrap()],
        stamp: "20260826093000".parse().unwrap(),
        set: SetKind::UseSlip,
        subject: "九月分".into(),
        text: "よろしくお願いします。".into(),
        files: files.iter().map(entry).collect(),
        created_at: jiff::Timestamp::UNIX_EPOCH,
        software: "test".into(),
    }
}

fn borrowed(files: &Files) -> Vec<(&str, &[u8])> {
    files
        .iter()
        .map(|(name, bytes)| (&**name, &**bytes))
        .collect()
}
