//! Message sets: the files that travel together as one message, and the cover that goes with them.

mod candidate;
mod compose;
mod cover;
mod group;
mod parcel;
mod set;

pub use candidate::SetCandidate;
pub use cover::{Cover, FileEntry};
pub use group::{group, group_with};
pub use parcel::Parcel;
pub use set::MessageSet;
