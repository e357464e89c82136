use openssl::derive::Deriver;
use openssl::error::ErrorStack;
use openssl::md::Md;
use openssl::pkey::{Id, PKey, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};
use zeroize::Zeroizing;

use super::{KeyError, PrivateKey, SignatureScheme};

/// A key in memory. OpenSSL overwrites it when this is dropped.
pub(in crate::envelope) struct SoftwareKey(PKey<Private>);

impl SoftwareKey {
    pub(in crate::envelope) fn new(key: PKey<Private>) -> Self {
        Self(key)
    }

    fn is_rsa(&self) -> Result<(), KeyError> {
        if self.0.id() == Id::RSA {
            Ok(())
        } else {
            Err(KeyError::Unsupported("RSA"))
        }
    }

    fn is_ec(&self) -> Result<(), KeyError> {
        if self.0.id() == Id::EC {
            Ok(())
        } else {
            Err(KeyError::Unsupported("EC"))
        }
    }
}

impl PrivateKey for SoftwareKey {
    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let digest = scheme.digest();
        match scheme {
            SignatureScheme::RsaPkcs1Sha256 | SignatureScheme::RsaPssSha256 => self.is_rsa()?,
            SignatureScheme::EcdsaP256Sha256 | SignatureScheme::EcdsaP384Sha384 => self.is_ec()?,
        }
        let mut signer = Signer::new(digest, &self.0)?;
        if scheme == SignatureScheme::RsaPssSha256 {
            signer.set_rsa_padding(Padding::PKCS1_PSS)?;
            signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            signer.set_rsa_mgf1_md(digest)?;
        }
        Ok(signer.sign_oneshot_to_vec(message)?)
    }

    fn decrypt_oaep(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.is_rsa()?;
        let mut context = PkeyCtx::new(&self.0)?;
        context.decrypt_init()?;
        context.set_rsa_padding(Padding::PKCS1_OAEP)?;
        context.set_rsa_oaep_md(Md::sha256())?;
        context.set_rsa_mgf1_md(Md::sha256())?;
        let mut plain = Zeroizing::new(Vec::new());
        context
            .decrypt_to_vec(ciphertext, &mut plain)
            .map_err(|_| KeyError::Refused)?;
        Ok(plain)
    }

    fn agree(&self, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.is_ec()?;
        let peer = PKey::public_key_from_der(peer).map_err(|_| KeyError::Refused)?;
        let mut deriver = Deriver::new(&self.0)?;
        // Refuses points that are not on the curve, and those of another curve.
        deriver.set_peer(&peer).map_err(|_| KeyError::Refused)?;
        Ok(Zeroizing::new(deriver.derive_to_vec()?))
    }
}

impl From<ErrorStack> for KeyError {
    /// OpenSSL's reasons name functions and causes, never data.
    fn from(stack: ErrorStack) -> Self {
        let reason = stack.errors().last().and_then(|error| error.reason());
        Self::Failed(reason.unwrap_or("no reason given").to_owned())
    }
}
