//! 動作記録: what an office does, a line at a time, for the host's own log file. Lines hold no personal data; who did what
//! with whose data stands in the access log.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::error::ExchangeError;
use super::handler::Handler;
use super::office::Office;
use super::sync::SyncReport;
use crate::explain::Explain;
use crate::finding::Lang;
use crate::store::CleanedUp;

/// So often it is told that the certificate must be renewed.
const RENEWAL_TOLD_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Somebody has to do something.
    Error,
    /// It goes on by itself, or will need somebody soon.
    Warning,
    /// Something was done.
    Info,
    /// Steps, for the search for a fault.
    Debug,
}

/// A line for the host's log file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LogLine {
    /// When.
    pub at: Timestamp,
    /// How much it matters.
    pub level: LogLevel,
    /// Stable; one word such as `sync_ended`, or the code of an error.
    pub code: &'static str,
    /// About which message.
    pub message: Option<Uuid>,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

/// Is told of every line.
pub type LogHandler = Box<dyn Fn(&LogLine) + Send + Sync>;

#[derive(Debug, Default)]
pub(super) struct LogLines {
    handler: Handler<LogLine>,
    renewal_told: Mutex<Option<Timestamp>>,
}

impl Office {
    /// Is told from now on what the office does, on the threads that do it: the callers' and the worker's, several at once. It
    /// may call the office. `None` ends it: when this returns, the one before neither runs nor will run; only where it is
    /// called from within that one, it runs to its end.
    pub fn set_log_handler(&self, handler: Option<LogHandler>) {
        self.lines.handler.set(handler, || {});
    }

    pub(super) fn line_opened(&self) {
        self.line(LogLevel::Info, "office_opened", || {
            (
                format!("事業所 {} を開きました。", self.number()),
                format!("office {} is open", self.number()),
            )
        });
        if let Some(version) = self.store.migrated_from() {
            self.line(LogLevel::Info, "store_migrated", || {
                (
                    format!("保存データを新しい形式にしました（元の形式 {version} の写しを残しました）。"),
                    format!("the store was brought to the present form; a copy of form {version} was kept"),
                )
            });
        }
    }

    pub(super) fn line_pass_begins(&self) {
        self.line(LogLevel::Debug, "sync_began", || {
            (
                "送受信を始めます。".to_owned(),
                "synchronisation begins".to_owned(),
            )
        });
    }

    pub(super) fn lines_of_pass(&self, report: &SyncReport) {
        if !self.lines.handler.is_set() {
            return;
        }
        for problem in &report.errors {
            self.line_of_error(problem.message, &problem.error);
        }
        let level = match report.is_clean() && report.did_nothing() {
            true => LogLevel::Debug,
            false => LogLevel::Info,
        };
        self.line(level, "sync_ended", || texts_of_pass(report));
        self.line_of_renewal();
    }

    pub(super) fn line_worker(&self, runs: bool) {
        let (code, ja, en) = match runs {
            true => (
                "worker_started",
                "自動送受信を始めました。",
                "the worker runs",
            ),
            false => (
                "worker_stopped",
                "自動送受信を止めました。",
                "the worker has stopped",
            ),
        };
        self.line(LogLevel::Info, code, || (ja.to_owned(), en.to_owned()));
    }

    pub(super) fn line_worker_waits(&self, pause: Duration) {
        let seconds = pause.as_secs().max(1);
        self.line(LogLevel::Debug, "worker_waits", || {
            (
                format!("{seconds} 秒後にもう一度試します。"),
                format!("the worker tries again in {seconds} s"),
            )
        });
    }

    pub(super) fn line_cleaned_up(&self, cleaned: CleanedUp) {
        let CleanedUp {
            contents,
            messages,
            copies,
        } = cleaned;
        let level = match (contents, messages, copies) {
            (0, 0, 0) => LogLevel::Debug,
            _ => LogLevel::Info,
        };
        self.line(level, "cleaned_up", || {
            (
                format!(
                    "保存期間が過ぎたものを整理しました（中身 {contents} 件、記録 {messages} 件、控え {copies} 件）。"
                ),
                format!("let go of {contents} contents, {messages} messages and {copies} copies after their time"),
            )
        });
    }

    fn line_of_renewal(&self) {
        let Some(due) = self.renewal_due() else {
            return;
        };
        let now = Timestamp::now();
        {
            let told = self.lines.renewal_told.lock();
            let mut told = told.unwrap_or_else(PoisonError::into_inner);
            if told.is_some_and(|at| now.duration_since(at).abs() < RENEWAL_TOLD_EVERY) {
                return;
            }
            *told = Some(now);
        }
        let days = due.days_left;
        self.line(LogLevel::Warning, "renewal_due", || {
            (
                format!("電子証明書の有効期限まであと {days} 日です。更新してください。"),
                format!("the office's certificate ends in {days} days; renew it"),
            )
        });
    }

    fn line_of_error(&self, message: Option<Uuid>, error: &ExchangeError) {
        let level = match (error.is_retryable(), error) {
            (true, _) => LogLevel::Warning,
            (false, ExchangeError::Cancelled) => LogLevel::Info,
            (false, _) => LogLevel::Error,
        };
        self.line_about(level, error.code(), message, || {
            let told = |lang| format!("{} {}", error.message(lang), error.hint(lang));
            (told(Lang::Ja), told(Lang::En))
        });
    }

    fn line(&self, level: LogLevel, code: &'static str, texts: impl FnOnce() -> (String, String)) {
        self.line_about(level, code, None, texts);
    }

    fn line_about(
        &self,
        level: LogLevel,
        code: &'static str,
        message: Option<Uuid>,
        texts: impl FnOnce() -> (String, String),
    ) {
        // What a handler does itself it is not told of: it would be called for that again, and again.
        if !self.lines.handler.is_set() || self.lines.handler.is_called_here() {
            return;
        }
        let (ja, en) = texts();
        let line = LogLine {
            at: Timestamp::now(),
            level,
            code,
            message,
            ja,
            en,
        };
        self.lines.handler.call_if(|| true, &line);
    }
}

impl SyncReport {
    fn did_nothing(&self) -> bool {
        let done = [
            self.sent,
            self.taken,
            self.withdrawn,
            self.ended,
            self.handed_over,
            self.offered,
            self.fetched,
            self.receipts,
            self.rejections,
        ];
        done.iter().all(|count| *count == 0)
    }
}

fn texts_of_pass(report: &SyncReport) -> (String, String) {
    let SyncReport {
        sent,
        taken,
        fetched,
        receipts,
        error_count,
        ..
    } = report;
    let sent = sent + report.handed_over;
    let (end_ja, end_en) = match report.complete {
        true => ("送受信が終わりました", "synchronisation has ended"),
        false => (
            "送受信が途中で終わりました",
            "synchronisation was broken off",
        ),
    };
    (
        format!(
            "{end_ja}（送信 {sent}、相手が受領 {taken}、受信 {fetched}、受領証の送付 {receipts}、問題 {error_count}）。"
        ),
        format!(
            "{end_en} (sent {sent}, taken {taken}, fetched {fetched}, receipts handed in {receipts}, problems {error_count})"
        ),
    )
}
