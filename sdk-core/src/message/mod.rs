//! Message sets: the files that travel together as one message, and the cover that goes with them.

mod candidate;
mod compose;
mod cover;
mod group;
mod set;

pub use candidate::SetCandidate;
pub use cover::{Cover, FileEntry};
pub use group::{group, group_with};
pub use set::MessageSet;
