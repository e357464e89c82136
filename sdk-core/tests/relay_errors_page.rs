//! The committed page of the relay's errors is the one that the code gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pages;

use std::fmt::Write as _;
use std::io::ErrorKind;

use careplan_core::Explain;
use careplan_core::finding::Lang;
use careplan_core::relay::wire::{Environment, Problem, ProblemCode};
use careplan_core::relay::{ProxyFault, RelayError, ServerCertificate, TlsFault, Unreachable};
use jiff::Timestamp;

const PAGES: [(Lang, &str); 2] = [
    (Lang::Ja, "relay-errors.ja.md"),
    (Lang::En, "relay-errors.md"),
];

/// `CAREPLAN_UPDATE=1 cargo test -p careplan-core --test relay_errors_page` writes the pages anew.
#[test]
fn the_pages_are_those_of_the_code() {
    for (lang, name) in PAGES {
        pages::assert_committed(name, &Page { lang }.text());
    }
}

#[test]
fn every_error_stands_on_the_pages_once() {
    for (lang, name) in PAGES {
        let page = Page { lang }.text();
        for error in problems().chain(own_errors()) {
            let code = error.code();
            assert_eq!(
                page.matches(&format!("\n| `{code}` |")).count(),
                1,
                "{name}: {code}"
            );
            assert!(page.contains(&error.hint(lang)), "{name}: {code}");
        }
    }
}

struct Page {
    lang: Lang,
}

impl Page {
    fn text(&self) -> String {
        let mut page = self.pick(INTRO_JA, INTRO_EN).to_owned();
        page += self.pick(
            "\n## 中継サーバーの回答\n\n| コード | HTTP | 再試行 | 内容 | 対応 |\n|---|---|---|---|---|\n",
            "\n## What the relay answers\n\n| Code | HTTP | Retry | Meaning | What to do |\n|---|---|---|---|---|\n",
        );
        for &code in ProblemCode::ALL {
            let status = Problem::new(code).status;
            self.row(&mut page, &code.into(), Some(status));
        }
        page += self.pick(
            "\n## 回答の前に分かること\n\n名前と日時は例です。\n\n| コード | 再試行 | 内容 | 対応 |\n|---|---|---|---|\n",
            "\n## What shows before the relay answers\n\nNames and times are examples.\n\n| Code | Retry | Meaning | What to do |\n|---|---|---|---|\n",
        );
        for error in own_errors() {
            self.row(&mut page, &error, None);
        }
        page
    }

    fn row(&self, page: &mut String, error: &RelayError, status: Option<u16>) {
        let status = status.map_or_else(String::new, |status| format!(" {status} |"));
        let retry = match error.is_retryable() {
            true => self.pick("する", "yes"),
            false => "—",
        };
        writeln!(
            page,
            "| `{}` |{status} {retry} | {} | {} |",
            error.code(),
            error.message(self.lang).replace('|', "\\|"),
            error.hint(self.lang).replace('|', "\\|")
        )
        .unwrap();
    }

    fn pick<T>(&self, ja: T, en: T) -> T {
        self.lang.pick(ja, en)
    }
}

fn problems() -> impl Iterator<Item = RelayError> {
    ProblemCode::ALL.iter().map(|code| RelayError::from(*code))
}

/// One of each kind, as an example.
fn own_errors() -> impl Iterator<Item = RelayError> {
    let seen = ServerCertificate {
        subject: "CN=relay.example".to_owned(),
        issuer: "CN=Example CA".to_owned(),
        not_before: at("2025-04-01T00:00:00+09"),
        not_after: at("2026-03-31T23:59:59+09"),
        names: vec!["relay.example".to_owned()],
    };
    let clock = at("2026-04-01T09:00:00+09");
    let (not_before, not_after) = (seen.not_before, seen.not_after);
    let tls = [
        TlsFault::ServerUntrusted {
            seen: Some(seen.clone()),
            configured: vec!["CN=Configured CA".to_owned()],
            mix_up: None,
        },
        TlsFault::ServerExpired {
            seen: Some(seen.clone()),
            clock,
            skew: None,
        },
        TlsFault::ServerName {
            seen: Some(seen.clone()),
            host: "localhost".to_owned(),
        },
        TlsFault::ServerInvalid {
            seen: Some(seen.clone()),
        },
        TlsFault::ClientRefused {
            issuer: seen.issuer,
            mix_up: None,
        },
        TlsFault::ClientExpired {
            not_before,
            not_after,
            clock,
            skew: None,
        },
        TlsFault::Protocol,
    ];
    let unreachable = [
        Unreachable::UnknownHost,
        Unreachable::Refused,
        Unreachable::NoRoute,
        Unreachable::ConnectTimedOut,
        Unreachable::TimedOut,
        Unreachable::Cut,
    ];
    let proxy = [
        ProxyFault::Unreachable(Unreachable::Refused),
        ProxyFault::Credentials,
        ProxyFault::Refused,
    ];
    let others = [
        RelayError::PasswordRefused,
        RelayError::OtherEnvironment {
            expected: Environment::Production,
            found: Environment::Sandbox,
        },
        RelayError::NotARelay { status: 404 },
        RelayError::Damaged,
        RelayError::Storage(ErrorKind::StorageFull),
        RelayError::NoResources,
        RelayError::Cancelled,
        RelayError::Settings("url"),
    ];
    let unreachable = unreachable.map(RelayError::Unreachable).into_iter();
    let proxy = proxy.map(RelayError::Proxy);
    unreachable
        .chain(proxy)
        .chain(tls.map(RelayError::from))
        .chain(others)
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

const INTRO_JA: &str = "# 中継サーバーとの通信のエラー

[English](relay-errors.md)

中継サーバーとの通信で起きるエラーのすべてです。コードは変わりません。「再試行」が「する」のものは、SDK が間隔をあけて自動で再試行します。中継サーバーが待つ時間（`retry_after`）を
伝えたときは、それより早くは再試行しません。それ以外は、人が原因を直すまで再試行しません。どのエラーでも、預けた送信データは失われず、二重にもなりません。

<!-- このページはプログラムから作っています。直すときは sdk-core/src/relay/error/ を直し、CAREPLAN_UPDATE=1 cargo test -p careplan-core --test relay_errors_page を実行します。 -->
";

const INTRO_EN: &str = "# Errors of the connection to the relay

[日本語](relay-errors.ja.md)

Everything that may go wrong between an office and its relay. Codes are stable. Where \"Retry\" says yes, the SDK tries again by itself, with growing waits, and never
earlier than the relay asked for (`retry_after`). All others wait until somebody has removed the cause. Whatever the error, a message that was handed over is neither lost
nor doubled.

<!-- This page is made from the code. Change sdk-core/src/relay/error/ and run CAREPLAN_UPDATE=1 cargo test -p careplan-core --test relay_errors_page. -->
";
