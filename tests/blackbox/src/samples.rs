//! The sample month of `samples/data`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::message::{Cover, MessageSet};

/// A file: its name and its bytes.
pub type File = (String, Vec<u8>);

/// The stamp of every set of plans.
pub const STAMP: &str = "20260826093000";

/// The files of a folder such as `sets/5070100002_11`, by name.
pub fn files(folder: &str) -> Vec<File> {
    let mut paths: Vec<_> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| file(path)).collect()
}

/// The first file of a kind in a folder.
pub fn file_of(folder: &str, kind: &str) -> File {
    files(folder)
        .into_iter()
        .find(|(name, _)| name.starts_with(&format!("{kind}_")))
        .unwrap()
}

/// The plans of one receiver, such as `5070100002_11`.
pub fn plans(receiver: &str) -> MessageSet {
    set(files(&format!("sets/{receiver}")))
}

/// The same plans as if exported at another time.
pub fn plans_at(receiver: &str, stamp: &str) -> MessageSet {
    let renamed = files(&format!("sets/{receiver}"))
        .into_iter()
        .map(|(name, bytes)| (name.replace(STAMP, stamp), bytes));
    set(renamed.collect())
}

/// The actuals of one service office, such as `5070100002_11`.
pub fn actuals(sender: &str) -> MessageSet {
    set(files(&format!("actuals/{sender}")))
}

/// A set of these files, which must be one.
pub fn set(files: Vec<File>) -> MessageSet {
    let documents = files
        .into_iter()
        .map(|(name, bytes)| Arc::new(CheckedDocument::read(&name, bytes)));
    MessageSet::build(documents.collect()).unwrap()
}

/// Name and bytes of each file of a set.
pub fn files_of(set: &MessageSet) -> Vec<(&str, &[u8])> {
    contents(set.documents())
}

/// Name and bytes of each document.
pub fn contents(documents: &[Arc<CheckedDocument>]) -> Vec<(&str, &[u8])> {
    documents
        .iter()
        .map(|checked| checked.document())
        .map(|document| (&**document.name(), document.bytes()))
        .collect()
}

/// A cover with words of the sender that nobody but the receiver may see.
pub fn cover(set: &MessageSet) -> Cover {
    Cover::new(set, SUBJECT, TEXT)
}

/// Free text of the sender.
pub const SUBJECT: &str = "金城様の予定変更について";
/// Free text of the sender.
pub const TEXT: &str = "ご家族の入院により、来週から変更です。";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/data")
}

fn file(path: &Path) -> File {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    (name, fs::read(path).unwrap())
}
