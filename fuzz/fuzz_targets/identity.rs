//! Any bytes are read as an identity, PEM or PKCS#12, and any text as the URI of a token.
#![no_main]

use careplan_core::envelope::{IdentityLoader, TokenUri};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let loader = IdentityLoader::new().password("鍵");
    let _ = loader.bytes(bytes);
    let _ = loader.pkcs12(bytes);
    if let Ok(text) = str::from_utf8(bytes) {
        let _ = TokenUri::parse(text);
    }
});
