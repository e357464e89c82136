//! Reading a file into memory, but never one that is too large to be read.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use careplan_core::document::MAX_FILE_BYTES;
use careplan_core::finding::{Code, Finding, Lang};
use careplan_core::io_cause;

use crate::terminal_text;

/// What reading gave.
pub enum Content {
    /// The bytes of the file.
    Bytes(Vec<u8>),
    /// The file has so many bytes, more than [`MAX_FILE_BYTES`]; they were not kept.
    TooLarge(u64),
}

/// Reads a file, or says that it is too large.
pub fn read(path: &Path) -> io::Result<Content> {
    let file = File::open(path)?;
    let limit = MAX_FILE_BYTES as u64;
    let size = file.metadata()?.len();
    if size > limit {
        return Ok(Content::TooLarge(size));
    }
    let mut bytes = Vec::new();
    // A pipe, or a file that is still being written, tells its size only while it is read.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_FILE_BYTES {
        return Ok(Content::TooLarge(bytes.len() as u64));
    }
    Ok(Content::Bytes(bytes))
}

/// What is said of a file that is too large.
pub fn too_large(path: &Path, size: u64, lang: Lang) -> String {
    let finding = Finding::new(Code::FileTooLarge, file_name(path).into())
        .with("size", size)
        .with("limit", MAX_FILE_BYTES);
    format!("{}: {}", terminal_text::path(path), finding.message(lang))
}

/// The file name without folders, as far as it is text.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Why a path cannot be read, for people.
pub fn explain(path: &Path, error: &io::Error, lang: Lang) -> String {
    let cause = match error.kind() {
        // The system says more of a cause that has no name.
        ErrorKind::Other => error.to_string(),
        kind => io_cause(kind, lang),
    };
    let path = terminal_text::path(path);
    match lang {
        Lang::Ja => format!("{path} を読み取れません: {cause}"),
        Lang::En => format!("cannot read {path}: {cause}"),
    }
}
