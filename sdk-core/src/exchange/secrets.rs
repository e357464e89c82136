use std::fmt;

use zeroize::Zeroizing;

/// What a program keeps for its users instead of a file of the profile. Debug shows nothing of it, and memory is overwritten.
#[derive(Clone, Default)]
pub struct Secrets {
    relay_password: Option<Zeroizing<String>>,
    key_password: Option<Zeroizing<String>>,
}

impl Secrets {
    /// None of them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Password of the account at the relay, instead of `password_file` of `[relay]`.
    #[must_use]
    pub fn with_relay_password(mut self, password: impl Into<String>) -> Self {
        self.relay_password = Some(Zeroizing::new(password.into()));
        self
    }

    /// Password or PIN of the private keys, instead of `password_file` of `[identity]`.
    #[must_use]
    pub fn with_key_password(mut self, password: impl Into<String>) -> Self {
        self.key_password = Some(Zeroizing::new(password.into()));
        self
    }

    pub(super) fn relay_password(&self) -> Option<&str> {
        self.relay_password.as_ref().map(|password| &***password)
    }

    pub(super) fn key_password(&self) -> Option<&str> {
        self.key_password.as_ref().map(|password| &***password)
    }

    pub(super) fn set_relay_password(&mut self, password: &str) {
        self.relay_password = Some(Zeroizing::new(password.to_owned()));
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}
