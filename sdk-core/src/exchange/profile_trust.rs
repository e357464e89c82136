use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::ExchangeError;
use super::profile::read;
use crate::envelope::{OfficeRule, RefusedKind, Revocation, Trust};

/// `[trust]` of profile.toml: whose certificates are taken, and how they are judged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrustSettings {
    roots: PathBuf,
    intermediates: Option<PathBuf>,
    #[serde(default)]
    crl_files: Vec<PathBuf>,
    crl_folder: Option<PathBuf>,
    revocation: Option<RevocationName>,
    office: Option<String>,
    #[serde(default)]
    refuse: Vec<Refused>,
    expired_grace_days: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RevocationName {
    Off,
    Soft,
    Hard,
}

/// A kind of certificate that is refused, and how people call it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RefusedFields")]
struct Refused {
    mark: Mark,
    ja: String,
    en: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Policy(String),
    Issuer(String),
}

/// As it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusedFields {
    policy: Option<String>,
    issuer: Option<String>,
    ja: String,
    en: Option<String>,
}

impl TryFrom<RefusedFields> for Refused {
    type Error = &'static str;

    fn try_from(fields: RefusedFields) -> Result<Self, Self::Error> {
        let mark = match (fields.policy, fields.issuer) {
            (Some(policy), None) => Mark::Policy(policy),
            (None, Some(issuer)) => Mark::Issuer(issuer),
            _ => return Err("one of policy and issuer"),
        };
        Ok(Self {
            mark,
            en: fields.en.unwrap_or_else(|| fields.ja.clone()),
            ja: fields.ja,
        })
    }
}

impl TrustSettings {
    /// Where certificates name their office; everything that reads certificates has to go by it.
    pub(super) fn office_rule(&self) -> Result<OfficeRule, ExchangeError> {
        match &self.office {
            Some(rule) => Ok(rule.parse()?),
            None => Ok(OfficeRule::default()),
        }
    }

    /// Reads what the settings name; paths are relative to `folder`.
    pub(super) fn trust(&self, folder: &Path) -> Result<Trust, ExchangeError> {
        let mut builder = Trust::builder()
            .roots(&read(folder, &self.roots)?)
            .office_rule(self.office_rule()?)
            .revocation(self.revocation());
        if let Some(file) = &self.intermediates {
            builder = builder.intermediates(&read(folder, file)?);
        }
        for file in &self.crl_files {
            // So that the error names the file that is missing.
            read(folder, file)?;
            builder = builder.crl_file(folder.join(file));
        }
        if let Some(crls) = &self.crl_folder {
            let path = folder.join(crls);
            fs::metadata(&path).map_err(|error| ExchangeError::ProfileFile {
                file: crls.display().to_string(),
                cause: crate::io_kind(&error),
            })?;
            builder = builder.crl_folder(path);
        }
        for kind in &self.refuse {
            builder = builder.refuse(match &kind.mark {
                Mark::Policy(oid) => RefusedKind::by_policy(oid, &kind.ja, &kind.en)?,
                Mark::Issuer(name) => RefusedKind::by_issuer(name, &kind.ja, &kind.en)?,
            });
        }
        if let Some(days) = self.expired_grace_days {
            builder = builder.expired_grace(days);
        }
        Ok(builder.build()?)
    }

    /// Who names revocation lists wants them looked at.
    fn revocation(&self) -> Revocation {
        let has_crls = !self.crl_files.is_empty() || self.crl_folder.is_some();
        match self.revocation {
            Some(RevocationName::Off) => Revocation::Off,
            Some(RevocationName::Soft) => Revocation::SoftFail,
            Some(RevocationName::Hard) => Revocation::HardFail,
            None if has_crls => Revocation::SoftFail,
            None => Revocation::Off,
        }
    }
}
