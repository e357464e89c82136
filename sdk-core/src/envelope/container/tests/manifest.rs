//! The manifest and the files are exactly each other's.

use super::*;
use crate::envelope::container::{
    FileSink, FileSource, MeasuredContainer, measure_all, pack, read, unpack,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn sample() -> Files {
    slip_files([b"plan\r\n", &[b'u'; 200_000], b""])
}

/// Writes down what it is given.
#[derive(Default)]
struct Notes {
    files: Files,
    complete: usize,
    fails_at: Option<usize>,
}

impl FileSink for Notes {
    fn begin(&mut self, index: usize, file: &FileEntry) -> Result<(), EnvelopeError> {
        assert_eq!((index, self.complete), (self.files.len(), self.files.len()));
        self.files.push((file.name.clone(), Vec::new()));
        Ok(())
    }
    fn write(&mut self, bytes: &[u8]) -> Result<(), EnvelopeError> {
        if self.fails_at == Some(self.complete) {
            return Err(EnvelopeError::Io(io::ErrorKind::StorageFull));
        }
        self.files.last_mut().unwrap().1.extend(bytes);
        Ok(())
    }
    fn end(&mut self) -> Result<(), EnvelopeError> {
        self.complete += 1;
        Ok(())
    }
}

fn with_measured<T>(
    cover: &Cover,
    files: &Files,
    then: impl FnOnce(MeasuredContainer<'_>) -> T,
) -> Result<T, EnvelopeError> {
    let sources: Vec<(&str, &dyn FileSource)> = files
        .iter()
        .map(|(name, bytes)| (&**name, bytes as &dyn FileSource))
        .collect();
    measure_all(cover, &sources).map(then)
}

fn streamed(cover: &Cover, files: &Files) -> Result<Vec<u8>, EnvelopeError> {
    with_measured(cover, files, |container| {
        let mut out = Vec::new();
        container.write(&mut out)?;
        assert_eq!(container.length(), out.len() as u64);
        Ok(out)
    })?
}

fn read_slips(container: impl Read, notes: &mut Notes) -> Result<Cover, EnvelopeError> {
    read(container, |_: &Cover| Ok(()), notes)
}

/// What both readers say of a container.
#[track_caller]
fn both_read(container: &[u8]) -> Result<(), EnvelopeError> {
    let mut notes = Notes::default();
    let streamed = read_slips(container, &mut notes).map(|cover| (cover, notes.files));
    let unpacked = unpack::<Cover>(container);
    assert!(streamed == unpacked);
    streamed.map(|_| ())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn memory_and_streams_make_and_read_the_same(
        parts in prop::array::uniform3(vec(any::<u8>(), 1..3000)),
        lengths in prop::array::uniform3(0..200_000usize),
    ) {
        let contents = [0, 1, 2].map(|file| {
            parts[file].iter().copied().cycle().take(lengths[file]).collect::<Vec<u8>>()
        });
        let files = slip_files([&contents[0], &contents[1], &contents[2]]);
        let cover = cover_of(&files);
        let container = pack(&cover, &borrowed(&files)).unwrap();
        prop_assert!(streamed(&cover, &files).unwrap() == container[..]);

        let mut notes = Notes::default();
        let found = read_slips(Slow(&container), &mut notes).unwrap();
        prop_assert!(found == cover);
        prop_assert!(notes.files == files && notes.complete == 3);
        prop_assert!(unpack::<Cover>(&container).unwrap() == (cover, files));
    }
}

#[test]
fn files_on_disk_are_sources() {
    let folder = tempfile::tempdir().unwrap();
    let (files, path) = (sample(), |name: &str| folder.path().join(name));
    for (name, bytes) in &files {
        std::fs::write(path(name), bytes).unwrap();
    }
    let cover = cover_of(&files);
    let paths: Vec<_> = files.iter().map(|(name, _)| path(name)).collect();
    let sources: Vec<(&str, &dyn FileSource)> = files
        .iter()
        .zip(&paths)
        .map(|((name, _), path)| (&**name, path as &dyn FileSource))
        .collect();
    let measured = measure_all(&cover, &sources).unwrap();
    let mut out = Vec::new();
    measured.write(&mut out).unwrap();
    assert!(unpack::<Cover>(&out).unwrap().1 == files);

    std::fs::write(&paths[0], "PLAN\r\n").unwrap();
    let changed = measured.write(&mut Vec::new());
    assert_eq!(changed, Err(EnvelopeError::FileChanged));
    let refused = measure_all(&cover, &sources).map(|_| ());
    assert_eq!(refused, Err(EnvelopeError::FilesDiffer));
    std::fs::remove_file(&paths[0]).unwrap();
    let missing = measured.write(&mut Vec::new());
    assert_eq!(missing, Err(EnvelopeError::Io(io::ErrorKind::NotFound)));
}

#[test]
fn files_that_are_not_the_covers_are_not_packed() {
    let good = sample();
    let cover = cover_of(&good);
    let other = |edit: fn(&mut Files)| {
        let mut files = good.clone();
        edit(&mut files);
        let packed = pack(&cover, &borrowed(&files)).unwrap_err();
        assert_eq!(streamed(&cover, &files).unwrap_err(), packed);
        assert_eq!(packed, EnvelopeError::FilesDiffer);
    };
    other(|files| files[0].1[0] ^= 1);
    other(|files| files[0].1.push(b'x'));
    other(|files| files[1].1.truncate(5));
    other(|files| files[2].0.push('x'));
    other(|files| files.swap(0, 1));
    other(|files| _ = files.pop());
    other(|files| files.push(("more".into(), Vec::new())));
}

#[test]
fn a_cover_that_breaks_the_limits_is_not_packed() {
    let files = sample();
    let refused = |edit: fn(&mut Cover)| {
        let mut cover = cover_of(&files);
        edit(&mut cover);
        let error = pack(&cover, &borrowed(&files)).unwrap_err();
        assert_eq!(streamed(&cover, &files).unwrap_err(), error);
        error
    };
    let too_large = |error| matches!(error, EnvelopeError::TooLarge { .. });
    assert!(too_large(refused(|cover| cover.files[0].size = 300 << 20)));
    assert!(too_large(refused(|cover| cover.files[0].size = u64::MAX)));
    assert!(too_large(refused(|cover| cover.text = "x".repeat(2 << 20))));
    let names = refused(|cover| cover.files[1].name = "../x".into());
    assert_eq!(names, EnvelopeError::BadContent("file names"));
}

fn container_of(manifest: &str, files: &Files) -> Vec<u8> {
    let manifest = ("manifest.json".to_owned(), manifest.as_bytes().to_vec());
    packed(&[vec![manifest], files.clone()].concat())
}

fn manifest_json(files: &Files) -> String {
    let cover = serde_json::to_string(&cover_of(files)).unwrap();
    format!("{{\"format\":\"careplan-message/1\",\"cover\":{cover}}}")
}

#[test]
fn files_that_are_not_the_manifests_are_refused() {
    let good = sample();
    let manifest = manifest_json(&good);
    assert_eq!(both_read(&container_of(&manifest, &good)), Ok(()));
    let other = |edit: fn(&mut Files)| {
        let mut files = good.clone();
        edit(&mut files);
        let read = both_read(&container_of(&manifest, &files));
        assert_eq!(read, Err(EnvelopeError::FilesDiffer));
    };
    other(|files| files[0].1[0] ^= 1);
    other(|files| files[0].1.push(b'x'));
    other(|files| files[1].1.truncate(5));
    other(|files| files[1].1.resize(64 << 20, 0));
    other(|files| files[2].0.push('x'));
    other(|files| files[2].0.make_ascii_lowercase());
    other(|files| files.swap(0, 1));
    other(|files| _ = files.pop());
    other(|files| files.clear());
    other(|files| files.push(("more".into(), Vec::new())));
}

#[test]
fn the_manifest_comes_first_and_once() {
    let files = sample();
    let manifest = (
        "manifest.json".to_owned(),
        manifest_json(&files).into_bytes(),
    );
    let last = packed(&[files.clone(), vec![manifest.clone()]].concat());
    assert_eq!(both_read(&last), Err(EnvelopeError::FilesDiffer));
    let mut again = vec![manifest.clone()];
    again.extend(files);
    again.push(("MANIFEST2.json".into(), manifest.1));
    assert_eq!(both_read(&packed(&again)), Err(EnvelopeError::FilesDiffer));
    assert_eq!(
        both_read(&packed(&Vec::new())),
        Err(EnvelopeError::FilesDiffer)
    );
}

#[test]
fn a_manifest_of_another_form_is_refused() {
    let files = sample();
    let good = manifest_json(&files);
    let bad = Err(EnvelopeError::BadContent("manifest.json"));
    for manifest in [
        String::new(),
        "{}".into(),
        good.replace("message/1", "message/2"),
        good.replace("{\"format\"", "{\"more\":1,\"format\""),
        good.replace("{\"format\"", "{\"format\":\"x\",\"format\""),
        good.replace("\"size\":6,", "\"size\":6,\"size\":6,"),
        good.clone() + "{}",
    ] {
        assert_ne!(manifest, good);
        assert_eq!(
            both_read(&container_of(&manifest, &files)),
            bad,
            "{manifest}"
        );
    }
}

#[test]
fn a_mountain_of_a_manifest_is_not_unpacked() {
    let mountain = " ".repeat(64 << 20);
    let refused = both_read(&container_of(&mountain, &Vec::new()));
    assert_eq!(refused, Err(EnvelopeError::FilesDiffer));
    let hill = " ".repeat((1 << 20) + 1);
    let refused = both_read(&container_of(&hill, &Vec::new()));
    assert_eq!(refused, Err(EnvelopeError::FilesDiffer));
}

#[test]
fn an_error_of_the_sink_ends_it() {
    let files = sample();
    let container = pack(&cover_of(&files), &borrowed(&files)).unwrap();
    let mut notes = Notes {
        fails_at: Some(1),
        ..Notes::default()
    };
    let stopped = read_slips(&container[..], &mut notes);
    assert_eq!(stopped, Err(EnvelopeError::Io(io::ErrorKind::StorageFull)));
    assert_eq!(notes.complete, 1);
}

#[test]
fn no_file_is_passed_on_where_the_cover_is_refused() {
    let files = sample();
    let container = pack(&cover_of(&files), &borrowed(&files)).unwrap();
    let mut notes = Notes::default();
    let refuse = |_: &Cover| Err(EnvelopeError::NotReceiver);
    assert_eq!(
        read(&container[..], refuse, &mut notes),
        Err(EnvelopeError::NotReceiver)
    );
    assert!(notes.files.is_empty());
}

#[test]
fn a_fault_at_the_very_end_is_told_after_the_files() {
    let files = sample();
    let mut container = pack(&cover_of(&files), &borrowed(&files)).unwrap().to_vec();
    container.push(0);
    let mut notes = Notes::default();
    assert!(read_slips(&container[..], &mut notes).is_err());
    assert_eq!(notes.complete, 3);
    assert!(unpack::<Cover>(&container).is_err());
}
