use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use careplan_core::number::Stamp;
use uuid::Uuid;

/// What the sender's host has noted as sent: one line for each set, written after `send` has returned.
pub(crate) struct Ledger {
    file: File,
    path: PathBuf,
}

impl Ledger {
    pub(crate) fn open(work: &Path) -> Self {
        let path = work.join("sent.txt");
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .unwrap();
        // A line that was cut off by a kill was not noted.
        if fs::read(&path)
            .unwrap()
            .last()
            .is_some_and(|&byte| byte != b'\n')
        {
            file.write_all(b"\n").unwrap();
        }
        Self { file, path }
    }

    /// Everything that was noted: number of the set and its message.
    pub(crate) fn entries(&self) -> Vec<(u32, Uuid)> {
        let text = fs::read_to_string(&self.path).unwrap();
        let entry = |line: &str| {
            let (number, id) = line.split_once(' ')?;
            Some((number.parse().ok()?, id.parse().ok()?))
        };
        text.lines().filter_map(entry).collect()
    }

    pub(crate) fn note(&mut self, number: u32, id: Uuid) {
        self.file
            .write_all(format!("{number} {id}\n").as_bytes())
            .unwrap();
        self.file.sync_data().unwrap();
    }
}

/// What the receiver's host has stored: a file for each message.
pub(crate) struct Host {
    folder: PathBuf,
}

impl Host {
    pub(crate) fn open(work: &Path) -> Self {
        let folder = work.join("host");
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// Stores a message for good. The same again must be the same: a kill between storing and acknowledging hands it over twice.
    pub(crate) fn store(&self, id: Uuid, stamp: Stamp, digest: &str) {
        let path = self.folder.join(id.to_string());
        let text = format!("{stamp} {digest}\n");
        if let Ok(before) = fs::read_to_string(&path) {
            assert_eq!(
                before, text,
                "a message was handed over with another content"
            );
            return;
        }
        let partial = path.with_extension("partial");
        let mut file = File::create(&partial).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.sync_data().unwrap();
        fs::rename(&partial, &path).unwrap();
        File::open(&self.folder).unwrap().sync_all().unwrap();
    }

    /// Everything that is stored: message, stamp of its set, digest of its files.
    pub(crate) fn entries(&self) -> Vec<(Uuid, String, String)> {
        let entry = |path: PathBuf| {
            let id = path.file_name()?.to_str()?.parse().ok()?;
            let text = fs::read_to_string(&path).ok()?;
            let (stamp, digest) = text.trim_end().split_once(' ')?;
            Some((id, stamp.to_owned(), digest.to_owned()))
        };
        fs::read_dir(&self.folder)
            .unwrap()
            .filter_map(|file| entry(file.unwrap().path()))
            .collect()
    }
}
