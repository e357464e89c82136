//! Check digits of 事業所番号 and 保険者番号 (Numbers). Published numbers that fail exist, so a failure only warns, once a
//! number and file. There is no public check digit for 被保険者番号.

use super::Rule;
use super::row::{Column, Columns, Row};
use super::tell::Teller;
use crate::document::Document;
use crate::finding::Code;
use crate::layout::{FileKind, Layout, ValueType};
use crate::number::{InsurerNumber, OfficeNumber};

/// Sender and receiver of the file name. `PartyCheckDigit`.
pub(super) fn check_name(tell: &mut Teller<'_>) {
    for (number, ja, en) in of_name(tell.document) {
        if !is_plausible(number) {
            tell.file_with(Code::PartyCheckDigit, |finding| {
                finding.with_both("part", ja, en)
            });
        }
    }
}

/// What is told of the name is not told of the records again.
pub(super) fn leave_out_those_of_name(tell: &mut Teller<'_>) {
    for (number, ..) in of_name(tell.document) {
        tell.leave_out_number(number.as_str());
    }
}

fn of_name(
    document: &Document,
) -> impl Iterator<Item = (OfficeNumber, &'static str, &'static str)> {
    let name = document.file_name();
    let sender = name.map(|name| (name.sender.number, "送信元", "sender"));
    let receiver = name.and_then(|name| name.receiver);
    let receiver = receiver.map(|party| (party.number, "送信先", "receiver"));
    [sender, receiver].into_iter().flatten()
}

fn is_plausible(number: OfficeNumber) -> bool {
    is_placeholder(number) || number.check_digit_holds()
}

/// 0000000000 and 9999999999 stand for no office.
pub(super) fn is_placeholder(number: OfficeNumber) -> bool {
    number.is_nobody() || number.is_total()
}

/// The numbers in records. `OfficeCheckDigit`, `PlaceholderOffice`, `InsurerCheckDigit`, `LocalGovernmentCode`.
pub(super) struct CheckDigits {
    offices: Vec<Column>,
    /// Those that must name an office. Table 7 has a total row, whose office its own rules know.
    must_name: Vec<Column>,
    insurer: Column,
}

impl CheckDigits {
    pub fn new(layout: &'static Layout) -> Self {
        let offices = || {
            let items = layout.items.iter();
            items.filter(|item| matches!(item.value, ValueType::Office))
        };
        let is_slip = layout.kind == FileKind::Upsikyu;
        let must_name = offices().filter(|item| item.mandatory && !is_slip);
        Self {
            offices: offices().map(|item| Column::at(item.no)).collect(),
            must_name: must_name.map(|item| Column::at(item.no)).collect(),
            insurer: Column::of(layout, "insurer_number"),
        }
    }

    #[cold]
    fn insurer(&self, number: InsurerNumber, row: &Row<'_>, tell: &mut Teller<'_>) {
        match number.insurer_number_of_local_government_code() {
            Some(probable) => {
                tell.item_with(
                    Code::LocalGovernmentCode,
                    row.number,
                    self.insurer,
                    |finding| finding.with("probable", probable),
                );
            }
            None => tell.item(Code::InsurerCheckDigit, row.number, self.insurer),
        }
    }
}

impl<'a> Rule<'a> for CheckDigits {
    fn reads(&self) -> Columns {
        Columns::of(&[&self.offices[..], &[self.insurer]].concat())
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        for index in 0..self.offices.len() {
            let column = self.offices[index];
            if !row.changed(column) {
                continue;
            }
            let Ok(number) = OfficeNumber::from_bytes(row.value(column)) else {
                continue;
            };
            let code = match () {
                () if !is_plausible(number) => Code::OfficeCheckDigit,
                () if is_placeholder(number) && self.must_name.contains(&column) => {
                    Code::PlaceholderOffice
                }
                () => continue,
            };
            tell.number_once(number.as_str(), |tell| tell.item(code, row.number, column));
        }
        if row.changed(self.insurer)
            && let Ok(number) = InsurerNumber::from_bytes(row.value(self.insurer))
            && !number.check_digit_holds()
        {
            tell.number_once(number.as_str(), |tell| self.insurer(number, row, tell));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, told};
    use crate::finding::{Code, Lang};
    use crate::layout::FileKind;

    #[test]
    fn a_wrong_check_digit_is_told_once_a_number() {
        let row = Example::of(FileKind::Upplan)
            .with("service_office", "5070100003")
            .row();
        let later = |from: &str| row.with("service_from", from).with("service_to", "1900");
        let found = Example::of(FileKind::Upplan)
            .and(row.clone())
            .and(later("1700"))
            .and(later("1800"));
        let codes = told(&found.check());
        assert_eq!(codes, [(Code::OfficeCheckDigit, 2)]);
    }

    #[test]
    fn numbers_of_nobody_are_no_offices() {
        for number in ["0000000000", "9999999999"] {
            let found = Example::of(FileKind::Uphosoku).with("consent_receiving_office", number);
            assert_eq!(told(&found.check()), []);
            let found = Example::of(FileKind::Up1kyo).with("support_office", number);
            assert!(told(&found.check()).contains(&(Code::PlaceholderOffice, 1)));
        }
    }

    #[test]
    fn the_code_of_the_local_government_is_known() {
        let found = Example::of(FileKind::Uphosoku)
            .with("insurer_number", "131016")
            .check();
        assert_eq!(told(&found), [(Code::LocalGovernmentCode, 1)]);
        assert!(found.iter().all(|f| f.hint(Lang::En).contains("131011")));
        let found = Example::of(FileKind::Uphosoku)
            .with("insurer_number", "131012")
            .check();
        assert_eq!(told(&found), [(Code::InsurerCheckDigit, 1)]);
    }

    #[test]
    fn numbers_of_the_name_are_told_of_the_name() {
        let found = Example::of(FileKind::Uphosoku).from("5070022017").check();
        assert_eq!(told(&found), [(Code::PartyCheckDigit, 0)]);
    }
}
