use der::asn1::ObjectIdentifier;
use openssl::cipher::{Cipher, CipherRef};
use openssl::cipher_ctx::CipherCtx;
use openssl::error::ErrorStack;
use openssl::hash::{Hasher, MessageDigest};
use openssl::lib_ctx::LibCtx;
use openssl::pkcs5::pbkdf2_hmac;
use openssl::provider::Provider;
use zeroize::{Zeroize, Zeroizing};

use super::super::error::IdentityError;
use super::ber::{Ber, INTEGER, Malformed, OCTETS, SEQUENCE};
use super::oid;
use super::password::Password;

/// More rounds would only keep the machine busy; programs write 1 to 1,000,000.
const MAX_ITERATIONS: u32 = 4_000_000;

/// How something is encrypted with a password (AlgorithmIdentifier).
pub(super) enum Encryption {
    /// PBES1 with the key derivation of PKCS#12 and SHA-1 (RFC 7292, appendix C).
    Pkcs12 { cipher: OldCipher, rounds: Rounds },
    /// PBES2 with PBKDF2 (RFC 8018).
    Pbes2 {
        cipher: NewCipher,
        prf: MessageDigest,
        rounds: Rounds,
        iv: Vec<u8>,
    },
}

pub(super) struct Rounds {
    pub(super) salt: Vec<u8>,
    pub(super) iterations: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OldCipher {
    TripleDes,
    TripleDesTwoKeys,
    Rc2With128Bits,
    Rc2With40Bits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NewCipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
}

/// Why something was not decrypted.
pub(super) enum Undecrypted {
    /// The padding does not fit: another password, or other bytes.
    Refused,
    Failed(ErrorStack),
}

impl From<ErrorStack> for Undecrypted {
    fn from(stack: ErrorStack) -> Self {
        Self::Failed(stack)
    }
}

impl Encryption {
    /// Reads an AlgorithmIdentifier.
    pub(super) fn read(algorithm: Ber<'_>) -> Result<Self, IdentityError> {
        let mut algorithm = algorithm;
        let name = algorithm.oid().map_err(damaged)?;
        let old = |cipher| -> Result<Self, IdentityError> {
            let rounds = Rounds::read(&mut algorithm.clone().sequence().map_err(damaged)?)?;
            Ok(Self::Pkcs12 { cipher, rounds })
        };
        match name {
            oid::PBE_3DES => old(OldCipher::TripleDes),
            oid::PBE_2DES => old(OldCipher::TripleDesTwoKeys),
            oid::PBE_RC2_128 => old(OldCipher::Rc2With128Bits),
            oid::PBE_RC2_40 => old(OldCipher::Rc2With40Bits),
            oid::PBES2 => Self::read_pbes2(algorithm.sequence().map_err(damaged)?),
            _ => Err(unsupported(name)),
        }
    }

    fn read_pbes2(mut parameters: Ber<'_>) -> Result<Self, IdentityError> {
        let mut derivation = parameters.sequence().map_err(damaged)?;
        let mut encryption = parameters.sequence().map_err(damaged)?;
        let function = derivation.oid().map_err(damaged)?;
        if function != oid::PBKDF2 {
            return Err(unsupported(function));
        }
        let mut derivation = derivation.sequence().map_err(damaged)?;
        let rounds = Rounds::read(&mut derivation)?;
        // The length of the key, which the cipher says as well.
        if derivation.tag() == Some(INTEGER) {
            derivation.number().map_err(damaged)?;
        }
        let prf = if derivation.tag() == Some(SEQUENCE) {
            let mut prf = derivation.sequence().map_err(damaged)?;
            hmac_digest(prf.oid().map_err(damaged)?)?
        } else {
            MessageDigest::sha1()
        };
        let cipher = match encryption.oid().map_err(damaged)? {
            oid::AES_128_CBC => NewCipher::Aes128,
            oid::AES_192_CBC => NewCipher::Aes192,
            oid::AES_256_CBC => NewCipher::Aes256,
            oid::DES_EDE3_CBC => NewCipher::TripleDes,
            other => return Err(unsupported(other)),
        };
        let iv = encryption.octets(OCTETS).map_err(damaged)?.into_owned();
        if iv.len() != cipher.get().iv_length() {
            return Err(damaged(Malformed));
        }
        Ok(Self::Pbes2 {
            cipher,
            prf,
            rounds,
            iv,
        })
    }

    pub(super) fn decrypt(
        &self,
        password: &Password,
        data: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Undecrypted> {
        match self {
            Self::Pkcs12 { cipher, rounds } => {
                let part = |purpose, length| {
                    rounds.derive(MessageDigest::sha1(), purpose, &password.wide, length)
                };
                let mut key = part(Purpose::Key, cipher.key_length())?;
                let iv = part(Purpose::Iv, 8)?;
                cipher.decrypt(&mut key, &iv, data)
            }
            Self::Pbes2 {
                cipher,
                prf,
                rounds,
                iv,
            } => {
                let cipher = cipher.get();
                let mut key = Zeroizing::new(vec![0; cipher.key_length()]);
                let iterations = rounds.iterations as usize;
                pbkdf2_hmac(&password.bytes, &rounds.salt, iterations, *prf, &mut key)?;
                decrypt(cipher, &key, iv, data)
            }
        }
    }
}

impl Rounds {
    /// Salt and number of iterations, in this order.
    pub(super) fn read(parameters: &mut Ber<'_>) -> Result<Self, IdentityError> {
        let salt = parameters.octets(OCTETS).map_err(damaged)?.into_owned();
        Self::new(salt, parameters.number().map_err(damaged)?)
    }

    pub(super) fn new(salt: Vec<u8>, iterations: u32) -> Result<Self, IdentityError> {
        match iterations {
            1..=MAX_ITERATIONS => Ok(Self { salt, iterations }),
            _ => Err(damaged(Malformed)),
        }
    }

    /// RFC 7292, appendix B.2.
    pub(super) fn derive(
        &self,
        digest: MessageDigest,
        purpose: Purpose,
        password: &[u8],
        length: usize,
    ) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
        let block = digest.block_size();
        let repeated = |bytes: &[u8]| -> Zeroizing<Vec<u8>> {
            let length = bytes.len().div_ceil(block) * block;
            Zeroizing::new(bytes.iter().copied().cycle().take(length).collect())
        };
        let (salt, password) = (repeated(&self.salt), repeated(password));
        let mut input = Zeroizing::new([&salt[..], &password[..]].concat());
        let diversifier = vec![purpose as u8; block];
        let mut hasher = Hasher::new(digest)?;
        let mut derived = Zeroizing::new(Vec::with_capacity(length + digest.size()));
        while derived.len() < length {
            hasher.update(&diversifier)?;
            hasher.update(&input)?;
            let mut hash = hasher.finish()?;
            for _ in 1..self.iterations {
                hasher.update(&hash)?;
                hash = hasher.finish()?;
            }
            derived.extend_from_slice(&hash);
            let step = repeated(&hash);
            for part in input.chunks_exact_mut(block) {
                add_and_one(part, &step);
            }
            hash.zeroize();
        }
        derived.truncate(length);
        Ok(derived)
    }
}

/// What a key is derived for (RFC 7292, appendix B.3).
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// `number + other + 1` of big-endian numbers of the same length; what does not fit falls off.
fn add_and_one(number: &mut [u8], other: &[u8]) {
    let mut carry = 1;
    for (digit, other) in number.iter_mut().zip(other).rev() {
        let [high, low] = (u16::from(*digit) + u16::from(*other) + carry).to_be_bytes();
        *digit = low;
        carry = u16::from(high);
    }
}

impl OldCipher {
    fn key_length(self) -> usize {
        match self {
            Self::TripleDes => 24,
            Self::TripleDesTwoKeys | Self::Rc2With128Bits => 16,
            Self::Rc2With40Bits => 5,
        }
    }

    fn decrypt(
        self,
        key: &mut Zeroizing<Vec<u8>>,
        iv: &[u8],
        data: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Undecrypted> {
        let rc2 = match self {
            Self::TripleDes => return decrypt(Cipher::des_ede3_cbc(), key, iv, data),
            Self::TripleDesTwoKeys => {
                let mut three = Zeroizing::new(Vec::with_capacity(24));
                three.extend_from_slice(key);
                three.extend_from_slice(&key[..8]);
                return decrypt(Cipher::des_ede3_cbc(), &three, iv, data);
            }
            Self::Rc2With128Bits => "RC2-CBC",
            Self::Rc2With40Bits => "RC2-40-CBC",
        };
        // RC2 is in OpenSSL's legacy provider. It is loaded into a context of its own and forgotten: nothing else in this
        // process gets to see an old algorithm. Dropped in reverse order of declaration.
        let context = LibCtx::new()?;
        let _legacy = Provider::load(Some(&context), "legacy")?;
        let cipher = Cipher::fetch(Some(&context), rc2, None)?;
        decrypt(&cipher, key, iv, data)
    }
}

impl NewCipher {
    fn get(self) -> &'static CipherRef {
        match self {
            Self::Aes128 => Cipher::aes_128_cbc(),
            Self::Aes192 => Cipher::aes_192_cbc(),
            Self::Aes256 => Cipher::aes_256_cbc(),
            Self::TripleDes => Cipher::des_ede3_cbc(),
        }
    }
}

fn decrypt(
    cipher: &CipherRef,
    key: &[u8],
    iv: &[u8],
    data: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Undecrypted> {
    let mut context = CipherCtx::new()?;
    context.decrypt_init(Some(cipher), Some(key), Some(iv))?;
    // With room for the last block, so that it does not grow and leave a copy behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(data.len() + 2 * cipher.block_size()));
    context.cipher_update_vec(data, &mut plain)?;
    context
        .cipher_final_vec(&mut plain)
        .map_err(|_| Undecrypted::Refused)?;
    Ok(plain)
}

fn hmac_digest(name: ObjectIdentifier) -> Result<MessageDigest, IdentityError> {
    Ok(match name {
        oid::HMAC_SHA1 => MessageDigest::sha1(),
        oid::HMAC_SHA224 => MessageDigest::sha224(),
        oid::HMAC_SHA256 => MessageDigest::sha256(),
        oid::HMAC_SHA384 => MessageDigest::sha384(),
        oid::HMAC_SHA512 => MessageDigest::sha512(),
        _ => return Err(unsupported(name)),
    })
}

pub(super) fn damaged(_: Malformed) -> IdentityError {
    IdentityError::Damaged("PKCS#12")
}

pub(super) fn unsupported(name: ObjectIdentifier) -> IdentityError {
    IdentityError::UnsupportedAlgorithm(name.to_string())
}
