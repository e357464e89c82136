use std::ops::Deref;

use zeroize::optimization_barrier;

/// Content in memory, overwritten when it is dropped: at the speed of memory, where `Zeroizing` writes byte by byte and
/// would take a quarter of the time that opening takes. Never grows, so that no copy stays behind.
pub(in crate::envelope) struct Secret(Vec<u8>);

impl Secret {
    pub(super) fn zeros(length: usize) -> Self {
        Self(vec![0; length])
    }

    pub(super) fn bytes(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Deref for Secret {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.fill(0);
        optimization_barrier(&*self.0);
    }
}
