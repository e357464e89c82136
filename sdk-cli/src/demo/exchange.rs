//! The main job: plans go out, are taken and acknowledged, actuals come back.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

use careplan_core::Control;
use careplan_core::exchange::{
    Delivery, ExchangeError, Letter, Office, Query, ReceivedMessage, SentMessage,
};
use careplan_core::finding::Lang;
use careplan_core::store::{ReceivedState, SentState};

use super::error::DemoError;
use super::month::{Files, SampleMonth, SampleOffice};
use super::sandbox::Sandbox;
use crate::progress;

/// What became of one set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leg {
    pub sent: bool,
    pub taken: bool,
    pub identical: bool,
    /// The sender holds a valid receipt.
    pub receipt: bool,
    pub files: usize,
    pub records: usize,
    pub bytes: usize,
}

/// What became of the exchange with one office.
#[derive(Debug, Default)]
pub(super) struct OfficeResult {
    pub plan: Leg,
    pub actuals: Leg,
    pub errors: Vec<String>,
}

/// The exchange of a month. One office's trouble does not stop the others.
pub(super) struct Exchange<'a> {
    pairs: Vec<(&'a SampleOffice, &'a Office)>,
    support: &'a Office,
    month: String,
    lang: Lang,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(month: &'a SampleMonth, sandbox: &'a Sandbox, lang: Lang) -> Self {
        Self {
            pairs: month.offices.iter().zip(&sandbox.offices).collect(),
            support: &sandbox.support,
            month: month.month.to_string(),
            lang,
        }
    }

    /// Runs every step; one result an office, in the order of the sample.
    pub(super) fn run(&self) -> Vec<OfficeResult> {
        let mut results: Vec<OfficeResult> = Vec::new();
        results.resize_with(self.pairs.len(), OfficeResult::default);
        self.step(
            &mut results,
            ("予定を送信箱に入れています", "storing the plans to send"),
            |sample, _, result| self.send_plan(sample, result),
        );
        self.sync_support(&mut results, ("予定を送信しています", "sending the plans"));
        self.step(
            &mut results,
            (
                "事業所が予定を受け取り、実績を返しています",
                "offices take the plans and answer with actuals",
            ),
            |sample, office, result| {
                sync(office)?;
                take_plan(sample, office, result)?;
                self.send_actuals(sample, office, result)?;
                sync(office)
            },
        );
        self.sync_support(
            &mut results,
            ("実績を受信しています", "receiving the actuals"),
        );
        // One list for all.
        let fetched = Query {
            states: vec![ReceivedState::Fetched],
            ..Query::default()
        };
        if let Some(offered) = self.or_tell_all(self.support.received(&fetched), &mut results) {
            self.step(
                &mut results,
                ("実績を受け取っています", "taking the actuals"),
                |sample, _, result| self.take_actuals(sample, &offered, result),
            );
        }
        self.sync_support(
            &mut results,
            ("受領証を返しています", "handing in the receipts"),
        );
        let plans = self.support.sent(&Query::default());
        if let Some(plans) = self.or_tell_all(plans, &mut results) {
            self.step(
                &mut results,
                ("受領証を確認しています", "verifying the receipts"),
                |sample, office, result| {
                    sync(office)?;
                    check_receipts(sample, office, &plans, result)
                },
            );
        }
        results
    }

    /// A pass of the support office, which is about every office.
    fn sync_support(&self, results: &mut [OfficeResult], (ja, en): (&'static str, &'static str)) {
        let waiting = progress::spinner(self.lang.pick(ja, en));
        let report = self.support.sync(&Control::default()).into_result();
        waiting.finish_and_clear();
        self.or_tell_all(report, results);
    }

    /// What the support office asks for concerns every office, and so does a failure.
    fn or_tell_all<T>(
        &self,
        answer: Result<T, ExchangeError>,
        results: &mut [OfficeResult],
    ) -> Option<T> {
        answer
            .map_err(|error| {
                let error = DemoError::from(error).describe(self.lang);
                results
                    .iter_mut()
                    .for_each(|result| result.errors.push(error.clone()));
            })
            .ok()
    }

    /// Does the same for every office, on a thread for every processor.
    fn step<F>(&self, results: &mut [OfficeResult], (ja, en): (&'static str, &'static str), job: F)
    where
        F: Fn(&SampleOffice, &Office, &mut OfficeResult) -> Result<(), DemoError> + Sync,
    {
        let bar = progress::over_steps(results.len(), self.lang.pick(ja, en));
        let share = results.len().div_ceil(processors()).max(1);
        let work = |pairs: &[(&SampleOffice, &Office)], results: &mut [OfficeResult]| {
            for (&(sample, office), result) in pairs.iter().zip(results) {
                if let Err(error) = job(sample, office, result) {
                    result.errors.push(error.describe(self.lang));
                }
                bar.inc(1);
            }
        };
        thread::scope(|scope| {
            let shares = self.pairs.chunks(share).zip(results.chunks_mut(share));
            let threads: Vec<_> = shares
                .map(|(pairs, results)| scope.spawn(move || work(pairs, results)))
                .collect();
            threads.into_iter().for_each(join);
        });
        bar.finish_and_clear();
    }

    fn send_plan(&self, sample: &SampleOffice, result: &mut OfficeResult) -> Result<(), DemoError> {
        let subject = format!("{} サービス利用票", self.month);
        send(self.support, &sample.plan, &subject)?;
        result.plan.sent = true;
        Ok(())
    }

    fn send_actuals(
        &self,
        sample: &SampleOffice,
        office: &Office,
        result: &mut OfficeResult,
    ) -> Result<(), DemoError> {
        let subject = format!("{} 実績", self.month);
        send(office, &sample.actuals, &subject)?;
        result.actuals.sent = true;
        Ok(())
    }

    fn take_actuals(
        &self,
        sample: &SampleOffice,
        offered: &[ReceivedMessage],
        result: &mut OfficeResult,
    ) -> Result<(), DemoError> {
        let from_office = |incoming: &&ReceivedMessage| incoming.sender == sample.partner.number;
        let incoming = offered
            .iter()
            .find(from_office)
            .ok_or(DemoError::NothingOffered)?;
        take(self.support, incoming, &sample.actuals, &mut result.actuals)
    }
}

fn take_plan(
    sample: &SampleOffice,
    office: &Office,
    result: &mut OfficeResult,
) -> Result<(), DemoError> {
    let offered = office.received(&Query::default())?;
    let incoming = offered.first().ok_or(DemoError::NothingOffered)?;
    take(office, incoming, &sample.plan, &mut result.plan)
}

/// The message is on the disk when this returns; a pass sends it.
fn send(office: &Office, files: &Files, subject: &str) -> Result<(), DemoError> {
    office.send(&files.set()?, &Letter::new(subject, ""))?;
    Ok(())
}

fn sync(office: &Office) -> Result<(), DemoError> {
    office.sync(&Control::default()).into_result()?;
    Ok(())
}

/// Each side holds the other's receipt for what it sent.
fn check_receipts(
    sample: &SampleOffice,
    office: &Office,
    plans: &[SentMessage],
    result: &mut OfficeResult,
) -> Result<(), DemoError> {
    let mut to_office = plans
        .iter()
        .filter(|plan| plan.receiver.number == sample.partner.number);
    result.plan.receipt = to_office.any(is_receipted);
    result.actuals.receipt = office.sent(&Query::default())?.iter().any(is_receipted);
    Ok(())
}

/// Opens and verifies a set, compares it with what was sent, and acknowledges it.
fn take(
    office: &Office,
    incoming: &ReceivedMessage,
    expected: &Files,
    leg: &mut Leg,
) -> Result<(), DemoError> {
    let delivery = office.take(incoming.id, &Control::default())?;
    leg.measure(&delivery);
    leg.identical = expected.are_identical(delivery.documents());
    office.acknowledge(incoming.id)?;
    leg.taken = true;
    Ok(())
}

impl Leg {
    fn measure(&mut self, delivery: &Delivery) {
        for document in delivery
            .documents()
            .iter()
            .map(|checked| checked.document())
        {
            self.files += 1;
            self.records += document.record_count();
            self.bytes += document.bytes().len();
        }
    }
}

fn is_receipted(message: &SentMessage) -> bool {
    message.state == SentState::Taken && matches!(message.receipt, Some(Ok(_)))
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Waits for a thread; a panic goes on here instead of being swallowed.
fn join(thread: thread::ScopedJoinHandle<'_, ()>) {
    if let Err(panic) = thread.join() {
        resume_unwind(panic);
    }
}
