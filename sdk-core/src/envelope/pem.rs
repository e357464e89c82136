//! Blocks of PEM (RFC 7468), found without OpenSSL, which would ask at the terminal for the password of an encrypted block.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a block holds, as errors call it.
pub(super) const CERTIFICATE: &str = "電子証明書 (certificate)";
pub(super) const PRIVATE_KEY: &str = "秘密鍵 (private key)";

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// Whether a block begins anywhere in it.
pub(super) fn is_pem(bytes: &[u8]) -> bool {
    find(bytes, BEGIN).is_some()
}

/// All blocks of a text, one after the other; the last is `None` if it is cut off. Text outside of them is no matter.
pub(super) fn blocks(text: &[u8]) -> impl Iterator<Item = Option<Block<'_>>> {
    blocks_from(text, BEGIN.to_vec())
}

/// The blocks with this label, decoded. Text outside of them is no matter; nothing if one of them is broken.
pub(super) fn decoded(text: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    blocks_from(text, [BEGIN, label.as_bytes(), DASHES].concat())
        .map(|block| block?.decoded())
        .collect()
}

/// The same; but what begins as DER does is given back as it is.
pub(super) fn decoded_or_der(bytes: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    const SEQUENCE: u8 = 0x30;
    if bytes.first() == Some(&SEQUENCE) {
        return Some(vec![bytes.to_vec()]);
    }
    decoded(bytes, label)
}

/// One block. What stands in it is not known to be Base64.
pub(super) struct Block<'a> {
    pub label: &'a [u8],
    /// From BEGIN to the dashes after END.
    pub text: &'a [u8],
    body: &'a [u8],
    end_label: &'a [u8],
}

impl<'a> Block<'a> {
    /// The block that begins here; nothing if it does not end.
    fn at(text: &'a [u8]) -> Option<Self> {
        let (label, rest) = split(text.get(BEGIN.len()..)?, DASHES)?;
        let (body, rest) = split(rest, END)?;
        let (end_label, rest) = split(rest, DASHES)?;
        Some(Self {
            label,
            text: &text[..text.len() - rest.len()],
            body,
            end_label,
        })
    }

    /// Its bytes; nothing if it is not Base64 between two lines of one label.
    pub fn decoded(&self) -> Option<Vec<u8>> {
        let body = self.body.iter().copied();
        let body: Vec<u8> = body.filter(|byte| !byte.is_ascii_whitespace()).collect();
        (self.label == self.end_label)
            .then(|| STANDARD.decode(body).ok())
            .flatten()
    }
}

fn blocks_from(text: &[u8], begin: Vec<u8>) -> impl Iterator<Item = Option<Block<'_>>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = find(rest, &begin)?;
        let block = Block::at(&rest[start..]);
        rest = match &block {
            Some(block) => &rest[start + block.text.len()..],
            None => &[],
        };
        Some(block)
    })
}

/// What stands before and after the first place of this.
fn split<'a>(text: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let start = find(text, at)?;
    Some((&text[..start], &text[start + at.len()..]))
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ONE: &str = "-----BEGIN ONE-----\nAQID\nBA==\n-----END ONE-----";
    const TWO: &str = "-----BEGIN TWO-----\r\nBQ==\r\n-----END TWO-----";

    #[test]
    fn text_around_the_blocks_is_no_matter() {
        let text = format!("before {ONE}{TWO} between -----\n{ONE}\nafter");
        let labels: Vec<_> = blocks(text.as_bytes()).map(|b| b.unwrap().label).collect();
        assert_eq!(labels, [b"ONE", b"TWO", b"ONE"]);
        let ones = decoded(text.as_bytes(), "ONE").unwrap();
        assert_eq!(ones, [[1, 2, 3, 4], [1, 2, 3, 4]]);
        assert_eq!(decoded(text.as_bytes(), "TWO").unwrap(), [[5]]);
        assert!(decoded(text.as_bytes(), "THREE").unwrap().is_empty());
    }

    #[test]
    fn a_broken_block_is_told_and_other_labels_do_not_hide_it() {
        for broken in [
            "-----BEGIN ONE",
            "-----BEGIN ONE-----\nAQID",
            "-----BEGIN ONE-----\nAQID\n-----END ONE",
            "-----BEGIN ONE-----\nAQID\n-----END TWO-----",
            "-----BEGIN ONE-----\nA?ID\n-----END ONE-----",
        ] {
            let text = format!("{TWO}\n{broken}");
            let last = blocks(text.as_bytes()).last().unwrap();
            assert!(last.and_then(|block| block.decoded()).is_none(), "{broken}");
            assert!(decoded(text.as_bytes(), "TWO").is_some(), "{broken}");
        }
        let cut = "-----BEGIN ONE-----\nAQID\n";
        assert_eq!(decoded(cut.as_bytes(), "ONE"), None);
    }

    #[test]
    fn der_needs_no_block() {
        let der = [0x30, 0x01, 0x00];
        assert_eq!(decoded_or_der(&der, "ONE").unwrap(), [der]);
        assert_eq!(decoded_or_der(ONE.as_bytes(), "ONE").unwrap().len(), 1);
        assert!(is_pem(ONE.as_bytes()) && !is_pem(&der));
    }

    proptest! {
        #[test]
        fn any_pieces_are_read_without_panic(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["-----BEGIN ", "-----END ", "-----", "--", "ONE", "AQID", "\n"]),
                0..20,
            ),
        ) {
            let text = pieces.concat();
            for block in blocks(text.as_bytes()).flatten() {
                let _ = block.decoded();
            }
            let _ = decoded_or_der(text.as_bytes(), "ONE");
        }
    }
}
