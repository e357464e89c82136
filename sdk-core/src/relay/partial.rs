use std::io;

use crate::digest::sha256_hex;

/// Where a content goes while it is being fetched, in memory or in a file. A transfer that was cut goes on from what is here.
pub trait Partial: Send {
    /// Bytes that are here.
    fn len(&self) -> u64;
    /// Whether nothing is here yet.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Adds the next bytes.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Forgets everything, because what is here is damaged.
    fn restart(&mut self) -> io::Result<()>;
    /// SHA-256 of everything that is here, lower-case hexadecimal.
    fn digest(&mut self) -> io::Result<String>;
}

/// A [`Partial`] in memory.
#[derive(Default)]
pub struct InMemory(Vec<u8>);

impl InMemory {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is here.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl std::fmt::Debug for InMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InMemory")
            .field("len", &self.0.len())
            .finish()
    }
}

impl Partial for InMemory {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn restart(&mut self) -> io::Result<()> {
        self.0.clear();
        Ok(())
    }

    fn digest(&mut self) -> io::Result<String> {
        Ok(sha256_hex(&self.0))
    }
}
