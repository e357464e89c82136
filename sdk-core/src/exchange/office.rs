use std::fmt;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::Timestamp;
use uuid::Uuid;

use super::bell::Bell;
use super::cache::Cache;
use super::error::ExchangeError;
use super::events::{Event, EventHandler, Events};
use super::folder::Carrier;
use super::gate::Gate;
use super::log_lines::{LogHandler, LogLines};
use super::profile::Profile;
use super::secrets::Secrets;
use super::status::LatestSync;
use crate::control::Control;
use crate::envelope::{
    Certificate, EnvelopeError, Identities, OpenedCover, RenewalDue, Trust, VerifiedReceipt,
};
use crate::number::OfficeNumber;
use crate::relay::wire::{Directory, DirectoryEntry, Service};
use crate::relay::{Client, RelayError};
use crate::store::Store;

/// So many opened covers and verified receipts are remembered, so that a list is quick the second time.
const REMEMBERED: usize = 2_000;

/// 事業所: its identity, whom it trusts, its memory on this machine, and its way to the other offices.
///
/// Calls block. Any thread may call, several at once; only [`Office::sync`] waits for another that is under way. Offices are
/// independent of each other. One handle at a time, in one process, may have a profile folder open.
pub struct Office {
    pub(super) profile: Profile,
    papers: Option<Papers>,
    pub(super) store: Store,
    pub(super) way: Way,
    pub(super) events: Events,
    /// Rings when there is something new to send or to hand in.
    pub(super) bell: Bell,
    /// Rings when that may be mended which kept the worker from the relay.
    pub(super) mended: Bell,
    pub(super) passes: Gate<()>,
    pub(super) transfers: Gate<Uuid>,
    pub(super) covers: Cache<Arc<OpenedCover>>,
    pub(super) receipts: Cache<Arc<VerifiedReceipt>>,
    pub(super) last_sync: Mutex<LatestSync>,
    /// What the relay said of itself, and when.
    pub(super) service: Mutex<Option<(Service, Timestamp)>>,
    /// When the directory entries were looked through last.
    pub(super) refreshed: Mutex<Option<Timestamp>>,
    pub(super) has_worker: AtomicBool,
    pub(super) lines: LogLines,
    secrets: RwLock<Secrets>,
    /// Who is at work, for the access log.
    pub(super) actor: RwLock<Arc<str>>,
}

/// Who this office is, and whom it trusts.
pub(super) struct Papers {
    pub(super) identities: Arc<Identities>,
    pub(super) trust: Trust,
}

impl Papers {
    fn of(profile: &Profile, secrets: &Secrets) -> Result<Self, ExchangeError> {
        Ok(Self {
            identities: Arc::new(Identities::new(profile.identities(secrets)?)?),
            trust: profile.trust()?,
        })
    }
}

/// How messages leave and come.
pub(super) enum Way {
    Relay(Client),
    Folder(Box<Carrier>),
}

/// What a program may give when it opens an office; the default is nothing.
#[derive(Default)]
pub struct OpenOptions {
    /// Passwords that stand in no file.
    pub secrets: Secrets,
    /// Is told what the office does, the opening included; [`Office::set_log_handler`] sets it later.
    pub log: Option<LogHandler>,
}

impl fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenOptions").finish_non_exhaustive()
    }
}

impl Office {
    /// Opens the office of a profile folder, and its store, which it makes at the first time. Nothing is sent yet.
    pub fn open(folder: &Path) -> Result<Self, ExchangeError> {
        Self::open_with(folder, OpenOptions::default())
    }

    /// The same with what the program gives.
    pub fn open_with(folder: &Path, options: OpenOptions) -> Result<Self, ExchangeError> {
        let OpenOptions { secrets, log } = options;
        let profile = Profile::load(folder)?;
        let papers = profile
            .has_papers()
            .then(|| Papers::of(&profile, &secrets))
            .transpose()?;
        let client = match &papers {
            Some(papers) => profile.client(&papers.identities, &secrets)?,
            None => None,
        };
        let store = Store::open(&profile.store_folder(), profile.office())?;
        let way = match (client, profile.folders()) {
            (Some(client), _) => Way::Relay(client),
            (None, Some(folders)) => {
                let carrier = Carrier::open(profile.office(), folders, &store)?;
                Way::Folder(Box::new(carrier))
            }
            (None, None) => return Err(ExchangeError::ProfileWay),
        };
        let office = Self {
            actor: RwLock::new(profile.office().as_str().into()),
            profile,
            papers,
            store,
            way,
            events: Events::default(),
            bell: Bell::default(),
            mended: Bell::default(),
            passes: Gate::default(),
            transfers: Gate::default(),
            covers: Cache::new(REMEMBERED),
            receipts: Cache::new(REMEMBERED),
            last_sync: Mutex::default(),
            service: Mutex::default(),
            refreshed: Mutex::default(),
            has_worker: AtomicBool::new(false),
            lines: LogLines::default(),
            secrets: RwLock::new(secrets),
        };
        office.set_log_handler(log);
        office.line_opened();
        office.bar_refused_password()?;
        Ok(office)
    }

    /// 事業所番号.
    pub fn number(&self) -> OfficeNumber {
        self.profile.office()
    }

    /// The folder of its store, absolute.
    pub fn store_folder(&self) -> &Path {
        self.store.folder()
    }

    /// Its profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The identities of this office; [`Identities::replace`] puts renewed ones in. `None` where it uses folders and its
    /// profile names none.
    pub fn identities(&self) -> Option<&Identities> {
        self.papers.as_ref().map(|papers| &*papers.identities)
    }

    /// Whom it trusts; [`Trust::add_crl`] and [`Trust::reload`] put newer revocation lists in. `None` where it uses folders
    /// and its profile names nobody.
    pub fn trust(&self) -> Option<&Trust> {
        self.papers.as_ref().map(|papers| &papers.trust)
    }

    /// What signing, sealing and opening need.
    pub(super) fn papers(&self) -> Result<&Papers, EnvelopeError> {
        self.papers.as_ref().ok_or(EnvelopeError::NoIdentity)
    }

    /// Reads `profile.toml` and the identities that it names again, so that a renewed certificate needs no restart, with a
    /// worker or without. Where that fails, everything stays as it was.
    pub fn reload_identities(&self) -> Result<(), ExchangeError> {
        let papers = self.papers()?;
        let profile = self.profile.again()?;
        let identities = profile.identities(&self.secrets())?;
        papers.identities.replace(identities)?;
        self.wake();
        Ok(())
    }

    /// Reads the password of the relay again: it was changed, or the relay had refused it.
    pub fn reload_account(&self) -> Result<(), ExchangeError> {
        let account = self.profile.again()?.account(&self.secrets())?;
        self.forget_refused_password()?;
        if let (Way::Relay(client), Some(account)) = (&self.way, account) {
            client.replace_account(account);
        }
        self.wake();
        Ok(())
    }

    /// Another password of the relay, from the program: it goes before the one in a file of the profile from now on.
    pub fn set_relay_password(&self, password: &str) -> Result<(), ExchangeError> {
        self.secrets
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .set_relay_password(password);
        self.reload_account()
    }

    pub(super) fn secrets(&self) -> Secrets {
        self.secrets
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Has a worker try again now what it waits with; without a worker nothing happens.
    pub fn wake(&self) {
        self.mended.ring();
        self.bell.ring();
    }

    /// Asks the relay what it is: its limits, what it is for, when it will be down. A host may test the connection with it;
    /// needs no login.
    pub fn ask_relay(&self, control: &Control<'_>) -> Result<Service, ExchangeError> {
        let service = self.client_for(control)?.service()?;
        let mut known = self.service.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((service.clone(), Timestamp::now()));
        Ok(service)
    }

    /// What the relay said of itself when it was asked last; `None` before, and for an office that uses folders.
    pub fn known_service(&self) -> Option<Service> {
        let known = self.service.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().map(|(service, _)| service.clone())
    }

    /// Whether the office's certificate must be renewed soon.
    pub fn renewal_due(&self) -> Option<RenewalDue> {
        let Papers { identities, trust } = self.papers.as_ref()?;
        identities.renewal_due(trust.now())
    }

    // ---- 相手先 ----

    /// Asks the relay for an office: its name, whether it takes part, its certificates. What it says is remembered, so that
    /// a message for that office can be sealed without the relay for a day.
    pub fn find_office(&self, number: OfficeNumber) -> Result<DirectoryEntry, ExchangeError> {
        self.find_office_with(number, &Control::default())
    }

    /// The same, for who may want to end it.
    pub fn find_office_with(
        &self,
        number: OfficeNumber,
        control: &Control<'_>,
    ) -> Result<DirectoryEntry, ExchangeError> {
        let entry = self.client_for(control)?.directory(number)?;
        self.keep_entry(number, &entry)?;
        Ok(entry)
    }

    /// Asks the relay for offices whose name holds this text: at most `limit` of them, by number from behind `after`.
    pub fn search_offices(
        &self,
        name: &str,
        after: Option<OfficeNumber>,
        limit: u32,
        control: &Control<'_>,
    ) -> Result<Directory, ExchangeError> {
        let client = self.client_for(control)?;
        Ok(client.search_directory(name, after, limit)?)
    }

    pub(super) fn keep_entry(
        &self,
        number: OfficeNumber,
        entry: &DirectoryEntry,
    ) -> Result<(), ExchangeError> {
        if entry.office != number {
            return Err(ExchangeError::RelayDiffers);
        }
        let json = serde_json::to_string(entry).map_err(|_| ExchangeError::RelayDiffers)?;
        Ok(self.store.keep_directory(number, &json, Timestamp::now())?)
    }

    /// The certificates that a directory entry gives to seal for, newest first.
    pub fn certificates(&self, entry: &DirectoryEntry) -> Result<Vec<Certificate>, ExchangeError> {
        let rule = self.profile.office_rule()?;
        let pems = entry.certificates.iter();
        let certificates = pems.map(|pem| Certificate::from_pem_by(&rule, pem.as_bytes()));
        Ok(certificates.collect::<Result<_, _>>()?)
    }

    // ---- 出来事 ----

    /// Is told of every change from now on, in its order, on the thread on which it happens or is found: the caller's or the
    /// worker's. It may call the office. `None` ends it: when this returns, the one before neither runs nor will run; only
    /// where it is called from within that one, it runs to its end.
    pub fn set_event_handler(&self, handler: Option<EventHandler>) -> Result<(), ExchangeError> {
        Ok(self.events.set(&self.store, handler)?)
    }

    /// Every change of every message from behind the event of this number, at most `limit` of them (0 for all). They are kept
    /// with the messages: a host that notes the number of the last one it has seen misses none.
    pub fn events(&self, after: u64, limit: u32) -> Result<Vec<Event>, ExchangeError> {
        Ok(self.store.events(after, limit)?)
    }

    pub(super) fn tell_events(&self) {
        self.events.tell(&self.store);
    }

    fn client_for(&self, control: &Control<'_>) -> Result<Client, ExchangeError> {
        let client = self.client()?;
        Ok(match control.cancel {
            Some(cancel) => client.with_cancel(cancel),
            None => client.clone(),
        })
    }

    /// The relay. An office that uses folders has none.
    pub(super) fn client(&self) -> Result<&Client, ExchangeError> {
        match &self.way {
            Way::Relay(client) => Ok(client),
            Way::Folder(_) => Err(RelayError::Settings("folder").into()),
        }
    }
}

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Office")
            .field("number", &self.number())
            .finish_non_exhaustive()
    }
}
