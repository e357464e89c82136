//! Fills the folder of a relay that does not run, to see how one of real size does.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use careplan_core::number::{OfficeNumber, Stamp};
use careplan_core::relay::wire::Announce;
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::office::OfficeSpec;
use crate::secret::sha256_hex;
use crate::server::open_store;
use crate::store::{Failure, Store};

/// Offices that are added in one change.
const OFFICES_AT_ONCE: usize = 10_000;
/// As many as the store writes in one transaction.
const MESSAGES_AT_ONCE: usize = 64;
const COVER_BYTES: usize = 3_000;
const RECEIPT_BYTES: usize = 2_000;

/// Adds offices to the directory of a relay: number, kinds and name, without certificate and account, so that nothing can be
/// sent to them that they could open.
pub fn add_offices(dir: &Path, offices: &[OfficeSpec]) -> Result<(), Error> {
    offices.iter().try_for_each(OfficeSpec::check)?;
    with_store(dir, |store| async move {
        for some in offices.chunks(OFFICES_AT_ONCE) {
            store.add_offices(some.to_vec()).await?;
        }
        Ok(())
    })
}

/// Stores complete messages between these offices of a relay, round and round so that each sends to all others; every second
/// round is taken already. Cover, content (so many bytes) and receipt are bytes that nobody can open.
pub fn add_messages(
    dir: &Path,
    offices: &[OfficeNumber],
    count: usize,
    content_bytes: usize,
) -> Result<(), Error> {
    let Some(others) = offices.len().checked_sub(1).filter(|others| *others > 0) else {
        return Err(Error::NoOffices);
    };
    let stamp: Result<Stamp, _> = "20260826093000".parse();
    let stamp = stamp.map_err(|_| Error::Start(std::io::Error::other("stamp")))?;
    let content: Vec<u8> = (0..content_bytes).map(|at| (at % 251) as u8).collect();
    let sha256 = sha256_hex(&content);
    let message = |number: usize| {
        let round = number / offices.len();
        let sender = number % offices.len();
        let receiver = (sender + 1 + round % others) % offices.len();
        let announce = Announce {
            receiver: offices[receiver],
            stamp,
            size: content.len() as u64,
            sha256: sha256.clone(),
            cover: String::new(),
            content: None,
        };
        (
            offices[sender],
            announce,
            content.clone(),
            round.is_multiple_of(2),
        )
    };
    with_store(dir, |store| async move {
        let mut next = 0;
        while next < count {
            let mut stored = JoinSet::new();
            for number in next..count.min(next + MESSAGES_AT_ONCE) {
                let (sender, announce, content, taken) = message(number);
                stored.spawn(add(store.clone(), sender, announce, content, taken));
            }
            next += MESSAGES_AT_ONCE;
            while let Some(one) = stored.join_next().await {
                one.unwrap_or_else(|_| Err(Failure::away()))?;
            }
        }
        Ok(())
    })
}

async fn add(
    store: Arc<Store>,
    sender: OfficeNumber,
    announce: Announce,
    content: Vec<u8>,
    taken: bool,
) -> Result<(), Failure> {
    let (id, receiver) = (Uuid::now_v7(), announce.receiver);
    let cover = vec![7; COVER_BYTES];
    store
        .announce(sender, id, announce, cover, Some(content))
        .await?;
    if taken {
        store.take(receiver, id, vec![0x30; RECEIPT_BYTES]).await?;
    }
    Ok(())
}

/// Opens the store of a relay and does something with it, in a thread of its own: the caller may be in a runtime already.
fn with_store<W>(dir: &Path, work: impl FnOnce(Arc<Store>) -> W + Send) -> Result<(), Error>
where
    W: Future<Output = Result<(), Failure>>,
{
    let config = Config::load(dir)?;
    let store = Arc::new(open_store(dir, &config, Clock::new(), Arc::new(|_| ()))?);
    let work = || {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(Error::Start)?;
        runtime.block_on(work(store)).map_err(Error::from)
    };
    let failed = |_| Err(Error::Start(std::io::Error::other("thread")));
    thread::scope(|scope| scope.spawn(work).join().unwrap_or_else(failed))
}
