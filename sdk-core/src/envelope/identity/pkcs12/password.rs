use zeroize::Zeroizing;

use crate::text;

/// A password in the two forms that algorithms take.
pub(super) struct Password {
    /// For the algorithms of PKCS#12 itself (RFC 7292, appendix B.1): UTF-16, big endian, with a closing zero.
    pub(super) wide: Zeroizing<Vec<u8>>,
    /// For PBES2 (RFC 8018).
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// The forms in which a program may have used this password, the right one first.
pub(super) fn forms(password: &str) -> Vec<Password> {
    let utf8 = Zeroizing::new(password.as_bytes().to_vec());
    let right = Password {
        wide: wide(password.encode_utf16()),
        bytes: utf8.clone(),
    };
    if password.is_empty() {
        // Some programs take no password for no bytes at all.
        let nothing = Password {
            wide: Zeroizing::default(),
            bytes: utf8,
        };
        return vec![right, nothing];
    }
    if password.is_ascii() {
        return vec![right];
    }
    // OpenSSL before 1.1 widened each byte of what the terminal gave: UTF-8, or MS932 on a Japanese Windows.
    let mut forms = vec![right, bytewise(utf8)];
    let typed = as_windows_types(password);
    // Asked first: what is encoded as far as it goes would stay in memory.
    if typed.chars().all(text::holds)
        && let Ok(ms932) = text::encode(&typed)
    {
        forms.push(bytewise(Zeroizing::new(ms932)));
    }
    forms
}

/// What a Japanese Windows takes for signs that MS932 lacks: the yen sign has the code of the backslash there.
fn as_windows_types(password: &str) -> Zeroizing<String> {
    let mut typed = Zeroizing::new(String::with_capacity(password.len()));
    typed.extend(password.chars().map(|character| match character {
        '¥' => '\\',
        '‾' => '~',
        '−' => '－',
        other => other,
    }));
    typed
}

fn bytewise(bytes: Zeroizing<Vec<u8>>) -> Password {
    Password {
        wide: wide(bytes.iter().map(|&byte| u16::from(byte))),
        bytes,
    }
}

fn wide(units: impl Iterator<Item = u16> + Clone) -> Zeroizing<Vec<u8>> {
    let units = units.chain([0]);
    // Counted first: a vector that grows leaves copies behind.
    let mut wide = Zeroizing::new(Vec::with_capacity(units.clone().count() * 2));
    units.for_each(|unit| wide.extend_from_slice(&unit.to_be_bytes()));
    wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_wide_with_a_closing_zero() {
        assert_eq!(*forms("a")[0].wide, [0, b'a', 0, 0]);
        assert_eq!(*forms("鍵")[0].wide, [0x93, 0x75, 0, 0]);
        assert_eq!(*forms("鍵")[2].wide, [0, 0x8C, 0, 0xAE, 0, 0]);
        assert_eq!(*forms("¥1")[2].wide, [0, b'\\', 0, b'1', 0, 0]);
        assert_eq!(forms("𠮷").len(), 2);
    }

    #[test]
    fn an_empty_password_has_two_forms() {
        let forms = forms("");
        assert_eq!(*forms[0].wide, [0, 0]);
        assert!(forms[1].wide.is_empty());
    }
}
