//! `careplan show`: the records of a file, every value beside the name of its item.

mod json;
mod text;

use std::io::{self, Write};

use careplan_core::document::{Document, MAX_FILE_BYTES};
use careplan_core::finding::{Code, Finding};

use crate::args::{Format, ShowArgs};
use crate::outcome::Outcome;
use crate::output;
use crate::read::{self, Content};

/// Runs the command.
pub fn run(args: &ShowArgs) -> Outcome {
    match document(args) {
        Ok(document) => output::written(&write(args, &document), args.style.lang()),
        Err(message) => {
            output::complain(message);
            Outcome::Failed
        }
    }
}

/// Reads the file, or says why it cannot be shown.
fn document(args: &ShowArgs) -> Result<Document, String> {
    let lang = args.style.lang();
    let name = read::file_name(&args.file);
    match read::read(&args.file) {
        Ok(Content::Bytes(bytes)) => Ok(Document::read(&name, bytes)),
        Ok(Content::TooLarge(size)) => Err(Finding::new(Code::FileTooLarge, name.into())
            .with("size", size)
            .with("limit", MAX_FILE_BYTES)
            .message(lang)),
        Err(error) => Err(read::explain(&args.file, &error, lang)),
    }
}

fn write(args: &ShowArgs, document: &Document) -> io::Result<()> {
    let mut out = output::stdout();
    match args.style.format {
        Format::Text => text::write(&mut out, document, args.style.lang())?,
        Format::Json => json::write(&mut out, document)?,
    }
    out.flush()
}
