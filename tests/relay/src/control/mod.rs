//! Control of a running relay from outside the protocol, for tests: from Rust by [`Server::control`](crate::Server::control),
//! from elsewhere by the control port, which is off unless asked for.

mod port;

use std::future::Future;
use std::sync::Arc;

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Change, Maintenance, State};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;
use uuid::Uuid;

pub(crate) use self::port::router;
use crate::clock::Clock;
use crate::error::Error;
use crate::faults::{ActiveRule, Doer, Faults, Rule};
use crate::office::synthetic_offices;
use crate::server::{Relay, WeakRelay};
use crate::store::{Failure, Store};

/// Something that is done to a relay from outside the protocol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// The clock is moved on.
    Advance {
        /// By how much; back if negative.
        seconds: i64,
    },
    /// All access tokens expire.
    ExpireTokens {
        /// The refresh tokens as well.
        #[serde(default)]
        refresh: bool,
    },
    /// An account is locked, as by wrong passwords.
    Lock {
        /// The account's name.
        user_id: String,
        /// For how long.
        #[serde(default = "half_an_hour")]
        seconds: u32,
    },
    /// A lock is taken away.
    Unlock {
        /// The account's name.
        user_id: String,
    },
    /// The password of an account expires.
    ExpirePassword {
        /// The account's name.
        user_id: String,
    },
    /// The password of an account is changed, and a lock taken away.
    SetPassword {
        /// The account's name.
        user_id: String,
        /// The new one.
        password: Password,
    },
    /// Made-up offices stand in the directory, without accounts and certificates.
    FillDirectory {
        /// As many as [`synthetic_offices`] makes.
        offices: usize,
    },
    /// A certificate is revoked.
    Revoke {
        /// SHA-256 of the certificate in DER, lower-case hexadecimal.
        thumbprint: String,
    },
    /// A certificate is no longer revoked.
    Reinstate {
        /// SHA-256 of the certificate in DER, lower-case hexadecimal.
        thumbprint: String,
    },
    /// An office leaves the exchange, or comes back.
    TakePart {
        /// 事業所番号.
        office: OfficeNumber,
        /// Whether something can be sent to it.
        takes_part: bool,
    },
    /// 保守: the relay is down from now on.
    Maintenance {
        /// For how long.
        seconds: u32,
    },
    /// The maintenance is over or does not take place.
    EndMaintenance,
    /// Nothing more can be stored.
    FillDisk,
    /// There is room again.
    FreeDisk,
}

/// A password. Debug does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(..)")
    }
}

fn half_an_hour() -> u32 {
    1800
}

/// What the relay has of a message. Covers and contents are ciphertext.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredMessage {
    /// Made by the sender.
    pub id: Uuid,
    /// Who sent it.
    pub sender: OfficeNumber,
    /// Who shall receive it.
    pub receiver: OfficeNumber,
    /// Where it stands.
    pub state: State,
    /// Every step so far, oldest first.
    pub history: Vec<Change>,
    /// Announced size, in bytes.
    pub size: u64,
    /// Announced SHA-256 of the content.
    pub sha256: String,
    /// When it expires unless it is taken.
    pub expires_at: Timestamp,
    /// What is here of the content.
    pub parts: Vec<StoredPart>,
    /// Bytes of the sealed cover.
    pub cover_bytes: u64,
    /// Bytes of the receipt, if there is one.
    pub receipt_bytes: Option<u64>,
}

/// One part of a content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredPart {
    /// From 0.
    pub number: u32,
    /// Bytes.
    pub size: u64,
    /// Of these bytes.
    pub sha256: String,
}

/// What a message has of bytes. All of it is sealed or signed by offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blob {
    /// The sealed cover.
    Cover,
    /// The sealed content, as far as it is here.
    Content,
    /// The signed receipt.
    Receipt,
}

/// How a relay is set at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// The relay's clock.
    pub now: Timestamp,
    /// When it is down.
    pub maintenance: Option<Maintenance>,
    /// Whether it plays that its disk is full.
    pub disk_full: bool,
    /// Every fault rule.
    pub faults: Vec<ActiveRule>,
}

/// Control of a running relay. Every call blocks until it is done; not to be called inside a tokio runtime.
#[derive(Clone)]
pub struct Control {
    relay: WeakRelay,
    faults: Faults,
    clock: Clock,
    runtime: Handle,
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").finish_non_exhaustive()
    }
}

impl Control {
    pub(crate) fn new(hands: &Hands, runtime: Handle) -> Self {
        Self {
            relay: hands.relay.downgrade(),
            faults: hands.faults.clone(),
            clock: hands.relay.clock().clone(),
            runtime,
        }
    }

    /// Takes all messages, tokens, locks, revocations and faults away and sets the clock right. Offices and accounts stay.
    pub fn reset(&self) -> Result<(), Error> {
        let hands = self.hands()?;
        self.wait(hands.reset())
    }

    /// Does something to the relay. False if it does not know what the deed names.
    pub fn perform(&self, deed: Deed) -> Result<bool, Error> {
        let hands = self.hands()?;
        self.wait(hands.perform(deed))
    }

    /// Moves the clock on, or back by a negative time.
    pub fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// What time it is for the relay.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How the relay is set.
    pub fn settings(&self) -> Result<Settings, Error> {
        Ok(self.hands()?.settings())
    }

    /// Adds a fault and returns the id of its rule.
    pub fn add_fault(&self, rule: Rule) -> Result<u64, Error> {
        Ok(self.faults.add(rule, self.now())?)
    }

    /// Every rule, also those that are used up, with how often they struck.
    pub fn faults(&self) -> Vec<ActiveRule> {
        self.faults.list()
    }

    /// Takes a rule away; false if there is none.
    pub fn remove_fault(&self, id: u64) -> bool {
        self.faults.remove(id)
    }

    /// Takes every rule away.
    pub fn clear_faults(&self) {
        self.faults.clear();
    }

    /// At most `limit` messages by id, beginning after one.
    pub fn messages(&self, after: Option<Uuid>, limit: u32) -> Result<Vec<StoredMessage>, Error> {
        let hands = self.hands()?;
        self.wait(hands.store().stored_messages(after, limit))
    }

    /// One message; none if it is not there.
    pub fn message(&self, id: Uuid) -> Result<Option<StoredMessage>, Error> {
        let hands = self.hands()?;
        self.wait(hands.store().stored_message(id))
    }

    /// Bytes of a message; none if they are not there.
    pub fn blob(&self, id: Uuid, blob: Blob) -> Result<Option<Vec<u8>>, Error> {
        let hands = self.hands()?;
        self.wait(hands.store().stored_blob(id, blob))
    }

    /// A stopped relay is not held open by those who controlled it.
    fn hands(&self) -> Result<Hands, Error> {
        Ok(Hands {
            relay: self.relay.upgrade().ok_or(Error::Stopped)?,
            faults: self.faults.clone(),
        })
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Error> {
        self.runtime.block_on(work).map_err(Error::from)
    }
}

/// What control takes hold of.
#[derive(Clone)]
pub(crate) struct Hands {
    pub(crate) relay: Relay,
    pub(crate) faults: Faults,
}

impl Hands {
    fn store(&self) -> &Store {
        self.relay.store()
    }

    fn now(&self) -> Timestamp {
        self.relay.clock().now()
    }

    async fn reset(&self) -> Result<(), Failure> {
        self.faults.clear();
        self.relay.set_maintenance(None);
        self.store().set_disk_full(false);
        self.relay.clock().reset();
        self.store().reset().await
    }

    async fn perform(&self, deed: Deed) -> Result<bool, Failure> {
        let (store, now) = (self.store(), self.now());
        match deed {
            Deed::Advance { seconds } => {
                self.relay
                    .clock()
                    .advance(SignedDuration::from_secs(seconds));
            }
            Deed::ExpireTokens { refresh } => store.expire_tokens(refresh).await?,
            Deed::Lock { user_id, seconds } => {
                let until = now + SignedDuration::from_secs(seconds.into());
                return store.lock(user_id, Some(until)).await;
            }
            Deed::Unlock { user_id } => return store.lock(user_id, None).await,
            Deed::ExpirePassword { user_id } => {
                return store.expire_password(user_id, Some(now)).await;
            }
            Deed::SetPassword { user_id, password } => {
                return store.set_password(user_id, &password.0, None).await;
            }
            Deed::FillDirectory { offices } => {
                store.add_offices(synthetic_offices(offices)).await?;
            }
            Deed::Revoke { thumbprint } => return store.revoke(&thumbprint, true).await,
            Deed::Reinstate { thumbprint } => return store.revoke(&thumbprint, false).await,
            Deed::TakePart { office, takes_part } => {
                return store.set_takes_part(office, takes_part).await;
            }
            Deed::Maintenance { seconds } => {
                let until = now + SignedDuration::from_secs(seconds.into());
                self.relay
                    .set_maintenance(Some(Maintenance { from: now, until }));
            }
            Deed::EndMaintenance => self.relay.set_maintenance(None),
            Deed::FillDisk => store.set_disk_full(true),
            Deed::FreeDisk => store.set_disk_full(false),
        }
        Ok(true)
    }

    fn settings(&self) -> Settings {
        Settings {
            now: self.now(),
            maintenance: self.relay.maintenance(),
            disk_full: self.store().disk_full(),
            faults: self.faults.list(),
        }
    }

    /// Does what a fault rule wants done.
    pub(crate) fn doer(&self) -> Doer {
        let hands = self.clone();
        Arc::new(move |deed| {
            let hands = hands.clone();
            Box::pin(async move {
                let _result = hands.perform(deed).await;
            })
        })
    }
}
