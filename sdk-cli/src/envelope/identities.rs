//! `--identity`: keys and certificates from wherever they are.

use std::path::Path;

use careplan_core::envelope::{
    Certificate, EnvelopeError, Identities, Identity, IdentityError, IdentityLoader, OfficeRule,
    TokenUri,
};

use super::args::IdentityArgs;
use super::certificates;
use super::fault::Fault;
use super::password::passwords;

/// Where a private key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyPlace {
    File,
    Token,
    /// Only the certificate was given.
    Nowhere,
    /// Where the profile of an office says.
    Profile,
}

/// A certificate that was named, and its key.
pub(super) struct Named {
    pub certificate: Certificate,
    pub identity: Option<Identity>,
    pub place: KeyPlace,
}

impl Named {
    /// One of the profile of an office.
    pub(super) fn of_profile(identity: Identity) -> Self {
        with_key(identity, KeyPlace::Profile)
    }
}

/// All identities that are named; of one office.
pub(super) fn load(args: &IdentityArgs, rule: &OfficeRule) -> Result<Identities, Fault> {
    let named = load_named(args, rule, false)?;
    let identities = named.into_iter().filter_map(|named| named.identity);
    Ok(Identities::new(identities.collect())?)
}

/// The same, one by one; with `bare` certificates without a key are taken too.
pub(super) fn load_named(
    args: &IdentityArgs,
    rule: &OfficeRule,
    bare: bool,
) -> Result<Vec<Named>, Fault> {
    let passwords = passwords(args)?;
    if passwords.len() > 1 && passwords.len() != args.identity.len() {
        return Err(Fault::could_not_run(
            "パスワードの数が合いません。\n--password-env（または --password-file）は、1 つだけか、--identity と同じ数を同じ順に指定してください。",
            "the number of passwords does not fit.\nGive one --password-env (or --password-file), or one for each --identity in the same order.",
        ));
    }
    let mut keys = args.key.iter();
    let mut all = Vec::new();
    for (index, source) in args.identity.iter().enumerate() {
        let mut loader = IdentityLoader::new().office_rule(rule.clone());
        if let Some(password) = passwords.get(index).or_else(|| passwords.last()) {
            loader = loader.password(&**password);
        }
        all.push(load_one(source, &loader, &mut keys, rule, bare)?);
    }
    if keys.next().is_some() {
        return Err(Fault::could_not_run(
            "--key で指定した秘密鍵に対応する --identity がありません。\n秘密鍵の入っていない PEM の証明書を --identity で指定してください。",
            "there is a --key without an --identity for it.\nName the certificate (PEM without its key) with --identity.",
        ));
    }
    Ok(all)
}

fn load_one<'a>(
    source: &str,
    loader: &IdentityLoader,
    keys: &mut impl Iterator<Item = &'a std::path::PathBuf>,
    rule: &OfficeRule,
    bare: bool,
) -> Result<Named, Fault> {
    if TokenUri::is_one(source) {
        check_no_pin(source)?;
        let identity = loader.token_at(source)?;
        return Ok(with_key(identity, KeyPlace::Token));
    }
    let path = Path::new(source);
    match loader.load(path) {
        Ok(identity) => Ok(with_key(identity, KeyPlace::File)),
        Err(EnvelopeError::Identity(IdentityError::NoKey)) => match keys.next() {
            Some(key) => {
                let identity = loader.load_pair(path, key).map_err(Fault::at(path))?;
                Ok(with_key(identity, KeyPlace::File))
            }
            None if bare => Ok(Named {
                certificate: certificates::read(path, rule)?,
                identity: None,
                place: KeyPlace::Nowhere,
            }),
            None => Err(Fault::At(path.to_owned(), IdentityError::NoKey.into())),
        },
        Err(error) => Err(Fault::At(path.to_owned(), error)),
    }
}

fn with_key(identity: Identity, place: KeyPlace) -> Named {
    Named {
        certificate: identity.certificate().clone(),
        identity: Some(identity),
        place,
    }
}

/// Other users of the machine see the command line.
fn check_no_pin(uri: &str) -> Result<(), Fault> {
    // What hides behind percent signs is found too: `%` stands in no name of an attribute that is needed.
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    let names = query.split('&').filter_map(|part| part.split('=').next());
    for name in names {
        if name.eq_ignore_ascii_case("pin-value") {
            return Err(Fault::could_not_run(
                "PIN をコマンドラインに書かないでください（pin-value）。ほかの利用者から見えます。\n--password-env か --password-file を使ってください。",
                "do not write the PIN on the command line (pin-value): other users can see it.\nUse --password-env or --password-file.",
            ));
        }
    }
    Ok(())
}
