//! Preparing a relay's folder: CA, certificates, accounts, database, and a folder for each office to start from.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::thread;

use crate::ca::{CertificateSpec, IssuedIdentity, KeyKind, LOCAL_HOSTS, TestCa, Validity};
use crate::config::{Config, RelayUrl, quoted};
use crate::error::Error;
use crate::files::{self, Access};
use crate::office::OfficeSpec;
use crate::secret::{hash_password, random_text, sha256_hex};
use crate::store::{NewAccount, Store};

pub(crate) const DATABASE_FILE: &str = "relay.sqlite3";
pub(crate) const SERVER_CERTIFICATE_FILE: &str = "server.pem";
pub(crate) const SERVER_KEY_FILE: &str = "server-key.pem";
pub(crate) const CA_FILE: &str = "ca.pem";

/// How offices are to be made.
#[derive(Clone, Copy)]
pub struct InitOptions<'a> {
    /// What kind of key each gets.
    pub keys: KeyKind,
    /// Is called for each office that is made, from several threads.
    pub on_office: &'a (dyn Fn() + Sync),
}

impl std::fmt::Debug for InitOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InitOptions")
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}

impl Default for InitOptions<'_> {
    fn default() -> Self {
        Self {
            keys: KeyKind::Rsa2048,
            on_office: &|| (),
        }
    }
}

/// Prepares a relay with these offices in a folder; `url` is the address that they will use.
///
/// A folder that already holds a relay is refused. After any other error the same call may be made again.
pub fn init(dir: &Path, offices: &[OfficeSpec], url: &str) -> Result<(), Error> {
    init_with(dir, offices, url, &InitOptions::default())
}

/// Prepares a relay, as these options have it.
pub fn init_with(
    dir: &Path,
    offices: &[OfficeSpec],
    url: &str,
    options: &InitOptions<'_>,
) -> Result<(), Error> {
    let url: RelayUrl = url.parse()?;
    check_offices(offices)?;
    if dir.join(DATABASE_FILE).exists() {
        return Err(Error::AlreadyThere(dir.to_owned()));
    }
    files::make_dir(dir)?;
    // A name of its own, so that two sandboxes are told apart.
    let mark = sha256_hex(random_text()?.as_bytes());
    let mark = mark.get(..8).unwrap_or_default();
    let ca = TestCa::create(&format!("Care Plan Link Sandbox CA {mark}"))?;
    ca.save(dir)?;
    write_server(dir, &ca, &url)?;
    let authority = ca.certificate_pem()?;
    let make = |office| {
        let member = make_member(&ca, office, options.keys)?;
        let office_dir = dir.join("offices").join(office.number.as_str());
        write_member(&office_dir, &authority, &member, &url)?;
        (options.on_office)();
        Ok(member)
    };
    let members = on_all_cores(offices, make)?;
    files::write(
        &dir.join("accounts.csv"),
        &accounts_csv(&members)?,
        Access::Owner,
    )?;
    files::write(
        &dir.join("offices.csv"),
        &offices_csv(offices)?,
        Access::Everyone,
    )?;
    Config::new(&url).save(dir)?;
    // The database comes last and all at once: a folder that has it is complete.
    write_database(dir, &members)
}

fn check_offices(offices: &[OfficeSpec]) -> Result<(), Error> {
    let mut seen = HashSet::new();
    for office in offices {
        office.check()?;
        if !seen.insert(office.number) {
            let japanese = "事業所番号が重複しています";
            let english = "the number is there twice";
            return Err(Error::Office {
                office: office.number,
                japanese,
                english,
            });
        }
    }
    if offices.is_empty() {
        Err(Error::NoOffices)
    } else {
        Ok(())
    }
}

fn write_server(dir: &Path, ca: &TestCa, url: &RelayUrl) -> Result<(), Error> {
    let mut hosts = LOCAL_HOSTS.to_vec();
    if !hosts.contains(&url.host.as_str()) {
        hosts.push(&url.host);
    }
    let server = ca.issue_server_for(&hosts, Validity::default())?;
    write_identity(dir, &server, SERVER_CERTIFICATE_FILE, SERVER_KEY_FILE)
}

/// An office with all that is made for it.
struct Member<'a> {
    office: &'a OfficeSpec,
    identity: IssuedIdentity,
    user_id: String,
    password: String,
    password_hash: String,
}

/// Making RSA keys and hashing passwords takes long, so every core makes some.
fn on_all_cores<'a>(
    offices: &'a [OfficeSpec],
    make: impl Fn(&'a OfficeSpec) -> Result<Member<'a>, Error> + Sync,
) -> Result<Vec<Member<'a>>, Error> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = offices.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let make = &make;
        let threads: Vec<_> = offices
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(make).collect()))
            .collect();
        let mut members = Vec::with_capacity(offices.len());
        for thread in threads {
            let part: Result<Vec<_>, Error> =
                thread.join().unwrap_or_else(|_| Err(thread_failed()));
            members.extend(part?);
        }
        Ok(members)
    })
}

fn thread_failed() -> Error {
    Error::Start(std::io::Error::other("thread"))
}

fn make_member<'a>(
    ca: &TestCa,
    office: &'a OfficeSpec,
    keys: KeyKind,
) -> Result<Member<'a>, Error> {
    let password = random_text()?;
    Ok(Member {
        office,
        identity: ca.issue(&CertificateSpec::office(office).key(keys))?,
        user_id: format!("office-{}", office.number),
        password_hash: hash_password(&password)?,
        password,
    })
}

fn write_member(
    dir: &Path,
    authority: &str,
    member: &Member<'_>,
    url: &RelayUrl,
) -> Result<(), Error> {
    files::make_dir(dir)?;
    write_identity(dir, &member.identity, "certificate.pem", "private-key.pem")?;
    files::write(
        &dir.join("password.txt"),
        member.password.as_bytes(),
        Access::Owner,
    )?;
    let open = [
        ("trust.pem", authority.to_owned()),
        ("relay-ca.pem", authority.to_owned()),
        ("profile.toml", profile(member, url)),
    ];
    open.iter().try_for_each(|(name, text)| {
        files::write(&dir.join(name), text.as_bytes(), Access::Everyone)
    })
}

fn write_identity(
    dir: &Path,
    identity: &IssuedIdentity,
    certificate: &str,
    key: &str,
) -> Result<(), Error> {
    files::write(
        &dir.join(key),
        identity.private_key_pem.as_bytes(),
        Access::Owner,
    )?;
    files::write(
        &dir.join(certificate),
        identity.certificate_pem.as_bytes(),
        Access::Everyone,
    )
}

fn profile(member: &Member<'_>, url: &RelayUrl) -> String {
    let OfficeSpec {
        number,
        kinds,
        name,
    } = member.office;
    let kinds: Vec<String> = kinds.iter().map(|kind| quoted(kind.as_str())).collect();
    format!(
        r#"# サンドボックス用の事業所プロファイル / profile of a sandbox office
# ファイル名はこのファイルのあるフォルダーから / file names are relative to this file's folder
office = {office}
kinds = [{kinds}]
name = {name}

# この事業所の証明書と秘密鍵 / this office's certificate and private key
[identity]
certificate = "certificate.pem"
private_key = "private-key.pem"

# 相手の証明書を信頼する根拠 / whose certificates are trusted
[trust]
roots = "trust.pem"

# 中継サーバー / the relay
[relay]
url = {url}
ca = "relay-ca.pem"
user_id = {user_id}
password_file = "password.txt"
"#,
        office = quoted(number.as_str()),
        kinds = kinds.join(", "),
        name = quoted(name),
        url = quoted(&url.to_string()),
        user_id = quoted(&member.user_id),
    )
}

fn accounts_csv(members: &[Member<'_>]) -> Result<Vec<u8>, Error> {
    let unwritable = |_| Error::Start(std::io::Error::other("accounts.csv"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["number", "kinds", "name", "user_id", "password"])
        .map_err(unwritable)?;
    for member in members {
        let kinds: Vec<_> = member
            .office
            .kinds
            .iter()
            .map(|kind| kind.as_str())
            .collect();
        let number = member.office.number.as_str();
        let row = [
            number,
            &kinds.join(" "),
            &member.office.name,
            &member.user_id,
            &member.password,
        ];
        writer.write_record(row).map_err(unwritable)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::Start(error.into_error()))
}

/// The list of offices, as `init --offices` and samples/tools/make_month.py read it.
fn offices_csv(offices: &[OfficeSpec]) -> Result<Vec<u8>, Error> {
    let unwritable = |_| Error::Start(std::io::Error::other("offices.csv"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["number", "kind", "name"])
        .map_err(unwritable)?;
    for office in offices {
        for kind in &office.kinds {
            let row = [office.number.as_str(), kind.as_str(), &office.name];
            writer.write_record(row).map_err(unwritable)?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| Error::Start(error.into_error()))
}

fn write_database(dir: &Path, members: &[Member<'_>]) -> Result<(), Error> {
    let path = dir.join(DATABASE_FILE);
    let partial = files::partial_name(&path);
    files::create_for_owner(&partial)?;
    let accounts: Vec<_> = members.iter().map(account).collect();
    Store::create(&partial, &accounts)?;
    fs::rename(&partial, &path).map_err(Error::at(&path))
}

fn account<'a>(member: &'a Member<'_>) -> NewAccount<'a> {
    NewAccount {
        office: member.office,
        certificate_pem: &member.identity.certificate_pem,
        user_id: &member.user_id,
        password_hash: &member.password_hash,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::office::synthetic_offices;

    #[test]
    fn a_folder_with_a_relay_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let offices = synthetic_offices(1);
        init(dir.path(), &offices, "https://localhost:8443").unwrap();
        let before = fs::read(dir.path().join(CA_FILE)).unwrap();
        let again = init(dir.path(), &offices, "https://localhost:8443");
        assert!(matches!(again, Err(Error::AlreadyThere(_))));
        assert_eq!(fs::read(dir.path().join(CA_FILE)).unwrap(), before);
    }

    #[test]
    fn a_failed_init_can_be_repeated() {
        let dir = tempfile::tempdir().unwrap();
        let obstacle = dir.path().join("relay.toml");
        fs::create_dir(&obstacle).unwrap();
        let offices = synthetic_offices(2);
        assert!(init(dir.path(), &offices, "https://localhost:8443").is_err());
        fs::remove_dir(&obstacle).unwrap();
        init(dir.path(), &offices, "https://localhost:8443").unwrap();
        assert!(dir.path().join("accounts.csv").is_file());
        assert_eq!(fs::read_dir(dir.path().join("offices")).unwrap().count(), 2);
    }

    #[test]
    fn profiles_have_the_agreed_form() {
        let dir = tempfile::tempdir().unwrap();
        let office = OfficeSpec {
            number: "5070022016".parse().unwrap(),
            kinds: vec!["43".parse().unwrap(), "46".parse().unwrap()],
            name: "ケアプラン\"つなぐ\"".to_owned(),
        };
        init(dir.path(), &[office], "https://localhost:8443").unwrap();
        let folder = dir.path().join("offices/5070022016");
        let text = fs::read_to_string(folder.join("profile.toml")).unwrap();
        let expected: toml::Table = toml::from_str(
            r#"
            office = "5070022016"
            kinds = ["43", "46"]
            name = "ケアプラン\"つなぐ\""
            [identity]
            certificate = "certificate.pem"
            private_key = "private-key.pem"
            [trust]
            roots = "trust.pem"
            [relay]
            url = "https://localhost:8443"
            ca = "relay-ca.pem"
            user_id = "office-5070022016"
            password_file = "password.txt"
            "#,
        )
        .unwrap();
        assert_eq!(toml::from_str::<toml::Table>(&text).unwrap(), expected);
        assert!(
            fs::read_to_string(folder.join("password.txt"))
                .unwrap()
                .len()
                >= 20
        );
    }

    #[cfg(unix)]
    #[test]
    fn secrets_are_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let offices = synthetic_offices(1);
        init(dir.path(), &offices, "https://localhost:8443").unwrap();
        let office = format!("offices/{}", offices[0].number);
        let secrets = [
            "ca-key.pem",
            "server-key.pem",
            "accounts.csv",
            "relay.sqlite3",
        ]
        .map(str::to_owned);
        let of_office = ["private-key.pem", "password.txt"].map(|name| format!("{office}/{name}"));
        for name in secrets.iter().chain(&of_office) {
            let mode = fs::metadata(dir.path().join(name))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn offices_must_exist_and_differ() {
        let dir = tempfile::tempdir().unwrap();
        let one = synthetic_offices(1);
        let twice = [one.clone(), one].concat();
        assert!(matches!(
            init(dir.path(), &[], "https://localhost:1"),
            Err(Error::NoOffices)
        ));
        assert!(matches!(
            init(dir.path(), &twice, "https://localhost:1"),
            Err(Error::Office { .. })
        ));
    }
}
