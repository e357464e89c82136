//! The whole way with keys of the store: sealing, opening, receipt and evidence.

use openssl::pkey::{PKey, Private};

use windows_sys::Win32::Security::Cryptography::NCRYPT_KEY_HANDLE;

use super::fixture::*;
use super::*;
use crate::envelope::*;
use crate::message::{FileEntry, Parcel};

const FILE: &str = "plan.txt";
const CONTENT: &[u8] = b"what only the receiver may read";

/// A user's store with certificates of an authority whose keys CNG has.
struct Fixture {
    authority: X509,
    authority_key: PKey<Private>,
    store: CertStore,
}

impl Fixture {
    fn new() -> Self {
        let authority_key = ec_pair(P256);
        Self {
            authority: issue(&authority_key, "Test CA", None, &authority_key, true),
            authority_key,
            store: CertStore::empty().unwrap(),
        }
    }

    /// Puts a certificate that began so many days ago and its key into the store.
    fn put(&self, key: &PKey<Private>, purpose: Purpose, age: i64) -> NCRYPT_KEY_HANDLE {
        let (issuer, issuer_key) = (&self.authority, &self.authority_key);
        let certificate = issue_to_office(key, -age, issuer, issuer_key);
        let handle = import(key, purpose);
        attach(&add(&self.store, &certificate), handle);
        handle
    }

    fn trust(&self) -> Trust {
        Trust::from_pem(&self.authority.to_pem().unwrap()).unwrap()
    }

    fn identities(&self, of: &WindowsStore) -> Result<Identities, EnvelopeError> {
        Identities::new(of.identities_in(&self.store, OFFICE.parse().unwrap())?)
    }
}

#[test]
fn keys_of_the_store_seal_open_and_sign_receipts() {
    for (key, purpose) in [(rsa_pair(), Purpose::Sign), (ec_pair(P256), Purpose::Agree)] {
        let fixture = Fixture::new();
        fixture.put(&key, purpose, 1);
        let own = fixture.identities(&user()).unwrap();
        let trust = fixture.trust();
        let sealed = seal_to_self(&own, &trust);

        let opened = open::<Parcel>(&own, &trust, Role::Receiver, &sealed.content).unwrap();
        assert_eq!(opened.files.len(), 1);
        assert_eq!(&*opened.files[0].1, CONTENT);
        open_cover::<Parcel>(&own, &trust, Role::Sender, &sealed.cover).unwrap();

        let receipt = sign_receipt(&own, &opened.taken).unwrap();
        let verified = verify_receipt(&trust, &receipt).unwrap();
        assert_eq!(verified.signer.office().to_string(), OFFICE);
        let evidence = export_evidence::<Parcel>(&own, &trust, &sealed.content, &receipt).unwrap();
        verify_evidence::<Parcel>(&trust, &evidence).unwrap();
    }
}

#[test]
fn software_and_store_open_what_the_other_sealed() {
    for (key, purpose) in [(rsa_pair(), Purpose::Sign), (ec_pair(P256), Purpose::Agree)] {
        let fixture = Fixture::new();
        fixture.put(&key, purpose, 1);
        let in_store = fixture.identities(&user()).unwrap();
        let certificate = in_store.all()[0].certificate().x509().to_pem().unwrap();
        let private = key.private_key_to_pem_pkcs8().unwrap();
        let in_memory = Identities::from(Identity::from_pem(&certificate, &private).unwrap());
        let trust = fixture.trust();
        for (from, to) in [(&in_store, &in_memory), (&in_memory, &in_store)] {
            let sealed = seal_to_self(from, &trust);
            let opened = open::<Parcel>(to, &trust, Role::Receiver, &sealed.content).unwrap();
            assert_eq!(&*opened.files[0].1, CONTENT);
        }
    }
}

#[test]
fn a_key_for_ecdsa_seals_and_says_why_it_does_not_open() {
    let fixture = Fixture::new();
    fixture.put(&ec_pair(P256), Purpose::Sign, 1);
    let own = fixture.identities(&user()).unwrap();
    let trust = fixture.trust();
    let sealed = seal_to_self(&own, &trust);
    let error = open::<Parcel>(&own, &trust, Role::Receiver, &sealed.content).err();
    assert_eq!(error, Some(KeyError::Unsupported("ECDH").into()));
}

#[test]
fn a_key_that_asks_a_person_is_told_and_does_not_hide_the_others() {
    if !is_wine() {
        // Windows makes such keys only where it stores them.
        return;
    }
    let fixture = Fixture::new();
    let newest = fixture.put(&rsa_pair(), Purpose::Sign, 1);
    make_it_ask(newest);
    let error = fixture.identities(&user()).unwrap_err();
    assert_eq!(error, KeyError::NeedsPerson.into());

    fixture.put(&rsa_pair(), Purpose::Sign, 20);
    assert_eq!(offices_in(&fixture.store, &OfficeRule::default()).len(), 2);
    let silent = fixture.identities(&user()).unwrap();
    assert_eq!(silent.all().len(), 1);
    seal_to_self(&silent, &fixture.trust());

    // As if the person consented.
    let asking = fixture.identities(&user().allow_windows()).unwrap();
    assert_eq!(asking.all().len(), 2);
    // One that begins to ask later says so when it is used.
    let trust = fixture.trust();
    let all = offices_in(&fixture.store, &OfficeRule::default());
    let key = CngKey::new(all[0].1.private_key(true).unwrap(), all[0].0.algorithm());
    assert_eq!(
        key.decrypt_oaep(&[0; 256]).unwrap_err(),
        KeyError::NeedsPerson
    );
    seal_to_self(&asking, &trust);
}

fn user() -> WindowsStore {
    WindowsStore::new(StoreLocation::CurrentUser)
}

fn seal_to_self(own: &Identities, trust: &Trust) -> Sealed {
    let office = own.office();
    let parcel = Parcel::new(
        office,
        vec![office],
        vec![FileEntry::of_bytes(FILE, CONTENT)],
    );
    let to = [own.all()[0].certificate().clone()];
    seal(own, trust, &to, &parcel, &[(FILE, CONTENT)]).unwrap()
}
