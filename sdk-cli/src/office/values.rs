//! Values of the command line.

use careplan_core::exchange::Person;
use careplan_core::finding::Lang;
use careplan_core::layout::{Edition, SetKind, SetKindInfo};
use careplan_core::number::TargetMonth;
use careplan_core::store::{ReceivedState, SentState};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};

pub(super) fn month(text: &str) -> Result<TargetMonth, String> {
    let plain = text.replacen('-', "", 1);
    let wrong = "年月を 202609 のように書いてください / write a month such as 202609";
    plain.parse().map_err(|_| wrong.to_owned())
}

/// What is wrong with it is told without repeating it; clap repeats it to whoever typed it.
pub(super) fn person(text: &str) -> Result<Person, String> {
    let wrong = "保険者番号（6 桁）と被保険者番号（10 桁）を : でつないでください / insurer (6 digits), colon, insured person (10)";
    let parse = || -> Option<Person> {
        let (insurer, insured) = text.split_once(':')?;
        Some(Person {
            insurer: insurer.parse().ok()?,
            insured: insured.parse().ok()?,
        })
    };
    parse().ok_or_else(|| wrong.to_owned())
}

pub(super) fn set(text: &str) -> Result<SetKind, String> {
    let all = SetKindInfo::all(Edition::CURRENT);
    let named = all.iter().find(|set| set.kind.name_ja() == text);
    let found = SetKind::from_ident(text).or(named.map(|set| set.kind));
    found.ok_or_else(|| {
        let all: Vec<_> = all.iter().map(|set| set.kind.ident()).collect();
        format!("次のどれかです / one of: {}", all.join(", "))
    })
}

pub(super) fn sent_state(text: &str) -> Result<SentState, String> {
    let all = SentState::ALL;
    let named = || all.into_iter().find(|state| state.name(Lang::Ja) == text);
    let found = SentState::from_text(text).or_else(named);
    found.ok_or_else(|| one_of(all.map(|state| (state.as_str(), state.name(Lang::Ja)))))
}

pub(super) fn received_state(text: &str) -> Result<ReceivedState, String> {
    let all = ReceivedState::ALL;
    let named = || all.into_iter().find(|state| state.name(Lang::Ja) == text);
    let found = ReceivedState::from_text(text).or_else(named);
    found.ok_or_else(|| one_of(all.map(|state| (state.as_str(), state.name(Lang::Ja)))))
}

fn one_of<const N: usize>(all: [(&str, &str); N]) -> String {
    let all = all.map(|(word, name)| format!("{word}（{name}）"));
    format!("次のどれかです / one of: {}", all.join(", "))
}

/// A day is its beginning in Japan.
pub(super) fn time(text: &str) -> Result<Timestamp, String> {
    time_or(text, Some)
}

/// A day is its end in Japan: whoever says up to a day means that day, too.
pub(super) fn until(text: &str) -> Result<Timestamp, String> {
    time_or(text, |day| day.tomorrow().ok())
}

fn time_or(text: &str, of: impl Fn(Date) -> Option<Date>) -> Result<Timestamp, String> {
    let japan = TimeZone::fixed(offset(9));
    let day = || -> Option<Timestamp> {
        let day: Date = text.parse().ok()?;
        Some(of(day)?.to_zoned(japan).ok()?.timestamp())
    };
    let wrong = "2026-09-01 または 2026-09-01T09:00:00+09:00 のように書いてください / write a day, or a time with its offset";
    // A time without an offset would be somebody's guess, so only these two forms.
    match text.contains('T') {
        true => text.parse().map_err(|_| wrong.to_owned()),
        false => day().ok_or_else(|| wrong.to_owned()),
    }
}

pub(super) fn head(text: &str) -> Result<(u64, String), String> {
    let wrong = "書き出しのときに表示された「件数:ハッシュ」です / as it was shown: entries, colon, 64 digits";
    let parse = || -> Option<(u64, String)> {
        let (entries, hash) = text.split_once(':')?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let entries = entries.parse().ok().filter(|entries| *entries > 0)?;
        is_hash.then(|| (entries, hash.to_ascii_lowercase()))
    };
    parse().ok_or_else(|| wrong.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_in_the_forms_that_people_write() {
        assert_eq!(month("2026-09").unwrap(), month("202609").unwrap());
        assert!(month("2026").is_err() && month("2026-13").is_err());
        assert!(person("123456:0000000001").is_ok() && person("1234560000000001").is_err());
        assert_eq!(set("use_slip").unwrap(), SetKind::UseSlip);
        assert_eq!(set(SetKind::UseSlip.name_ja()).unwrap(), SetKind::UseSlip);
        assert!(set("slip").unwrap_err().contains("use_slip"));
        assert_eq!(sent_state("送信待ち").unwrap(), SentState::Waiting);
        assert_eq!(received_state("fetched").unwrap(), ReceivedState::Fetched);
        assert!(sent_state("gone").unwrap_err().contains("waiting"));
    }

    #[test]
    fn a_day_begins_in_japan() {
        assert_eq!(
            time("2026-09-01").unwrap(),
            time("2026-08-31T15:00:00Z").unwrap()
        );
        assert_eq!(until("2026-09-01").unwrap(), time("2026-09-02").unwrap());
        let exact = "2026-09-01T09:00:00+09:00";
        assert_eq!(until(exact).unwrap(), time(exact).unwrap());
        assert!(time("2026-09-01T00:00:00").is_err() && time("yesterday").is_err());
    }

    #[test]
    fn a_head_is_a_number_and_a_hash() {
        let hash = "A".repeat(64);
        assert_eq!(head(&format!("3:{hash}")).unwrap(), (3, "a".repeat(64)));
        assert!(head("3").is_err() && head(&format!("0:{hash}")).is_err());
    }
}
