//! Accounts, their locks, and the tokens of those who are logged in.

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Login, ProblemCode, Session};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, params};

use super::{Failure, Store, number_column, time_column};
use crate::secret::{password_fits, random_text, sha256_hex};

/// So many wrong passwords in a row lock an account.
const MAX_FAILED: i64 = 3;
/// For so long.
const LOCK: SignedDuration = SignedDuration::from_mins(30);
/// Expired tokens are remembered so long, to be told from tokens that never were.
const REMEMBER_EXPIRED: SignedDuration = SignedDuration::from_hours(24);

struct Account {
    office: OfficeNumber,
    password_hash: String,
    locked_until: Option<Timestamp>,
}

impl Store {
    /// Logs an office in. The token holds for this certificate only.
    pub(crate) fn log_in(
        &self,
        login: &Login,
        office: OfficeNumber,
        thumbprint: &str,
        now: Timestamp,
        token_seconds: i64,
    ) -> Result<Session, Failure> {
        let _one_at_a_time = self.login.lock();
        // An account of another office is treated as none: with a wrong certificate nobody can lock it or learn of it.
        let account = self
            .account(&login.user_id)?
            .filter(|account| account.office == office);
        if let Some(seconds) = account
            .as_ref()
            .and_then(|account| account.locked_seconds(now))
        {
            return Err(Failure::wait(ProblemCode::Locked, seconds));
        }
        let hash = account
            .as_ref()
            .map(|account| account.password_hash.as_str());
        if !password_fits(&login.password, hash) {
            self.count_wrong_password(&login.user_id, office, now)?;
            return Err(ProblemCode::WrongPassword.into());
        }
        self.open_session(&login.user_id, office, thumbprint, now, token_seconds)
    }

    /// The office that a token was issued to, if it was issued to this certificate and its time is not over.
    pub(crate) fn office_of_token(
        &self,
        token: &str,
        thumbprint: &str,
        now: Timestamp,
    ) -> Result<OfficeNumber, Failure> {
        let connection = self.connection();
        let found = connection
            .prepare_cached(
                "SELECT office, expires FROM tokens WHERE digest = ? AND thumbprint = ?",
            )?
            .query_row([&sha256_hex(token.as_bytes()), thumbprint], |row| {
                Ok((number_column(row, "office")?, row.get::<_, i64>("expires")?))
            })
            .optional()?;
        match found {
            None => Err(ProblemCode::NotLoggedIn.into()),
            Some((_, expires)) if expires <= now.as_millisecond() => {
                Err(ProblemCode::TokenExpired.into())
            }
            Some((office, _)) => Ok(office),
        }
    }

    fn account(&self, user_id: &str) -> Result<Option<Account>, Failure> {
        let connection = self.connection();
        let mut query = connection.prepare_cached(
            "SELECT office, password_hash, locked_until FROM accounts WHERE user_id = ?",
        )?;
        let account = query.query_row([user_id], |row| {
            Ok(Account {
                office: number_column(row, "office")?,
                password_hash: row.get("password_hash")?,
                locked_until: time_column(row, "locked_until")?,
            })
        });
        Ok(account.optional()?)
    }

    fn count_wrong_password(
        &self,
        user_id: &str,
        office: OfficeNumber,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let until = (now + LOCK).as_millisecond();
        self.change(|transaction| {
            // A lock starts the count anew.
            transaction.execute(
                "UPDATE accounts SET failed = (failed + 1) % ?3, locked_until = iif(failed + 1 >= ?3, ?4, NULL)
                 WHERE user_id = ?1 AND office = ?2",
                params![user_id, office.as_str(), MAX_FAILED, until],
            )?;
            Ok(())
        })
    }

    fn open_session(
        &self,
        user_id: &str,
        office: OfficeNumber,
        thumbprint: &str,
        now: Timestamp,
        token_seconds: i64,
    ) -> Result<Session, Failure> {
        let access_token = random_text()?;
        let digest = sha256_hex(access_token.as_bytes());
        let expires = now.as_millisecond() + token_seconds * 1000;
        let forgotten = (now - REMEMBER_EXPIRED).as_millisecond();
        self.change(|transaction| {
            transaction.execute(
                "UPDATE accounts SET failed = 0, locked_until = NULL WHERE user_id = ?",
                [user_id],
            )?;
            transaction.execute("DELETE FROM tokens WHERE expires < ?", [forgotten])?;
            transaction.execute(
                "INSERT INTO tokens (digest, office, thumbprint, expires) VALUES (?, ?, ?, ?)",
                params![digest, office.as_str(), thumbprint, expires],
            )?;
            Ok(())
        })?;
        Ok(Session {
            access_token,
            expires_in: token_seconds.unsigned_abs(),
            office,
        })
    }
}

impl Account {
    /// How long the account stays locked, in seconds, rounded up.
    fn locked_seconds(&self, now: Timestamp) -> Option<u64> {
        let milliseconds = self.locked_until?.as_millisecond() - now.as_millisecond();
        u64::try_from(milliseconds)
            .ok()
            .filter(|&left| left > 0)
            .map(|left| left.div_ceil(1000))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::super::testing::{Fixture, fixture, user_id};
    use super::*;

    fn log_in(fixture: &Fixture, password: &str, now: Timestamp) -> Result<Session, Failure> {
        let login = Login {
            user_id: user_id(&fixture.offices[0]),
            password: password.to_owned(),
        };
        let office = fixture.offices[0].number;
        fixture
            .store
            .log_in(&login, office, &fixture.thumbprints[0], now, 3600)
    }

    fn code<T>(result: Result<T, Failure>) -> (ProblemCode, Option<u64>) {
        match result {
            Err(Failure::Refused(problem)) => (problem.code, problem.retry_after),
            _ => panic!("not refused"),
        }
    }

    #[test]
    fn three_wrong_passwords_lock_for_thirty_minutes() {
        let fixture = fixture();
        let right = fixture.offices[0].number.to_string();
        let start = Timestamp::now();
        for _ in 0..3 {
            assert_eq!(
                code(log_in(&fixture, "wrong", start)).0,
                ProblemCode::WrongPassword
            );
        }
        assert_eq!(
            code(log_in(&fixture, &right, start)),
            (ProblemCode::Locked, Some(1800))
        );
        let nearly = start + SignedDuration::from_secs(1799);
        assert_eq!(
            code(log_in(&fixture, &right, nearly)),
            (ProblemCode::Locked, Some(1))
        );
        assert!(log_in(&fixture, &right, start + LOCK).is_ok());
    }

    #[test]
    fn a_right_password_starts_the_count_anew() {
        let fixture = fixture();
        let right = fixture.offices[0].number.to_string();
        let now = Timestamp::now();
        for _ in 0..3 {
            assert!(log_in(&fixture, "wrong", now).is_err());
            assert!(log_in(&fixture, "wrong", now).is_err());
            assert!(log_in(&fixture, &right, now).is_ok());
        }
    }

    #[test]
    fn another_office_cannot_use_or_lock_an_account() {
        let fixture = fixture();
        let right = fixture.offices[0].number.to_string();
        let login = Login {
            user_id: user_id(&fixture.offices[0]),
            password: right.clone(),
        };
        let (other, now) = (fixture.offices[1].number, Timestamp::now());
        for _ in 0..4 {
            let result = fixture
                .store
                .log_in(&login, other, &fixture.thumbprints[1], now, 3600);
            assert_eq!(code(result).0, ProblemCode::WrongPassword);
        }
        assert!(log_in(&fixture, &right, now).is_ok());
    }

    #[test]
    fn tokens_hold_for_their_time_and_their_certificate() {
        let fixture = fixture();
        let now = Timestamp::now();
        let session = log_in(&fixture, fixture.offices[0].number.as_str(), now).unwrap();
        let check = |token: &str, certificate: usize, time| {
            fixture
                .store
                .office_of_token(token, &fixture.thumbprints[certificate], time)
        };
        let token = &session.access_token;
        assert_eq!(check(token, 0, now).unwrap(), fixture.offices[0].number);
        assert_eq!(code(check(token, 1, now)).0, ProblemCode::NotLoggedIn);
        assert_eq!(code(check("other", 0, now)).0, ProblemCode::NotLoggedIn);
        let over = now + SignedDuration::from_hours(1);
        assert_eq!(code(check(token, 0, over)).0, ProblemCode::TokenExpired);
    }
}
