//! The certificate store of Windows, where the electronic certificate of an office (電子証明書) often is already, with
//! its key behind CNG: in software, in a TPM or on a smart card. Keys never leave it.

mod cng;
mod hresult;
mod sys;
mod thumbprint;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;
use openssl::x509::X509;
use windows_sys::Win32::Security::Cryptography::{
    CERT_SYSTEM_STORE_CURRENT_USER, CERT_SYSTEM_STORE_LOCAL_MACHINE,
};

use self::cng::CngKey;
use self::hresult::Hresult;
use self::sys::{CertContext, CertStore};
use crate::envelope::identity::path_of;
use crate::envelope::{Certificate, EnvelopeError, Identity, OfficeRule};
use crate::number::OfficeNumber;

pub use thumbprint::Thumbprint;

/// Whose certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreLocation {
    /// Those of the user who runs the program (現在のユーザー, `certmgr.msc`).
    CurrentUser,
    /// Those of the machine (ローカル コンピューター, `certlm.msc`): for services. Reading the keys takes a permission.
    LocalMachine,
}

/// The personal certificates (個人, `MY`) of a user or of the machine that have a private key.
///
/// Windows keeps EC keys by what they are for: a key for ECDH opens and signs, a key for ECDSA only signs, and ends in
/// [`crate::envelope::KeyError::Unsupported`] where it is to open.
///
/// ```no_run
/// # #[cfg(windows)] fn main() -> Result<(), careplan_core::envelope::EnvelopeError> {
/// use careplan_core::envelope::{Identities, StoreLocation, WindowsStore};
///
/// let store = WindowsStore::new(StoreLocation::CurrentUser);
/// for certificate in store.certificates()? {
///     println!("{} until {}", certificate.office(), certificate.not_after());
/// }
/// let office = "1312345678".parse().expect("an office number");
/// let identities = Identities::new(store.identities(office)?)?;
/// # Ok(()) }
/// # #[cfg(not(windows))] fn main() {}
/// ```
#[derive(Debug, Clone)]
pub struct WindowsStore {
    location: StoreLocation,
    rule: OfficeRule,
    silent: bool,
}

impl WindowsStore {
    /// The store of a user or of the machine. No window will be shown.
    pub fn new(location: StoreLocation) -> Self {
        Self {
            location,
            rule: OfficeRule::default(),
            silent: true,
        }
    }

    /// Where the certificates name their office.
    #[must_use]
    pub fn office_rule(mut self, rule: OfficeRule) -> Self {
        self.rule = rule;
        self
    }

    /// Lets Windows show windows: for the PIN of a smart card, or a key with strong protection. Without this such keys
    /// end in [`crate::envelope::KeyError::NeedsPerson`].
    #[must_use]
    pub fn allow_windows(mut self) -> Self {
        self.silent = false;
        self
    }

    /// The certificates that have a private key and name an office, of whatever age; the newest first.
    ///
    /// Other certificates of the store (of persons, of web sites) are left out. No key is opened.
    pub fn certificates(&self) -> Result<Vec<Certificate>, EnvelopeError> {
        let offices = offices_in(&self.open("MY")?, &self.rule);
        Ok(offices.into_iter().map(|(found, _)| found).collect())
    }

    /// The identity whose certificate has this thumbprint.
    ///
    /// # Errors
    /// [`EnvelopeError::NotInStore`], [`EnvelopeError::NoPrivateKey`], or why the certificate or the key is unusable.
    pub fn identity(&self, thumbprint: &Thumbprint) -> Result<Identity, EnvelopeError> {
        let store = self.open("MY")?;
        let mut all = store.certificates().into_iter();
        let context = all
            .find(|context| thumbprint.is_of(context.der()))
            .ok_or(EnvelopeError::NotInStore)?;
        let certificate = Certificate::from_der_by(&self.rule, context.der())?;
        self.load(&certificate, &context, &self.intermediates())
    }

    /// The identity of an office whose certificate is valid now and began last.
    ///
    /// # Errors
    /// As [`Self::identity`]; certificates that are not valid now are not in the store for this.
    pub fn identity_of(&self, office: OfficeNumber) -> Result<Identity, EnvelopeError> {
        let now = Timestamp::now();
        let offices = offices_in(&self.open("MY")?, &self.rule);
        let (certificate, context) = offices
            .into_iter()
            .find(|(found, _)| found.office() == office && found.is_valid_at(now))
            .ok_or(EnvelopeError::NotInStore)?;
        self.load(&certificate, &context, &self.intermediates())
    }

    /// All identities of an office, old and new, the newest first: for [`crate::envelope::Identities`].
    ///
    /// Those whose key cannot be used (a smart card that is not there, a key that asks a person) are left out, as long as one
    /// remains.
    ///
    /// # Errors
    /// [`EnvelopeError::NotInStore`], or why the newest cannot be used if none can.
    pub fn identities(&self, office: OfficeNumber) -> Result<Vec<Identity>, EnvelopeError> {
        self.identities_in(&self.open("MY")?, office)
    }

    fn identities_in(
        &self,
        store: &CertStore,
        office: OfficeNumber,
    ) -> Result<Vec<Identity>, EnvelopeError> {
        let intermediates = self.intermediates();
        let offices = offices_in(store, &self.rule);
        let of_office = offices.iter().filter(|(found, _)| found.office() == office);
        let loaded = of_office.map(|(found, context)| self.load(found, context, &intermediates));
        let (good, mut bad): (Vec<_>, Vec<_>) = loaded.partition(Result::is_ok);
        if good.is_empty() && !bad.is_empty() {
            return bad.remove(0).map(|identity| vec![identity]);
        }
        let good: Vec<_> = good.into_iter().flatten().collect();
        if good.is_empty() {
            return Err(EnvelopeError::NotInStore);
        }
        Ok(good)
    }

    fn open(&self, name: &str) -> Result<CertStore, EnvelopeError> {
        let location = match self.location {
            StoreLocation::CurrentUser => CERT_SYSTEM_STORE_CURRENT_USER,
            StoreLocation::LocalMachine => CERT_SYSTEM_STORE_LOCAL_MACHINE,
        };
        let store = match CertStore::open(location, name) {
            // Nobody put anything into it yet.
            Err(error) if error.is_no_such_store() => CertStore::empty(),
            other => other,
        };
        Ok(store.map_err(Hresult::on_use)?)
    }

    /// 中間証明機関: what may stand between a certificate and its root. A user has none of their own at first.
    fn intermediates(&self) -> Vec<X509> {
        let store = self.open("CA");
        let all = store.iter().flat_map(CertStore::certificates);
        all.filter_map(|context| X509::from_der(context.der()).ok())
            .collect()
    }

    fn load(
        &self,
        certificate: &Certificate,
        context: &CertContext,
        intermediates: &[X509],
    ) -> Result<Identity, EnvelopeError> {
        if !context.has_private_key() {
            return Err(EnvelopeError::NoPrivateKey);
        }
        let key = context
            .private_key(self.silent)
            .map_err(Hresult::on_opening)?;
        // The store has those of everybody else, too.
        let (chain, _) = path_of(certificate.x509(), intermediates.iter());
        let certificate = Certificate::new(&self.rule, certificate.x509().clone(), chain)?;
        let key = CngKey::new(key, certificate.algorithm());
        Identity::with_key(certificate, Arc::new(key))
    }
}

/// Certificates with a key that name an office, the newest first.
fn offices_in(store: &CertStore, rule: &OfficeRule) -> Vec<(Certificate, CertContext)> {
    let mut offices: Vec<_> = store
        .certificates()
        .into_iter()
        .filter(CertContext::has_private_key)
        .filter_map(|context| {
            let certificate = Certificate::from_der_by(rule, context.der()).ok()?;
            Some((certificate, context))
        })
        .collect();
    offices.sort_by_key(|(certificate, _)| std::cmp::Reverse(certificate.not_before()));
    offices
}
