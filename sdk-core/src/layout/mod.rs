//! What the standard fixes as tables: file kinds, record layouts, code lists, service kinds and sets.
//!
//! The tables themselves are CSV files in `standard/`; `build/` turns them into the constants of this module.

mod edition;
mod file_kind;
mod set_kind;

pub use edition::Edition;
pub use file_kind::{FileKind, SenderRole};
pub use set_kind::{SetKind, SetKindInfo};

use file_kind::FileKindInfo;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// レコードレイアウト of one file kind: its items in order.
#[derive(Debug)]
pub struct Layout {
    /// The file kind that has this layout.
    pub kind: FileKind,
    /// The items; item No. n stands at index n − 1.
    pub items: &'static [Item],
}

impl Layout {
    /// The item with an identifier of ours, such as `target_month`.
    pub fn item(&self, ident: &str) -> Option<&'static Item> {
        self.items.iter().find(|item| item.ident == ident)
    }

    /// 項番 of the item with an identifier of ours.
    pub fn no(&self, ident: &str) -> Option<u16> {
        self.item(ident).map(|item| item.no)
    }
}

/// 項目: one column of a layout.
#[derive(Debug)]
pub struct Item {
    /// 項番, from 1.
    pub no: u16,
    /// 項目名.
    pub name_ja: &'static str,
    /// Our identifier for it; unique within a layout.
    pub ident: &'static str,
    /// Most characters; 0 where the standard sets no limit.
    pub max_length: u16,
    /// 必須: may not be empty.
    pub mandatory: bool,
    /// What values look like.
    pub value: ValueType,
    /// What the source leaves unclear about this item; a rule on such a mark only warns.
    pub unclear: Option<Unclear>,
}

/// What the values of an item look like (standard/README.md).
#[derive(Debug, Clone, Copy)]
pub enum ValueType {
    /// CSVバージョン.
    Version,
    /// YYYYMM; `zero`: 000000 is legal too.
    YearMonth {
        /// 000000 is legal.
        zero: bool,
    },
    /// YYYYMMDD; `zero`: 00000000 is legal too.
    Date {
        /// 00000000 is legal.
        zero: bool,
    },
    /// HHMM; `none`: 9999 is legal too.
    Time {
        /// 9999, no time, is legal.
        none: bool,
    },
    /// Digits only.
    Integer,
    /// 99.99.
    Decimal2,
    /// Free text, always quoted.
    Text,
    /// 保険者番号: six digits.
    Insurer,
    /// 被保険者番号: ten digits, or H and nine.
    Insured,
    /// 事業所番号.
    Office,
    /// サービス種類コード.
    ServiceKind,
    /// サービスコード, six characters; total rows of table 7 use the same form.
    ServiceCode,
    /// TAISコード or 福祉用具届出コード: NNNNN-NNNNNN.
    Tais,
    /// 郵便番号: NNN-NNNN.
    Postal,
    /// 電話番号.
    Phone,
    /// 日割対象日: 31 characters 0 or 1.
    DayFlags,
    /// A code of a list.
    Code(&'static CodeList),
    /// Must be empty.
    Unused,
}

/// What the public text of the standard leaves unclear about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// The mandatory mark cannot be read.
    Mandatory,
    /// The format cannot be read.
    Format,
    /// The text prints `max_length`, an earlier edition allows this many characters.
    Length(u16),
    /// The code list of the item is not like that of the same item elsewhere, which is this one.
    Codes(&'static CodeList),
}

/// コード表: the legal codes of an item.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeList {
    /// Our name of the list.
    pub name: &'static str,
    /// Code and its Japanese meaning.
    pub codes: &'static [(&'static str, &'static str)],
}

impl CodeList {
    /// The Japanese meaning of a code.
    pub fn meaning(&self, code: &str) -> Option<&'static str> {
        self.codes
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, meaning)| *meaning)
    }
}

/// What is known of a サービス種類コード.
#[derive(Debug)]
pub struct ServiceKindInfo {
    /// The two characters.
    pub code: &'static str,
    /// Its name.
    pub name_ja: &'static str,
    /// What it is paid from.
    pub group: Group,
    /// Whether rows of this kind may be exchanged.
    pub exchange: Exchange,
}

/// What a service kind is paid from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// 介護給付.
    Care,
    /// 予防給付.
    Prevention,
    /// 総合事業.
    General,
    /// 居宅介護支援, 介護予防支援 and 介護予防ケアマネジメント.
    Planning,
}

impl ServiceKindInfo {
    /// What the standard says of a kind; `None` for a kind that it does not name.
    pub fn of(code: &str) -> Option<&'static Self> {
        SERVICE_KINDS.iter().find(|info| info.code == code)
    }
}

/// Whether rows of a service kind may be exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// Rows of this kind are exchanged.
    Yes,
    /// Rows of this kind are never produced.
    No,
    /// The kind names a planning office, not a row.
    OfficeOnly,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_layouts_and_all_items_of_both_editions_are_here() {
        let items = |layouts: &[&Layout]| layouts.iter().map(|layout| layout.items.len()).sum();
        assert_eq!((LAYOUTS.len(), items(&LAYOUTS)), (17, 398));
        assert_eq!((LAYOUTS_3.len(), items(&LAYOUTS_3)), (9, 205));
    }

    #[test]
    fn every_item_of_3_is_an_item_of_4_in_the_same_order() {
        for layout in LAYOUTS_3 {
            let later = layout.kind.layout().unwrap();
            let places = layout.items.iter().map(|item| later.no(item.ident));
            let places: Vec<_> = places.map(Option::unwrap).collect();
            assert!(places.is_sorted(), "{:?}", layout.kind);
        }
    }

    #[test]
    fn every_file_kind_but_the_image_has_a_layout_that_begins_with_the_person() {
        for kind in FileKind::ALL {
            match kind.layout() {
                None => assert_eq!(kind, FileKind::UpkihonImage),
                Some(layout) => {
                    assert_eq!(layout.kind, kind);
                    let first: Vec<_> = layout.items[..3].iter().map(|item| item.ident).collect();
                    assert_eq!(
                        first,
                        ["csv_version", "insurer_number", "insured_number"],
                        "{kind:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn identifiers_are_unique_within_a_layout() {
        for layout in LAYOUTS {
            for item in layout.items {
                let namesakes = layout
                    .items
                    .iter()
                    .filter(|other| other.ident == item.ident)
                    .count();
                assert_eq!(namesakes, 1, "{:?} {}", layout.kind, item.ident);
            }
        }
    }

    #[test]
    fn every_set_and_every_service_kind_is_known() {
        assert_eq!((SET_KINDS.len(), SET_KINDS_3.len()), (11, 6));
        assert_eq!(
            ServiceKindInfo::of("17").map(|info| info.name_ja),
            Some("福祉用具貸与")
        );
        assert_eq!(
            ServiceKindInfo::of("33").map(|info| info.exchange),
            Some(Exchange::No)
        );
        assert!(ServiceKindInfo::of("ZZ").is_none());
    }
}
