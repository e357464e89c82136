//! Message sets: the files that travel together as one message, and the cover that goes with them.

mod compose;
mod cover;
mod group;
mod set;

pub use cover::{Cover, FileEntry};
pub use group::{SetCandidate, group, group_with};
pub use set::MessageSet;
