mod cancellation;
mod causes;
mod house;
mod proxies;
mod server;
mod sessions;
mod transfers;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use uuid::Uuid;
use zeroize::Zeroizing;

use self::house::{Issued, VALID, authority, office, relay};
use self::server::{Asked, Reply, Server};
use super::Client;
use crate::envelope::Identities;
use crate::relay::wire::{
    Change, Environment, Login, ProblemCode, Refresh, Sent, Service, Session, State,
};
use crate::relay::{Account, ClientSettings, Proxy};

/// Test-only password.
const PASSWORD: &str = "test-only-secret";

/// Keys take time to make.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let authority = authority("Sandbox CA");
    House {
        relay: relay(&authority, "localhost", VALID),
        office: office(&authority, VALID),
        authority,
    }
});

struct House {
    authority: Issued,
    relay: Issued,
    office: Issued,
}

fn settings(url: &str) -> ClientSettings {
    let mut settings = ClientSettings::new(url, HOUSE.authority.pem());
    settings.proxy = Proxy::None;
    settings.idle_timeout = Duration::from_secs(3);
    settings.connect_timeout = Duration::from_secs(2);
    settings
}

fn account(password: &str) -> Account {
    Account::new("office".to_owned(), Zeroizing::new(password.to_owned()))
}

fn client_with(settings: ClientSettings) -> Client {
    let identities = Identities::from(HOUSE.office.identity());
    Client::new(settings, Arc::new(identities), account(PASSWORD)).unwrap()
}

/// A relay that says this, beside the login, and a client of it.
fn relay_that(say: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Server, Client) {
    let logins = Logins::default();
    let server = Server::start(&HOUSE.relay, &HOUSE.authority, move |asked| {
        logins.answer(asked).unwrap_or_else(|| say(asked))
    });
    let client = client_with(settings(&server.url()));
    (server, client)
}

/// Login and refresh as a relay does them: every token another one.
#[derive(Default)]
struct Logins(AtomicU32);

impl Logins {
    fn answer(&self, asked: &Asked) -> Option<Reply> {
        match asked.call.as_str() {
            "POST /v1/login" => {
                let login: Login = serde_json::from_slice(&asked.body).unwrap();
                Some(match login.password == PASSWORD {
                    true => Reply::json(&self.session(3600)),
                    false => Reply::problem(ProblemCode::WrongPassword, None),
                })
            }
            "POST /v1/refresh" => {
                let _: Refresh = serde_json::from_slice(&asked.body).unwrap();
                Some(Reply::json(&self.session(3600)))
            }
            "GET /v1/service" => Some(Reply::json(&service())),
            _ => None,
        }
    }

    fn session(&self, expires_in: u64) -> Session {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Session {
            access_token: format!("token-{number}"),
            expires_in,
            refresh_token: "refresh-1".to_owned(),
            refresh_expires_in: 8 * 3600,
            office: house::OFFICE.parse().unwrap(),
            password_expires_at: None,
        }
    }
}

fn service() -> Service {
    Service {
        protocol_version: 1,
        server_time: jiff::Timestamp::now(),
        max_content_bytes: 64 << 20,
        max_cover_bytes: 64 << 10,
        max_inline_bytes: 16,
        part_bytes: 10,
        retention_days: 30,
        maintenance: None,
        environment: Environment::Sandbox,
    }
}

fn sent(state: State, content: &[u8], parts: Vec<u32>) -> Sent {
    let at = jiff::Timestamp::UNIX_EPOCH;
    Sent {
        id: Uuid::nil(),
        cursor: 1,
        state,
        is_final: state.is_final(),
        history: vec![Change { state, at }],
        receiver: house::OFFICE.parse().unwrap(),
        stamp: "20260101000000".parse().unwrap(),
        size: content.len() as u64,
        sha256: crate::sha256_hex(content),
        part_bytes: 10,
        parts,
        expires_at: at,
        rejection: None,
        receipt: None,
    }
}

#[test]
fn a_client_can_be_shared_and_debug_shows_no_secret() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let client = client_with(settings("https://localhost:1"));
    shared(&client);
    assert_eq!(
        format!("{client:?}"),
        r#"Client { base: "https://localhost:1/", .. }"#
    );
    let sessions = format!("{:?}", client.shared.sessions);
    assert!(!sessions.contains(PASSWORD) && !sessions.contains("token-"));
}

#[test]
fn addresses_that_are_not_plain_https_are_refused() {
    for url in [
        "http://localhost",
        "localhost",
        "",
        "https://me:secret@localhost",
        "https://localhost/?a=b",
    ] {
        let identities = Arc::new(Identities::from(HOUSE.office.identity()));
        let refused = Client::new(settings(url), identities, account(PASSWORD)).unwrap_err();
        assert_eq!(refused, crate::relay::RelayError::Settings("url"), "{url}");
    }
}
