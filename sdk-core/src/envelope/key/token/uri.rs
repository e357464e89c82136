use std::path::PathBuf;
use std::{fmt, fs};

use zeroize::Zeroizing;

use super::TokenError;

/// Where a key is on a token: a PKCS#11 URI (RFC 7512), such as
/// `pkcs11:token=OFFICE;object=claims?module-path=/usr/lib/softhsm/libsofthsm2.so`.
///
/// `module-path` has to be there. The PIN is better given as the password of the loader than in `pin-source` (a file) or
/// `pin-value`: a URI ends up in settings, command lines and logs. Debug shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TokenUri {
    pub(super) module: PathBuf,
    pub(super) token: Option<String>,
    pub(super) manufacturer: Option<String>,
    pub(super) model: Option<String>,
    pub(super) serial: Option<String>,
    pub(super) slot: Option<u64>,
    pub(super) object: Option<Vec<u8>>,
    pub(super) id: Option<Vec<u8>>,
    pin: Option<PinFrom>,
}

#[derive(Clone, PartialEq, Eq)]
enum PinFrom {
    Value(Zeroizing<String>),
    File(PathBuf),
}

const SCHEME: &str = "pkcs11:";

impl TokenUri {
    /// Whether a text means to be such a URI.
    pub fn is_one(text: &str) -> bool {
        // Schemes may be written in capitals (RFC 3986, section 3.1).
        text.get(..SCHEME.len())
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
    }

    /// Reads a URI. Attributes that are not known, or there twice, are refused: a condition that is passed over would let
    /// another key be taken.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        if !Self::is_one(text) {
            return Err(TokenError::BadUri("pkcs11:"));
        }
        let (path, query) = match text[SCHEME.len()..].split_once('?') {
            Some((path, query)) => (path, query),
            None => (&text[SCHEME.len()..], ""),
        };
        let mut uri = Self::default();
        let mut seen = Vec::new();
        for (place, parts) in [
            (Place::Path, path.split(';')),
            (Place::Query, query.split('&')),
        ] {
            for part in parts.filter(|part| !part.is_empty()) {
                let (name, value) = part.split_once('=').ok_or(TokenError::BadUri("="))?;
                if seen.contains(&name) {
                    return Err(TokenError::BadUri("an attribute stands twice"));
                }
                seen.push(name);
                uri.take(place, name, value)?;
            }
        }
        if uri.module.as_os_str().is_empty() {
            return Err(TokenError::BadUri("module-path"));
        }
        Ok(uri)
    }

    fn take(&mut self, place: Place, name: &str, value: &str) -> Result<(), TokenError> {
        use Place::{Path, Query};
        match (place, name) {
            (Path, "token") => self.token = Some(text(value)?),
            (Path, "manufacturer") => self.manufacturer = Some(text(value)?),
            (Path, "model") => self.model = Some(text(value)?),
            (Path, "serial") => self.serial = Some(text(value)?),
            (Path, "slot-id") => {
                let number = text(value)?.parse();
                self.slot = Some(number.map_err(|_| TokenError::BadUri("slot-id"))?);
            }
            (Path, "object") => self.object = Some(decoded(value)?.to_vec()),
            (Path, "id") => self.id = Some(decoded(value)?.to_vec()),
            // Key and certificate are both looked for.
            (Path, "type") => match text(value)?.as_str() {
                "private" | "cert" => {}
                _ => return Err(TokenError::BadUri("type")),
            },
            (Query, "module-path") => self.module = PathBuf::from(text(value)?),
            (Query, "pin-value") => self.pin_from(PinFrom::Value(Zeroizing::new(text(value)?)))?,
            (Query, "pin-source") => {
                let source = text(value)?;
                // A command, or a place that is no file on this machine.
                if source.starts_with('|') {
                    return Err(TokenError::BadUri("pin-source"));
                }
                let file = source.strip_prefix("file:").unwrap_or(&source);
                let file = file.strip_prefix("//").unwrap_or(file);
                self.pin_from(PinFrom::File(PathBuf::from(file)))?;
            }
            // Vendors' own attributes (RFC 7512, section 2.3).
            (_, name) if name.starts_with("x-") => {}
            _ => return Err(TokenError::BadUri("an attribute is not known")),
        }
        Ok(())
    }

    fn pin_from(&mut self, pin: PinFrom) -> Result<(), TokenError> {
        match self.pin.replace(pin) {
            None => Ok(()),
            Some(_) => Err(TokenError::BadUri("pin-value, pin-source")),
        }
    }

    /// The PIN, if the URI says it or where it is.
    pub(super) fn pin(&self) -> Result<Option<Zeroizing<String>>, TokenError> {
        match &self.pin {
            None => Ok(None),
            Some(PinFrom::Value(pin)) => Ok(Some(pin.clone())),
            Some(PinFrom::File(file)) => {
                let content = fs::read_to_string(file);
                let content =
                    content.map_err(|error| TokenError::PinFile(crate::io_kind(&error)))?;
                let content = Zeroizing::new(content);
                let pin = content
                    .trim_start_matches('\u{FEFF}')
                    .trim_end_matches(['\r', '\n']);
                Ok(Some(Zeroizing::new(pin.to_owned())))
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Path,
    Query,
}

fn text(value: &str) -> Result<String, TokenError> {
    // Checked as it stands, so that no copy of a PIN is left in an error.
    match str::from_utf8(&decoded(value)?) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(TokenError::BadUri("UTF-8")),
    }
}

/// Takes `%41` for the byte that it stands for.
fn decoded(value: &str) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(value.len()));
    let mut rest = value.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |at: usize| {
            after
                .get(at)
                .and_then(|&digit| char::from(digit).to_digit(16))
        };
        let (Some(high), Some(low)) = (digit(0), digit(1)) else {
            return Err(TokenError::BadUri("%"));
        };
        bytes.push((high * 16 + low) as u8);
        rest = &after[2..];
    }
    Ok(bytes)
}

impl std::str::FromStr for TokenUri {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        Self::parse(text)
    }
}

impl fmt::Debug for TokenUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenUri").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> TokenUri {
        TokenUri::parse(text).unwrap()
    }

    #[test]
    fn a_uri_says_where_the_key_is() {
        let uri = parse(
            "pkcs11:token=My%20%E9%8D%B5;serial=00ff;slot-id=7;object=a%3Bb;id=%00%FF;type=private\
             ?module-path=/usr/lib/m.so",
        );
        assert_eq!(uri.token.as_deref(), Some("My 鍵"));
        assert_eq!(uri.serial.as_deref(), Some("00ff"));
        assert_eq!(uri.slot, Some(7));
        assert_eq!(uri.object.as_deref(), Some(&b"a;b"[..]));
        assert_eq!(uri.id.as_deref(), Some(&[0, 255][..]));
        assert_eq!(uri.module, PathBuf::from("/usr/lib/m.so"));
        assert_eq!(uri.pin(), Ok(None));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (text, what) in [
            ("pkcs12:x", "pkcs11:"),
            ("pkcs11:token=a", "module-path"),
            ("pkcs11:token?module-path=m", "="),
            (
                "pkcs11:token=a;token=b?module-path=m",
                "an attribute stands twice",
            ),
            ("pkcs11:tokn=a?module-path=m", "an attribute is not known"),
            ("pkcs11:module-path=m", "an attribute is not known"),
            ("pkcs11:token=%4?module-path=m", "%"),
            ("pkcs11:token=%FF?module-path=m", "UTF-8"),
            ("pkcs11:type=public?module-path=m", "type"),
            ("pkcs11:?module-path=m&pin-source=|cat", "pin-source"),
            (
                "pkcs11:?module-path=m&pin-source=a&pin-value=b",
                "pin-value, pin-source",
            ),
        ] {
            assert_eq!(
                TokenUri::parse(text),
                Err(TokenError::BadUri(what)),
                "{text}"
            );
        }
        assert!(TokenUri::parse("PKCS11:x-vendor=1?module-path=m&x-more=2").is_ok());
    }

    #[test]
    fn a_pin_comes_from_the_uri_or_a_file_and_is_not_shown() {
        let uri = parse("pkcs11:?module-path=m&pin-value=98%3776");
        assert_eq!(**uri.pin().unwrap().unwrap(), *"98776");
        assert!(!format!("{uri:?}").contains("98"));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pin");
        fs::write(&file, "1234\r\n").unwrap();
        for prefix in ["", "file:", "file://"] {
            let uri = format!(
                "pkcs11:?module-path=m&pin-source={prefix}{}",
                file.display()
            );
            assert_eq!(**parse(&uri).pin().unwrap().unwrap(), *"1234");
        }
        let gone = parse("pkcs11:?module-path=m&pin-source=/no/such/file").pin();
        assert_eq!(gone, Err(TokenError::PinFile(std::io::ErrorKind::NotFound)));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "(pkcs11:)?[a-z0-9%;&?=:éあ-]{0,60}") {
            let _ = TokenUri::parse(&text);
        }
    }
}
