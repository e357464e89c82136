//! SignedData (RFC 5652, section 5): the content inside, one signer, signed attributes as in CAdES (RFC 5126): content type,
//! digest, signing time, signing certificate.
//!
//! The signature does not cover every part of a SignedData. So whatever is not protected may have one value only, and nothing
//! unsigned may be there.

mod attributes;
mod reader;
mod sign;
mod signature;
mod signer;

pub(in crate::envelope) use reader::{Reader, read};
pub(in crate::envelope) use sign::{digest_for, sign};
pub(in crate::envelope) use signer::{ReadCertificate, Signer, Unverified};

/// The signer's certificate and those above it.
const MOST_CERTIFICATES: usize = 10;
