//! docs/relay-openapi.yaml and the code are one: calls, problem codes, schemas, forms of numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use careplan_core::number::{OfficeNumber, ServiceKind, Stamp};
use careplan_core::relay::wire::{
    Announce, Change, Directory, DirectoryEntry, Environment, Login, Maintenance, News, Page,
    Problem, ProblemCode, Received, Refresh, Rejection, RejectionReason, Sent, Service, Session,
    State,
};
use common::contract::{Contract, contract, properties};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::string::string_regex;
use proptest::test_runner::{Config, TestRunner};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

#[test]
fn the_document_has_the_calls_of_the_server_and_no_others() {
    let documented: BTreeSet<(String, String)> = contract()
        .operations()
        .iter()
        .map(|operation| (operation.method.to_string(), operation.path.to_owned()))
        .collect();
    let served = careplan_relay::server::calls()
        .map(|(method, path)| (method, path.to_owned()))
        .collect();
    assert_eq!(documented, served);
}

#[test]
fn references_lead_somewhere_and_every_component_is_used() {
    let contract = contract();
    let mut used = BTreeSet::new();
    visit(contract.document(), &mut |value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            contract.resolved(value);
            used.insert(reference.to_owned());
        }
    });
    for section in ["parameters", "headers", "responses", "schemas"] {
        for name in contract.document()["components"][section]
            .as_object()
            .unwrap()
            .keys()
        {
            let reference = format!("#/components/{section}/{name}");
            assert!(used.contains(&reference), "{reference} is never used");
        }
    }
}

#[test]
fn problem_codes_and_their_statuses_are_those_of_the_code() {
    let contract = contract();
    let listed = names(&contract.at("/components/schemas/Problem")["properties"]["code"]["enum"]);
    let known: Vec<_> = ProblemCode::ALL
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    assert_eq!(listed, known);

    let status_of: BTreeMap<_, _> = ProblemCode::ALL
        .iter()
        .map(|&code| (code.as_str().to_owned(), Problem::new(code).status))
        .collect();
    let mut answered = BTreeSet::new();
    for operation in contract.operations() {
        let responses = contract.responses(&operation);
        for (status, response) in responses.iter().filter(|(status, _)| **status != "default") {
            if status.parse::<u16>().unwrap() < 400 {
                continue;
            }
            let of_status = &response["content"]["application/problem+json"]["schema"]["allOf"][1]
                ["properties"];
            assert_eq!(
                of_status["status"]["const"],
                status.parse::<u16>().unwrap(),
                "{}",
                operation.id
            );
            for code in names(&of_status["code"]["enum"]) {
                assert_eq!(
                    status_of[&code].to_string(),
                    **status,
                    "{code} of {}",
                    operation.id
                );
                answered.insert(code);
            }
        }
        let any = &responses["default"]["content"]["application/problem+json"]["schema"]["allOf"];
        answered.extend(names(&any[1]["properties"]["code"]["enum"]));
    }
    assert_eq!(answered, status_of.into_keys().collect());
}

#[test]
fn problems_of_every_code_are_of_the_schema() {
    for &code in ProblemCode::ALL {
        let plain = Problem::new(code);
        let waiting = Problem {
            retry_after: Some(30),
            ..plain.clone()
        };
        same::<Problem>("Problem", &plain, &waiting);
    }
}

#[test]
fn schemas_and_wire_types_are_the_same() {
    let time: Timestamp = "2026-08-26T00:30:00Z".parse().unwrap();
    let maintenance = Maintenance {
        from: time,
        until: time,
    };
    let service = Service {
        protocol_version: 1,
        server_time: time,
        max_content_bytes: u64::MAX,
        max_cover_bytes: 0,
        max_inline_bytes: 0,
        part_bytes: 1,
        retention_days: 90,
        maintenance: None,
        environment: Environment::Sandbox,
    };
    let in_maintenance = Service {
        maintenance: Some(maintenance),
        environment: Environment::Production,
        ..service.clone()
    };
    same("Service", &service, &in_maintenance);

    let login = Login {
        user_id: "office-5070022016".to_owned(),
        password: "secret".to_owned(),
    };
    same("Login", &login, &login);
    let refresh = Refresh {
        refresh_token: "token".to_owned(),
    };
    same("Refresh", &refresh, &refresh);
    let session = Session {
        access_token: "token".to_owned(),
        expires_in: 3600,
        refresh_token: "token".to_owned(),
        refresh_expires_in: 28_800,
        office: office(),
        password_expires_at: None,
    };
    let aging = Session {
        password_expires_at: Some(time),
        ..session.clone()
    };
    same("Session", &session, &aging);

    let entry = DirectoryEntry {
        office: office(),
        kinds: vec!["43".parse().unwrap(), "A2".parse().unwrap()],
        name: "ケアプランセンターつなぐ".to_owned(),
        takes_part: true,
        editions: vec!["4.1".to_owned()],
        certificates: vec!["PEM".to_owned()],
    };
    same("DirectoryEntry", &entry, &entry);
    let directory = Directory {
        items: vec![entry],
        more: false,
    };
    same("Directory", &directory, &directory);

    let announce = Announce {
        receiver: office(),
        stamp: stamp(),
        size: 3,
        sha256: "0a".repeat(32),
        cover: "c2VhbGVk".to_owned(),
        content: None,
    };
    let inline = Announce {
        content: Some("AAAA".to_owned()),
        ..announce.clone()
    };
    same("Announce", &announce, &inline);

    let change = Change {
        state: State::Announced,
        at: time,
    };
    same("Change", &change, &change);
    let sent = Sent {
        id: "01920000-0000-7000-8000-000000000000".parse().unwrap(),
        cursor: 1,
        state: State::Announced,
        is_final: false,
        history: vec![change],
        receiver: office(),
        stamp: stamp(),
        size: 3,
        sha256: "0a".repeat(32),
        part_bytes: 1,
        parts: vec![0, u32::MAX],
        expires_at: time,
        rejection: None,
        receipt: None,
    };
    let ended = Sent {
        rejection: Some(RejectionReason::Refused),
        receipt: Some("MAA=".to_owned()),
        ..sent.clone()
    };
    same("Sent", &sent, &ended);
    let page = Page {
        items: vec![sent, ended],
        more: true,
    };
    same("SentPage", &page, &page);

    let received = Received {
        id: "01920000-0000-7000-8000-000000000000".parse().unwrap(),
        cursor: 1,
        state: State::Available,
        is_final: false,
        history: vec![change],
        sender: office(),
        stamp: stamp(),
        size: 3,
        sha256: "0a".repeat(32),
        cover: "c2VhbGVk".to_owned(),
        expires_at: time,
    };
    same("Received", &received, &received);
    let page = Page {
        items: vec![received],
        more: true,
    };
    same("ReceivedPage", &page, &page);

    let rejection = Rejection {
        reason: RejectionReason::NotForUs,
    };
    same("Rejection", &rejection, &rejection);
    let news = News {
        sent: 0,
        received: 9,
        epoch: None,
    };
    let with_epoch = News {
        epoch: Some("made-up".to_owned()),
        ..news.clone()
    };
    same("News", &news, &with_epoch);
}

#[test]
fn words_of_the_schemas_are_those_of_the_types() {
    let states: Vec<_> = State::ALL.iter().map(|state| state.as_str()).collect();
    let schema = contract().at("/components/schemas/State");
    assert_eq!(schema["enum"], json!(states));
    for reason in names(&contract().at("/components/schemas/RejectionReason")["enum"]) {
        let read: RejectionReason = serde_json::from_value(json!(reason)).unwrap();
        assert_ne!(read, RejectionReason::Unknown, "{reason}");
    }
}

#[test]
fn forms_of_numbers_are_those_of_the_parsers() {
    agrees::<OfficeNumber>("OfficeNumber", "[0-9A-Za-z]{9,11}|[0-9]{2}[A-Z0-9][0-9]{7}");
    agrees::<ServiceKind>("ServiceKind", "[0-9A-Za-z]{1,3}");
    agrees::<Stamp>(
        "Stamp",
        "[0-9]{13,15}|[0-9]{2}[02468][0-9][01][0-9][0-3][0-9][0-2][0-9]{5}|[0-2][0-9]{3}0229[01][0-9]{5}",
    );
}

#[test]
fn every_day_of_four_centuries_is_a_stamp_or_is_not() {
    let validator = contract().validator(&contract().schema("Stamp"));
    for year in (0..=400).chain(1996..=2105) {
        for month in 0..=13 {
            for day in 0..=32 {
                let text = format!("{year:04}{month:02}{day:02}235959");
                assert_eq!(
                    validator.is_valid(&json!(text)),
                    text.parse::<Stamp>().is_ok(),
                    "{text}"
                );
            }
        }
    }
}

/// A schema and a wire type are the same: what is written is of the schema and has all its fields, and what is of the schema
/// can be read, and is written again as it was.
#[track_caller]
fn same<T: Serialize + DeserializeOwned>(name: &str, minimal: &T, full: &T) {
    let contract = contract();
    let schema = contract.schema(name);
    let (properties, required) = properties(contract.at(&format!("/components/schemas/{name}")));
    let (minimal, full) = (written(minimal), written(full));
    for value in [&minimal, &full] {
        assert_eq!(
            contract.faults(&schema, value),
            Vec::<String>::new(),
            "{name}"
        );
    }
    assert_eq!(keys(&full), properties.keys().cloned().collect(), "{name}");
    assert_eq!(keys(&minimal), required.into_iter().collect(), "{name}");

    let mut runner = runner(64);
    runner
        .run(&values(contract, &schema), |value| {
            prop_assert_eq!(contract.faults(&schema, &value), Vec::<String>::new());
            let read: T = serde_json::from_value(value.clone())
                .map_err(|error| TestCaseError::fail(format!("{name}: {error} in {value}")))?;
            prop_assert_eq!(normal(written(&read)), normal(value));
            Ok(())
        })
        .unwrap();
    for name in keys(&minimal) {
        let mut lacking = minimal.as_object().unwrap().clone();
        lacking.remove(&name);
        assert!(
            serde_json::from_value::<T>(Value::Object(lacking)).is_err(),
            "read without {name}"
        );
    }
}

/// A form of the document takes exactly what the parser takes, among texts of the form and texts near it.
fn agrees<T: FromStr>(name: &str, near: &str) {
    let schema = contract().schema(name);
    let validator = contract().validator(&schema);
    let texts = prop_oneof![
        values(contract(), &schema).prop_map(|value| value.as_str().unwrap().to_owned()),
        string_regex(near).unwrap(),
        ".{0,20}",
    ];
    let mut runner = runner(4000);
    runner
        .run(&texts, |text| {
            prop_assert_eq!(validator.is_valid(&json!(text)), text.parse::<T>().is_ok());
            Ok(())
        })
        .unwrap();
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    })
}

/// Values of a schema.
fn values(contract: &Contract, schema: &Value) -> BoxedStrategy<Value> {
    if schema.get("allOf").is_some() {
        let faults = schema.clone();
        return values(contract, &schema["allOf"][0])
            .prop_filter("allOf", move |value| {
                common::contract::contract()
                    .faults(&faults, value)
                    .is_empty()
            })
            .boxed();
    }
    let schema = contract.resolved(schema);
    if let Some(only) = schema.get("const") {
        return Just(only.clone()).boxed();
    }
    if let Some(words) = schema.get("enum") {
        return proptest::sample::select(words.as_array().unwrap().clone()).boxed();
    }
    if schema.get("allOf").is_some() {
        return values(contract, &schema.clone());
    }
    match schema["type"].as_str().unwrap() {
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "integer" => {
            let minimum = schema["minimum"].as_u64().unwrap();
            let maximum = schema["maximum"].as_u64().unwrap_or(u64::MAX);
            prop_oneof![Just(minimum), Just(maximum), minimum..=maximum]
                .prop_map(Value::from)
                .boxed()
        }
        "string" if schema["format"] == "date-time" => (-62_135_596_800i64..253_370_764_800)
            .prop_map(|seconds| json!(Timestamp::from_second(seconds).unwrap().to_string()))
            .boxed(),
        "string" => {
            let pattern = schema["pattern"].as_str().unwrap_or("^.{0,20}$");
            let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
            string_regex(pattern).unwrap().prop_map(Value::from).boxed()
        }
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
            prop::collection::vec(values(contract, &schema["items"]), least..least + 3)
                .prop_map(Value::from)
                .boxed()
        }
        "object" => objects(contract, schema),
        other => panic!("no values of type {other}"),
    }
}

/// Objects with the fields that are required and some of the others.
fn objects(contract: &Contract, schema: &Value) -> BoxedStrategy<Value> {
    let (properties, required) = properties(schema);
    let mut all = Just(Map::new()).boxed();
    for (name, schema) in properties {
        let optional = !required.contains(&name);
        let value = values(contract, &schema);
        all = (all, value, any::<bool>())
            .prop_map(move |(mut object, value, given)| {
                if given || !optional {
                    object.insert(name.clone(), value);
                }
                object
            })
            .boxed();
    }
    all.prop_map(Value::Object).boxed()
}

fn written<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Times may be written in more than one way.
fn normal(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => fields.values_mut().for_each(|it| *it = normal(it.take())),
        Value::Array(items) => items.iter_mut().for_each(|it| *it = normal(it.take())),
        Value::String(text) => {
            if let Ok(time) = text.parse::<Timestamp>() {
                *text = time.to_string();
            }
        }
        _ => {}
    }
    value
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

fn names(list: &Value) -> Vec<String> {
    let names = list
        .as_array()
        .unwrap_or_else(|| panic!("no list of names: {list}"));
    names
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

fn visit(value: &Value, seen: &mut impl FnMut(&Value)) {
    seen(value);
    match value {
        Value::Object(fields) => fields.values().for_each(|it| visit(it, seen)),
        Value::Array(items) => items.iter().for_each(|it| visit(it, seen)),
        _ => {}
    }
}

fn office() -> OfficeNumber {
    "5070022016".parse().unwrap()
}

fn stamp() -> Stamp {
    "20260826093000".parse().unwrap()
}
