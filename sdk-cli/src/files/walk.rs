//! Which files are meant.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use careplan_core::finding::Lang;

/// What the given paths lead to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files, in order: those of each folder, and those that were named one by one.
    pub units: Vec<Unit>,
    /// Paths that cannot be read, and why.
    pub unreadable: Vec<(PathBuf, io::Error)>,
    /// There are ZIP files in the folders. They are not opened.
    pub has_zip: bool,
}

/// Files that may belong together.
#[derive(Debug)]
pub(crate) struct Unit {
    pub files: Vec<PathBuf>,
    /// The folder that was given; `None` for files that were named one by one, of which nobody says that all files of a
    /// set are among them.
    pub folder: Option<PathBuf>,
}

/// Every given file, and in given folders the files of the standard, folder by folder in the order of their names.
pub(crate) fn files(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let mut walk = Walk::new(&mut found);
                walk.folder(path);
                let files = walk.files;
                found.units.push(Unit {
                    files,
                    folder: Some(path.clone()),
                });
            }
            Ok(_) => found.name(path),
            Err(error) => found.unreadable.push((path.clone(), error)),
        }
    }
    found
}

impl Found {
    /// Says that there is nothing to do, and what may be the cause.
    pub(crate) fn nothing(&self, what: &str, lang: Lang) -> String {
        match (self.has_zip, lang) {
            (true, Lang::Ja) => format!("{what}。ZIP ファイルは展開してから指定してください"),
            (true, Lang::En) => format!("{what}; unpack ZIP files first"),
            (false, Lang::Ja) => format!("{what}。フォルダーの中では .CSV のファイルを探します"),
            (false, Lang::En) => format!("{what}; in folders, files ending in .CSV are looked for"),
        }
    }

    /// All files of all units.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.units.iter().flat_map(|unit| &unit.files)
    }

    fn name(&mut self, path: &Path) {
        match self.units.iter_mut().find(|unit| unit.folder.is_none()) {
            Some(unit) => unit.files.push(path.to_owned()),
            None => self.units.push(Unit {
                files: vec![path.to_owned()],
                folder: None,
            }),
        }
    }
}

struct Walk<'a> {
    found: &'a mut Found,
    files: Vec<PathBuf>,
    /// Real paths of the folders so far: a symbolic link may lead back to one of them.
    visited: HashSet<PathBuf>,
}

impl<'a> Walk<'a> {
    fn new(found: &'a mut Found) -> Self {
        Self {
            found,
            files: Vec::new(),
            visited: HashSet::new(),
        }
    }

    fn folder(&mut self, folder: &Path) {
        match self.entries(folder) {
            Ok(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            Err(error) => self.found.unreadable.push((folder.to_owned(), error)),
        }
    }

    /// What is in a folder, sorted; nothing if the walk has been there.
    fn entries(&mut self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        if !self.visited.insert(folder.canonicalize()?) {
            return Ok(Vec::new());
        }
        let mut entries = fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        Ok(entries)
    }

    fn entry(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            // Reading a pipe that happens to lie in a folder would wait forever.
            Ok(metadata) if metadata.is_file() && is_wanted(path) => {
                self.files.push(path.to_owned());
            }
            Ok(metadata) if metadata.is_file() => self.found.has_zip |= is_zip(path),
            Err(error) if is_wanted(path) => self.found.unreadable.push((path.to_owned(), error)),
            Ok(_) | Err(_) => {}
        }
    }
}

/// Whether the name is that of a ZIP file.
pub(crate) fn is_zip(path: &Path) -> bool {
    path.extension()
        .is_some_and(|own| own.eq_ignore_ascii_case("zip"))
}

/// CSV files, and images of the family that go with the basic information of a user.
fn is_wanted(path: &Path) -> bool {
    let has_extension = |extension: &str| {
        path.extension()
            .is_some_and(|own| own.eq_ignore_ascii_case(extension))
    };
    let is_family_image = || {
        path.file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"UPKIHON_IMAGE"))
    };
    has_extension("csv") || (has_extension("jpg") && is_family_image())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_files_and_family_images_are_wanted() {
        for name in [
            "a.csv",
            "b/UPPLAN.CSV",
            "UPKIHON_IMAGE_1.jpg",
            "UPKIHON_IMAGE_1.JPG",
        ] {
            assert!(is_wanted(Path::new(name)), "{name}");
        }
        for name in [
            "a.txt",
            "photo.jpg",
            "csv",
            "UPKIHON_IMAGE_1.png",
            "a.csv.bak",
        ] {
            assert!(!is_wanted(Path::new(name)), "{name}");
        }
    }
}
