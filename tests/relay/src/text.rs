//! How values read for a Japanese operator.

use careplan_core::number::Stamp;
use careplan_core::relay::wire::{RejectionReason, State};
use jiff::Timestamp;
use jiff::tz::Offset;

/// Japan has one time and no summer time.
const JAPAN: Offset = Offset::constant(9);

/// Which side of a message a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// 送信.
    Sent,
    /// 受信.
    Received,
}

/// The name of a state. What is sent for one office is still to be taken for the other.
pub(crate) fn state_name(side: Side, state: State) -> &'static str {
    match (state, side) {
        (State::Announced, _) => "受付",
        (State::Uploading, _) => "送信中",
        (State::Available, Side::Sent) => "送信済（未受領）",
        (State::Available, Side::Received) => "未受領",
        (State::Taken, _) => "受領済",
        (State::Withdrawn, _) => "取消",
        (State::Expired, _) => "期限切れ",
        (State::Rejected, _) => "受取拒否",
        (State::Unknown, _) => "不明",
    }
}

/// What has happened when a state began, for the person who looks at it.
pub(crate) fn state_meaning(side: Side, state: State) -> &'static str {
    match (state, side) {
        (State::Announced, _) => "送信を受け付けました。内容の送信はこれからです。",
        (State::Uploading, _) => "内容の送信が始まりました。",
        (State::Available, Side::Sent) => "送信が終わり、相手の受領待ちになりました。",
        (State::Available, Side::Received) => "届きました。受領の手続きをしてください。",
        (State::Taken, Side::Sent) => "相手が受領し、受領証が届きました。",
        (State::Taken, Side::Received) => "受領し、受領証を返しました。",
        (State::Withdrawn, _) => "送信元が取り消しました。",
        (State::Expired, _) => "期限までに受領されませんでした。",
        (State::Rejected, Side::Sent) => "相手が受け取りませんでした。",
        (State::Rejected, Side::Received) => "この事業所は受け取りませんでした。",
        (State::Unknown, _) => "",
    }
}

/// Why a receiver did not take a message.
pub(crate) fn rejection_reason(reason: RejectionReason) -> &'static str {
    match reason {
        RejectionReason::CannotOpen => "復号できない（受信側の証明書が変わった可能性があります）",
        RejectionReason::NotTrusted => "署名または証明書を確認できない",
        RejectionReason::Damaged => "内容が壊れている",
        RejectionReason::NotForUs => "宛先が違う",
        RejectionReason::Refused => "受信側の担当者が受け取りを断った",
        RejectionReason::Unknown => "不明",
    }
}

/// A moment, as a page shows it and as a machine reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Japanese time.
    pub(crate) shown: String,
    /// RFC 3339.
    pub(crate) exact: String,
}

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Self {
        let local = JAPAN.to_datetime(time);
        Self {
            shown: local.strftime("%Y/%m/%d %H:%M:%S").to_string(),
            exact: time.to_string(),
        }
    }
}

/// 作成日時 as a person reads it.
pub(crate) fn stamp(stamp: Stamp) -> String {
    let digits = stamp.as_str();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "{}/{}/{} {}:{}:{}",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
}

/// A number with commas.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How long something has lasted, short.
pub(crate) fn lasted(since: Timestamp, now: Timestamp) -> String {
    match now.duration_since(since).as_secs().max(0) {
        seconds @ 0..60 => format!("{seconds} 秒"),
        seconds @ 60..3600 => format!("{} 分", seconds / 60),
        seconds @ 3600..86_400 => format!("{} 時間", seconds / 3600),
        seconds => format!("{} 日", seconds / 86_400),
    }
}

/// A size, short.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    match UNITS.iter().find(|(_, unit)| bytes >= *unit) {
        None => format!("{bytes} バイト"),
        Some((name, unit)) => {
            let tenths = bytes.saturating_mul(10) / unit;
            format!("{}.{} {name}", grouped(tenths / 10), tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_and_sizes_read_well() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
        let sizes = [
            (1023, "1023 バイト"),
            (1024, "1.0 KB"),
            (1_600_000, "1.5 MB"),
            (64 << 20, "64.0 MB"),
        ];
        for (bytes, text) in sizes {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn times_are_japanese() {
        let moment = Moment::from("2026-08-26T15:30:00Z".parse::<Timestamp>().unwrap());
        assert_eq!(moment.shown, "2026/08/27 00:30:00");
        assert_eq!(moment.exact, "2026-08-26T15:30:00Z");
        assert_eq!(
            stamp("20260826093000".parse().unwrap()),
            "2026/08/26 09:30:00"
        );
    }

    #[test]
    fn states_have_different_names() {
        for side in [Side::Sent, Side::Received] {
            let names: std::collections::HashSet<_> = State::ALL
                .iter()
                .map(|&state| state_name(side, state))
                .collect();
            assert_eq!(names.len(), State::ALL.len());
        }
    }
}
