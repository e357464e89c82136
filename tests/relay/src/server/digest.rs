//! Digests in the fields of a request and an answer (RFC 9530).

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openssl::sha::sha256;

pub(super) const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");
pub(super) const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// What a request says of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digest {
    /// SHA-256 of the body.
    Sha256([u8; 32]),
    /// Nothing that this server understands.
    Missing,
}

/// Reads `Content-Digest`; algorithms other than SHA-256 are passed over.
pub(super) fn content_digest(headers: &HeaderMap) -> Digest {
    let members = headers
        .get_all(CONTENT_DIGEST)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    // Of a key that is there twice, the last one holds (RFC 9651, section 3.2).
    members
        .filter_map(|member| sha256_member(member.trim()))
        .next_back()
        .map_or(Digest::Missing, Digest::Sha256)
}

fn sha256_member(member: &str) -> Option<[u8; 32]> {
    let text = member
        .strip_prefix("sha-256=:")?
        .split(';')
        .next()?
        .trim_end()
        .strip_suffix(':')?;
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// Whether a body is what its digest says.
pub(super) fn fits(body: &[u8], digest: [u8; 32]) -> bool {
    sha256(body) == digest
}

/// The field's value for a SHA-256.
pub(super) fn field(sha256: &[u8]) -> HeaderValue {
    let text = format!("sha-256=:{}:", STANDARD.encode(sha256));
    // Base64 may always stand in a field.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(value: &str) -> Digest {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_DIGEST, value.parse().unwrap());
        content_digest(&headers)
    }

    #[test]
    fn what_is_written_is_read_among_others() {
        let digest = sha256(b"part");
        let ours = field(&digest).to_str().unwrap().to_owned();
        assert_eq!(read(&ours), Digest::Sha256(digest));
        assert_eq!(
            read(&format!("sha-512=:AAAA:, {ours}")),
            Digest::Sha256(digest)
        );
        for bad in [
            "",
            "sha-256=:AAAA:",
            "sha-256=AAAA",
            "md5=:AAAA:",
            "sha-256=:?:",
        ] {
            assert_eq!(read(bad), Digest::Missing, "{bad}");
        }
        assert!(fits(b"part", digest) && !fits(b"other", digest));
    }
}
