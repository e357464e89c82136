use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::envelope::error::EnvelopeError;
use crate::message::FileEntry;

/// Where the bytes of a file come from when it is sealed. They are read twice: to measure, and to write.
pub trait FileSource {
    /// The bytes from the beginning; the same every time.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;
}

impl FileSource for &[u8] {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(*self))
    }
}

impl FileSource for Vec<u8> {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(&**self))
    }
}

impl FileSource for &Path {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(self)?))
    }
}

impl FileSource for PathBuf {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(self)?))
    }
}

/// Where the files of a message go when it is opened, one after the other.
///
/// The calls are, for each file of the cover, in its order: `begin`, any number of `write`, `end`. An error of any call ends
/// it. What was taken must be thrown away where opening fails, even after the last `end`.
pub trait FileSink {
    /// A file begins: its place on the cover, counted from 0, and what the cover says of it.
    fn begin(&mut self, index: usize, file: &FileEntry) -> Result<(), EnvelopeError>;

    /// Next bytes of the file, never more than the cover says.
    fn write(&mut self, bytes: &[u8]) -> Result<(), EnvelopeError>;

    /// The file is complete, in size and SHA-256 what the cover says.
    fn end(&mut self) -> Result<(), EnvelopeError>;
}
