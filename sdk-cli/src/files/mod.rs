//! Files: which are meant, which belong together, and how they are written.

pub(crate) mod batch;
pub(crate) mod walk;
pub(crate) mod write;
