use openssl::stack::{Stack, StackRef};
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509PurposeId, X509Ref, X509StoreContext, X509VerifyResult};

use super::certificate::Certificate;
use super::error::{EnvelopeError, TrustFault};
use super::office_rule::OfficeRule;
use crate::number::OfficeNumber;

/// What a certificate is to be used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Signing,
    Sealing,
}

/// The authorities whose certificates are trusted.
pub struct Trust {
    store: X509Store,
}

// Bits of the keyUsage extension as OpenSSL gives them (RFC 5280, section 4.2.1.3).
const DIGITAL_SIGNATURE: u32 = 0x80;
const NON_REPUDIATION: u32 = 0x40;
const KEY_ENCIPHERMENT: u32 = 0x20;

impl Trust {
    /// Trusts the roots of a PEM bundle.
    pub fn from_pem(roots: &[u8]) -> Result<Self, EnvelopeError> {
        Self::build(roots, None)
    }

    /// The same, judging validity at a time (seconds since 1970) instead of now.
    pub fn from_pem_at(roots: &[u8], unix_time: i64) -> Result<Self, EnvelopeError> {
        Self::build(roots, Some(unix_time))
    }

    fn build(roots: &[u8], at: Option<i64>) -> Result<Self, EnvelopeError> {
        const WHAT: EnvelopeError = EnvelopeError::BadPem("trusted certificates (信頼する認証局)");
        let roots = X509::stack_from_pem(roots).map_err(|_| WHAT)?;
        if roots.is_empty() {
            return Err(WHAT);
        }
        let mut builder = X509StoreBuilder::new()?;
        for root in roots {
            builder.add_cert(root)?;
        }
        // Offices' certificates carry the extended key usages of their scheme; what matters is checked by `allows`.
        builder.set_purpose(X509PurposeId::ANY)?;
        let mut param = X509VerifyParam::new()?;
        // 112 bits: RSA from 2048, no SHA-1 in the chain.
        param.set_auth_level(2);
        if let Some(time) = at {
            param.set_time(time);
        }
        builder.set_param(&param)?;
        Ok(Self {
            store: builder.build(),
        })
    }

    /// Verifies chain, validity and key usage of a certificate.
    pub(super) fn verify(
        &self,
        certificate: &X509Ref,
        untrusted: &StackRef<X509>,
        what_for: Use,
    ) -> Result<OfficeNumber, EnvelopeError> {
        let office = OfficeRule::default().office_of(certificate)?;
        let refuse = |fault| EnvelopeError::Untrusted {
            office: office.to_string(),
            fault,
        };
        let mut context = X509StoreContext::new()?;
        let result = context.init(&self.store, certificate, untrusted, |context| {
            context.verify_cert()?;
            Ok(context.error())
        })?;
        if result != X509VerifyResult::OK {
            return Err(refuse(fault_of(result)));
        }
        if !allows(certificate, what_for) {
            let name = if what_for == Use::Signing {
                "signing"
            } else {
                "sealing"
            };
            return Err(refuse(TrustFault::KeyUsage(name)));
        }
        Ok(office)
    }

    /// Verifies a certificate of the directory before anything is sealed for it.
    pub(super) fn verify_recipient(&self, certificate: &Certificate) -> Result<(), EnvelopeError> {
        self.verify(certificate.x509(), &*Stack::new()?, Use::Sealing)
            .map(|_| ())
    }
}

impl std::fmt::Debug for Trust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trust").finish_non_exhaustive()
    }
}

fn allows(certificate: &X509Ref, what_for: Use) -> bool {
    // A certificate without the extension may be used for anything (RFC 5280, section 4.2.1.3).
    let Some(usage) = certificate.key_usage().map(|usage| usage.bits()) else {
        return true;
    };
    match what_for {
        Use::Signing => usage & (DIGITAL_SIGNATURE | NON_REPUDIATION) != 0,
        Use::Sealing => usage & KEY_ENCIPHERMENT != 0,
    }
}

/// OpenSSL's verify results (x509_vfy.h) that a person can do something about.
fn fault_of(result: X509VerifyResult) -> TrustFault {
    match result.as_raw() {
        openssl_sys::X509_V_ERR_CERT_HAS_EXPIRED => TrustFault::Expired,
        openssl_sys::X509_V_ERR_CERT_NOT_YET_VALID => TrustFault::NotYetValid,
        openssl_sys::X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
        | openssl_sys::X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
        | openssl_sys::X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE
        | openssl_sys::X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
        | openssl_sys::X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
        | openssl_sys::X509_V_ERR_CERT_SIGNATURE_FAILURE => TrustFault::UnknownIssuer,
        _ => TrustFault::Other(result.error_string().to_owned()),
    }
}
