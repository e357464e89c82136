//! Where passwords come from: environment variables and files, never the command line.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::args::IdentityArgs;
use super::fault::Fault;

/// No password is longer; a wrong file must not fill the memory.
const MAX_BYTES: u64 = 4096;

/// The passwords that are named, in their order. What is kept here is overwritten when it is dropped.
pub(super) fn passwords(args: &IdentityArgs) -> Result<Vec<Zeroizing<String>>, Fault> {
    let variables = args.password_env.iter().map(|name| from_variable(name));
    let files = args.password_file.iter().map(|file| from_file(file));
    variables.chain(files).collect()
}

fn from_variable(name: &str) -> Result<Zeroizing<String>, Fault> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(Zeroizing::new(value)),
        // A name with = cannot be one; somebody may have written the password in its place, so it is not repeated.
        _ => Err(Fault::could_not_run(
            "--password-env で指定した名前の環境変数がないか、空です。\nパスワードそのものではなく、パスワードを入れた環境変数の名前を指定してください。",
            "the environment variable that --password-env names is not set or empty.\nName the variable that holds the password, not the password itself.",
        )),
    }
}

/// The password in a file, without the mark and the line end that an editor leaves around it.
fn from_file(path: &Path) -> Result<Zeroizing<String>, Fault> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES as usize + 1));
    let file = File::open(path).map_err(Fault::unreadable(path))?;
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(Fault::unreadable(path))?;
    let text = str::from_utf8(&bytes)
        .ok()
        .filter(|_| bytes.len() as u64 <= MAX_BYTES);
    let text = text.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData));
    let text = text.map_err(Fault::unreadable(path))?;
    let text = text
        .trim_start_matches('\u{FEFF}')
        .trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Err(Fault::could_not_run(
            "--password-file のファイルにパスワードがありません。\nパスワードだけを 1 行で書いてください。",
            "the file of --password-file holds no password.\nWrite nothing but the password into it, on one line.",
        ));
    }
    Ok(Zeroizing::new(text.to_owned()))
}
