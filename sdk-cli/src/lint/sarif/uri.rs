use std::fmt::Write as _;
use std::path::{Component, Path, Prefix};

/// A path as a URI reference (RFC 3986): absolute paths with `file:`, others relative to where the program ran.
pub(super) fn of(path: &Path) -> String {
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str("file://");
    }
    for component in path.components() {
        match component {
            Component::Prefix(prefix) => match prefix.kind() {
                Prefix::Disk(drive) | Prefix::VerbatimDisk(drive) => {
                    let _ = write!(uri, "/{}:", char::from(drive));
                }
                _ => part(&mut uri, prefix.as_os_str().as_encoded_bytes()),
            },
            // Each component after it brings its own separator.
            Component::RootDir => {}
            Component::CurDir => part(&mut uri, b"."),
            Component::ParentDir => part(&mut uri, b".."),
            Component::Normal(name) => part(&mut uri, name.as_encoded_bytes()),
        }
    }
    match path.is_absolute() {
        true => uri,
        false => uri.trim_start_matches('/').to_owned(),
    }
}

fn part(uri: &mut String, bytes: &[u8]) {
    uri.push('/');
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn paths_become_uris() {
        for (path, uri) in [
            ("a/UPPLAN_1.CSV", "a/UPPLAN_1.CSV"),
            ("./a b#.CSV", "./a%20b%23.CSV"),
            ("../予定.CSV", "../%E4%BA%88%E5%AE%9A.CSV"),
            ("a:b.CSV", "a%3Ab.CSV"),
            ("/tmp/x.CSV", "file:///tmp/x.CSV"),
        ] {
            assert_eq!(of(Path::new(path)), uri);
        }
    }
}
