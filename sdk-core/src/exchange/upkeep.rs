//! 保守: backup and restore of the store, and letting go of what is old.

use std::path::{Path, PathBuf};

use super::error::ExchangeError;
use super::office::Office;
use super::profile::Profile;
use crate::store::{CleanedUp, Store};

impl Office {
    /// A copy of the store in a folder, also while it is in use; [`Office::restore`] puts it back. It is logged once it is
    /// made, or could not be: the entry is not in the copy.
    pub fn backup(&self, to: &Path) -> Result<(), ExchangeError> {
        self.done("backup", None, &[], self.store.backup(to))
    }

    /// Puts a backup back as the store of the office of a profile folder, which nobody may have open. The backup is checked
    /// first, and stays. What was there is not deleted: where there was something, the path of the folder that it is in now is
    /// given. The restored access log tells of it, in the name of the office.
    ///
    /// What was sent after the backup is not known here any more; what was received and not yet acknowledged then, or came
    /// later and is still at the relay, is offered once more.
    pub fn restore(profile: &Path, backup: &Path) -> Result<Option<PathBuf>, ExchangeError> {
        let profile = Profile::load(profile)?;
        Self::put_back(&profile, backup, profile.office().as_str())
    }

    /// [`Office::restore`] by somebody, whom the access log names: the host's own name of its user.
    pub fn restore_by(
        profile: &Path,
        backup: &Path,
        actor: &str,
    ) -> Result<Option<PathBuf>, ExchangeError> {
        Self::put_back(&Profile::load(profile)?, backup, actor)
    }

    fn put_back(
        profile: &Profile,
        backup: &Path,
        actor: &str,
    ) -> Result<Option<PathBuf>, ExchangeError> {
        let (folder, office) = (profile.store_folder(), profile.office());
        Ok(Store::restore(backup, &folder, office, actor)?)
    }

    /// Lets go of contents, and later of messages, that are final for longer than the profile says. The worker does it daily.
    /// What went is logged, by how many.
    ///
    /// A clock of this machine that ran ahead lets go of nothing: the time is that of the relay at the last pass, where that is
    /// earlier.
    pub fn clean_up(&self) -> Result<CleanedUp, ExchangeError> {
        let (content, all) = self.profile.keep_from(self.surely_past()?);
        let cleaned = match self.store.clean_up(content, all) {
            Ok(cleaned) => cleaned,
            failed => return self.done("clean_up", None, &[], failed),
        };
        let CleanedUp {
            contents,
            messages,
            copies,
        } = cleaned;
        if contents + messages + copies > 0 {
            let went = format!("contents:{contents},messages:{messages},copies:{copies}");
            self.log("clean_up", None, &[], &went)?;
        }
        self.line_cleaned_up(cleaned);
        Ok(cleaned)
    }
}
