//! Offices and their certificates.

use careplan_core::number::{OfficeNumber, ServiceKind};
use careplan_core::relay::wire::{DirectoryEntry, ProblemCode};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Failure, Store, number_column};
use crate::ca::{certificate_facts, certificate_pem};
use crate::error::Error;
use crate::office::OfficeSpec;
use crate::secret::sha256_hex;

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

/// Puts an office into a new database.
pub(super) fn insert(transaction: &Transaction<'_>, account: &NewAccount<'_>) -> Result<(), Error> {
    let office = account.office.number.as_str();
    transaction.execute(
        "INSERT INTO offices (number, name) VALUES (?, ?)",
        [office, &account.office.name],
    )?;
    let mut insert_kind = transaction
        .prepare_cached("INSERT INTO kinds (office, position, kind) VALUES (?, ?, ?)")?;
    for (position, kind) in (0i64..).zip(&account.office.kinds) {
        insert_kind.execute(params![office, position, kind.as_str()])?;
    }
    transaction.execute(
        "INSERT INTO accounts (user_id, office, password_hash) VALUES (?, ?, ?)",
        [account.user_id, office, account.password_hash],
    )?;
    insert_certificate(transaction, account.office.number, account.certificate_pem)
}

/// Once for each certificate.
fn insert_certificate(
    transaction: &Transaction<'_>,
    office: OfficeNumber,
    pem: &str,
) -> Result<(), Error> {
    let facts = certificate_facts(pem)?;
    transaction.execute(
        "INSERT OR IGNORE INTO certificates (thumbprint, office, not_after, pem) VALUES (?, ?, ?, ?)",
        params![
            sha256_hex(&facts.der),
            office.as_str(),
            facts.not_after * 1000,
            pem
        ],
    )?;
    Ok(())
}

impl Store {
    /// The office that a certificate was registered for.
    pub(crate) fn office_of_certificate(
        &self,
        thumbprint: &str,
    ) -> Result<Option<OfficeNumber>, Failure> {
        let connection = self.connection();
        let mut query =
            connection.prepare_cached("SELECT office FROM certificates WHERE thumbprint = ?")?;
        Ok(query
            .query_row([thumbprint], |row| number_column(row, "office"))
            .optional()?)
    }

    /// Whether the relay knows an office.
    pub(crate) fn takes_part(&self, office: OfficeNumber) -> Result<bool, Failure> {
        let connection = self.connection();
        let mut query = connection.prepare_cached("SELECT 1 FROM offices WHERE number = ?")?;
        Ok(query.exists([office.as_str()])?)
    }

    /// Puts a certificate of an office, in DER, into the directory beside those that are there.
    pub(crate) fn register_certificate(
        &self,
        office: OfficeNumber,
        der: &[u8],
    ) -> Result<(), Failure> {
        let pem = certificate_pem(der)?;
        self.change(|transaction| Ok(insert_certificate(transaction, office, &pem)?))
    }

    /// What other offices may know of an office.
    pub(crate) fn directory_entry(
        &self,
        office: OfficeNumber,
        now: Timestamp,
    ) -> Result<DirectoryEntry, Failure> {
        let connection = self.connection();
        let name: Option<String> = connection
            .prepare_cached("SELECT name FROM offices WHERE number = ?")?
            .query_row([office.as_str()], |row| row.get(0))
            .optional()?;
        Ok(DirectoryEntry {
            office,
            kinds: kinds(&connection, office)?,
            name: name.ok_or(ProblemCode::UnknownOffice)?,
            certificates: current_certificates(&connection, office, now)?,
        })
    }
}

fn kinds(connection: &Connection, office: OfficeNumber) -> rusqlite::Result<Vec<ServiceKind>> {
    connection
        .prepare_cached("SELECT kind FROM kinds WHERE office = ? ORDER BY position")?
        .query_map([office.as_str()], |row| number_column(row, "kind"))?
        .collect()
}

fn current_certificates(
    connection: &Connection,
    office: OfficeNumber,
    now: Timestamp,
) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT pem FROM certificates WHERE office = ? AND not_after > ? ORDER BY sequence DESC",
        )?
        .query_map(params![office.as_str(), now.as_millisecond()], |row| row.get(0))?
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing::fixture;
    use super::*;

    #[test]
    fn the_directory_shows_current_certificates_only() {
        let fixture = fixture();
        let office = &fixture.offices[1];
        let entry = fixture
            .store
            .directory_entry(office.number, Timestamp::now())
            .unwrap();
        assert_eq!(
            (entry.name.as_str(), &entry.kinds),
            (office.name.as_str(), &office.kinds)
        );
        assert_eq!(entry.certificates.len(), 1);
        let later = Timestamp::now() + jiff::SignedDuration::from_hours(3 * 365 * 24);
        let entry = fixture.store.directory_entry(office.number, later).unwrap();
        assert!(entry.certificates.is_empty());
    }

    #[test]
    fn certificates_lead_to_their_office() {
        let fixture = fixture();
        let found = fixture
            .store
            .office_of_certificate(&fixture.thumbprints[2])
            .unwrap();
        assert_eq!(found, Some(fixture.offices[2].number));
        assert_eq!(fixture.store.office_of_certificate("00").unwrap(), None);
    }
}
