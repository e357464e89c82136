//! Any bytes are read as an exported access log.
#![no_main]

use careplan_core::store::verify_log;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = verify_log(bytes);
});
