//! Any bytes are opened as an envelope and verified as a receipt; none of them is one.
#![no_main]

use std::sync::LazyLock;

use careplan_core::envelope::{
    Identities, Identity, Role, Trust, open, open_cover, open_from, verify_receipt,
};
use careplan_core::message::Cover;
use careplan_relay::{TestCa, Validity, synthetic_offices};
use libfuzzer_sys::fuzz_target;

static PARTIES: LazyLock<(Identities, Trust)> = LazyLock::new(|| {
    let ca = TestCa::create("Fuzz CA").expect("a test CA");
    let issued = ca
        .issue_office(&synthetic_offices(1)[0], Validity::default())
        .expect("a certificate");
    let identity = Identity::from_pem(
        issued.certificate_pem.as_bytes(),
        issued.private_key_pem.as_bytes(),
    );
    let trust = Trust::from_pem(ca.certificate_pem().expect("PEM").as_bytes());
    (identity.expect("an identity").into(), trust.expect("a root"))
});

fuzz_target!(|bytes: &[u8]| {
    let (identities, trust) = &*PARTIES;
    assert!(open::<Cover>(identities, trust, Role::Receiver, bytes).is_err());
    assert!(open_cover::<Cover>(identities, trust, Role::Receiver, bytes).is_err());
    assert!(verify_receipt(trust, bytes).is_err());
});
