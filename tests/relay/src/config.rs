//! `relay.toml`: where a relay listens and under which address it is known.

use std::path::Path;

use serde::Deserialize;

use crate::error::Error;
use crate::files::{self, Access};

const FILE: &str = "relay.toml";
const ACCESS_TOKEN_SECONDS: i64 = 3600;

/// The settings of one relay.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// host:port to listen on.
    pub(crate) listen: String,
    /// The address that offices use.
    pub(crate) url: String,
    /// How long a login holds.
    #[serde(default = "access_token_seconds")]
    pub(crate) access_token_seconds: i64,
}

impl Config {
    /// The settings of a new relay.
    pub(crate) fn new(url: &RelayUrl) -> Self {
        Self {
            listen: format!("{}:{}", url.bracketed_host(), url.port),
            url: url.to_string(),
            access_token_seconds: ACCESS_TOKEN_SECONDS,
        }
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

    fn to_toml(&self) -> String {
        format!(
            "# 待ち受けるアドレス / address to listen on\n\
             listen = {}\n\
             # 事業所が使う URL / the URL that offices use\n\
             url = {}\n\
             # アクセストークンの有効秒数 / seconds that an access token holds\n\
             access_token_seconds = {}\n",
            quoted(&self.listen),
            quoted(&self.url),
            self.access_token_seconds
        )
    }
}

/// A text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn access_token_seconds() -> i64 {
    ACCESS_TOKEN_SECONDS
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
