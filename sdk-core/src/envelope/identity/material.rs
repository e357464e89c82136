use openssl::pkey::{PKey, Private};
use openssl::x509::{X509, X509VerifyResult};

use super::Identity;
use super::error::IdentityError;
use crate::envelope::certificate::Certificate;
use crate::envelope::error::EnvelopeError;
use crate::envelope::office_rule::OfficeRule;

/// What was found in files, before it is known what belongs together.
#[derive(Default)]
pub(super) struct Material {
    pub(super) keys: Vec<FoundKey>,
    pub(super) certificates: Vec<FoundCertificate>,
}

pub(super) struct FoundKey {
    pub(super) key: PKey<Private>,
    /// friendlyName.
    pub(super) name: Option<String>,
}

pub(super) struct FoundCertificate {
    pub(super) x509: X509,
    /// friendlyName.
    pub(super) name: Option<String>,
}

impl Material {
    /// The one key that has its certificate, or the one of this name. Certificates may come in any order.
    pub(super) fn identity(
        self,
        rule: &OfficeRule,
        name: Option<&str>,
    ) -> Result<Identity, EnvelopeError> {
        if self.certificates.is_empty() {
            return Err(IdentityError::NoCertificate.into());
        }
        if self.keys.is_empty() {
            return Err(IdentityError::NoKey.into());
        }
        let pairs = self.pairs()?;
        let count = pairs.len();
        let wanted = |(key, certificate): &(&FoundKey, &FoundCertificate)| {
            name.is_none_or(|name| [&key.name, &certificate.name].contains(&&Some(name.to_owned())))
        };
        let mut chosen = pairs.into_iter().filter(wanted);
        let (key, leaf) = match (chosen.next(), chosen.next()) {
            (Some(one), None) => one,
            (Some(_), Some(_)) => return Err(IdentityError::Several { count }.into()),
            (None, _) if count == 0 => return Err(EnvelopeError::KeyMismatch),
            (None, _) => return Err(IdentityError::NoSuchName { count }.into()),
        };
        let chain = chain_of(
            &leaf.x509,
            self.certificates.iter().map(|found| &found.x509),
        );
        let certificate = Certificate::new(rule, leaf.x509.clone(), chain)?;
        Ok(Identity::in_memory(certificate, key.key.clone()))
    }

    /// Every key with the newest certificate for it.
    fn pairs(&self) -> Result<Vec<(&FoundKey, &FoundCertificate)>, EnvelopeError> {
        let mut public = Vec::with_capacity(self.certificates.len());
        for found in &self.certificates {
            // One of a kind that is not used here fits none of the keys.
            public.extend(found.x509.public_key().map(|key| (found, key)));
        }
        let mut pairs: Vec<(&FoundKey, &FoundCertificate)> = Vec::new();
        for key in &self.keys {
            // Some programs write a key twice.
            if pairs.iter().any(|(known, _)| known.key.public_eq(&key.key)) {
                continue;
            }
            let fitting = public
                .iter()
                .filter(|(_, public)| public.public_eq(&key.key))
                .map(|(found, _)| *found);
            let newest = fitting.reduce(|a, b| match a.x509.not_before() < b.x509.not_before() {
                true => b,
                false => a,
            });
            pairs.extend(newest.map(|certificate| (key, certificate)));
        }
        Ok(pairs)
    }
}

/// The certificates that lead from this one towards the root, each once and the nearest first; then whatever else came with
/// them. Roots are left out: who verifies has its own.
pub(in crate::envelope) fn chain_of<'a>(
    leaf: &X509,
    others: impl Iterator<Item = &'a X509>,
) -> Vec<X509> {
    let (mut chain, rest) = path_of(leaf, others);
    chain.extend(rest);
    chain
}

/// The certificates that lead from this one towards the root, each once and the nearest first; and those that do not. Roots
/// are in neither.
pub(in crate::envelope) fn path_of<'a>(
    leaf: &X509,
    others: impl Iterator<Item = &'a X509>,
) -> (Vec<X509>, Vec<X509>) {
    let mut rest: Vec<X509> = Vec::new();
    for other in others {
        let is_root = other.issued(other) == X509VerifyResult::OK;
        if !is_root && *other != *leaf && !rest.contains(other) {
            rest.push(other.clone());
        }
    }
    let mut path: Vec<X509> = Vec::new();
    while let Some(next) = rest
        .iter()
        .position(|other| is_issued_by(path.last().unwrap_or(leaf), other))
    {
        path.push(rest.remove(next));
    }
    (path, rest)
}

/// Authorities keep their name when they take a new key: the signature tells which of them it was.
fn is_issued_by(certificate: &X509, issuer: &X509) -> bool {
    issuer.issued(certificate) == X509VerifyResult::OK
        && issuer
            .public_key()
            .is_ok_and(|key| certificate.verify(&key).unwrap_or(false))
}
