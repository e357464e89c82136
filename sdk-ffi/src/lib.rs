//! The C ABI of the Care Plan Link SDK.
//!
//! Each module is one chapter of `include/careplan.h`, which cbindgen makes from here; the conventions stand at its head.
//! This crate converts and catches panics, it never decides: what a call does is in `careplan-core`.
//!
//! Handles come in as `Option<&T>` and `Option<Box<T>>`, which have the layout of a nullable pointer; out-parameters as raw
//! pointers, which may point to the same place. What the caller must guarantee is what C guarantees by type: that a
//! pointer that is not NULL points to such a thing. All unsafe code is in `boundary.rs`.
#![allow(non_camel_case_types)]

mod boundary;
mod convert;
mod delivery;
mod document;
mod edit;
mod envelope;
mod error;
mod findings;
mod identity;
mod items;
mod layout;
mod office;
mod received;
mod record;
mod sent;
mod set;
mod status;
mod value;
mod version;

pub use convert::*;
pub use delivery::*;
pub use document::*;
pub use edit::*;
pub use envelope::*;
pub use error::*;
pub use findings::*;
pub use identity::*;
pub use items::*;
pub use layout::*;
pub use office::*;
pub use received::*;
pub use record::*;
pub use sent::*;
pub use set::*;
pub use status::*;
pub use value::*;
pub use version::*;

#[cfg(test)]
mod tests {
    use super::*;

    /// The header promises that several threads may use a handle at the same time.
    #[test]
    fn handles_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<cpl_blob>();
        shared::<cpl_codes>();
        shared::<cpl_delivery>();
        shared::<cpl_document>();
        shared::<cpl_error>();
        shared::<cpl_findings>();
        shared::<cpl_layout>();
        shared::<cpl_office>();
        shared::<cpl_outgoing>();
        shared::<cpl_received>();
        shared::<cpl_record>();
        shared::<cpl_sent>();
        shared::<cpl_set>();
        shared::<cpl_worker>();
    }
}
