use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::folder::FolderSettings;

/// `[folder]` of profile.toml: files go out and come in through folders, for another client to carry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FolderFields {
    outgoing: FolderPath,
    incoming: FolderPath,
    #[serde(default)]
    folder_per_set: bool,
    imported: Option<FolderName>,
    interval_seconds: Option<Seconds<1>>,
    settle_seconds: Option<Seconds<0>>,
    patience_seconds: Option<Seconds<0>>,
}

impl FolderFields {
    /// The settings; paths are relative to `profile`.
    pub(super) fn settings(&self, profile: &Path) -> FolderSettings {
        let usual = FolderSettings::new(
            profile.join(&self.outgoing.0),
            profile.join(&self.incoming.0),
        );
        FolderSettings {
            folder_per_set: self.folder_per_set,
            imported: self.imported.as_ref().map(|name| name.0.clone()),
            interval: duration(&self.interval_seconds).unwrap_or(usual.interval),
            settle: duration(&self.settle_seconds).unwrap_or(usual.settle),
            patience: duration(&self.patience_seconds).unwrap_or(usual.patience),
            ..usual
        }
    }
}

/// A path that is not empty: that would be the profile's own folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "PathBuf")]
struct FolderPath(PathBuf);

impl TryFrom<PathBuf> for FolderPath {
    type Error = &'static str;

    fn try_from(path: PathBuf) -> Result<Self, Self::Error> {
        match path.as_os_str().is_empty() {
            true => Err("the path of a folder"),
            false => Ok(Self(path)),
        }
    }
}

/// A name for a folder, not a path.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct FolderName(String);

impl TryFrom<String> for FolderName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        let bad = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
        let plain = !name.is_empty() && !name.contains(bad);
        match plain && !name.starts_with('.') && !name.ends_with(['.', ' ']) {
            true => Ok(Self(name)),
            false => Err("the name of a folder, not a path"),
        }
    }
}

/// At most an hour: anything longer is a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u64")]
struct Seconds<const LEAST: u64>(u64);

impl<const LEAST: u64> TryFrom<u64> for Seconds<LEAST> {
    type Error = &'static str;

    fn try_from(seconds: u64) -> Result<Self, Self::Error> {
        match (LEAST..=3600).contains(&seconds) {
            true => Ok(Self(seconds)),
            false => Err("at most 3600 seconds"),
        }
    }
}

fn duration<const LEAST: u64>(seconds: &Option<Seconds<LEAST>>) -> Option<Duration> {
    seconds.map(|Seconds(seconds)| Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDERS: &str = "outgoing = \"送信\"\nincoming = '\\\\server\\受信'\n";

    fn parse(more: &str) -> Option<FolderSettings> {
        let fields: FolderFields = toml::from_str(&format!("{FOLDERS}{more}")).ok()?;
        Some(fields.settings(Path::new("profile")))
    }

    #[test]
    fn two_folders_are_enough() {
        let settings = parse("").unwrap();
        assert_eq!(settings.outgoing, Path::new("profile").join("送信"));
        assert_eq!(settings.imported, None);
        assert_eq!(settings.interval, Duration::from_secs(30));
        let more = "folder_per_set = true\nimported = \"取込済\"\ninterval_seconds = 5\nsettle_seconds = 0\npatience_seconds = 600\n";
        let settings = parse(more).unwrap();
        assert!(settings.folder_per_set);
        assert_eq!(settings.imported.as_deref(), Some("取込済"));
        assert_eq!(settings.settle, Duration::ZERO);
        assert_eq!(settings.patience, Duration::from_secs(600));
    }

    #[test]
    fn slips_are_refused() {
        for slip in [
            "imported = \"a/b\"",
            "imported = \"..\"",
            "imported = \"\"",
            "imported = \"C:\"",
            "interval_seconds = 0",
            "patience_seconds = 3601",
            "url = \"x\"",
        ] {
            assert_eq!(parse(slip), None, "{slip}");
        }
        let parse = |text: &str| toml::from_str::<FolderFields>(text).is_ok();
        assert!(!parse("outgoing = \"a\""));
        assert!(!parse("outgoing = \"a\"\nincoming = \"\""));
    }
}
