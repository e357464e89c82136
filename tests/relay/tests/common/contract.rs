//! docs/relay-openapi.yaml as something that requests and answers are held against.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use careplan_relay::server::Seen;
use jsonschema::Validator;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName};
use serde_json::{Map, Value, json};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/relay-openapi.yaml");
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// The document.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
        let text = std::fs::read_to_string(DOCUMENT).unwrap();
        Contract::new(serde_saphyr::from_str(&text).unwrap())
    });
    &CONTRACT
}

/// What the document says.
pub struct Contract {
    document: Value,
    /// The components, where no object may have a field that is not written down.
    strict: Value,
}

/// One call of the protocol.
pub struct Operation<'a> {
    pub id: &'a str,
    pub method: Method,
    /// As it stands in the document, such as `/v1/sent/{id}`.
    pub path: &'a str,
    parameters: Vec<&'a Value>,
    value: &'a Value,
}

/// A request and its answer, as they crossed the wire.
pub struct Exchange<'a> {
    pub method: &'a Method,
    /// Path and query.
    pub target: &'a str,
    pub request: (&'a HeaderMap, &'a [u8]),
    pub status: u16,
    pub answer: (&'a HeaderMap, &'a [u8]),
}

impl<'a> Exchange<'a> {
    pub fn of(seen: &'a Seen) -> Self {
        Self {
            method: &seen.method,
            target: &seen.target,
            request: (&seen.request.0, &seen.request.1),
            status: seen.status.as_u16(),
            answer: (&seen.answer.0, &seen.answer.1),
        }
    }
}

impl Contract {
    fn new(document: Value) -> Self {
        let mut strict = document["components"].clone();
        close_objects(&mut strict["schemas"]);
        Self { document, strict }
    }

    /// The value at a path of the document, such as `/components/schemas`; references are followed at its end.
    pub fn at(&self, pointer: &str) -> &Value {
        let value = self.document.pointer(pointer);
        self.resolved(value.unwrap_or_else(|| panic!("the document has no {pointer}")))
    }

    pub fn document(&self) -> &Value {
        &self.document
    }

    /// All calls.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.document["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, item)| {
            METHODS.iter().filter_map(move |method| {
                let value = item.get(method)?;
                let parameters = [item, value]
                    .iter()
                    .filter_map(|place| place.get("parameters")?.as_array())
                    .flatten()
                    .map(|parameter| self.resolved(parameter))
                    .collect();
                Some(Operation {
                    id: value["operationId"].as_str().unwrap(),
                    method: method.to_uppercase().parse().unwrap(),
                    path,
                    parameters,
                    value,
                })
            })
        });
        all.collect()
    }

    /// The answers of a call by their status.
    pub fn responses<'a>(&'a self, operation: &Operation<'a>) -> BTreeMap<&'a str, &'a Value> {
        let all = operation.value["responses"].as_object().unwrap();
        all.iter()
            .map(|(status, response)| (status.as_str(), self.resolved(response)))
            .collect()
    }

    /// What is wrong with a value that should be of a schema; fields that the schema does not name are wrong.
    pub fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let faults = self.validator(schema);
        faults
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    /// A validator of a schema that may refer to the components.
    pub fn validator(&self, schema: &Value) -> Validator {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.strict,
            "allOf": [schema],
        });
        jsonschema::options()
            .should_validate_formats(true)
            .build(&whole)
            .unwrap()
    }

    /// The schema of a component.
    pub fn schema(&self, name: &str) -> Value {
        assert!(self.document["components"]["schemas"][name].is_object());
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// Follows references within the document.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            None => value,
            Some(reference) => {
                let target = self.document.pointer(reference.trim_start_matches('#'));
                self.resolved(target.unwrap_or_else(|| panic!("nothing at {reference}")))
            }
        }
    }

    /// What is wrong with an exchange: the answer must be one that the document has, and a request that was carried out must
    /// be of the form that the document asks for.
    pub fn check(&self, exchange: &Exchange<'_>) -> Vec<String> {
        let operations = self.operations();
        let Some(operation) = operations.iter().find(|it| it.is_of(exchange)) else {
            return self.check_stray(exchange);
        };
        let mut faults = self.check_answer(operation, exchange);
        if exchange.status < 300 {
            let wrong = self.check_request(operation, exchange);
            faults.extend(
                wrong
                    .iter()
                    .map(|fault| format!("carried out though {fault}")),
            );
        }
        faults
    }

    /// What is wrong with an exchange of a client that keeps to the document to the letter, whatever it is answered; and which
    /// call it was.
    pub fn check_strictly(&self, exchange: &Exchange<'_>) -> (Option<String>, Vec<String>) {
        let operations = self.operations();
        let Some(operation) = operations.iter().find(|it| it.is_of(exchange)) else {
            return (None, vec!["no call of the document".to_owned()]);
        };
        let mut faults = self.check_answer(operation, exchange);
        faults.extend(self.check_request(operation, exchange));
        faults.extend(self.check_manners(operation, exchange));
        (Some(operation.id.to_owned()), faults)
    }

    /// What the relay lets pass, and a client should do all the same.
    fn check_manners(&self, operation: &Operation<'_>, exchange: &Exchange<'_>) -> Vec<String> {
        let (headers, body) = exchange.request;
        let mut faults = Vec::new();
        for (name, _) in pairs(split(exchange.target).1) {
            let mut declared = operation.parameters.iter();
            if !declared.any(|it| it["in"] == "query" && it["name"] == name) {
                faults.push(format!("{name} is not in the document"));
            }
        }
        if !body.is_empty() && media_type(headers).is_none() {
            faults.push("a body without a media type".to_owned());
        }
        let token = headers.get(AUTHORIZATION).map(|it| it.to_str().unwrap());
        let has_token = token.is_some_and(|it| it.strip_prefix("Bearer ").is_some());
        let security = operation.value.get("security");
        let security = security.unwrap_or(&self.document["security"]);
        if has_token != security[0].get("token").is_some() {
            faults.push(format!("token: {has_token}"));
        }
        faults
    }

    /// What is not in the document must be refused with problem details.
    fn check_stray(&self, exchange: &Exchange<'_>) -> Vec<String> {
        let mut faults = self.check_problem(exchange);
        if !matches!(exchange.status, 403 | 404 | 405 | 408 | 429 | 503) {
            faults.push(format!("not in the document, yet {}", exchange.status));
        }
        faults
    }

    fn check_problem(&self, exchange: &Exchange<'_>) -> Vec<String> {
        let content = json!({ "application/problem+json": { "schema": self.schema("Problem") } });
        self.check_content(&content, exchange.answer.0, exchange.answer.1)
    }

    fn check_answer(&self, operation: &Operation<'_>, exchange: &Exchange<'_>) -> Vec<String> {
        let responses = &operation.value["responses"];
        let named = responses.get(exchange.status.to_string());
        let Some(response) = named.or_else(|| responses.get("default")) else {
            return vec![format!("status {} is not in the document", exchange.status)];
        };
        if named.is_none() && exchange.status < 400 {
            return vec![format!("status {} is not in the document", exchange.status)];
        }
        let response = self.resolved(response);
        let (headers, body) = exchange.answer;
        let mut faults = self.check_headers(&response["headers"], headers);
        match response.get("content") {
            Some(content) => faults.extend(self.check_content(content, headers, body)),
            None if !body.is_empty() => faults.push("a body that is not in the document".into()),
            None => {}
        }
        faults
    }

    fn check_headers(&self, declared: &Value, headers: &HeaderMap) -> Vec<String> {
        let declared = declared.as_object().into_iter().flatten();
        let mut faults = Vec::new();
        for (name, header) in declared {
            let header = self.resolved(header);
            let found = headers.get(name).map(|value| value.to_str().unwrap());
            let required = header["required"] == true;
            faults.extend(self.check_text(name, &header["schema"], found, required));
        }
        faults
    }

    fn check_content(&self, content: &Value, headers: &HeaderMap, body: &[u8]) -> Vec<String> {
        let Some(media_type) = media_type(headers) else {
            return vec!["the media type is missing".to_owned()];
        };
        let Some(schema) = content.get(&media_type).and_then(|it| it.get("schema")) else {
            return vec![format!("media type {media_type:?} is not in the document")];
        };
        if !media_type.ends_with("json") {
            return Vec::new();
        }
        match serde_json::from_slice(body) {
            Ok(value) => self.faults(schema, &value),
            Err(error) => vec![format!("no JSON: {error}")],
        }
    }

    fn check_request(&self, operation: &Operation<'_>, exchange: &Exchange<'_>) -> Vec<String> {
        let (path, query) = split(exchange.target);
        let in_path = fill(operation.path, path).unwrap_or_default();
        let in_query = pairs(query);
        let (headers, body) = exchange.request;
        let mut faults = Vec::new();
        for parameter in &operation.parameters {
            let name = parameter["name"].as_str().unwrap();
            let among = |pairs: &[(String, String)]| {
                let found = pairs.iter().find(|(key, _)| key == name);
                found.map(|(_, value)| value.clone())
            };
            let found = match parameter["in"].as_str().unwrap() {
                "path" => among(&in_path),
                "query" => among(&in_query),
                _ => headers
                    .get(name.parse::<HeaderName>().unwrap())
                    .map(|value| value.to_str().unwrap().to_owned()),
            };
            let required = parameter["required"] == true;
            faults.extend(self.check_text(name, &parameter["schema"], found.as_deref(), required));
        }
        match operation.value.get("requestBody") {
            // The relay goes by the path where a sender does not say what it sends.
            Some(_) if !headers.contains_key(CONTENT_TYPE) => {}
            Some(declared) => {
                faults.extend(self.check_content(&declared["content"], headers, body));
            }
            None if !body.is_empty() => faults.push("a body where none is taken".into()),
            None => {}
        }
        faults
    }

    /// Checks a parameter or header, which is text but may stand for a number.
    fn check_text(
        &self,
        name: &str,
        schema: &Value,
        found: Option<&str>,
        required: bool,
    ) -> Vec<String> {
        let Some(text) = found else {
            let missing = required.then(|| format!("{name} is missing"));
            return missing.into_iter().collect();
        };
        let value = match self.resolved(schema)["type"] == "integer" {
            true => text
                .parse::<u64>()
                .map_or(json!(text), |number| json!(number)),
            false => json!(text),
        };
        let faults = self.faults(schema, &value);
        faults
            .iter()
            .map(|fault| format!("{name} {fault}"))
            .collect()
    }
}

impl Operation<'_> {
    fn is_of(&self, exchange: &Exchange<'_>) -> bool {
        self.method == exchange.method && fill(self.path, split(exchange.target).0).is_some()
    }
}

/// Path and query.
fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// Checks an exchange and fails the test where it is not of the document.
#[track_caller]
pub fn assert_conforms(exchange: &Exchange<'_>) {
    let faults = contract().check(exchange);
    assert!(
        faults.is_empty(),
        "{} {} → {}: {}\n{}",
        exchange.method,
        exchange.target,
        exchange.status,
        faults.join("\n"),
        String::from_utf8_lossy(exchange.answer.1),
    );
}

/// Every object takes the fields that it names and no other.
fn close_objects(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close_objects);
            if fields.get("type") == Some(&json!("object")) {
                fields.insert("unevaluatedProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close_objects),
        _ => {}
    }
}

/// The parameters of a path, if it is one of this form.
fn fill(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (template, path) = (template.split('/'), path.split('/'));
    if template.clone().count() != path.clone().count() {
        return None;
    }
    let mut found = Vec::new();
    for (wanted, got) in template.zip(path) {
        match wanted
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) => found.push((name.to_owned(), unescaped(got))),
            None if wanted == got => {}
            None => return None,
        }
    }
    Some(found)
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (unescaped(name), unescaped(&value.replace('+', " ")))
        })
        .collect()
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let escaped = match (first, others) {
            (b'%', [high, low, ..]) => {
                let digits = [*high, *low];
                let digits = str::from_utf8(&digits).ok();
                digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())
            }
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = &rest[if escaped.is_some() { 3 } else { 1 }..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The media type of a message without its parameters.
fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().unwrap();
    let essence = text.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

/// The properties of an object schema and those of them that are required.
pub fn properties(schema: &Value) -> (Map<String, Value>, Vec<String>) {
    let properties = schema["properties"].as_object().unwrap().clone();
    let required = schema["required"].as_array().unwrap();
    let required = required
        .iter()
        .map(|name| name.as_str().unwrap().to_owned());
    (properties, required.collect())
}
