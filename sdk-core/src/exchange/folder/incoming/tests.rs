use std::fs;
#[cfg(unix)]
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::control::{Cancel, Control};
use crate::exchange::folder::testing::{
    Files, SERVICE, SUPPORT, actuals, at_second, basic_information, names, names_of, plan, put,
    slip,
};
use crate::exchange::folder::{FolderError, FolderSettings, FolderTransport};
use crate::finding::Code;

/// The folders of the service office; nothing is waited for.
struct Office {
    folder: tempfile::TempDir,
    imported: Option<String>,
}

impl Office {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            imported: None,
        }
    }

    fn incoming(&self) -> PathBuf {
        let incoming = self.folder.path().join("受信 データ");
        fs::create_dir_all(&incoming).unwrap();
        incoming
    }

    fn settings(&self) -> FolderSettings {
        FolderSettings {
            settle: Duration::ZERO,
            patience: Duration::ZERO,
            imported: self.imported.clone(),
            ..FolderSettings::new(self.folder.path().join("送信"), self.incoming())
        }
    }

    fn open(&self) -> FolderTransport {
        FolderTransport::new(SERVICE.parse().unwrap(), self.settings()).unwrap()
    }

    fn scan(&self) -> Scan {
        scan(&self.open())
    }
}

fn scan(transport: &FolderTransport) -> Scan {
    transport.scan(&Control::default()).unwrap()
}

/// Codes of all that was refused, in order.
fn refused(scan: &Scan) -> Vec<Code> {
    let findings = scan
        .refused
        .iter()
        .flat_map(|refused| refused.findings.iter());
    let mut codes: Vec<_> = findings.map(|finding| finding.code).collect();
    codes.sort_by_key(|code| code.as_str());
    codes
}

fn why(scan: &Scan) -> Vec<Pending> {
    scan.unfinished.iter().map(|file| file.why).collect()
}

/// Half a download has the right name.
#[test]
fn a_file_that_breaks_off_makes_no_set() {
    let office = Office::new();
    let mut half = slip();
    let whole = half[0].1.clone();
    half[0].1.truncate(whole.len() - 10);
    put(&office.incoming(), &half);
    let transport = office.open();
    let found = scan(&transport);
    assert!(found.sets.is_empty());
    assert_eq!(refused(&found), [Code::Truncated]);
    assert_eq!(refused(&scan(&transport)), [Code::Truncated]);
    let patient = FolderTransport::new(
        SERVICE.parse().unwrap(),
        FolderSettings {
            patience: Duration::from_secs(60),
            ..office.settings()
        },
    );
    let later = scan(&patient.unwrap());
    assert_eq!((later.refused.len(), later.unfinished.len()), (0, 3));
    // The download goes on.
    fs::write(office.incoming().join(&half[0].0), whole).unwrap();
    assert_eq!(scan(&transport).sets.len(), 1);
}

#[test]
fn sets_come_in_the_order_of_their_stamps_with_the_bytes_that_are_there() {
    let office = Office::new();
    let incoming = office.incoming();
    put(&incoming, &at_second(&slip(), 30));
    put(&incoming.join("あ"), &plan());
    put(&incoming.join("い"), &at_second(&slip(), 10));
    put(&incoming, &vec![("案内.pdf".to_owned(), b"x".to_vec())]);
    let transport = office.open();
    let found = scan(&transport);
    let order: Vec<_> = found
        .sets
        .iter()
        .map(|set| set.cover.stamp.to_string())
        .collect();
    assert_eq!(
        order,
        ["20260826093000", "20260826093010", "20260826093030"]
    );
    assert!(found.refused.is_empty() && found.unfinished.is_empty() && found.known.is_empty());
    let last = &found.sets[2];
    assert_eq!(last.cover.set.ident(), "use_slip");
    assert_eq!(last.month.unwrap().to_string(), "202609");
    assert_eq!(last.cover.sender.to_string(), "5070022016_43");
    assert_eq!(last.cover.created_at.to_string(), "2026-08-26T00:30:30Z");
    assert_eq!((last.paths.len(), last.digest.len()), (3, 64));
    let mut taken: Files = transport
        .open(&last.cover)
        .unwrap()
        .iter()
        .map(|file| {
            assert!(!file.findings().has_errors());
            let document = file.document();
            (document.name().to_string(), document.bytes().to_vec())
        })
        .collect();
    taken.sort();
    assert_eq!(taken, at_second(&slip(), 30));
    // The same again, and in another process.
    assert_eq!(scan(&transport), found);
    assert_eq!(office.scan(), found);
}

#[test]
fn an_older_look_is_not_lost_when_files_are_downloaded_again_under_other_names() {
    let office = Office::new();
    let incoming = office.incoming();
    let copies = |mark: &str| -> Files {
        let rename = |(name, bytes): (String, Vec<u8>)| (name.replace(".CSV", mark), bytes);
        slip().into_iter().map(rename).collect()
    };
    put(&incoming, &copies(" (1).CSV"));
    let first = office.scan();
    put(&incoming, &slip());
    put(&incoming.join("b"), &copies(" - コピー.csv"));
    let transport = office.open();
    let again = scan(&transport);
    assert_eq!((first.sets.len(), again.sets.len()), (1, 1));
    assert_eq!(first.sets[0].id(), again.sets[0].id());
    assert_eq!(again.sets[0].paths.len(), 9);
    assert_eq!(names_of(&slip()), {
        let mut names: Vec<_> = first.sets[0]
            .cover
            .files
            .iter()
            .map(|f| f.name.clone())
            .collect();
        names.sort();
        names
    });
    // Once imported, none of them is offered, wherever it turns up, nor is a part of them called incomplete.
    transport.remember(&again.sets[0].cover, Outcome::Imported);
    let known = scan(&transport);
    assert!(known.sets.is_empty() && known.refused.is_empty());
    assert_eq!(known.known.len(), 9);
    fs::remove_dir_all(incoming.join("b")).unwrap();
    for (name, _) in slip().iter().take(2) {
        fs::remove_file(incoming.join(name)).unwrap();
    }
    assert!(scan(&transport).refused.is_empty());
}

#[test]
fn what_is_no_set_is_refused_with_findings() {
    let mixed = |change: &dyn Fn(usize, &str) -> String| -> Files {
        let files = slip().into_iter().enumerate();
        files
            .map(|(place, (name, bytes))| (change(place, &name), bytes))
            .collect()
    };
    let first = |from: &'static str, to: &'static str| {
        mixed(&|place, name| match place {
            0 => name.replace(from, to),
            _ => name.to_owned(),
        })
    };
    let all = |from: &'static str, to: &'static str| mixed(&|_, name| name.replace(from, to));
    let mut two_plans = slip();
    let mut other = two_plans[1].clone();
    other.0 = other.0.replace(".CSV", " (1).CSV");
    other.1.extend(b" ");
    two_plans.push(other);
    for (files, expected) in [
        (slip().split_off(1), vec![Code::SetIncomplete]),
        (first("093000", "093001"), vec![Code::SetMixedStamp]),
        (
            first("5070022016_43", "5070022024_43"),
            vec![Code::SetMixedSender],
        ),
        (
            first("5070100002_11", "5070100002_15"),
            vec![Code::SetMixedReceiver],
        ),
        (two_plans, vec![Code::SetDuplicateKind]),
        (
            all("5070100002_11", "5070100093_21"),
            vec![Code::ReceivedForOther; 3],
        ),
        (
            all("5070100002_11", "0000000000_00"),
            vec![Code::ReceivedNotAddressed; 3],
        ),
        (
            all("5070022016_43_5070100002_11", "5070022016_5070100002"),
            vec![Code::ReceivedOlderEdition; 3],
        ),
        (first("_20260826093000", ""), vec![Code::MalformedFileName]),
        (
            vec![("UPPLAN_9月.CSV".to_owned(), b"x".to_vec())],
            vec![Code::MalformedFileName],
        ),
    ] {
        let office = Office::new();
        put(&office.incoming(), &files);
        let found = office.scan();
        assert!(found.sets.is_empty(), "{expected:?}");
        assert_eq!(refused(&found), expected, "{:?}", found.refused);
        let told: usize = found
            .refused
            .iter()
            .map(|refused| refused.files.len())
            .sum();
        assert_eq!(told, files.len());
        assert_eq!(office.scan(), found);
        // They stay where they are, and do not keep others from being found.
        assert_eq!(names(&office.incoming()).len(), files.len());
        put(&office.incoming(), &at_second(&slip(), 59));
        assert_eq!(office.scan().sets.len(), 1);
    }
}

#[test]
fn two_months_of_the_same_second_are_two_sets() {
    let office = Office::new();
    put(&office.incoming(), &slip());
    let october = |(name, bytes): (String, Vec<u8>)| (name.replace("_202609_", "_202610_"), bytes);
    put(
        &office.incoming(),
        &slip().into_iter().map(october).collect(),
    );
    let transport = office.open();
    let found = scan(&transport);
    assert_eq!((found.sets.len(), found.refused.len()), (2, 0));
    transport.remember(&found.sets[0].cover, Outcome::Imported);
    assert_eq!(scan(&transport).sets, found.sets[1..]);
}

#[test]
fn files_that_are_still_being_written_keep_their_set_waiting() {
    let office = Office::new();
    let incoming = office.incoming();
    let files = slip();
    put(&incoming, &files[..2].to_vec());
    let (name, bytes) = &files[2];
    for (partial, content, expected) in [
        (format!("{name}.crdownload"), &bytes[..9], Pending::Writing),
        (format!("{name}.part"), &bytes[..9], Pending::Writing),
        (name.clone(), &[][..], Pending::Empty),
    ] {
        fs::write(incoming.join(&partial), content).unwrap();
        let found = office.scan();
        assert!(found.sets.is_empty() && found.refused.is_empty());
        let mut told = why(&found);
        told.retain(|why| *why != Pending::RestOfSet);
        assert_eq!((told, found.unfinished.len()), (vec![expected], 3));
        fs::remove_file(incoming.join(&partial)).unwrap();
    }
    fs::write(incoming.join(name), bytes).unwrap();
    assert_eq!(office.scan().sets.len(), 1);
    // A second download of what is here keeps nothing waiting.
    fs::write(incoming.join(format!("{name}.crdownload")), "x").unwrap();
    let found = office.scan();
    assert_eq!((found.sets.len(), why(&found)), (1, vec![Pending::Writing]));
}

#[test]
fn a_file_that_grows_is_left_for_later() {
    let office = Office::new();
    let settings = FolderSettings {
        settle: Duration::from_millis(400),
        ..office.settings()
    };
    let incoming = office.incoming();
    put(&incoming, &actuals());
    let (name, bytes) = actuals().remove(0);
    let transport = FolderTransport::new(SUPPORT.parse().unwrap(), settings).unwrap();
    let stop = Cancel::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for size in (0..bytes.len()).cycle() {
                fs::write(incoming.join(&name), &bytes[..size]).unwrap();
                if stop.is_cancelled() {
                    break;
                }
            }
        });
        let looks = [scan(&transport), scan(&transport)];
        stop.cancel();
        for found in looks {
            assert!(found.sets.is_empty() && found.refused.is_empty());
            assert_eq!(found.unfinished.len(), 1);
        }
    });
    fs::write(incoming.join(&name), &bytes).unwrap();
    let found = scan(&transport);
    assert_eq!(found.sets.len(), 1);
    assert_eq!(found.sets[0].size(), bytes.len() as u64);
}

#[test]
fn the_rest_of_a_set_is_waited_for() {
    let office = Office::new();
    let settings = FolderSettings {
        patience: Duration::from_secs(600),
        ..office.settings()
    };
    let transport = FolderTransport::new(SERVICE.parse().unwrap(), settings).unwrap();
    let files = slip();
    put(&office.incoming(), &files[..2].to_vec());
    let found = scan(&transport);
    assert_eq!(why(&found), [Pending::RestOfSet; 2]);
    assert!(found.refused.is_empty());
    put(&office.incoming(), &files);
    assert_eq!(scan(&transport).sets.len(), 1);
    // Annexes may come, or not.
    put(&office.incoming(), &basic_information()[..1].to_vec());
    let found = scan(&transport);
    assert_eq!(
        (found.sets.len(), why(&found)),
        (1, vec![Pending::RestOfSet])
    );
    assert_eq!(office.scan().sets.len(), 2);
}

#[test]
fn what_comes_after_its_set_was_taken_in_is_told() {
    let office = Office::new();
    let files = basic_information();
    put(&office.incoming(), &files[..3].to_vec());
    let transport = office.open();
    let found = scan(&transport);
    assert_eq!(found.sets[0].cover.files.len(), 3);
    transport.remember(&found.sets[0].cover, Outcome::Imported);
    put(&office.incoming(), &files);
    let late = scan(&transport);
    assert_eq!(refused(&late), [Code::ReceivedAfterwards]);
    assert!(late.sets.is_empty());
    // So is the same name with other content, and a part of the set that would be a set by itself.
    fs::write(office.incoming().join(&files[0].0), "other").unwrap();
    assert!(scan(&transport).sets.is_empty());
    for (name, _) in &files {
        fs::remove_file(office.incoming().join(name)).unwrap();
    }
    put(&office.incoming(), &files[..1].to_vec());
    let part = scan(&transport);
    assert!(part.sets.is_empty() && part.refused.is_empty());
    assert_eq!(part.known.len(), 1);
}

#[test]
fn a_file_that_was_changed_or_moved_away_is_an_error_that_names_it() {
    let office = Office::new();
    let incoming = office.incoming();
    put(&incoming, &slip());
    let transport = office.open();
    let cover = scan(&transport).sets.remove(0).cover;
    let (file, bytes) = slip().remove(0);
    let id = cover.id;
    let modified = fs::metadata(incoming.join(&file))
        .unwrap()
        .modified()
        .unwrap();
    let mut changed = bytes.clone();
    let digit = changed.iter().rposition(u8::is_ascii_digit).unwrap();
    changed[digit] ^= 1;
    fs::write(incoming.join(&file), &changed).unwrap();
    // Not even its size and time tell.
    let handle = fs::File::options()
        .write(true)
        .open(incoming.join(&file))
        .unwrap();
    handle.set_modified(modified).unwrap();
    drop(handle);
    let refused = transport.open(&cover).unwrap_err();
    assert_eq!(
        refused,
        FolderError::FileChanged {
            id,
            file: file.clone()
        }
    );
    assert_ne!(scan(&transport).sets[0].id(), id);
    // A copy elsewhere will do.
    fs::create_dir(incoming.join("b")).unwrap();
    let copy = incoming.join("b").join(file.replace(".CSV", " (2).CSV"));
    fs::write(&copy, &bytes).unwrap();
    assert_eq!(transport.open(&cover).unwrap().len(), 3);
    fs::remove_file(incoming.join(&file)).unwrap();
    fs::remove_file(copy).unwrap();
    let refused = transport.open(&cover).unwrap_err();
    assert_eq!(refused, FolderError::FileMissing { id, file });
}

#[test]
fn imported_files_may_be_moved_and_can_still_be_opened() {
    let mut office = Office::new();
    office.imported = Some("取込済".to_owned());
    let incoming = office.incoming();
    put(&incoming, &slip());
    put(&incoming.join("b"), &slip());
    put(&incoming, &at_second(&slip(), 1));
    let transport = office.open();
    let found = scan(&transport);
    assert_eq!(transport.tidy().unwrap(), 0);
    transport.remember(&found.sets[0].cover, Outcome::Imported);
    transport.remember(&found.sets[1].cover, Outcome::Rejected);
    assert_eq!(transport.tidy().unwrap(), 6);
    assert_eq!(names(&incoming.join("取込済")).len(), 6);
    // What was rejected stays.
    assert_eq!(names(&incoming).len(), 5);
    assert!(scan(&transport).sets.is_empty());
    assert_eq!(transport.open(&found.sets[0].cover).unwrap().len(), 3);
}

#[test]
fn a_folder_that_is_away_is_told() {
    let office = Office::new();
    let transport = office.open();
    fs::remove_dir(office.folder.path().join("受信 データ")).unwrap();
    let away = transport.scan(&Control::default()).unwrap_err();
    assert_eq!(
        away,
        FolderError::incoming(std::io::ErrorKind::NotFound.into())
    );
    assert!(away.is_retryable());
}

#[test]
fn watching_tells_what_is_new_and_stops_at_once() {
    let office = Office::new();
    let settings = FolderSettings {
        interval: Duration::from_millis(50),
        ..office.settings()
    };
    let transport = FolderTransport::new(SERVICE.parse().unwrap(), settings).unwrap();
    let cancel = Cancel::new();
    let mut told = Vec::new();
    transport.watch(&cancel, |scan| {
        told.push(scan.as_ref().map(|scan| scan.sets.len()).ok());
        match told.len() {
            1 => put(&office.incoming(), &slip()),
            2 => fs::rename(office.incoming(), office.folder.path().join("away")).unwrap(),
            3 => fs::rename(
                office.folder.path().join("away"),
                office.folder.path().join("受信 データ"),
            )
            .unwrap(),
            _ => cancel.cancel(),
        }
    });
    assert_eq!(told, [Some(0), Some(1), None, Some(1)]);
}

mod interleaved {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::exchange::folder::disk::testing::{Fault, with};
    use crate::message::Cover;

    /// What happens next.
    #[derive(Debug, Clone)]
    enum Event {
        /// A file of a set arrives, perhaps as another download of it.
        Arrives {
            set: usize,
            file: usize,
            mark: usize,
        },
        /// The office looks, takes and stores so many steps far; then its process ends.
        Works { steps: usize },
        /// It works, and dies while it moves files.
        Tidies { steps: usize },
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            3 => (0..4_usize, 0..4_usize, 0..MARKS.len())
                .prop_map(|(set, file, mark)| Event::Arrives { set, file, mark }),
            2 => (0..9_usize).prop_map(|steps| Event::Works { steps }),
            1 => (0..9_usize).prop_map(|steps| Event::Tidies { steps }),
        ]
    }

    const MARKS: [&str; 4] = [".CSV", " (1).CSV", ".csv", " - コピー.CSV"];

    fn sets() -> [Files; 4] {
        [slip(), plan(), at_second(&slip(), 7), at_second(&plan(), 8)]
    }

    /// What survives a process: the store of the office, and what the host keeps.
    #[derive(Default)]
    struct Kept {
        acknowledged: Vec<Cover>,
        host: BTreeMap<uuid::Uuid, usize>,
    }

    impl Kept {
        fn work(&mut self, transport: &FolderTransport, mut steps: usize) {
            let mut last = None;
            for set in scan(transport).sets {
                assert!(last <= Some(set.cover.stamp));
                last = Some(set.cover.stamp);
                assert_eq!(
                    transport.open(&set.cover).unwrap().len(),
                    set.cover.files.len()
                );
                // The host stores by the message's id, so that storing it again is storing it once.
                if steps < 1 {
                    return;
                }
                self.host.insert(set.id(), set.cover.files.len());
                if steps < 2 {
                    return;
                }
                assert!(self.acknowledged.iter().all(|cover| cover.id != set.id()));
                transport.remember(&set.cover, Outcome::Imported);
                self.acknowledged.push(set.cover);
                steps -= 2;
            }
        }
    }

    fn run(office: &Office, events: &[Event]) {
        let mut kept = Kept::default();
        let open = |kept: &Kept| {
            let transport = office.open();
            let covers = kept.acknowledged.iter();
            covers.for_each(|cover| transport.remember(cover, Outcome::Imported));
            transport
        };
        let arrives = |set: usize, file: usize, mark: usize| {
            let files = &sets()[set];
            let (name, bytes) = &files[file % files.len()];
            let name = name.replace(".CSV", MARKS[mark]);
            fs::write(office.incoming().join(name), bytes).unwrap();
        };
        for event in events {
            match *event {
                Event::Arrives { set, file, mark } => arrives(set, file, mark),
                Event::Works { steps } => kept.work(&open(&kept), steps),
                Event::Tidies { steps } => {
                    let _ = with(Fault::Dies(steps), || open(&kept).tidy());
                }
            }
        }
        (0..16).for_each(|number| arrives(number / 4, number % 4, 0));
        kept.work(&open(&kept), 100);
        open(&kept).tidy().unwrap();
        let rest = scan(&open(&kept));
        assert!(rest.sets.is_empty() && rest.refused.is_empty());
        assert_eq!((kept.acknowledged.len(), kept.host.len()), (4, 4));
        for cover in &kept.acknowledged {
            assert_eq!(open(&kept).open(cover).unwrap().len(), cover.files.len());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_lost_and_nothing_comes_twice(
            events in proptest::collection::vec(event(), 0..25),
            moves in any::<bool>(),
        ) {
            let mut office = Office::new();
            office.imported = moves.then(|| "imported".to_owned());
            run(&office, &events);
        }
    }
}

#[test]
fn links_and_hidden_folders_are_passed_over() {
    let office = Office::new();
    let elsewhere = tempfile::tempdir().unwrap();
    put(elsewhere.path(), &slip());
    put(&office.incoming().join(".trash"), &slip());
    put(&office.incoming().join("a/b"), &slip());
    #[cfg(unix)]
    link(elsewhere.path(), &office.incoming());
    assert_eq!(office.scan(), Scan::default());
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) {
    use std::os::unix::fs::symlink;
    symlink(from, to.join("folder")).unwrap();
    let name = &slip()[0].0;
    symlink(from.join(name), to.join(name)).unwrap();
}

#[cfg(windows)]
#[test]
fn a_file_that_is_being_written_is_waited_for() {
    let office = Office::new();
    put(&office.incoming(), &slip());
    let name = office.incoming().join(&slip()[0].0);
    let writing = fs::OpenOptions::new().append(true).open(&name).unwrap();
    let found = office.scan();
    assert!(found.sets.is_empty());
    assert!(why(&found).contains(&Pending::Writing), "{found:?}");
    drop(writing);
    assert_eq!(office.scan().sets.len(), 1);
}

#[cfg(windows)]
#[test]
fn an_imported_file_that_somebody_holds_is_moved_later() {
    use std::os::windows::fs::OpenOptionsExt;
    const FILE_SHARE_READ: u32 = 1;
    let mut office = Office::new();
    office.imported = Some("取込済".to_owned());
    put(&office.incoming(), &slip());
    let transport = office.open();
    transport.remember(&scan(&transport).sets[0].cover, Outcome::Imported);
    let mut shown = fs::OpenOptions::new();
    let shown = shown.read(true).share_mode(FILE_SHARE_READ);
    let shown = shown.open(office.incoming().join(&slip()[0].0)).unwrap();
    assert_eq!(transport.tidy().unwrap(), 2);
    assert!(scan(&transport).sets.is_empty());
    drop(shown);
    assert_eq!(transport.tidy().unwrap(), 1);
}
