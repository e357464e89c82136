//! What a certificate says that it may be used for.

use der::asn1::ObjectIdentifier;
use openssl::pkey::Id;
use openssl::x509::X509Ref;
use x509::ext::pkix::{BasicConstraints, ExtendedKeyUsage};
use x509_cert as x509;

use super::fault::TrustFault;
use super::{BASIC_CONSTRAINTS, Use};

/// clientAuth, emailProtection and anyExtendedKeyUsage (RFC 5280, section 4.2.1.12): what certificates of persons and offices
/// carry. None of them is meant for documents of care, but neither is any other.
pub(super) const ACCEPTED_PURPOSES: [ObjectIdentifier; 3] = [
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4"),
    ObjectIdentifier::new_unwrap("2.5.29.37.0"),
];

const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");

// Bits of the keyUsage extension as OpenSSL gives them (RFC 5280, section 4.2.1.3).
const DIGITAL_SIGNATURE: u32 = 0x80;
const NON_REPUDIATION: u32 = 0x40;
const KEY_ENCIPHERMENT: u32 = 0x20;
const KEY_AGREEMENT: u32 = 0x08;

/// Refuses certificates of authorities, and those for other purposes.
pub(super) fn check(
    certificate: &X509Ref,
    decoded: &x509::Certificate,
    what_for: Use,
    accepted: &[ObjectIdentifier],
) -> Result<(), TrustFault> {
    let constraints = super::extension::<BasicConstraints>(decoded, BASIC_CONSTRAINTS)?;
    if constraints.is_some_and(|constraints| constraints.ca) {
        return Err(TrustFault::IsAuthority);
    }
    if !allows(certificate, what_for)? {
        return Err(TrustFault::KeyUsage(match what_for {
            Use::Signing => "signing",
            Use::Sealing => "sealing",
        }));
    }
    // A certificate without the extension may be used for anything.
    let purposes = super::extension::<ExtendedKeyUsage>(decoded, EXTENDED_KEY_USAGE)?;
    match purposes {
        Some(purposes) if !purposes.0.iter().any(|purpose| accepted.contains(purpose)) => {
            Err(TrustFault::ExtendedKeyUsage)
        }
        _ => Ok(()),
    }
}

fn allows(certificate: &X509Ref, what_for: Use) -> Result<bool, TrustFault> {
    // A certificate without the extension may be used for anything (RFC 5280, section 4.2.1.3).
    let Some(usage) = certificate.key_usage().map(|usage| usage.bits()) else {
        return Ok(true);
    };
    let needed = match what_for {
        Use::Signing => DIGITAL_SIGNATURE | NON_REPUDIATION,
        Use::Sealing if certificate.public_key()?.id() == Id::EC => KEY_AGREEMENT,
        Use::Sealing => KEY_ENCIPHERMENT,
    };
    Ok(usage & needed != 0)
}
