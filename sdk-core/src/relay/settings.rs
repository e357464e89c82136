use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use super::error::RelayError;
use super::wire::Environment;

/// How a client reaches its relay.
///
/// ```
/// use careplan_core::relay::{ClientSettings, Proxy};
///
/// let mut settings = ClientSettings::new("https://relay.example", b"-----BEGIN CERTIFICATE-----...".to_vec());
/// settings.proxy = Proxy::Url("http://proxy.example:3128".to_owned());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClientSettings {
    /// The relay's address, `https://…`.
    pub url: String,
    /// PEM of the authority that issued the relay's certificate. No other is trusted.
    pub relay_ca: Vec<u8>,
    /// Through which proxy; that of the environment unless another is set.
    pub proxy: Proxy,
    /// Who this office is to the proxy of [`Proxy::Url`], where it asks.
    pub proxy_account: Option<ProxyAccount>,
    /// For the name, the connection, the proxy and the handshake together; 10 seconds unless set.
    pub connect_timeout: Duration,
    /// So long without a single byte ends a call; 60 seconds unless set. There is no limit for a whole call: a large content
    /// on a slow line takes as long as it takes. What the system has buffered of an upload may take up to four minutes more.
    pub idle_timeout: Duration,
    /// What stands in front of this library's own name in `User-Agent`: the host's product and version.
    pub user_agent: Option<String>,
    /// What the relay must be for. Another one is refused before the password is sent.
    pub environment: Option<Environment>,
}

impl ClientSettings {
    /// The settings for a relay, the rest as it is documented at each.
    pub fn new(url: impl Into<String>, relay_ca: Vec<u8>) -> Self {
        Self {
            url: url.into(),
            relay_ca,
            proxy: Proxy::System,
            proxy_account: None,
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(60),
            user_agent: None,
            environment: None,
        }
    }
}

/// Through which proxy.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Proxy {
    /// That of the environment when the client is made: `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`.
    #[default]
    System,
    /// None, whatever the environment says.
    None,
    /// This one, `http://host:port`. Name and password do not belong here: [`ClientSettings::proxy_account`].
    Url(String),
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An address that somebody wrote a password into would be refused; until then it must not be shown either.
        f.write_str(match self {
            Self::System => "System",
            Self::None => "None",
            Self::Url(_) => "Url(..)",
        })
    }
}

/// User name and password at a proxy. Debug shows neither.
#[derive(Clone)]
pub struct ProxyAccount {
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
}

impl ProxyAccount {
    /// A name and its password.
    pub fn new(user: impl Into<String>, password: Zeroizing<String>) -> Self {
        Self {
            user: user.into(),
            password,
        }
    }

    /// What stands in a file or a variable of the environment as `user:password`, with or without a line end.
    pub fn parse(text: &str) -> Result<Self, RelayError> {
        let line = text
            .trim_start_matches('\u{FEFF}')
            .trim_end_matches(['\r', '\n']);
        match line.split_once(':') {
            Some((user, password)) if !user.is_empty() && !line.contains(['\r', '\n']) => {
                Ok(Self::new(user, Zeroizing::new(password.to_owned())))
            }
            _ => Err(RelayError::Settings("proxy password")),
        }
    }
}

impl fmt::Debug for ProxyAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyAccount").finish_non_exhaustive()
    }
}

/// User id and password at the relay. Debug shows neither.
pub struct Account {
    pub(super) user_id: String,
    pub(super) password: Zeroizing<String>,
}

impl Account {
    /// An account.
    pub fn new(user_id: String, password: Zeroizing<String>) -> Self {
        Self { user_id, password }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_of_a_proxy_is_one_line() {
        for text in ["me:se:cret", "\u{FEFF}me:se:cret\r\n"] {
            let account = ProxyAccount::parse(text).unwrap();
            assert_eq!(account.user, "me");
            assert_eq!(*account.password, "se:cret");
        }
        for text in ["", "me", ":secret", "me:secret\nmore"] {
            let refused = ProxyAccount::parse(text).unwrap_err();
            assert_eq!(refused, RelayError::Settings("proxy password"));
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let mut settings = ClientSettings::new("https://relay.example", Vec::new());
        settings.proxy = Proxy::Url("http://me:secret@proxy".to_owned());
        settings.proxy_account = Some(ProxyAccount::parse("me:secret").unwrap());
        let account = Account::new("me".to_owned(), Zeroizing::new("secret".to_owned()));
        assert!(!format!("{settings:?}{account:?}").contains("secret"));
    }
}
