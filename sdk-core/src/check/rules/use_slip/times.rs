use crate::check::rules::Rule;
use crate::check::rules::row::{Column, Columns, Row};
use crate::check::rules::tell::Teller;
use crate::check::value::minutes;
use crate::finding::Code;
use crate::layout::Layout;

/// Table 6 items 12 and 13: both are times, or both are 9999; a service takes time and ends after it begins.
/// `TimesHalf`, `NoDuration`, `EndBeforeStart`.
///
/// Visits do run past midnight (2330 to 0030), so an earlier end is told only of day services, which do not, and where
/// the visit would take more than half a day. Stays, 小規模多機能 with its 泊まり among them, are not looked at.
pub(super) struct Times {
    from: Column,
    to: Column,
    service_code: Column,
}

impl Times {
    pub fn new(layout: &'static Layout) -> Self {
        let column = |ident| Column::of(layout, ident);
        Self {
            from: column("service_from"),
            to: column("service_to"),
            service_code: column("service_code"),
        }
    }
}

impl<'a> Rule<'a> for Times {
    fn reads(&self) -> Columns {
        Columns::of(&[self.from, self.to, self.service_code])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let [from, to, code] = [self.from, self.to, self.service_code].map(|c| row.value(c));
        if let Some(code) = fault(from, to, code) {
            tell.item(code, row.number, self.to);
        }
    }
}

fn fault(from: &[u8], to: &[u8], service_code: &[u8]) -> Option<Code> {
    const NONE: &[u8] = b"9999";
    if from == NONE && to == NONE {
        return None;
    }
    match (minutes(from), minutes(to)) {
        (Some(_), None) if to == NONE => Some(Code::TimesHalf),
        (None, Some(_)) if from == NONE => Some(Code::TimesHalf),
        (Some(from), Some(to)) if !has_nights(service_code) => {
            if from == to {
                return Some(Code::NoDuration);
            }
            let is_day_service = is_day_service(service_code);
            (to < from && (is_day_service || is_long(from, to))).then_some(Code::EndBeforeStart)
        }
        _ => None,
    }
}

/// More than twelve hours from the evening to the next day.
pub(in crate::check::rules) fn is_long(from: u32, to: u32) -> bool {
    to + 24 * 60 - from > 12 * 60
}

/// Users stay over night: 短期入所, and 泊まり of 小規模多機能.
fn has_nights(service_code: &[u8]) -> bool {
    super::is_stay(service_code) || matches!(service_code, [b'7', b'3' | b'5' | b'7', ..])
}

/// 通所: the users are at home at night.
fn is_day_service(service_code: &[u8]) -> bool {
    matches!(
        service_code,
        [b'1', b'5' | b'6', ..]
            | [b'6', b'6', ..]
            | [b'7', b'2' | b'4' | b'8', ..]
            | [b'A', b'5'..=b'8', ..]
    )
}
