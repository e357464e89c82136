use std::fs::File;
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use super::error::IdentityError;
use super::material::Material;
use super::{Identity, pem, pkcs12};
use crate::envelope::certificate::Certificate;
use crate::envelope::error::EnvelopeError;
use crate::envelope::key::{KeyError, TokenUri, find_on_token};
use crate::envelope::office_rule::OfficeRule;
use crate::envelope::pem::{CERTIFICATE, PRIVATE_KEY, is_pem};

/// Files of identities are smaller by far; a wrong one must not fill the memory.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// Takes an identity from wherever it is kept: PEM, PKCS#12 (.p12, .pfx), or a token that speaks PKCS#11.
///
/// ```no_run
/// use careplan_core::envelope::IdentityLoader;
/// # let password = String::new();
/// let identity = IdentityLoader::new().password(&password).load("office.p12")?;
/// # Ok::<(), careplan_core::envelope::EnvelopeError>(())
/// ```
#[derive(Clone, Default)]
pub struct IdentityLoader {
    password: Option<Zeroizing<String>>,
    name: Option<String>,
    rule: OfficeRule,
}

impl IdentityLoader {
    /// Without password; the office number is in the subject's serialNumber.
    pub fn new() -> Self {
        Self::default()
    }

    /// Password of the file, or PIN of the token. The copy kept here is overwritten when this is dropped.
    #[must_use]
    pub fn password(mut self, password: impl AsRef<str>) -> Self {
        self.password = Some(Zeroizing::new(password.as_ref().to_owned()));
        self
    }

    /// Where the certificate names its office.
    #[must_use]
    pub fn office_rule(mut self, rule: OfficeRule) -> Self {
        self.rule = rule;
        self
    }

    /// Which one of several: the friendlyName of a key or certificate in a PKCS#12 file.
    #[must_use]
    pub fn name(mut self, friendly_name: impl Into<String>) -> Self {
        self.name = Some(friendly_name.into());
        self
    }

    /// Recognises what it is given: a PKCS#11 URI (`pkcs11:…`, RFC 7512), or the path of a file in PEM, with both key and
    /// certificates, or in PKCS#12. The content decides, not the name.
    pub fn load(&self, source: impl AsRef<Path>) -> Result<Identity, EnvelopeError> {
        let source = source.as_ref();
        if let Some(uri) = source.to_str().filter(|text| TokenUri::is_one(text)) {
            return self.token_at(uri);
        }
        self.bytes(&read(source)?)
    }

    /// Certificates and private key in two files in PEM.
    pub fn load_pair(
        &self,
        certificates: impl AsRef<Path>,
        private_key: impl AsRef<Path>,
    ) -> Result<Identity, EnvelopeError> {
        self.pem(&read(certificates.as_ref())?, &read(private_key.as_ref())?)
    }

    /// The content of a file, PEM or PKCS#12.
    pub fn bytes(&self, content: &[u8]) -> Result<Identity, EnvelopeError> {
        if pkcs12::is_pkcs12(content) {
            self.pkcs12(content)
        } else if is_pem(content) {
            self.pem_file(content)
        } else if openssl::x509::X509::from_der(content).is_ok() {
            Err(IdentityError::NoKey.into())
        } else {
            Err(IdentityError::UnknownForm.into())
        }
    }

    /// PEM: the office's certificate and any intermediates, in any order; and the private key, PKCS#8 or OpenSSL's older
    /// forms, encrypted or not.
    pub fn pem(&self, certificates: &[u8], private_key: &[u8]) -> Result<Identity, EnvelopeError> {
        let mut material = Material::default();
        pem::read(private_key, self.given_password(), &mut material)
            .map_err(|error| damaged(error, PRIVATE_KEY))?;
        // Other certificates beside the key do no harm; another key beside the certificate would.
        pem::read(certificates, self.given_password(), &mut material)
            .map_err(|error| damaged(error, CERTIFICATE))?;
        material.identity(&self.rule, self.name.as_deref())
    }

    /// PEM with certificates and private key in one text.
    pub fn pem_file(&self, text: &[u8]) -> Result<Identity, EnvelopeError> {
        let mut material = Material::default();
        pem::read(text, self.given_password(), &mut material)?;
        material.identity(&self.rule, self.name.as_deref())
    }

    /// PKCS#12 with old algorithms (RC2, TripleDES) or new ones (AES). Without a password the empty one is tried.
    pub fn pkcs12(&self, file: &[u8]) -> Result<Identity, EnvelopeError> {
        pkcs12::read(file, self.given_password())?.identity(&self.rule, self.name.as_deref())
    }

    /// A key on a token, with its certificate. The PIN is the password of this loader.
    ///
    /// **The module that the URI names is foreign code**: it is loaded into this process and runs with all its rights, and
    /// it stays until the process ends, as PKCS#11 knows one `C_Initialize` for a process. Take the URI from the
    /// administrator only.
    pub fn token(&self, uri: &TokenUri) -> Result<Identity, EnvelopeError> {
        let found = find_on_token(uri, self.password.clone())?;
        let certificate = Certificate::new(&self.rule, found.certificate, found.chain)?;
        Identity::with_key(certificate, found.key)
    }

    /// The same, by the text of the URI.
    pub fn token_at(&self, uri: &str) -> Result<Identity, EnvelopeError> {
        let uri = TokenUri::parse(uri).map_err(KeyError::from)?;
        self.token(&uri)
    }

    fn given_password(&self) -> Option<&str> {
        self.password.as_ref().map(|password| password.as_str())
    }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let io = |error: std::io::Error| EnvelopeError::Io(crate::io_kind(&error));
    let file = File::open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    if length > MAX_FILE_BYTES {
        return Err(IdentityError::UnknownForm.into());
    }
    // Room for all of it, so that it does not grow and leave copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(length as usize + 1));
    file.take(MAX_FILE_BYTES)
        .read_to_end(&mut content)
        .map_err(io)?;
    Ok(content)
}

impl std::fmt::Debug for IdentityLoader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityLoader")
            .field("rule", &self.rule)
            .finish_non_exhaustive()
    }
}

/// Where there are two files, which of them it is.
fn damaged(error: EnvelopeError, what: &'static str) -> EnvelopeError {
    match error {
        EnvelopeError::Identity(IdentityError::Damaged(_)) => IdentityError::Damaged(what).into(),
        other => other,
    }
}
