//! Rented equipment, kinds 17 and 67 (table 6 items 16 to 19). Editions before 4.0 have
//! 明細判別コード only.

use std::collections::BTreeMap;

use crate::check::rules::row::{Column, Columns, Row};
use crate::check::rules::tell::Teller;
use crate::check::rules::{Memory, Rule, Rules};
use crate::check::value::number;
use crate::finding::Code;
use crate::layout::Layout;

/// The rules on equipment, as far as the layout has its items.
pub(super) fn rules<'a>(layout: &'static Layout) -> Rules<'a> {
    let mut rules: Rules<'a> = vec![Box::new(Discriminators::new(layout))];
    let codes = Codes::new(layout);
    if codes.tais.exists() {
        rules.push(Box::new(codes));
    }
    rules
}

/// Items 16 to 18: rented equipment has a TAISコード or a 福祉用具届出コード, and a name; nothing else has a code.
/// `EquipmentCodeMissing`, `EquipmentCodesBoth`, `EquipmentNameMissing`, `EquipmentCodeElsewhere`.
///
/// The text speaks of "service code 17/67" and means the first two characters. Additions (kk8… and others) are not
/// equipment: only the codes kk1… of the equipment itself must have one.
struct Codes {
    service_code: Column,
    tais: Column,
    notification: Column,
    name: Column,
    discriminator: Column,
}

impl Codes {
    fn new(layout: &'static Layout) -> Self {
        let column = |ident| Column::of(layout, ident);
        Self {
            service_code: column("service_code"),
            tais: column("tais_code"),
            notification: column("equipment_notification_code"),
            name: column("equipment_name"),
            discriminator: column("detail_discriminator"),
        }
    }

    fn equipment(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let is_itself = row.value(self.service_code).get(2) == Some(&b'1');
        match (row.is_empty(self.tais), row.is_empty(self.notification)) {
            (true, true) if is_itself => {
                tell.item(Code::EquipmentCodeMissing, row.number, self.tais);
            }
            (false, false) => tell.item(Code::EquipmentCodesBoth, row.number, self.notification),
            _ => {}
        }
        if is_itself && row.is_empty(self.name) {
            tell.item(Code::EquipmentNameMissing, row.number, self.name);
        }
    }
}

impl<'a> Rule<'a> for Codes {
    fn reads(&self) -> Columns {
        Columns::of(&[
            self.service_code,
            self.tais,
            self.notification,
            self.name,
            self.discriminator,
        ])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        if is_equipment(row.value(self.service_code)) {
            return self.equipment(row, tell);
        }
        for column in [self.tais, self.notification, self.discriminator] {
            if !row.is_empty(column) {
                tell.item(Code::EquipmentCodeElsewhere, row.number, column);
            }
        }
    }
}

/// The first two characters of the service code.
fn is_equipment(service_code: &[u8]) -> bool {
    matches!(service_code, [b'1' | b'6', b'7', ..])
}

/// Item 19: 明細判別コード numbers the lines of a month that share code and units 1, 2, 3…; a line of its own has none. A line may
/// have rows on several days. `DiscriminatorOrder`, and `DiscriminatorNeedless`, a note. That rows without it are the same is for the keys to tell.
struct Discriminators {
    key: [Column; 5],
    date: Column,
    service_code: Column,
    discriminator: Column,
    rows: Equipment,
}

/// The rows with 明細判別コード, by what they have in common.
pub(in crate::check::rules) type Equipment = BTreeMap<[Vec<u8>; 5], Vec<Numbered>>;

/// A row with 明細判別コード.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check::rules) struct Numbered {
    no: u32,
    day: Vec<u8>,
    record: u32,
}

impl Discriminators {
    fn new(layout: &'static Layout) -> Self {
        let column = |ident| Column::of(layout, ident);
        let key = [
            "insurer_number",
            "insured_number",
            "service_code",
            "units",
            "service_office",
        ];
        Self {
            key: key.map(column),
            date: column("service_date"),
            service_code: column("service_code"),
            discriminator: column("detail_discriminator"),
            rows: BTreeMap::new(),
        }
    }
}

impl<'a> Rule<'a> for Discriminators {
    #[inline]
    fn record(&mut self, row: &Row<'a>, _tell: &mut Teller<'a>) {
        if row.is_empty(self.discriminator) || !is_equipment(row.value(self.service_code)) {
            return;
        }
        if let Some(no) = number(row.value(self.discriminator)) {
            let key = self.key.map(|column| row.value(column).to_vec());
            let day = row.value(self.date).to_vec();
            let rows = self.rows.entry(key).or_default();
            rows.push(Numbered {
                no,
                day,
                record: row.number,
            });
        }
    }

    fn memory(&mut self) -> Memory<'a> {
        Memory::Equipment(std::mem::take(&mut self.rows))
    }

    fn take_in(&mut self, later: Memory<'a>) {
        if let Memory::Equipment(rows) = later {
            for (key, rows) in rows {
                self.rows.entry(key).or_default().extend(rows);
            }
        }
    }

    fn finish(&mut self, tell: &mut Teller<'a>) {
        for rows in std::mem::take(&mut self.rows).values_mut() {
            rows.sort_unstable();
            let mut before: (u32, &[u8]) = (0, b"");
            let out_of_order = rows.iter().find(|row| {
                let follows = row.no == before.0 + 1 || row.no == before.0 && row.day != before.1;
                before = (row.no, &row.day);
                !follows
            });
            match (out_of_order, &rows[..]) {
                (Some(row), _) => {
                    tell.item(Code::DiscriminatorOrder, row.record, self.discriminator);
                }
                (None, [row]) => {
                    tell.item(Code::DiscriminatorNeedless, row.record, self.discriminator);
                }
                _ => {}
            }
        }
    }
}
