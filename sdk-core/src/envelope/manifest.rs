use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::message::{Cover, FileEntry, Parcel};
use crate::number::OfficeNumber;

/// What a message says of itself inside the signed content: who, to whom, which files. A [`Cover`] for sets of the standard, a
/// [`Parcel`] for other files.
pub trait Manifest: Serialize + DeserializeOwned + Clone {
    /// Says what the JSON beside the files is, so that nothing signed for another purpose can be taken for it.
    const CONTENT_FORMAT: &'static str;
    /// The same for the manifest that is sealed on its own.
    const COVER_FORMAT: &'static str;

    /// Made by the sender, UUIDv7.
    fn id(&self) -> Uuid;

    /// The office that must have signed.
    fn sender(&self) -> OfficeNumber;

    /// Whether an office is among the receivers.
    fn is_for(&self, office: OfficeNumber) -> bool;

    /// The files, in order.
    fn files(&self) -> &[FileEntry];

    /// Whether a receiver can file them under their names without harm.
    fn names_its_files(&self) -> bool;
}

impl Manifest for Cover {
    const CONTENT_FORMAT: &'static str = "careplan-message/1";
    const COVER_FORMAT: &'static str = "careplan-cover/1";

    fn id(&self) -> Uuid {
        self.id
    }

    fn sender(&self) -> OfficeNumber {
        self.sender.number
    }

    fn is_for(&self, office: OfficeNumber) -> bool {
        self.receivers
            .iter()
            .any(|receiver| receiver.number == office)
    }

    fn files(&self) -> &[FileEntry] {
        &self.files
    }

    fn names_its_files(&self) -> bool {
        Cover::names_its_files(self)
    }
}

impl Manifest for Parcel {
    const CONTENT_FORMAT: &'static str = "careplan-parcel/1";
    const COVER_FORMAT: &'static str = "careplan-parcel-cover/1";

    fn id(&self) -> Uuid {
        self.id
    }

    fn sender(&self) -> OfficeNumber {
        self.sender
    }

    fn is_for(&self, office: OfficeNumber) -> bool {
        self.receivers.contains(&office)
    }

    fn files(&self) -> &[FileEntry] {
        &self.files
    }

    fn names_its_files(&self) -> bool {
        Parcel::names_its_files(self)
    }
}
