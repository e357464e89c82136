use openssl::nid::Nid;
use openssl::x509::{GeneralNameRef, X509Ref};

use super::error::EnvelopeError;
use crate::number::OfficeNumber;

/// Where a certificate names its office (事業所番号).
///
/// A rule takes one field of the certificate and a pattern with `{office}` at the place of the number, such as
/// `kyotaku-{office}`; without a pattern the field is the number and nothing else. A field that is there twice, or does not
/// fit the pattern, names no office: guessing would let one office pass for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRule {
    field: OfficeField,
    before: String,
    after: String,
}

/// A field of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OfficeField {
    /// serialNumber of the subject (X.520, 2.5.4.5); the default.
    SubjectSerialNumber,
    /// commonName of the subject (X.520, 2.5.4.3).
    SubjectCommonName,
    /// dNSName of the subjectAltName (RFC 5280, section 4.2.1.6).
    AltDnsName,
    /// uniformResourceIdentifier of the subjectAltName.
    AltUri,
    /// rfc822Name of the subjectAltName.
    AltEmail,
}

/// The place of the number in a pattern.
const BLANK: &str = "{office}";

impl Default for OfficeRule {
    /// The serialNumber of the subject, nothing around it.
    fn default() -> Self {
        Self::whole(OfficeField::SubjectSerialNumber)
    }
}

impl OfficeRule {
    /// The field is the number and nothing else.
    pub fn whole(field: OfficeField) -> Self {
        Self {
            field,
            before: String::new(),
            after: String::new(),
        }
    }

    /// The number stands in the field where the pattern has `{office}`, once.
    pub fn pattern(field: OfficeField, pattern: &str) -> Result<Self, EnvelopeError> {
        match pattern.split_once(BLANK) {
            Some((before, after)) if !after.contains(BLANK) => Ok(Self {
                field,
                before: before.to_owned(),
                after: after.to_owned(),
            }),
            _ => Err(EnvelopeError::BadOfficeRule),
        }
    }

    /// The office that a certificate names.
    pub(super) fn office_of(&self, certificate: &X509Ref) -> Result<OfficeNumber, EnvelopeError> {
        let numbers = self.values(certificate);
        let mut numbers = numbers.iter().filter_map(|value| self.number(value));
        match (numbers.next(), numbers.next()) {
            (Some(number), None) => Ok(number),
            _ => Err(EnvelopeError::NoOffice),
        }
    }

    fn number(&self, value: &[u8]) -> Option<OfficeNumber> {
        let rest = value.strip_prefix(self.before.as_bytes())?;
        OfficeNumber::from_bytes(rest.strip_suffix(self.after.as_bytes())?).ok()
    }

    fn values(&self, certificate: &X509Ref) -> Vec<Vec<u8>> {
        let of_subject = |nid| {
            let entries = certificate.subject_name().entries_by_nid(nid);
            entries.map(|e| e.data().as_slice().to_vec()).collect()
        };
        let alternative = |name: fn(&GeneralNameRef) -> Option<&str>| {
            let names = certificate.subject_alt_names();
            let names = names.iter().flatten().filter_map(|n| name(n));
            names.map(|name| name.as_bytes().to_vec()).collect()
        };
        match self.field {
            OfficeField::SubjectSerialNumber => of_subject(Nid::SERIALNUMBER),
            OfficeField::SubjectCommonName => of_subject(Nid::COMMONNAME),
            OfficeField::AltDnsName => alternative(GeneralNameRef::dnsname),
            OfficeField::AltUri => alternative(GeneralNameRef::uri),
            OfficeField::AltEmail => alternative(GeneralNameRef::email),
        }
    }
}
