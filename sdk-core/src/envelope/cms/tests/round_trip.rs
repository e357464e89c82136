use std::io::{Read, Write};

use openssl::x509::X509;
use proptest::prelude::*;

use super::fixture::{P_256, P_384, RSA_2048, RSA_3072, STRANGER, all, now, seal};
use crate::envelope::cms::enveloped::{Decryptor, Encryptor};
use crate::envelope::cms::recipient::SealedKey;
use crate::envelope::cms::{open, open_stream, seal_stream, signed};
use crate::envelope::error::{EnvelopeError, cause};

/// Where DER lengths change their form, and one and two chunks.
const EDGES: [usize; 13] = [
    0, 1, 127, 128, 255, 256, 65_535, 65_536, 65_537, 131_072, 131_073, 0xff_ffff, 0x100_0000,
];

#[test]
fn every_kind_of_key_signs_and_opens() {
    for from in all() {
        for to in all() {
            let sealed = seal(from, &[to], b"content");
            let opened = open(&sealed, &[&to.identity], &X509::from_der).unwrap();
            assert_eq!(opened.content(), b"content");
            assert!(opened.signer.certificate == from.x509);
            // A root does not travel: whoever trusts it has it.
            assert!(opened.signer.others.is_empty());
            assert_eq!(opened.signer.signed_at, now());
        }
    }
}

#[test]
fn each_of_several_recipients_opens_and_nobody_else() {
    let sealed = seal(&P_256, &all(), b"content");
    for to in all() {
        assert_eq!(
            open(&sealed, &[&to.identity], &X509::from_der)
                .unwrap()
                .content(),
            b"content"
        );
    }
    let stranger = open(&sealed, &[&STRANGER.identity], &X509::from_der).map(drop);
    assert_eq!(stranger, Err(EnvelopeError::NotForThisCertificate));
    let both = [&STRANGER.identity, &P_384.identity];
    assert_eq!(
        open(&sealed, &both, &X509::from_der).unwrap().content(),
        b"content"
    );
}

#[test]
fn sixteen_recipients_and_no_more() {
    let certificate = P_256.identity.certificate();
    let sealed = |count| {
        super::super::seal(&P_256.identity, &vec![certificate; count], b"", now()).map(drop)
    };
    assert_eq!(sealed(16), Ok(()));
    assert!(matches!(
        sealed(17),
        Err(EnvelopeError::TooManyRecipients { limit: 16 })
    ));
    assert_eq!(sealed(0), Err(EnvelopeError::NotReceiver));
}

#[test]
fn streams_give_what_slices_give() {
    for length in EDGES {
        let content: Vec<u8> = (0..length).map(|i| (i * 31 + i / 251) as u8).collect();
        let sealed = stream_sealed(&content, 4096);
        assert_eq!(
            open(&sealed, &[&P_384.identity], &X509::from_der)
                .unwrap()
                .content(),
            content
        );
        assert_eq!(stream_opened(&sealed, 5000), content);
        let sealed = seal(&P_256, &[&P_384], &content);
        assert!(stream_opened(&sealed, 70_000) == content);
    }
}

#[test]
fn a_stream_is_read_to_its_end_and_hashed() {
    let sealed = seal(&P_256, &[&P_256], b"content");
    let mut source = std::io::Cursor::new(&sealed);
    let take = |content: &mut dyn Read| Ok(std::io::copy(content, &mut std::io::sink()).unwrap());
    let passed = open_stream(&mut source, &[&P_256.identity], &X509::from_der, take).unwrap();
    assert_eq!((passed.taken, source.position()), (7, sealed.len() as u64));
    assert_eq!(passed.digests.sealed, crate::sha256_hex(&sealed));
    let opened = open(&sealed, &[&P_256.identity], &X509::from_der).unwrap();
    assert_eq!(passed.digests.signed, crate::sha256_hex(opened.signed()));
    assert!(passed.signer.certificate == opened.signer.certificate);
}

#[test]
fn content_that_is_not_taken_is_verified_all_the_same() {
    let mut sealed = seal(&P_256, &[&P_256], &[7; 200_000]);
    let nothing = |_: &mut dyn Read| Ok(());
    assert!(open_stream(&*sealed, &[&P_256.identity], &X509::from_der, nothing).is_ok());
    let middle = sealed.len() / 2;
    sealed[middle] ^= 1;
    let damaged = open_stream(&*sealed, &[&P_256.identity], &X509::from_der, nothing).map(drop);
    assert_eq!(damaged, Err(EnvelopeError::Tampered));
}

#[test]
fn content_of_another_length_than_told_is_refused() {
    let to = [P_256.identity.certificate()];
    let mut encryptor = Encryptor::new(Vec::new(), &SealedKey::new(&to).unwrap(), 4).unwrap();
    assert!(encryptor.write_all(b"abcde").is_err());
    let mut encryptor = Encryptor::new(Vec::new(), &SealedKey::new(&to).unwrap(), 4).unwrap();
    encryptor.write_all(b"abc").unwrap();
    assert!(encryptor.finish().is_err());
}

#[test]
fn signatures_of_the_far_future_have_their_time() {
    let at = "2051-02-03T04:05:06Z".parse().unwrap();
    let to = [RSA_2048.identity.certificate()];
    let sealed = super::super::seal(&RSA_3072.identity, &to, b"content", at).unwrap();
    let opened = open(&sealed, &[&RSA_2048.identity], &X509::from_der).unwrap();
    assert_eq!(opened.signer.signed_at, at);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_content_in_any_pieces_comes_back(
        content in proptest::collection::vec(any::<u8>(), 0..300),
        repeat in 0_usize..400,
        write in 1_usize..100_000,
        read in 1_usize..100_000,
    ) {
        let content = content.repeat(repeat);
        let sealed = stream_sealed(&content, write);
        prop_assert!(stream_opened(&sealed, read) == content);
        let opened = open(&sealed, &[&P_384.identity], &X509::from_der).unwrap();
        prop_assert!(opened.content() == content);
    }
}

fn stream_sealed(content: &[u8], piece: usize) -> Vec<u8> {
    let (to, length) = ([P_384.identity.certificate()], content.len() as u64);
    let mut sealed = Vec::new();
    let pieces = |out: &mut dyn Write| {
        let written = content
            .chunks(piece)
            .try_for_each(|part| out.write_all(part));
        written.map_err(cause)
    };
    seal_stream(&P_256.identity, &to, length, pieces, now(), &mut sealed).unwrap();
    sealed
}

fn stream_opened(sealed: &[u8], piece: usize) -> Vec<u8> {
    let mut decryptor = Decryptor::new(sealed, &[&P_384.identity]).unwrap();
    let mut reader = signed::Reader::new(&mut decryptor).unwrap();
    let mut content = Vec::new();
    let mut buffer = vec![0; piece];
    loop {
        let read = reader.read(&mut buffer).unwrap();
        if read == 0 {
            break;
        }
        content.extend_from_slice(&buffer[..read]);
    }
    let unverified = reader.finish().unwrap();
    assert!(decryptor.finish().unwrap().0.is_empty());
    unverified.check_signature(None, &X509::from_der).unwrap();
    content
}
