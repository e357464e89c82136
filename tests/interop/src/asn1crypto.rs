//! Python's `asn1crypto`, a reader of CMS that has nothing in common with those who wrote it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::program::run;

/// A Python that has the module (Debian: python3-asn1crypto).
#[derive(Debug)]
pub struct Asn1Crypto(&'static str);

impl Asn1Crypto {
    /// Finds it, or says why it cannot be asked.
    pub fn find() -> Result<Self, String> {
        let mut reasons = Vec::new();
        // The first may be one that does not see the packages of the system.
        for python in ["python3", "/usr/bin/python3"] {
            match run(
                Command::new(python).args(["-c", "import asn1crypto.cms"]),
                b"",
            ) {
                Ok(_) => return Ok(Self(python)),
                Err(reason) => reasons.push(reason),
            }
        }
        Err(reasons.join("; "))
    }

    /// What stands in an envelope or in signed content.
    pub fn read(&self, cms: &[u8]) -> Value {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/algorithms.py");
        let json = run(Command::new(self.0).arg(script), cms).unwrap();
        serde_json::from_str(&json).unwrap()
    }
}
