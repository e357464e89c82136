use openssl::sha::{Sha256, sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

const HASH: usize = 32;

/// Takes the padding off a block that RSA decrypted: EME-OAEP with SHA-256, MGF1 with SHA-256 and an empty label (RFC 8017,
/// section 7.1.2, step 3). For tokens that know OAEP with SHA-1 only, and hand out the bare block.
///
/// Whoever could learn at which step a block is refused, by time or otherwise, could decrypt with that knowledge (Manger's
/// attack). So all steps are always done, without a branch or an index that depends on the block, and only at the end one
/// bit says yes or no.
pub(super) fn unpad(block: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    // The length is that of the modulus, which everybody knows.
    if block.len() < 2 * HASH + 2 {
        return None;
    }
    let (first, rest) = block.split_at(1);
    let (masked_seed, masked_data) = rest.split_at(HASH);
    let mut seed = mask(masked_data, HASH);
    xor(&mut seed, masked_seed);
    let mut data = mask(&seed, masked_data.len());
    xor(&mut data, masked_data);

    let (label, padded) = data.split_at(HASH);
    let mut good = first.ct_eq(&[0]) & label.ct_eq(&sha256(b""));
    let mut before_mark = Choice::from(1);
    let mut mark = 0_u32;
    for (place, byte) in (0_u32..).zip(padded) {
        let (is_mark, is_zero) = (byte.ct_eq(&1), byte.ct_eq(&0));
        mark.conditional_assign(&place, before_mark & is_mark);
        good &= !before_mark | is_mark | is_zero;
        before_mark &= !is_mark;
    }
    good &= !before_mark;
    if bool::from(good) {
        padded
            .get(mark as usize + 1..)
            .map(|message| Zeroizing::new(message.to_vec()))
    } else {
        None
    }
}

/// MGF1 (RFC 8017, appendix B.2.1).
fn mask(seed: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut mask = Zeroizing::new(Vec::with_capacity(length + HASH));
    for counter in 0_u32.. {
        if mask.len() >= length {
            break;
        }
        let mut hash = Sha256::new();
        hash.update(seed);
        hash.update(&counter.to_be_bytes());
        mask.extend_from_slice(&hash.finish());
    }
    mask.truncate(length);
    mask
}

fn xor(into: &mut [u8], other: &[u8]) {
    for (byte, other) in into.iter_mut().zip(other) {
        *byte ^= other;
    }
}

#[cfg(test)]
mod tests {
    use openssl::encrypt::{Decrypter, Encrypter};
    use openssl::hash::MessageDigest;
    use openssl::pkey::PKey;
    use openssl::rsa::{Padding, Rsa};

    use super::*;

    #[test]
    fn padding_of_openssl_comes_off_and_any_change_is_refused() {
        let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        for message in [&b""[..], b"k", &[7; 32], &[1; 190]] {
            let mut encrypter = Encrypter::new(&key).unwrap();
            encrypter.set_rsa_padding(Padding::PKCS1_OAEP).unwrap();
            encrypter.set_rsa_oaep_md(MessageDigest::sha256()).unwrap();
            encrypter.set_rsa_mgf1_md(MessageDigest::sha256()).unwrap();
            let mut sealed = vec![0; 256];
            let length = encrypter.encrypt(message, &mut sealed).unwrap();
            let mut decrypter = Decrypter::new(&key).unwrap();
            decrypter.set_rsa_padding(Padding::NONE).unwrap();
            let mut block = vec![0; 256];
            decrypter.decrypt(&sealed[..length], &mut block).unwrap();
            assert_eq!(**unpad(&block).unwrap(), *message);
            for place in 0..block.len() {
                let mut changed = block.clone();
                changed[place] ^= 1;
                assert!(unpad(&changed).is_none(), "{place}");
            }
        }
    }

    #[test]
    fn blocks_that_are_no_padding_are_refused() {
        for block in [&[][..], &[0; 65], &[0; 66], &[0; 256], &[0xFF; 256]] {
            assert!(unpad(block).is_none());
        }
    }
}
