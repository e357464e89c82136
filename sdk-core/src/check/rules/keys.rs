//! Keys and duplicates: records that a receiver cannot tell apart.

mod hashes;

use std::collections::HashMap;

pub(super) use hashes::Hashes;

use super::row::{Column, Columns, Row};
use super::tell::Teller;
use super::{Memory, Rule, Rules};
use crate::check::value::value_of;
use crate::document::Record;
use crate::finding::Code;
use crate::layout::{FileKind, Layout};

/// The rules on keys of a file kind.
///
/// - Tables 1 and the supplement, basic information and prevention plans: one record a key (Sets, keys, order). `KeyTwice`.
/// - Deletions: one is enough. `DeletionTwice`.
/// - Table 6: identical rows; two visits are one row with 回数 2. `UseSlipRowTwice`, and of rented equipment
///   `EquipmentRowTwice`, which 明細判別コード tells apart.
/// - Table 2 and UPYOBO_SUB: the three numbers are unique within a plan. `PlanNumbersTwice`, `AnnexNumbersTwice`.
/// - Table 3 and the other annexes: identical records. `RecordTwice`.
pub(super) fn rules<'a>(layout: &'static Layout) -> Rules<'a> {
    let idents: &[&str] = match layout.kind {
        FileKind::Up1kyo => &["care_plan_date"],
        FileKind::Uphosoku => &["care_plan_date", "target_month"],
        FileKind::Upkihon => &["consulted_on"],
        FileKind::Upyobo => &["plan_date"],
        FileKind::Dlt1kyo => &["care_plan_date"],
        FileKind::Dltplan => &["target_month"],
        FileKind::Dltjsk => &["target_month", "service_office", "service_kind"],
        FileKind::Dltkihon => &["consulted_on"],
        FileKind::Dltyobo => &["plan_date"],
        FileKind::Upplan | FileKind::Upjsk => &TABLE_6,
        FileKind::Up2kyo => &["care_plan_date", "issue_no", "goal_no", "support_no"],
        FileKind::UpyoboSub => &["plan_date", "issue_no", "support_plan_no", "service_no"],
        FileKind::Up3kyo | FileKind::UpkihonSub1 | FileKind::UpkihonSub2 => &[],
        FileKind::Upsikyu | FileKind::UpkihonImage => return Vec::new(),
    };
    vec![Box::new(Duplicates::new(layout, idents))]
}

/// What tells two rows of table 6 apart. Neither 回数 nor the names do.
const TABLE_6: [&str; 12] = [
    "target_month",
    "units",
    "service_date",
    "prorated_days",
    "service_from",
    "service_to",
    "service_code",
    "tais_code",
    "equipment_notification_code",
    "detail_discriminator",
    "service_office",
    "satellite_no",
];

/// Finds records that are the same in some columns.
///
/// Of every record only a number of 64 bits is kept. Those that occur twice are looked at again, by their bytes; so a
/// clean file costs one sort, and no chosen content can make it slow.
struct Duplicates {
    kind: FileKind,
    columns: Vec<Column>,
    /// Where one of these is empty, the record is not compared.
    person: [Column; 2],
    numbers: Vec<Column>,
    service_code: Column,
    /// The same columns; and by its No. of each the number of the value in the record before, and their sum.
    all_columns: Columns,
    parts: Vec<u64>,
    sum: u64,
    /// False until the first record, of which all columns are new.
    has_begun: bool,
    /// The sums of all records; and of those that others of its kind have looked at.
    hashes: Hashes,
    of_others: Vec<Hashes>,
}

impl Duplicates {
    fn new(layout: &'static Layout, idents: &[&str]) -> Self {
        let column = |ident: &str| Column::of(layout, ident);
        let person = ["insurer_number", "insured_number"].map(column);
        let numbered = matches!(layout.kind, FileKind::Up2kyo | FileKind::UpyoboSub);
        let mut columns: Vec<_> = match idents {
            [] => layout
                .items
                .iter()
                .map(|item| Column::at(item.no))
                .collect(),
            _ => person
                .into_iter()
                .chain(idents.iter().map(|i| column(i)))
                .collect(),
        };
        columns.retain(|column| column.exists());
        Self {
            kind: layout.kind,
            person,
            numbers: if numbered {
                columns[3..].to_vec()
            } else {
                Vec::new()
            },
            all_columns: Columns::of(&columns),
            parts: vec![0; layout.items.len() + 1],
            columns,
            service_code: column("service_code"),
            sum: 0,
            has_begun: false,
            hashes: Hashes::default(),
            of_others: Vec::new(),
        }
    }

    /// The key of a record; `None` where a part of it is missing, which is told on its own.
    fn key(&self, record: Record<'_>) -> Option<Vec<u8>> {
        let mut key = Vec::new();
        for &column in &self.columns {
            let value = value_of(record, column.no());
            let is_number = self.numbers.contains(&column);
            if self.person.contains(&column) && value.is_empty() {
                return None;
            }
            if is_number && value.is_empty() {
                return None;
            }
            let value = if is_number {
                without_zeros(value)
            } else {
                value
            };
            key.extend_from_slice(&value.len().to_le_bytes());
            key.extend_from_slice(value);
        }
        Some(key)
    }

    /// The number of a record: the sum over its values, as `record` keeps it up.
    fn hash(&self, record: Record<'_>) -> u64 {
        self.columns.iter().fold(0, |sum: u64, &column| {
            let value = value_of(record, column.no());
            sum.wrapping_add(part_of(column, value, !self.numbers.is_empty()))
        })
    }

    /// What to say of a record that is there twice.
    fn code(&self, record: Record<'_>) -> Code {
        match self.kind {
            FileKind::Upplan | FileKind::Upjsk => match value_of(record, self.service_code.no()) {
                [b'1' | b'6', b'7', ..] => Code::EquipmentRowTwice,
                _ => Code::UseSlipRowTwice,
            },
            FileKind::Up2kyo => Code::PlanNumbersTwice,
            FileKind::UpyoboSub => Code::AnnexNumbersTwice,
            FileKind::Up3kyo | FileKind::UpkihonSub1 | FileKind::UpkihonSub2 => Code::RecordTwice,
            FileKind::Dlt1kyo
            | FileKind::Dltplan
            | FileKind::Dltjsk
            | FileKind::Dltkihon
            | FileKind::Dltyobo => Code::DeletionTwice,
            _ => Code::KeyTwice,
        }
    }
}

impl<'a> Rule<'a> for Duplicates {
    #[inline]
    fn record(&mut self, row: &Row<'a>, _tell: &mut Teller<'a>) {
        let changed = match std::mem::replace(&mut self.has_begun, true) {
            true => self.all_columns.both(row.changed),
            false => self.all_columns,
        };
        for no in changed.numbers() {
            let column = Column::at(no as u16);
            let now = part_of(column, row.value(column), !self.numbers.is_empty());
            let before = std::mem::replace(&mut self.parts[no], now);
            self.sum = self.sum.wrapping_add(now).wrapping_sub(before);
        }
        self.hashes.push(self.sum);
    }

    fn memory(&mut self) -> Memory<'a> {
        Memory::Keys(std::mem::take(&mut self.hashes))
    }

    fn take_in(&mut self, later: Memory<'a>) {
        if let Memory::Keys(hashes) = later {
            self.of_others.push(hashes);
        }
    }

    fn finish(&mut self, tell: &mut Teller<'a>) {
        self.of_others.push(std::mem::take(&mut self.hashes));
        let threads = tell.document.threads();
        let twice = hashes::repeated(&std::mem::take(&mut self.of_others), threads);
        if twice.is_empty() {
            return;
        }
        let mut first: HashMap<Vec<u8>, usize> = HashMap::new();
        for record in tell.document.records() {
            if record.len() != tell.layout.items.len() {
                continue;
            }
            if !twice.contains(&self.hash(record)) {
                continue;
            }
            let Some(key) = self.key(record) else {
                continue;
            };
            let earlier = *first.entry(key).or_insert(record.number());
            if earlier < record.number() {
                let number = record.number() as u32;
                tell.record_with(self.code(record), number, |finding| {
                    finding.with("record", earlier)
                });
            }
        }
    }
}

fn without_zeros(value: &[u8]) -> &[u8] {
    let zeros = value.iter().take_while(|byte| **byte == b'0').count();
    &value[zeros.min(value.len().saturating_sub(1))..]
}

/// The number of one value of a record: equal values have equal numbers, unequal ones hardly ever.
#[inline]
fn part_of(column: Column, value: &[u8], is_numbered: bool) -> u64 {
    // 01 and 1 are the same number.
    let value = if is_numbered {
        without_zeros(value)
    } else {
        value
    };
    let start = u64::from(column.no()) << 32 | value.len() as u64;
    let mut hash = mix(0x9E37_79B9_7F4A_7C15, start);
    if let Some((others, last)) = value.split_last_chunk::<8>() {
        for chunk in others.chunks(8) {
            hash = mix(hash, word(chunk));
        }
        mix(hash, u64::from_le_bytes(*last))
    } else {
        mix(hash, word(value))
    }
}

/// At most eight bytes as a number, another one for others of the same length.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
        }
        _ => bytes
            .iter()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[inline]
fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word) * 0xD6E8_FEB8_6659_FD93_u128;
    (product as u64 ^ (product >> 64) as u64).rotate_left(23)
}
