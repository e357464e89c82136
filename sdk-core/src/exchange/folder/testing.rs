//! The sample month, as sets and as files, for the tests of both folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::CheckedDocument;
use crate::message::MessageSet;

pub(super) const SUPPORT: &str = "5070022016";
pub(super) const SERVICE: &str = "5070100002";

/// Files of one set: names and bytes.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// Plan, use slip and actuals between the two offices.
pub(super) fn plan() -> Files {
    files("plans/5070100002_11")
}

pub(super) fn slip() -> Files {
    files("sets/5070100002_11")
}

pub(super) fn actuals() -> Files {
    files("actuals/5070100002_11")
}

/// The same set, exported at another second.
pub(super) fn at_second(files: &Files, second: u32) -> Files {
    let rename = |(name, bytes): &(String, Vec<u8>)| {
        let at = name.len() - 6;
        (format!("{}{second:02}.CSV", &name[..at]), bytes.clone())
    };
    files.iter().map(rename).collect()
}

/// Basic information of a person with an annex and two images, to the service office.
pub(super) fn basic_information() -> Files {
    let tail = "5070022016_46_5070100002_11_20260826093000";
    vec![
        (format!("UPKIHON_{tail}.CSV"), b"202407\r\n".to_vec()),
        (format!("UPKIHON_SUB1_{tail}.CSV"), b"202407\r\n".to_vec()),
        (format!("UPKIHON_IMAGE_{tail}_0001.jpg"), b"jpg 1".to_vec()),
        (format!("UPKIHON_IMAGE_{tail}_0002.jpg"), b"jpg 2".to_vec()),
    ]
}

pub(super) fn set(files: &Files) -> MessageSet {
    let read = |(name, bytes): &(String, Vec<u8>)| CheckedDocument::read(name, bytes.clone());
    let documents = files.iter().map(|file| Arc::new(read(file)));
    MessageSet::build(documents.collect()).unwrap()
}

pub(super) fn put(folder: &Path, files: &Files) {
    fs::create_dir_all(folder).unwrap();
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// Names of all visible files, in order.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

pub(super) fn names_of(files: &Files) -> Vec<String> {
    let mut names: Vec<_> = files.iter().map(|(name, _)| name.clone()).collect();
    names.sort();
    names
}

fn files(folder: &str) -> Files {
    let folder = samples().join(folder);
    let read = |name: String| {
        let bytes = fs::read(folder.join(&name)).unwrap();
        (name, bytes)
    };
    names(&folder).into_iter().map(read).collect()
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/data")
}
