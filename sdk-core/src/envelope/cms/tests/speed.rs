//! Measures: `cargo test -p careplan-core --lib cms::tests::speed -- --ignored --nocapture`
