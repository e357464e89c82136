use std::fmt;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use uuid::Uuid;

use super::error::ExchangeError;
use super::profile::Profile;
use crate::check::CheckedDocument;
use crate::control::Control;
use crate::envelope::{
    Certificate, EnvelopeError, Identities, OpenedCover, RenewalDue, Role, Sealed, Taken, Trust,
    TrustWarning, VerifiedReceipt, open, open_cover, seal, sign_receipt, verify_receipt,
};
use crate::message::{Cover, MessageSet};
use crate::number::{OfficeNumber, Stamp};
use crate::relay::wire::{Announce, Page, Received, Sent, State};
use crate::relay::{Account, Client, ClientSettings, InMemory, Selection};

/// One office: its identity, whom it trusts, and its connection to the relay.
///
/// Calls block. Any thread may call, several at once. Offices are independent of each other.
pub struct Office {
    profile: Profile,
    identities: Arc<Identities>,
    trust: Trust,
    client: Client,
}

/// A message ready to be sent: signed, sealed, with its id. Sending it twice is sending it once.
pub struct Outgoing {
    cover: Cover,
    sealed: Sealed,
}

/// A message that is offered to this office.
#[derive(Debug)]
pub struct Incoming {
    /// Made by the sender, UUIDv7.
    pub id: Uuid,
    /// Who sent it, as the relay says.
    pub sender: OfficeNumber,
    /// Stamp of the set, as the relay says.
    pub stamp: Stamp,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// The opened cover; an error where it cannot be opened or is not what the relay says. Such a message does not
    /// hide the others.
    pub cover: Result<Cover, EnvelopeError>,
}

/// A message that was fetched, opened and verified, and that the relay still keeps until it is acknowledged.
pub struct Delivery {
    cover: Cover,
    taken: Taken,
    documents: Vec<Arc<CheckedDocument>>,
}

/// A message that this office sent.
#[derive(Debug)]
pub struct SentMessage {
    /// Made by this office, UUIDv7.
    pub id: Uuid,
    /// Whom it was sent to.
    pub receiver: OfficeNumber,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Where it stands.
    pub state: State,
    /// The receiver's verified receipt, once it has taken the message; an error where it does not hold.
    pub receipt: Option<Result<VerifiedReceipt, EnvelopeError>>,
}

impl Office {
    /// Opens the office of a profile folder. Nothing is sent yet.
    pub fn open(folder: &Path) -> Result<Self, ExchangeError> {
        let profile = Profile::load(folder)?;
        let identities = Arc::new(Identities::new(profile.identities()?)?);
        let trust = profile.trust()?;
        let account = Account::new(profile.user_id().to_owned(), profile.password()?);
        let settings = ClientSettings::new(profile.relay_url(), profile.relay_ca()?);
        let client = Client::new(settings, Arc::clone(&identities), account)?;
        Ok(Self {
            profile,
            identities,
            trust,
            client,
        })
    }

    /// 事業所番号.
    pub fn number(&self) -> OfficeNumber {
        self.profile.office()
    }

    /// Its profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The identities of this office; [`Identities::replace`] puts renewed ones in.
    pub fn identities(&self) -> &Identities {
        &self.identities
    }

    /// Whom it trusts; [`Trust::add_crl`] and [`Trust::reload`] put newer revocation lists in.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Reads the identities of the profile again, so that a renewed certificate needs no restart. Where that fails,
    /// everything stays as it was.
    pub fn reload_identities(&self) -> Result<(), ExchangeError> {
        Ok(self.identities.replace(self.profile.identities()?)?)
    }

    /// Whether the office's certificate must be renewed soon.
    pub fn renewal_due(&self) -> Option<RenewalDue> {
        self.identities.renewal_due(self.trust.now())
    }

    /// Looks the receiver up, signs the set and seals it for the receiver. Nothing is sent yet.
    pub fn prepare(
        &self,
        set: &MessageSet,
        subject: &str,
        text: &str,
    ) -> Result<Outgoing, ExchangeError> {
        self.check_sender(set.sender().number)?;
        let entry = self.client.directory(set.receiver().number)?;
        let rule = self.profile.office_rule()?;
        let recipients: Vec<Certificate> = entry
            .certificates
            .iter()
            .map(|pem| Certificate::from_pem_by(&rule, pem.as_bytes()))
            .collect::<Result<_, _>>()?;
        let cover = Cover::new(set, subject, text);
        let files: Vec<_> = set
            .documents()
            .iter()
            .map(|checked| (&**checked.document().name(), checked.document().bytes()))
            .collect();
        let sealed = seal(&self.identities, &self.trust, &recipients, &cover, &files)?;
        let service = self.client.service()?;
        check_size(&sealed.content, service.max_content_bytes)?;
        check_size(&sealed.cover, service.max_cover_bytes)?;
        Ok(Outgoing { cover, sealed })
    }

    fn check_sender(&self, sender: OfficeNumber) -> Result<(), ExchangeError> {
        if sender == self.number() {
            Ok(())
        } else {
            Err(ExchangeError::NotSender {
                sender,
                office: self.number(),
            })
        }
    }

    /// Sends a message. When this returns without an error the relay has stored it for good.
    ///
    /// After an error the same message may be sent again, any number of times: it never becomes two.
    pub fn send(&self, outgoing: &Outgoing) -> Result<(), ExchangeError> {
        let Outgoing { cover, sealed } = outgoing;
        self.check_sender(cover.sender.number)?;
        // A set has one receiver, so a cover made from one has one too.
        let receiver = cover.receivers.first().ok_or(EnvelopeError::NotReceiver)?;
        let announce = Announce {
            receiver: receiver.number,
            stamp: cover.stamp,
            size: sealed.content.len() as u64,
            sha256: sealed.content_sha256.clone(),
            cover: BASE64.encode(&sealed.cover),
            content: None,
        };
        let sent =
            self.client
                .send_message(cover.id, &announce, &sealed.content, &Control::default())?;
        match sent.state {
            State::Available | State::Taken => Ok(()),
            _ => Err(ExchangeError::NotAccepted),
        }
    }

    /// Everything that is offered to this office and not yet taken, in the order of the stamps.
    pub fn received(&self) -> Result<Vec<Incoming>, ExchangeError> {
        let offered = all_pages(
            |after| {
                let available = Selection {
                    after,
                    state: Some(State::Available),
                    ..Selection::default()
                };
                Ok(self.client.received_of(&available)?)
            },
            |item: &Received| item.cursor,
        )?;
        let mut incoming: Vec<_> = offered.into_iter().map(|item| self.look_at(item)).collect();
        incoming.sort_by_key(|item| (item.stamp, item.id));
        Ok(incoming)
    }

    fn look_at(&self, item: Received) -> Incoming {
        let cover = self.open_cover(&item).map(|opened| opened.cover);
        Incoming {
            id: item.id,
            sender: item.sender,
            stamp: item.stamp,
            size: item.size,
            cover,
        }
    }

    /// Opens a cover and compares it with what the relay says of the message.
    fn open_cover(&self, item: &Received) -> Result<OpenedCover, EnvelopeError> {
        let sealed = BASE64
            .decode(&item.cover)
            .map_err(|_| EnvelopeError::Malformed)?;
        let opened: OpenedCover =
            open_cover(&self.identities, &self.trust, Role::Receiver, &sealed)?;
        let agrees = opened.cover.id == item.id
            && opened.cover.sender.number == item.sender
            && opened.cover.stamp == item.stamp
            && opened.content.size == item.size
            && opened.content.sha256 == item.sha256;
        if agrees {
            Ok(opened)
        } else {
            Err(EnvelopeError::BadContent("cover"))
        }
    }

    /// Fetches a message, opens it and verifies everything about it.
    ///
    /// The relay keeps it until [`Office::acknowledge`]; until then it may be taken again.
    pub fn take(&self, id: Uuid) -> Result<Delivery, ExchangeError> {
        let item = self.client.received_message(id)?;
        let announced = self.open_cover(&item)?;
        let mut content = InMemory::new();
        let control = Control::default();
        self.client
            .fetch(id, item.size, &item.sha256, &mut content, &control)?;
        let content = content.into_bytes();
        let opened = open(&self.identities, &self.trust, Role::Receiver, &content)?;
        if opened.cover != announced.cover || opened.taken.content_sha256 != item.sha256 {
            return Err(ExchangeError::CoverMismatch);
        }
        let documents = opened
            .files
            .into_iter()
            .map(|(name, bytes)| Arc::new(CheckedDocument::read(&name, bytes)));
        Ok(Delivery {
            cover: opened.cover,
            taken: opened.taken,
            documents: documents.collect(),
        })
    }

    /// States, signed, that the message has been stored here. Call it only when that is true: the relay may then let
    /// go of the content. Acknowledging twice is the same as once.
    pub fn acknowledge(&self, delivery: &Delivery) -> Result<(), ExchangeError> {
        let signed = sign_receipt(&self.identities, &delivery.taken)?;
        self.client.receipt(delivery.taken.message, &signed)?;
        Ok(())
    }

    /// Everything that this office sent, oldest first, with verified receipts.
    pub fn sent(&self) -> Result<Vec<SentMessage>, ExchangeError> {
        let sent = all_pages(
            |after| Ok(self.client.sent(after, 0)?),
            |item: &Sent| item.cursor,
        )?;
        Ok(sent
            .into_iter()
            .map(|item| self.with_receipt(item))
            .collect())
    }

    fn with_receipt(&self, item: Sent) -> SentMessage {
        let receipt = item
            .receipt
            .as_ref()
            .map(|receipt| self.verify_receipt(receipt, &item));
        SentMessage {
            id: item.id,
            receiver: item.receiver,
            stamp: item.stamp,
            state: item.state,
            receipt,
        }
    }

    fn verify_receipt(&self, base64: &str, item: &Sent) -> Result<VerifiedReceipt, EnvelopeError> {
        let signed = BASE64
            .decode(base64)
            .map_err(|_| EnvelopeError::Malformed)?;
        let verified = verify_receipt(&self.trust, &signed)?;
        let receipt = &verified.receipt;
        let agrees = receipt.message == item.id
            && receipt.sender == self.number()
            && receipt.receiver == item.receiver
            && receipt.content_sha256 == item.sha256;
        if agrees {
            Ok(verified)
        } else {
            Err(EnvelopeError::WrongReceipt)
        }
    }
}

fn check_size(sealed: &[u8], limit: u64) -> Result<(), ExchangeError> {
    let size = sealed.len() as u64;
    if size <= limit {
        Ok(())
    } else {
        Err(ExchangeError::TooLarge { size, limit })
    }
}

/// Goes through a list page by page.
fn all_pages<T>(
    page: impl Fn(u64) -> Result<Page<T>, ExchangeError>,
    cursor: impl Fn(&T) -> u64,
) -> Result<Vec<T>, ExchangeError> {
    let mut all = Vec::new();
    loop {
        let after = all.last().map_or(0, &cursor);
        let Page { items, more } = page(after)?;
        // A page that does not go forward would go on for ever.
        let goes_on = more && items.last().is_some_and(|last| cursor(last) > after);
        all.extend(items);
        if !goes_on {
            return Ok(all);
        }
    }
}

impl Outgoing {
    /// What the message says of itself.
    pub fn cover(&self) -> &Cover {
        &self.cover
    }

    /// Size of the sealed content, in bytes.
    pub fn size(&self) -> u64 {
        self.sealed.content.len() as u64
    }

    /// What will matter soon about the certificates that were used.
    pub fn warnings(&self) -> &[TrustWarning] {
        &self.sealed.warnings
    }
}

impl Delivery {
    /// What the message says of itself, verified.
    pub fn cover(&self) -> &Cover {
        &self.cover
    }

    /// The files, byte for byte as they were sent, read and checked.
    pub fn documents(&self) -> &[Arc<CheckedDocument>] {
        &self.documents
    }
}

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Office")
            .field("number", &self.number())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("cover", &self.cover)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("cover", &self.cover)
            .finish_non_exhaustive()
    }
}
