use der::asn1::ObjectIdentifier;
use openssl::x509::{X509NameRef, X509Ref};
use x509::ext::pkix::CertificatePolicies;
use x509_cert as x509;

use super::fault::TrustFault;
use crate::envelope::error::EnvelopeError;

/// A kind of certificate (証明書の種類) that must not be used for messages between offices, and how to tell it.
///
/// The national system takes 介護保険証明書 and 請求委任事業所用ケアプラン証明書 and refuses 代理人証明書 (an agent's, who claims for many
/// offices) and 障害者総合支援証明書 (disability services), as its public questions and answers say. By which policy or authority the
/// kinds can be told apart is not published, so nothing is refused unless it is configured: look at the certificates of one's
/// own, for example with `openssl x509 -noout -text`, under "Certificate Policies" and "Issuer".
///
/// ```
/// use careplan_core::envelope::RefusedKind;
/// let agents = RefusedKind::by_policy("1.2.3.4.5", "代理人証明書", "agent's certificate")?;
/// let disability = RefusedKind::by_issuer("CN=Example Disability CA,O=Example,C=JP", "障害者総合支援証明書", "disability services")?;
/// # Ok::<(), careplan_core::envelope::EnvelopeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedKind {
    mark: Mark,
    ja: String,
    en: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Policy(ObjectIdentifier),
    /// A commonName of the issuer.
    IssuerCommonName(String),
    /// Every part of the issuer's name, type and value, in one order or the other.
    Issuer(Vec<(String, String)>),
}

const POLICIES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32");

impl RefusedKind {
    /// Certificates with this policy (certificatePolicies, RFC 5280, section 4.2.1.4): its OID in numbers with dots.
    pub fn by_policy(oid: &str, ja: &str, en: &str) -> Result<Self, EnvelopeError> {
        let oid =
            ObjectIdentifier::new(oid).map_err(|_| EnvelopeError::BadTrustSetting("policy OID"))?;
        Ok(Self::new(Mark::Policy(oid), ja, en))
    }

    /// Certificates that this authority issued: its name as in RFC 4514 (`CN=…,O=…,C=JP`, from either end), or its common
    /// name alone. Case and repeated spaces do not count.
    pub fn by_issuer(name: &str, ja: &str, en: &str) -> Result<Self, EnvelopeError> {
        let mark = match parts(name).as_deref() {
            Some([]) | None => return Err(EnvelopeError::BadTrustSetting("issuer")),
            Some([(kind, value)]) if kind.is_empty() => Mark::IssuerCommonName(value.clone()),
            Some(parts) if parts.iter().all(|(kind, _)| !kind.is_empty()) => {
                Mark::Issuer(parts.to_vec())
            }
            Some(_) => return Err(EnvelopeError::BadTrustSetting("issuer")),
        };
        Ok(Self::new(mark, ja, en))
    }

    fn new(mark: Mark, ja: &str, en: &str) -> Self {
        Self {
            mark,
            ja: ja.into(),
            en: en.into(),
        }
    }

    /// Refuses a certificate of this kind.
    pub(super) fn check(
        &self,
        certificate: &X509Ref,
        decoded: &x509::Certificate,
    ) -> Result<(), TrustFault> {
        if self.fits(certificate, decoded)? {
            return Err(TrustFault::RefusedKind {
                ja: self.ja.clone(),
                en: self.en.clone(),
            });
        }
        Ok(())
    }

    fn fits(&self, certificate: &X509Ref, decoded: &x509::Certificate) -> Result<bool, TrustFault> {
        Ok(match &self.mark {
            Mark::Policy(oid) => {
                let policies = super::extension::<CertificatePolicies>(decoded, POLICIES)?;
                let mut policies = policies.iter().flat_map(|policies| &policies.0);
                policies.any(|policy| policy.policy_identifier == *oid)
            }
            Mark::IssuerCommonName(name) => {
                let issuer = parts_of(certificate.issuer_name())?;
                issuer
                    .iter()
                    .any(|(kind, value)| kind == "cn" && value == name)
            }
            Mark::Issuer(name) => {
                let issuer = parts_of(certificate.issuer_name())?;
                issuer == *name || issuer.iter().rev().eq(name)
            }
        })
    }
}

fn parts_of(name: &X509NameRef) -> Result<Vec<(String, String)>, TrustFault> {
    let part = |entry: &openssl::x509::X509NameEntryRef| {
        let kind = match entry.object().nid().short_name() {
            Ok(kind) if entry.object().nid() != openssl::nid::Nid::UNDEF => kind.to_owned(),
            _ => entry.object().to_string(),
        };
        Ok((plain(&kind), plain(&entry.data().to_string()?)))
    };
    name.entries().map(part).collect()
}

/// Cuts a name as in RFC 4514 at its commas and pluses; a part without `=` has an empty type.
fn parts(name: &str) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let mut part = (String::new(), String::new());
    let mut characters = name.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => part.1.push(escaped(&mut characters)?),
            ',' | '+' => parts.push(std::mem::take(&mut part)),
            '=' if part.0.is_empty() => part.0 = plain(&std::mem::take(&mut part.1)),
            other => part.1.push(other),
        }
    }
    parts.push(part);
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(kind, value)| (kind, plain(&value)))
        .collect();
    parts
        .iter()
        .all(|(_, value)| !value.is_empty())
        .then_some(parts)
}

/// `\,` or `\2C`; only ASCII in hexadecimal.
fn escaped(characters: &mut std::str::Chars<'_>) -> Option<char> {
    let first = characters.next()?;
    let Some(high) = first.to_digit(16) else {
        return Some(first);
    };
    let low = characters.next()?.to_digit(16)?;
    char::from_u32(high * 16 + low).filter(char::is_ascii)
}

fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_cut_at_their_commas() {
        let part = |kind: &str, value: &str| (kind.to_owned(), value.to_owned());
        assert_eq!(
            parts(r"CN=Some \2C CA, O=A\,B ,c=JP"),
            Some(vec![
                part("cn", "some , ca"),
                part("o", "a,b"),
                part("c", "jp")
            ])
        );
        assert_eq!(parts("Some  CA"), Some(vec![part("", "some ca")]));
        for wrong in ["", "CN=", "CN=a,,C=JP", "CN=a\\", "CN=a\\E3"] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_refused_when_it_is_configured() {
        assert!(RefusedKind::by_policy("1.2.x", "", "").is_err());
        assert!(RefusedKind::by_issuer("Some CA,C=JP", "", "").is_err());
        assert!(RefusedKind::by_issuer("CN=Some CA,C=JP", "", "").is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_panic(text in ".*") {
            let _ = RefusedKind::by_issuer(&text, "", "");
            let _ = RefusedKind::by_policy(&text, "", "");
        }
    }
}
