use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::*;
use crate::exchange::folder::disk::testing::{Fault, with};
use crate::exchange::folder::testing::{SUPPORT, names, names_of, plan, put, set, slip};

fn write_flat(files: &crate::exchange::folder::testing::Files, to: &Path) -> Delivered {
    write_set(&set(files), to, false).unwrap()
}

fn own() -> OfficeNumber {
    SUPPORT.parse().unwrap()
}

#[test]
fn a_set_lies_in_the_folder_with_its_names_and_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let outgoing = folder.path().join("送信 用 フォルダー");
    fs::create_dir(&outgoing).unwrap();
    let delivered = write_flat(&slip(), &outgoing);
    assert_eq!(delivered.how, DeliveredHow::Written);
    assert_eq!(names(&outgoing), names_of(&slip()));
    for (name, bytes) in slip() {
        assert_eq!(fs::read(outgoing.join(name)).unwrap(), bytes);
    }
    assert_eq!(delivered.files.len(), 3);
    assert!(delivered.files.iter().all(|file| file.exists()));
    // Again, before and after it is confirmed.
    let again = write_flat(&slip(), &outgoing);
    assert_eq!(
        (again.id, again.how),
        (delivered.id, DeliveredHow::WrittenBefore)
    );
    confirm(&outgoing, delivered.id).unwrap();
    confirm(&outgoing, delivered.id).unwrap();
    assert!(!outgoing.join(stage::STAGING).exists());
    assert_eq!(
        write_flat(&slip(), &outgoing).how,
        DeliveredHow::AlreadyThere
    );
    assert_eq!(write_flat(&plan(), &outgoing).how, DeliveredHow::Written);
    assert_eq!(names(&outgoing).len(), 7);
}

#[cfg(unix)]
#[test]
fn what_goes_out_is_for_the_user_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write_set(&set(&slip()), folder.path(), true).unwrap();
    let shown = folder.path().join(&names(folder.path())[0]);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&shown), 0o700);
    for name in names(&shown) {
        assert_eq!(mode(&shown.join(name)), 0o600);
    }
}

#[test]
fn each_set_may_have_its_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    for files in [slip(), plan()] {
        let delivered = write_set(&set(&files), folder.path(), true).unwrap();
        confirm(folder.path(), delivered.id).unwrap();
    }
    let folders = [
        "20260826093000_5070022016_43_5070100002_11_care_plan",
        "20260826093000_5070022016_43_5070100002_11_use_slip_202609",
    ];
    assert_eq!(names(folder.path()), folders);
    assert_eq!(names(&folder.path().join(folders[1])), names_of(&slip()));
}

#[test]
fn a_small_extension_is_written_in_capital_letters() {
    use crate::check::CheckedDocument;
    use crate::finding::CheckProfile;
    let folder = tempfile::tempdir().unwrap();
    let profile = CheckProfile::lenient();
    let profile = profile.with(crate::finding::Code::ExtensionCase, None);
    let read = |(name, bytes): (String, Vec<u8>)| {
        let name = name.replace(".CSV", ".csv");
        CheckedDocument::read_with_profile(&name, bytes, &profile)
    };
    let documents = slip()
        .into_iter()
        .map(|file| std::sync::Arc::new(read(file)));
    let set = MessageSet::build_with(documents.collect(), &profile).unwrap();
    write_set(&set, folder.path(), false).unwrap();
    assert_eq!(names(folder.path()), names_of(&slip()));
}

#[test]
fn a_file_of_that_name_with_other_content_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (name, bytes) = slip().remove(1);
    let changed = [&bytes[..], b" "].concat();
    for content in [changed, vec![b' '; bytes.len()]] {
        fs::write(folder.path().join(&name), content).unwrap();
        let refused = write_set(&set(&slip()), folder.path(), false).unwrap_err();
        assert_eq!(refused, FolderError::FileDiffers { file: name.clone() });
        assert_eq!(names(folder.path()), std::slice::from_ref(&name));
    }
    // One that is there already with the right bytes is fine.
    fs::write(folder.path().join(&name), &bytes).unwrap();
    assert_eq!(
        write_flat(&slip(), folder.path()).how,
        DeliveredHow::Written
    );
    assert_eq!(names(folder.path()), names_of(&slip()));
}

#[test]
fn a_folder_that_is_no_folder_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/such");
    let cause = |path: &Path| match write_set(&set(&slip()), path, false) {
        Err(FolderError::Outgoing { cause }) => cause,
        other => panic!("{other:?}"),
    };
    assert_eq!(cause(&missing), ErrorKind::NotFound);
    assert!(!folder.path().join("no").exists());
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(cause(&file), ErrorKind::NotADirectory);
    if cfg!(unix) {
        let long = folder.path().join("長".repeat(100));
        assert_eq!(cause(&long), ErrorKind::InvalidFilename);
    }
}

/// How many steps a delivery takes; at each of them something may happen.
const STEPS: usize = 40;

#[test]
fn wherever_it_dies_nothing_is_half_there_after_the_next_call() {
    let mut half = 0;
    for per_set in [false, true] {
        let whole = |outgoing: &Path| {
            let shown = match per_set {
                false => outgoing.to_owned(),
                true => match names(outgoing).pop() {
                    Some(name) => outgoing.join(name),
                    None => return 0,
                },
            };
            names(&shown).len()
        };
        for steps in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let outgoing = folder.path();
            let write = || write_set(&set(&slip()), outgoing, per_set);
            let (died, reached) = with(Fault::Dies(steps), write);
            if !reached {
                assert!(died.is_ok() && steps > 10 && steps < STEPS);
                break;
            }
            let before = whole(outgoing);
            half += usize::from((1..3).contains(&before));
            recover(outgoing, own()).unwrap();
            let after = whole(outgoing);
            assert!(after == 0 || after == 3, "{steps}: {before} {after}");
            // What became visible is completed.
            assert!(before == 0 || after == 3, "{steps}");
            // And it dies once more, anywhere.
            for again in (steps % 7..STEPS).step_by(7) {
                let copy = tempfile::tempdir().unwrap();
                copy_folder(outgoing, copy.path());
                let write = || write_set(&set(&slip()), copy.path(), per_set);
                let _ = with(Fault::Dies(again), write);
                write().unwrap();
                assert_eq!(whole(copy.path()), 3, "{steps} {again}");
            }
        }
    }
    assert!(half > 0);
}

#[test]
fn what_was_uploaded_and_removed_is_not_written_again() {
    for steps in 0..STEPS {
        let folder = tempfile::tempdir().unwrap();
        let outgoing = folder.path();
        let write = || write_set(&set(&slip()), outgoing, false);
        let _ = with(Fault::Dies(steps), write);
        // The other client takes what it sees, in the middle of everything.
        let mut uploaded = upload(outgoing);
        for again in [Fault::Dies(steps / 2), Fault::None] {
            let _ = with(again, write);
            uploaded.extend(upload(outgoing));
        }
        assert!(matches!(
            write().unwrap().how,
            DeliveredHow::Written | DeliveredHow::WrittenBefore
        ));
        uploaded.extend(upload(outgoing));
        uploaded.sort();
        assert_eq!(uploaded, names_of(&slip()), "{steps}");
    }
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing_half() {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let outgoing = folder.path();
        let write = || write_set(&set(&slip()), outgoing, false);
        let (refused, reached) = with(Fault::Full(steps), write);
        if !reached {
            break;
        }
        let full = FolderError::outgoing(ErrorKind::StorageFull.into());
        assert_eq!(refused, Err(full), "{steps}");
        let before = names(outgoing).len();
        if before == 0 && !outgoing.join(stage::STAGING).exists() {
            assert_eq!(write().unwrap().how, DeliveredHow::Written);
        } else {
            write().unwrap();
        }
        assert_eq!(names(outgoing), names_of(&slip()), "{steps}");
    }
}

#[test]
fn what_others_make_ready_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let other = Stage::new(folder.path(), Uuid::from_u128(1));
    fs::create_dir_all(other.part(0).parent().unwrap()).unwrap();
    fs::write(other.part(0), "half").unwrap();
    recover(folder.path(), own()).unwrap();
    let delivered = write_flat(&slip(), folder.path());
    confirm(folder.path(), delivered.id).unwrap();
    assert!(other.has_part(0));
    // Nor does a damaged journal do anything.
    let damaged = Stage::new(folder.path(), SetDigest::of(&entries(&set(&plan()))).id());
    fs::create_dir_all(damaged.part(0).parent().unwrap()).unwrap();
    fs::write(damaged.part(0).with_file_name("journal.json"), "{").unwrap();
    recover(folder.path(), own()).unwrap();
    assert_eq!(
        write_flat(&plan(), folder.path()).how,
        DeliveredHow::Written
    );
}

/// Removes and returns what the upload software would see.
fn upload(outgoing: &Path) -> Vec<String> {
    let names = names(outgoing);
    for name in &names {
        fs::remove_file(outgoing.join(name)).unwrap();
    }
    names
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            put(
                to,
                &vec![(
                    entry.file_name().into_string().unwrap(),
                    fs::read(entry.path()).unwrap(),
                )],
            );
        }
    }
}

/// The client that uploads may let nobody else near a file.
#[cfg(windows)]
#[test]
fn a_file_that_somebody_holds_is_told_and_nothing_is_lost() {
    use std::os::windows::fs::OpenOptionsExt;
    let folder = tempfile::tempdir().unwrap();
    let outgoing = folder.path();
    let delivered = write_flat(&slip(), outgoing);
    confirm(outgoing, delivered.id).unwrap();
    let first = outgoing.join(&names_of(&slip())[0]);
    let held = fs::OpenOptions::new()
        .read(true)
        .share_mode(0)
        .open(&first)
        .unwrap();
    let refused = write_set(&set(&slip()), outgoing, false).unwrap_err();
    assert_eq!(
        refused,
        FolderError::Outgoing {
            cause: ErrorKind::ResourceBusy
        }
    );
    drop(held);
    assert_eq!(
        write_flat(&slip(), outgoing).how,
        DeliveredHow::AlreadyThere
    );
    assert_eq!(names(outgoing), names_of(&slip()));
}
