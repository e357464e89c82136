//! Message sets: the files that travel together as one message, and the cover that goes with them.

mod cover;
mod set;

pub use cover::{Cover, FileEntry};
pub use set::MessageSet;
