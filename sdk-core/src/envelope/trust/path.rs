//! The chain from a certificate to a trusted root, by OpenSSL (RFC 5280, section 6).

use jiff::Timestamp;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509PurposeId, X509Ref, X509StoreContext, X509VerifyResult};

use super::fault::TrustFault;
use super::strength;

/// Most certificates between an office's and the root.
const MOST_INTERMEDIATES: i32 = 8;

/// The chain as it is, or was, at a moment: the certificate first, the root last.
///
/// The store is made anew each time, because the openssl crate gives a time to a store only; it shares the certificates.
pub(super) fn build(
    roots: &[X509],
    certificate: &X509Ref,
    others: &[&[X509]],
    at: Timestamp,
) -> Result<Vec<X509>, TrustFault> {
    let mut store = X509StoreBuilder::new()?;
    for root in roots {
        store.add_cert(root.clone())?;
    }
    store.set_param(&*parameters(at)?)?;
    let store = store.build();
    let mut untrusted = Stack::new()?;
    for other in others.iter().copied().flatten() {
        untrusted.push(other.clone())?;
    }
    let mut context = X509StoreContext::new()?;
    let (result, chain) = context.init(&store, certificate, &untrusted, |context| {
        context.verify_cert()?;
        let chain = context.chain().into_iter().flatten();
        let chain: Vec<X509> = chain.map(ToOwned::to_owned).collect();
        Ok((context.error(), chain))
    })?;
    if result == X509VerifyResult::OK {
        return Ok(chain);
    }
    if is_weakness(result) {
        // Says which key or signature it is.
        strength::check(&chain, at)?;
    }
    Err(fault_of(result))
}

fn parameters(at: Timestamp) -> Result<X509VerifyParam, TrustFault> {
    let mut parameters = X509VerifyParam::new()?;
    // Offices' certificates carry the extended key usages of their scheme; what matters is checked in `usage`.
    parameters.set_purpose(X509PurposeId::ANY)?;
    // 112 bits: RSA from 2048, no SHA-1 in the chain.
    parameters.set_auth_level(2);
    parameters.set_depth(MOST_INTERMEDIATES);
    #[allow(
        clippy::useless_conversion,
        reason = "time_t has 32 bits on some systems"
    )]
    let time = at
        .as_second()
        .try_into()
        .map_err(|_| TrustFault::Other("time".into()))?;
    parameters.set_time(time);
    Ok(parameters)
}

fn is_weakness(result: X509VerifyResult) -> bool {
    matches!(
        result.as_raw(),
        openssl_sys::X509_V_ERR_EE_KEY_TOO_SMALL
            | openssl_sys::X509_V_ERR_CA_KEY_TOO_SMALL
            | openssl_sys::X509_V_ERR_CA_MD_TOO_WEAK
    )
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
