use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zeroize::Zeroizing;

use super::error::ExchangeError;
use crate::number::{OfficeNumber, ServiceKind};

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
    identity: IdentitySettings,
    trust: TrustSettings,
    relay: RelaySettings,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentitySettings {
    certificate: PathBuf,
    private_key: PathBuf,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct TrustSettings {
    roots: PathBuf,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelaySettings {
    url: String,
    ca: PathBuf,
    user_id: String,
    password_file: PathBuf,
}

impl Profile {
    /// Reads `profile.toml` of a folder; the files that it names are read when they are needed.
    pub fn load(folder: &Path) -> Result<Self, ExchangeError> {
        const FILE: &str = "profile.toml";
        let bytes = read(folder, Path::new(FILE))?;
        let form = |line| ExchangeError::ProfileForm { line };
        // An editor on Windows may have put a mark in front.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let text =
            str::from_utf8(bytes).map_err(|fault| form(line_of(bytes, fault.valid_up_to())))?;
        // The parser's own message would repeat the line, which may hold anything.
        let settings = toml::from_str(text)
            .map_err(|fault| form(fault.span().map_or(0, |span| line_of(bytes, span.start))))?;
        Ok(Self {
            folder: folder.to_owned(),
            settings,
        })
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

    pub(super) fn certificate(&self) -> Result<Vec<u8>, ExchangeError> {
        read(&self.folder, &self.settings.identity.certificate)
    }

    pub(super) fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, ExchangeError> {
        read(&self.folder, &self.settings.identity.private_key).map(Zeroizing::new)
    }

    pub(super) fn trust_roots(&self) -> Result<Vec<u8>, ExchangeError> {
        read(&self.folder, &self.settings.trust.roots)
    }

    pub(super) fn relay_url(&self) -> &str {
        &self.settings.relay.url
    }

    pub(super) fn relay_ca(&self) -> Result<Vec<u8>, ExchangeError> {
        read(&self.folder, &self.settings.relay.ca)
    }

    pub(super) fn user_id(&self) -> &str {
        &self.settings.relay.user_id
    }

    /// The password, without the mark and the line end that an editor leaves around it.
    pub(super) fn password(&self) -> Result<Zeroizing<String>, ExchangeError> {
        let name = || self.settings.relay.password_file.display().to_string();
        let bytes = Zeroizing::new(read(&self.folder, &self.settings.relay.password_file)?);
        let text = str::from_utf8(&bytes).map_err(|_| ExchangeError::ProfileFile {
            file: name(),
            cause: std::io::ErrorKind::InvalidData,
        })?;
        let text = text
            .trim_start_matches('\u{FEFF}')
            .trim_end_matches(['\r', '\n']);
        // Sent to the relay, it would count as a wrong one.
        if text.is_empty() {
            return Err(ExchangeError::NoPassword { file: name() });
        }
        Ok(Zeroizing::new(text.to_owned()))
    }
}

fn read(folder: &Path, file: &Path) -> Result<Vec<u8>, ExchangeError> {
    fs::read(folder.join(file)).map_err(|error| ExchangeError::ProfileFile {
        file: file.display().to_string(),
        cause: error.kind(),
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
            Err(ExchangeError::ProfileForm { line }) => line,
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
    fn an_empty_password_file_is_refused_before_it_counts_as_a_wrong_password() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("profile.toml"), GOOD).unwrap();
        fs::write(folder.path().join("p.txt"), "\u{FEFF}\r\n").unwrap();
        let refused = Profile::load(folder.path()).unwrap().password();
        assert!(matches!(refused, Err(ExchangeError::NoPassword { .. })));
    }

    #[test]
    fn the_line_end_of_a_password_file_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("profile.toml"), GOOD).unwrap();
        fs::write(folder.path().join("p.txt"), "\u{FEFF}秘密 \r\n").unwrap();
        assert_eq!(
            *Profile::load(folder.path()).unwrap().password().unwrap(),
            "秘密 "
        );
    }
}
