//! `relay.toml`: where a relay listens, under which address it is known, and what it allows.

use std::path::{Path, PathBuf};
use std::time::Duration;

use careplan_core::relay::wire::{Environment, Maintenance};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::error::Error;
use crate::files::{self, Access};
use crate::store::{Contents, Keeping, Quota, Settings, TokenTimes};

const FILE: &str = "relay.toml";
const CONTENTS_FOLDER: &str = "contents";
/// A second relay on the same database may be writing a file at this moment.
const YOUNG: Duration = Duration::from_secs(3600);

/// The settings of one relay.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// host:port to listen on.
    pub(crate) listen: String,
    /// The address that offices use.
    pub(crate) url: String,
    /// How long an access token holds.
    #[serde(default = "defaults::access_token_seconds")]
    pub(crate) access_token_seconds: i64,
    /// How long a refresh token holds.
    #[serde(default = "defaults::refresh_token_seconds")]
    pub(crate) refresh_token_seconds: i64,
    /// What the relay is for.
    #[serde(default = "defaults::environment")]
    pub(crate) environment: Environment,
    /// `postgres://…`; SQLite in the relay's folder unless given.
    #[serde(default)]
    pub(crate) database: Option<DatabaseUrl>,
    /// Where sealed contents are kept.
    #[serde(default)]
    pub(crate) contents: Place,
    /// The folder of contents on the disk, from the relay's folder.
    #[serde(default = "defaults::contents_folder")]
    pub(crate) contents_folder: PathBuf,
    /// Days until a message that nobody took expires.
    #[serde(default = "defaults::retention_days")]
    pub(crate) retention_days: u32,
    /// Days that the content of a message that was taken is kept.
    #[serde(default = "defaults::keep_taken_days")]
    pub(crate) keep_taken_days: u32,
    /// Days that the cover of a message that ended is kept.
    #[serde(default = "defaults::keep_covers_days")]
    pub(crate) keep_covers_days: u32,
    /// Bytes of every part of an upload but the last.
    #[serde(default = "defaults::part_bytes")]
    pub(crate) part_bytes: u64,
    /// What an office may do.
    #[serde(default)]
    pub(crate) quota: QuotaTable,
    /// When the relay does not answer.
    #[serde(default)]
    pub(crate) maintenance: Option<Maintenance>,
}

/// The table `[quota]`: what one office may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct QuotaTable {
    /// Messages of an office that wait at the relay.
    pub(crate) waiting_messages: u64,
    /// Their contents, in bytes.
    pub(crate) waiting_bytes: u64,
    /// Covers of an office that are kept, also those of messages that ended.
    pub(crate) kept_covers: u64,
    /// Those, in bytes.
    pub(crate) kept_cover_bytes: u64,
    /// Requests of an office in a minute.
    pub(crate) requests_per_minute: u32,
}

impl Default for QuotaTable {
    fn default() -> Self {
        Self {
            waiting_messages: 200_000,
            waiting_bytes: 50 * 1024 * 1024 * 1024,
            kept_covers: 2_000_000,
            kept_cover_bytes: 20 * 1024 * 1024 * 1024,
            requests_per_minute: 60_000,
        }
    }
}

/// Where sealed contents are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// In the database.
    #[default]
    Database,
    /// In files.
    Disk,
}

/// The URL of a database, which may hold a password. Debug does not show it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct DatabaseUrl(pub(crate) String);

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl(..)")
    }
}

/// What holds unless relay.toml says something else.
mod defaults {
    use std::path::PathBuf;

    use careplan_core::relay::wire::Environment;

    pub(super) fn access_token_seconds() -> i64 {
        3600
    }
    pub(super) fn refresh_token_seconds() -> i64 {
        8 * 3600
    }
    pub(super) fn environment() -> Environment {
        Environment::Sandbox
    }
    pub(super) fn contents_folder() -> PathBuf {
        super::CONTENTS_FOLDER.into()
    }
    pub(super) fn retention_days() -> u32 {
        90
    }
    pub(super) fn keep_taken_days() -> u32 {
        7
    }
    pub(super) fn keep_covers_days() -> u32 {
        365
    }
    pub(super) fn part_bytes() -> u64 {
        1024 * 1024
    }
}

impl Config {
    /// The settings of a new relay.
    pub(crate) fn new(url: &RelayUrl) -> Self {
        Self {
            listen: format!("{}:{}", url.bracketed_host(), url.port),
            url: url.to_string(),
            access_token_seconds: defaults::access_token_seconds(),
            refresh_token_seconds: defaults::refresh_token_seconds(),
            environment: defaults::environment(),
            database: None,
            contents: Place::default(),
            contents_folder: defaults::contents_folder(),
            retention_days: defaults::retention_days(),
            keep_taken_days: defaults::keep_taken_days(),
            keep_covers_days: defaults::keep_covers_days(),
            part_bytes: defaults::part_bytes(),
            quota: QuotaTable::default(),
            maintenance: None,
        }
    }

    #[cfg(test)]
    pub(crate) fn for_tests() -> Self {
        Self::new(&RelayUrl {
            host: "localhost".to_owned(),
            port: 8443,
        })
    }

    /// Reads them from a relay's folder.
    pub(crate) fn load(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(FILE);
        if !path.exists() {
            return Err(Error::NotARelay(dir.to_owned()));
        }
        let text = String::from_utf8_lossy(&files::read(&path)?).into_owned();
        toml::from_str(&text).map_err(|source| Error::Config {
            path,
            source: Box::new(source),
        })
    }

    /// Writes them into a relay's folder.
    pub(crate) fn save(&self, dir: &Path) -> Result<(), Error> {
        files::write(&dir.join(FILE), self.to_toml().as_bytes(), Access::Everyone)
    }

    /// How the store of the relay in a folder is to behave.
    pub(crate) fn settings(&self, dir: &Path) -> Settings {
        let days = |days: u32| SignedDuration::from_hours(24 * i64::from(days));
        Settings {
            database: self.database.clone(),
            tokens: TokenTimes {
                access_seconds: self.access_token_seconds,
                refresh_seconds: self.refresh_token_seconds,
            },
            keeping: Keeping {
                retention: days(self.retention_days),
                taken: days(self.keep_taken_days),
                covers: days(self.keep_covers_days),
            },
            quota: Quota {
                messages: self.quota.waiting_messages,
                bytes: self.quota.waiting_bytes,
                covers: self.quota.kept_covers,
                cover_bytes: self.quota.kept_cover_bytes,
            },
            part_bytes: self.part_bytes.max(1),
            contents: match self.contents {
                Place::Database => Contents::Database,
                Place::Disk => Contents::Disk(dir.join(&self.contents_folder)),
            },
            orphans_after: match self.database {
                None => Duration::ZERO,
                Some(_) => YOUNG,
            },
        }
    }

    /// What holds now, and what else a person may set.
    fn to_toml(&self) -> String {
        format!(
            "# 待ち受けるアドレス / address to listen on\n\
             listen = {}\n\
             # 事業所が使う URL / the URL that offices use\n\
             url = {}\n\
             # アクセストークンの有効秒数 / seconds that an access token holds\n\
             access_token_seconds = {}\n\
             # 受領されないデータの保管日数 / days until a message that nobody took expires\n\
             retention_days = {}\n{OTHERS}",
            quoted(&self.listen),
            quoted(&self.url),
            self.access_token_seconds,
            self.retention_days,
        )
    }
}

/// Settings with their defaults, commented out. The tables stand last, because what follows a table belongs to it.
const OTHERS: &str = r#"
# ほかの設定（# を外すと有効）/ other settings (take away the # to use them)
# refresh_token_seconds = 28800
# PostgreSQL を使う（省略時は SQLite）/ PostgreSQL in place of SQLite
# database = "postgres://relay@localhost/relay"
# 暗号化された内容の保存先: database または disk / where sealed contents are kept: database or disk
# contents = "disk"
# contents_folder = "contents"
# 受領後に内容を残す日数 / days that a content is kept after it was taken
# keep_taken_days = 7
# 終わったデータの表書きを残す日数 / days that the cover of a message is kept after it ended
# keep_covers_days = 365
# part_bytes = 1048576
# environment = "sandbox"

# [quota]
# waiting_messages = 200000
# waiting_bytes = 53687091200
# kept_covers = 2000000
# kept_cover_bytes = 21474836480
# requests_per_minute = 60000

# [maintenance]
# from = "2026-12-01T13:00:00Z"
# until = "2026-12-01T18:00:00Z"
"#;

/// A text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The address of a relay: https, a host, a port, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RelayUrl {
    /// DNS name or IP address, without brackets.
    pub(crate) host: String,
    /// TCP port.
    pub(crate) port: u16,
}

impl RelayUrl {
    fn bracketed_host(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        }
    }
}

impl std::fmt::Display for RelayUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "https://{}:{}", self.bracketed_host(), self.port)
    }
}

impl std::str::FromStr for RelayUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let uri: axum::http::Uri = text.parse().map_err(|_| Error::Url)?;
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let plain = uri.scheme_str() == Some("https")
            && matches!(uri.path(), "" | "/")
            && uri.query().is_none()
            && !uri
                .authority()
                .is_some_and(|authority| authority.as_str().contains('@'));
        let known = !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
        if !plain || !known {
            return Err(Error::Url);
        }
        Ok(Self {
            host: host.to_owned(),
            port: uri.port_u16().unwrap_or(443),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_saved_is_loaded() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::new(&"https://[::1]:8443/".parse().unwrap());
        assert_eq!(config.listen, "[::1]:8443");
        config.save(dir.path()).unwrap();
        assert_eq!(Config::load(dir.path()).unwrap(), config);
    }

    /// What stands there as a comment is what holds, and what can be set.
    #[test]
    fn the_comments_are_settings() {
        let settings = OTHERS
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| line.starts_with('[') || line.contains(" = "));
        let mut text = "listen = 'a'\nurl = 'b'\n".to_owned();
        settings.for_each(|line| text += &format!("{line}\n"));
        let read: Config = toml::from_str(&text).unwrap();
        let plain: Config = toml::from_str("listen = 'a'\nurl = 'b'").unwrap();
        assert!(read.database.is_some() && read.maintenance.is_some());
        assert_eq!(read.contents, Place::Disk);
        let same = Config {
            database: None,
            maintenance: None,
            contents: Place::Database,
            ..read
        };
        assert_eq!(same, plain);
    }

    #[test]
    fn an_empty_folder_is_no_relay() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Config::load(dir.path()), Err(Error::NotARelay(_))));
    }

    #[test]
    fn urls_are_https_with_a_host_and_at_most_a_port() {
        let url: RelayUrl = "https://relay.example".parse().unwrap();
        assert_eq!((url.host.as_str(), url.port), ("relay.example", 443));
        for bad in [
            "",
            "http://localhost:1",
            "https://",
            "https://a/b",
            "https://u@a",
            "https://a?b",
        ] {
            assert!(bad.parse::<RelayUrl>().is_err(), "{bad}");
        }
    }
}
