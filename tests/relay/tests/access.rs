//! Who gets in, seen from outside over real TLS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;

use careplan_core::relay::wire::{Directory, DirectoryEntry, Login, ProblemCode, Service};
use careplan_relay::{TestCa, Validity, synthetic_offices};
use common::{Sandbox, assert_problem, problem, value};

#[test]
fn certificates_decide_who_may_talk() {
    let sandbox = Sandbox::start();
    let get = |identity: Option<(&str, &str)>| {
        let office = sandbox.with_identity(identity);
        office.http.get(format!("{}/v1/service", office.url)).send()
    };
    assert!(get(None).is_err(), "no certificate");

    let office = &sandbox.offices[0];
    let foreign = TestCa::create("Another CA").unwrap();
    let stranger = foreign.issue_office(office, Validity::default()).unwrap();
    assert!(
        get(Some((&stranger.certificate_pem, &stranger.private_key_pem))).is_err(),
        "foreign CA"
    );

    let ca = sandbox.ca();
    let past = Validity {
        not_before: 1_000_000_000,
        not_after: 1_100_000_000,
    };
    let expired = ca.issue_office(office, past).unwrap();
    assert!(
        get(Some((&expired.certificate_pem, &expired.private_key_pem))).is_err(),
        "expired"
    );

    // Right CA, but no office that the relay knows.
    let unknown = ca
        .issue_office(&synthetic_offices(4)[3], Validity::default())
        .unwrap();
    let answer = get(Some((&unknown.certificate_pem, &unknown.private_key_pem))).unwrap();
    assert_problem(answer, ProblemCode::UnknownCertificate);
    // A renewed certificate may ask before it logs in.
    let renewed = ca.issue_office(office, Validity::default()).unwrap();
    let answer = get(Some((&renewed.certificate_pem, &renewed.private_key_pem))).unwrap();
    assert_eq!(answer.status(), 200);
    let service: Service = value(sandbox.visitor(0).get("/v1/service"), 200);
    assert_eq!(
        (service.protocol_version, service.max_content_bytes),
        (1, 64 * 1024 * 1024)
    );
}

#[test]
fn only_tls_1_3_is_spoken() {
    use openssl::ssl::{SslConnector, SslFiletype, SslMethod, SslVersion};
    let sandbox = Sandbox::start();
    let connect = |version| {
        let mut builder = SslConnector::builder(SslMethod::tls()).unwrap();
        builder
            .set_ca_file(sandbox.dir.path().join("ca.pem"))
            .unwrap();
        let dir = sandbox.office_dir(0);
        builder
            .set_certificate_file(dir.join("certificate.pem"), SslFiletype::PEM)
            .unwrap();
        builder
            .set_private_key_file(dir.join("private-key.pem"), SslFiletype::PEM)
            .unwrap();
        builder.set_max_proto_version(Some(version)).unwrap();
        let stream = std::net::TcpStream::connect(("127.0.0.1", sandbox.port())).unwrap();
        builder.build().connect("127.0.0.1", stream).is_ok()
    };
    assert!(!connect(SslVersion::TLS1_2));
    assert!(connect(SslVersion::TLS1_3));
}

#[test]
fn three_wrong_passwords_lock_the_account() {
    let sandbox = Sandbox::start();
    let office = sandbox.visitor(0);
    let right = sandbox.login(0);
    assert_eq!(office.post_login(&right).status(), 200);
    let wrong = Login {
        password: "wrong".to_owned(),
        ..right.clone()
    };
    for _ in 0..3 {
        assert_problem(office.post_login(&wrong), ProblemCode::WrongPassword);
    }
    let locked = office.post_login(&right);
    let retry_after: u64 = locked.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    let problem = problem(locked);
    assert_eq!(
        (problem.code, problem.retry_after),
        (ProblemCode::Locked, Some(retry_after))
    );
    assert!((1790..=1800).contains(&retry_after) && problem.retryable);
    // Another office does not notice.
    assert_eq!(
        sandbox.visitor(1).post_login(&sandbox.login(1)).status(),
        200
    );
}

#[test]
fn user_id_and_certificate_must_be_of_one_office() {
    let sandbox = Sandbox::start();
    let office = sandbox.visitor(0);
    assert_problem(
        office.post_login(&sandbox.login(1)),
        ProblemCode::WrongPassword,
    );
    let nobody = Login {
        user_id: "nobody".to_owned(),
        password: "x".to_owned(),
    };
    assert_problem(office.post_login(&nobody), ProblemCode::WrongPassword);
}

#[test]
fn tokens_hold_for_one_certificate_and_one_time() {
    let mut sandbox = Sandbox::start();
    let mut visitor = sandbox.visitor(1);
    assert_problem(visitor.get("/v1/sent"), ProblemCode::NotLoggedIn);
    visitor.token = Some("made-up".to_owned());
    assert_problem(visitor.get("/v1/sent"), ProblemCode::NotLoggedIn);
    visitor.token = sandbox.office(0).token;
    let stolen = visitor.get("/v1/sent");
    assert_eq!(stolen.headers()["www-authenticate"], "Bearer");
    assert_problem(stolen, ProblemCode::NotLoggedIn);

    sandbox.server.take().unwrap().stop();
    let path = sandbox.dir.path().join("relay.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("access_token_seconds = 3600", "access_token_seconds = 0"),
    )
    .unwrap();
    sandbox.restart();
    assert_problem(sandbox.office(0).get("/v1/sent"), ProblemCode::TokenExpired);
}

#[test]
fn the_directory_shows_offices_to_those_logged_in() {
    let sandbox = Sandbox::start();
    let path = format!("/v1/directory/{}", sandbox.offices[1].number);
    assert_problem(sandbox.visitor(0).get(&path), ProblemCode::NotLoggedIn);
    let office = sandbox.office(0);
    let entry: DirectoryEntry = value(office.get(&path), 200);
    let certificate = fs::read_to_string(sandbox.office_dir(1).join("certificate.pem")).unwrap();
    assert_eq!(entry.certificates, [certificate]);
    assert_eq!(entry.name, sandbox.offices[1].name);
    assert_problem(
        office.get("/v1/directory/0175701069"),
        ProblemCode::UnknownOffice,
    );
    assert_problem(office.get("/v1/directory/x"), ProblemCode::UnknownOffice);
}

#[test]
fn every_error_is_problem_details() {
    let sandbox = Sandbox::start();
    let office = sandbox.office(0);
    assert_problem(office.get("/v1/nothing"), ProblemCode::NotFound);
    assert_problem(office.get("/"), ProblemCode::NotFound);
    assert_problem(office.get("/v1/sent?limit=many"), ProblemCode::BadRequest);
    assert_problem(
        office.get("/v1/received?state=lost"),
        ProblemCode::BadRequest,
    );
    assert_problem(office.get("/v1/sent/%ff"), ProblemCode::NotFound);
    let wrong_method = office.put("/v1/login", Vec::new());
    assert_eq!(wrong_method.status(), 405);
    assert_problem(wrong_method, ProblemCode::MethodNotAllowed);
    let login = format!("{}/v1/login", office.url);
    let malformed = office.exchange(office.http.post(&login).body("{"));
    assert_problem(malformed, ProblemCode::BadRequest);
    let oversized = office.exchange(office.http.post(&login).body(vec![b' '; 1024 * 1024]));
    assert_problem(oversized, ProblemCode::TooLarge);
}

#[test]
fn a_revoked_certificate_is_told_so() {
    let sandbox = Sandbox::start();
    let office = sandbox.office(0);
    assert_eq!(office.get("/v1/sent").status(), 200);
    let certificate = fs::read(sandbox.office_dir(0).join("certificate.pem")).unwrap();
    let der = openssl::x509::X509::from_pem(&certificate)
        .unwrap()
        .to_der()
        .unwrap();
    let database = rusqlite::Connection::open(sandbox.dir.path().join("relay.sqlite3")).unwrap();
    let changed = database.execute(
        "UPDATE certificates SET revoked_at = 1 WHERE thumbprint = ?",
        [common::sha256(&der)],
    );
    assert_eq!(changed.unwrap(), 1);
    for path in ["/v1/service", "/v1/sent", "/v1/received"] {
        assert_problem(office.get(path), ProblemCode::CertificateRevoked);
    }
    assert_problem(
        office.post_login(&sandbox.login(0)),
        ProblemCode::CertificateRevoked,
    );
}

#[test]
fn offices_are_found_by_a_part_of_their_name() {
    let sandbox = Sandbox::start();
    let office = sandbox.office(0);
    let find =
        |query: &str| -> Directory { value(office.get(&format!("/v1/directory?{query}")), 200) };
    let all = find("");
    assert_eq!((all.items.len(), all.more), (3, false));
    assert!(all.items.is_sorted_by_key(|entry| entry.office));
    let page = find("limit=2");
    assert_eq!((page.items.len(), page.more), (2, true));
    let rest = find(&format!("limit=2&after={}", page.items[1].office));
    assert_eq!((&rest.items[..], rest.more), (&all.items[2..], false));
    // 居宅
    let support = find("name=%E5%B1%85%E5%AE%85");
    assert_eq!(support.items.len(), 1);
    assert_eq!(support.items[0].office, sandbox.offices[0].number);
    assert!(support.items[0].takes_part && !support.items[0].editions.is_empty());
    assert_problem(
        sandbox.visitor(1).get("/v1/directory"),
        ProblemCode::NotLoggedIn,
    );
    assert_problem(office.get("/v1/directory?after=x"), ProblemCode::BadRequest);
}
