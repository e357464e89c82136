//! What an administrator does with the certificates of offices, also while the relay runs.

use std::path::{Path, PathBuf};

use careplan_core::number::OfficeNumber;

use crate::ca::{CertificateSpec, KeyKind, TestCa, Validity, certificate_facts};
use crate::desk::Desk;
use crate::error::Error;
use crate::files::{self, Access};
use crate::office::{OfficeSpec, read_offices};
use crate::secret::sha256_hex;

/// The certificates of the offices of a relay.
pub struct Certificates(Desk);

/// Where a new certificate and its key are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// The certificate, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM, not encrypted.
    pub private_key: PathBuf,
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificates").finish_non_exhaustive()
    }
}

impl Certificates {
    /// Those of the relay in a folder, or of the database at this URL.
    pub fn open(dir: &Path, database: Option<String>) -> Result<Self, Error> {
        Ok(Self(Desk::open(dir, database)?))
    }

    /// Issues a certificate with a new key to an office, registers it, and writes both into the office's folder beside those
    /// that are there, which go on to hold.
    pub fn renew(
        &self,
        office: OfficeNumber,
        keys: KeyKind,
        validity: Validity,
    ) -> Result<Renewed, Error> {
        let Desk { dir, store, .. } = &self.0;
        let spec = CertificateSpec::office(&self.office(office)?);
        let identity = TestCa::load(dir)?.issue(&spec.key(keys).validity(validity))?;
        let folder = dir.join("offices").join(office.as_str());
        files::make_dir(&folder)?;
        let renewed = unused(&folder);
        let key = identity.private_key_pem.as_bytes();
        files::write(&renewed.private_key, key, Access::Owner)?;
        let certificate = identity.certificate_pem.as_bytes();
        files::write(&renewed.certificate, certificate, Access::Everyone)?;
        // Registered once nobody can lose it any more: others seal for it from now on.
        let der = certificate_facts(&identity.certificate_pem)?.der;
        self.0.wait(store.register_certificate(office, &der))?;
        Ok(renewed)
    }

    /// Revokes a certificate of an office, by its file: its connections are refused, and nobody is told of it any more.
    pub fn revoke(&self, office: OfficeNumber, file: &Path) -> Result<(), Error> {
        let pem = String::from_utf8_lossy(&files::read(file)?).into_owned();
        let thumbprint = sha256_hex(&certificate_facts(&pem)?.der);
        let store = &self.0.store;
        let not_registered = || Error::NotRegistered(office);
        let known = self.0.wait(store.certificate(&thumbprint))?;
        known
            .filter(|known| known.office == office)
            .ok_or_else(not_registered)?;
        match self.0.wait(store.revoke(&thumbprint, true))? {
            true => Ok(()),
            false => Err(not_registered()),
        }
    }

    fn office(&self, number: OfficeNumber) -> Result<OfficeSpec, Error> {
        let offices = read_offices(&self.0.dir.join("offices.csv"))?;
        let found = offices.into_iter().find(|office| office.number == number);
        found.ok_or(Error::NoAccount(number))
    }
}

/// The first names that are not there yet.
fn unused(folder: &Path) -> Renewed {
    let mut number = 2_u32;
    loop {
        let renewed = Renewed {
            certificate: folder.join(format!("certificate-{number}.pem")),
            private_key: folder.join(format!("private-key-{number}.pem")),
        };
        if !renewed.certificate.exists() && !renewed.private_key.exists() {
            return renewed;
        }
        number += 1;
    }
}
