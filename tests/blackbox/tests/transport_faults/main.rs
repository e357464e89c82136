//! Every fault of a transport, at every place: whatever goes wrong, each message ends once at its receiver, with a receipt
//! that holds, as soon as nothing is in the way any more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod calls;
mod disk;
mod ends;
mod line;
mod order;
mod outage;
mod world;
