//! What is refused says why, and what to do.

use std::fs;

use super::town::*;

#[test]
fn what_ended_is_named_with_its_reason_and_the_next_step() {
    let town = Town::new();
    let sent = &town.json(SUPPORT, &["send", &plan()])[0];
    assert_eq!(sent["state"], "waiting");
    let id = sent["id"].as_str().unwrap();
    let end = &id[id.len() - 8..];
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    town.fine(SERVICE, &["reject", id, "--reason", "not_trusted"]);
    town.fine(SERVICE, &["sync"]);
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 1);
    for words in [
        end,
        SERVICE,
        "受取拒否",
        "この事業所の署名または電子証明書",
        "careplan sent --state rejected",
    ] {
        assert!(pass.stdout.contains(words), "{words}: {}", pass.stdout);
    }
    // Who refused it reads other words.
    let row = &town.json(SERVICE, &["inbox"])[0];
    let message = row["reason"]["message"].as_str().unwrap();
    assert!(message.starts_with("送信元の"), "{message}");
    assert!(
        town.fine(SUPPORT, &["status"])
            .contains("careplan sent --state rejected")
    );

    // Taken back: both sides are told why it ended.
    let id = town.json(SUPPORT, &["send", &plan()])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    town.fine(SUPPORT, &["withdraw", &id]);
    town.fine(SUPPORT, &["sync"]);
    let gone = town.run(SERVICE, &["sync", "--format", "json"]);
    let ended = &gone.json()[0]["ended_messages"][0];
    assert_eq!(
        (&ended["id"], &ended["direction"]),
        (&id.as_str().into(), &"received".into())
    );
    assert_eq!(ended["reason"]["code"], "withdrawn");
    let reason = &town.json(SUPPORT, &["sent", &id])[0]["reason"];
    assert_eq!(reason["message"], "この事業所が送信を取り消しました。");
    // Times have three decimals everywhere.
    let row = &town.json(SUPPORT, &["sent", &id])[0];
    for at in [&row["since"], &row["created_at"], &row["history"][0]["at"]] {
        let at = at.as_str().unwrap();
        assert_eq!(at.len(), "2026-09-26T00:30:00.000Z".len(), "{at}");
    }
}

#[test]
fn a_wrong_password_is_sent_once_by_all_processes_together() {
    let town = Town::new();
    let file = town.profile(SUPPORT).join("password.txt");
    let right = fs::read(&file).unwrap();
    fs::write(&file, "wrong").unwrap();
    let first = town.run(SUPPORT, &["sync", "--format", "json"]);
    assert_eq!(first.code, 2);
    assert_eq!(first.json()[0]["errors"][0]["code"], "wrong_password");
    for _ in 0..4 {
        let next = town.run(SUPPORT, &["sync", "--format", "json"]);
        assert_eq!(next.json()[0]["errors"][0]["code"], "password_refused");
    }
    fs::write(&file, right).unwrap();
    town.fine(SUPPORT, &["sync"]);
}

#[test]
fn a_refusal_is_an_object_for_programs() {
    let town = Town::new();
    town.fine(SUPPORT, &["send", &plan()]);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    fs::create_dir(town.path("in")).unwrap();
    let (name, _) = &files(plan())[0];
    fs::write(town.path("in").join(name), b"mine").unwrap();
    let run = town.run(SERVICE, &["take", "--all", "-o", "in", "--format", "json"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let refused = &run.json()[0];
    assert_eq!(refused["error"]["code"], "file_exists");
    assert!(refused["id"].is_string() && refused["error"]["hint"].is_string());
}

#[test]
fn the_profile_names_certificates_and_its_faults_are_told() {
    let town = Town::new();
    let folder = town.profile(SUPPORT);
    let checked = &town.json(SUPPORT, &["identity", "check"])[0];
    assert_eq!(
        (&checked["usable"], &checked["certificates"][0]["office"]),
        (&true.into(), &SUPPORT.into())
    );
    let shown = town.fine(SUPPORT, &["identity", "show"]);
    assert!(shown.contains("鍵の用途: 署名"), "{shown}");

    // The key of another office, in the second of two.
    let file = folder.join("profile.toml");
    let good = fs::read_to_string(&file).unwrap();
    let other = town.profile(SERVICE).join("private-key.pem");
    fs::copy(other, folder.join("other-key.pem")).unwrap();
    let pair = "[[identity]]\ncertificate = \"certificate.pem\"\nprivate_key = ";
    let (begin, rest) = good.split_once("[identity]").unwrap();
    let rest = &rest[rest.find("\n[").unwrap()..];
    let two = format!("{begin}{pair}\"private-key.pem\"\n{pair}\"other-key.pem\"\n{rest}");
    fs::write(&file, two).unwrap();
    town.refused(SUPPORT, &["status"], 2, "2 番目の [[identity]]");
    fs::write(&file, good.replace("user_id", "usr_id")).unwrap();
    town.refused(
        SUPPORT,
        &["sync"],
        2,
        "「[relay] usr_id」という項目はありません",
    );
    town.refused(
        SUPPORT,
        &["sync", "--lang", "en"],
        2,
        "no key `[relay] usr_id`",
    );

    // An authority that did not issue the own certificate.
    fs::write(&file, &good).unwrap();
    fs::copy(
        town.profile(SERVICE).join("certificate.pem"),
        folder.join("x.pem"),
    )
    .unwrap();
    let ca = careplan_relay::ca::TestCa::create("Another CA").unwrap();
    fs::write(folder.join("trust.pem"), ca.certificate_pem().unwrap()).unwrap();
    let status = town.fine(SUPPORT, &["status"]);
    assert!(
        status.contains("この事業所の電子証明書") && status.contains("認証局"),
        "{status}"
    );
}

#[test]
fn mistakes_are_told_in_the_language_that_was_asked_for() {
    let town = Town::new();
    for (args, words) in [
        (&["take", "--all"][..], "必要な引数がありません: --out"),
        (&["sent", "--month", "2026"], "「2026」は --month"),
        (&["sent", "--nothing"], "--nothing という引数はありません"),
        (&["sned"], "「sned」というコマンドはありません"),
        (
            &["sync", "--lang", "en", "--nothing"],
            "unexpected argument",
        ),
        (
            &["--lang", "en", "sent", "--month", "2026"],
            "is no value for --month",
        ),
        (&["--lang", "en", "sent", "beef0000"], "no such message"),
        (
            &["sent", "beef0000"],
            "で始まる、または終わる番号のデータはありません",
        ),
    ] {
        let run = town.run(SUPPORT, args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(words), "{args:?}: {}", run.stderr);
        let is_english = args.contains(&"en");
        assert_eq!(run.stderr.is_ascii(), is_english, "{}", run.stderr);
    }
}

#[test]
fn a_relay_that_is_full_is_told_once_and_is_no_success() {
    let mut town = Town::new();
    town.relay_goes();
    let settings = town.path("relay.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let text = text.split("\n[quota]").next().unwrap();
    fs::write(
        &settings,
        format!("{text}\n[quota]\nwaiting_messages = 1\n"),
    )
    .unwrap();
    town.relay_comes_back();
    for _ in 0..4 {
        town.fine(SUPPORT, &["send", &plan(), "--again"]);
    }
    town.run(SUPPORT, &["sync"]);
    let full = town.run(SUPPORT, &["sync"]);
    assert_eq!(full.code, 2, "{}", full.stdout);
    assert!(
        full.stdout.starts_with("送受信できなかったものがあります"),
        "{}",
        full.stdout
    );
    let status = town.run(SUPPORT, &["sync", "--format", "json"]);
    let code = status.json()[0]["errors"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(full.stdout.matches(&code).count(), 1, "{}", full.stdout);
}
