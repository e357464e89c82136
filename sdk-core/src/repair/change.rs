//! What a repair changed, for people: equal changes are one line with a count.

use std::collections::HashMap;
use std::fmt;

use crate::finding::{ItemRef, Lang};
use crate::text::How;

/// 修正の種類.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// Extension, capitals, or the mark that a copy got.
    FileName,
    /// UTF-16 to MS932.
    Utf16,
    /// UTF-8 to MS932.
    Utf8,
    /// BOM removed.
    ByteOrderMark,
    /// Tabs between items became commas.
    Tabs,
    /// 1A or 00 at the end of the file removed.
    Padding,
    /// Header row removed.
    HeaderRow,
    /// Line ends became CR LF.
    LineEnds,
    /// Lines without content removed.
    BlankLines,
    /// Lines of nothing but commas removed.
    EmptyRecords,
    /// The last line got its line end.
    FinalLineEnd,
    /// Empty items beyond the layout removed.
    SurplusItems,
    /// A CSVバージョン that never existed became that of 4.1.
    Version,
    /// Free text got its quotes.
    QuotesAdded,
    /// Quotes around other items removed.
    QuotesRemoved,
    /// `="…"`, Excel's way to keep leading zeros, removed.
    ExcelWrapper,
    /// An item that is not used was emptied.
    UnusedEmptied,
    /// Blanks around a value removed.
    Blanks,
    /// Full-width digits, letters and hyphens became half-width.
    HalfWidth,
    /// 2026/09/01 became 20260901.
    DateForm,
    /// 9:00 became 0900.
    TimeForm,
    /// 9000001 became 900-0001.
    PostalForm,
    /// A character that MS932 lacks, or 外字, was replaced.
    Substituted,
}

impl Repair {
    /// What is done, for people. It fits a list of what would be done as well.
    pub fn text(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::FileName => ("ファイル名を変更", "file name changed"),
            Self::Utf16 => (
                "文字コードを UTF-16 から MS932 に変更",
                "encoding changed from UTF-16 to MS932",
            ),
            Self::Utf8 => (
                "文字コードを UTF-8 から MS932 に変更",
                "encoding changed from UTF-8 to MS932",
            ),
            Self::ByteOrderMark => ("先頭の BOM を削除", "byte order mark removed"),
            Self::Tabs => (
                "項目の区切りをタブから「,」に変更",
                "tabs between items changed to commas",
            ),
            Self::Padding => (
                "ファイルの終わりの余分なバイト（1A、00）を削除",
                "padding at the end (1A, 00) removed",
            ),
            Self::HeaderRow => ("見出し行を削除", "header row removed"),
            Self::LineEnds => ("改行を CR LF に変更", "line ends changed to CR LF"),
            Self::BlankLines => ("空行を削除", "blank lines removed"),
            Self::EmptyRecords => (
                "すべての項目が空の行（「,」だけの行）を削除",
                "lines of nothing but commas removed",
            ),
            Self::FinalLineEnd => ("最後の行に改行を追加", "line end added to the last line"),
            Self::SurplusItems => (
                "行の終わりの余分な空の項目を削除",
                "empty surplus items at the end of records removed",
            ),
            Self::Version => (
                "CSVバージョンを 202407 に変更",
                "CSVバージョン set to 202407",
            ),
            Self::QuotesAdded => (
                "フリーテキストを「\"」で囲む",
                "quotes added around free text",
            ),
            Self::QuotesRemoved => ("不要な「\"」を削除", "needless quotes removed"),
            Self::ExcelWrapper => ("Excel 形式の =\"…\" を削除", "Excel's =\"…\" removed"),
            Self::UnusedEmptied => ("使わない項目を空にする", "unused item emptied"),
            Self::Blanks => ("値の前後の空白を削除", "blanks around the value removed"),
            Self::HalfWidth => (
                "全角の数字や記号を半角に変更",
                "full-width characters changed to half-width",
            ),
            Self::DateForm => (
                "日付を YYYYMMDD（年月は YYYYMM）の形に変更",
                "date put into the form YYYYMMDD (month: YYYYMM)",
            ),
            Self::TimeForm => ("時刻を HHMM の形に変更", "time put into the form HHMM"),
            Self::PostalForm => (
                "郵便番号を NNN-NNNN の形に変更",
                "postal code put into the form NNN-NNNN",
            ),
            Self::Substituted => (
                "MS932 にない文字や外字を置き換え",
                "character that MS932 lacks, or 外字, replaced",
            ),
        };
        lang.pick(ja, en)
    }
}

/// 修正の1件: one kind of change to a file or to an item, with the number of places.
///
/// Substitutions are told for every record and item, because a person must look at each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was done.
    pub what: Repair,
    /// The first data record of the old file where it was done, from 1; `None` on the whole file.
    pub record: Option<u32>,
    /// The item; `None` on a whole file or record.
    pub item: Option<ItemRef>,
    /// In how many places it was done.
    pub count: usize,
    /// What was replaced by what, for [`Repair::Substituted`].
    pub substitution: Option<Substitution>,
}

/// 置き換えた文字. It is part of a text and may be personal data: no message or log repeats it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Substitution {
    /// What stood there.
    pub original: String,
    /// What stands there now.
    pub replacement: String,
    /// The step that replaced it.
    pub how: How,
}

/// Shows no text.
impl fmt::Debug for Substitution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Substitution")
            .field("how", &self.how)
            .finish_non_exhaustive()
    }
}

/// Where a change is: data record, from 1, and item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub record: Option<u32>,
    pub item: Option<ItemRef>,
}

/// Changes while they are made.
#[derive(Clone, Default)]
pub(super) struct Changes {
    list: Vec<Change>,
    /// Where in the list a change of an item stands.
    known: HashMap<(Repair, u16), usize>,
    /// Where in the list the substitutions of the present item stand.
    here: HashMap<Substitution, usize>,
    /// The present item.
    place: Place,
}

impl Changes {
    /// A change to the file as a whole, in so many places; none at all is no change.
    pub(super) fn whole(&mut self, what: Repair, count: usize) {
        if count > 0 {
            self.add(what, Place::default(), count, None);
        }
    }

    /// A change to an item of every record, or of one.
    pub(super) fn item(&mut self, what: Repair, place: Place) {
        let key = (what, place.item.map_or(0, |item| item.no));
        match self.known.get(&key).and_then(|at| self.list.get_mut(*at)) {
            Some(change) => change.count += 1,
            None => {
                self.known.insert(key, self.list.len());
                self.add(what, place, 1, None);
            }
        }
    }

    /// A replaced character. The same one in the same item of the same record is counted.
    pub(super) fn substitution(&mut self, place: Place, substitution: Substitution) {
        if self.place != place {
            self.here.clear();
            self.place = place;
        }
        let known = self.here.get(&substitution);
        match known.and_then(|at| self.list.get_mut(*at)) {
            Some(change) => change.count += 1,
            None => {
                self.here.insert(substitution.clone(), self.list.len());
                self.add(Repair::Substituted, place, 1, Some(substitution));
            }
        }
    }

    fn add(&mut self, what: Repair, at: Place, count: usize, substitution: Option<Substitution>) {
        self.list.push(Change {
            what,
            record: at.record,
            item: at.item,
            count,
            substitution,
        });
    }

    /// Whether this was done already.
    pub(super) fn have(&self, what: Repair) -> bool {
        self.list.iter().any(|change| change.what == what)
    }

    /// Whether anything but the file name was changed.
    pub(super) fn touch_content(&self) -> bool {
        self.list
            .iter()
            .any(|change| change.what != Repair::FileName)
    }

    /// The changes: kind by kind, item by item.
    pub(super) fn finish(mut self) -> Vec<Change> {
        let no = |change: &Change| change.item.map_or(0, |item| item.no);
        self.list.sort_by_key(|change| {
            let record = change.record.unwrap_or(0);
            match change.what {
                Repair::Substituted => (change.what, record, no(change)),
                what => (what, u32::from(no(change)), 0),
            }
        });
        self.list
    }
}
