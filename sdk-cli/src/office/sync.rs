//! `careplan sync`: one pass over everything there is to do, or one after the other.

use std::path::Path;
use std::sync::Arc;

use careplan_core::exchange::Office;
use careplan_core::finding::Lang;
use careplan_core::{japan_time, span_text};
use jiff::{SignedDuration, Timestamp};

use super::args::SyncArgs;
use super::pass::{self, PassReport};
use super::{open, watch};
use crate::envelope::fault::Fault;
use crate::envelope::identity::renewal;
use crate::envelope::report::{self, Said};
use crate::outcome::Outcome;
use crate::{output, progress};

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
    report::finish(once(before, args), style)
}

fn once(before: Option<&Path>, args: &SyncArgs) -> Result<PassReport, Fault> {
    let lang = args.own.style.lang();
    let office = open(before, &args.own)?;
    let waiting = progress::spinner(lang.pick("送受信しています", "sending and receiving"));
    let report = pass::run(&office, lang);
    waiting.finish_and_clear();
    report
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
        let end = japan_time(end);
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
        let span = span_text(skew, lang);
        // The relay's clock less this machine's.
        let (ja, en) = match skew.is_positive() {
            true => ("遅れています", "behind"),
            false => ("進んでいます", "ahead of"),
        };
        warnings.push(Said {
            message: lang.pick(
                format!("このパソコンの時計が、中継サーバーより {span}{ja}。"),
                format!("this machine's clock is {span} {en} the relay's."),
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
