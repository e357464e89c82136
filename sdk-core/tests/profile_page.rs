//! docs/profile.md: its examples can be read, and it has every key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use careplan_core::exchange::{ExchangeError, Profile, ProfileFault};

const PAGES: [&str; 2] = ["profile.md", "profile.ja.md"];
const HEAD: &str = "office = \"5070022016\"\nkinds = [\"43\"]\nname = \"名\"\n";
const IDENTITY: &str = "[identity]\nfile = \"a.p12\"\n";
const TRUST: &str = "[trust]\nroots = \"t.pem\"\n";
const RELAY: &str = "[relay]\nurl = \"https://localhost\"\nca = \"ca.pem\"\nuser_id = \"u\"\n";
const FOLDER: &str = "[folder]\noutgoing = \"a\"\nincoming = \"b\"\n";

fn page(name: &str) -> String {
    fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../docs")
            .join(name),
    )
    .unwrap()
}

fn load(text: &str) -> Result<Profile, ExchangeError> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("profile.toml"), text).unwrap();
    Profile::load(folder.path())
}

#[test]
fn the_examples_can_be_read() {
    for name in PAGES {
        let page = page(name);
        let examples: Vec<_> = page
            .split("```toml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap())
            .collect();
        assert_eq!(examples.len(), 6, "{name}");
        for example in examples {
            let whole = match example {
                _ if example.starts_with("office") => example.to_owned(),
                _ if example.starts_with("[relay]") => format!("{HEAD}{IDENTITY}{TRUST}{example}"),
                _ => format!("{HEAD}{example}{TRUST}{RELAY}"),
            };
            load(&whole).unwrap_or_else(|error| panic!("{name}: {error}\n{whole}"));
        }
    }
}

#[test]
fn every_key_is_told() {
    let pages = PAGES.map(page);
    let relay = format!("{HEAD}{IDENTITY}{TRUST}{RELAY}");
    let folder = format!("{HEAD}{FOLDER}");
    for profile in [
        format!("nothing = 1\n{relay}"),
        relay.replace("[identity]\n", "[identity]\nnothing = 1\n"),
        relay.replace("[trust]\n", "[trust]\nnothing = 1\n"),
        format!("{relay}nothing = 1\n"),
        format!("{folder}nothing = 1\n"),
        format!("{folder}[store]\nnothing = 1\n"),
    ] {
        let known = match load(&profile).unwrap_err() {
            ExchangeError::ProfileForm {
                fault: ProfileFault::UnknownKey { known, .. },
                ..
            } => known,
            other => panic!("{other:?}"),
        };
        assert!(known.len() > 2, "{known:?}");
        for key in known {
            for page in &pages {
                let told = page.contains(&format!("`{key}`")) || page.contains(&format!("[{key}]"));
                assert!(told, "{key}");
            }
        }
    }
}
