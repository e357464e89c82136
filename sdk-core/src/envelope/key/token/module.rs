use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};

use super::TokenError;

/// The modules of this process. This is the one place where something is shared by all offices of a process, because
/// PKCS#11 has it so: `C_Initialize` counts for the process, a second one fails, and `C_Finalize` would take the tokens away
/// from everybody else in it. So a module is loaded once and stays.
static MODULES: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());

/// The module at this path, loaded and initialised.
///
/// Loading runs the module's code with all rights of this process.
pub(super) fn load(path: &Path) -> Result<Pkcs11, TokenError> {
    let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(module) = modules.get(path) {
        return Ok(module.clone());
    }
    let module = Pkcs11::new(path).map_err(|_| TokenError::Module)?;
    initialize(&module)?;
    modules.insert(path.to_owned(), module.clone());
    Ok(module)
}

/// Makes a module ready. That the program around us did so already is as good.
pub(super) fn initialize(module: &Pkcs11) -> Result<(), TokenError> {
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(()),
        Err(_) => Err(TokenError::Module),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_module_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("text.dll");
        std::fs::write(&text, "not a library").unwrap();
        // A library, but of something else.
        let other = match cfg!(windows) {
            true => "kernel32.dll",
            false => "libc.so.6",
        };
        let missing = folder.path().join("ありません.dll");
        for path in [&*missing, folder.path(), &text, Path::new(other)] {
            assert_eq!(load(path).unwrap_err(), TokenError::Module);
        }
    }
}
