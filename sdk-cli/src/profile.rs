//! `--profile`: a name, or the path of a file.

use std::path::Path;

use careplan_core::Explain;
use careplan_core::finding::{CheckProfile, Lang};

use crate::terminal_text;

/// The check profile of this name or in this file, or why there is none.
pub fn load(given: &Path, lang: Lang) -> Result<CheckProfile, String> {
    if let Some(profile) = given.to_str().and_then(CheckProfile::named) {
        return Ok(profile);
    }
    CheckProfile::load(given).map_err(|error| {
        let (message, hint) = (error.message(lang), error.hint(lang));
        format!("{}: {message}\n{hint}", terminal_text::path(given))
    })
}
