//! What the black-box tests share: offices with certificates, sample sets, the corpus, a sandbox relay, a connection that can be
//! cut, servers that are no relay, envelopes made without the SDK, and the system's `openssl` command.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod command;
pub mod corpus;
pub mod crafted;
pub mod explained;
pub mod impostor;
pub mod offices;
pub mod proxy;
pub mod samples;
pub mod sandbox;
pub mod steps;
pub mod surgery;
