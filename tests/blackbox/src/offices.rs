//! Three offices of one authority, made once for each test program: making RSA keys takes long.

use std::sync::OnceLock;

use careplan_core::envelope::{Certificate, Identities, Identity, Trust};
use careplan_relay::{CertificateSpec, IssuedIdentity, KeyKind, OfficeSpec, TestCa, Validity};

/// The support office of the samples: it sends every plan.
pub const SUPPORT: &str = "5070022016";
/// The service office that receives.
pub const SERVICE: &str = "5070100002";
/// An office that has nothing to do with it.
pub const THIRD: &str = "5070300115";

const DAY: i64 = 24 * 3600;

/// An office of the samples.
pub fn spec(number: &str) -> OfficeSpec {
    let kind = match number {
        SUPPORT => "43",
        THIRD => "13",
        _ => "11",
    };
    OfficeSpec {
        number: number.parse().unwrap(),
        kinds: vec![kind.parse().unwrap()],
        name: format!("試験事業所{kind}"),
    }
}

/// The authority and its offices.
#[derive(Debug)]
pub struct Offices {
    /// Issued all three.
    pub ca: TestCa,
    /// [`SUPPORT`].
    pub support: IssuedIdentity,
    /// [`SERVICE`].
    pub service: IssuedIdentity,
    /// [`THIRD`].
    pub third: IssuedIdentity,
}

/// The offices of this test program.
pub fn offices() -> &'static Offices {
    static OFFICES: OnceLock<Offices> = OnceLock::new();
    OFFICES.get_or_init(|| {
        let ca = TestCa::create("Black-box test CA").unwrap();
        let issue = |number| ca.issue_office(&spec(number), Validity::default()).unwrap();
        Offices {
            support: issue(SUPPORT),
            service: issue(SERVICE),
            third: issue(THIRD),
            ca,
        }
    })
}

impl Offices {
    /// Trusts the authority.
    pub fn trust(&self) -> Trust {
        Trust::from_pem(self.ca_pem().as_bytes()).unwrap()
    }

    /// The authority's certificate.
    pub fn ca_pem(&self) -> String {
        self.ca.certificate_pem().unwrap()
    }
}

/// The support office, who sends, and the service office, who receives, with keys of one kind.
#[derive(Debug)]
pub struct Pair {
    /// [`SUPPORT`].
    pub support: IssuedIdentity,
    /// [`SERVICE`].
    pub service: IssuedIdentity,
}

impl Pair {
    /// With new keys of this kind, under the authority of [`offices`].
    pub fn of(kind: KeyKind) -> Self {
        let issue = |number| issue(&offices().ca, number, kind);
        Self {
            support: issue(SUPPORT),
            service: issue(SERVICE),
        }
    }
}

/// An identity of an office with a key of this kind.
pub fn issue(ca: &TestCa, number: &str, kind: KeyKind) -> IssuedIdentity {
    let spec = CertificateSpec::office(&spec(number)).key(kind);
    ca.issue(&spec).unwrap()
}

/// An authority that nobody here trusts.
pub fn foreign_ca() -> &'static TestCa {
    static CA: OnceLock<TestCa> = OnceLock::new();
    CA.get_or_init(|| TestCa::create("Another CA").unwrap())
}

/// Ended yesterday.
pub fn expired() -> Validity {
    let now = Validity::default().not_before;
    Validity {
        not_before: now - 30 * DAY,
        not_after: now - DAY,
    }
}

/// Begins tomorrow.
pub fn not_yet_valid() -> Validity {
    let now = Validity::default().not_before;
    Validity {
        not_before: now + DAY,
        not_after: now + 30 * DAY,
    }
}

/// The identity that signs, opens and connects.
pub fn identity(issued: &IssuedIdentity) -> Identities {
    Identity::from_pem(
        issued.certificate_pem.as_bytes(),
        issued.private_key_pem.as_bytes(),
    )
    .unwrap()
    .into()
}

/// The certificate that others seal for.
pub fn certificate(issued: &IssuedIdentity) -> Certificate {
    Certificate::from_pem(issued.certificate_pem.as_bytes()).unwrap()
}
