use std::fmt;
use std::str::FromStr;

use openssl::nid::Nid;
use openssl::x509::{GeneralNameRef, X509Ref};

use super::error::EnvelopeError;
use crate::number::OfficeNumber;

/// Where a certificate names its office (事業所番号).
///
/// A rule takes one field of the certificate and a pattern with `{office}` at the place of the number, such as
/// `kyotaku-{office}`; without a pattern the field is the number and nothing else. A field that is there twice, or does not
/// fit the pattern, names no office: guessing would let one office pass for another. Of several names in the subjectAltName
/// exactly one must fit.
///
/// In configuration files a rule is a text, the field and perhaps a pattern after a colon:
///
/// | text | field |
/// |---|---|
/// | `subject.serialNumber` | serialNumber of the subject; the default |
/// | `subject.CN: kyotaku-{office}` | commonName of the subject |
/// | `san.dns: {office}.example.jp` | dNSName |
/// | `san.uri: urn:example:{office}` | uniformResourceIdentifier |
/// | `san.email: {office}@example.jp` | rfc822Name |
///
/// ```
/// use careplan_core::envelope::{OfficeField, OfficeRule};
/// let rule: OfficeRule = "subject.CN: kyotaku-{office}".parse()?;
/// assert_eq!(rule, OfficeRule::pattern(OfficeField::SubjectCommonName, "kyotaku-{office}")?);
/// # Ok::<(), careplan_core::envelope::EnvelopeError>(())
/// ```
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
        let values = self.values(certificate);
        if self.field.stands_once() && values.len() > 1 {
            return Err(EnvelopeError::NoOffice);
        }
        let mut numbers = values.iter().filter_map(|value| self.number(value));
        match (numbers.next(), numbers.next()) {
            (Some(number), None) => Ok(number),
            _ => Err(EnvelopeError::NoOffice),
        }
    }

    fn number(&self, value: &str) -> Option<OfficeNumber> {
        let rest = value.strip_prefix(&self.before)?;
        OfficeNumber::from_bytes(rest.strip_suffix(&self.after)?.as_bytes()).ok()
    }

    fn values(&self, certificate: &X509Ref) -> Vec<String> {
        // What is no text stays as an empty one, so that it is counted.
        let of_subject = |nid| {
            let entries = certificate.subject_name().entries_by_nid(nid);
            let texts = entries.map(|entry| entry.data().to_string().unwrap_or_default());
            texts.collect()
        };
        let alternative = |name: fn(&GeneralNameRef) -> Option<&str>| {
            let names = certificate.subject_alt_names();
            let names = names.iter().flatten().filter_map(|n| name(n));
            names.map(str::to_owned).collect()
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

impl OfficeField {
    const ALL: [Self; 5] = [
        Self::SubjectSerialNumber,
        Self::SubjectCommonName,
        Self::AltDnsName,
        Self::AltUri,
        Self::AltEmail,
    ];

    /// Its name in configuration files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SubjectSerialNumber => "subject.serialNumber",
            Self::SubjectCommonName => "subject.CN",
            Self::AltDnsName => "san.dns",
            Self::AltUri => "san.uri",
            Self::AltEmail => "san.email",
        }
    }

    fn stands_once(self) -> bool {
        matches!(self, Self::SubjectSerialNumber | Self::SubjectCommonName)
    }
}

impl FromStr for OfficeRule {
    type Err = EnvelopeError;

    /// Reads the form of configuration files. Case does not count in the field; one space after the colon is no part of
    /// the pattern.
    fn from_str(text: &str) -> Result<Self, EnvelopeError> {
        let (field, pattern) = match text.split_once(':') {
            Some((field, pattern)) => (field, Some(pattern.strip_prefix(' ').unwrap_or(pattern))),
            None => (text, None),
        };
        let field = OfficeField::ALL
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(field.trim()))
            .ok_or(EnvelopeError::BadOfficeRule)?;
        match pattern {
            Some(pattern) => Self::pattern(field, pattern),
            None => Ok(Self::whole(field)),
        }
    }
}

impl fmt::Display for OfficeRule {
    /// The form of configuration files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.as_str())?;
        if self.before.is_empty() && self.after.is_empty() {
            return Ok(());
        }
        write!(f, ": {}{BLANK}{}", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use openssl::hash::MessageDigest;
    use openssl::pkey::PKey;
    use openssl::x509::extension::SubjectAlternativeName;
    use openssl::x509::{X509, X509Name};
    use proptest::prelude::*;

    use super::*;

    const OFFICE: &str = "1370000001";

    /// A certificate with these entries of the subject and these names (`kind`, name).
    fn certificate(subject: &[(Nid, &str)], names: &[(&str, &str)]) -> X509 {
        let group = openssl::ec::EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let key = PKey::from_ec_key(openssl::ec::EcKey::generate(&group).unwrap()).unwrap();
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        let mut name = X509Name::builder().unwrap();
        for (nid, text) in subject {
            name.append_entry_by_nid(*nid, text).unwrap();
        }
        builder.set_subject_name(&name.build()).unwrap();
        builder.set_pubkey(&key).unwrap();
        if !names.is_empty() {
            let mut alternative = SubjectAlternativeName::new();
            for (kind, name) in names {
                match *kind {
                    "dns" => alternative.dns(name),
                    "uri" => alternative.uri(name),
                    _ => alternative.email(name),
                };
            }
            let extension = alternative.build(&builder.x509v3_context(None, None));
            builder.append_extension(extension.unwrap()).unwrap();
        }
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        builder.build()
    }

    fn office_of(rule: &str, certificate: &X509) -> Option<String> {
        let rule: OfficeRule = rule.parse().unwrap();
        let office = rule.office_of(certificate);
        assert!(matches!(office, Ok(_) | Err(EnvelopeError::NoOffice)));
        office.ok().map(|office| office.to_string())
    }

    #[test]
    fn every_field_can_name_the_office() {
        let certificate = certificate(
            &[
                (Nid::SERIALNUMBER, OFFICE),
                (Nid::COMMONNAME, "kyotaku-1370000002"),
            ],
            &[
                ("dns", "1370000003.example.jp"),
                ("uri", "urn:example:1370000004"),
                ("email", "1370000005@example.jp"),
            ],
        );
        for (rule, office) in [
            ("subject.serialNumber", "1370000001"),
            ("subject.CN: kyotaku-{office}", "1370000002"),
            ("san.dns: {office}.example.jp", "1370000003"),
            ("san.uri:urn:example:{office}", "1370000004"),
            ("SAN.EMAIL: {office}@example.jp", "1370000005"),
        ] {
            assert_eq!(
                office_of(rule, &certificate).as_deref(),
                Some(office),
                "{rule}"
            );
        }
    }

    #[test]
    fn what_does_not_fit_the_pattern_names_no_office() {
        let certificate = certificate(
            &[(Nid::COMMONNAME, "kyotaku-1370000002x")],
            &[("dns", "13700000031.example.jp")],
        );
        for rule in [
            "subject.serialNumber",
            "subject.CN",
            "subject.CN: kyotaku-{office}",
            "subject.CN: tsusho-{office}x",
            "san.dns: {office}.example.jp",
            "san.uri",
        ] {
            assert_eq!(office_of(rule, &certificate), None, "{rule}");
        }
        assert_eq!(
            office_of("subject.CN: kyotaku-{office}x", &certificate).as_deref(),
            Some("1370000002")
        );
    }

    #[test]
    fn a_field_that_is_there_twice_names_no_office() {
        for second in [OFFICE, "1370000002", "something else"] {
            let certificate = certificate(
                &[(Nid::SERIALNUMBER, OFFICE), (Nid::SERIALNUMBER, second)],
                &[],
            );
            assert_eq!(office_of("subject.serialNumber", &certificate), None);
        }
    }

    #[test]
    fn exactly_one_of_several_names_must_fit() {
        let rule = "san.dns: {office}.example.jp";
        let one = certificate(
            &[],
            &[("dns", "www.example.jp"), ("dns", "1370000003.example.jp")],
        );
        assert_eq!(office_of(rule, &one).as_deref(), Some("1370000003"));
        let two = certificate(
            &[],
            &[
                ("dns", "1370000003.example.jp"),
                ("dns", "1370000004.example.jp"),
            ],
        );
        assert_eq!(office_of(rule, &two), None);
    }

    #[test]
    fn rules_that_say_too_little_are_refused() {
        for text in [
            "",
            "serialNumber",
            "subject.O",
            "subject.CN:",
            "subject.CN: kyotaku",
            "subject.CN: {office}{office}",
        ] {
            assert_eq!(
                text.parse::<OfficeRule>(),
                Err(EnvelopeError::BadOfficeRule),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_rule_reads_as_it_was_written(
            field in prop::sample::select(OfficeField::ALL.to_vec()),
            before in "[^{}]{0,8}",
            after in "[^{}]{0,8}",
        ) {
            let rule = OfficeRule::pattern(field, &format!("{before}{BLANK}{after}")).unwrap();
            prop_assert_eq!(rule.to_string().parse::<OfficeRule>().unwrap(), rule);
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            let _ = text.parse::<OfficeRule>();
        }
    }
}
