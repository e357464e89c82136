use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use std::{fmt, fs};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::error::ExchangeError;
use super::folder::FolderSettings;
use super::profile_fault::ProfileFault;
use super::profile_folder::FolderFields;
use super::profile_identity::{IdentitySettings, IdentitySource, Place};
use super::profile_trust::TrustSettings;
use super::secrets::Secrets;
use crate::envelope::{EnvelopeError, Identities, Identity, IdentityLoader, OfficeRule, Trust};
use crate::number::{OfficeNumber, ServiceKind};
use crate::relay::{Account, Client, ClientSettings, Proxy, ProxyAccount};

/// 事業所プロファイル: a folder with `profile.toml` and the files that it names. Paths in it are relative to the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    folder: PathBuf,
    settings: Settings,
}

/// `profile.toml`, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    office: OfficeNumber,
    kinds: Vec<ServiceKind>,
    name: String,
    identity: Option<IdentitySettings>,
    trust: Option<TrustSettings>,
    relay: Option<RelaySettings>,
    folder: Option<FolderFields>,
    #[serde(default)]
    store: StoreSettings,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelaySettings {
    url: String,
    ca: PathBuf,
    user_id: String,
    /// Where the program does not give the password when it opens the office.
    password_file: Option<PathBuf>,
    /// `system` (the environment's), `none`, or an address; `system` unless given.
    proxy: Option<ProxyName>,
    /// One line `user:password`.
    proxy_password_file: Option<PathBuf>,
    connect_timeout_seconds: Option<Seconds>,
    timeout_seconds: Option<Seconds>,
}

/// `[store]`: what is kept on this machine, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct StoreSettings {
    folder: PathBuf,
    keep_content_days: u16,
    keep_days: u16,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            folder: "store".into(),
            keep_content_days: 90,
            keep_days: 1825,
        }
    }
}

/// From a second to an hour: anything else is a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u64")]
struct Seconds(u64);

impl TryFrom<u64> for Seconds {
    type Error = &'static str;

    fn try_from(seconds: u64) -> Result<Self, Self::Error> {
        match seconds {
            1..=3600 => Ok(Self(seconds)),
            _ => Err("1 to 3600 seconds"),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
struct ProxyName(Proxy);

impl From<String> for ProxyName {
    fn from(text: String) -> Self {
        Self(match text.as_str() {
            "system" => Proxy::System,
            "none" => Proxy::None,
            _ => Proxy::Url(text),
        })
    }
}

/// A password may stand in an address by mistake.
impl fmt::Debug for ProxyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Profile {
    /// Reads `profile.toml` of a folder; the files that it names are read when they are needed.
    pub fn load(folder: &Path) -> Result<Self, ExchangeError> {
        const FILE: &str = "profile.toml";
        let bytes = read(folder, Path::new(FILE))?;
        let form = |line, fault| ExchangeError::ProfileForm { line, fault };
        // An editor on Windows may have put a mark in front.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let text = str::from_utf8(bytes).map_err(|fault| {
            let line = line_of(bytes, fault.valid_up_to());
            form(line, ProfileFault::of_bytes(bytes))
        })?;
        // The parser's own message would repeat the line, which may hold anything.
        let settings: Settings = toml::from_str(text).map_err(|error| {
            let (line, fault) = ProfileFault::of_text(text, &error);
            form(line, fault)
        })?;
        if settings.relay.is_some() == settings.folder.is_some() {
            return Err(ExchangeError::ProfileWay);
        }
        // Only folders work without; and one is no use without the other.
        let (identity, trust) = (settings.identity.is_some(), settings.trust.is_some());
        if identity != trust || !identity && settings.relay.is_some() {
            return Err(form(0, ProfileFault::Papers));
        }
        let (contents, messages) = (settings.store.keep_content_days, settings.store.keep_days);
        if messages < contents {
            return Err(ExchangeError::ProfileRetention { contents, messages });
        }
        Ok(Self {
            folder: folder.to_owned(),
            settings,
        })
    }

    /// As it is written now.
    pub(super) fn again(&self) -> Result<Self, ExchangeError> {
        Self::load(&self.folder)
    }

    /// 事業所番号.
    pub fn office(&self) -> OfficeNumber {
        self.settings.office
    }

    /// サービス種類コード, one or more.
    pub fn kinds(&self) -> &[ServiceKind] {
        &self.settings.kinds
    }

    /// Name of the office.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// The folder, as it was given.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Address of the relay; `None` for an office that uses folders.
    pub fn relay_url(&self) -> Option<&str> {
        let relay = self.settings.relay.as_ref()?;
        Some(&relay.url)
    }

    /// Reads the office's identities, in the order of the profile; all of this office. None for an office that uses folders
    /// and names none.
    pub fn identities(&self, secrets: &Secrets) -> Result<Vec<Identity>, ExchangeError> {
        let identities = self.settings.identity.iter();
        let sources: Vec<_> = identities.flat_map(IdentitySettings::sources).collect();
        let count = sources.len();
        let sources = sources.into_iter().enumerate();
        let read = |(index, source)| {
            self.identity(source, secrets).map_err(|error| match error {
                ExchangeError::Envelope(error) => ExchangeError::ProfileIdentity {
                    number: index + 1,
                    count,
                    error,
                },
                error => error,
            })
        };
        sources.map(read).collect()
    }

    fn identity(
        &self,
        source: &IdentitySource,
        secrets: &Secrets,
    ) -> Result<Identity, ExchangeError> {
        let mut loader = IdentityLoader::new().office_rule(self.office_rule()?);
        if let Some(password) = secrets.key_password() {
            loader = loader.password(password);
        } else if let Some(file) = &source.password_file {
            loader = loader.password(&*self.password_in(file)?);
        }
        let read = |file| read(&self.folder, file).map(Zeroizing::new);
        let identity = match &source.place {
            Place::File(file) => loader.bytes(&read(file)?)?,
            Place::Pair {
                certificate,
                private_key,
            } => loader.pem(&read(certificate)?, &read(private_key)?)?,
            Place::Token(uri) => loader.token_at(uri.as_str())?,
        };
        if identity.office() == self.office() {
            Ok(identity)
        } else {
            Err(ExchangeError::ProfileCertificate {
                profile: self.office(),
                certificate: identity.office(),
            })
        }
    }

    /// Reads whom the office trusts, and how certificates are judged.
    pub fn trust(&self) -> Result<Trust, ExchangeError> {
        let trust = self.settings.trust.as_ref();
        trust.ok_or(EnvelopeError::NoIdentity)?.trust(&self.folder)
    }

    /// Where certificates name their office.
    pub(super) fn office_rule(&self) -> Result<OfficeRule, ExchangeError> {
        let trust = self.settings.trust.as_ref();
        trust.map_or_else(|| Ok(OfficeRule::default()), TrustSettings::office_rule)
    }

    /// The connection to the relay; `None` for an office that uses folders.
    pub(super) fn client(
        &self,
        identities: &Arc<Identities>,
        secrets: &Secrets,
    ) -> Result<Option<Client>, ExchangeError> {
        let Some(relay) = &self.settings.relay else {
            return Ok(None);
        };
        let mut settings = ClientSettings::new(&relay.url, read(&self.folder, &relay.ca)?);
        if let Some(ProxyName(proxy)) = &relay.proxy {
            settings.proxy = proxy.clone();
        }
        if let Some(file) = &relay.proxy_password_file {
            settings.proxy_account = Some(ProxyAccount::parse(&self.password_in(file)?)?);
        }
        if let Some(Seconds(seconds)) = relay.connect_timeout_seconds {
            settings.connect_timeout = Duration::from_secs(seconds);
        }
        if let Some(Seconds(seconds)) = relay.timeout_seconds {
            settings.idle_timeout = Duration::from_secs(seconds);
        }
        let Some(account) = self.account(secrets)? else {
            return Ok(None);
        };
        Ok(Some(Client::new(
            settings,
            Arc::clone(identities),
            account,
        )?))
    }

    /// User id and password at the relay, as they are written now; the password that the program gave goes before.
    pub(super) fn account(&self, secrets: &Secrets) -> Result<Option<Account>, ExchangeError> {
        let Some(relay) = &self.settings.relay else {
            return Ok(None);
        };
        let password = self.relay_password(relay, secrets)?;
        Ok(Some(Account::new(relay.user_id.clone(), password)))
    }

    fn relay_password(
        &self,
        relay: &RelaySettings,
        secrets: &Secrets,
    ) -> Result<Zeroizing<String>, ExchangeError> {
        match (secrets.relay_password(), &relay.password_file) {
            (Some(password), _) => Ok(Zeroizing::new(password.to_owned())),
            (None, Some(file)) => self.password_in(file),
            (None, None) => Err(ExchangeError::PasswordNotGiven),
        }
    }

    /// User id and password, and when the file of the password was written (milliseconds of the clock, 0 where there is no
    /// file or the system does not tell).
    pub(super) fn account_as_written(
        &self,
        secrets: &Secrets,
    ) -> Result<Option<WrittenAccount<'_>>, ExchangeError> {
        let Some(relay) = &self.settings.relay else {
            return Ok(None);
        };
        let password = self.relay_password(relay, secrets)?;
        let file = relay.password_file.as_ref();
        let written = file
            .filter(|_| secrets.relay_password().is_none())
            .and_then(|file| fs::metadata(self.folder.join(file)).ok())
            .and_then(|file| file.modified().ok())
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |since| since.as_millis());
        Ok(Some(WrittenAccount {
            user: &relay.user_id,
            password,
            written,
        }))
    }

    /// The folders; `None` for an office that uses a relay.
    pub(super) fn folders(&self) -> Option<FolderSettings> {
        let folders = self.settings.folder.as_ref()?;
        Some(folders.settings(&self.folder))
    }

    /// Whether it names identities and whom to trust. An office that uses folders needs neither.
    pub fn has_papers(&self) -> bool {
        self.settings.identity.is_some()
    }

    /// Where the store of the office is.
    pub fn store_folder(&self) -> PathBuf {
        self.folder.join(&self.settings.store.folder)
    }

    /// Before which times contents, and all that is known, of messages that are final are let go.
    pub(super) fn keep_from(&self, now: Timestamp) -> (Timestamp, Timestamp) {
        let before = |days: u16| {
            let kept = SignedDuration::from_hours(24 * i64::from(days));
            now.checked_sub(kept).unwrap_or(Timestamp::MIN)
        };
        let store = &self.settings.store;
        (before(store.keep_content_days), before(store.keep_days))
    }

    /// The password in a file, without the mark and the line end that an editor leaves around it.
    fn password_in(&self, file: &Path) -> Result<Zeroizing<String>, ExchangeError> {
        let name = || file.display().to_string();
        let bytes = Zeroizing::new(read(&self.folder, file)?);
        let text = str::from_utf8(&bytes).map_err(|_| ExchangeError::ProfileFile {
            file: name(),
            cause: std::io::ErrorKind::InvalidData,
        })?;
        let text = text
            .trim_start_matches('\u{FEFF}')
            .trim_end_matches(['\r', '\n']);
        // Tried, it would count as a wrong one.
        if text.is_empty() {
            return Err(ExchangeError::NoPassword { file: name() });
        }
        Ok(Zeroizing::new(text.to_owned()))
    }
}

/// The account at the relay, and when the file of its password was written.
pub(super) struct WrittenAccount<'a> {
    pub(super) user: &'a str,
    pub(super) password: Zeroizing<String>,
    /// Milliseconds.
    pub(super) written: u128,
}

pub(super) fn read(folder: &Path, file: &Path) -> Result<Vec<u8>, ExchangeError> {
    fs::read(folder.join(file)).map_err(|error| ExchangeError::ProfileFile {
        file: file.display().to_string(),
        cause: crate::io_kind(&error),
    })
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    bytes[..offset.min(bytes.len())]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "office = \"5070022016\"\nkinds = [\"43\"]\nname = \"名\"\n\
        [identity]\ncertificate = \"c.pem\"\nprivate_key = \"k.pem\"\n[trust]\nroots = \"t.pem\"\n\
        [relay]\nurl = \"https://localhost\"\nca = \"ca.pem\"\nuser_id = \"u\"\npassword_file = \"p.txt\"\n";

    fn load(text: &[u8]) -> Result<Profile, ExchangeError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("profile.toml"), text).unwrap();
        Profile::load(folder.path())
    }

    #[test]
    fn a_profile_is_read_with_and_without_a_mark() {
        assert_eq!(load(GOOD.as_bytes()).unwrap().name(), "名");
        assert!(load(&[b"\xEF\xBB\xBF", GOOD.as_bytes()].concat()).is_ok());
    }

    #[test]
    fn faults_name_file_and_line_and_nothing_else() {
        let line = |text: &str| match load(text.as_bytes()) {
            Err(ExchangeError::ProfileForm { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line(&GOOD.replace("5070022016", "507002201")), 1);
        assert_eq!(
            line(&GOOD.replace("user_id", "password = \"secret\"\nuser_id")),
            12
        );
        let missing = Profile::load(Path::new("no such folder")).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "the profile's profile.toml cannot be read: it does not exist"
        );
    }

    #[test]
    fn an_office_goes_one_way() {
        let relay = GOOD.find("[relay]").unwrap();
        let folders = "[folder]\noutgoing = \"out\"\nincoming = \"in\"\n";
        let by_folder = load(format!("{}{folders}", &GOOD[..relay]).as_bytes()).unwrap();
        assert!(by_folder.folders().unwrap().outgoing.ends_with("out"));
        for text in [format!("{GOOD}{folders}"), GOOD[..relay].to_owned()] {
            let refused = load(text.as_bytes());
            assert!(matches!(refused, Err(ExchangeError::ProfileWay)));
        }
    }

    #[test]
    fn only_folders_do_without_a_certificate() {
        let office = &GOOD[..GOOD.find("[identity]").unwrap()];
        let (papers, relay) =
            GOOD[office.len()..].split_at(GOOD.find("[relay]").unwrap() - office.len());
        let folders = "[folder]\noutgoing = \"out\"\nincoming = \"in\"\n";
        let profile = load(format!("{office}{folders}").as_bytes()).unwrap();
        assert!(!profile.has_papers());
        let with = load(format!("{office}{papers}{folders}").as_bytes()).unwrap();
        assert!(with.has_papers());
        let trust = &papers[papers.find("[trust]").unwrap()..];
        for text in [
            format!("{office}{relay}"),
            format!("{office}{trust}{folders}"),
        ] {
            let refused = load(text.as_bytes());
            assert!(matches!(
                refused,
                Err(ExchangeError::ProfileForm { line: 0, .. })
            ));
        }
    }

    #[test]
    fn what_is_kept_and_waited_for_may_be_set() {
        let profile = load(GOOD.as_bytes()).unwrap();
        assert!(profile.store_folder().ends_with("store"));
        let now = Timestamp::UNIX_EPOCH;
        let days = |count: i64| SignedDuration::from_hours(-24 * count);
        let expected = (now + days(90), now + days(1825));
        assert_eq!(profile.keep_from(now), expected);
        let more = "proxy = \"none\"\nconnect_timeout_seconds = 5\ntimeout_seconds = 30\n\
            [store]\nfolder = \"s\"\nkeep_content_days = 1\nkeep_days = 2\n";
        let profile = load(format!("{GOOD}{more}").as_bytes()).unwrap();
        assert!(profile.store_folder().ends_with("s"));
        assert_eq!(profile.keep_from(now), (now + days(1), now + days(2)));
        let too_short = load(format!("{GOOD}[store]\nkeep_days = 89\n").as_bytes());
        assert!(matches!(
            too_short,
            Err(ExchangeError::ProfileRetention {
                contents: 90,
                messages: 89
            })
        ));
        for slip in ["timeout_seconds = 0\n", "[store]\nkeep = 1\n"] {
            let refused = load(format!("{GOOD}{slip}").as_bytes());
            assert!(matches!(
                refused,
                Err(ExchangeError::ProfileForm { line: 14.., .. })
            ));
        }
    }

    #[test]
    fn an_empty_password_file_is_refused_before_it_counts_as_a_wrong_password() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("profile.toml"), GOOD).unwrap();
        fs::write(folder.path().join("p.txt"), "\u{FEFF}\r\n").unwrap();
        let profile = Profile::load(folder.path()).unwrap();
        let refused = profile.password_in(Path::new("p.txt"));
        assert!(matches!(refused, Err(ExchangeError::NoPassword { .. })));
    }

    #[test]
    fn the_line_end_of_a_password_file_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("profile.toml"), GOOD).unwrap();
        fs::write(folder.path().join("p.txt"), "\u{FEFF}秘密 \r\n").unwrap();
        let profile = Profile::load(folder.path()).unwrap();
        let password = profile.password_in(Path::new("p.txt"));
        assert_eq!(*password.unwrap(), "秘密 ");
    }

    const SUPPORT: &str = "5070022016";

    /// An identity of this office in a PKCS#12 file; the password is for this test only.
    fn pkcs12(office: &str) -> Vec<u8> {
        use openssl::asn1::Asn1Time;
        use openssl::ec::{EcGroup, EcKey};
        use openssl::hash::MessageDigest;
        use openssl::nid::Nid;
        use openssl::pkcs12::Pkcs12;
        use openssl::pkey::PKey;
        use openssl::x509::{X509, X509NameBuilder};
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        let mut name = X509NameBuilder::new().unwrap();
        name.append_entry_by_nid(Nid::SERIALNUMBER, office).unwrap();
        let mut builder = X509::builder().unwrap();
        builder.set_subject_name(&name.build()).unwrap();
        builder
            .set_not_before(&Asn1Time::days_from_now(0).unwrap())
            .unwrap();
        builder
            .set_not_after(&Asn1Time::days_from_now(9).unwrap())
            .unwrap();
        builder.set_pubkey(&key).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        let mut file = Pkcs12::builder();
        file.pkey(&key).cert(&builder.build());
        file.build2("test-only").unwrap().to_der().unwrap()
    }

    /// The identities of a profile with this in the place of `[identity]`.
    fn identities(settings: &str) -> Result<Vec<Identity>, ExchangeError> {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |file: &str, content: &[u8]| fs::write(folder.path().join(file), content).unwrap();
        write("a.p12", &pkcs12(SUPPORT));
        write("b.p12", &pkcs12(SUPPORT));
        write("other.p12", &pkcs12("5070100002"));
        write("p.txt", b"test-only\n");
        write("wrong.txt", b"test-only-wrong\n");
        let old = "[identity]\ncertificate = \"c.pem\"\nprivate_key = \"k.pem\"\n";
        write("profile.toml", GOOD.replace(old, settings).as_bytes());
        Profile::load(folder.path())?.identities(&Secrets::default())
    }

    #[test]
    fn one_identity_or_several_may_be_named() {
        let one = "[identity]\nfile = \"a.p12\"\npassword_file = \"p.txt\"\n";
        assert_eq!(identities(one).unwrap().len(), 1);
        let several = "[[identity]]\nfile = \"a.p12\"\npassword_file = \"p.txt\"\n\
            [[identity]]\nfile = \"b.p12\"\npassword_file = \"p.txt\"\n";
        let several = identities(several).unwrap();
        assert_eq!(several.len(), 2);
        assert_ne!(several[0].certificate(), several[1].certificate());
    }

    #[test]
    fn identities_that_cannot_be_used_say_why() {
        use crate::envelope::{EnvelopeError, IdentityError, KeyError, TokenError};
        let envelope = |settings: &str| match identities(settings) {
            Err(ExchangeError::ProfileIdentity { error, .. }) => error,
            other => panic!("{other:?}"),
        };
        let wrong = "[identity]\nfile = \"a.p12\"\npassword_file = \"wrong.txt\"\n";
        assert_eq!(envelope(wrong), IdentityError::WrongPassword.into());
        let none = "[identity]\nfile = \"a.p12\"\n";
        assert_eq!(envelope(none), IdentityError::PasswordMissing.into());
        let token = "[identity]\ntoken = \"pkcs11:token=a\"\npassword_file = \"p.txt\"\n";
        let bad = KeyError::Token(TokenError::BadUri("module-path"));
        assert_eq!(envelope(token), EnvelopeError::Key(bad));
        let other = "[identity]\nfile = \"other.p12\"\npassword_file = \"p.txt\"\n";
        let refused = identities(other);
        assert!(matches!(
            refused,
            Err(ExchangeError::ProfileCertificate { .. })
        ));
        let missing = "[identity]\nfile = \"a.p12\"\npassword_file = \"gone.txt\"\n";
        let refused = identities(missing);
        assert!(
            matches!(refused, Err(ExchangeError::ProfileFile { file, .. }) if file == "gone.txt")
        );
    }

    #[test]
    fn an_identity_is_in_one_place() {
        for (settings, expected) in [
            ("[identity]\n", 4),
            ("[identity]\nfile = \"a\"\ntoken = \"pkcs11:\"\n", 4),
            ("[identity]\ncertificate = \"a\"\n", 4),
            ("[identity]\nfile = \"a\"\npin = \"1\"\n", 6),
            ("[[identity]]\nfile = \"a\"\n[[identity]]\n", 4),
        ] {
            match identities(settings) {
                Err(ExchangeError::ProfileForm { line, .. }) => {
                    assert_eq!(line, expected, "{settings}")
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_pin_in_the_profile_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let old = "certificate = \"c.pem\"\nprivate_key = \"k.pem\"\n";
        let token = "token = \"pkcs11:token=a?module-path=m&pin-value=98776\"\n";
        fs::write(folder.path().join("profile.toml"), GOOD.replace(old, token)).unwrap();
        let profile = Profile::load(folder.path()).unwrap();
        assert!(!format!("{profile:?}").contains("98776"));
    }
}
