//! What is printed into logs holds no password, no key, no token, no name and no file content.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fmt::{Debug, Display};
use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use careplan_blackbox_tests::command::{OpenSsl, PKCS12};
use careplan_blackbox_tests::crafted::{
    RECEIVER, flipped, open_as, open_as_service, open_cover_as, seal_as, sealed, spread,
};
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, foreign_ca, identity, offices, spec};
use careplan_blackbox_tests::samples::{self, SUBJECT, TEXT, file_of, files, plans};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{
    letter, put, send, sync, sync_error, take, take_and_acknowledge,
};
use careplan_core::Explain;
use careplan_core::check::CheckedDocument;
use careplan_core::envelope::{
    EnvelopeError, Identities, IdentityError, IdentityLoader, Role, TokenUri, Trust, open,
};
use careplan_core::exchange::{AccessQuery, ExchangeError, Office, Query};
use careplan_core::finding::{Code, Finding, Lang};
use careplan_core::message::Cover;
use careplan_core::relay::Account;
use careplan_core::relay::wire::{Login, Session};

const SET: &str = "sets/5070100002_11";

/// What must never be printed, each with a name for the message when it is.
struct Secrets(Vec<(String, String)>);

impl Secrets {
    /// Of an office, and of the sets that it sends.
    fn of(sandbox: &Sandbox, number: &str) -> Self {
        let mut secrets = content_secrets();
        secrets.add("password", &sandbox.read(number, "password.txt"));
        secrets.add("user id", &format!("office-{number}"));
        secrets.add_key(&sandbox.read(number, "private-key.pem"));
        secrets
    }

    fn add(&mut self, what: &str, secret: &str) {
        assert!(!secret.is_empty());
        self.0.push((what.to_owned(), secret.to_owned()));
    }

    fn add_key(&mut self, pem: &str) {
        self.add("key", "-----BEGIN PRIVATE KEY");
        for line in pem.lines().filter(|line| !line.starts_with('-')) {
            self.add("key", line);
        }
    }

    /// Bytes as text, as Debug of a byte slice prints them, and as hexadecimal digits.
    fn add_bytes(&mut self, what: &str, bytes: &[u8]) {
        let decimal: Vec<_> = bytes.iter().map(u8::to_string).collect();
        self.add(what, &decimal.join(", "));
        // Pretty Debug writes one to a line.
        self.add(what, &decimal.join(",\n"));
        let hexadecimal: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.add(what, &hexadecimal);
    }

    #[track_caller]
    fn assert_not_in(&self, text: &str) {
        let flat: String = text
            .lines()
            .map(str::trim_start)
            .collect::<Vec<_>>()
            .join("\n");
        for (what, secret) in &self.0 {
            let short: String = text.chars().take(200).collect();
            assert!(!flat.contains(secret), "{what} stands in {short}");
        }
    }

    #[track_caller]
    fn assert_not_in_debug(&self, value: &dyn Debug) {
        self.assert_not_in(&format!("{value:?}"));
        self.assert_not_in(&format!("{value:#?}"));
    }

    #[track_caller]
    fn assert_not_in_error(&self, error: &(impl Explain + Debug + Display)) {
        self.assert_not_in_debug(error);
        self.assert_not_in(&error.to_string());
        for lang in [Lang::Ja, Lang::En] {
            self.assert_not_in(&error.message(lang));
            self.assert_not_in(&error.hint(lang));
        }
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            self.assert_not_in(&format!("{error} {error:?}"));
            cause = error.source();
        }
    }
}

/// Names and content of the sample set, and the sender's own words.
fn content_secrets() -> Secrets {
    let mut secrets = Secrets(Vec::new());
    secrets.add("subject", SUBJECT);
    secrets.add("text", TEXT);
    for name in user_names() {
        secrets.add("name", &name);
    }
    for (_, bytes) in files(SET) {
        secrets.add_bytes("content", &bytes[7..40]);
    }
    secrets
}

/// 氏名 and 氏名カナ of everybody in the sample set.
fn user_names() -> Vec<String> {
    let (name, bytes) = file_of(SET, "UPHOSOKU");
    let checked = CheckedDocument::read(&name, bytes);
    let records = checked.document().records();
    let names =
        records.flat_map(|record| [5, 6].map(|no| record.field(no).unwrap().text().into_owned()));
    names.collect()
}

#[test]
fn the_checks_would_notice_a_name_and_a_byte() {
    let secrets = content_secrets();
    assert!(user_names().contains(&"金城　キミ子".to_owned()));
    let (_, bytes) = file_of(SET, "UPPLAN");
    for leak in [
        format!("{:?}", &bytes[..60]),
        format!("{:#?}", &bytes[..60]),
        "a 金城　キミ子 b".to_owned(),
    ] {
        let noticed = std::panic::catch_unwind(|| secrets.assert_not_in(&leak));
        assert!(noticed.is_err(), "{leak}");
    }
}

// ---- What an office holds ----

#[test]
fn an_office_shows_its_number_and_no_secret() {
    let sandbox = Sandbox::start();
    let secrets = Secrets::of(&sandbox, SUPPORT);
    let office = sandbox.office(SUPPORT);
    secrets.assert_not_in_debug(&office);
    // Now that it has a token, too.
    sync(&office);
    secrets.assert_not_in_debug(&office);
    secrets.assert_not_in_debug(&office.status().unwrap());
    let client = sandbox.client(SUPPORT);
    client.login().unwrap();
    secrets.assert_not_in_debug(&client);
    assert!(format!("{office:?}").contains(SUPPORT));
}

#[test]
fn an_identity_shows_no_key() {
    let mut secrets = Secrets(Vec::new());
    secrets.add_key(&offices().support.private_key_pem);
    secrets.assert_not_in_debug(&identity(&offices().support));
    secrets.assert_not_in_debug(&offices().support);
    secrets.assert_not_in_debug(&offices().ca);
}

#[test]
fn account_login_and_session_show_no_password_and_no_token() {
    let mut secrets = Secrets(Vec::new());
    let secret = "correct horse";
    secrets.add("secret", secret);
    secrets.assert_not_in_debug(&Account::new(secret.to_owned(), secret.to_owned().into()));
    secrets.assert_not_in_debug(&Login {
        user_id: secret.to_owned(),
        password: secret.to_owned(),
    });
    secrets.assert_not_in_debug(&Session {
        access_token: secret.to_owned(),
        expires_in: 3600,
        refresh_token: secret.to_owned(),
        refresh_expires_in: 28_800,
        office: SUPPORT.parse().unwrap(),
        password_expires_at: None,
    });
}

#[test]
fn messages_show_neither_words_nor_content() {
    let sandbox = Sandbox::start();
    let secrets = content_secrets();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    secrets.assert_not_in_debug(&letter());
    let id = send(&support, &plans(RECEIVER));
    secrets.assert_not_in_debug(&sync(&service));
    secrets.assert_not_in_debug(&service.received(&Query::default()).unwrap());
    let delivery = take(&service, id).unwrap();
    secrets.assert_not_in_debug(&delivery);
    secrets.assert_not_in_debug(delivery.cover());
    service.acknowledge(id).unwrap();
    sync(&service);
    sync(&support);
    secrets.assert_not_in_debug(&support.sent(&Query::default()).unwrap());
    secrets.assert_not_in_debug(&support.sent_message(id).unwrap());
    secrets.assert_not_in_debug(&support.open_sent(id).unwrap());
    secrets.assert_not_in_debug(&support.events(0, 0).unwrap());
    secrets.assert_not_in_debug(&support.access_log(&AccessQuery::default()).unwrap());
}

/// What lies on the disk of an office holds no word, no name and no byte of a file in clear; nor does the access log that goes
/// out for an inspection.
#[test]
fn the_store_and_the_access_log_hold_no_content() {
    let sandbox = Sandbox::start();
    let secrets = content_secrets();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let draft = put(&support, &plans(RECEIVER));
    support.withdraw(draft).unwrap();
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    take_and_acknowledge(&service, id);
    for number in [SUPPORT, SERVICE] {
        for file in fs::read_dir(sandbox.folder(number).join("store")).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let bytes = fs::read(path).unwrap();
                secrets.assert_not_in(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    let mut exported = Vec::new();
    service.export_access_log(&mut exported).unwrap();
    secrets.assert_not_in(&String::from_utf8(exported).unwrap());
}

#[test]
fn files_show_no_content() {
    let secrets = content_secrets();
    for (name, bytes) in files(SET) {
        let checked = CheckedDocument::read(&name, bytes);
        secrets.assert_not_in_debug(&checked);
        secrets.assert_not_in_debug(checked.document());
    }
}

#[test]
fn records_and_items_show_no_content() {
    let (name, bytes) = file_of(SET, "UPHOSOKU");
    let checked = CheckedDocument::read(&name, bytes);
    let record = checked.document().record(1).unwrap();
    let field = record.field(6).unwrap();
    let mut secrets = content_secrets();
    secrets.add_bytes("name", &field.content());
    secrets.assert_not_in_debug(&record);
    secrets.assert_not_in_debug(&field);
}

#[test]
fn sets_show_no_content() {
    content_secrets().assert_not_in_debug(&plans(RECEIVER));
}

#[test]
fn envelopes_show_no_content_and_no_key() {
    let (_, _, sealed) = sealed();
    let mut secrets = content_secrets();
    secrets.add_key(&offices().service.private_key_pem);
    secrets.assert_not_in_debug(&sealed);
    secrets.assert_not_in_debug(&open_as_service(&sealed.content).unwrap());
    let cover = open_cover_as(&offices().service, &sealed.cover).unwrap();
    secrets.assert_not_in_debug(&cover);
}

// ---- Errors ----

#[test]
fn errors_of_the_exchange_hold_no_secret() {
    let sandbox = Sandbox::start();
    let secrets = Secrets::of(&sandbox, SUPPORT);
    let support = sandbox.office(SUPPORT);
    let refused = [plans("5070200109_11"), samples::actuals(RECEIVER)];
    for set in refused {
        match support.send(&set, &letter()) {
            Err(error) => secrets.assert_not_in_error(&error),
            Ok(_) => secrets.assert_not_in_error(&sync_error(&support)),
        }
    }
    secrets.assert_not_in_error(&take(&support, uuid::Uuid::now_v7()).unwrap_err());
}

#[test]
fn a_wrong_password_is_not_repeated() {
    let sandbox = Sandbox::start();
    let mut secrets = Secrets::of(&sandbox, SUPPORT);
    sandbox.write(SUPPORT, "password.txt", "almost the password");
    secrets.add("password", "almost the password");
    let wrong = sandbox.office(SUPPORT);
    for _ in 0..4 {
        secrets.assert_not_in_error(&sync_error(&wrong));
    }
}

#[test]
fn errors_of_the_connection_hold_no_secret() {
    let sandbox = Sandbox::prepare();
    let secrets = Secrets::of(&sandbox, SUPPORT);
    secrets.assert_not_in_error(&sync_error(&sandbox.office(SUPPORT)));
    sandbox.point_at(SUPPORT, "https://no-such-relay.invalid");
    secrets.assert_not_in_error(&sync_error(&sandbox.office(SUPPORT)));
}

#[test]
fn errors_of_envelopes_hold_no_content_and_no_key() {
    let mut secrets = content_secrets();
    secrets.add_key(&offices().service.private_key_pem);
    let (_, _, sealed) = sealed();
    let foreign = foreign_ca().certificate_pem().unwrap();
    let foreign = Trust::from_pem(foreign.as_bytes()).unwrap();
    let service = identity(&offices().service);
    for error in [
        open_as(&offices().third, &sealed.content).unwrap_err(),
        open_as_service(&flipped(&sealed.content, sealed.content.len() / 2)).unwrap_err(),
        open_as_service(&sealed.cover).unwrap_err(),
        open_as(&offices().support, &sealed.content).unwrap_err(),
        open::<Cover>(&service, &foreign, Role::Receiver, &sealed.content).unwrap_err(),
        seal_as(&offices().support, &foreign, &offices().service).unwrap_err(),
    ] {
        secrets.assert_not_in_error(&error);
    }
}

/// Of a file with a key: its password, and the key in every form.
const PASSWORD: &str = "correct horse";

fn file_secrets() -> Secrets {
    let mut secrets = Secrets(Vec::new());
    let key = &offices().support.private_key_pem;
    secrets.add("password", PASSWORD);
    secrets.add_key(key);
    let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    let der = BASE64.decode(body).unwrap();
    // The middle of the modulus and beyond it, where the private numbers are.
    secrets.add_bytes("key", &der[400..420]);
    secrets.add_bytes("key", &der[700..720]);
    secrets.add_bytes("key", &der[900..920]);
    secrets
}

/// Every file that holds the key under the password.
fn key_files() -> Vec<Vec<u8>> {
    let openssl = OpenSsl::default();
    PKCS12
        .iter()
        .map(|options| openssl.pkcs12(&offices().support, PASSWORD, options))
        .collect()
}

fn pem_file() -> Vec<u8> {
    let support = &offices().support;
    format!("{}{}", support.certificate_pem, support.private_key_pem).into_bytes()
}

#[test]
fn a_loader_and_what_it_loads_show_neither_password_nor_key() {
    let secrets = file_secrets();
    let loader = IdentityLoader::new().password(PASSWORD);
    secrets.assert_not_in_debug(&loader);
    for file in key_files().into_iter().chain([pem_file()]) {
        let identity = loader.bytes(&file).unwrap();
        secrets.assert_not_in_debug(&identity);
        secrets.assert_not_in_debug(identity.certificate());
        secrets.assert_not_in_debug(&Identities::from(identity));
    }
}

#[test]
fn a_wrong_or_missing_password_of_a_key_is_not_repeated() {
    let mut secrets = file_secrets();
    let wrong = "almost the password";
    secrets.add("password", wrong);
    for file in key_files() {
        let error = IdentityLoader::new()
            .password(wrong)
            .bytes(&file)
            .unwrap_err();
        assert_eq!(error, EnvelopeError::Identity(IdentityError::WrongPassword));
        secrets.assert_not_in_error(&error);
        secrets.assert_not_in_error(&IdentityLoader::new().bytes(&file).unwrap_err());
    }
}

#[test]
fn damaged_files_with_a_key_show_nothing_of_it() {
    let secrets = file_secrets();
    let loader = IdentityLoader::new().password(PASSWORD);
    for file in key_files().into_iter().chain([pem_file()]) {
        for place in spread(file.len(), 200) {
            let cut = loader.bytes(&file[..place]).map(|_| ());
            let changed = loader.bytes(&flipped(&file, place)).map(|_| ());
            for result in [cut, changed] {
                if let Err(error) = result {
                    secrets.assert_not_in_error(&error);
                }
            }
        }
    }
}

#[test]
fn the_key_of_another_office_is_not_shown() {
    let mut secrets = file_secrets();
    let (support, third) = (&offices().support, &offices().third);
    secrets.add_key(&third.private_key_pem);
    let error = IdentityLoader::new()
        .pem(
            support.certificate_pem.as_bytes(),
            third.private_key_pem.as_bytes(),
        )
        .unwrap_err();
    secrets.assert_not_in_error(&error);
}

/// A PIN may stand in the address of a token (RFC 7512, section 2.4); wherever it stands, it is not repeated.
#[test]
fn a_pin_is_not_repeated() {
    let pin = "4711-0815";
    let mut secrets = Secrets(Vec::new());
    secrets.add("pin", pin);
    for address in [
        format!("pkcs11:token=none?module-path=/nowhere/none.so&pin-value={pin}"),
        format!("pkcs11:token=none?pin-value={pin}"),
        format!("pkcs11:token=none;pin-value={pin}"),
        format!("pkcs11:{pin}"),
        format!("pkcs11:token=%zz?pin-value={pin}"),
    ] {
        if let Ok(uri) = TokenUri::parse(&address) {
            secrets.assert_not_in_debug(&uri);
        }
        let loader = IdentityLoader::new().password(pin);
        secrets.assert_not_in_debug(&loader);
        secrets.assert_not_in_error(&loader.load(&address).unwrap_err());
    }
}

fn open_error(sandbox: &Sandbox) -> ExchangeError {
    Office::open(&sandbox.folder(SUPPORT)).unwrap_err()
}

#[test]
fn a_password_written_into_the_profile_by_mistake_is_not_repeated() {
    let sandbox = Sandbox::prepare();
    let profile = sandbox.read(SUPPORT, "profile.toml");
    let secrets = Secrets::of(&sandbox, SUPPORT);
    let password = sandbox.read(SUPPORT, "password.txt");
    for mistake in [
        format!("password = \"{password}\"\n"),
        format!("{password}\n"),
        format!("\"{password}"),
    ] {
        sandbox.write(SUPPORT, "profile.toml", &format!("{profile}{mistake}"));
        secrets.assert_not_in_error(&open_error(&sandbox));
    }
}

#[test]
fn a_key_in_the_wrong_file_is_not_repeated() {
    let sandbox = Sandbox::prepare();
    let secrets = Secrets::of(&sandbox, SUPPORT);
    let key = sandbox.read(SUPPORT, "private-key.pem");
    sandbox.write(SUPPORT, "certificate.pem", &key);
    secrets.assert_not_in_error(&open_error(&sandbox));
    sandbox.write(SUPPORT, "private-key.pem", &key[..key.len() / 2]);
    secrets.assert_not_in_error(&open_error(&sandbox));
}

#[test]
fn a_foreign_office_learns_nothing_of_ours() {
    let sandbox = Sandbox::start();
    let secrets = Secrets::of(&sandbox, SUPPORT);
    let issued = foreign_ca()
        .issue_office(&spec(SUPPORT), Default::default())
        .unwrap();
    sandbox.replace_identity(SUPPORT, &issued);
    secrets.assert_not_in_error(&sync_error(&sandbox.office(SUPPORT)));
}

// ---- Findings ----

/// No value of the field looks like this.
const VALUE: &str = "ZQXJ7";

#[test]
fn findings_never_repeat_the_value_they_are_about() {
    let mut seen = 0;
    for (name, bytes) in files(SET).into_iter().chain(files("actuals/5070100002_11")) {
        for no in 1..=columns(&name) {
            for value in [
                VALUE.to_owned(),
                format!("\"{VALUE}\""),
                VALUE.repeat(100),
                format!("{VALUE}\""),
            ] {
                let checked = CheckedDocument::read(&name, with_value(&bytes, no, &value));
                checked.findings().iter().for_each(assert_value_stays_out);
                seen += checked.findings().len();
            }
        }
    }
    assert!(seen > 300, "only {seen} findings");
}

#[test]
fn findings_on_broken_text_never_repeat_it() {
    let (name, bytes) = file_of(SET, "UPHOSOKU");
    let gaiji = b"\"ZQXJ7\xF0\x40\"";
    for broken in [&b"\"ZQXJ7\xFF\""[..], gaiji] {
        let mut damaged = with_value(&bytes, 6, "@");
        let place = damaged.iter().position(|&byte| byte == b'@').unwrap();
        damaged.splice(place..=place, broken.iter().copied());
        let checked = CheckedDocument::read(&name, damaged);
        assert!(checked.findings().errors() > 0);
        checked.findings().iter().for_each(assert_value_stays_out);
    }
}

#[track_caller]
fn assert_value_stays_out(finding: &Finding) {
    let mut texts = vec![format!("{finding:?}"), format!("{finding:#?}")];
    for lang in [Lang::Ja, Lang::En] {
        texts.extend([finding.message(lang), finding.hint(lang)]);
    }
    for text in texts {
        assert!(!text.contains(VALUE), "{text}");
    }
}

#[test]
fn messages_on_a_file_name_do_not_repeat_it() {
    let checked = CheckedDocument::read("金城キミ子様の予定.csv", file_of(SET, "UPPLAN").1);
    let finding = checked.findings().iter().next().unwrap();
    assert_eq!(finding.code, Code::UnknownFileName);
    for lang in [Lang::Ja, Lang::En] {
        assert!(!finding.message(lang).contains("金城"));
        assert!(!finding.hint(lang).contains("金城"));
    }
}

fn columns(name: &str) -> u16 {
    let document = CheckedDocument::read(name, Vec::new());
    document.document().layout().unwrap().items.len() as u16
}

/// The first record with another value in item `no`.
fn with_value(bytes: &[u8], no: u16, value: &str) -> Vec<u8> {
    let end = bytes.iter().position(|&byte| byte == b'\r').unwrap();
    // The first records of the samples have no comma within quotes.
    let mut items: Vec<_> = bytes[..end].split(|&byte| byte == b',').collect();
    items[usize::from(no) - 1] = value.as_bytes();
    [&items.join(&b','), &bytes[end..]].concat()
}
