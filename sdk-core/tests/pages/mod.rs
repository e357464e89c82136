//! Pages of docs/ that are made from the code.

use std::fs;
use std::path::Path;

/// The committed page is the one that was made now. With `CAREPLAN_UPDATE=1` it is written anew.
pub fn assert_committed(name: &str, made: &str) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let path = docs.join(name);
    if std::env::var_os("CAREPLAN_UPDATE").is_some() {
        fs::write(&path, made).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed.replace("\r\n", "\n") == made,
        "docs/{name} is not that of the code: run this test with CAREPLAN_UPDATE=1 and commit the page"
    );
}
