//! A full disk: nothing that was kept is lost, and it goes on when there is space.

use super::*;

/// Keeps messages until there is no space; gives how many were kept.
fn fill(store: &Store, from: u128) -> u128 {
    for number in from.. {
        let mut letter = Letter::new(number);
        letter.content = vec![number as u8; 40_000];
        match store.enqueue(&letter.message()) {
            Ok(_) => {}
            Err(StoreError::DiskFull) => return number,
            Err(other) => panic!("{other:?}"),
        }
        assert!(number < 10_000, "never full");
    }
    unreachable!()
}

fn assert_kept(store: &Store, numbers: std::ops::Range<u128>) {
    for number in numbers {
        let sealed = store.sent_sealed(id(number)).unwrap().unwrap();
        assert!(sealed.content == vec![number as u8; 40_000], "{number}");
    }
}

#[test]
fn a_database_that_cannot_grow_loses_nothing() {
    let fixture = Fixture::new();
    fixture
        .store
        .connection()
        .pragma_update(None, "max_page_count", 300)
        .unwrap();
    let kept = fill(&fixture.store, 0);
    assert!(kept > 5);
    assert_eq!(fixture.store.sent(id(kept)), Ok(None), "not half of it");
    assert_kept(&fixture.store, 0..kept);
    fixture.store.check().unwrap();
    // Small changes may still have space; what they say is true either way.
    let begun = fixture.store.begin_attempt(id(0), time(9));
    assert!(matches!(begun, Ok(()) | Err(StoreError::DiskFull)));
    fixture
        .store
        .connection()
        .pragma_update(None, "max_page_count", 100_000)
        .unwrap();
    fixture.store.enqueue(&Letter::new(kept).message()).unwrap();
    let fixture = fixture.reopen();
    assert_kept(&fixture.store, 0..kept);
    fixture.store.check().unwrap();
}

/// What is let go makes space for what comes.
#[test]
fn cleaning_up_makes_space() {
    let (_folder, store) = Fixture::parts();
    store
        .connection()
        .pragma_update(None, "max_page_count", 300)
        .unwrap();
    let kept = fill(&store, 0);
    for number in 0..kept {
        store
            .apply_sent(id(number), &sent_news(SentState::Withdrawn, time(50)))
            .unwrap();
    }
    let cleaned = store.clean_up(time(100), time(0)).unwrap();
    assert_eq!(u128::from(cleaned.contents), kept);
    assert!(fill(&store, kept) > kept + 5);
}

#[cfg(target_os = "linux")]
mod on_a_small_disk {
    use std::fs;
    use std::process::{Command, Stdio};

    use tempfile::TempDir;

    use super::*;

    /// A disk of 3 MB, for root only.
    struct SmallDisk(TempDir);

    impl SmallDisk {
        fn mount() -> Option<Self> {
            let folder = TempDir::new().unwrap();
            let mounted = Command::new("mount")
                .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
                .arg(folder.path())
                .stderr(Stdio::null())
                .status();
            matches!(mounted, Ok(status) if status.success()).then_some(Self(folder))
        }
    }

    impl Drop for SmallDisk {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(self.0.path()).status();
        }
    }

    #[test]
    fn a_full_disk_loses_nothing() {
        let Some(disk) = SmallDisk::mount() else {
            eprintln!("skipped: mounting a tmpfs needs root");
            return;
        };
        let filler = disk.0.path().join("filler");
        let folder = disk.0.path().join("store");
        fs::write(&filler, vec![0; 500_000]).unwrap();
        let store = open(&folder).unwrap();
        store
            .apply_received(&received_news(id(1), ReceivedState::Offered, time(1)))
            .unwrap();
        let kept = fill(&store, 0);
        assert!(kept > 5, "{kept}");
        assert_kept(&store, 0..kept);
        assert_eq!(
            store.keep_content(id(1), &[7; 400_000], time(2)),
            Err(StoreError::DiskFull)
        );
        let mut part = store.partial(id(1)).unwrap();
        part.append(b"little").unwrap_or_default();
        let before = part.len().unwrap();
        assert!(part.append(&[7; 4_000_000]).is_err());
        assert_eq!(part.len().unwrap(), before, "no half of what did not fit");
        part.restart().unwrap();
        let backup = disk.0.path().join("backup");
        assert_eq!(store.backup(&backup), Err(StoreError::TargetFull));
        assert!(!backup.exists());
        drop((part, store));
        // Opened again while there is no space at all, it can be read.
        let rest = disk.0.path().join("rest");
        let mut taken = vec![0; 4096];
        while fs::write(&rest, &taken).is_ok() {
            taken.resize(taken.len() + 4096, 0);
        }
        let store = open(&folder).unwrap();
        assert_kept(&store, 0..kept);
        let counts = store.counts().unwrap();
        assert_eq!(counts.sent, [(SentState::Waiting, kept as u64)]);
        assert_eq!(
            store
                .received_list(&ReceivedQuery::default())
                .unwrap()
                .len(),
            1
        );
        assert!(matches!(
            store.enqueue(&Letter::new(kept).message()),
            Ok(_) | Err(StoreError::DiskFull)
        ));
        drop(store);
        fs::remove_file(rest).unwrap();
        fs::remove_file(&filler).unwrap();
        let store = open(&folder).unwrap();
        store.check().unwrap();
        assert_kept(&store, 0..kept);
        store.enqueue(&Letter::new(kept + 1).message()).unwrap();
        store.keep_content(id(1), &[7; 100_000], time(3)).unwrap();
    }
}
