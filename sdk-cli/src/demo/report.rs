//! What the demo did: per office and in total, for people and for programs.

use std::io::{self, Write};

use careplan_core::finding::Lang;
use serde::Serialize;

use super::exchange::{Leg, OfficeResult};
use super::month::{Partner, SampleMonth};
use crate::outcome::Outcome;
use crate::terminal_text::{pad_end, width};

/// The whole demo. The keys of its JSON form are a promise to whoever reads them.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Sets that the support office sent.
    sent: usize,
    /// Sets that the service offices took.
    taken: usize,
    /// Whether every file that was to arrive, in either direction, is byte for byte what was sent.
    identical: bool,
    actuals_sent: usize,
    actuals_taken: usize,
    /// Valid receipts that came back, in either direction.
    receipts: usize,
    files: usize,
    records: usize,
    bytes: usize,
    /// Seconds of the exchange, without what was prepared before.
    seconds: f64,
    setup_seconds: f64,
    /// One for each service office.
    pub offices: Vec<OfficeReport>,
}

/// One service office.
#[derive(Debug, Serialize)]
pub(super) struct OfficeReport {
    pub office: String,
    kind: String,
    pub name: String,
    sent: bool,
    taken: bool,
    actuals_sent: bool,
    actuals_taken: bool,
    identical: bool,
    receipts: usize,
    files: usize,
    records: usize,
    bytes: usize,
    pub errors: Vec<String>,
}

impl Report {
    pub(super) fn new(
        month: &SampleMonth,
        results: &[OfficeResult],
        setup_seconds: f64,
        seconds: f64,
    ) -> Self {
        let pairs = month.offices.iter().zip(results);
        let offices: Vec<_> = pairs
            .map(|(office, result)| OfficeReport::new(&office.partner, result))
            .collect();
        let count = |is: fn(&OfficeReport) -> bool| offices.iter().filter(|one| is(one)).count();
        let sum = |of: fn(&OfficeReport) -> usize| offices.iter().map(of).sum();
        Self {
            sent: count(|office| office.sent),
            taken: count(|office| office.taken),
            identical: offices.iter().all(|office| office.identical),
            actuals_sent: count(|office| office.actuals_sent),
            actuals_taken: count(|office| office.actuals_taken),
            receipts: sum(|office| office.receipts),
            files: sum(|office| office.files),
            records: sum(|office| office.records),
            bytes: sum(|office| office.bytes),
            seconds: milliseconds(seconds),
            setup_seconds: milliseconds(setup_seconds),
            offices,
        }
    }

    /// Fine only when everything arrived, is what was sent, and was receipted.
    pub(super) fn outcome(&self) -> Outcome {
        if self.offices.iter().all(OfficeReport::is_fine) {
            Outcome::Fine
        } else {
            Outcome::Errors
        }
    }
}

/// More digits than a clock of this kind is good for would only distract.
fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

impl OfficeReport {
    fn new(partner: &Partner, result: &OfficeResult) -> Self {
        let legs = [result.plan, result.actuals];
        let sum = |of: fn(&Leg) -> usize| legs.iter().map(of).sum();
        Self {
            office: partner.number.to_string(),
            kind: partner.kind.to_string(),
            name: partner.name.clone(),
            sent: result.plan.sent,
            taken: result.plan.taken,
            actuals_sent: result.actuals.sent,
            actuals_taken: result.actuals.taken,
            identical: legs.iter().all(|leg| leg.identical),
            receipts: sum(|leg| usize::from(leg.receipt)),
            files: sum(|leg| leg.files),
            records: sum(|leg| leg.records),
            bytes: sum(|leg| leg.bytes),
            errors: result.errors.clone(),
        }
    }

    fn is_fine(&self) -> bool {
        self.taken && self.actuals_taken && self.identical && self.receipts == 2
    }

    fn cells(&self, lang: Lang) -> Row {
        let step = |sent, taken| match (sent, taken) {
            (_, true) => lang.pick("受領済", "taken"),
            (true, false) => lang.pick("未受領", "sent"),
            (false, false) => lang.pick("未送信", "not sent"),
        };
        [
            self.office.clone(),
            self.kind.clone(),
            self.name.clone(),
            step(self.sent, self.taken).to_owned(),
            step(self.actuals_sent, self.actuals_taken).to_owned(),
            identity(self.identical, lang).to_owned(),
            self.receipts.to_string(),
            self.files.to_string(),
            self.records.to_string(),
            self.bytes.to_string(),
        ]
    }
}

fn identity(identical: bool, lang: Lang) -> &'static str {
    match identical {
        true => lang.pick("一致", "identical"),
        false => lang.pick("不一致", "DIFFERENT"),
    }
}

const COLUMNS: usize = 10;
/// From this column on there are figures.
const FIGURES: usize = 6;
type Row = [String; COLUMNS];

const HEADS_JA: [&str; COLUMNS] = [
    "事業所番号",
    "種類",
    "事業所名",
    "予定",
    "実績",
    "内容",
    "受領証",
    "ファイル",
    "データ",
    "バイト",
];
const HEADS_EN: [&str; COLUMNS] = [
    "office", "kind", "name", "plan", "actuals", "content", "receipts", "files", "records", "bytes",
];

/// Writes the table and the totals.
pub(super) fn text(out: &mut impl Write, report: &Report, lang: Lang) -> io::Result<()> {
    let heads = lang.pick(HEADS_JA, HEADS_EN).map(str::to_owned);
    let offices = report.offices.iter().map(|office| office.cells(lang));
    let rows: Vec<Row> = std::iter::once(heads).chain(offices).collect();
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        rows.iter()
            .map(|row| width(&row[column]))
            .max()
            .unwrap_or(0)
    });
    for row in &rows {
        writeln!(out, "{}", line(row, &widths).trim_end())?;
    }
    writeln!(out)?;
    totals(out, report, lang)
}

fn line(row: &Row, widths: &[usize; COLUMNS]) -> String {
    let cells = row.iter().zip(widths).enumerate();
    let cells = cells.map(|(column, (cell, &columns))| match column {
        FIGURES.. => format!("{:1$}{cell}", "", columns - width(cell)),
        _ => pad_end(cell, columns),
    });
    cells.collect::<Vec<_>>().join("  ")
}

fn totals(out: &mut impl Write, report: &Report, lang: Lang) -> io::Result<()> {
    let Report {
        sent,
        taken,
        identical,
        actuals_sent,
        actuals_taken,
        receipts,
        files,
        records,
        bytes,
        seconds,
        setup_seconds,
        ..
    } = report;
    let identical = identity(*identical, lang);
    match lang {
        Lang::Ja => writeln!(
            out,
            "予定: 送信 {sent} セット、受領 {taken} セット\n\
             実績: 送信 {actuals_sent} セット、受領 {actuals_taken} セット\n\
             有効な受領証 {receipts} 通、ファイル {files} 個、データ {records} 件、{bytes} バイト\n\
             受け取ったファイルの内容: 送信したものと{identical}\n\
             所要時間 {seconds:.2} 秒（ほかに準備 {setup_seconds:.2} 秒）"
        ),
        Lang::En => writeln!(
            out,
            "Plans: {sent} sets sent, {taken} taken\n\
             Actuals: {actuals_sent} sets sent, {actuals_taken} taken\n\
             Valid receipts: {receipts}. Files: {files}, records: {records}, bytes: {bytes}\n\
             Received files and what was sent: {identical}\n\
             Seconds: {seconds:.2} (and {setup_seconds:.2} to prepare)"
        ),
    }
}
