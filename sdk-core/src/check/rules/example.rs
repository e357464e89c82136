//! Correct files of every kind for the tests, and what changes in them.

use crate::check::{check, check_on};
use crate::document::Document;
use crate::finding::{CheckProfile, Code, Findings};
use crate::layout::{Edition, FileKind, Layout, SenderRole, ValueType};
use crate::text;

/// The stamp of every example.
pub(super) const STAMP: &str = "20260826093000";

/// Code and record of each finding; 0 for the whole file.
pub(super) fn told(findings: &Findings) -> Vec<(Code, u32)> {
    let place = |finding: &crate::finding::Finding| (finding.code, finding.record.unwrap_or(0));
    findings.iter().map(place).collect()
}

/// A file: how it is named and what rows it has.
#[derive(Clone)]
pub(super) struct Example {
    edition: Edition,
    layout: &'static Layout,
    month: String,
    sender: (String, String),
    receiver: (String, String),
    rows: Vec<ExampleRow>,
}

#[derive(Clone)]
pub(super) struct ExampleRow {
    layout: &'static Layout,
    values: Vec<String>,
}

impl Example {
    /// A file of edition 4.1 with one row that is right.
    pub fn of(kind: FileKind) -> Self {
        Self::in_edition(kind, Edition::V41)
    }

    pub fn in_edition(kind: FileKind, edition: Edition) -> Self {
        let layout = kind.layout_in(edition).expect("a layout");
        let planner = ("5070022016".into(), "43".into());
        let service = ("5070100002".into(), "11".into());
        let (sender, receiver) = match kind.sender() {
            SenderRole::Service => (service, planner),
            SenderRole::Support | SenderRole::Prevention => (planner, service),
        };
        let row = ExampleRow::right(layout, edition);
        Self {
            edition,
            layout,
            month: "202609".into(),
            sender,
            receiver,
            rows: vec![row],
        }
    }

    pub fn of_rows(kind: FileKind, rows: impl IntoIterator<Item = ExampleRow>) -> Self {
        let rows = rows.into_iter().collect();
        Self {
            rows,
            ..Self::of(kind)
        }
    }

    /// The last row.
    pub fn row(&self) -> ExampleRow {
        self.rows.last().expect("a row").clone()
    }

    /// The last row with another value in one item.
    pub fn with(&self, ident: &str, value: &str) -> Self {
        let mut changed = self.clone();
        let row = changed.rows.pop().expect("a row");
        changed.rows.push(row.with(ident, value));
        changed
    }

    pub fn and(&self, row: ExampleRow) -> Self {
        let mut longer = self.clone();
        longer.rows.push(row);
        longer
    }

    /// Another number of the sender in the name.
    pub fn from(mut self, number: &str) -> Self {
        self.sender.0 = number.into();
        self
    }

    /// Other kinds of sender and receiver in the name.
    pub fn kinds(&self, sender: &str, receiver: &str) -> Self {
        let mut other = self.clone();
        other.sender.1 = sender.into();
        other.receiver.1 = receiver.into();
        other
    }

    /// Another month in name and row.
    pub fn month(&self, month: &str) -> Self {
        let mut other = self.with("target_month", month);
        other.month = month.into();
        other
    }

    pub fn check(&self) -> Findings {
        let lines: String = self.rows.iter().map(ExampleRow::line).collect();
        let bytes = text::encode(&lines).expect("MS932");
        let document = Document::read(&self.name(), bytes);
        let found = check(&document);
        let on_threads = check_on(&document, &CheckProfile::standard(), 3);
        assert_eq!(on_threads, found, "on several threads");
        found
    }

    fn name(&self) -> String {
        let kind = self.layout.kind;
        let party = |(number, kind): &(String, String)| match self.edition {
            Edition::V3 => number.clone(),
            Edition::V40 => format!("{number}_0{kind}"),
            Edition::V41 => format!("{number}_{kind}"),
        };
        let month = if kind.month_in_name() {
            format!("_{}", self.month)
        } else {
            String::new()
        };
        let (sender, receiver) = (party(&self.sender), party(&self.receiver));
        format!("{kind}{month}_{sender}_{receiver}_{STAMP}.CSV")
    }
}

impl ExampleRow {
    fn right(layout: &'static Layout, edition: Edition) -> Self {
        let row = Self {
            layout,
            values: vec![String::new(); layout.items.len()],
        };
        let row = row.with("csv_version", edition.csv_version());
        let known = |ident: &&(&str, &str)| layout.no(ident.0).is_some();
        VALUES
            .iter()
            .chain(values_of(layout.kind))
            .filter(known)
            .fold(row, |row, (ident, value)| row.with(ident, value))
    }

    pub fn with(&self, ident: &str, value: &str) -> Self {
        let no = self.layout.no(ident);
        let no = no.unwrap_or_else(|| panic!("{} has no {ident}", self.layout.kind));
        let mut changed = self.clone();
        changed.values[usize::from(no) - 1] = value.into();
        changed
    }

    fn line(&self) -> String {
        let quoted = self.layout.items.iter().zip(&self.values);
        let quoted = quoted.map(|(item, value)| match item.value {
            ValueType::Text => format!("\"{}\"", value.replace('"', "\"\"")),
            _ => value.clone(),
        });
        quoted.collect::<Vec<_>>().join(",") + "\r\n"
    }
}

/// What every kind has that has the item at all.
const VALUES: &[(&str, &str)] = &[
    ("insurer_number", "505826"),
    ("insured_number", "0000100000"),
    ("created_on", "20260826"),
    ("target_month", "202609"),
    ("care_plan_date", "20260315"),
    ("user_name_kana", "サトウ　ハナコ"),
    ("user_name", "佐藤　花子"),
    ("sex", "2"),
    ("birth_date", "19400105"),
    ("certification_date", "20250401"),
    ("certified_from", "20250401"),
    ("certified_to", "20270331"),
    ("limit_from", "20250401"),
    ("limit_to", "20270331"),
    ("consulted_on", "20260315"),
    ("plan_date", "20260315"),
    ("plan_kind", "1"),
];

fn values_of(kind: FileKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        FileKind::Upplan | FileKind::Upjsk => &[
            ("planning_office", "5070022016"),
            ("planner_name", "介護支援専門員１"),
            ("units", "244"),
            ("service_date", "20260907"),
            ("service_from", "0900"),
            ("service_to", "1000"),
            ("count", "1"),
            ("service_code", "111111"),
            ("service_office", "5070100002"),
            ("over_30_days", "0"),
        ],
        FileKind::Uphosoku => &[
            ("care_plan_date", "00000000"),
            ("certification_status", "2"),
            ("care_level", "21"),
            ("benefit_limit_units", "16765"),
        ],
        FileKind::Up1kyo => &[
            ("planner_name", "介護支援専門員１"),
            ("support_office_name", "ケアプランセンター"),
            ("support_office", "5070022016"),
            ("first_care_plan_date", "20240410"),
            ("certification_status", "2"),
            ("care_level", "21"),
        ],
        FileKind::Up2kyo => &[
            ("issue_no", "1"),
            ("issue", "転倒の不安がある"),
            ("goal_no", "1"),
            ("long_term_goal", "安全に移動できる"),
            ("short_term_goal", "手すりを使い歩ける"),
            ("support_no", "1"),
            ("service_office", "5070100002"),
        ],
        FileKind::Up3kyo => &[
            ("service_content", "訪問介護"),
            ("weekday", "1"),
            ("service_from", "0900"),
            ("service_to", "1000"),
        ],
        FileKind::Upsikyu => &[
            ("service_office", "9999999999"),
            ("service_code", "999999"),
            ("units", "0"),
            ("count", "0"),
            ("over_30_days", "0"),
        ],
        FileKind::Dltjsk => &[("service_office", "5070100002"), ("service_kind", "11")],
        FileKind::Upyobo => &[("certification_status", "2"), ("support_level", "1")],
        FileKind::UpyoboSub => &[
            ("issue_no", "1"),
            ("support_plan_no", "1"),
            ("service_no", "1"),
        ],
        _ => &[],
    }
}
