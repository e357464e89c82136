//! Certificates in files, such as those of receivers.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use careplan_core::envelope::{Certificate, OfficeRule};

use super::fault::Fault;

/// Files of certificates are smaller by far.
const MAX_BYTES: u64 = 16 << 20;

/// The certificates of all these files, one of each.
pub(super) fn read_all(paths: &[PathBuf], rule: &OfficeRule) -> Result<Vec<Certificate>, Fault> {
    paths.iter().map(|path| read(path, rule)).collect()
}

/// A certificate in PEM, with its intermediates, or in DER.
pub(super) fn read(path: &Path, rule: &OfficeRule) -> Result<Certificate, Fault> {
    let bytes = bytes(path)?;
    let is_der = bytes.first() == Some(&0x30);
    match is_der {
        true => Certificate::from_der_by(rule, &bytes),
        false => Certificate::from_pem_by(rule, &bytes),
    }
    .map_err(Fault::at(path))
}

/// A small file; of a larger one only the beginning, which is then none of what is looked for.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Fault::unreadable(path))?;
    file.take(MAX_BYTES)
        .read_to_end(&mut bytes)
        .map_err(Fault::unreadable(path))?;
    Ok(bytes)
}
