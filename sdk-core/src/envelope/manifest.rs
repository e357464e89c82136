use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::layout::SetKind;
use crate::message::{Cover, FileEntry, Parcel};
use crate::number::OfficeNumber;

/// What a message says of itself inside the signed content: who, to whom, which files. A [`Cover`] for sets of the standard, a
/// [`Parcel`] for other files, [`AnyManifest`] where either may come.
pub trait Manifest: Serialize + DeserializeOwned + Clone {
    /// Says what the JSON beside the files is, so that nothing signed for another purpose can be taken for it.
    fn content_format(&self) -> &'static str;

    /// The same for the manifest that is sealed on its own.
    fn cover_format(&self) -> &'static str;

    /// Made by the sender, UUIDv7.
    fn id(&self) -> Uuid;

    /// The office that must have signed.
    fn sender(&self) -> OfficeNumber;

    /// The offices that may open it.
    fn receivers(&self) -> Vec<OfficeNumber>;

    /// The files, in order.
    fn files(&self) -> &[FileEntry];

    /// Whether a receiver can file them under their names without harm.
    fn names_its_files(&self) -> bool;
}

impl Manifest for Cover {
    fn content_format(&self) -> &'static str {
        "careplan-message/1"
    }

    fn cover_format(&self) -> &'static str {
        "careplan-cover/1"
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn sender(&self) -> OfficeNumber {
        self.sender.number
    }

    fn receivers(&self) -> Vec<OfficeNumber> {
        self.receivers.iter().map(|to| to.number).collect()
    }

    fn files(&self) -> &[FileEntry] {
        &self.files
    }

    fn names_its_files(&self) -> bool {
        Cover::names_its_files(self)
    }
}

impl Manifest for Parcel {
    fn content_format(&self) -> &'static str {
        "careplan-parcel/1"
    }

    fn cover_format(&self) -> &'static str {
        "careplan-parcel-cover/1"
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn sender(&self) -> OfficeNumber {
        self.sender
    }

    fn receivers(&self) -> Vec<OfficeNumber> {
        self.receivers.clone()
    }

    fn files(&self) -> &[FileEntry] {
        &self.files
    }

    fn names_its_files(&self) -> bool {
        Parcel::names_its_files(self)
    }
}

/// Either of both: for opening what may be a set of the standard or other files.
///
/// Its JSON is that of what it holds. None can be taken for the other: only a cover names a set, and the format has to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AnyManifest {
    /// A set of the standard.
    Set(Box<Cover>),
    /// Other files.
    Parcel(Box<Parcel>),
}

impl AnyManifest {
    /// 件名; free text of the sender.
    pub fn subject(&self) -> &str {
        match self {
            Self::Set(cover) => &cover.subject,
            Self::Parcel(parcel) => &parcel.subject,
        }
    }

    /// 本文; free text of the sender.
    pub fn text(&self) -> &str {
        match self {
            Self::Set(cover) => &cover.text,
            Self::Parcel(parcel) => &parcel.text,
        }
    }

    /// Which set of the standard; none for other files.
    pub fn set(&self) -> Option<SetKind> {
        match self {
            Self::Set(cover) => Some(cover.set),
            Self::Parcel(_) => None,
        }
    }
}

/// Asks what it holds.
macro_rules! ask {
    ($self:ident, $held:ident => $answer:expr) => {
        match $self {
            AnyManifest::Set($held) => $answer,
            AnyManifest::Parcel($held) => $answer,
        }
    };
}

impl Manifest for AnyManifest {
    fn content_format(&self) -> &'static str {
        ask!(self, held => held.content_format())
    }

    fn cover_format(&self) -> &'static str {
        ask!(self, held => held.cover_format())
    }

    fn id(&self) -> Uuid {
        ask!(self, held => held.id)
    }

    fn sender(&self) -> OfficeNumber {
        ask!(self, held => Manifest::sender(&**held))
    }

    fn receivers(&self) -> Vec<OfficeNumber> {
        ask!(self, held => held.receivers())
    }

    fn files(&self) -> &[FileEntry] {
        ask!(self, held => &held.files)
    }

    fn names_its_files(&self) -> bool {
        ask!(self, held => Manifest::names_its_files(&**held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel() -> Parcel {
        let office = "5070022016".parse().unwrap();
        let file = FileEntry::of_bytes("a.pdf", b"1");
        Parcel::new(office, vec![office], vec![file])
    }

    #[test]
    fn either_is_told_from_its_json() {
        let json = serde_json::to_string(&parcel()).unwrap();
        let any: AnyManifest = serde_json::from_str(&json).unwrap();
        assert!(matches!(&any, AnyManifest::Parcel(held) if held.files == parcel().files));
        assert_eq!(any.content_format(), parcel().content_format());
        assert_eq!(serde_json::to_string(&any).unwrap(), json);
    }

    #[test]
    fn what_is_neither_or_both_is_refused() {
        let json = serde_json::to_value(parcel()).unwrap();
        for (key, value) in [
            ("set", "riyohyo-plan"),
            ("stamp", "20260826093000"),
            ("x", ""),
        ] {
            let mut other = json.clone();
            other[key] = value.into();
            assert!(
                serde_json::from_value::<AnyManifest>(other).is_err(),
                "{key}"
            );
        }
        let twice = serde_json::to_string(&parcel()).unwrap();
        let twice = twice.replacen('{', "{\"text\":\"\",", 1);
        assert!(serde_json::from_str::<AnyManifest>(&twice).is_err());
    }
}
