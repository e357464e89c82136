//! The commands of an office: send, receive, take, and what an administrator does.

pub(crate) mod answer;
pub(crate) mod args;
pub(crate) mod care;
pub(crate) mod evidence;
mod folder_files;
mod id;
pub(crate) mod inbox;
mod list;
pub(crate) mod log;
mod message;
mod pass;
mod received;
pub(crate) mod send;
pub(crate) mod sent;
pub(crate) mod status;
pub(crate) mod sync;
mod table;
pub(crate) mod take;
mod values;
mod watch;

use std::env;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use careplan_core::exchange::{ExchangeError, Office, Profile};
use careplan_core::store::{StoreError, is_in_store};

use self::args::OfficeArg;
use crate::envelope::fault::Fault;
use crate::terminal_text;

/// So long between two tries to open a store that is in use.
const AGAIN: Duration = Duration::from_millis(200);

/// The folder of the office: of the command, in front of it, or of the environment.
fn folder(before: Option<&Path>, own: &OfficeArg) -> Result<PathBuf, Fault> {
    named(own.office.as_deref().or(before))
}

/// The same, where a command has no option of its own.
pub(crate) fn named(given: Option<&Path>) -> Result<PathBuf, Fault> {
    let given = given.map(Path::to_owned);
    let of_environment = || env::var_os("CAREPLAN_OFFICE").filter(|value| !value.is_empty());
    given
        .or_else(|| of_environment().map(PathBuf::from))
        .ok_or_else(|| {
            Fault::could_not_run(
                "どの事業所か分かりません。\n--office フォルダー か、環境変数 CAREPLAN_OFFICE で、profile.toml のあるフォルダーを指定してください。",
                "no office is named.\nName the folder of its profile.toml by --office DIR or by the variable CAREPLAN_OFFICE.",
            )
        })
}

/// Opens the office, and names in its access log who works here.
fn open(before: Option<&Path>, own: &OfficeArg) -> Result<Office, Fault> {
    let folder = folder(before, own)?;
    let office = unless_in_use(own, || Office::open(&folder)).map_err(Fault::setting)?;
    if let Some(user) = user() {
        office.set_actor(&user);
    }
    Ok(office)
}

/// Tries for a while, as long as another program uses the store: most commands are done in a moment.
fn unless_in_use<T>(
    own: &OfficeArg,
    open: impl Fn() -> Result<T, ExchangeError>,
) -> Result<T, ExchangeError> {
    let end = Instant::now() + Duration::from_secs(own.wait.into());
    loop {
        match open() {
            Err(ExchangeError::Store(StoreError::InUse)) if Instant::now() < end => sleep(AGAIN),
            opened => return opened,
        }
    }
}

/// The account that this runs under, as the system knows it; a variable of the environment may say anything, and counts only
/// where the system says nothing.
fn user() -> Option<String> {
    let of_system = whoami::username().ok();
    let of_environment = || {
        ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(|name| env::var(name).ok())
    };
    of_system
        .filter(|user| !user.is_empty())
        .or_else(of_environment)
        .filter(|user| !user.is_empty())
}

/// What is written must not lie where the store keeps its own files.
fn check_outside_store(profile: &Profile, path: &Path) -> Result<(), Fault> {
    let store = profile.store_folder();
    if !is_in_store(&store, path) {
        return Ok(());
    }
    let (path, store) = (terminal_text::path(path), terminal_text::path(&store));
    Err(Fault::could_not_run(
        format!(
            "{path} は、保存データのフォルダー（{store}）の中です。\n保存データを壊さないように、別の場所を指定してください。"
        ),
        format!(
            "{path} is inside the folder of the store ({store}).\nName another place, so that the store is not harmed."
        ),
    ))
}
