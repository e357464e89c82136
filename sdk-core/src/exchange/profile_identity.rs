use std::fmt;
use std::path::PathBuf;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// `[identity]` of profile.toml, or several as `[[identity]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IdentitySettings(Vec<IdentitySource>);

impl IdentitySettings {
    pub(super) fn sources(&self) -> &[IdentitySource] {
        &self.0
    }
}

/// Where one identity is, and the file with its password or PIN.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Fields")]
pub(super) struct IdentitySource {
    pub(super) place: Place,
    pub(super) password_file: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// PKCS#12, or PEM with both.
    File(PathBuf),
    /// PEM.
    Pair {
        certificate: PathBuf,
        private_key: PathBuf,
    },
    /// PKCS#11 URI.
    Token(TokenText),
}

/// A URI as it is written; a PIN may stand in it, so Debug shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct TokenText(Zeroizing<String>);

impl TokenText {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenText")
    }
}

/// As it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    file: Option<PathBuf>,
    certificate: Option<PathBuf>,
    private_key: Option<PathBuf>,
    token: Option<String>,
    password_file: Option<PathBuf>,
}

impl TryFrom<Fields> for IdentitySource {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        let place = match (
            fields.file,
            fields.certificate,
            fields.private_key,
            fields.token,
        ) {
            (Some(file), None, None, None) => Place::File(file),
            (None, Some(certificate), Some(private_key), None) => Place::Pair {
                certificate,
                private_key,
            },
            (None, None, None, Some(uri)) => Place::Token(TokenText(Zeroizing::new(uri))),
            _ => return Err("one of file, token, or certificate and private_key"),
        };
        Ok(Self {
            place,
            password_file: fields.password_file,
        })
    }
}

impl<'de> Deserialize<'de> for IdentitySettings {
    /// By hand, so that a fault is told with its line, which an untagged enum would lose.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMore)
    }
}

struct OneOrMore;

impl<'de> Visitor<'de> for OneOrMore {
    type Value = IdentitySettings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[identity] or [[identity]]")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<IdentitySettings, A::Error> {
        let one = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        Ok(IdentitySettings(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<IdentitySettings, A::Error> {
        let all: Vec<_> = Deserialize::deserialize(SeqAccessDeserializer::new(sequence))?;
        match all.is_empty() {
            true => Err(serde::de::Error::custom("no identity")),
            false => Ok(IdentitySettings(all)),
        }
    }
}
