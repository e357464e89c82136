//! `careplan sync --watch`: sends and receives until it is told to end.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use careplan_core::exchange::folder::Pending;
use careplan_core::exchange::{Event, LastSync, Office, Worker};
use careplan_core::store::EventChange;
use jiff::Timestamp;
use serde::Serialize;
use tokio::runtime::Runtime;

use super::folder_files::{RefusedReport, UnfinishedReport};
use super::id;
use super::message::ReasonReport;
use super::pass;
use crate::args::{Format, Style};
use crate::envelope::fault::Fault;
use crate::envelope::report::time;
use crate::outcome::Outcome;
use crate::{output, terminal_text};

/// So long between two looks.
const LOOK: Duration = Duration::from_millis(250);

/// Runs the worker of an office until Ctrl-C or SIGTERM.
pub(super) fn run(office: Arc<Office>, style: Style) -> Outcome {
    let lang = style.lang();
    match watch(&office, style) {
        Ok(outcome) => outcome,
        Err(fault) => {
            output::complain(fault.describe(lang));
            fault.outcome()
        }
    }
}

fn watch(office: &Arc<Office>, style: Style) -> Result<Outcome, Fault> {
    let lang = style.lang();
    // Before anything begins that the signal is to end.
    let mut end = End::new().map_err(|error| {
        Fault::could_not_run(
            format!("Ctrl-C を待てません: {error}"),
            format!("cannot wait for Ctrl-C: {error}"),
        )
    })?;
    let (tell, told) = channel();
    office.set_event_handler(Some(Box::new(move |event: &Event| {
        // Nobody is left to be told once it ends.
        let _ = tell.send(event.clone());
    })))?;
    let worker = Worker::start(Arc::clone(office))?;
    if style.format == Format::Text {
        output::complain(lang.pick(
            "送受信しています。Ctrl-C で終わります",
            "sending and receiving; Ctrl-C ends it",
        ));
    }
    let mut watch = Watch::new(style);
    let written = loop {
        let ended = end.came_within(LOOK);
        let written = watch.tell(office, &told);
        if ended || written.is_err() {
            break written;
        }
    };
    worker.stop();
    office.set_event_handler(None)?;
    let written = written.and_then(|()| watch.tell(office, &told));
    Ok(output::written(&written, lang))
}

struct Watch {
    style: Style,
    /// Code of what went wrong last.
    last: Option<String>,
    /// What was told of the folder of downloads, and still lies there.
    refused: Vec<RefusedReport>,
    unfinished: Vec<UnfinishedReport>,
}

/// An event. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct EventLine {
    event: &'static str,
    number: u64,
    #[serde(serialize_with = "crate::times::exact")]
    at: Timestamp,
    id: String,
    direction: &'static str,
    state: &'static str,
    /// Where it ended without being taken.
    reason: Option<ReasonReport>,
}

/// The connection went, or came back.
#[derive(Serialize)]
struct LinkLine {
    event: &'static str,
    #[serde(serialize_with = "crate::times::exact")]
    at: Timestamp,
    /// Null where all is well again.
    problem: Option<ReasonReport>,
}

/// Something in the folder of downloads that is not taken, or not yet.
#[derive(Serialize)]
struct FileLine<'a, T: Serialize> {
    event: &'static str,
    #[serde(serialize_with = "crate::times::exact")]
    at: Timestamp,
    #[serde(flatten)]
    what: &'a T,
}

impl Watch {
    fn new(style: Style) -> Self {
        Self {
            style,
            last: None,
            refused: Vec::new(),
            unfinished: Vec::new(),
        }
    }

    fn tell(&mut self, office: &Office, told: &Receiver<Event>) -> io::Result<()> {
        let mut out = output::stdout();
        for event in told.try_iter() {
            self.event(&mut out, office, &event)?;
        }
        if let Some(last) = office.status().ok().and_then(|status| status.last_sync) {
            self.link(&mut out, &last)?;
        }
        self.folder(&mut out, office)?;
        out.flush()
    }

    /// Tells what lies in the folder of downloads and is not taken: each once, as long as it lies there. What is being
    /// written changes all the time.
    fn folder(&mut self, out: &mut impl Write, office: &Office) -> io::Result<()> {
        let lang = self.style.lang();
        let Some(look) = office.folder_look() else {
            return Ok(());
        };
        let refused = RefusedReport::all(&look.refused, lang);
        let waiting = look.unfinished.iter();
        let waiting = waiting.filter(|file| file.why != Pending::Writing);
        let unfinished = UnfinishedReport::all(waiting, lang);
        let at = time(look.at);
        for new in refused.iter().filter(|new| !self.refused.contains(new)) {
            match self.style.format {
                Format::Json => file_line(out, "refused", look.at, new)?,
                Format::Text => {
                    let lines = terminal_text::lines(&new.lines().join("\n"));
                    let lines = lines.replace('\n', "\n    ");
                    writeln!(
                        out,
                        "{at}  ! {}\n    {lines}",
                        lang.pick("取り込めないファイル", "files that cannot be taken")
                    )?;
                }
            }
        }
        for new in unfinished
            .iter()
            .filter(|new| !self.unfinished.contains(new))
        {
            match self.style.format {
                Format::Json => file_line(out, "unfinished", look.at, new)?,
                Format::Text => {
                    let later = lang.pick("後で", "later");
                    writeln!(out, "{at}  {later}  {}: {}", new.file, new.why)?;
                }
            }
        }
        (self.refused, self.unfinished) = (refused, unfinished);
        Ok(())
    }

    fn event(&self, out: &mut impl Write, office: &Office, event: &Event) -> io::Result<()> {
        let lang = self.style.lang();
        let reason = pass::ended(office, event, lang).and_then(|ended| ended.reason);
        let (direction, ja, en, state) = match event.change {
            EventChange::Sent(state) => ("sent", "送信", "sent", state.as_str()),
            EventChange::Received(state) => ("received", "受信", "received", state.as_str()),
        };
        match self.style.format {
            Format::Json => {
                let line = EventLine {
                    event: "state",
                    number: event.number,
                    at: event.at,
                    id: event.message.to_string(),
                    direction,
                    state,
                    reason,
                };
                serde_json::to_writer(&mut *out, &line)?;
                writeln!(out)
            }
            Format::Text => {
                let (at, id) = (time(event.at), id::short(event.message));
                let (way, state) = (lang.pick(ja, en), event.change.name(lang));
                writeln!(out, "{at}  {way}  {id}  {state}")?;
                match reason {
                    Some(reason) => writeln!(out, "    ! {}", reason.line()),
                    None => Ok(()),
                }
            }
        }
    }

    /// Tells a change only: a relay that is away for an hour is told of once.
    fn link(&mut self, out: &mut impl Write, last: &LastSync) -> io::Result<()> {
        let lang = self.style.lang();
        let reason = last.reason();
        let code = reason.as_ref().map(|reason| reason.code().to_owned());
        if code == self.last {
            return Ok(());
        }
        self.last = code;
        let problem = reason.map(|reason| ReasonReport::of(&reason, lang));
        match (self.style.format, problem) {
            (Format::Json, problem) => {
                let at = last.at;
                let line = LinkLine {
                    event: "sync",
                    at,
                    problem,
                };
                serde_json::to_writer(&mut *out, &line)?;
                writeln!(out)
            }
            (Format::Text, Some(problem)) => {
                writeln!(out, "{}  ! {}", time(last.at), problem.line())
            }
            (Format::Text, None) => {
                let ja = "送受信できるようになりました";
                let well = lang.pick(ja, "sending and receiving again");
                writeln!(out, "{}  {well}", time(last.at))
            }
        }
    }
}

fn file_line(
    out: &mut impl Write,
    event: &'static str,
    at: Timestamp,
    what: &impl Serialize,
) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &FileLine { event, at, what })?;
    writeln!(out)
}

/// The signal that ends it: Ctrl-C, and SIGTERM where there are signals.
struct End {
    runtime: Runtime,
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
    #[cfg(windows)]
    signal: tokio::signal::windows::CtrlC,
}

impl End {
    fn new() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        #[cfg(unix)]
        let signals = {
            use tokio::signal::unix::{SignalKind, signal};
            let _inside = runtime.enter();
            [
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
            ]
        };
        #[cfg(windows)]
        let signal = {
            let _inside = runtime.enter();
            tokio::signal::windows::ctrl_c()?
        };
        Ok(Self {
            runtime,
            #[cfg(unix)]
            signals,
            #[cfg(windows)]
            signal,
        })
    }

    #[cfg(unix)]
    fn came_within(&mut self, time: Duration) -> bool {
        let [interrupt, terminate] = &mut self.signals;
        self.runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => true,
                _ = terminate.recv() => true,
                () = tokio::time::sleep(time) => false,
            }
        })
    }

    #[cfg(windows)]
    fn came_within(&mut self, time: Duration) -> bool {
        let signal = &mut self.signal;
        self.runtime.block_on(async {
            tokio::select! {
                _ = signal.recv() => true,
                () = tokio::time::sleep(time) => false,
            }
        })
    }
}
