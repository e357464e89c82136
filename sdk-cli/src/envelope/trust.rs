//! `--trust` and what belongs to it.

use std::fs;

use careplan_core::envelope::{
    EnvelopeError, Identities, RefusedKind, Revocation, Trust, TrustBuilder,
};

use super::args::{RevocationName, TrustArgs};
use super::certificates;
use super::fault::Fault;

/// Reads the files that are named.
pub(super) fn load(args: &TrustArgs) -> Result<Trust, Fault> {
    Ok(builder(args)?.build()?)
}

/// The same, where the own intermediates may lead from another's certificate to a root: most certificates of receivers come
/// without any, and from the same authority.
pub(super) fn load_with(args: &TrustArgs, own: &Identities) -> Result<Trust, Fault> {
    let mut builder = builder(args)?;
    for identity in own.all().iter() {
        for intermediate in identity.certificate().intermediates_der()? {
            builder = builder.intermediates(&intermediate);
        }
    }
    Ok(builder.build()?)
}

fn builder(args: &TrustArgs) -> Result<TrustBuilder, Fault> {
    if args.trust.is_empty() {
        return Err(Fault::could_not_run(
            "信頼する認証局が指定されていません。\n--trust で、認証局（ルート）の証明書を指定してください。",
            "no authority is named.\nName the certificate of the authority (root) with --trust.",
        ));
    }
    let mut builder = Trust::builder()
        .office_rule(args.rule.rule())
        .revocation(revocation(args));
    for path in &args.trust {
        let roots = certificates::bytes(path)?;
        // Each by itself, so that the error names the file.
        check(Trust::builder().roots(&roots), Fault::at(path))?;
        builder = builder.roots(&roots);
    }
    for path in &args.intermediate {
        let intermediates = certificates::bytes(path)?;
        check(
            builder.clone().intermediates(&intermediates),
            Fault::at(path),
        )?;
        builder = builder.intermediates(&intermediates);
    }
    for path in &args.crl {
        let file = fs::metadata(path).map_err(Fault::unreadable(path))?;
        if file.is_dir() {
            return Err(Fault::could_not_run(
                "--crl にフォルダーが指定されています。\nフォルダーは --crl-folder で指定してください。",
                "--crl names a folder.\nName folders with --crl-folder.",
            ));
        }
        builder = builder.crl_file(path);
    }
    if let Some(folder) = &args.crl_folder {
        fs::read_dir(folder).map_err(Fault::unreadable(folder))?;
        builder = builder.crl_folder(folder);
    }
    for kind in refused(args)? {
        builder = builder.refuse(kind);
    }
    if let Some(days) = args.expired_grace {
        builder = builder.expired_grace(days);
    }
    Ok(builder)
}

fn check(builder: TrustBuilder, fault: impl FnOnce(EnvelopeError) -> Fault) -> Result<(), Fault> {
    builder.build().map(drop).map_err(fault)
}

/// Who names revocation lists wants them looked at.
fn revocation(args: &TrustArgs) -> Revocation {
    let has_crls = !args.crl.is_empty() || args.crl_folder.is_some();
    match args.revocation {
        Some(RevocationName::Off) => Revocation::Off,
        Some(RevocationName::Soft) => Revocation::SoftFail,
        Some(RevocationName::Hard) => Revocation::HardFail,
        None if has_crls => Revocation::SoftFail,
        None => Revocation::Off,
    }
}

fn refused(args: &TrustArgs) -> Result<Vec<RefusedKind>, EnvelopeError> {
    let by_policy = args.refuse_policy.iter().map(|given| {
        let (oid, name) = given.split_once('=').unwrap_or((given, given));
        RefusedKind::by_policy(oid.trim(), name, name)
    });
    let by_issuer = args
        .refuse_issuer
        .iter()
        .map(|issuer| RefusedKind::by_issuer(issuer, issuer, issuer));
    by_policy.chain(by_issuer).collect()
}
