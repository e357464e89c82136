use std::fmt;

use windows_sys::Win32::Foundation::*;

use crate::envelope::EnvelopeError;
use crate::envelope::key::KeyError;

/// A code of Windows that says what failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hresult(i32);

impl Hresult {
    /// The store names no key, or the key is gone.
    pub(super) const NO_KEY: Self = Self(CRYPT_E_NO_KEY_PROPERTY);
    /// The key lives in a provider of the old CryptoAPI that CNG cannot use.
    pub(super) const NOT_CNG: Self = Self(NTE_BAD_PROV_TYPE);

    /// An HRESULT, or a code of Win32 as GetLastError gives it.
    pub(super) fn of(code: i32) -> Self {
        match code {
            // HRESULT_FROM_WIN32 of winerror.h
            1..=0xFFFF => Self((code.cast_unsigned() | 0x8007_0000).cast_signed()),
            _ => Self(code),
        }
    }

    /// Whether there is no such store.
    pub(super) fn is_no_such_store(self) -> bool {
        self == Self::of(ERROR_FILE_NOT_FOUND.cast_signed())
    }

    /// Why a key could not be opened.
    pub(super) fn on_opening(self) -> EnvelopeError {
        match self.0 {
            CRYPT_E_NO_KEY_PROPERTY
            | NTE_BAD_KEYSET
            | NTE_NO_KEY
            | NTE_NOT_FOUND
            | SCARD_E_NO_KEY_CONTAINER => EnvelopeError::NoPrivateKey,
            NTE_BAD_PUBLIC_KEY => EnvelopeError::KeyMismatch,
            NTE_BAD_PROV_TYPE => KeyError::Unsupported("CNG").into(),
            _ => self.on_use().into(),
        }
    }

    /// Why a key did not do what it was asked.
    pub(super) fn on_use(self) -> KeyError {
        match self.0 {
            E_ACCESSDENIED
            | NTE_PERM
            | NTE_USER_CANCELLED
            | NTE_INCORRECT_PASSWORD
            | SCARD_W_CANCELLED_BY_USER
            | SCARD_W_WRONG_CHV
            | SCARD_W_CHV_BLOCKED
            | SCARD_W_SECURITY_VIOLATION => KeyError::Denied(self.to_string()),
            _ if self == Self::of(ERROR_CANCELLED.cast_signed()) => {
                KeyError::Denied(self.to_string())
            }
            // Some cards only say that nobody gave the PIN.
            NTE_SILENT_CONTEXT | NTE_UI_REQUIRED | SCARD_W_CARD_NOT_AUTHENTICATED => {
                KeyError::NeedsPerson
            }
            _ => KeyError::Failed(self.to_string()),
        }
    }

    /// Why a key did not do `what`, which it may not be made for.
    pub(super) fn on_asking_for(self, what: &'static str) -> KeyError {
        if self.is_unsupported() {
            KeyError::Unsupported(what)
        } else {
            self.on_use()
        }
    }

    /// Why a key did not decrypt. What depends on the ciphertext must all look the same; what the device or the person
    /// at it did may be told. `what`: what the key may not be made for.
    pub(super) fn on_decrypting(self, what: &'static str) -> KeyError {
        match self.on_asking_for(what) {
            KeyError::Failed(reason) if self.is_of_device() => KeyError::Failed(reason),
            KeyError::Failed(_) => KeyError::Refused,
            other => other,
        }
    }

    /// Whether the key cannot do such a thing at all.
    fn is_unsupported(self) -> bool {
        matches!(
            self.0,
            NTE_NOT_SUPPORTED | NTE_BAD_ALGID | NTE_BAD_TYPE | E_NOTIMPL
        )
    }

    fn is_of_device(self) -> bool {
        const FACILITY_SCARD: u32 = 0x8010;
        self.0.cast_unsigned() >> 16 == FACILITY_SCARD
            || matches!(
                self.0,
                NTE_DEVICE_NOT_FOUND
                    | NTE_DEVICE_NOT_READY
                    | NTE_INVALID_HANDLE
                    | NTE_NO_MEMORY
                    | NTE_PROVIDER_DLL_FAIL
                    | NTE_KEYSET_NOT_DEF
                    | NTE_BAD_KEYSET
            )
    }
}

impl fmt::Display for Hresult {
    /// As people look it up: `0x80090016`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Windows 0x{:08X}", self.0)
    }
}
