//! A row of table 7, read.

use crate::check::value::{content, digits, unquoted};
use crate::document::{Document, Field, Record};
use crate::finding::{Code, Finding};
use crate::layout::Layout;

/// A number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Figure {
    /// 単位数.
    Units,
    /// 割引後率.
    DiscountedRate,
    /// 割引後単位数.
    DiscountedUnits,
    /// 回数／日数.
    Count,
    /// サービス単位金額.
    ServiceUnits,
    /// 給付管理単位数.
    Managed,
    /// 種類支給限度基準超単位数.
    KindExcess,
    /// 種類支給限度基準内単位数.
    KindWithin,
    /// 区分支給限度基準超単位数.
    Excess,
    /// 区分支給限度基準内単位数.
    Within,
    /// 単位数単価, in hundredths of a yen.
    Price,
    /// 費用総額.
    Cost,
    /// 給付率, in percent.
    Rate,
    /// 保険／事業費請求額.
    Claim,
    /// 定額利用者負担単価金額.
    FixedCopay,
    /// 利用者負担（保険／事業対象分）.
    Copay,
    /// 利用者負担（全額負担分）.
    CopayFull,
    /// 前月までの利用日数.
    DaysBefore,
    /// 当月の計画利用日数.
    DaysPlanned,
    /// 累積利用日数.
    DaysCumulative,
}

const FIGURES: [(Figure, &str); 20] = [
    (Figure::Units, "units"),
    (Figure::DiscountedRate, "discounted_rate"),
    (Figure::DiscountedUnits, "discounted_units"),
    (Figure::Count, "count"),
    (Figure::ServiceUnits, "service_units_total"),
    (Figure::Managed, "managed_units"),
    (Figure::KindExcess, "kind_limit_excess_units"),
    (Figure::KindWithin, "kind_limit_within_units"),
    (Figure::Excess, "benefit_limit_excess_units"),
    (Figure::Within, "benefit_limit_within_units"),
    (Figure::Price, "unit_price"),
    (Figure::Cost, "cost_total"),
    (Figure::Rate, "benefit_rate"),
    (Figure::Claim, "insurance_claim"),
    (Figure::FixedCopay, "fixed_copay_unit_price"),
    (Figure::Copay, "copay_insured"),
    (Figure::CopayFull, "copay_full"),
    (Figure::DaysBefore, "days_until_last_month"),
    (Figure::DaysPlanned, "days_planned"),
    (Figure::DaysCumulative, "days_cumulative"),
];

/// Where the items of a row stand; 0 for what the edition does not have.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct Columns {
    pub(in crate::check) layout: &'static Layout,
    pub(in crate::check) office: u16,
    pub(in crate::check) satellite: u16,
    pub(in crate::check) code: u16,
    pub(in crate::check) tais: u16,
    pub(in crate::check) notification: u16,
    pub(in crate::check) over_30: u16,
    figures: [u16; FIGURES.len()],
    /// Which number each item is.
    slots: [Option<Figure>; SLOTS],
}

/// Bytes of an office number that are compared: ten digits and quotes are twelve.
const LONGEST_OFFICE: usize = 16;

/// Items of a row; the last ones are no numbers.
const SLOTS: usize = 36;

impl Columns {
    pub(in crate::check) fn of(layout: &'static Layout) -> Self {
        let no = |ident| layout.no(ident).unwrap_or(0);
        let mut slots = [None; SLOTS];
        for (slot, item) in slots.iter_mut().zip(layout.items) {
            let named = FIGURES.iter().find(|(_, ident)| *ident == item.ident);
            *slot = named.map(|(figure, _)| *figure);
        }
        Self {
            slots,
            layout,
            office: no("service_office"),
            satellite: no("satellite_no"),
            code: no("service_code"),
            tais: no("tais_code"),
            notification: no("equipment_notification_code"),
            over_30: no("over_30_days"),
            figures: FIGURES.map(|(_, ident)| no(ident)),
        }
    }

    fn figure(&self, figure: Figure) -> u16 {
        self.figures[figure as usize]
    }
}

/// What a row stands for, by its service code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum RowKind {
    /// A service.
    Service,
    /// kkAAAA: subtotal inside the limit; also kkEEEE, outside, and kkZZZZ, over 30 days.
    Subtotal(Scope),
    /// 999999.
    GrandTotal,
}

/// Which rows of a kind a subtotal sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Scope {
    Inside,
    Outside,
    Over30,
}

/// What an item of numbers holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::check) enum Amount {
    Empty,
    /// Not a number; that is told already.
    Unreadable,
    Is(u64),
}

impl Amount {
    /// The number, if there is one.
    pub(in crate::check) fn get(self) -> Option<u64> {
        match self {
            Self::Is(number) => Some(number),
            Self::Empty | Self::Unreadable => None,
        }
    }
}

/// A row with a readable service code.
#[derive(Clone, Copy)]
pub(in crate::check) struct Row<'a> {
    pub(in crate::check) record: Record<'a>,
    pub(in crate::check) columns: &'a Columns,
    pub(in crate::check) kind: RowKind,
    pub(in crate::check) code: [u8; 6],
    pub(in crate::check) over_30: bool,
    figures: [Packed; FIGURES.len()],
    /// A bit for each figure that is not a number.
    pub(super) unreadable: u32,
}

impl<'a> Row<'a> {
    pub(in crate::check) fn of(record: Record<'a>, columns: &'a Columns) -> Option<Self> {
        let code: [u8; 6] = content(record, columns.code)[..].try_into().ok()?;
        let mut figures = [Packed::EMPTY; FIGURES.len()];
        let mut unreadable = 0;
        for (field, slot) in record.fields().zip(&columns.slots) {
            if let Some(figure) = slot {
                let packed = Packed::of(field, *figure);
                unreadable |= u32::from(packed == Packed::UNREADABLE) << *figure as u32;
                figures[*figure as usize] = packed;
            }
        }
        let kind = row_kind(code);
        if kind == RowKind::Service && leaves_money_to_subtotal(&figures) {
            for figure in SHARES {
                let figure = &mut figures[figure as usize];
                if *figure == Packed(0) {
                    *figure = Packed::EMPTY;
                }
            }
        }
        Some(Self {
            record,
            columns,
            kind,
            code,
            over_30: *content(record, columns.over_30) == *b"1",
            figures,
            unreadable,
        })
    }

    pub(in crate::check) fn figure(&self, figure: Figure) -> Amount {
        self.figures[figure as usize].amount()
    }

    /// The number, if there is one.
    pub(in crate::check) fn get(&self, figure: Figure) -> Option<u64> {
        self.figure(figure).get()
    }

    pub(in crate::check) fn is_service(&self) -> bool {
        self.kind == RowKind::Service
    }

    /// サービス種類コード.
    pub(in crate::check) fn service_kind(&self) -> [u8; 2] {
        [self.code[0], self.code[1]]
    }

    /// 事業所番号, with quotes if it has some. Of a malformed one, which is told on its own, the beginning has to do:
    /// rows are compared with each other.
    pub(in crate::check) fn office(&self) -> &'a [u8] {
        let field = self.record.field(self.columns.office);
        let raw = field.map_or(&b""[..], |field| field.raw);
        raw.get(..LONGEST_OFFICE).unwrap_or(raw)
    }

    pub(in crate::check) fn holds(&self, no: u16) -> bool {
        !content(self.record, no).is_empty()
    }

    /// 区分支給限度基準外: 給付管理単位数 is empty for services outside the limit. Where a service with units has 0 there, that is told,
    /// and it counts as outside.
    pub(in crate::check) fn is_outside_limit(&self) -> bool {
        match self.figure(Figure::Managed) {
            Amount::Empty => true,
            Amount::Is(0) => self
                .get(Figure::ServiceUnits)
                .is_some_and(|units| units > 0),
            _ => false,
        }
    }

    /// A finding on the row.
    pub(in crate::check) fn finding(&self, document: &Document, code: Code) -> Finding {
        Finding::new(code, document.name().clone())
            .at_record(self.record.number() as u32)
            .at_place(self.record.place())
    }

    /// A finding on one of its numbers.
    pub(in crate::check) fn on_figure(
        &self,
        document: &Document,
        code: Code,
        figure: Figure,
    ) -> Finding {
        self.on_item(document, code, self.columns.figure(figure))
    }

    /// A finding on an item.
    pub(in crate::check) fn on_item(&self, document: &Document, code: Code, no: u16) -> Finding {
        let mut finding = self.finding(document, code);
        let item = usize::from(no)
            .checked_sub(1)
            .and_then(|index| self.columns.layout.items.get(index));
        if let Some(item) = item {
            finding = finding.at_item(item);
        }
        match self.record.field(no) {
            Some(field) => finding.at_place(field.place()).with_value(&field.text()),
            None => finding,
        }
    }
}

/// What a service row may leave to the subtotal of its kind.
pub(super) const SHARES: [Figure; 8] = [
    Figure::KindExcess,
    Figure::KindWithin,
    Figure::Excess,
    Figure::Within,
    Figure::Cost,
    Figure::Claim,
    Figure::Copay,
    Figure::CopayFull,
];

/// Units that are managed lie within a limit or beyond one. A row that says neither leaves it to the subtotal; some exporters
/// write 0 for that.
fn leaves_money_to_subtotal(figures: &[Packed; FIGURES.len()]) -> bool {
    let is = |figure: Figure| figures[figure as usize].amount();
    let is_blank = |figure| matches!(is(figure), Amount::Empty | Amount::Is(0));
    matches!(is(Figure::Managed), Amount::Is(1..)) && SHARES.into_iter().all(is_blank)
}

fn row_kind(code: [u8; 6]) -> RowKind {
    match &code {
        b"999999" => RowKind::GrandTotal,
        [_, _, b'A', b'A', b'A', b'A'] => RowKind::Subtotal(Scope::Inside),
        [_, _, b'E', b'E', b'E', b'E'] => RowKind::Subtotal(Scope::Outside),
        [_, _, b'Z', b'Z', b'Z', b'Z'] => RowKind::Subtotal(Scope::Over30),
        _ => RowKind::Service,
    }
}

/// An [`Amount`] in eight bytes: a row has twenty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Packed(u64);

impl Packed {
    const EMPTY: Self = Self(u64::MAX);
    const UNREADABLE: Self = Self(u64::MAX - 1);

    #[inline]
    fn of(field: Field<'_>, figure: Figure) -> Self {
        // Most of them.
        match (field.raw, figure) {
            ([], _) => return Self::EMPTY,
            (_, Figure::Price) => {}
            ([digit @ b'0'..=b'9'], _) => return Self(u64::from(digit - b'0')),
            _ => {}
        }
        let content = unquoted(field.raw);
        let number = match figure {
            _ if content.is_empty() => return Self::EMPTY,
            Figure::Price => hundredths(content),
            _ => digits(content),
        };
        number.map_or(Self::UNREADABLE, Self)
    }

    fn amount(self) -> Amount {
        match self {
            Self::EMPTY => Amount::Empty,
            Self::UNREADABLE => Amount::Unreadable,
            Self(number) => Amount::Is(number),
        }
    }
}

/// 99.99 as 9999.
fn hundredths(content: &[u8]) -> Option<u64> {
    let [whole @ .., b'.', a, b] = content else {
        return None;
    };
    Some(digits(whole)? * 100 + digits(&[*a, *b])?)
}
