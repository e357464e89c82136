use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::thread;

use super::server::{Reply, Server, listen};
use super::{HOUSE, client_with, relay_that, service, settings};
use crate::envelope::Identities;
use crate::relay::{Client, Proxy, ProxyAccount, ProxyFault, RelayError, Unreachable};

/// A proxy that answers CONNECT with this; where that is a yes, it passes everything on. Gives the port and what it was asked.
fn proxy(answer: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::<Mutex<Vec<String>>>::default();
    let hear = heard.clone();
    let port = listen(move |mut office| {
        let mut lines = Vec::new();
        let mut reader = BufReader::new(office.try_clone().unwrap());
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let target = lines[0].split(' ').nth(1).unwrap().to_owned();
        hear.lock().unwrap().extend(lines);
        let _answered = office.write_all(answer.as_bytes());
        if answer.contains(" 200 ") {
            let relay = TcpStream::connect(target.replace("localhost", "127.0.0.1")).unwrap();
            let (mut up, mut down) = (relay.try_clone().unwrap(), office.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut reader, &mut up));
            let mut relay = relay;
            let _ended = std::io::copy(&mut relay, &mut down);
        }
    });
    (port, heard)
}

const YES: &str = "HTTP/1.1 200 Connection established\r\n\r\n";

fn through(relay: &Server, port: u16, account: Option<&str>) -> Client {
    let mut settings = settings(&relay.url());
    settings.proxy = Proxy::Url(format!("http://127.0.0.1:{port}"));
    settings.proxy_account = account.map(|text| ProxyAccount::parse(text).unwrap());
    client_with(settings)
}

fn relay() -> Server {
    relay_that(|_| Reply::json(&service())).0
}

#[test]
fn a_proxy_leads_to_the_relay() {
    let relay = relay();
    let (port, heard) = proxy(YES);
    through(&relay, port, None).service().unwrap();
    let heard = heard.lock().unwrap().join("\n");
    assert!(
        heard.starts_with(&format!("CONNECT localhost:{} ", relay.port)),
        "{heard}"
    );
    assert!(!heard.to_lowercase().contains("authorization"), "{heard}");
}

#[test]
fn a_proxy_is_given_its_account_and_nothing_else() {
    let relay = relay();
    let (port, heard) = proxy(YES);
    through(&relay, port, Some("me:test-only"))
        .service()
        .unwrap();
    let heard = heard.lock().unwrap().join("\n");
    assert!(heard.contains("Basic bWU6dGVzdC1vbmx5"), "{heard}");
    let asked = relay.asked("GET /v1/service");
    assert_eq!(asked[0].header("proxy-authorization"), None);
}

#[test]
fn a_proxy_that_says_no_is_told() {
    let relay = relay();
    for (answer, expected) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            ProxyFault::Credentials,
        ),
        ("HTTP/1.1 403 Forbidden\r\n\r\n", ProxyFault::Refused),
        (
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            ProxyFault::Refused,
        ),
        ("nonsense\r\n\r\n", ProxyFault::Refused),
    ] {
        let error = through(&relay, proxy(answer).0, None)
            .service()
            .unwrap_err();
        assert_eq!(error, RelayError::Proxy(expected), "{answer}");
    }
}

#[test]
fn a_proxy_that_is_not_there_is_told() {
    let relay = relay();
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let error = through(&relay, free, None).service().unwrap_err();
    assert_eq!(
        error,
        RelayError::Proxy(ProxyFault::Unreachable(Unreachable::Refused))
    );
    assert!(error.is_retryable());
    let mut settings = settings(&relay.url());
    settings.proxy = Proxy::Url("http://no-such-proxy.invalid:3128".to_owned());
    let error = client_with(settings).service().unwrap_err();
    assert_eq!(
        error,
        RelayError::Proxy(ProxyFault::Unreachable(Unreachable::UnknownHost))
    );
}

#[test]
fn a_password_in_the_address_of_a_proxy_is_refused() {
    for url in [
        "http://me:secret@proxy",
        "https://proxy",
        "socks5://proxy",
        "proxy",
        "",
    ] {
        let mut settings = settings("https://localhost");
        settings.proxy = Proxy::Url(url.to_owned());
        let identities = Arc::new(Identities::from(HOUSE.office.identity()));
        let refused = Client::new(settings, identities, super::account("x")).unwrap_err();
        assert_eq!(refused, RelayError::Settings("proxy"), "{url}");
    }
}

/// The environment belongs to the whole process, so this runs in one of its own.
#[test]
fn the_proxy_of_the_environment_is_used_unless_told_otherwise() {
    const CHILD: &str = "CAREPLAN_TEST_PROXY_CHILD";
    const NAME: &str =
        "relay::client::tests::proxies::the_proxy_of_the_environment_is_used_unless_told_otherwise";
    if std::env::var_os(CHILD).is_some() {
        let call = |proxy| {
            let mut settings = settings("https://localhost:1");
            settings.proxy = proxy;
            client_with(settings).service().unwrap_err()
        };
        assert_eq!(
            call(Proxy::System),
            RelayError::Proxy(ProxyFault::Credentials)
        );
        assert_eq!(
            call(Proxy::None),
            RelayError::Unreachable(Unreachable::Refused)
        );
        return;
    }
    let (port, heard) = proxy("HTTP/1.1 407 No\r\n\r\n");
    let run = |no_proxy: &str| {
        let program = std::env::current_exe().unwrap();
        let mut command = std::process::Command::new(program);
        command
            .args([NAME, "--exact"])
            .env(CHILD, "1")
            .env("NO_PROXY", no_proxy);
        command.env(
            "HTTPS_PROXY",
            format!("http://me:test-only@127.0.0.1:{port}"),
        );
        command.output().unwrap().status.success()
    };
    assert!(run(""));
    let heard = heard.lock().unwrap().join("\n");
    assert!(heard.contains("Basic bWU6dGVzdC1vbmx5"), "{heard}");
    assert!(!run("localhost"), "NO_PROXY was ignored");
}
