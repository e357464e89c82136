//! サービス種類コード of rows: kinds that are never exchanged have no rows (File format; service kinds).

use super::row::{Column, Columns, Row};
use super::tell::Teller;
use super::{Rule, Rules};
use crate::finding::Code;
use crate::layout::{Exchange, Layout, ServiceKindInfo};

/// The rule on kinds for the layouts that have a service code or kind.
pub(super) fn rules<'a>(layout: &'static Layout) -> Rules<'a> {
    let columns = ["service_code", "service_kind"].map(|ident| Column::of(layout, ident));
    match columns.into_iter().find(|column| column.exists()) {
        Some(column) => vec![Box::new(Kinds { column })],
        None => Vec::new(),
    }
}

struct Kinds {
    column: Column,
}

impl<'a> Rule<'a> for Kinds {
    fn reads(&self) -> Columns {
        Columns::of(&[self.column])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        if let Some((code, name)) = fault(row.value(self.column), tell.layout) {
            tell.item_with(code, row.number, self.column, |finding| {
                finding.with("service", name)
            });
        }
    }
}

/// `KindNotExchanged`, `KindOfPlanningOffice`, `KindUnknown` and, in table 6, `TotalRowInTable6`.
fn fault(code: &[u8], layout: &Layout) -> Option<(Code, &'static str)> {
    let is_code = code.len() == 6;
    let total = matches!(
        &code[code.len().min(2)..],
        b"AAAA" | b"EEEE" | b"ZZZZ" | b"9999"
    );
    if total {
        let in_table_6 = layout.no("service_date").is_some();
        return in_table_6.then_some((Code::TotalRowInTable6, ""));
    }
    if !(is_code || code.len() == 2) || !code.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let kind = str::from_utf8(&code[..2]).ok()?;
    match ServiceKindInfo::of(kind) {
        // The item check knows a kind of its own; of a service code it knows the form only.
        None => is_code.then_some((Code::KindUnknown, "")),
        Some(info) => match info.exchange {
            Exchange::Yes => None,
            Exchange::No => Some((Code::KindNotExchanged, info.name_ja)),
            Exchange::OfficeOnly => Some((Code::KindOfPlanningOffice, info.name_ja)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, told};
    use crate::finding::Code;
    use crate::layout::FileKind;

    #[test]
    fn rows_of_kinds_outside_the_exchange_are_errors() {
        let cases = [
            ("111111", None),
            ("A21111", None),
            ("331111", Some(Code::KindNotExchanged)),
            ("511111", Some(Code::KindNotExchanged)),
            ("431111", Some(Code::KindOfPlanningOffice)),
            ("AF1111", Some(Code::KindOfPlanningOffice)),
            ("991111", Some(Code::KindUnknown)),
            ("11AAAA", Some(Code::TotalRowInTable6)),
            ("999999", Some(Code::TotalRowInTable6)),
        ];
        for (service_code, expected) in cases {
            let row = Example::of(FileKind::Upplan);
            let also = row
                .row()
                .with("service_from", "1100")
                .with("service_to", "1200");
            let found = row.and(also.with("service_code", service_code)).check();
            assert_eq!(
                told(&found),
                Vec::from_iter(expected.map(|code| (code, 2))),
                "{service_code}"
            );
        }
    }

    #[test]
    fn a_deletion_of_actuals_names_a_kind_that_is_exchanged() {
        let of_kind = |kind| {
            told(
                &Example::of(FileKind::Dltjsk)
                    .with("service_kind", kind)
                    .check(),
            )
        };
        assert_eq!(of_kind("11"), []);
        assert!(of_kind("33").contains(&(Code::KindNotExchanged, 1)));
        assert!(of_kind("43").contains(&(Code::KindOfPlanningOffice, 1)));
    }
}
