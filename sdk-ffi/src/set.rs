//! Sets: the files that travel together as one message.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use careplan_core::message::MessageSet;

use crate::boundary::{call, free, given, handle, handles};
use crate::document::cpl_document;
use crate::error::{Failure, cpl_error};

/// Files of one stamp that are a set of the standard. Free it with cpl_set_free.
pub struct cpl_set {
    pub(crate) set: MessageSet,
}

/// Builds a set from `count` documents, which stay the caller's.
///
/// CPL_SET_REFUSED when they are no set or hold errors; cpl_error_findings says what to mend.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_build(
    documents: *const *const cpl_document,
    count: usize,
    set: *mut *mut cpl_set,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(set)?;
        let documents = handles(documents, count)?
            .into_iter()
            .map(|document| document.checked.clone());
        let set = MessageSet::build(documents.collect()).map_err(Failure::refused_set)?;
        out.write(handle(cpl_set { set }));
        Ok(())
    })
}

/// Frees a set; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_free(set: Option<Box<cpl_set>>) {
    free(set);
}
