//! Offices and their certificates.

use std::sync::Arc;

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Directory, DirectoryEntry, ProblemCode};
use jiff::Timestamp;

use super::db::{Row, Tx, values};
use super::names::{Names, NamesInUse};
use super::{Failure, Store};
use crate::ca::{certificate_facts, certificate_pem};
use crate::error::Error;
use crate::office::OfficeSpec;
use crate::secret::sha256_hex;

/// CSVバージョン that an office accepts unless something else is said.
const EDITIONS: &str = "4.1 4.0 3.0";

const COLUMNS: &str = "number, name, kinds, editions, takes_part";

/// An office that a new database shall know.
pub(crate) struct NewAccount<'a> {
    /// Number, kinds and name.
    pub(crate) office: &'a OfficeSpec,
    /// The certificate that it connects with.
    pub(crate) certificate_pem: &'a str,
    /// The name of its account.
    pub(crate) user_id: &'a str,
    /// Argon2id hash of the account's password.
    pub(crate) password_hash: &'a str,
}

/// What is known of a certificate that somebody connects with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Registered {
    /// Whose it is.
    pub(crate) office: OfficeNumber,
    /// Whether it was revoked.
    pub(crate) revoked: bool,
    /// Whether its time is over.
    pub(crate) expired: bool,
}

/// Puts an office into a new database.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    account: &NewAccount<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    insert_office(tx, account.office)?;
    tx.execute(
        "INSERT INTO accounts (user_id, office, password_hash) VALUES ($1, $2, $3)",
        values![
            account.user_id,
            account.office.number.as_str(),
            account.password_hash
        ],
    )?;
    insert_certificate(tx, account.office.number, account.certificate_pem, now)
}

/// Puts an office into the directory; one that is there gets the new name and kinds.
fn insert_office(tx: &mut Tx<'_>, office: &OfficeSpec) -> Result<(), Failure> {
    let kinds: Vec<_> = office.kinds.iter().map(|kind| kind.as_str()).collect();
    tx.execute(
        "INSERT INTO offices (number, name, kinds, editions, takes_part) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (number) DO UPDATE SET name = excluded.name, kinds = excluded.kinds",
        values![
            office.number.as_str(),
            &office.name,
            &kinds.join(" "),
            EDITIONS
        ],
    )?;
    Ok(())
}

/// Once for each certificate.
fn insert_certificate(
    tx: &mut Tx<'_>,
    office: OfficeNumber,
    pem: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let facts = certificate_facts(pem).map_err(Error::from)?;
    tx.execute(
        "INSERT INTO certificates (thumbprint, office, registered_at, not_after, pem) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (thumbprint) DO NOTHING",
        values![
            &sha256_hex(&facts.der),
            office.as_str(),
            now,
            facts.not_after * 1000,
            pem
        ],
    )?;
    Ok(())
}

impl Store {
    /// What is known of a certificate.
    pub(crate) async fn certificate(
        &self,
        thumbprint: &str,
    ) -> Result<Option<Registered>, Failure> {
        let thumbprint = thumbprint.to_owned();
        let now = self.clock.now();
        let read = self.db.read(move |tx| registered(tx, &thumbprint, now));
        read.await
    }

    /// Whether the relay knows an office.
    pub(crate) async fn knows(&self, office: OfficeNumber) -> Result<bool, Failure> {
        let read = self.db.read(move |tx| {
            let found = tx.row(
                "SELECT 1 FROM offices WHERE number = $1",
                values![office.as_str()],
            )?;
            Ok(found.is_some())
        });
        read.await
    }

    /// Puts a certificate of an office, in DER, into the directory beside those that are there.
    pub(crate) async fn register_certificate(
        &self,
        office: OfficeNumber,
        der: &[u8],
    ) -> Result<(), Failure> {
        let (pem, now) = (certificate_pem(der)?, self.clock.now());
        let change = self
            .db
            .change(move |tx| insert_certificate(tx, office, &pem, now));
        change.await
    }

    /// Revokes a certificate, or takes that back. False when it was never registered.
    pub(crate) async fn revoke(&self, thumbprint: &str, revoked: bool) -> Result<bool, Failure> {
        let thumbprint = thumbprint.to_owned();
        let at = revoked.then(|| self.clock.now());
        let change = self.db.change(move |tx| {
            let changed = tx.execute(
                "UPDATE certificates SET revoked_at = $1 WHERE thumbprint = $2",
                values![at, &thumbprint],
            )?;
            Ok(changed > 0)
        });
        change.await
    }

    /// Lets an office take part, or not. False when it is not known.
    pub(crate) async fn set_takes_part(
        &self,
        office: OfficeNumber,
        takes_part: bool,
    ) -> Result<bool, Failure> {
        let change = self.db.change(move |tx| {
            let changed = tx.execute(
                "UPDATE offices SET takes_part = $1 WHERE number = $2",
                values![i64::from(takes_part), office.as_str()],
            )?;
            Ok(changed > 0)
        });
        change.await
    }

    /// Adds offices to the directory: names and kinds, no certificate, no account.
    pub(crate) async fn add_offices(&self, offices: Vec<OfficeSpec>) -> Result<(), Failure> {
        let change = self.db.change(move |tx| {
            tx.execute(
                "UPDATE directory_version SET version = version + 1 WHERE id = 1",
                values![],
            )?;
            offices
                .iter()
                .try_for_each(|office| insert_office(tx, office))
        });
        change.await
    }

    /// What other offices may know of an office.
    pub(crate) async fn directory_entry(
        &self,
        office: OfficeNumber,
    ) -> Result<DirectoryEntry, Failure> {
        let now = self.clock.now();
        let read = self.db.read(move |tx| {
            entries(tx, &[office], now)?
                .pop()
                .ok_or(ProblemCode::UnknownOffice.into())
        });
        read.await
    }

    /// Offices whose name holds this text, by number.
    pub(crate) async fn search_directory(
        &self,
        name: String,
        after: Option<OfficeNumber>,
        limit: u32,
    ) -> Result<Directory, Failure> {
        let (now, names) = (self.clock.now(), self.names.clone());
        let read = self.db.read(move |tx| {
            let limit = limit as usize;
            let index = current_names(tx, &names)?;
            let mut found = index.find(&name, after, limit + 1);
            let more = found.len() > limit;
            found.truncate(limit);
            let items = entries(tx, &found, now)?;
            Ok(Directory { items, more })
        });
        read.await
    }
}

/// The office of a certificate, if it is registered.
pub(super) fn registered(
    tx: &mut Tx<'_>,
    thumbprint: &str,
    now: Timestamp,
) -> Result<Option<Registered>, Failure> {
    let found = tx.row(
        "SELECT office, revoked_at, not_after FROM certificates WHERE thumbprint = $1",
        values![thumbprint],
    )?;
    found
        .map(|row| {
            Ok(Registered {
                office: row.parsed(0)?,
                revoked: row.int_or_none(1)?.is_some(),
                expired: row.time(2)? <= now,
            })
        })
        .transpose()
}

/// The index of names, read anew after a change of the directory.
fn current_names(tx: &mut Tx<'_>, kept: &NamesInUse) -> Result<Arc<Names>, Failure> {
    let version = tx
        .row("SELECT version FROM directory_version", values![])?
        .map_or(Ok(0), |row| row.int(0))?;
    kept.of_version(version, || {
        let offices = tx
            .rows("SELECT number, name FROM offices", values![])?
            .iter()
            .map(|row| Ok((row.parsed(0)?, row.text(1)?.to_owned())))
            .collect::<Result<Vec<_>, Failure>>()?;
        Ok(Names::new(version, offices))
    })
}

/// Entries of these offices that are known, in the same order.
fn entries(
    tx: &mut Tx<'_>,
    offices: &[OfficeNumber],
    now: Timestamp,
) -> Result<Vec<DirectoryEntry>, Failure> {
    let mut entries = Vec::with_capacity(offices.len());
    for office in offices {
        let found = tx.row(
            &format!("SELECT {COLUMNS} FROM offices WHERE number = $1"),
            values![office.as_str()],
        )?;
        if let Some(row) = found {
            entries.push(DirectoryEntry {
                certificates: current_certificates(tx, *office, now)?,
                ..entry(&row)?
            });
        }
    }
    Ok(entries)
}

fn entry(row: &Row) -> Result<DirectoryEntry, Failure> {
    let kinds = row.text(2)?.split_whitespace().map(str::parse);
    Ok(DirectoryEntry {
        office: row.parsed(0)?,
        kinds: kinds
            .collect::<Result<_, _>>()
            .map_err(|_| Failure::Broken("database: a kind".to_owned()))?,
        name: row.text(1)?.to_owned(),
        takes_part: row.int(4)? != 0,
        editions: row.text(3)?.split_whitespace().map(str::to_owned).collect(),
        certificates: Vec::new(),
    })
}

fn current_certificates(
    tx: &mut Tx<'_>,
    office: OfficeNumber,
    now: Timestamp,
) -> Result<Vec<String>, Failure> {
    let found = tx.rows(
        "SELECT pem FROM certificates WHERE office = $1 AND not_after > $2 AND revoked_at IS NULL
         ORDER BY registered_at DESC, thumbprint",
        values![office.as_str(), now],
    )?;
    found
        .iter()
        .map(|row| row.text(0).map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing::{fixture, run};
    use super::*;
    use crate::office::synthetic_offices;

    #[test]
    fn the_directory_shows_current_certificates_only() {
        let fixture = fixture();
        let office = fixture.offices[1].clone();
        let entry = || run(fixture.store.directory_entry(office.number)).unwrap();
        assert_eq!(
            (entry().name, entry().kinds),
            (office.name.clone(), office.kinds.clone())
        );
        assert_eq!((entry().takes_part, entry().certificates.len()), (true, 1));
        assert!(run(fixture.store.revoke(&fixture.thumbprints[1], true)).unwrap());
        assert!(entry().certificates.is_empty());
        assert!(run(fixture.store.revoke(&fixture.thumbprints[1], false)).unwrap());
        fixture
            .store
            .clock
            .advance(jiff::SignedDuration::from_hours(3 * 365 * 24));
        assert!(entry().certificates.is_empty());
        assert!(run(fixture.store.set_takes_part(office.number, false)).unwrap());
        assert!(!entry().takes_part);
    }

    #[test]
    fn certificates_lead_to_their_office() {
        let fixture = fixture();
        let found = run(fixture.store.certificate(&fixture.thumbprints[2])).unwrap();
        let office = fixture.offices[2].number;
        assert_eq!(
            found,
            Some(Registered {
                office,
                revoked: false,
                expired: false,
            })
        );
        assert_eq!(run(fixture.store.certificate("00")).unwrap(), None);
    }

    #[test]
    fn added_offices_are_found_by_name() {
        let fixture = fixture();
        let find = |name: &str| {
            let found = run(fixture.store.search_directory(name.to_owned(), None, 10)).unwrap();
            found.items.len()
        };
        assert_eq!(find("なにがし"), 0);
        let mut more = synthetic_offices(6).split_off(3);
        more[0].name = "ケアなにがし".to_owned();
        run(fixture.store.add_offices(more)).unwrap();
        assert_eq!(find("なにがし"), 1);
        assert_eq!(find(""), 6);
    }
}
