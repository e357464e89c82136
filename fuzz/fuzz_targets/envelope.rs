//! Any bytes are opened as an envelope, verified as a receipt and as evidence, and read as certificates and CRLs; none of them
//! proves anything.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use careplan_core::envelope::{
    Certificate, EnvelopeError, FileSink, Identities, Identity, Role, Trust, open, open_cover,
    open_from, verify_evidence, verify_receipt,
};
use careplan_core::message::{Cover, FileEntry};
use careplan_relay::{TestCa, Validity, synthetic_offices};
use libfuzzer_sys::fuzz_target;

struct Parties {
    identities: Identities,
    roots: Vec<u8>,
    trust: Trust,
}

static PARTIES: LazyLock<Parties> = LazyLock::new(|| {
    let ca = TestCa::create("Fuzz CA").expect("a test CA");
    let issued = ca
        .issue_office(&synthetic_offices(1)[0], Validity::default())
        .expect("a certificate");
    let identity = Identity::from_pem(
        issued.certificate_pem.as_bytes(),
        issued.private_key_pem.as_bytes(),
    );
    let roots = ca.certificate_pem().expect("PEM").into_bytes();
    Parties {
        identities: identity.expect("an identity").into(),
        trust: Trust::from_pem(&roots).expect("a root"),
        roots,
    }
});

/// Nothing may ever come here.
struct Nothing;

impl FileSink for Nothing {
    fn begin(&mut self, _: usize, _: &FileEntry) -> Result<(), EnvelopeError> {
        panic!("a file of no message")
    }

    fn write(&mut self, _: &[u8]) -> Result<(), EnvelopeError> {
        panic!("bytes of no message")
    }

    fn end(&mut self) -> Result<(), EnvelopeError> {
        panic!("the end of no message")
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Parties {
        identities,
        roots,
        trust,
    } = &*PARTIES;
    assert!(open::<Cover>(identities, trust, Role::Receiver, bytes).is_err());
    assert!(open_cover::<Cover>(identities, trust, Role::Receiver, bytes).is_err());
    let source = Cursor::new(bytes);
    assert!(open_from::<Cover>(identities, trust, Role::Sender, source, &mut Nothing).is_err());
    assert!(verify_receipt(trust, bytes).is_err());
    // Goes through the reader of ZIP files.
    assert!(verify_evidence::<Cover>(trust, bytes).is_err());
    let _ = Certificate::from_pem(bytes);
    let _ = Trust::builder().roots(roots).crl(bytes).build();
});
