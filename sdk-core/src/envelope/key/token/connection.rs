use cryptoki::context::{Function, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::object::{Attribute, ObjectHandle};
use cryptoki::session::{Session, SessionState, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

use super::{TokenError, TokenUri, module};

/// A session with a token, logged in, which comes back by itself after the token was taken out and put in again.
///
/// One for each key, kept open: logging in again for every signature would be slow, and each login is a chance to lock the
/// token. A session is for one thread at a time, so it stands behind a mutex.
pub(super) struct Connection {
    module: Pkcs11,
    uri: TokenUri,
    pin: Option<AuthPin>,
    session: Option<Session>,
    /// The token refused the PIN: it is not tried a second time.
    refused: Option<TokenError>,
}

impl Connection {
    /// Opens a session; `pin` goes before one that the URI names.
    pub(super) fn open(uri: &TokenUri, pin: Option<Zeroizing<String>>) -> Result<Self, TokenError> {
        let pin = match pin {
            Some(pin) => Some(pin),
            None => uri.pin()?,
        };
        let mut connection = Self {
            module: module::load(&uri.module)?,
            uri: uri.clone(),
            pin: pin.map(|pin| AuthPin::from(pin.as_str().to_owned())),
            session: None,
            refused: None,
        };
        connection.session()?;
        Ok(connection)
    }

    /// Does something with the session. If the token was gone in between, once more with a new session.
    pub(super) fn with<T>(
        &mut self,
        act: impl Fn(&Session) -> Result<T, Error>,
    ) -> Result<T, Fault> {
        match act(self.session()?) {
            Err(error) if is_gone(&error) => {
                self.session = None;
                Ok(act(self.session()?)?)
            }
            result => Ok(result?),
        }
    }

    fn session(&mut self) -> Result<&Session, TokenError> {
        let session = match self.session.take() {
            Some(session) => session,
            None => self.log_in()?,
        };
        Ok(self.session.insert(session))
    }

    fn log_in(&mut self) -> Result<Session, TokenError> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        let (slot, token) = self.find_token()?;
        // From now on this token and no other, even where the URI would let another one pass.
        self.uri.serial = Some(token.serial_number().to_owned());
        let session = self.module.open_ro_session(slot).map_err(failed)?;
        match self.enter_pin(&session, &token) {
            Ok(()) => Ok(session),
            Err(Fault::Module(Error::Pkcs11(error, _))) => {
                let error = self.judge(error, slot);
                if matches!(error, TokenError::PinWrong | TokenError::PinLocked) {
                    self.refused = Some(error.clone());
                }
                Err(error)
            }
            Err(fault) => Err(fault.into()),
        }
    }

    fn enter_pin(&self, session: &Session, token: &TokenInfo) -> Result<(), Fault> {
        if !token.login_required() {
            return Ok(());
        }
        // Another session of this process may have logged in, which counts for all of them.
        let state = session.get_session_info()?.session_state();
        if matches!(state, SessionState::RoUser | SessionState::RwUser) {
            return Ok(());
        }
        let entered = match &self.pin {
            Some(_) if token.user_pin_final_try() => return Err(TokenError::PinLastTry.into()),
            Some(pin) => session.login(UserType::User, Some(pin)),
            // The reader has keys of its own.
            None if token.protected_authentication_path() => session.login(UserType::User, None),
            None => return Err(TokenError::PinMissing.into()),
        };
        match entered {
            Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
            entered => Ok(entered?),
        }
    }

    fn judge(&self, error: RvError, slot: Slot) -> TokenError {
        let locked = || {
            let info = self.module.get_token_info(slot);
            info.is_ok_and(|info| info.user_pin_locked())
        };
        match error {
            RvError::PinLocked => TokenError::PinLocked,
            RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange if locked() => {
                TokenError::PinLocked
            }
            RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange => {
                TokenError::PinWrong
            }
            RvError::PinExpired | RvError::UserPinNotInitialized => TokenError::PinNotSet,
            other => failed(Error::Pkcs11(other, Function::Login)),
        }
    }

    fn find_token(&self) -> Result<(Slot, TokenInfo), TokenError> {
        let mut slots = self.module.get_slots_with_token();
        if let Err(Error::Pkcs11(RvError::CryptokiNotInitialized, _)) = slots {
            // The program around us finalised the module.
            module::initialize(&self.module)?;
            slots = self.module.get_slots_with_token();
        }
        let tokens = slots.map_err(failed)?.into_iter().filter_map(|slot| {
            // One that is pulled out just now is not there.
            let token = self.module.get_token_info(slot).ok()?;
            self.uri.fits(slot, &token).then_some((slot, token))
        });
        let mut tokens: Vec<_> = tokens.collect();
        match (tokens.pop(), tokens.len()) {
            (Some(token), 0) => Ok(token),
            (Some(_), others) => Err(TokenError::SeveralTokens { count: others + 1 }),
            (None, _) => Err(TokenError::Missing),
        }
    }
}

impl TokenUri {
    fn fits(&self, slot: Slot, token: &TokenInfo) -> bool {
        let is = |wanted: &Option<String>, found: &str| {
            // The fields of a token are filled up with blanks.
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.trim_end() == found.trim_end())
        };
        token.token_initialized()
            && is(&self.token, token.label())
            && is(&self.serial, token.serial_number())
            && is(&self.manufacturer, token.manufacturer_id())
            && is(&self.model, token.model())
            && self.slot.is_none_or(|wanted| wanted == slot.id())
    }
}

/// The first object like this.
pub(super) fn find(session: &Session, template: &[Attribute]) -> Result<ObjectHandle, Error> {
    let found = session.find_objects(template)?;
    let none = Error::Pkcs11(RvError::KeyHandleInvalid, Function::FindObjects);
    found.first().copied().ok_or(none)
}

/// Why something with the session failed.
pub(super) enum Fault {
    Token(TokenError),
    /// What the module said.
    Module(Error),
}

impl From<TokenError> for Fault {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Module(error)
    }
}

impl From<Fault> for TokenError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Token(error) => error,
            Fault::Module(error) => failed(error),
        }
    }
}

/// The session, or what it knew, is no longer there.
fn is_gone(error: &Error) -> bool {
    matches!(
        error,
        Error::Pkcs11(
            RvError::SessionHandleInvalid
                | RvError::SessionClosed
                | RvError::DeviceRemoved
                | RvError::DeviceError
                | RvError::TokenNotPresent
                | RvError::TokenNotRecognized
                | RvError::UserNotLoggedIn
                | RvError::KeyHandleInvalid
                | RvError::ObjectHandleInvalid
                | RvError::CryptokiNotInitialized,
            _
        )
    )
}

fn failed(error: Error) -> TokenError {
    match error {
        // Names of constants: no message of the module, which may hold anything.
        Error::Pkcs11(
            RvError::TokenNotPresent | RvError::DeviceRemoved | RvError::TokenNotRecognized,
            _,
        ) => TokenError::Missing,
        Error::Pkcs11(RvError::KeyHandleInvalid, _) => TokenError::NoKey,
        Error::Pkcs11(error, function) => TokenError::Failed(format!("{function}: {error:?}")),
        _ => TokenError::Failed("PKCS#11".to_owned()),
    }
}
