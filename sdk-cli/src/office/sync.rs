//! `careplan sync`: one pass over everything there is to do, or one after the other.

use std::path::Path;
use std::sync::Arc;

use careplan_core::Control;
use careplan_core::exchange::folder::{Pending, Refused, Unfinished};
use careplan_core::exchange::{Office, SyncProblem, SyncReport};
use careplan_core::finding::Lang;
use careplan_core::number::OfficeNumber;
use careplan_core::{Explain, io_cause};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use uuid::Uuid;

use super::args::SyncArgs;
use super::{id, open, watch};
use crate::envelope::fault::Fault;
use crate::envelope::identity::renewal;
use crate::envelope::report::{self, Lines, Report, Said, time};
use crate::outcome::Outcome;
use crate::{output, progress, terminal_text};

/// From here on a password that must be changed is told of.
const PASSWORD_NOTICE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// From here on a clock is wrong enough to be told of.
const SKEW_NOTICE: SignedDuration = SignedDuration::from_secs(60);

/// Runs the command.
pub fn run(before: Option<&Path>, args: &SyncArgs) -> Outcome {
    let style = args.own.style;
    if args.watch {
        return match open(before, &args.own) {
            Ok(office) => watch::run(Arc::new(office), style),
            Err(fault) => {
                output::complain(fault.describe(style.lang()));
                fault.outcome()
            }
        };
    }
    report::finish(pass(before, args), style)
}

fn pass(before: Option<&Path>, args: &SyncArgs) -> Result<PassReport, Fault> {
    let lang = args.own.style.lang();
    let office = open(before, &args.own)?;
    let waiting = progress::spinner(lang.pick("送受信しています", "sending and receiving"));
    let report = office.sync(&Control::default());
    waiting.finish_and_clear();
    PassReport::of(&office, &report, lang)
}

/// What a pass did. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct PassReport {
    complete: bool,
    sent: u32,
    taken: u32,
    withdrawn: u32,
    ended: u32,
    handed_over: u32,
    offered: u32,
    fetched: u32,
    receipts: u32,
    rejections: u32,
    refused: Vec<RefusedReport>,
    unfinished: Vec<UnfinishedReport>,
    errors: Vec<ProblemReport>,
    error_count: u32,
    next: Option<Timestamp>,
    warnings: Vec<Said>,
}

/// Something that did not go well.
#[derive(Serialize)]
struct ProblemReport {
    id: Option<Uuid>,
    /// The other office of the message.
    partner: Option<OfficeNumber>,
    code: &'static str,
    message: String,
    hint: String,
}

/// Files in the folder of downloads that are no set for this office.
#[derive(Serialize)]
struct RefusedReport {
    files: Vec<String>,
    findings: Vec<RefusedFinding>,
}

#[derive(Serialize)]
struct RefusedFinding {
    code: &'static str,
    message: String,
    hint: String,
}

/// A file in the folder of downloads that is left for later.
#[derive(Serialize)]
struct UnfinishedReport {
    file: String,
    why: String,
}

impl PassReport {
    fn of(office: &Office, report: &SyncReport, lang: Lang) -> Result<Self, Fault> {
        let problem = |problem: &SyncProblem| ProblemReport {
            id: problem.message,
            partner: problem.message.and_then(|id| partner(office, id)),
            code: problem.code(),
            message: problem.error.message(lang),
            hint: problem.error.hint(lang),
        };
        Ok(Self {
            complete: report.complete,
            sent: report.sent,
            taken: report.taken,
            withdrawn: report.withdrawn,
            ended: report.ended,
            handed_over: report.handed_over,
            offered: report.offered,
            fetched: report.fetched,
            receipts: report.receipts,
            rejections: report.rejections,
            refused: report
                .refused
                .iter()
                .map(|refused| refused_report(refused, lang))
                .collect(),
            unfinished: report
                .unfinished
                .iter()
                .map(|unfinished| unfinished_report(unfinished, lang))
                .collect(),
            errors: report.errors.iter().map(problem).collect(),
            error_count: report.error_count,
            next: report.next,
            warnings: warnings(office, lang)?,
        })
    }

    fn counts(&self) -> [(&'static str, &'static str, u32); 9] {
        [
            ("送信", "sent", self.sent),
            ("フォルダーへの出力", "written for upload", self.handed_over),
            ("相手の受領を確認", "taken by partners", self.taken),
            ("取消", "withdrawn", self.withdrawn),
            (
                "送信が終了（期限切れ・拒否・失敗）",
                "ended (expired, rejected, failed)",
                self.ended,
            ),
            ("新着", "new", self.offered),
            ("中身の受信", "contents received", self.fetched),
            ("受領証の送信", "receipts handed in", self.receipts),
            ("受取拒否の送信", "rejections handed in", self.rejections),
        ]
    }
}

fn partner(office: &Office, id: Uuid) -> Option<OfficeNumber> {
    let sent = office.sent_message(id).ok();
    let sent = sent.map(|detail| detail.message.receiver.number);
    sent.or_else(|| Some(office.received_message(id).ok()?.sender))
}

fn refused_report(refused: &Refused, lang: Lang) -> RefusedReport {
    let finding = |finding: &careplan_core::finding::Finding| RefusedFinding {
        code: finding.code.as_str(),
        message: finding.message(lang),
        hint: finding.hint(lang).to_string(),
    };
    RefusedReport {
        files: refused
            .files
            .iter()
            .map(|file| terminal_text::path(file))
            .collect(),
        findings: refused.findings.iter().map(finding).collect(),
    }
}

fn unfinished_report(unfinished: &Unfinished, lang: Lang) -> UnfinishedReport {
    let why = match unfinished.why {
        Pending::Writing => lang
            .pick("書き込みの途中です", "it is being written")
            .to_owned(),
        Pending::Empty => lang.pick("まだ空です", "it is still empty").to_owned(),
        Pending::RestOfSet => lang
            .pick(
                "セットの残りのファイルを待っています",
                "waiting for the rest of its set",
            )
            .to_owned(),
        Pending::Unreadable(cause) => io_cause(cause, lang),
        _ => lang.pick("後で確認します", "left for later").to_owned(),
    };
    UnfinishedReport {
        file: terminal_text::path(&unfinished.file),
        why,
    }
}

/// What somebody should see to before it becomes an error.
pub(super) fn warnings(office: &Office, lang: Lang) -> Result<Vec<Said>, Fault> {
    let status = office.status()?;
    let mut warnings = Vec::new();
    if let Some(due) = &status.renewal_due {
        let mut said = renewal(due, lang);
        said.hint = lang
            .pick(
                "新しい電子証明書の発行を受け、profile.toml の [[identity]] に加えてください（docs/operations.ja.md）。",
                "Have a new one issued and add it to [[identity]] of profile.toml (docs/operations.md).",
            )
            .to_owned();
        warnings.push(said);
    }
    if let Some(end) = status.password_expires_at
        && end.duration_since(Timestamp::now()) < PASSWORD_NOTICE
    {
        let end = time(end);
        warnings.push(Said {
            message: lang.pick(
                format!("中継サーバーのパスワードの期限は {end} です。"),
                format!("the password of the relay's account ends at {end}."),
            ),
            hint: lang
                .pick(
                    "期限までに変更し、パスワードのファイルも書き換えてください。",
                    "Change it before, also in the file of the profile.",
                )
                .to_owned(),
        });
    }
    if let Some(skew) = status.clock_skew.filter(|skew| skew.abs() > SKEW_NOTICE) {
        let seconds = skew.as_secs().abs();
        warnings.push(Said {
            message: lang.pick(
                format!("この機械の時計が、中継サーバーと {seconds} 秒違います。"),
                format!("this machine's clock differs from the relay's by {seconds} seconds."),
            ),
            hint: lang
                .pick(
                    "時刻の自動合わせを確認してください。",
                    "See to its time synchronisation.",
                )
                .to_owned(),
        });
    }
    Ok(warnings)
}

impl Report for PassReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let nothing = self.counts().iter().all(|(.., count)| *count == 0);
        match (self.complete, nothing) {
            (true, true) => lines.title("送受信しました。変化はありません。", "Nothing new."),
            (true, false) => lines.title("送受信しました。", "Sent and received."),
            (false, _) => lines.title(
                "途中で終わりました。続きは次の sync で行われます（失われたものはありません）。",
                "Ended early; the next sync goes on, and nothing is lost.",
            ),
        }
        for (ja, en, count) in self.counts() {
            if count > 0 {
                lines.item(ja, en, count.to_string());
            }
        }
        for problem in &self.errors {
            let id = problem.id.map(|id| format!("{} ", id::short(id)));
            let partner = problem.partner.map(|partner| format!("{partner} "));
            let about: String = [id, partner].into_iter().flatten().collect();
            lines.warning(&format!("{about}{}\n{}", problem.message, problem.hint));
        }
        let more = (self.error_count as usize).saturating_sub(self.errors.len());
        if more > 0 {
            lines.warning(&lang.pick(format!("ほか {more} 件"), format!("and {more} more")));
        }
        for refused in &self.refused {
            lines.warning(&refused.files.join("\n"));
            for RefusedFinding {
                code,
                message,
                hint,
            } in &refused.findings
            {
                lines.warning(&format!("{code} {message}\n{hint}"));
            }
        }
        for UnfinishedReport { file, why } in &self.unfinished {
            lines.item("後で", "Later", format!("{file}: {why}"));
        }
        if self.fetched + self.offered > 0 {
            lines.plain(lang.pick(
                "届いたものは careplan inbox で確認し、careplan take で保存します。",
                "careplan inbox shows what came, careplan take stores it.",
            ));
        }
        lines.warnings(&self.warnings);
        lines
    }

    fn outcome(&self) -> Outcome {
        match () {
            () if !self.complete => Outcome::Failed,
            () if self.error_count > 0 || self.ended > 0 || !self.refused.is_empty() => {
                Outcome::Errors
            }
            () => Outcome::Fine,
        }
    }
}
