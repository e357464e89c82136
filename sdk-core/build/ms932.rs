//! The characters of MS932, asked of encoding_rs: at run time it would bring the tables of every encoding of the Web along.

use std::fmt::Write as _;

use encoding_rs::SHIFT_JIS;

use crate::Result;

/// Writes one row per lead byte (81–9F, E0–FC) with the characters of the second bytes 40–FC. All lie within the Basic
/// Multilingual Plane; 0 is none.
pub fn characters(out: &mut String) -> Result<()> {
    writeln!(out, "static CHARACTERS: [[u16; 189]; 60] = [")?;
    for lead in (0x81..=0x9F).chain(0xE0..=0xFC) {
        let row: Vec<_> = (0x40..=0xFC)
            .map(|trail| character([lead, trail]).unwrap_or(0))
            .collect();
        writeln!(out, "{row:?},")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn character(pair: [u8; 2]) -> Option<u16> {
    SHIFT_JIS
        .decode_without_bom_handling_and_without_replacement(&pair)?
        .encode_utf16()
        .next()
}
