//! `careplan send`: the sets of folders go into the outbox.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::document::Party;
use careplan_core::exchange::{ExchangeError, Letter, Office};
use careplan_core::finding::{Finding, Findings, Lang, Severity};
use careplan_core::message::{MessageSet, SetCandidate, group};
use careplan_core::store::SentState;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::args::SendArgs;
use super::message::{ReasonReport, error};
use super::{id, open};
use crate::envelope::fault::Fault;
use crate::envelope::report::{self, Lines, Report};
use crate::files::{batch, walk};
use crate::outcome::Outcome;
use crate::read::{self, Content};
use crate::{output, progress, terminal_text};

/// So many findings of a refused set are told; `careplan lint` tells all.
const TOLD: usize = 20;

/// Runs the command.
pub fn run(before: Option<&Path>, args: &SendArgs) -> Outcome {
    let style = args.own.style;
    let lang = style.lang();
    let office = match open(before, &args.own) {
        Ok(office) => office,
        Err(fault) => {
            output::complain(fault.describe(lang));
            return fault.outcome();
        }
    };
    let found = walk::files(&args.paths);
    let mut sending = Sending {
        office: &office,
        letter: Letter::new(&*args.subject, &*args.text),
        again: args.again,
        lang,
        state: None,
        outcome: Outcome::Fine,
        sets: Vec::new(),
    };
    for (path, error) in &found.unreadable {
        sending.complain(read::explain(path, error, lang));
    }
    if found.files().next().is_none() && found.unreadable.is_empty() {
        let nothing = lang.pick("送るファイルがありません", "there is no file to send");
        sending.complain(found.nothing(nothing, lang));
    }
    let bar = progress::over_steps(
        found.files().count(),
        lang.pick("確認し、送信箱に入れています", "checking and storing"),
    );
    for unit in &found.units {
        for batch in batch::of(&unit.files) {
            sending.batch(&batch);
            bar.inc(batch.len() as u64);
        }
    }
    bar.finish_and_clear();
    let Sending { outcome, sets, .. } = sending;
    let written = sets.iter().try_for_each(|set| report::write(set, style));
    let told = written.and_then(|()| report::write_end(&Summary::of(&sets), style));
    outcome.max(output::written(&told, lang))
}

struct Sending<'a> {
    office: &'a Office,
    letter: Letter,
    again: bool,
    lang: Lang,
    /// In which state messages begin here.
    state: Option<SentState>,
    outcome: Outcome,
    sets: Vec<SetReport>,
}

impl Sending<'_> {
    /// Files that may be several sets: each by itself.
    fn batch(&mut self, paths: &[PathBuf]) {
        let documents: Option<Vec<_>> = paths.iter().map(|path| self.read(path)).collect();
        // Without one of its files a set would be another one, or be refused for the wrong reason.
        let Some(documents) = documents else {
            return;
        };
        for candidate in group(documents) {
            let report = self.set(&candidate);
            self.outcome = self.outcome.max(report.outcome());
            self.sets.push(report);
        }
    }

    fn read(&mut self, path: &Path) -> Option<Arc<CheckedDocument>> {
        match read::read(path) {
            Ok(Content::Bytes(bytes)) => {
                let name = read::file_name(path);
                Some(Arc::new(CheckedDocument::read(&name, bytes)))
            }
            Ok(Content::TooLarge(size)) => {
                self.complain(read::too_large(path, size, self.lang));
                None
            }
            Err(error) => {
                self.complain(read::explain(path, &error, self.lang));
                None
            }
        }
    }

    fn set(&mut self, candidate: &SetCandidate) -> SetReport {
        let mut report = SetReport::of(candidate, self.lang);
        match MessageSet::build(candidate.documents().to_vec()) {
            Ok(set) => {
                report.warnings = set.findings().warnings();
                let sent = match self.again {
                    true => self.office.send_again(&set, &self.letter),
                    false => self.office.send(&set, &self.letter),
                };
                match sent {
                    Ok(sent) => {
                        report.short = id::short(sent.id);
                        report.id = Some(sent.id.to_string());
                        report.new = Some(sent.new);
                        report.state = match sent.new {
                            true => self.first_state(sent.id),
                            false => self.state_of(sent.id),
                        };
                    }
                    Err(error) => report.fail(error, self.lang),
                }
            }
            Err(findings) => report.refuse(&findings, self.lang),
        }
        report
    }

    fn state_of(&self, id: Uuid) -> Option<SentState> {
        let message = self.office.sent_entry(id).ok();
        message.map(|message| message.state)
    }

    /// The same for all of an office: it uses a relay, or folders.
    fn first_state(&mut self, id: Uuid) -> Option<SentState> {
        if self.state.is_none() {
            let message = self.office.sent_entry(id).ok();
            self.state = message
                .map(|message| message.history)
                .and_then(|history| Some(history.first()?.state));
        }
        self.state
    }

    fn complain(&mut self, message: String) {
        self.outcome = Outcome::Failed;
        output::complain(message);
    }
}

/// What became of a set. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct SetReport {
    /// Null where it was refused.
    id: Option<String>,
    /// False where the same set was there already.
    new: Option<bool>,
    set: Option<&'static str>,
    sender: Option<String>,
    receiver: Option<String>,
    stamp: Option<String>,
    files: Vec<String>,
    warnings: usize,
    /// Errors that refused it.
    errors: Vec<FindingReport>,
    error_count: usize,
    /// Why it could not be sent although it has no errors.
    error: Option<ReasonReport>,
    #[serde(skip)]
    short: String,
    #[serde(skip)]
    name: &'static str,
    /// Where it stands.
    #[serde(serialize_with = "state_word")]
    state: Option<SentState>,
    #[serde(skip)]
    outcome: Outcome,
}

fn state_word<S: Serializer>(state: &Option<SentState>, serializer: S) -> Result<S::Ok, S::Error> {
    state.map(SentState::as_str).serialize(serializer)
}

#[derive(Serialize)]
struct FindingReport {
    code: &'static str,
    file: String,
    record: Option<u32>,
    item: Option<u16>,
    message: String,
    hint: String,
}

impl SetReport {
    fn of(candidate: &SetCandidate, lang: Lang) -> Self {
        let text = |party: Party| party.to_string();
        let kind = candidate.kind();
        let documents = candidate.documents().iter();
        Self {
            id: None,
            new: None,
            set: kind.map(|kind| kind.ident()),
            sender: candidate.sender().map(text),
            receiver: candidate.receiver().map(text),
            stamp: candidate.stamp().map(|stamp| stamp.to_string()),
            files: documents
                .map(|checked| checked.document().name().to_string())
                .collect(),
            warnings: 0,
            errors: Vec::new(),
            error_count: 0,
            error: None,
            short: String::new(),
            name: kind.map_or("-", |kind| lang.pick(kind.name_ja(), kind.ident())),
            state: None,
            outcome: Outcome::Fine,
        }
    }

    fn refuse(&mut self, findings: &Findings, lang: Lang) {
        self.outcome = Outcome::Errors;
        self.error_count = findings.errors();
        let errors = findings
            .iter()
            .filter(|own| own.severity == Severity::Error);
        let report = |finding: &Finding| FindingReport {
            code: finding.code.as_str(),
            file: finding.file.to_string(),
            record: finding.record,
            item: finding.item.map(|item| item.no),
            message: finding.message(lang),
            hint: finding.hint(lang).to_string(),
        };
        self.errors = errors.take(TOLD).map(report).collect();
    }

    fn fail(&mut self, failure: ExchangeError, lang: Lang) {
        self.error = Some(error(failure.code(), &failure, lang));
        self.outcome = Fault::from(failure).outcome();
    }
}

impl Report for SetReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let receiver = self.receiver.as_deref().unwrap_or("-").replace('_', "-");
        let known;
        let what = match self.new {
            Some(true) => self.state.unwrap_or(SentState::Waiting).name(lang),
            Some(false) => {
                let state = self.state.map_or("-", |state| state.name(lang));
                known = lang.pick(
                    format!("登録済みと同じ（{state}）"),
                    format!("same as before ({state})"),
                );
                &known
            }
            None => lang.pick("送れません", "REFUSED"),
        };
        let what = terminal_text::pad_end(what, 14);
        let id = terminal_text::pad_end(&self.short, 8);
        lines.plain(&format!("{id}  {what}  {receiver:<13}  {}", self.name));
        if self.new.is_none() {
            for name in &self.files {
                lines.plain(&format!("    {name}"));
            }
        }
        for finding in &self.errors {
            let place = [finding.record.map(u64::from), finding.item.map(u64::from)];
            let place: String = place
                .iter()
                .flatten()
                .map(|number| format!(":{number}"))
                .collect();
            let FindingReport {
                code,
                file,
                message,
                hint,
                ..
            } = finding;
            lines.warning(&format!("{code} {file}{place} {message}\n{hint}"));
        }
        let more = self.error_count.saturating_sub(self.errors.len());
        if more > 0 {
            let text = lang.pick(
                format!("ほか {more} 件（careplan lint ですべて確認できます）"),
                format!("and {more} more; careplan lint tells all"),
            );
            lines.warning(&text);
        }
        if let Some(error) = &self.error {
            lines.warning(&error.line());
        }
        lines
    }

    fn outcome(&self) -> Outcome {
        self.outcome
    }
}

/// Under the sets, for people.
struct Summary {
    /// A pass is to send them.
    waits: bool,
    new: usize,
    known: usize,
    refused: usize,
}

impl Summary {
    fn of(sets: &[SetReport]) -> Self {
        let count = |new| sets.iter().filter(|set| set.new == new).count();
        Self {
            waits: sets
                .iter()
                .any(|set| set.new == Some(true) && set.state != Some(SentState::HandedOver)),
            new: count(Some(true)),
            known: count(Some(false)),
            refused: count(None),
        }
    }
}

impl report::End for Summary {
    fn text(&self, lang: Lang) -> Vec<String> {
        let Self {
            waits,
            new,
            known,
            refused,
        } = self;
        if new + known + refused == 0 {
            return Vec::new();
        }
        let mut lines = vec![match lang {
            Lang::Ja => format!(
                "新しく送信箱に入れたもの {new}、すでにあるもの {known}、送れないもの {refused}"
            ),
            Lang::En => {
                format!("New in the outbox: {new}, there already: {known}, refused: {refused}")
            }
        }];
        if *waits {
            lines.push(
                lang.pick(
                    "送信は、次の careplan sync で行われます。",
                    "They leave with the next careplan sync.",
                )
                .to_owned(),
            );
        }
        if *known > 0 {
            let ja = "同じセットは二重に送りません。もう一度送るには --again を付けてください。";
            let en = "The same set is not sent twice; --again sends it once more.";
            lines.push(lang.pick(ja, en).to_owned());
        }
        lines
    }
}
