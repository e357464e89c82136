use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::finding::Lang;

/// A time for people in Japan, to the second. The offset is fixed, so no table of time zones is needed.
pub fn japan_time(at: Timestamp) -> String {
    const JAPAN: Offset = Offset::constant(9);
    let text = JAPAN.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S JST");
    text.to_string()
}

/// How long something is, in the one or two units that matter; without a sign.
pub fn span_text(span: SignedDuration, lang: Lang) -> String {
    const UNITS: [(u64, &str, &str); 4] = [
        (86_400, "日", "day"),
        (3_600, "時間", "hour"),
        (60, "分", "minute"),
        (1, "秒", "second"),
    ];
    let seconds = span.unsigned_abs().as_secs();
    let first = UNITS.iter().position(|(unit, ..)| seconds >= *unit);
    let mut left = seconds;
    let mut parts = Vec::new();
    for (unit, ja, en) in UNITS.iter().skip(first.unwrap_or(3)).take(2) {
        let count = left / unit;
        left %= unit;
        if count > 0 || parts.is_empty() {
            let s = if count == 1 { "" } else { "s" };
            parts.push(lang.pick(format!("{count} {ja}"), format!("{count} {en}{s}")));
        }
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_japan_to_the_second() {
        let at = "2026-11-21T15:30:29.123456Z".parse().unwrap();
        assert_eq!(japan_time(at), "2026-11-22 00:30:29 JST");
    }

    #[test]
    fn spans_are_told_in_units_that_people_use() {
        let ja = |seconds| span_text(SignedDuration::from_secs(seconds), Lang::Ja);
        assert_eq!(ja(0), "0 秒");
        assert_eq!(ja(-90), "1 分 30 秒");
        assert_eq!(ja(3_600), "1 時間");
        assert_eq!(ja(2 * 86_400 + 3 * 3_600 + 59), "2 日 3 時間");
        let en = |seconds| span_text(SignedDuration::from_secs(seconds), Lang::En);
        assert_eq!(en(86_400 * 2 + 3_600), "2 days 1 hour");
    }
}
