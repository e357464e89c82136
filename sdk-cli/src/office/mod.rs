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

use careplan_core::exchange::Office;

use self::args::OfficeArg;
use crate::envelope::fault::Fault;

/// The folder of the office: of the command, in front of it, or of the environment.
fn folder(before: Option<&Path>, own: &OfficeArg) -> Result<PathBuf, Fault> {
    let given = own.office.as_deref().or(before).map(Path::to_owned);
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
    let office = Office::open(&folder(before, own)?)?;
    let user = ["USER", "LOGNAME", "USERNAME"].map(env::var).into_iter();
    if let Some(user) = user.flatten().find(|user| !user.is_empty()) {
        office.set_actor(&user);
    }
    Ok(office)
}
