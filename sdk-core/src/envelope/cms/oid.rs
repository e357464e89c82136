//! Object identifiers of what may stand in an envelope.

use der::asn1::ObjectIdentifier;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// id-data, id-signedData (RFC 5652, sections 4 and 5.1); id-ct-authEnvelopedData (RFC 5083, section 2).
pub(super) const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
pub(super) const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
pub(super) const AUTH_ENVELOPED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.23");

/// id-aes256-GCM (RFC 5084, section 3.2).
pub(super) const AES_256_GCM: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.46");
/// id-aes256-wrap (RFC 3565, section 2.3.2).
pub(super) const AES_256_WRAP: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.45");

/// RFC 5754, section 2.
pub(super) const SHA_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
pub(super) const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
pub(super) const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");

/// RFC 8017, appendix A.
pub(super) const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
pub(super) const RSA_OAEP: ObjectIdentifier = oid("1.2.840.113549.1.1.7");
pub(super) const MGF_1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
pub(super) const OAEP_LABEL: ObjectIdentifier = oid("1.2.840.113549.1.1.9");
pub(super) const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
pub(super) const RSA_SHA_256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
pub(super) const RSA_SHA_384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
pub(super) const RSA_SHA_512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");

/// RFC 5480, section 2.1.1.
pub(super) const EC_PUBLIC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");
pub(super) const P_256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
pub(super) const P_384: ObjectIdentifier = oid("1.3.132.0.34");
/// RFC 5754, section 3.3.
pub(super) const ECDSA_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
pub(super) const ECDSA_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
pub(super) const ECDSA_SHA_512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");

/// dhSinglePass-stdDH-sha256kdf-scheme and its kin (RFC 5753, section 7.1.4).
pub(super) const ECDH_SHA_256: ObjectIdentifier = oid("1.3.132.1.11.1");
pub(super) const ECDH_SHA_384: ObjectIdentifier = oid("1.3.132.1.11.2");
pub(super) const ECDH_SHA_512: ObjectIdentifier = oid("1.3.132.1.11.3");

/// Signed attributes (RFC 5652, section 11; RFC 5035, section 3).
pub(super) const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
pub(super) const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
pub(super) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");

/// Digest of the recipients, a signed attribute of our own: 2.25 with the UUID 8d3f6c1e-5b0a-4e27-9c64-2f7a91d0b358 (X.667,
/// section 7), which is too large a number for the type that the others have.
pub(super) const RECIPIENTS_DIGEST: &[u8] = &[
    0x69, 0x82, 0x9a, 0xbf, 0xb6, 0x87, 0xcb, 0xb0, 0xd2, 0xb8, 0xcf, 0x9c, 0xb2, 0x8b, 0xef, 0xa9,
    0x8e, 0xc2, 0xe6, 0x58,
];
