//! The calls to Windows: crypt32 for certificate stores, ncrypt for CNG keys. Each wrapper owns its handle and frees it.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::size_of;
use std::ptr::{self, NonNull};

use windows_sys::Win32::Foundation::GetLastError;
use windows_sys::Win32::Security::Cryptography::*;
use windows_sys::core::PCWSTR;
use zeroize::Zeroizing;

use super::hresult::Hresult;

/// Room for what a key gives: a signature or a plaintext of RSA with up to 16384 bits.
const ROOM: usize = 2048;

/// A certificate store.
pub(super) struct CertStore(NonNull<c_void>);

impl CertStore {
    /// A system store that exists, for reading. `location` is one of CERT_SYSTEM_STORE_*.
    pub(super) fn open(location: u32, name: &str) -> Result<Self, Hresult> {
        let name: Vec<u16> = name.encode_utf16().chain([0]).collect();
        let flags = location | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG;
        let provider = ptr::without_provenance(CERT_STORE_PROV_SYSTEM_W as usize);
        // SAFETY: the provider takes a UTF-16 text that ends in 0, and reads it during the call only.
        let store = unsafe { CertOpenStore(provider, 0, 0, flags, name.as_ptr().cast()) };
        Self::owned(store)
    }

    /// A store in memory with nothing in it.
    pub(super) fn empty() -> Result<Self, Hresult> {
        // SAFETY: this provider takes no parameter.
        let store = unsafe { CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, ptr::null()) };
        Self::owned(store)
    }

    /// Takes over a handle that a function of crypt32 returned, or the cause of its failure.
    pub(super) fn owned(store: HCERTSTORE) -> Result<Self, Hresult> {
        NonNull::new(store).map(Self).ok_or_else(last_error)
    }

    /// All certificates in it. They stay valid when the store is closed.
    pub(super) fn certificates(&self) -> Vec<CertContext> {
        let mut all = Vec::new();
        let mut current: *const CERT_CONTEXT = ptr::null();
        loop {
            // SAFETY: the store is open; `current` is null or came from the call before, which hands it over.
            current = unsafe { CertEnumCertificatesInStore(self.0.as_ptr(), current) };
            match CertContext::another(current) {
                Some(context) => all.push(context),
                None => return all,
            }
        }
    }

    #[cfg(test)]
    pub(super) fn as_raw(&self) -> HCERTSTORE {
        self.0.as_ptr()
    }
}

impl Drop for CertStore {
    fn drop(&mut self) {
        // SAFETY: this wrapper owns the handle. Flag 0 leaves contexts that are still in use alone.
        unsafe { CertCloseStore(self.0.as_ptr(), 0) };
    }
}

/// A certificate of a store, with its properties.
pub(super) struct CertContext(NonNull<CERT_CONTEXT>);

// SAFETY: a context is counted by reference with interlocked operations and may be used by any thread (crypt32 has no
// thread affinity); the wrapper never changes it.
unsafe impl Send for CertContext {}

impl CertContext {
    /// One more reference to a context, if it is one.
    fn another(context: *const CERT_CONTEXT) -> Option<Self> {
        if context.is_null() {
            return None;
        }
        // SAFETY: the context is alive, as the caller just got it from its store or holds a reference.
        let own = unsafe { CertDuplicateCertificateContext(context) };
        NonNull::new(own).map(Self)
    }

    /// The certificate in DER.
    pub(super) fn der(&self) -> &[u8] {
        // SAFETY: the context is alive as long as this wrapper.
        let context = unsafe { self.0.as_ref() };
        if context.pbCertEncoded.is_null() {
            return &[];
        }
        let length = context.cbCertEncoded as usize;
        // SAFETY: pointer and length describe one buffer, which belongs to the context and does not change.
        unsafe { std::slice::from_raw_parts(context.pbCertEncoded, length) }
    }

    /// Whether the store knows a private key for it. That the key can be used is another matter.
    pub(super) fn has_private_key(&self) -> bool {
        self.has(CERT_KEY_PROV_INFO_PROP_ID) || self.has(CERT_KEY_CONTEXT_PROP_ID)
    }

    fn has(&self, property: u32) -> bool {
        let mut length = 0;
        let context = self.0.as_ptr();
        // SAFETY: the context is alive; without a buffer only the length is written.
        let found = unsafe {
            CertGetCertificateContextProperty(context, property, ptr::null_mut(), &mut length)
        };
        found != 0
    }

    /// Its private key, if CNG can reach it.
    ///
    /// A handle that somebody attached to the context (a key that was imported without being stored) goes first, as in
    /// .NET; else the key is opened where the store says it is.
    pub(super) fn private_key(&self, silent: bool) -> Result<NcryptKey, Hresult> {
        let another = || Self::another(self.0.as_ptr()).ok_or(Hresult::NO_KEY);
        if let Some(handle) = self.attached_key() {
            return Ok(NcryptKey {
                handle,
                lent_by: Some(another()?),
                silent,
            });
        }
        let mut flags = CRYPT_ACQUIRE_ONLY_NCRYPT_KEY_FLAG | CRYPT_ACQUIRE_COMPARE_KEY_FLAG;
        if silent {
            flags |= CRYPT_ACQUIRE_SILENT_FLAG;
        }
        let (mut handle, mut spec, mut ours) = (0, 0, 0);
        let context = self.0.as_ptr();
        // SAFETY: the context is alive, the last three arguments point to variables of the types that are asked for.
        let done = unsafe {
            CryptAcquireCertificatePrivateKey(
                context,
                flags,
                ptr::null(),
                &mut handle,
                &mut spec,
                &mut ours,
            )
        };
        if done == 0 {
            return Err(last_error());
        }
        if spec != CERT_NCRYPT_KEY_SPEC {
            if ours != 0 {
                // SAFETY: the call gave this handle of the old CryptoAPI to the caller.
                unsafe { CryptReleaseContext(handle, 0) };
            }
            return Err(Hresult::NOT_CNG);
        }
        let lent_by = if ours == 0 { Some(another()?) } else { None };
        Ok(NcryptKey {
            handle,
            lent_by,
            silent,
        })
    }

    fn attached_key(&self) -> Option<NCRYPT_KEY_HANDLE> {
        let mut found = CERT_KEY_CONTEXT::default();
        let mut length = size_of::<CERT_KEY_CONTEXT>() as u32;
        let context = self.0.as_ptr();
        let into = (&raw mut found).cast();
        // SAFETY: the context is alive; `into` has room for `length` bytes, and any bytes are a CERT_KEY_CONTEXT.
        let done = unsafe {
            CertGetCertificateContextProperty(context, CERT_KEY_CONTEXT_PROP_ID, into, &mut length)
        };
        if done == 0 || found.dwKeySpec != CERT_NCRYPT_KEY_SPEC {
            return None;
        }
        // SAFETY: both members of the union are a handle of the same type; the key specification says which it is.
        let handle = unsafe { found.Anonymous.hNCryptKey };
        (handle != 0).then_some(handle)
    }

    #[cfg(test)]
    pub(super) fn as_raw(&self) -> *const CERT_CONTEXT {
        self.0.as_ptr()
    }
}

impl Drop for CertContext {
    fn drop(&mut self) {
        // SAFETY: this wrapper owns one reference.
        unsafe { CertFreeCertificateContext(self.0.as_ptr()) };
    }
}

/// A private key of CNG.
pub(super) struct NcryptKey {
    handle: NCRYPT_KEY_HANDLE,
    /// The context that owns the handle, where it is not ours to free.
    lent_by: Option<CertContext>,
    /// No window may be shown.
    silent: bool,
}

/// How a hash is padded for a signature.
pub(super) enum Padding {
    /// ECDSA has none.
    None,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Pkcs1,
    /// RSASSA-PSS with SHA-256 and 32 bytes of salt.
    Pss,
}

impl NcryptKey {
    /// Signs a hash; ECDSA gives r and s, each as long as the field.
    pub(super) fn sign(&self, hash: &[u8], padding: Padding) -> Result<Vec<u8>, Hresult> {
        let pkcs1 = BCRYPT_PKCS1_PADDING_INFO {
            pszAlgId: BCRYPT_SHA256_ALGORITHM,
        };
        let pss = BCRYPT_PSS_PADDING_INFO {
            pszAlgId: BCRYPT_SHA256_ALGORITHM,
            cbSalt: 32,
        };
        let (info, flags): (*const c_void, u32) = match padding {
            Padding::None => (ptr::null(), 0),
            Padding::Pkcs1 => ((&raw const pkcs1).cast(), NCRYPT_PAD_PKCS1_FLAG),
            Padding::Pss => ((&raw const pss).cast(), NCRYPT_PAD_PSS_FLAG),
        };
        let mut signature = vec![0; ROOM];
        let mut length = 0;
        // SAFETY: the key is open; the padding is of the kind that the flag names; hash and signature are given with
        // their lengths.
        check(unsafe {
            NCryptSignHash(
                self.handle,
                info,
                hash.as_ptr(),
                length_of(hash),
                signature.as_mut_ptr(),
                length_of(&signature),
                &mut length,
                flags | self.flags(),
            )
        })?;
        signature.truncate(length as usize);
        Ok(signature)
    }

    /// RSAES-OAEP with SHA-256 and an empty label.
    pub(super) fn decrypt_oaep(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Hresult> {
        let padding = BCRYPT_OAEP_PADDING_INFO {
            pszAlgId: BCRYPT_SHA256_ALGORITHM,
            pbLabel: ptr::null_mut(),
            cbLabel: 0,
        };
        let mut plain = Zeroizing::new(vec![0; ROOM]);
        let mut length = 0;
        // SAFETY: the key is open; the padding is of the kind that the flag names; both texts are given with their
        // lengths.
        check(unsafe {
            NCryptDecrypt(
                self.handle,
                ciphertext.as_ptr(),
                length_of(ciphertext),
                (&raw const padding).cast(),
                plain.as_mut_ptr(),
                length_of(&plain),
                &mut length,
                NCRYPT_PAD_OAEP_FLAG | self.flags(),
            )
        })?;
        plain.truncate(length as usize);
        Ok(plain)
    }

    /// ECDH with a public key, given as BCRYPT_ECCPUBLIC_BLOB: the x coordinate, its lowest byte first, as CNG has it.
    pub(super) fn agree(&self, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>, Hresult> {
        // Both keys must be of one provider.
        let provider = self.provider()?;
        let peer = provider.import_public(peer)?;
        let mut secret = Object(0);
        // SAFETY: both keys are open, and the new handle goes into an object that frees it.
        check(unsafe { NCryptSecretAgreement(self.handle, peer.0, &mut secret.0, self.flags()) })?;
        let mut shared = Zeroizing::new(vec![0; ROOM]);
        let mut length = 0;
        // SAFETY: the secret is open; this derivation has no parameters; the buffer is given with its length.
        check(unsafe {
            NCryptDeriveKey(
                secret.0,
                BCRYPT_KDF_RAW_SECRET,
                ptr::null(),
                shared.as_mut_ptr(),
                length_of(&shared),
                &mut length,
                0,
            )
        })?;
        shared.truncate(length as usize);
        Ok(shared)
    }

    fn provider(&self) -> Result<Object, Hresult> {
        let mut provider = Object(0);
        let mut length = 0;
        let into = (&raw mut provider.0).cast();
        let room = size_of::<NCRYPT_PROV_HANDLE>() as u32;
        let name = NCRYPT_PROVIDER_HANDLE_PROPERTY;
        // SAFETY: the key is open; `into` has room for the handle that this property is, and the object frees it.
        check(unsafe { NCryptGetProperty(self.handle, name, into, room, &mut length, 0) })?;
        Ok(provider)
    }

    fn flags(&self) -> u32 {
        if self.silent { NCRYPT_SILENT_FLAG } else { 0 }
    }

    #[cfg(test)]
    pub(super) fn of_raw(handle: NCRYPT_KEY_HANDLE) -> Self {
        Self {
            handle,
            lent_by: None,
            silent: true,
        }
    }
}

impl Drop for NcryptKey {
    fn drop(&mut self) {
        if self.lent_by.is_none() {
            drop(Object(self.handle));
        }
    }
}

/// A handle of ncrypt that is freed; 0 is none.
struct Object(NCRYPT_HANDLE);

impl Object {
    /// Of a provider: reads a public key.
    fn import_public(&self, blob: &[u8]) -> Result<Self, Hresult> {
        let mut key = Self(0);
        let kind: PCWSTR = BCRYPT_ECCPUBLIC_BLOB;
        // SAFETY: the provider is open; the blob is given with its length; the new handle goes into an object.
        check(unsafe {
            NCryptImportKey(
                self.0,
                0,
                kind,
                ptr::null(),
                &mut key.0,
                blob.as_ptr(),
                length_of(blob),
                NCRYPT_SILENT_FLAG,
            )
        })?;
        Ok(key)
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        if self.0 != 0 {
            // SAFETY: the wrapper owns the handle.
            unsafe { NCryptFreeObject(self.0) };
        }
    }
}

fn check(status: i32) -> Result<(), Hresult> {
    if status == 0 {
        Ok(())
    } else {
        Err(Hresult::of(status))
    }
}

fn last_error() -> Hresult {
    // SAFETY: has no preconditions.
    let code = unsafe { GetLastError() };
    Hresult::of(code.cast_signed())
}

/// Longer inputs than 4 GiB do not occur: hashes, ciphertexts of RSA and points; they would be refused as too short.
fn length_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(0)
}
