//! What we seal, opened by OpenSSL's own CMS.

use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::stack::Stack;
use openssl::x509::X509PurposeId;
use openssl::x509::store::X509StoreBuilder;

use super::command::OpenSsl;
use super::fixture::{AUTHORITY, Office, RSA_3072, all, seal};

const LENGTHS: [usize; 6] = [0, 127, 128, 255, 65_536, 200_000];

#[test]
fn the_linked_library_opens_ours() {
    for from in all() {
        for to in all() {
            let content = vec![b'c'; 300];
            assert_eq!(opened_by_library(&seal(from, &[to], &content), to), content);
        }
    }
    for length in LENGTHS {
        let content = vec![b'c'; length];
        let sealed = seal(&RSA_3072, &all(), &content);
        assert_eq!(opened_by_library(&sealed, &RSA_3072), content);
    }
}

fn opened_by_library(sealed: &[u8], to: &Office) -> Vec<u8> {
    let envelope = CmsContentInfo::from_der(sealed).unwrap();
    // DER has one form only, and ours is that.
    assert!(envelope.to_der().unwrap() == sealed);
    let signed = envelope.decrypt(&to.key, &to.x509).unwrap();
    let mut cms = CmsContentInfo::from_der(&signed).unwrap();
    assert!(cms.to_der().unwrap() == signed);
    let mut store = X509StoreBuilder::new().unwrap();
    store.add_cert(AUTHORITY.0.clone()).unwrap();
    store.set_purpose(X509PurposeId::ANY).unwrap();
    let mut content = Vec::new();
    let options = CMSOptions::BINARY | CMSOptions::from_bits_retain(CADES);
    let none = Stack::new().unwrap();
    cms.verify(
        Some(&none),
        Some(&store.build()),
        None,
        Some(&mut content),
        options,
    )
    .unwrap();
    content
}

/// CMS_CADES: the signing certificate must be named by the signer.
const CADES: u32 = 0x0010_0000;

#[test]
fn the_command_opens_ours() {
    let Some(openssl) = OpenSsl::found() else {
        return;
    };
    for office in all() {
        let sealed = seal(office, &all(), b"content");
        assert_eq!(openssl.open(&sealed, office), b"content");
    }
}
