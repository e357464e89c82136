//! The offices of a sandbox: made up, or read from a list.

use std::collections::HashMap;
use std::path::Path;

use careplan_core::number::{OfficeNumber, ServiceKind};
use serde::Deserialize;

use crate::error::Error;
use crate::files;

/// Longest name that an X.509 certificate can hold (RFC 5280, ub-organization-name).
const MAX_NAME_CHARS: usize = 64;

/// An office to be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeSpec {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// サービス種類コード, one or more.
    pub kinds: Vec<ServiceKind>,
    /// 事業所名, 1 to 64 characters.
    pub name: String,
}

impl OfficeSpec {
    /// Refuses what a certificate or the directory cannot hold.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |japanese, english| {
            Err(Error::Office {
                office: self.number,
                japanese,
                english,
            })
        };
        if self.kinds.is_empty() {
            return refuse("サービス種類コードがありません", "it has no service kind");
        }
        match name_problem(&self.name) {
            Some((japanese, english)) => refuse(japanese, english),
            None => Ok(()),
        }
    }
}

/// Made-up offices: first a support office (居宅介護支援, 43), then service offices of several kinds.
///
/// Their numbers lie in prefecture codes that are not in use, with a right check digit.
pub fn synthetic_offices(count: usize) -> Vec<OfficeSpec> {
    (0..count).filter_map(synthetic_office).collect()
}

/// Reads offices from a CSV file in UTF-8 with the header `number,kind,name`.
///
/// Several rows with one number are one office with several kinds.
pub fn read_offices(path: &Path) -> Result<Vec<OfficeSpec>, Error> {
    let bytes = files::read(path)?;
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes.as_slice());
    let header = reader.headers().map_err(|error| unreadable(&error))?;
    if header != vec!["number", "kind", "name"] {
        return Err(line_error(
            1,
            "見出しは number,kind,name です",
            "the header is number,kind,name",
        ));
    }
    let mut offices = OfficeList::default();
    while let Some(row) = next_row(&mut reader)? {
        offices.add(row)?;
    }
    if offices.specs.is_empty() {
        Err(Error::NoOffices)
    } else {
        Ok(offices.specs)
    }
}

fn synthetic_office(index: usize) -> Option<OfficeSpec> {
    const SERVICES: [(&str, &str); 5] = [
        ("11", "訪問介護"),
        ("13", "訪問看護"),
        ("15", "通所介護"),
        ("17", "福祉用具貸与"),
        ("21", "短期入所生活介護"),
    ];
    let (kind, service) = match index {
        0 => ("43", "居宅介護支援"),
        _ => SERVICES[(index - 1) % SERVICES.len()],
    };
    // Prefectures 48 to 99 do not exist; class 7 is 指定居宅サービス事業所.
    let (prefecture, running) = (48 + index % 52, index / 52);
    let leading = format!(
        "{prefecture:02}7{:02}{:04}",
        running / 10_000 % 100,
        running % 10_000
    );
    let number = format!("{leading}{}", check_digit(leading.as_bytes()));
    Some(OfficeSpec {
        number: number.parse().ok()?,
        kinds: vec![kind.parse().ok()?],
        name: format!("サンドボックス{service}事業所{}", index + 1),
    })
}

/// Check digit over nine digits: weights 2, 1, 2, … from the right, two-digit products split into digits.
fn check_digit(leading: &[u8]) -> u32 {
    let sum: u32 = (leading.iter().rev().enumerate())
        .map(|(place, byte)| {
            let product = u32::from(byte - b'0') * if place % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

#[derive(Deserialize)]
struct TextRow {
    number: String,
    kind: String,
    name: String,
}

struct Row {
    line: u64,
    number: OfficeNumber,
    kind: ServiceKind,
    name: String,
}

fn next_row(reader: &mut csv::Reader<&[u8]>) -> Result<Option<Row>, Error> {
    let mut record = csv::StringRecord::new();
    if !reader
        .read_record(&mut record)
        .map_err(|error| unreadable(&error))?
    {
        return Ok(None);
    }
    let line = record.position().map_or(0, csv::Position::line);
    let text: TextRow = record
        .deserialize(None)
        .map_err(|error| unreadable(&error))?;
    check_row(line, text).map(Some)
}

fn check_row(line: u64, text: TextRow) -> Result<Row, Error> {
    let number = text.number.parse().map_err(|_| {
        line_error(
            line,
            "事業所番号が正しくありません",
            "the office number is not valid",
        )
    })?;
    let kind = text.kind.parse().map_err(|_| {
        line_error(
            line,
            "サービス種類コードが正しくありません",
            "the service kind is not valid",
        )
    })?;
    match name_problem(&text.name) {
        Some((japanese, english)) => Err(line_error(line, japanese, english)),
        None => Ok(Row {
            line,
            number,
            kind,
            name: text.name,
        }),
    }
}

#[derive(Default)]
struct OfficeList {
    specs: Vec<OfficeSpec>,
    places: HashMap<OfficeNumber, usize>,
}

impl OfficeList {
    fn add(&mut self, row: Row) -> Result<(), Error> {
        let place = *self.places.entry(row.number).or_insert(self.specs.len());
        match self.specs.get_mut(place) {
            Some(office) => add_kind(office, row),
            None => {
                let Row {
                    number, kind, name, ..
                } = row;
                self.specs.push(OfficeSpec {
                    number,
                    kinds: vec![kind],
                    name,
                });
                Ok(())
            }
        }
    }
}

fn add_kind(office: &mut OfficeSpec, row: Row) -> Result<(), Error> {
    if office.name != row.name {
        let english = "the same office number has another name above";
        return Err(line_error(
            row.line,
            "同じ事業所番号に別の名称があります",
            english,
        ));
    }
    if office.kinds.contains(&row.kind) {
        return Err(line_error(
            row.line,
            "同じ行が上にもあります",
            "the same row stands above",
        ));
    }
    office.kinds.push(row.kind);
    Ok(())
}

fn name_problem(name: &str) -> Option<(&'static str, &'static str)> {
    if name.trim().is_empty() || name.chars().count() > MAX_NAME_CHARS {
        return Some((
            "事業所名は 1〜64 文字です",
            "the name has 1 to 64 characters",
        ));
    }
    name.chars().any(char::is_control).then_some((
        "事業所名に制御文字があります",
        "the name has control characters",
    ))
}

fn unreadable(error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    line_error(
        line,
        "UTF-8 の CSV（3 列）として読めません",
        "it is not UTF-8 CSV with 3 columns",
    )
}

fn line_error(line: u64, japanese: &'static str, english: &'static str) -> Error {
    Error::OfficeList {
        line,
        japanese,
        english,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn check_digits_follow_the_worked_examples() {
        for number in [
            "0175701069",
            "3270401916",
            "0113513220",
            "2794900205",
            "1373400835",
        ] {
            let (leading, check) = number.as_bytes().split_at(9);
            assert_eq!(check_digit(leading), u32::from(check[0] - b'0'), "{number}");
        }
    }

    #[test]
    fn synthetic_offices_differ_and_start_with_a_support_office() {
        let offices = synthetic_offices(1000);
        let numbers: HashSet<_> = offices.iter().map(|office| office.number).collect();
        assert_eq!((offices.len(), numbers.len()), (1000, 1000));
        let kinds: Vec<_> = offices[..7]
            .iter()
            .map(|office| office.kinds[0].to_string())
            .collect();
        assert_eq!(kinds, ["43", "11", "13", "15", "17", "21", "11"]);
        assert!(offices.iter().all(|office| office.check().is_ok()));
        assert!(
            offices
                .iter()
                .all(|office| &office.number.as_str()[..2] >= "48")
        );
    }

    #[test]
    fn rows_with_one_number_are_one_office() {
        let text = "\u{feff}number,kind,name\n5070022016,43,つなぐ\n5070022016,46,つなぐ\n4870000011,11,訪問\n";
        let offices = read(text).unwrap();
        assert_eq!(offices.len(), 2);
        assert_eq!(offices[0].kinds.len(), 2);
        assert_eq!(offices[0].name, "つなぐ");
    }

    #[test]
    fn errors_name_the_line() {
        let cases = [
            ("nummer,kind,name\n", 1),
            ("number,kind,name\n507002201,43,a\n", 2),
            ("number,kind,name\n5070022016,43,a\n5070022016,4,a\n", 3),
            ("number,kind,name\n5070022016,43,a\n5070022016,46,b\n", 3),
            ("number,kind,name\n5070022016,43,a\n5070022016,43,a\n", 3),
            ("number,kind,name\n5070022016,43\n", 2),
            ("number,kind,name\n5070022016,43, \n", 2),
        ];
        for (text, expected) in cases {
            match read(text) {
                Err(Error::OfficeList { line, .. }) => assert_eq!(line, expected, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    fn read(text: &str) -> Result<Vec<OfficeSpec>, Error> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("offices.csv");
        std::fs::write(&path, text).unwrap();
        read_offices(&path)
    }
}
