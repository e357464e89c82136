use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use zeroize::{Zeroize, Zeroizing};

use super::Client;
use super::answer::Limit;
use super::connection::Connection;
use super::gate::Gate;
use super::request::Request;
use super::runtime::Stop;
use crate::envelope::Certificate;
use crate::relay::error::RelayError;
use crate::relay::settings::Account;
use crate::relay::wire::{self, Login, ProblemCode, Refresh};

/// A token that ends within this time is renewed before it is used.
const MARGIN: Duration = Duration::from_secs(60);

/// Account and session of a client.
#[derive(Debug)]
pub(super) struct Sessions {
    state: Mutex<State>,
    /// One thread logs in, the others wait for what comes of it.
    gate: Gate,
}

#[derive(Debug)]
struct State {
    account: Arc<Account>,
    /// The relay said no to this password.
    refused: bool,
    locked_until: Option<Instant>,
    session: Option<Session>,
}

/// A session, bound to one certificate.
struct Session {
    certificate: Certificate,
    token: Token,
    fresh_until: Instant,
    refresh: Token,
    refresh_until: Instant,
    password_expires_at: Option<Timestamp>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

pub(super) type Token = Arc<Zeroizing<String>>;

impl Sessions {
    pub(super) fn new(account: Account) -> Self {
        Self {
            state: Mutex::new(State::of(account)),
            gate: Gate::default(),
        }
    }

    pub(super) fn replace_account(&self, account: Account) {
        *self.state() = State::of(account);
    }

    pub(super) fn bar_password(&self) {
        self.state().refused = true;
    }

    pub(super) fn is_password_refused(&self) -> bool {
        self.state().refused
    }

    pub(super) fn password_expires_at(&self) -> Option<Timestamp> {
        self.state().session.as_ref()?.password_expires_at
    }

    /// Every change is made in one step, so the state is sound even where a thread died holding the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A token that can be used now, unless it is the one that the relay refused.
    fn token(&self, certificate: &Certificate, refused: Option<&Token>) -> Option<Token> {
        let state = self.state();
        let session = state.session_of(certificate)?;
        let other = refused.is_none_or(|refused| **refused != *session.token);
        (other && Instant::now() < session.fresh_until).then(|| Arc::clone(&session.token))
    }

    fn refresh_token(&self, certificate: &Certificate) -> Option<Token> {
        let state = self.state();
        let session = state.session_of(certificate)?;
        (Instant::now() < session.refresh_until).then(|| Arc::clone(&session.refresh))
    }
}

impl State {
    fn of(account: Account) -> Self {
        Self {
            account: Arc::new(account),
            refused: false,
            locked_until: None,
            session: None,
        }
    }

    fn session_of(&self, certificate: &Certificate) -> Option<&Session> {
        let session = self.session.as_ref();
        session.filter(|session| session.certificate == *certificate)
    }

    /// What the relay said to a password.
    fn note_refusal(&mut self, error: &RelayError) {
        match error {
            RelayError::Problem {
                code: ProblemCode::WrongPassword,
                ..
            } => self.refused = true,
            RelayError::Problem {
                code: ProblemCode::Locked,
                retry_after: Some(seconds),
            } => self.locked_until = Instant::now().checked_add(Duration::from_secs(*seconds)),
            _ => {}
        }
    }

    /// Why this password must not be sent now.
    fn forbidden(&self) -> Result<(), RelayError> {
        if self.refused {
            return Err(RelayError::PasswordRefused);
        }
        let left = self
            .locked_until
            .map(|until| until.saturating_duration_since(Instant::now()));
        match left.filter(|left| !left.is_zero()) {
            Some(left) => Err(RelayError::Problem {
                code: ProblemCode::Locked,
                retry_after: Some(left.as_secs() + 1),
            }),
            None => Ok(()),
        }
    }
}

impl Client {
    /// Sends with a token; renews it first if it ends soon, and once more if the relay says so.
    pub(super) fn call(
        &self,
        request: &Request<'_>,
        stop: Stop<'_>,
    ) -> Result<(Arc<Connection>, reqwest::Response), RelayError> {
        let connection = self.connection()?;
        let token = self.token(&connection, stop)?;
        let send = |token: &Token| {
            let response = self.send(&connection, request, Some(token.as_str()), stop)?;
            self.fail_on_problem(&connection, response, stop)
        };
        let response = match send(&token) {
            Err(RelayError::Problem {
                code: code @ (ProblemCode::TokenExpired | ProblemCode::NotLoggedIn),
                ..
            }) => send(&self.renew(&connection, &token, code, stop)?),
            other => other,
        };
        Ok((Arc::clone(&connection), response?))
    }

    /// The token of the session at hand, if any.
    pub(super) fn current_token(&self, connection: &Connection) -> Option<Token> {
        self.shared.sessions.token(connection.certificate(), None)
    }

    /// Logs in, whether or not there is a session.
    pub(super) fn log_in_anew(&self, stop: Stop<'_>) -> Result<(), RelayError> {
        let connection = self.connection()?;
        let _turn = self.shared.sessions.gate.enter(&stop)?;
        // A person asks: an administrator may have unlocked the account.
        self.shared.sessions.state().locked_until = None;
        self.log_in(&connection, stop).map(drop)
    }

    pub(super) fn forget_session(&self) {
        self.shared.sessions.state().session = None;
    }

    fn token(&self, connection: &Connection, stop: Stop<'_>) -> Result<Token, RelayError> {
        let sessions = &self.shared.sessions;
        let at_hand = || sessions.token(connection.certificate(), None);
        if let Some(token) = at_hand() {
            return Ok(token);
        }
        let _turn = sessions.gate.enter(&stop)?;
        match at_hand() {
            Some(token) => Ok(token),
            None => self.refresh_or_log_in(connection, stop),
        }
    }

    /// Another token than the one that the relay refused.
    fn renew(
        &self,
        connection: &Connection,
        refused: &Token,
        code: ProblemCode,
        stop: Stop<'_>,
    ) -> Result<Token, RelayError> {
        let sessions = &self.shared.sessions;
        let _turn = sessions.gate.enter(&stop)?;
        if let Some(token) = sessions.token(connection.certificate(), Some(refused)) {
            return Ok(token);
        }
        match code {
            ProblemCode::TokenExpired => self.refresh_or_log_in(connection, stop),
            // The relay knows nothing of this session any more.
            _ => self.log_in(connection, stop),
        }
    }

    fn refresh_or_log_in(
        &self,
        connection: &Connection,
        stop: Stop<'_>,
    ) -> Result<Token, RelayError> {
        let sessions = &self.shared.sessions;
        let account = Arc::clone(&sessions.state().account);
        let refresh = sessions.refresh_token(connection.certificate());
        let Some(refresh) = refresh else {
            return self.log_in(connection, stop);
        };
        let mut body = Refresh {
            refresh_token: refresh.as_str().to_owned(),
        };
        let request = Request::post("v1/refresh").json(&body);
        let request = request.and_then(Request::digested);
        body.refresh_token.zeroize();
        match self.open_session(connection, &request?, &account, stop) {
            Err(RelayError::Problem {
                code:
                    ProblemCode::RefreshExpired | ProblemCode::NotLoggedIn | ProblemCode::TokenExpired,
                ..
            }) => self.log_in(connection, stop),
            other => other,
        }
    }

    fn log_in(&self, connection: &Connection, stop: Stop<'_>) -> Result<Token, RelayError> {
        let account = {
            let state = self.shared.sessions.state();
            state.forbidden()?;
            Arc::clone(&state.account)
        };
        if self.shared.settings.environment.is_some() {
            self.service_under(stop)?;
        }
        let mut login = Login {
            user_id: account.user_id.clone(),
            password: account.password.as_str().to_owned(),
        };
        let request = Request::post("v1/login").json(&login);
        let request = request.and_then(Request::digested).map(Request::once);
        login.password.zeroize();
        let opened = self.open_session(connection, &request?, &account, stop);
        if let Err(error) = &opened {
            let mut state = self.shared.sessions.state();
            // Meanwhile there may be another one, of which nothing is known yet.
            if Arc::ptr_eq(&state.account, &account) {
                state.note_refusal(error);
            }
        }
        opened
    }

    fn open_session(
        &self,
        connection: &Connection,
        request: &Request<'_>,
        account: &Arc<Account>,
        stop: Stop<'_>,
    ) -> Result<Token, RelayError> {
        let begin = Instant::now();
        let response = self.send(connection, request, None, stop)?;
        let response = self.fail_on_problem(connection, response, stop)?;
        let session: wire::Session = self.json(connection, response, Limit::Small, stop)?;
        let token = Arc::new(Zeroizing::new(session.access_token));
        // An absurdly long life must not overflow.
        let life = |seconds: u64| {
            let life = Duration::from_secs(seconds.min(30 * 24 * 3600));
            begin + life.saturating_sub(MARGIN.min(life / 10))
        };
        let mut state = self.shared.sessions.state();
        // Meanwhile there may be another account, of which this is no session.
        if !Arc::ptr_eq(&state.account, account) {
            return Ok(token);
        }
        state.session = Some(Session {
            certificate: connection.certificate().clone(),
            token: Arc::clone(&token),
            fresh_until: life(session.expires_in),
            refresh: Arc::new(Zeroizing::new(session.refresh_token)),
            refresh_until: life(session.refresh_expires_in),
            password_expires_at: session.password_expires_at,
        });
        Ok(token)
    }
}
