//! The way to the other office: wire types and client.

pub mod wire;
