mod answer;
mod calls;
mod connection;
mod download;
mod gate;
mod proxy;
mod request;
mod runtime;
mod session;
mod upload;

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;

use self::connection::Connection;
use self::proxy::Way;
use self::runtime::{Runtime, Stop};
use self::session::Sessions;
use super::clock::Skew;
use super::error::RelayError;
use super::settings::{Account, ClientSettings};
use super::tls::Authority;
use super::wire::Service;
use crate::control::{Cancel, Control};
use crate::envelope::Identities;

pub use self::calls::Selection;

/// One office's connection to the relay. It logs in when it has to, and keeps its session alive.
///
/// Calls block. Any thread may call, several at once; clones are the same client. It connects with the newest certificate of
/// the office; when that changes, it connects and logs in anew.
///
/// A client starts no thread: its connections live on the threads that call, so a process may hold hundreds of clients. What it
/// holds while it is idle is a few file descriptors. (Resolving a name borrows a thread for as long as the system takes.)
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    cancel: Option<Cancel>,
}

/// What all clones have in common.
struct Shared {
    runtime: Runtime,
    base: Url,
    settings: ClientSettings,
    authority: Authority,
    way: Way,
    identities: Arc<Identities>,
    connection: Mutex<Arc<Connection>>,
    sessions: Sessions,
    skew: Skew,
    service: Mutex<Option<Service>>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.shared.base.as_str())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares the connection; nothing is sent yet.
    pub fn new(
        settings: ClientSettings,
        identities: Arc<Identities>,
        account: Account,
    ) -> Result<Self, RelayError> {
        let base = base_url(&settings.url)?;
        let authority = Authority::from_pem(&settings.relay_ca)?;
        let way = Way::new(&settings, &base)?;
        let newest = identities.signer(Timestamp::now());
        let connection = Connection::new(&settings, &authority, &way, &newest)?;
        Ok(Self {
            shared: Arc::new(Shared {
                runtime: Runtime::new()?,
                base,
                settings,
                authority,
                way,
                identities,
                connection: Mutex::new(Arc::new(connection)),
                sessions: Sessions::new(account),
                skew: Skew::default(),
                service: Mutex::new(None),
            }),
            cancel: None,
        })
    }

    /// The same client, whose calls this switch ends within a second, those with a [`Control`] of their own included.
    pub fn with_cancel(&self, cancel: &Cancel) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            cancel: Some(cancel.clone()),
        }
    }

    /// Another user id or password, from the next call on: they were changed, or the relay had refused them.
    pub fn replace_account(&self, account: Account) {
        self.shared.sessions.replace_account(account);
    }

    /// The relay refused this user id and password to an earlier process: they are not sent until they are replaced.
    pub(crate) fn bar_password(&self) {
        self.shared.sessions.bar_password();
    }

    /// Whether the relay refused this user id and password.
    pub(crate) fn is_password_refused(&self) -> bool {
        self.shared.sessions.is_password_refused()
    }

    /// The relay's clock less this machine's, as the last answer told; none before the first one. It is exact to a second or two.
    pub fn clock_skew(&self) -> Option<SignedDuration> {
        self.shared.skew.get()
    }

    /// When the account's password must be changed, as the last login told.
    pub fn password_expires_at(&self) -> Option<Timestamp> {
        self.shared.sessions.password_expires_at()
    }

    fn stop<'a>(&'a self, control: &'a Control<'a>) -> Stop<'a> {
        Stop::new([self.cancel.as_ref(), control.cancel])
    }

    /// The connection of the certificate that is the newest now.
    fn connection(&self) -> Result<Arc<Connection>, RelayError> {
        let shared = &self.shared;
        // A thread that panicked while holding it left it whole: it is replaced in one step.
        let mut connection = shared
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let newest = shared.identities.signer(Timestamp::now());
        if !connection.is_of(&newest) {
            let new = Connection::new(&shared.settings, &shared.authority, &shared.way, &newest)?;
            *connection = Arc::new(new);
        }
        Ok(Arc::clone(&connection))
    }
}

fn base_url(url: &str) -> Result<Url, RelayError> {
    const BAD: RelayError = RelayError::Settings("url");
    let mut base = Url::parse(url).map_err(|_| BAD)?;
    // Paths are joined to a folder: without the slash its last part would be replaced.
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    // A user name or password in the address would end up in logs.
    let plain = base.username().is_empty() && base.password().is_none();
    let whole = base.query().is_none() && base.fragment().is_none();
    if base.scheme() == "https" && base.host().is_some() && plain && whole {
        Ok(base)
    } else {
        Err(BAD)
    }
}

#[cfg(test)]
mod tests;
