//! The web page, as a browser sees it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use careplan_core::relay::wire::Sent;
use careplan_relay::{Error, Options, Server};
use jiff::SignedDuration;
use uuid::Uuid;

use common::{CONTENT, Sandbox, value};

/// A relay with a web page and messages in every state.
struct Site {
    sandbox: Sandbox,
    url: String,
    taken: Uuid,
}

impl Site {
    fn start() -> Self {
        Self::of(Sandbox::start())
    }

    fn of(mut sandbox: Sandbox) -> Self {
        assert_eq!(sandbox.server.as_ref().unwrap().web_url(), None);
        sandbox.server = None;
        sandbox.server = Some(start(&sandbox, "127.0.0.1:0").unwrap());
        let url = sandbox
            .server
            .as_ref()
            .unwrap()
            .web_url()
            .unwrap()
            .to_owned();
        let taken = fill(&sandbox);
        Self {
            sandbox,
            url,
            taken,
        }
    }

    fn path(&self, office: usize, rest: &str) -> String {
        format!("/offices/{}/{rest}", self.sandbox.offices[office].number)
    }

    fn page(&self, path: &str) -> String {
        let http = common::plain_http();
        let response = http.get(format!("{}{path}", self.url)).send().unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.text().unwrap()
    }
}

fn start(sandbox: &Sandbox, web: &str) -> Result<Server, Error> {
    let options = Options {
        web: Some(web.to_owned()),
        clock: sandbox.clock.clone(),
        ..Options::default()
    };
    let listener = TcpListener::bind(("127.0.0.1", sandbox.port())).unwrap();
    Server::start_with(sandbox.dir.path(), listener, options)
}

/// Puts a message of every state there and returns the one that was taken.
fn fill(sandbox: &Sandbox) -> Uuid {
    let announce = sandbox.announce_of(1, CONTENT);
    let expired = sandbox.office(0).send(&announce, CONTENT);
    sandbox.clock.advance(SignedDuration::from_hours(91 * 24));
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    while !sender.sent(expired).is_final {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let taken = sender.send(&announce, CONTENT);
    receiver.take(taken);
    let rejected = sender.send(&announce, CONTENT);
    receiver.reject(rejected, "cannot_open");
    let withdrawn = sender.send(&announce, CONTENT);
    sender.withdraw(withdrawn);
    sender.send(&announce, CONTENT);
    value::<Sent>(sender.announce(Uuid::now_v7(), &announce), 201);
    let uploading = Uuid::now_v7();
    let large = vec![7; common::PART_BYTES + 1];
    value::<Sent>(
        sender.announce(uploading, &sandbox.announce_of(1, &large)),
        201,
    );
    value::<Sent>(
        sender.put_part(uploading, 0, &large[..common::PART_BYTES]),
        200,
    );
    let mut wrong = sandbox.login(2);
    wrong.password.clear();
    for _ in 0..3 {
        sandbox.visitor(2).post_login(&wrong);
    }
    taken
}

#[track_caller]
fn shows(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
}

#[test]
fn a_person_finds_every_message_from_both_sides() {
    find_every_message(&Site::start());
}

#[test]
fn a_person_finds_every_message_in_postgres() {
    if let Some(sandbox) = Sandbox::on_postgres("") {
        find_every_message(&Site::of(sandbox));
    }
}

fn find_every_message(site: &Site) {
    let overview = site.page("/");
    shows(
        &overview,
        &["事業所一覧", "ロック中", &site.sandbox.offices[1].name],
    );
    let found = site.page(&format!(
        "/?q={}",
        &site.sandbox.offices[1].number.as_str()[..9]
    ));
    assert!(!found.contains(&site.sandbox.offices[0].name));
    for nothing in ["%25", "_", "%5C"] {
        shows(
            &site.page(&format!("/?q={nothing}")),
            &["該当する事業所はありません。"],
        );
    }

    let sent = site.page(&site.path(0, "sent"));
    shows(
        &sent,
        &[
            "送信済一覧",
            "受付",
            "送信中",
            "送信済（未受領）",
            "受領済",
            "取消",
            "期限切れ",
            "受取拒否",
        ],
    );
    assert_eq!(sent.matches("<th scope=\"row\">").count(), 7);
    let taken = site.page(&site.path(0, "sent?state=taken"));
    assert_eq!(taken.matches("<th scope=\"row\">").count(), 1);

    let received = site.page(&site.path(1, "received"));
    assert_eq!(received.matches("<th scope=\"row\">").count(), 5);
    shows(
        &received,
        &["受信一覧", "未受領", &site.sandbox.offices[0].name],
    );

    let detail = format!("sent/{}", site.taken);
    shows(
        &site.page(&site.path(0, &detail)),
        &[
            "送信済データ詳細",
            "受領証が届きました。",
            &common::sha256(CONTENT),
        ],
    );
    let detail = format!("received/{}", site.taken);
    shows(
        &site.page(&site.path(1, &detail)),
        &["受信データ詳細", "受領日時", "受領証を返しました。"],
    );
}

#[test]
fn no_page_shows_what_was_sealed() {
    let site = Site::start();
    for path in [
        site.path(1, "received"),
        site.path(1, &format!("received/{}", site.taken)),
        site.path(0, &format!("sent/{}", site.taken)),
    ] {
        let page = site.page(&path);
        for sealed in ["sealed", &base64(b"sealed cover"), &base64(CONTENT)] {
            assert!(!page.contains(sealed), "{path}: {sealed}");
        }
    }
}

#[test]
fn long_lists_have_pages() {
    let site = Site::start();
    let (sender, announce) = (site.sandbox.office(1), site.sandbox.announce_of(0, CONTENT));
    for _ in 0..60 {
        value::<Sent>(sender.announce(Uuid::now_v7(), &announce), 201);
    }
    let first = site.page(&site.path(1, "sent"));
    assert_eq!(first.matches("<th scope=\"row\">").count(), 50);
    let next = first
        .split_once("href=\"")
        .map(|_| link(&first, "?below="))
        .unwrap();
    let second = site.page(&next);
    assert_eq!(second.matches("<th scope=\"row\">").count(), 10);
    shows(&second, &["最新へ"]);
    assert!(!second.contains("?below="));
}

#[test]
fn other_machines_and_other_sites_see_nothing() {
    let site = Site::start();
    let http = common::plain_http();
    let foreign = http.get(&site.url).header("host", "example.com");
    assert_eq!(foreign.send().unwrap().status(), 421);
    let mut sandbox = Sandbox::start();
    sandbox.server = None;
    let refused = start(&sandbox, "0.0.0.0:0");
    assert!(matches!(refused, Err(Error::NotLoopback(_))));
}

#[test]
fn chromium_shows_the_pages() {
    let Some(browser) = Browser::find() else {
        println!("chromium がないため省きます / skipped: there is no chromium");
        return;
    };
    let site = Site::start();
    let pages = [
        ("offices", "/".to_owned(), "事業所一覧"),
        ("received", site.path(1, "received"), "受信一覧"),
        (
            "received-detail",
            site.path(1, &format!("received/{}", site.taken)),
            "受信データ詳細",
        ),
        ("sent", site.path(0, "sent"), "送信済一覧"),
        (
            "sent-detail",
            site.path(0, &format!("sent/{}", site.taken)),
            "送信済データ詳細",
        ),
    ];
    for (name, path, heading) in pages {
        let url = format!("{}{path}", site.url);
        let (page, picture) = browser.show(&url, &format!("web-{name}.png"));
        shows(&page, &[heading, r#"lang="ja""#, "本文へ移動"]);
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        assert_labelled(&page);
        assert!(
            fs::metadata(&picture).unwrap().len() > 10_000,
            "{picture:?}"
        );
    }
}

/// What a screen reader needs: every table has a caption, every field a label, no picture stands for text.
fn assert_labelled(page: &str) {
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption").count()
    );
    let fields = page.matches("<input").count() + page.matches("<select").count();
    assert_eq!(page.matches("<label for=").count(), fields);
    assert!(!page.contains("<img") && !page.contains("<script"));
}

/// The first link that holds a text, as a path.
fn link(page: &str, part: &str) -> String {
    let links = page.split("href=\"").skip(1);
    let mut links = links.filter_map(|rest| rest.split_once('"').map(|(link, _)| link));
    let found = links.find(|link| link.contains(part)).unwrap();
    found.replace("&amp;", "&")
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine;
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Chromium without a window.
struct Browser {
    profile: tempfile::TempDir,
}

impl Browser {
    fn find() -> Option<Self> {
        let version = Command::new("chromium").arg("--version").output();
        version
            .is_ok_and(|output| output.status.success())
            .then(|| Self {
                profile: tempfile::tempdir().unwrap(),
            })
    }

    /// The page as the browser understands it, and a picture that stays as an artefact of the test.
    fn show(&self, url: &str, name: &str) -> (String, PathBuf) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let folder = target.join("test-artefacts");
        fs::create_dir_all(&folder).unwrap();
        let picture = folder.join(name);
        let _result = fs::remove_file(&picture);
        let mut screenshot = std::ffi::OsString::from("--screenshot=");
        screenshot.push(&picture);
        let output = self
            .command()
            .args(["--dump-dom", "--window-size=1280,960", "--hide-scrollbars"])
            .arg(screenshot)
            .arg(url)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        (String::from_utf8(output.stdout).unwrap(), picture)
    }

    fn command(&self) -> Command {
        let mut profile = std::ffi::OsString::from("--user-data-dir=");
        profile.push(self.profile.path());
        let mut command = Command::new("chromium");
        command
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // Nothing but the relay's page on this machine.
                "--no-proxy-server",
            ])
            .arg(profile);
        command
    }
}
