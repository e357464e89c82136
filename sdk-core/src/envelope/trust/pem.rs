//! Blocks of PEM (RFC 7468), read without OpenSSL, which would ask at the terminal for the password of an encrypted block.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The blocks with this label, decoded, as [`blocks_of_text`] gives them; but what begins as DER does is given back as it is.
pub(super) fn blocks(bytes: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    const SEQUENCE: u8 = 0x30;
    if bytes.first() == Some(&SEQUENCE) {
        return Some(vec![bytes.to_vec()]);
    }
    blocks_of_text(bytes, label)
}

/// The blocks with this label, decoded. Text outside of them is no matter; nothing if a block is broken.
pub(in crate::envelope) fn blocks_of_text(bytes: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let mut blocks = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, begin.as_bytes()) {
        let body = rest.get(at + begin.len()..)?;
        let length = find(body, end.as_bytes())?;
        let text: Vec<u8> = body
            .get(..length)?
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        blocks.push(STANDARD.decode(text).ok()?);
        rest = body.get(length + end.len()..)?;
    }
    Some(blocks)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
