//! `careplan log`: who did what, when, with whose data.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use careplan_core::Explain;
use careplan_core::exchange::AccessQuery;
use careplan_core::finding::Lang;
use careplan_core::number::OfficeNumber;
use careplan_core::store::{
    LogEntry, LogFault, LogHead, Noted, Replaced, verify_log, verify_noted,
};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::args::LogArgs;
use super::list::{self, Row};
use super::{id, open};
use crate::envelope::fault::Fault;
use crate::envelope::report::{self, Lines, Report, time};
use crate::envelope::staging::NewFile;
use crate::outcome::Outcome;
use crate::terminal_text;

/// Runs the command.
pub fn run(before: Option<&Path>, args: &LogArgs) -> Outcome {
    let style = args.own.style;
    if let Some(file) = &args.verify {
        return report::finish(verify(file, args.noted.as_ref()), style);
    }
    if let Some(file) = &args.export {
        return report::finish(export(before, args, file), style);
    }
    list::finish(
        entries(before, args),
        style,
        ("アクセス記録はありません。", "There is no entry."),
    )
}

fn entries(before: Option<&Path>, args: &LogArgs) -> Result<Vec<EntryReport>, Fault> {
    let office = open(before, &args.own)?;
    let query = AccessQuery {
        person: args.person,
        since: args.since,
        until: args.until,
        ..AccessQuery::default()
    };
    let entries = office.access_log(&query)?;
    let most = args.limit.unwrap_or(entries.len());
    let older = entries.len().saturating_sub(most);
    Ok(entries
        .into_iter()
        .skip(older)
        .map(EntryReport::of)
        .collect())
}

/// An entry. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct EntryReport {
    number: u64,
    #[serde(serialize_with = "crate::times::exact")]
    at: Timestamp,
    actor: String,
    operation: String,
    id: Option<Uuid>,
    /// Keyed hashes, which only this office's store can compare.
    persons: Vec<String>,
    outcome: String,
    hash: String,
}

impl EntryReport {
    fn of(entry: LogEntry) -> Self {
        Self {
            number: entry.number,
            at: entry.at,
            actor: entry.actor,
            operation: entry.operation,
            id: entry.message,
            persons: entry.persons.iter().map(ToString::to_string).collect(),
            outcome: entry.outcome,
            hash: entry.hash,
        }
    }
}

impl Row<7> for EntryReport {
    const HEADS: ([&'static str; 7], [&'static str; 7]) = (
        ["番", "日時", "だれが", "操作", "番号", "人数", "結果"],
        ["no", "when", "who", "what", "id", "persons", "result"],
    );
    const GIVES_WAY: usize = 2;

    fn cells(&self, lang: Lang) -> [String; 7] {
        [
            self.number.to_string(),
            time(self.at).chars().take(19).collect(),
            self.actor.clone(),
            operation(&self.operation, lang).to_owned(),
            self.id.map(id::short).unwrap_or_default(),
            self.persons.len().to_string(),
            result(&self.outcome, lang).to_owned(),
        ]
    }
}

fn operation(word: &str, lang: Lang) -> &str {
    let ja = match word {
        "send" => "送信",
        "take" => "取込",
        "acknowledge" => "受領の確定",
        "reject" => "受取拒否",
        "withdraw" => "取消",
        "show_sent" => "送信の詳細を表示",
        "show_received" => "受信の詳細を表示",
        "search_sent" | "search_received" => "利用者で検索",
        "search_log" => "利用者で記録を検索",
        "open_sent" => "控えの表示",
        "export_evidence" => "証跡の作成",
        "export_log" => "記録書き出し",
        "backup" => "バックアップ",
        "restore" => "復元",
        "clean_up" => "保存期間の整理",
        other => other,
    };
    lang.pick(ja, word)
}

/// docs/operations.md lists them.
fn result(word: &str, lang: Lang) -> &str {
    let ja = match word {
        "ok" => "成功",
        "refused" => "受け取りを断った",
        "not_taken" => "まだ取り込んでいない",
        "wrong_state" => "今の状態ではできない",
        "cannot_open" => "開けない",
        "not_trusted" => "署名・証明書を確認できない",
        "damaged" => "壊れている",
        "not_for_us" => "宛先違い",
        "content_not_kept" => "中身がない",
        "receipt_missing" => "受領証がない",
        "receipt_invalid" => "受領証を確認できない",
        "private_key" => "秘密鍵を使えない",
        "disk_full" => "ディスクの空きがない",
        "too_large" => "大きすぎる",
        "not_sender" => "送信元が違う",
        "unknown_message" => "データがない",
        "cancelled" => "中止",
        other => other,
    };
    lang.pick(ja, word)
}

fn export(before: Option<&Path>, args: &LogArgs, file: &Path) -> Result<HeadReport, Fault> {
    NewFile::check(file, false)?;
    let office = open(before, &args.own)?;
    let mut out = NewFile::create(file, false)?.private()?;
    let head = {
        let mut writer = BufWriter::new(out.file());
        let head = office.export_access_log(&mut writer)?;
        writer.flush().map_err(Fault::not_written(file))?;
        head
    };
    out.place()?;
    Ok(HeadReport::of(head, file, false))
}

fn verify(file: &Path, noted: Option<&(u64, String)>) -> Result<HeadReport, Fault> {
    let log = BufReader::new(File::open(file).map_err(Fault::unreadable(file))?);
    let head = match noted {
        None => verify_log(log).map_err(fault)?,
        Some((entries, hash)) => match verify_noted(log, *entries, hash).map_err(fault)? {
            (head, Noted::Holds) => head,
            (_, Noted::Replaced(by)) => return Err(replaced(*entries, &by)),
            (_, _) => {
                return Err(Fault::refused(
                    format!(
                        "控えた {entries} 番のハッシュと一致しません。この記録は、控えた後で作り直されたか、別の事業所のものです。\nこのファイルは消さずに残し、管理者と調べてください。"
                    ),
                    format!(
                        "entry {entries} does not have the hash that was noted: the log was made anew since, or is another office's.\nKeep the file as it is, and look into it."
                    ),
                ));
            }
        },
    };
    Ok(HeadReport::of(head, file, true))
}

/// What was noted between a backup and its restoring is in the log that was replaced.
fn replaced(entries: u64, by: &Replaced) -> Fault {
    let (number, at) = (by.entry, time(by.at));
    Fault::refused(
        format!(
            "控えた {entries} 番のハッシュは、この記録にありません。{number} 番（{at}）に、バックアップを戻したとあります。控えたものは、そのとき置き換えられた記録のものかもしれません。\n保存データのフォルダーの replaced-… にある access-log.jsonl を、同じ --noted で確かめてください。それもないときは、記録が作り直された疑いがあります。"
        ),
        format!(
            "the hash that was noted for entry {entries} is not in this log. Entry {number} ({at}) says that a backup was restored: what was noted may be of the log that was replaced then.\nVerify access-log.jsonl in replaced-… of the store's folder with the same --noted. If that does not hold either, the log may have been made anew."
        ),
    )
}

fn fault(fault: LogFault) -> Fault {
    let said = |lang| format!("{}\n{}", fault.message(lang), fault.hint(lang));
    match fault {
        LogFault::Io(_) => Fault::could_not_run(said(Lang::Ja), said(Lang::En)),
        _ => Fault::refused(said(Lang::Ja), said(Lang::En)),
    }
}

/// The end of the chain. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct HeadReport {
    office: OfficeNumber,
    entries: u64,
    hash: String,
    file: String,
    #[serde(skip)]
    was_verified: bool,
}

impl HeadReport {
    fn of(head: LogHead, file: &Path, was_verified: bool) -> Self {
        Self {
            office: head.office,
            entries: head.entries,
            hash: head.hash,
            file: terminal_text::path(file),
            was_verified,
        }
    }
}

impl Report for HeadReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        match self.was_verified {
            true => lines.title(
                "アクセス記録は、書き出されたときのままで、抜けもありません。",
                "The access log is as it was exported, and nothing is missing.",
            ),
            false => lines.title(
                "アクセス記録を書き出しました。",
                "The access log was exported.",
            ),
        }
        lines.item("事業所", "Office", self.office.to_string());
        lines.item("ファイル", "File", &self.file);
        let head = format!("{}:{}", self.entries, self.hash);
        lines.item("件数:ハッシュ", "Entries:hash", head);
        if !self.was_verified {
            lines.plain(lang.pick(
                "件数とハッシュを、このパソコンとは別の場所に控えてください。後の書き出しを --verify --noted で確かめられます。",
                "Note entries and hash away from this machine; --verify --noted compares a later export with them.",
            ));
        }
        lines
    }
}
