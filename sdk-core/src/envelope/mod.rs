//! The envelope: files that only the receiving office can open, and that prove who sent them.
//!
//! The files and their cover go into a container (ZIP), the container into CMS SignedData (RFC 5652, section 5) by the
//! sender, and that into CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) whose key travels by RSA-OAEP
//! with SHA-256 (RFC 3560). `openssl cms -decrypt | openssl cms -verify` gives the ZIP file back.
//!
//! Nothing is released before everything is verified.

mod certificate;
mod certificate_details;
mod cms;
mod container;
mod error;
mod evidence;
mod identities;
mod identity;
mod key;
mod manifest;
mod office_rule;
mod open;
mod pem;
mod receipt;
mod seal;
mod signature;
mod trust;

pub use certificate::Certificate;
pub use certificate_details::CertificateDetails;
pub use container::{FileSink, FileSource};
pub use error::EnvelopeError;
pub use evidence::{Evidence, export_evidence, verify_evidence};
pub use identities::{Identities, OPENS_AFTER_END_DAYS, RENEWAL_NOTICE_DAYS, RenewalDue};
pub use identity::{Identity, IdentityError, IdentityLoader};
pub use key::{KeyAlgorithm, KeyError, PrivateKey, SignatureScheme, TokenError, TokenUri};
#[cfg(windows)]
pub use key::{StoreLocation, Thumbprint, WindowsStore};
pub use manifest::{AnyManifest, Manifest};
pub use office_rule::{OfficeField, OfficeRule};
pub use open::{ContentDigest, Opened, OpenedCover, OpenedFrom, Role, open, open_cover, open_from};
pub use receipt::{Receipt, Taken, VerifiedReceipt, sign_receipt, verify_receipt};
pub use seal::{Sealed, SealedCover, seal, seal_to};
pub use signature::SignedBy;
pub(crate) use trust::CLOCK_SKEW;
pub use trust::{
    CrlFault, CrlNote, RefusedKind, Revocation, RevocationStatus, Trust, TrustBuilder, TrustFault,
    TrustWarning, Use, Verdict, Weakness,
};

/// Largest content, in bytes of its files together, that is sealed or opened.
pub const MAX_CONTENT_BYTES: u64 = 256 << 20;

/// Largest evidence file, in bytes: contents that cannot be deflated grow by a twentieth, in the message and again around it.
pub const MAX_EVIDENCE_BYTES: u64 = MAX_CONTENT_BYTES + MAX_CONTENT_BYTES / 4;

/// Most files in one envelope.
pub const MAX_FILES: usize = 256;
