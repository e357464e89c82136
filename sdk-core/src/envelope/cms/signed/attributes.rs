use std::time::Duration;

use der::asn1::{AnyRef, GeneralizedTime, ObjectIdentifier, OctetStringRef, UtcTime};
use der::{Encode, Sequence, Tag, Tagged};
use jiff::Timestamp;
use openssl::hash::hash;
use openssl::x509::X509Ref;

use super::MOST_CERTIFICATES;
use crate::envelope::cms::algorithm::{Algorithm, Digest};
use crate::envelope::cms::elements::{elements, one, set};
use crate::envelope::cms::name::CertificateName;
use crate::envelope::cms::oid;
use crate::envelope::cms::recipient::RecipientsDigest;
use crate::envelope::cms::write::{self, OCTET_STRING, OID, SEQUENCE, SET};
use crate::envelope::error::EnvelopeError;

const MOST: usize = 16;

/// The signed attributes that must be there, as they were read.
pub(super) struct Attributes<'a> {
    pub digest: &'a [u8],
    pub signed_at: Timestamp,
    /// Of the envelope around it, where the signer said so.
    pub recipients: Option<&'a [u8]>,
    certificate: CertificateId<'a>,
}

/// Attribute (RFC 5652, section 5.3).
#[derive(Sequence)]
struct Attribute<'a> {
    /// OBJECT IDENTIFIER, of any length.
    kind: AnyRef<'a>,
    values: AnyRef<'a>,
}

/// SigningCertificateV2 (RFC 5035, section 3).
#[derive(Sequence)]
struct SigningCertificate<'a> {
    certificates: AnyRef<'a>,
    #[asn1(optional = "true")]
    policies: Option<AnyRef<'a>>,
}

/// ESSCertIDv2 (RFC 5035, section 4).
struct CertificateId<'a> {
    algorithm: Digest,
    hash: &'a [u8],
    issuer_and_serial: Option<AnyRef<'a>>,
}

/// IssuerSerial (RFC 5035, section 5).
#[derive(Sequence)]
struct IssuerSerial<'a> {
    /// GeneralNames with one directoryName.
    issuer: AnyRef<'a>,
    serial: AnyRef<'a>,
}

/// Attributes for content of this digest, in an envelope for these recipients if any, without the header around them.
pub(super) fn write(
    digest: &[u8],
    recipients: Option<&RecipientsDigest>,
    at: Timestamp,
    certificate: &X509Ref,
) -> Result<Vec<u8>, EnvelopeError> {
    let hash = hash(Digest::Sha256.openssl(), &certificate.to_der()?)?;
    // The hash function is left out where it is SHA-256.
    let id = write::element(SEQUENCE, &[&write::element(OCTET_STRING, &[&hash])]);
    let signing = write::element(SEQUENCE, &[&write::element(SEQUENCE, &[&id])]);
    let data = Algorithm::plain(oid::DATA).oid_der()?;
    let string = |bytes: &[u8]| write::element(OCTET_STRING, &[bytes]);
    let mut attributes = vec![
        attribute(oid::CONTENT_TYPE, &data)?,
        attribute(oid::MESSAGE_DIGEST, &string(digest))?,
        attribute(
            oid::SIGNING_TIME,
            &time(at).ok_or(EnvelopeError::BadContent("signing time"))?,
        )?,
        attribute(oid::SIGNING_CERTIFICATE_V2, &signing)?,
    ];
    if let Some(recipients) = recipients {
        let kind = write::element(OID, &[oid::RECIPIENTS_DIGEST]);
        attributes.push(of_kind(&kind, &string(recipients.bytes())));
    }
    attributes.sort();
    Ok(attributes.concat())
}

fn attribute(kind: ObjectIdentifier, value: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
    Ok(of_kind(&Algorithm::plain(kind).oid_der()?, value))
}

fn of_kind(kind: &[u8], value: &[u8]) -> Vec<u8> {
    write::element(SEQUENCE, &[kind, &write::element(SET, &[value])])
}

/// UTCTime until 2049, then GeneralizedTime (RFC 5652, section 11.3).
fn time(at: Timestamp) -> Option<Vec<u8>> {
    let since = Duration::from_secs(u64::try_from(at.as_second()).ok()?);
    match UtcTime::from_unix_duration(since) {
        Ok(time) => time.to_der().ok(),
        Err(_) => GeneralizedTime::from_unix_duration(since)
            .ok()?
            .to_der()
            .ok(),
    }
}

impl<'a> Attributes<'a> {
    /// Reads the content of signedAttrs.
    pub fn read(attributes: &'a [u8]) -> Result<Self, EnvelopeError> {
        const BAD: EnvelopeError = EnvelopeError::BadSignature;
        let mut all = Vec::new();
        for attribute in set(attributes, MOST)? {
            let attribute: Attribute<'_> = attribute.decode_as().map_err(|_| BAD)?;
            // Two of a kind could mean one thing here and another elsewhere.
            let again = all.iter().any(|(kind, _)| *kind == attribute.kind);
            let in_form =
                attribute.kind.tag() == Tag::ObjectIdentifier && attribute.values.tag() == Tag::Set;
            if !in_form || again {
                return Err(BAD);
            }
            all.push((attribute.kind, attribute.values));
        }
        let of_kind = |kind: &[u8]| {
            let (_, values) = all.iter().find(|(found, _)| found.value() == kind)?;
            Some(values.value())
        };
        let value = |kind: ObjectIdentifier| one(of_kind(kind.as_bytes())?);
        let string = |value: AnyRef<'a>| value.decode_as::<OctetStringRef<'_>>().ok();
        let content_type = value(oid::CONTENT_TYPE).and_then(|v| v.decode_as().ok());
        if content_type != Some(oid::DATA) {
            return Err(BAD);
        }
        let digest = value(oid::MESSAGE_DIGEST).and_then(string).ok_or(BAD)?;
        let recipients = match of_kind(oid::RECIPIENTS_DIGEST) {
            Some(values) => Some(one(values).and_then(string).ok_or(BAD)?.as_bytes()),
            None => None,
        };
        let signing_time = value(oid::SIGNING_TIME).ok_or(EnvelopeError::Weak("signingTime"))?;
        let certificate = value(oid::SIGNING_CERTIFICATE_V2)
            .ok_or(EnvelopeError::Weak("signingCertificateV2"))?;
        Ok(Self {
            digest: digest.as_bytes(),
            recipients,
            signed_at: read_time(signing_time).ok_or(BAD)?,
            certificate: CertificateId::first_of(certificate).ok_or(BAD)?,
        })
    }

    /// Whether this is the certificate that the signer says to have signed with.
    pub fn name(&self, certificate: &X509Ref) -> Result<bool, EnvelopeError> {
        let id = &self.certificate;
        let hash = hash(id.algorithm.openssl(), &certificate.to_der()?)?;
        let name = CertificateName::of(certificate)?;
        let is_named = match id.issuer_and_serial {
            None => true,
            Some(told) => issuer_and_serial(told)
                .is_some_and(|told| name.is(crate::envelope::cms::name::Reference::Issuer(&told))),
        };
        Ok(id.hash == &*hash && is_named)
    }
}

fn read_time(value: AnyRef<'_>) -> Option<Timestamp> {
    let since = match value.tag() {
        Tag::UtcTime => value.decode_as::<UtcTime>().ok()?.to_unix_duration(),
        Tag::GeneralizedTime => {
            let time = value.decode_as::<GeneralizedTime>().ok()?;
            let time = time.to_date_time();
            // RFC 5652, section 11.3.
            (time.year() > UtcTime::MAX_YEAR).then_some(time.unix_duration())?
        }
        _ => return None,
    };
    Timestamp::from_second(i64::try_from(since.as_secs()).ok()?).ok()
}

impl<'a> CertificateId<'a> {
    /// The first certificate of a SigningCertificateV2 is the signer's; others are above it.
    fn first_of(value: AnyRef<'a>) -> Option<Self> {
        let value: SigningCertificate<'_> = value.decode_as().ok()?;
        let policies = value.policies.is_none_or(|p| p.tag() == Tag::Sequence);
        if value.certificates.tag() != Tag::Sequence || !policies {
            return None;
        }
        let all = elements(value.certificates.value(), MOST_CERTIFICATES).ok()?;
        let all: Option<Vec<_>> = all.into_iter().map(Self::of).collect();
        all?.into_iter().next()
    }

    fn of(id: AnyRef<'a>) -> Option<Self> {
        if id.tag() != Tag::Sequence {
            return None;
        }
        let mut parts = elements(id.value(), 3).ok()?.into_iter().peekable();
        let algorithm = match parts.next_if(|part| part.tag() == Tag::Sequence) {
            Some(algorithm) => Digest::of(&algorithm.decode_as().ok()?)?,
            None => Digest::Sha256,
        };
        let hash: OctetStringRef<'_> = parts.next()?.decode_as().ok()?;
        let issuer_and_serial = parts.next();
        parts.next().is_none().then_some(Self {
            algorithm,
            hash: hash.as_bytes(),
            issuer_and_serial,
        })
    }
}

/// The content of an IssuerAndSerialNumber that says what an IssuerSerial says.
fn issuer_and_serial(told: AnyRef<'_>) -> Option<Vec<u8>> {
    const DIRECTORY_NAME: Tag = Tag::ContextSpecific {
        constructed: true,
        number: der::TagNumber::N4,
    };
    let told: IssuerSerial<'_> = told.decode_as().ok()?;
    let name = one(told.issuer.value())?;
    (name.tag() == DIRECTORY_NAME)
        .then(|| told.serial.to_der().ok())?
        .map(|serial| [name.value(), &serial].concat())
}
