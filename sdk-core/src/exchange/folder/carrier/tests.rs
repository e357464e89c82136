use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::exchange::SendOutcome;
use crate::exchange::folder::disk::testing::{Fault, with};
use crate::exchange::folder::testing::{
    Files, SERVICE, SUPPORT, actuals, names, names_of, put, set, slip,
};
use crate::store::{Enqueued, Handed, NewSent, SentQuery, SentState};

/// An office with its folders and store; what dies and comes back keeps the folders.
struct Office {
    folder: tempfile::TempDir,
    number: OfficeNumber,
    imported: Option<String>,
}

impl Office {
    fn new(number: &str) -> Self {
        let office = Self {
            folder: tempfile::tempdir().unwrap(),
            number: number.parse().unwrap(),
            imported: None,
        };
        fs::create_dir(office.outgoing()).unwrap();
        fs::create_dir(office.incoming()).unwrap();
        office
    }

    fn outgoing(&self) -> PathBuf {
        self.folder.path().join("送信")
    }

    fn incoming(&self) -> PathBuf {
        self.folder.path().join("受信")
    }

    fn open(&self) -> (Store, Carrier) {
        let settings = FolderSettings {
            settle: Duration::ZERO,
            patience: Duration::ZERO,
            imported: self.imported.clone(),
            ..FolderSettings::new(self.outgoing(), self.incoming())
        };
        let store = Store::open(&self.folder.path().join("store"), self.number).unwrap();
        let carrier = Carrier::open(self.number, settings, &store).unwrap();
        (store, carrier)
    }
}

const ABOUT: About<'static> = About {
    set_digest: "d1",
    month: None,
    persons: &[],
};

fn keep(store: &Store, message: &NewSent<'_>) -> Result<SendOutcome, ExchangeError> {
    Ok(match store.enqueue(message)? {
        Enqueued::New => SendOutcome {
            id: message.id,
            new: true,
            state: message.state,
        },
        Enqueued::Known(id) => SendOutcome {
            id,
            new: false,
            state: store.sent(id)?.unwrap().state,
        },
        Enqueued::StampUsed(message) => return Err(ExchangeError::StampUsed { message }),
    })
}

fn send(store: &Store, carrier: &Carrier, files: &Files) -> Result<(Uuid, bool), ExchangeError> {
    let sent = carrier.send(store, &set(files), &ABOUT, false, |message| {
        keep(store, message)
    })?;
    Ok((sent.id, sent.new))
}

fn pass(store: &Store, carrier: &Carrier) -> Carried {
    carrier.pass(store, &Control::default()).unwrap()
}

fn states(store: &Store) -> Vec<SentState> {
    let sent = store.sent_list(&SentQuery::default()).unwrap();
    sent.iter().map(|record| record.state).collect()
}

#[test]
fn a_set_that_was_sent_lies_there_and_is_noted_once() {
    let office = Office::new(SUPPORT);
    let (store, carrier) = office.open();
    let (id, new) = send(&store, &carrier, &slip()).unwrap();
    assert!(new);
    assert_eq!(names(&office.outgoing()), names_of(&slip()));
    assert_eq!(states(&store), [SentState::HandedOver]);
    let cover = sent_cover(&store, id).unwrap().unwrap();
    assert_eq!((cover.id, &*cover.subject), (id, ""));
    // It is uploaded and moved away; the host, which died, sends it again.
    for name in names(&office.outgoing()) {
        fs::remove_file(office.outgoing().join(name)).unwrap();
    }
    assert_eq!(send(&store, &carrier, &slip()).unwrap(), (id, false));
    assert!(names(&office.outgoing()).is_empty());
    // Unless it is wanted anew.
    let again = carrier.send(&store, &set(&slip()), &ABOUT, true, |message| {
        keep(&store, message)
    });
    let again = again.unwrap();
    assert!(again.new && again.id != id);
    assert_eq!(names(&office.outgoing()).len(), 3);
    assert!(!office.outgoing().join(".careplan").exists());
    let refused = carrier
        .withdraw(&store, id, || {
            Ok(store.want_withdrawal(id, Timestamp::now()).map(drop)?)
        })
        .unwrap_err();
    assert!(matches!(
        refused,
        ExchangeError::Store(StoreError::WrongState)
    ));
}

#[test]
fn wherever_the_process_dies_a_set_is_out_once_or_has_failed_visibly() {
    let (mut completed, mut failed) = (0, 0);
    for steps in 0.. {
        let office = Office::new(SUPPORT);
        let mut gone = false;
        {
            let (store, carrier) = office.open();
            let send = || send(&store, &carrier, &slip()).is_ok();
            let send = || catch_unwind(AssertUnwindSafe(send));
            if let (Err(_), _) = with(Fault::Panics(steps), send) {
                gone = true;
            }
        }
        if !gone {
            assert!(steps > 15);
            break;
        }
        // The other client takes what it sees.
        let mut uploaded = upload(&office);
        let (store, carrier) = office.open();
        let carried = pass(&store, &carrier);
        uploaded.extend(upload(&office));
        match states(&store)[..] {
            [SentState::HandedOver] => {
                completed += carried.handed_over;
                uploaded.sort();
                assert_eq!(uploaded, names_of(&slip()), "{steps}");
                assert!(!send(&store, &carrier, &slip()).unwrap().1);
                assert!(upload(&office).is_empty());
            }
            [SentState::Failed] => {
                failed += carried.failed;
                assert!(uploaded.is_empty(), "{steps}");
                assert!(send(&store, &carrier, &slip()).unwrap().1);
                assert_eq!(upload(&office).len(), 3);
            }
            ref other => panic!("{steps}: {other:?}"),
        }
    }
    assert!(completed > 5 && failed > 5);
}

#[test]
fn a_host_that_sends_again_right_after_the_crash_has_one_message() {
    for steps in 0..25 {
        let office = Office::new(SUPPORT);
        {
            let (store, carrier) = office.open();
            let send = || send(&store, &carrier, &slip()).is_ok();
            let send = || catch_unwind(AssertUnwindSafe(send));
            let _ = with(Fault::Panics(steps), send);
        }
        let (store, carrier) = office.open();
        let before = states(&store).len();
        send(&store, &carrier, &slip()).unwrap();
        assert!(before <= 1);
        assert_eq!(states(&store), [SentState::HandedOver], "{steps}");
        assert_eq!(upload(&office).len(), 3);
    }
}

#[test]
fn what_cannot_be_written_is_told_and_can_be_sent_later() {
    let office = Office::new(SUPPORT);
    let (store, carrier) = office.open();
    fs::remove_dir(office.outgoing()).unwrap();
    let refused = send(&store, &carrier, &slip()).unwrap_err();
    assert_eq!(refused.code(), "outgoing_folder");
    assert_eq!(states(&store), [SentState::Failed]);
    // What comes in is not held up, nor the other way round.
    assert!(pass(&store, &carrier).errors.is_empty());
    fs::remove_dir(office.incoming()).unwrap();
    let carried = pass(&store, &carrier);
    assert_eq!(carried.errors[0].1.code(), "incoming_folder");
    fs::create_dir(office.outgoing()).unwrap();
    assert!(send(&store, &carrier, &slip()).unwrap().1);
    // Full at any step: it fails, or it is completed by the next pass.
    for steps in 0..25 {
        let office = Office::new(SUPPORT);
        let (store, carrier) = office.open();
        let (sent, _) = with(Fault::Full(steps), || send(&store, &carrier, &slip()));
        pass(&store, &carrier);
        let out = names(&office.outgoing()).len();
        match states(&store)[..] {
            [SentState::HandedOver] => assert_eq!(out, 3),
            [SentState::Failed] => assert!(out == 0 && sent.is_err(), "{steps}"),
            ref other => panic!("{steps}: {other:?}"),
        }
    }
}

/// A set that lies half-way is completed by the next pass, and that pass says so though the other folder is away.
#[test]
fn a_missing_incoming_folder_does_not_hold_up_what_goes_out() {
    let office = Office::new(SUPPORT);
    {
        let (store, carrier) = office.open();
        let send = || catch_unwind(AssertUnwindSafe(|| send(&store, &carrier, &slip()).is_ok()));
        let (died, _) = with(Fault::Panics(14), send);
        assert!(died.is_err());
    }
    fs::remove_dir(office.incoming()).unwrap();
    let (store, carrier) = office.open();
    let carried = pass(&store, &carrier);
    assert_eq!((carried.handed_over, carried.errors.len()), (1, 1));
    assert_eq!(states(&store), [SentState::HandedOver]);
}

#[test]
fn a_mixture_that_came_later_is_not_taken() {
    let office = Office::new(SERVICE);
    put(&office.incoming(), &slip());
    let (store, carrier) = office.open();
    pass(&store, &carrier);
    let id = received(&store)[0].0;
    let (name, bytes) = slip().remove(0);
    let other = office.incoming().join(name.replace(".CSV", " (1).CSV"));
    fs::write(&other, [&bytes[..], &bytes[..]].concat()).unwrap();
    let refused = carrier.open_set(&store, id).unwrap_err();
    assert_eq!(refused.code(), "not_a_set");
    let record = store.received(id).unwrap().unwrap();
    assert_eq!(record.state, ReceivedState::Fetched);
    assert_eq!(record.reason.as_deref(), Some("not_a_set"));
    fs::remove_file(other).unwrap();
    hand(&store, &carrier, id);
}

/// What was let go of with its time stays known.
#[test]
fn a_set_is_not_new_again_when_its_record_is_gone() {
    let office = Office::new(SERVICE);
    put(&office.incoming(), &slip());
    for end in [ReceivedState::Taken, ReceivedState::Rejected] {
        let (store, carrier) = office.open();
        pass(&store, &carrier);
        for (id, _) in received(&store) {
            hand(&store, &carrier, id);
            let record = store.received(id).unwrap().unwrap();
            carrier.end(&store, &record, end).unwrap();
        }
        store.clean_up(Timestamp::MAX, Timestamp::MAX).unwrap();
        assert_eq!(received(&store), []);
        assert_eq!(pass(&store, &carrier).offered, 0);
        drop((store, carrier));
        let (store, carrier) = office.open();
        let carried = pass(&store, &carrier);
        assert_eq!((carried.offered, carried.refused.len()), (0, 0));
        assert_eq!(received(&store), []);
    }
}

fn upload(office: &Office) -> Vec<String> {
    let names = names(&office.outgoing());
    for name in &names {
        fs::remove_file(office.outgoing().join(name)).unwrap();
    }
    names
}

fn received(store: &Store) -> Vec<(Uuid, ReceivedState)> {
    let all = store.received_list(&ReceivedQuery::default()).unwrap();
    all.iter().map(|record| (record.id, record.state)).collect()
}

fn hand(store: &Store, carrier: &Carrier, id: Uuid) {
    let (cover, documents) = carrier.open_set(store, id).unwrap();
    assert_eq!(documents.len(), cover.files.len());
    let handed = Handed {
        taken: "",
        set: cover.set,
        month: None,
        persons: &[],
    };
    store.note_handed(id, &handed, Timestamp::now()).unwrap();
}

#[test]
fn a_found_set_is_received_and_ends_when_it_is_stored_or_refused() {
    let mut office = Office::new(SERVICE);
    office.imported = Some("取込済".to_owned());
    put(&office.incoming(), &slip());
    let (store, carrier) = office.open();
    assert_eq!(pass(&store, &carrier).offered, 1);
    assert_eq!(pass(&store, &carrier).offered, 0);
    let (id, state) = received(&store)[0];
    assert_eq!(state, ReceivedState::Fetched);
    hand(&store, &carrier, id);
    drop((store, carrier));

    // It is taken again after a crash, and by then its files have other names.
    let (store, carrier) = office.open();
    for (name, _) in slip() {
        let copy = name.replace(".CSV", " (3).CSV");
        fs::rename(office.incoming().join(name), office.incoming().join(copy)).unwrap();
    }
    assert_eq!(pass(&store, &carrier).offered, 0);
    hand(&store, &carrier, id);
    let record = store.received(id).unwrap().unwrap();
    carrier.end(&store, &record, ReceivedState::Taken).unwrap();
    assert_eq!(received(&store), [(id, ReceivedState::Taken)]);
    assert_eq!(names(&office.incoming().join("取込済")), names_of(&slip()));
    drop((store, carrier));

    // A second download brings nothing.
    put(&office.incoming(), &slip());
    let (store, carrier) = office.open();
    let carried = pass(&store, &carrier);
    assert_eq!((carried.offered, carried.refused.len()), (0, 0));
    assert_eq!(received(&store).len(), 1);
    assert_eq!(names(&office.incoming()), ["取込済"]);
    hand(&store, &carrier, id);
    assert_eq!(received(&store), [(id, ReceivedState::Taken)]);
}

#[test]
fn what_a_process_left_half_way_is_brought_to_its_end() {
    let office = Office::new(SUPPORT);
    put(&office.incoming(), &actuals());
    let id = {
        let (store, carrier) = office.open();
        pass(&store, &carrier);
        let id = received(&store)[0].0;
        store
            .want_rejection(id, "refused", Timestamp::now())
            .unwrap();
        id
    };
    let (store, carrier) = office.open();
    let carried = pass(&store, &carrier);
    assert_eq!(received(&store), [(id, ReceivedState::Rejected)]);
    assert_eq!((carried.offered, carried.refused.len()), (0, 0));
    // It stays where it is, and is not offered again.
    assert_eq!(names(&office.incoming()).len(), 1);
    assert_eq!(pass(&store, &carrier).offered, 0);
}

#[test]
fn messages_of_a_relay_are_left_alone_where_the_profile_was_changed() {
    use crate::store::ReceivedNews;
    let office = Office::new(SERVICE);
    let id = Uuid::now_v7();
    {
        let (store, _) = office.open();
        let news = ReceivedNews {
            id,
            sender: SUPPORT.parse().unwrap(),
            stamp: "20260826093000".parse().unwrap(),
            size: 10,
            sha256: "ab",
            cover: b"\x30\x82",
            state: ReceivedState::Offered,
            at: Timestamp::now(),
        };
        store.apply_received(&news).unwrap();
    }
    let (store, carrier) = office.open();
    assert!(pass(&store, &carrier).errors.is_empty());
    assert_eq!(received(&store), [(id, ReceivedState::Offered)]);
    assert!(received_cover(&store, id).unwrap().is_none());
}
