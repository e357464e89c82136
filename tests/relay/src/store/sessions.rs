//! Accounts, their locks, and the tokens of those who are logged in.

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Login, ProblemCode, Session};
use jiff::{SignedDuration, Timestamp};

use super::db::{Tx, values};
use super::directory::{Registered, registered};
use super::{Failure, Store};
use crate::secret::{hash_password, password_fits, random_text, sha256_hex};

/// So many wrong passwords in a row lock an account.
const MAX_FAILED: i64 = 3;
/// For so long.
const LOCK: SignedDuration = SignedDuration::from_mins(30);
/// Expired tokens are remembered so long, to be told from tokens that never were.
const REMEMBER_EXPIRED: SignedDuration = SignedDuration::from_hours(24);

#[derive(Clone)]
struct Account {
    office: OfficeNumber,
    password_hash: String,
    password_expires_at: Option<Timestamp>,
    locked_until: Option<Timestamp>,
}

impl Store {
    /// Logs an office in. The tokens hold for this certificate only.
    pub(crate) async fn log_in(
        &self,
        login: Login,
        office: OfficeNumber,
        thumbprint: &str,
    ) -> Result<Session, Failure> {
        // Argon2 takes memory and time: only so many at once.
        let Ok(_turn) = self.passwords.acquire().await else {
            return Err(Failure::away());
        };
        // No account has such a name, and PostgreSQL's texts know no NUL.
        if login.user_id.contains('\0') {
            return Err(ProblemCode::WrongPassword.into());
        }
        // An account of another office is treated as none: with a wrong certificate nobody can lock it or learn of it.
        let account = self.account(&login.user_id, office).await?;
        if let Some(account) = &account {
            refuse_while_locked(account.locked_until, self.clock.now())?;
        }
        let hash = account
            .as_ref()
            .map(|account| account.password_hash.clone());
        let password = login.password;
        let fits = tokio::task::spawn_blocking(move || password_fits(&password, hash.as_deref()));
        let fits = fits.await.unwrap_or(false);
        match account {
            Some(account) if fits => self.open_session(account, login.user_id, thumbprint).await,
            _ => {
                self.count_wrong_password(login.user_id, office).await?;
                Err(ProblemCode::WrongPassword.into())
            }
        }
    }

    /// A new access token for a login.
    pub(crate) async fn refresh(
        &self,
        refresh_token: String,
        office: OfficeNumber,
        thumbprint: &str,
    ) -> Result<Session, Failure> {
        let (now, thumbprint) = (self.clock.now(), thumbprint.to_owned());
        let (access_token, limits) = (random_text()?, self.limits());
        let change = self.db.change(move |tx| {
            let login = sha256_hex(refresh_token.as_bytes());
            let found = tx.row(
                "SELECT logins.expires, accounts.password_expires_at, accounts.locked_until
                 FROM logins JOIN accounts ON accounts.user_id = logins.user_id
                 WHERE refresh_digest = $1 AND logins.office = $2 AND thumbprint = $3",
                values![&login, office.as_str(), &thumbprint],
            )?;
            let row = found.ok_or(ProblemCode::RefreshExpired)?;
            let expires = row.time(0)?;
            // The next login tells of an expired password.
            if expires <= now || is_over(row.time_or_none(1)?, now) {
                return Err(ProblemCode::RefreshExpired.into());
            }
            refuse_while_locked(row.time_or_none(2)?, now)?;
            insert_token(tx, &access_token, &login, office, &thumbprint, now, limits)?;
            Ok(Session {
                access_token: access_token.clone(),
                expires_in: limits.access_seconds.unsigned_abs(),
                refresh_token: refresh_token.clone(),
                refresh_expires_in: seconds_until(expires, now),
                office,
                password_expires_at: row.time_or_none(1)?,
            })
        });
        change.await
    }

    /// Forgets the tokens of the login that an access token belongs to.
    pub(crate) async fn log_out(&self, token: &str, thumbprint: &str) -> Result<(), Failure> {
        let (digest, thumbprint) = (sha256_hex(token.as_bytes()), thumbprint.to_owned());
        let change = self.db.change(move |tx| {
            let found = tx.row(
                "SELECT login FROM tokens WHERE digest = $1 AND thumbprint = $2",
                values![&digest, &thumbprint],
            )?;
            if let Some(row) = found {
                let login = row.text(0)?;
                tx.execute("DELETE FROM tokens WHERE login = $1", values![login])?;
                tx.execute(
                    "DELETE FROM logins WHERE refresh_digest = $1",
                    values![login],
                )?;
            }
            Ok(())
        });
        change.await
    }

    /// What is known of a certificate, and the office that a token was issued to: if it was issued to this certificate, its
    /// time is not over, and the account that it was issued for is not locked.
    pub(crate) async fn caller(
        &self,
        token: &str,
        thumbprint: &str,
    ) -> Result<(Option<Registered>, Result<OfficeNumber, Failure>), Failure> {
        let (digest, thumbprint) = (sha256_hex(token.as_bytes()), thumbprint.to_owned());
        let now = self.clock.now();
        let read = self.db.read(move |tx| {
            let certificate = registered(tx, &thumbprint, now)?;
            let found = tx.row(
                "SELECT tokens.office, tokens.expires, accounts.locked_until, accounts.password_expires_at
                 FROM tokens JOIN logins ON refresh_digest = login JOIN accounts ON accounts.user_id = logins.user_id
                 WHERE digest = $1 AND tokens.thumbprint = $2",
                values![&digest, &thumbprint],
            )?;
            let office = match found {
                None => Err(ProblemCode::NotLoggedIn.into()),
                Some(row) if row.time(1)? <= now || is_over(row.time_or_none(3)?, now) => {
                    Err(ProblemCode::TokenExpired.into())
                }
                Some(row) => {
                    let office = row.parsed(0)?;
                    refuse_while_locked(row.time_or_none(2)?, now).map(|()| office)
                }
            };
            Ok((certificate, office))
        });
        read.await
    }

    /// Sets the password of an account, until when it holds, and unlocks it. Who was logged in with the one before is no more.
    /// False when there is no such account.
    pub(crate) async fn set_password(
        &self,
        user_id: String,
        password: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<bool, Failure> {
        let hash = hash_password(password)?;
        let change = self.db.change(move |tx| {
            let changed = tx.execute(
                "UPDATE accounts SET password_hash = $1, password_expires_at = $2, failed = 0, locked_until = NULL
                 WHERE user_id = $3",
                values![&hash, expires_at, &user_id],
            )?;
            end_logins(tx, &user_id)?;
            Ok(changed > 0)
        });
        change.await
    }

    /// Sets until when the password of an account holds. False when there is no such account.
    pub(crate) async fn expire_password(
        &self,
        user_id: String,
        expires_at: Option<Timestamp>,
    ) -> Result<bool, Failure> {
        let change = self.db.change(move |tx| {
            let changed = tx.execute(
                "UPDATE accounts SET password_expires_at = $1 WHERE user_id = $2",
                values![expires_at, &user_id],
            )?;
            Ok(changed > 0)
        });
        change.await
    }

    /// Lets nobody log in with the accounts of an office any more, and ends what was begun; or allows it again and unlocks them.
    /// False when it has none.
    pub(crate) async fn allow(&self, office: OfficeNumber, allowed: bool) -> Result<bool, Failure> {
        let ends = (!allowed).then(|| self.clock.now());
        let change = self.db.change(move |tx| {
            let changed = tx.execute(
                "UPDATE accounts SET password_expires_at = $1, failed = 0, locked_until = NULL WHERE office = $2",
                values![ends, office.as_str()],
            )?;
            if !allowed {
                for user_id in user_ids(tx, office)? {
                    end_logins(tx, &user_id)?;
                }
            }
            Ok(changed > 0)
        });
        change.await
    }

    /// The names of an office's accounts.
    pub(crate) async fn accounts_of(&self, office: OfficeNumber) -> Result<Vec<String>, Failure> {
        self.db.read(move |tx| user_ids(tx, office)).await
    }

    async fn account(
        &self,
        user_id: &str,
        office: OfficeNumber,
    ) -> Result<Option<Account>, Failure> {
        let user_id = user_id.to_owned();
        let read = self.db.read(move |tx| account(tx, &user_id, office));
        read.await
    }

    async fn count_wrong_password(
        &self,
        user_id: String,
        office: OfficeNumber,
    ) -> Result<(), Failure> {
        let now = self.clock.now();
        let change = self.db.change(move |tx| {
            // A lock starts the count anew.
            tx.execute(
                "UPDATE accounts SET
                    locked_until = CASE WHEN failed + 1 >= $3 THEN CAST($4 AS BIGINT) ELSE locked_until END,
                    failed = CASE WHEN failed + 1 >= $3 THEN 0 ELSE failed + 1 END
                 WHERE user_id = $1 AND office = $2",
                values![&user_id, office.as_str(), MAX_FAILED, now + LOCK],
            )?;
            Ok(())
        });
        change.await
    }

    async fn open_session(
        &self,
        known: Account,
        user_id: String,
        thumbprint: &str,
    ) -> Result<Session, Failure> {
        let (access_token, refresh_token) = (random_text()?, random_text()?);
        let (now, limits, thumbprint) = (self.clock.now(), self.limits(), thumbprint.to_owned());
        let change = self.db.change(move |tx| {
            // Others may have tried wrong ones in the meantime.
            let account = account(tx, &user_id, known.office)?.ok_or(ProblemCode::WrongPassword)?;
            refuse_while_locked(account.locked_until, now)?;
            tx.execute(
                "UPDATE accounts SET failed = 0, locked_until = NULL WHERE user_id = $1",
                values![&user_id],
            )?;
            let password_expires_at = account.password_expires_at;
            if is_over(password_expires_at, now) {
                return Ok(Err(ProblemCode::PasswordExpired));
            }
            let login = sha256_hex(refresh_token.as_bytes());
            let expires = now + SignedDuration::from_secs(limits.refresh_seconds);
            tx.execute(
                "INSERT INTO logins (refresh_digest, user_id, office, thumbprint, password_expires_at, expires)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                values![
                    &login,
                    &user_id,
                    account.office.as_str(),
                    &thumbprint,
                    password_expires_at,
                    expires
                ],
            )?;
            insert_token(
                tx,
                &access_token,
                &login,
                account.office,
                &thumbprint,
                now,
                limits,
            )?;
            Ok(Ok(Session {
                access_token: access_token.clone(),
                expires_in: limits.access_seconds.unsigned_abs(),
                refresh_token: refresh_token.clone(),
                refresh_expires_in: limits.refresh_seconds.unsigned_abs(),
                office: account.office,
                password_expires_at,
            }))
        });
        change.await?.map_err(Failure::from)
    }

    /// Forgets tokens whose time has long been over.
    pub(super) async fn forget_tokens(&self) -> Result<(), Failure> {
        let forgotten = self.clock.now() - REMEMBER_EXPIRED;
        let change = self.db.change(move |tx| {
            tx.execute(
                "DELETE FROM tokens WHERE expires < $1 OR login IN (SELECT refresh_digest FROM logins WHERE expires < $1)",
                values![forgotten],
            )?;
            // An access token may outlive its login.
            tx.execute(
                "DELETE FROM logins WHERE expires < $1
                 AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.login = logins.refresh_digest)",
                values![forgotten],
            )?;
            Ok(())
        });
        change.await
    }
}

/// How long tokens hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenTimes {
    /// Seconds of an access token.
    pub(crate) access_seconds: i64,
    /// Seconds of a refresh token.
    pub(crate) refresh_seconds: i64,
}

/// Whether the time of a password is over.
fn is_over(expires: Option<Timestamp>, now: Timestamp) -> bool {
    expires.is_some_and(|at| at <= now)
}

fn user_ids(tx: &mut Tx<'_>, office: OfficeNumber) -> Result<Vec<String>, Failure> {
    let rows = tx.rows(
        "SELECT user_id FROM accounts WHERE office = $1 ORDER BY user_id",
        values![office.as_str()],
    )?;
    rows.iter()
        .map(|row| row.text(0).map(str::to_owned))
        .collect()
}

/// Forgets all tokens of an account.
fn end_logins(tx: &mut Tx<'_>, user_id: &str) -> Result<(), Failure> {
    tx.execute(
        "DELETE FROM tokens WHERE login IN (SELECT refresh_digest FROM logins WHERE user_id = $1)",
        values![user_id],
    )?;
    tx.execute("DELETE FROM logins WHERE user_id = $1", values![user_id])?;
    Ok(())
}

/// Refuses who uses an account, by its password or by a token, while it is locked.
fn refuse_while_locked(until: Option<Timestamp>, now: Timestamp) -> Result<(), Failure> {
    match until.map(|until| seconds_until(until, now)) {
        Some(seconds) if seconds > 0 => Err(Failure::wait(ProblemCode::Locked, seconds)),
        _ => Ok(()),
    }
}

fn account(
    tx: &mut Tx<'_>,
    user_id: &str,
    office: OfficeNumber,
) -> Result<Option<Account>, Failure> {
    let found = tx.row(
        "SELECT office, password_hash, password_expires_at, locked_until FROM accounts
         WHERE user_id = $1 AND office = $2",
        values![user_id, office.as_str()],
    )?;
    found
        .map(|row| {
            Ok(Account {
                office: row.parsed(0)?,
                password_hash: row.text(1)?.to_owned(),
                password_expires_at: row.time_or_none(2)?,
                locked_until: row.time_or_none(3)?,
            })
        })
        .transpose()
}

fn insert_token(
    tx: &mut Tx<'_>,
    token: &str,
    login: &str,
    office: OfficeNumber,
    thumbprint: &str,
    now: Timestamp,
    limits: TokenTimes,
) -> Result<(), Failure> {
    let expires = now + SignedDuration::from_secs(limits.access_seconds);
    tx.execute(
        "INSERT INTO tokens (digest, login, office, thumbprint, expires) VALUES ($1, $2, $3, $4, $5)",
        values![
            &sha256_hex(token.as_bytes()),
            login,
            office.as_str(),
            thumbprint,
            expires
        ],
    )?;
    Ok(())
}

/// Whole seconds until a time, rounded up.
fn seconds_until(time: Timestamp, now: Timestamp) -> u64 {
    let milliseconds = time.as_millisecond() - now.as_millisecond();
    u64::try_from(milliseconds).map_or(0, |left| left.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::super::testing::{Fixture, code, fixture, run, user_id};
    use super::*;

    fn log_in(fixture: &Fixture, password: &str) -> Result<Session, Failure> {
        log_in_as(fixture, password, 0)
    }

    fn log_in_as(fixture: &Fixture, password: &str, office: usize) -> Result<Session, Failure> {
        let login = Login {
            user_id: user_id(&fixture.offices[0]),
            password: password.to_owned(),
        };
        let number = fixture.offices[office].number;
        run(fixture
            .store
            .log_in(login, number, &fixture.thumbprints[office]))
    }

    fn right(fixture: &Fixture) -> String {
        fixture.offices[0].number.to_string()
    }

    fn office_of(
        fixture: &Fixture,
        token: &str,
        certificate: usize,
    ) -> Result<OfficeNumber, Failure> {
        let thumbprint = &fixture.thumbprints[certificate];
        run(fixture.store.caller(token, thumbprint)).unwrap().1
    }

    #[test]
    fn three_wrong_passwords_lock_for_thirty_minutes() {
        let fixture = fixture();
        let right = right(&fixture);
        for _ in 0..3 {
            assert_eq!(
                code(log_in(&fixture, "wrong")).0,
                ProblemCode::WrongPassword
            );
        }
        let (locked, seconds) = code(log_in(&fixture, &right));
        assert_eq!(locked, ProblemCode::Locked);
        assert!((1790..=1800).contains(&seconds.unwrap()));
        fixture.store.clock.advance(SignedDuration::from_secs(1780));
        assert_eq!(code(log_in(&fixture, &right)).0, ProblemCode::Locked);
        fixture.store.clock.advance(SignedDuration::from_secs(20));
        assert!(log_in(&fixture, &right).is_ok());
    }

    #[test]
    fn a_lock_holds_for_tokens_that_were_issued_before_it() {
        let fixture = fixture();
        let session = log_in(&fixture, &right(&fixture)).unwrap();
        let other = log_in_other(&fixture);
        let check = || office_of(&fixture, &session.access_token, 0);
        let refresh = |token: &str| {
            let (office, thumbprint) = (fixture.offices[0].number, &fixture.thumbprints[0]);
            run(fixture.store.refresh(token.to_owned(), office, thumbprint))
        };
        for _ in 0..3 {
            assert!(log_in(&fixture, "wrong").is_err());
        }
        for refused in [code(check()), code(refresh(&session.refresh_token))] {
            assert_eq!(refused.0, ProblemCode::Locked);
            assert!((1790..=1800).contains(&refused.1.unwrap()));
        }
        // Who has no token learns nothing of the lock.
        let made_up = office_of(&fixture, "made-up", 0);
        assert_eq!(code(made_up).0, ProblemCode::NotLoggedIn);
        assert_eq!(code(refresh("made-up")).0, ProblemCode::RefreshExpired);
        // Neither are others locked.
        assert!(office_of(&fixture, &other.access_token, 1).is_ok());
        fixture.store.clock.advance(SignedDuration::from_mins(30));
        assert!(check().is_ok());
        assert!(refresh(&session.refresh_token).is_ok());
    }

    fn log_in_other(fixture: &Fixture) -> Session {
        let office = &fixture.offices[1];
        let login = Login {
            user_id: user_id(office),
            password: office.number.to_string(),
        };
        let thumbprint = &fixture.thumbprints[1];
        run(fixture.store.log_in(login, office.number, thumbprint)).unwrap()
    }

    #[test]
    fn a_right_password_starts_the_count_anew() {
        let fixture = fixture();
        let right = right(&fixture);
        for _ in 0..2 {
            assert!(log_in(&fixture, "wrong").is_err());
            assert!(log_in(&fixture, "wrong").is_err());
            assert!(log_in(&fixture, &right).is_ok());
        }
    }

    #[test]
    fn another_office_cannot_use_or_lock_an_account() {
        let fixture = fixture();
        let right = right(&fixture);
        for _ in 0..4 {
            let result = log_in_as(&fixture, &right, 1);
            assert_eq!(code(result).0, ProblemCode::WrongPassword);
        }
        assert!(log_in(&fixture, &right).is_ok());
    }

    #[test]
    fn tokens_hold_for_their_time_and_their_certificate() {
        let fixture = fixture();
        let session = log_in(&fixture, &right(&fixture)).unwrap();
        let check = |token: &str, certificate| office_of(&fixture, token, certificate);
        let token = &session.access_token;
        assert_eq!(check(token, 0).unwrap(), fixture.offices[0].number);
        assert_eq!(code(check(token, 1)).0, ProblemCode::NotLoggedIn);
        assert_eq!(code(check("other", 0)).0, ProblemCode::NotLoggedIn);
        fixture.store.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(code(check(token, 0)).0, ProblemCode::TokenExpired);
        run(fixture.store.forget_tokens()).unwrap();
        assert_eq!(code(check(token, 0)).0, ProblemCode::TokenExpired);
        fixture.store.clock.advance(SignedDuration::from_hours(25));
        run(fixture.store.forget_tokens()).unwrap();
        assert_eq!(code(check(token, 0)).0, ProblemCode::NotLoggedIn);
    }

    #[test]
    fn a_login_can_be_refreshed_for_eight_hours_until_it_is_over() {
        let fixture = fixture();
        let session = log_in(&fixture, &right(&fixture)).unwrap();
        let refresh = |certificate: usize| {
            let office = fixture.offices[certificate].number;
            let token = session.refresh_token.clone();
            run(fixture
                .store
                .refresh(token, office, &fixture.thumbprints[certificate]))
        };
        assert_eq!(code(refresh(1)).0, ProblemCode::RefreshExpired);
        fixture.store.clock.advance(SignedDuration::from_hours(7));
        let renewed = refresh(0).unwrap();
        assert_eq!(renewed.refresh_token, session.refresh_token);
        assert!((3595..=3600).contains(&renewed.refresh_expires_in));
        let office = |token: &str| office_of(&fixture, token, 0);
        assert!(office(&renewed.access_token).is_ok());
        fixture.store.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(code(refresh(0)).0, ProblemCode::RefreshExpired);

        let session = log_in(&fixture, &right(&fixture)).unwrap();
        let log_out = || {
            run(fixture
                .store
                .log_out(&session.access_token, &fixture.thumbprints[0]))
        };
        log_out().unwrap();
        log_out().unwrap();
        assert_eq!(
            code(office(&session.access_token)).0,
            ProblemCode::NotLoggedIn
        );
        let again = fixture.store.refresh(
            session.refresh_token.clone(),
            fixture.offices[0].number,
            &fixture.thumbprints[0],
        );
        assert_eq!(code(run(again)).0, ProblemCode::RefreshExpired);
    }

    #[test]
    fn a_new_password_an_expired_one_and_a_stop_end_what_was_begun() {
        let fixture = fixture();
        let (office, user) = (fixture.offices[0].number, user_id(&fixture.offices[0]));
        let refused = |session: &Session| {
            let refreshed = fixture.store.refresh(
                session.refresh_token.clone(),
                office,
                &fixture.thumbprints[0],
            );
            let token = office_of(&fixture, &session.access_token, 0);
            (code(token).0, code(run(refreshed)).0)
        };
        let other = log_in_other(&fixture);
        let session = log_in(&fixture, &right(&fixture)).unwrap();
        let soon = fixture.store.clock.now() + SignedDuration::from_mins(1);
        assert!(run(fixture.store.expire_password(user.clone(), Some(soon))).unwrap());
        assert!(office_of(&fixture, &session.access_token, 0).is_ok());
        fixture.store.clock.advance(SignedDuration::from_mins(2));
        let over = (ProblemCode::TokenExpired, ProblemCode::RefreshExpired);
        assert_eq!(refused(&session), over);

        assert!(run(fixture.store.set_password(user, "new", None)).unwrap());
        let ended = (ProblemCode::NotLoggedIn, ProblemCode::RefreshExpired);
        assert_eq!(refused(&session), ended);
        let session = log_in(&fixture, "new").unwrap();

        assert!(run(fixture.store.allow(office, false)).unwrap());
        assert_eq!(refused(&session), ended);
        let stopped = code(log_in(&fixture, "new")).0;
        assert_eq!(stopped, ProblemCode::PasswordExpired);
        assert!(run(fixture.store.allow(office, true)).unwrap());
        assert!(log_in(&fixture, "new").is_ok());
        assert!(office_of(&fixture, &other.access_token, 1).is_ok());
    }

    #[test]
    fn only_who_knows_the_password_learns_that_it_has_expired() {
        let fixture = fixture();
        let soon = fixture.store.clock.now() + SignedDuration::from_hours(1);
        let user = user_id(&fixture.offices[0]);
        assert!(run(fixture.store.expire_password(user.clone(), Some(soon))).unwrap());
        let session = log_in(&fixture, &right(&fixture)).unwrap();
        assert_eq!(session.password_expires_at, Some(soon));
        fixture.store.clock.advance(SignedDuration::from_hours(2));
        assert_eq!(
            code(log_in(&fixture, "wrong")).0,
            ProblemCode::WrongPassword
        );
        assert_eq!(
            code(log_in(&fixture, &right(&fixture))).0,
            ProblemCode::PasswordExpired
        );
        assert!(run(fixture.store.expire_password(user, None)).unwrap());
        assert!(log_in(&fixture, &right(&fixture)).is_ok());
    }
}
