use super::*;
use crate::store::tests::{Fixture, id, time};

fn filled() -> Fixture {
    let fixture = Fixture::new();
    let person = fixture.store.person("123456", "0000000001").unwrap();
    for number in 0..5 {
        fixture
            .store
            .log(&NewLogEntry {
                at: time(number),
                actor: "山田 \"太郎\"\n",
                operation: "send",
                message: Some(id(7)).filter(|_| number % 2 == 0),
                persons: &[person][..(number as usize).min(1)],
                outcome: "ok",
            })
            .unwrap();
    }
    fixture
}

#[test]
fn an_export_verifies() {
    let fixture = filled();
    let mut export = Vec::new();
    let head = fixture.store.export_log(&mut export).unwrap();
    assert_eq!(head.entries, 5);
    assert_eq!(verify_log(&export[..]), Ok(head.clone()));
    assert_eq!(fixture.store.verify_log(), Ok(head));
}
