//! A directory of real size beside a small one.

use std::time::{Duration, Instant};

use careplan_core::relay::wire::Directory;
use careplan_relay::{add_offices, synthetic_offices};

use crate::common::{Office, Sandbox, value};

/// All offices of the country.
const OFFICES: usize = 250_000;

/// A measurement: `cargo test -p careplan-relay --test protocol -- --ignored --nocapture`.
#[test]
#[ignore = "takes a minute"]
fn a_large_directory_is_as_fast_as_a_small_one() {
    let mut sandbox = Sandbox::start();
    let number = sandbox.offices[1].number;
    let calls = [
        ("number", format!("/v1/directory/{number}")),
        // 居宅介護支援, of which the last one.
        (
            "name",
            "/v1/directory?name=%E5%B1%85%E5%AE%85&limit=10".to_owned(),
        ),
        // 看護ナシ
        (
            "no such name",
            "/v1/directory?name=%E7%9C%8B%E8%AD%B7%E3%83%8A".to_owned(),
        ),
    ];
    let small = calls
        .each_ref()
        .map(|(_, path)| median(&sandbox.office(0), path));
    sandbox.server.take().unwrap().stop();
    let begun = Instant::now();
    add_offices(sandbox.dir.path(), &synthetic_offices(OFFICES)).unwrap();
    println!("{OFFICES} offices added in {:?}", begun.elapsed());
    sandbox.restart();
    let office = sandbox.office(0);
    let begun = Instant::now();
    value::<Directory>(office.get("/v1/directory?name=x"), 200);
    println!("first look for a name: {:?}", begun.elapsed());
    let large = calls.each_ref().map(|(_, path)| median(&office, path));
    for (((what, _), small), large) in calls.iter().zip(small).zip(large) {
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        println!("by {what}: {small:?} of 3 offices, {large:?} of {OFFICES}, {ratio:.2} ×");
    }
}

fn median(office: &Office, path: &str) -> Duration {
    let mut times: Vec<_> = (0..200)
        .map(|_| {
            let begun = Instant::now();
            assert_eq!(office.get(path).status(), 200);
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}
