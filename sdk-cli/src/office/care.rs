//! `careplan backup`, `restore`, `clean-up`: what an administrator does.

use std::fs;
use std::path::Path;

use careplan_core::exchange::{Office, Profile};
use careplan_core::finding::Lang;
use serde::Serialize;

use super::args::{BackupArgs, CleanUpArgs, RestoreArgs};
use super::{folder, open, unless_in_use, user};
use crate::envelope::fault::Fault;
use crate::envelope::report::{self, Lines, Report};
use crate::outcome::Outcome;
use crate::{progress, terminal_text};

/// Runs `backup`.
pub fn backup(before: Option<&Path>, args: &BackupArgs) -> Outcome {
    let style = args.own.style;
    report::finish(copy(before, args, style.lang()), style)
}

fn copy(before: Option<&Path>, args: &BackupArgs, lang: Lang) -> Result<BackupReport, Fault> {
    if fs::symlink_metadata(&args.to).is_ok() {
        return Err(Fault::Taken(args.to.clone()));
    }
    let office = open(before, &args.own)?;
    let waiting = progress::spinner(lang.pick("バックアップしています", "backing up"));
    office.backup(&args.to)?;
    waiting.finish_and_clear();
    let bytes = fs::read_dir(&args.to)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len()))
        .sum();
    Ok(BackupReport {
        out: terminal_text::path(&args.to),
        bytes,
    })
}

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct BackupReport {
    out: String,
    bytes: u64,
}

impl Report for BackupReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        lines.title(
            "保存データをバックアップしました。",
            "The store was backed up.",
        );
        lines.item("保存先", "Stored in", &self.out);
        lines.item("大きさ", "Bytes", self.bytes.to_string());
        lines.plain(lang.pick(
            "電子証明書・秘密鍵・パスワードと profile.toml は入っていません。別に保管してください。",
            "Certificate, private key, password and profile.toml are not in it; keep them apart.",
        ));
        lines
    }
}

/// Runs `restore`.
pub fn restore(before: Option<&Path>, args: &RestoreArgs) -> Outcome {
    let style = args.own.style;
    report::finish(put_back(before, args, style.lang()), style)
}

fn put_back(before: Option<&Path>, args: &RestoreArgs, lang: Lang) -> Result<RestoreReport, Fault> {
    if let Err(error) = fs::read_dir(&args.from) {
        return Err(Fault::Unreadable(args.from.clone(), error));
    }
    let profile = folder(before, &args.own)?;
    check_no_store(
        &Profile::load(&profile).map_err(Fault::setting)?,
        &args.from,
    )?;
    let waiting = progress::spinner(lang.pick("確認し、戻しています", "checking and restoring"));
    let replaced = unless_in_use(&args.own, || match user() {
        Some(user) => Office::restore_by(&profile, &args.from, &user),
        None => Office::restore(&profile, &args.from),
    })?;
    waiting.finish_and_clear();
    Ok(RestoreReport {
        from: terminal_text::path(&args.from),
        replaced: replaced.as_deref().map(terminal_text::path),
    })
}

/// The store itself is no backup. What an earlier restoring put aside lies in it, and may be put back.
fn check_no_store(profile: &Profile, from: &Path) -> Result<(), Fault> {
    let real = |path: &Path| path.canonicalize().ok();
    let store = real(&profile.store_folder());
    if store.is_none() || store != real(from) {
        return Ok(());
    }
    Err(Fault::could_not_run(
        "指定されたのは、いま使っている保存データのフォルダーそのものです。\ncareplan backup で作ったフォルダーを指定してください。",
        "this is the folder of the store itself.\nName a folder that careplan backup made.",
    ))
}

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct RestoreReport {
    from: String,
    /// Where is what was there before.
    replaced: Option<String>,
}

impl Report for RestoreReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        lines.title("バックアップを戻しました。", "The backup was put back.");
        lines.item("バックアップ", "Backup", &self.from);
        if let Some(replaced) = &self.replaced {
            lines.item("それまでのデータ", "What was there before", replaced);
        }
        lines.plain(lang.pick(
            "バックアップの後に送ったものは、この一覧にありません。同じセットを送り直す前に、相手に確認してください。",
            "What was sent after the backup is not in the list; ask the partner before you send such a set again.",
        ));
        lines
    }
}

/// Runs `clean-up`.
pub fn clean_up(before: Option<&Path>, args: &CleanUpArgs) -> Outcome {
    let style = args.own.style;
    let clean = || {
        let cleaned = open(before, &args.own)?.clean_up()?;
        Ok(CleanReport {
            contents: cleaned.contents,
            messages: cleaned.messages,
        })
    };
    report::finish(clean(), style)
}

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct CleanReport {
    contents: u64,
    messages: u64,
}

impl Report for CleanReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let Self { contents, messages } = self;
        lines.plain(&match lang {
            Lang::Ja => format!(
                "保存期間を過ぎたデータを消しました: 中身 {contents} 件、記録ごと {messages} 件（アクセス記録は残ります）"
            ),
            Lang::En => format!(
                "Let go of what is beyond its time: {contents} contents, {messages} messages; the access log stays."
            ),
        });
        lines
    }
}
