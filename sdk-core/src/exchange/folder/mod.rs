//! Exchange through folders, for offices that send and receive with the official client or the web service.
//!
//! Sets are written into one folder with the names that the standard wants; a person or a program uploads them from there. Files
//! get their names one right after the other when all of the set is safe on the disk: what a crash leaves there in part is
//! completed with the next call. Downloads are put into another folder; it is looked through, and what belongs together by its names is
//! found as a set, in the order of the stamps. What is no set for this office is refused with findings and left where it is.
//!
//! The folder is looked through at intervals. The systems' own notices of changes are not used: they differ from system to
//! system and do not arrive from network drives, where such folders often are.
//!
//! Which sub-folders the official client makes, and how much it takes at once, is not public; so nothing of the kind is assumed.
//! ZIP files are not opened.

mod carrier;
mod digest;
mod disk;
mod error;
mod incoming;
mod name;
mod outgoing;
mod settings;
#[cfg(test)]
mod testing;
mod transport;

pub use carrier::FolderLook;
pub(super) use carrier::{About, Carried, Carrier, end_of, received_cover, sent_cover};
pub use error::FolderError;
pub(super) use error::explain_code;
pub use incoming::{FoundSet, Outcome, Pending, Refused, Scan, Unfinished};
pub use outgoing::{Delivered, DeliveredHow};
pub use settings::FolderSettings;
pub use transport::FolderTransport;
