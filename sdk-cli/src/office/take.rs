//! `careplan take`: what came is verified and stored, and acknowledged only where that is wanted.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use careplan_core::Control;
use careplan_core::exchange::{Delivery, Office, Query};
use careplan_core::finding::Lang;
use careplan_core::message::group;
use careplan_core::number::OfficeNumber;
use careplan_core::store::ReceivedState;
use serde::Serialize;
use uuid::Uuid;

use super::args::TakeArgs;
use super::message::ReasonReport;
use super::{check_outside_store, id, open};
use crate::args::{Format, Style};
use crate::envelope::fault::Fault;
use crate::envelope::report::{self, FileReport, Lines, Report, SignerReport};
use crate::envelope::staging::{NewFiles, sync_folder};
use crate::lint::tally::Tally;
use crate::outcome::Outcome;
use crate::{output, terminal_text};

/// Runs the command.
pub fn run(before: Option<&Path>, args: &TakeArgs) -> Outcome {
    let style = args.own.style;
    let lang = style.lang();
    let chosen = open(before, &args.own).and_then(|office| {
        check_outside_store(office.profile(), &args.out)?;
        let ids = chosen(&office, args)?;
        Ok((office, ids))
    });
    let (office, ids) = match chosen {
        Ok(chosen) => chosen,
        Err(fault) => {
            output::complain(fault.describe(lang));
            return fault.outcome();
        }
    };
    let mut end = End::default();
    let mut outcome = Outcome::Fine;
    for id in &ids {
        match take(&office, *id, args, lang) {
            Ok((taken, unacknowledged)) => {
                end.add(&taken);
                outcome = outcome.max(output::written(&report::write(&taken, style), lang));
                if let Some(fault) = unacknowledged {
                    complain(*id, &fault, lang);
                    outcome = outcome.max(fault.outcome());
                }
            }
            // One bad message does not hold up the others.
            Err(fault) => outcome = outcome.max(tell(*id, &fault, style)),
        }
    }
    if ids.is_empty() {
        end.nothing = true;
    }
    outcome.max(finish(&end, style))
}

fn finish(end: &End, style: Style) -> Outcome {
    output::written(&report::write_end(end, style), style.lang())
}

fn complain(id: Uuid, fault: &Fault, lang: Lang) {
    output::complain(format_args!("{}: {}", id::short(id), fault.describe(lang)));
}

/// Says why one was not taken; programs get an object for each message.
fn tell(id: Uuid, fault: &Fault, style: Style) -> Outcome {
    let lang = style.lang();
    complain(id, fault, lang);
    let written = match style.format {
        Format::Text => Ok(()),
        Format::Json => report::write(&NotTaken::of(id, fault, lang), style),
    };
    fault.outcome().max(output::written(&written, lang))
}

/// A message that was not taken. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct NotTaken {
    id: String,
    error: ReasonReport,
}

impl NotTaken {
    fn of(id: Uuid, fault: &Fault, lang: Lang) -> Self {
        Self {
            id: id.to_string(),
            error: ReasonReport::of_fault(fault, lang),
        }
    }
}

impl Report for NotTaken {
    fn text(&self, lang: Lang) -> Lines {
        Lines::new(lang)
    }
}

/// All that are not acknowledged, oldest stamp first; or those that were named, each once.
fn chosen(office: &Office, args: &TakeArgs) -> Result<Vec<Uuid>, Fault> {
    if args.all {
        let query = Query {
            states: vec![
                ReceivedState::Offered,
                ReceivedState::Fetched,
                ReceivedState::Handed,
            ],
            ..Query::default()
        };
        let waiting = office.received(&query)?;
        return Ok(waiting.iter().map(|message| message.id).collect());
    }
    let mut seen = BTreeSet::new();
    let mut ids = Vec::new();
    for given in &args.ids {
        let id = id::received(office, given)?;
        if seen.insert(id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Takes one. That its files are stored and only the acknowledgement failed is told beside.
fn take(
    office: &Office,
    id: Uuid,
    args: &TakeArgs,
    lang: Lang,
) -> Result<(TakenReport, Option<Fault>), Fault> {
    let delivery = office.take(id, &Control::default())?;
    store(&delivery, &args.out)?;
    let mut taken = TakenReport::of(&delivery, &args.out, lang);
    if !args.ack {
        return Ok((taken, None));
    }
    match office.acknowledge(id) {
        Ok(()) => {
            taken.acknowledged = true;
            Ok((taken, None))
        }
        Err(error) => Ok((taken, Some(error.into()))),
    }
}

/// Puts the files on the disk. One that is there already with the same content is left as it is: an earlier run may have been
/// cut short, and taking again is allowed.
fn store(delivery: &Delivery, folder: &Path) -> Result<(), Fault> {
    let mut files = NewFiles::beside(folder)?;
    let mut there = Vec::new();
    for checked in delivery.documents() {
        let document = checked.document();
        let path = folder.join(&**document.name());
        match is_there(&path, document.bytes()).map_err(Fault::not_written(&path))? {
            true => there.push(path),
            false => files.add(document.name(), document.bytes())?,
        }
    }
    files.place()?;
    for path in &there {
        let synced = File::open(path).and_then(|file| file.sync_all());
        synced.map_err(Fault::not_written(path))?;
    }
    sync_folder(folder).map_err(Fault::not_written(folder))
}

/// A link is not followed: what it leads to may change.
fn is_there(path: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_file() && there.len() == bytes.len() as u64 => {
            Ok(fs::read(path)? == bytes)
        }
        _ => Ok(false),
    }
}

/// A message that was taken. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct TakenReport {
    id: String,
    sender: OfficeNumber,
    sender_kind: String,
    set: &'static str,
    subject: String,
    text: String,
    files: Vec<FileReport>,
    /// Null where it came through a folder, unsigned.
    signer: Option<SignerReport>,
    out: String,
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: Vec<KindReport>,
    acknowledged: bool,
    #[serde(skip)]
    set_name: &'static str,
    #[serde(skip)]
    short: String,
}

/// Findings of a kind.
#[derive(Serialize)]
struct KindReport {
    code: &'static str,
    severity: &'static str,
    count: usize,
    message: String,
}

impl TakenReport {
    fn of(delivery: &Delivery, out: &Path, lang: Lang) -> Self {
        let cover = delivery.cover();
        let mut tally = Tally::default();
        for checked in delivery.documents() {
            tally.add_file(checked.findings());
        }
        for candidate in group(delivery.documents().to_vec()) {
            tally.add_set(candidate.findings());
        }
        let kinds = tally.kinds().into_iter();
        let findings = kinds.map(|kind| KindReport {
            code: kind.code.as_str(),
            severity: kind.severity.as_str(),
            count: kind.count,
            message: kind.code.readable_message(lang),
        });
        Self {
            id: delivery.id().to_string(),
            sender: cover.sender.number,
            sender_kind: cover.sender.kind.to_string(),
            set: cover.set.ident(),
            subject: cover.subject.clone(),
            text: cover.text.clone(),
            files: super::message::files(&cover.files),
            signer: delivery
                .signer()
                .map(|signer| SignerReport::of(signer, lang)),
            out: terminal_text::path(out),
            errors: tally.errors,
            warnings: tally.warnings,
            notes: tally.notes,
            findings: findings.collect(),
            acknowledged: false,
            set_name: lang.pick(cover.set.name_ja(), cover.set.ident()),
            short: id::short(delivery.id()),
        }
    }
}

impl Report for TakenReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let Self {
            short,
            sender,
            sender_kind,
            set_name,
            ..
        } = self;
        lines.plain(&format!("{short}  {sender}-{sender_kind}  {set_name}"));
        for (ja, en, words) in [
            ("件名", "Subject", &self.subject),
            ("本文", "Text", &self.text),
        ] {
            if !words.is_empty() {
                lines.item(ja, en, words);
            }
        }
        lines.files(&self.files);
        if let Some(signer) = &self.signer {
            let by = format!("{} {}", signer.office, report::time(signer.signed_at));
            lines.item("署名", "Signed by", by);
            lines.warnings(&signer.warnings);
        }
        let (errors, warnings, notes) = (self.errors, self.warnings, self.notes);
        let counts = match lang {
            Lang::Ja => format!("エラー {errors} 件、警告 {warnings} 件、注記 {notes} 件"),
            Lang::En => format!("errors: {errors}, warnings: {warnings}, notes: {notes}"),
        };
        lines.item("確認", "Checked", counts);
        for kind in &self.findings {
            let KindReport {
                code,
                count,
                message,
                ..
            } = kind;
            lines.plain(&format!("    {code} ×{count} {message}"));
        }
        lines
    }
}

/// Under the messages, for people: where the files are and what comes next.
#[derive(Default)]
struct End {
    nothing: bool,
    stored: usize,
    findings: usize,
    out: String,
    open: Vec<String>,
    acknowledged: usize,
    /// Of those, with a receipt for the sender.
    receipts: usize,
}

impl End {
    fn add(&mut self, taken: &TakenReport) {
        self.stored += 1;
        self.findings += taken.errors + taken.warnings;
        self.out.clone_from(&taken.out);
        match taken.acknowledged {
            true => {
                self.acknowledged += 1;
                self.receipts += usize::from(taken.signer.is_some());
            }
            false => self.open.push(taken.short.clone()),
        }
    }
}

impl report::End for End {
    fn text(&self, lang: Lang) -> Vec<String> {
        if self.nothing {
            let ja = "取り込むデータはありません（新着の確認は careplan sync）。";
            let en = "There is nothing to take; careplan sync asks for news.";
            return vec![lang.pick(ja, en).to_owned()];
        }
        let mut lines = Vec::new();
        let (stored, out) = (self.stored, &self.out);
        if stored > 0 {
            lines.push(match lang {
                Lang::Ja => format!(
                    "{stored} 件を {out} に保存しました。中身は暗号化されていない個人情報です。"
                ),
                Lang::En => {
                    format!("{stored} stored in {out}: personal data, no longer encrypted.")
                }
            });
        }
        if self.findings > 0 {
            lines.push(match lang {
                Lang::Ja => format!("指摘の詳細は careplan lint {out} で確認できます。"),
                Lang::En => format!("careplan lint {out} tells the findings."),
            });
        }
        if self.acknowledged > 0 && self.receipts == 0 {
            lines.push(
                lang.pick("受領を確定しました。", "Acknowledged.")
                    .to_owned(),
            );
        }
        if self.receipts > 0 {
            lines.push(
                lang.pick(
                    "受領を確定しました。受領証は、次の careplan sync で送信元に届きます。",
                    "Acknowledged; the receipts go back with the next careplan sync.",
                )
                .to_owned(),
            );
        }
        if !self.open.is_empty() {
            let ids = self.open.join(" ");
            lines.push(match lang {
                Lang::Ja => format!(
                    "まだ受領を確定していません。業務ソフトに取り込んだら、次を実行してください:\n  careplan ack {ids}"
                ),
                Lang::En => format!(
                    "Not acknowledged yet. Once your software has them, run:\n  careplan ack {ids}"
                ),
            });
        }
        lines
    }
}
