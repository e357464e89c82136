//! The C ABI of the Care Plan Link SDK.
//!
//! Each module is one chapter of `include/careplan.h`, which cbindgen makes from here; the conventions stand at its head.
//! This crate converts and catches panics, it never decides: what a call does is in `careplan-core`.
//!
//! Handles come in as `Option<&T>` and `Option<Box<T>>`, which have the layout of a nullable pointer; out-parameters as raw
//! pointers, which may point to the same place. What the caller must guarantee is what C guarantees by type: that a
//! pointer that is not NULL points to such a thing. All unsafe code is in `boundary.rs`.
#![allow(non_camel_case_types)]

mod access_log;
mod boundary;
mod control;
mod convert;
mod delivery;
mod directory;
mod document;
mod edit;
mod envelope;
mod error;
mod events;
mod files;
mod findings;
mod folder;
mod identity;
mod ids;
mod items;
mod layout;
mod log;
mod maintenance;
mod office;
mod overview;
mod query;
mod receipt;
mod received;
mod record;
mod relay;
mod send;
mod sent;
mod set;
mod shown;
mod signer;
mod status;
mod status_of;
mod status_table;
#[cfg(all(windows, target_arch = "x86"))]
#[rustfmt::skip] // generated
mod stdcall;
mod store;
mod substitute;
mod sync;
mod value;
mod version;

pub use access_log::*;
pub use control::*;
pub use convert::*;
pub use delivery::*;
pub use directory::*;
pub use document::*;
pub use edit::*;
pub use envelope::*;
pub use error::*;
pub use events::*;
pub use findings::*;
pub use folder::*;
pub use identity::*;
pub use ids::*;
pub use items::*;
pub use layout::*;
pub use log::*;
pub use maintenance::*;
pub use office::*;
pub use overview::*;
pub use query::*;
pub use receipt::*;
pub use received::*;
pub use record::*;
pub use relay::*;
pub use send::*;
pub use sent::*;
pub use set::*;
pub use shown::*;
pub use signer::*;
pub use status::*;
pub use store::*;
pub use substitute::*;
pub use sync::*;
pub use value::*;
pub use version::*;

#[cfg(test)]
mod tests {
    use super::*;

    /// The header promises that several threads may use a handle at the same time.
    #[test]
    fn handles_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<cpl_access_head>();
        shared::<cpl_access_log>();
        shared::<cpl_blob>();
        shared::<cpl_cancel>();
        shared::<cpl_certificate>();
        shared::<cpl_certificates>();
        shared::<cpl_codes>();
        shared::<cpl_delivery>();
        shared::<cpl_directory>();
        shared::<cpl_document>();
        shared::<cpl_error>();
        shared::<cpl_events>();
        shared::<cpl_file_draft>();
        shared::<cpl_findings>();
        shared::<cpl_folder>();
        shared::<cpl_groups>();
        shared::<cpl_identity>();
        shared::<cpl_ids>();
        shared::<cpl_layout>();
        shared::<cpl_office>();
        shared::<cpl_opened>();
        shared::<cpl_outgoing>();
        shared::<cpl_overview>();
        shared::<cpl_receipt>();
        shared::<cpl_received>();
        shared::<cpl_record>();
        shared::<cpl_record_draft>();
        shared::<cpl_relay>();
        shared::<cpl_repaired>();
        shared::<cpl_sealed>();
        shared::<cpl_sent>();
        shared::<cpl_set>();
        shared::<cpl_substituted>();
        shared::<cpl_sync_report>();
        shared::<cpl_trust>();
        shared::<cpl_upgraded>();
        shared::<cpl_worker>();
    }
}
