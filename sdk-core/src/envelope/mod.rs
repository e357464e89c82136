//! The envelope: files that only the receiving office can open, and that prove who sent them.
//!
//! The files and their cover go into a container (ZIP), the container into CMS SignedData (RFC 5652, section 5) by the
//! sender, and that into CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) whose key travels by RSA-OAEP
//! with SHA-256 (RFC 3560). `openssl cms -decrypt | openssl cms -verify` gives the ZIP file back.
//!
//! Nothing is released before everything is verified.

mod certificate;
mod cms;
mod container;
mod error;
mod identities;
mod identity;
mod key;
mod manifest;
mod office_rule;
mod open;
mod receipt;
mod seal;
mod shape;
mod trust;

pub use certificate::Certificate;
pub use error::{EnvelopeError, TrustFault};
pub use identities::{Identities, OPENS_AFTER_END_DAYS, RENEWAL_NOTICE_DAYS, RenewalDue};
pub use identity::Identity;
pub(crate) use identity::TlsIdentity;
pub use key::{KeyAlgorithm, KeyError, PrivateKey, SignatureScheme};
#[cfg(windows)]
pub use key::{StoreLocation, Thumbprint, WindowsStore};
pub use manifest::Manifest;
pub use office_rule::{OfficeField, OfficeRule};
pub use open::{ContentDigest, Opened, OpenedCover, open, open_cover};
pub use receipt::{Receipt, sign_receipt, verify_receipt};
pub use seal::{Sealed, seal};
pub use trust::Trust;

/// Largest content, in bytes of its files together, that is sealed or opened.
pub const MAX_CONTENT_BYTES: u64 = 256 << 20;

/// Most files in one envelope.
pub const MAX_FILES: usize = 256;
