//! The records of a file, in the layout of 4.1.

use super::{UpgradeChange, refusal};
use crate::document::{
    Document, Encoding, Field, ForeignFormat, MAX_FILE_BYTES, RawWriter, Record,
};
use crate::finding::{Code, Finding, Findings};
use crate::layout::{Edition, Item, Layout, ValueType};

/// The last four characters of a service code that make a row of table 7 a subtotal.
const SUBTOTALS: [&[u8]; 3] = [b"AAAA", b"EEEE", b"ZZZZ"];

/// The bytes of a file in 4.1 and what is different; `None`, with errors, if it cannot be upgraded whole.
pub(super) fn upgrade(
    document: &Document,
    new_name: &str,
    findings: &mut Findings,
) -> Option<(Vec<u8>, Vec<UpgradeChange>)> {
    if document.layout().is_none() || !is_older(document) {
        return Some((document.bytes().to_vec(), Vec::new()));
    }
    let before = findings.errors();
    refuse_unreadable(document, findings);
    let plan = Plan::of(document)?;
    if findings.errors() == before {
        plan.refuse_records(findings);
    }
    if findings.errors() > before {
        return None;
    }
    tell_unknown_columns(document, new_name, findings);
    Some(plan.write(new_name, findings))
}

/// Of an older edition, or with the version of one.
fn is_older(document: &Document) -> bool {
    let found = document.edition_found();
    let older = |edition| edition != Edition::CURRENT;
    older(found.edition) || found.of_version.is_some_and(older)
}

fn refuse_unreadable(document: &Document, findings: &mut Findings) {
    let size = document.bytes().len();
    if size > MAX_FILE_BYTES {
        let finding = refusal(document, Code::FileTooLarge).with("size", size);
        findings.push(finding.with("limit", MAX_FILE_BYTES));
        return;
    }
    let (ja, en) = match (document.foreign_format(), document.encoding()) {
        (Some(ForeignFormat::Utf16), _) => ("UTF-16", "UTF-16"),
        (Some(ForeignFormat::Tabs), _) => ("タブ区切り", "separated by tabs"),
        (None, Encoding::Utf8) => ("UTF-8", "UTF-8"),
        (None, Encoding::Ms932) => return,
    };
    findings.push(refusal(document, Code::UpgradeRepairFirst).with_both("form", ja, en));
}

fn tell_unknown_columns(document: &Document, new_name: &str, findings: &mut Findings) {
    let version = document.record(1).and_then(|record| record.field(1));
    if let Some(version) =
        version.filter(|version| Edition::columns_are_unknown(&version.content()))
    {
        let finding = Finding::new(Code::UpgradeColumnsUnknown, new_name.into());
        findings.push(finding.with("version", version.text()));
    }
}

/// From which item of the old layout each item of the new one comes.
struct Plan<'a> {
    document: &'a Document,
    old: &'static Layout,
    new: &'static Layout,
    /// For each item of the new layout its index in the old one.
    sources: Vec<Option<usize>>,
}

impl<'a> Plan<'a> {
    fn of(document: &'a Document) -> Option<Self> {
        let (old, new) = (document.layout()?, document.kind()?.layout()?);
        let source = |item: &Item| old.no(item.ident).map(|no| usize::from(no) - 1);
        Some(Self {
            document,
            old,
            new,
            sources: new.items.iter().map(source).collect(),
        })
    }

    /// Where it is not clear which value belongs to which item, nothing may be moved.
    fn refuse_records(&self, findings: &mut Findings) {
        let mut told = None;
        for (_, record, no, _) in self.document.slips() {
            if told.replace(record) == Some(record) {
                continue;
            }
            let mut finding = refusal(self.document, Code::UpgradeBrokenQuotes);
            if record > 0 {
                finding = finding.at_record(record);
            }
            if let Some(item) = self.old.items.get(usize::from(no) - 1) {
                finding = finding.at_item(item);
            }
            findings.push(finding);
        }
        let expected = self.old.items.len();
        let wrong = self.document.records().filter(|r| r.len() != expected);
        for record in wrong {
            let finding = refusal(self.document, Code::UpgradeItemCount)
                .at_record(record.number() as u32)
                .at_place(record.place())
                .with("found", record.len())
                .with("expected", expected)
                .with("edition", self.document.edition());
            findings.push(finding.with("kind", self.old.kind));
        }
    }

    fn write(&self, new_name: &str, findings: &mut Findings) -> (Vec<u8>, Vec<UpgradeChange>) {
        let version = Edition::CURRENT.csv_version().as_bytes();
        let added = self.sources.iter().filter(|old| old.is_none()).count();
        let records = self.document.record_count();
        let room = self.document.bytes().len() + records * (added + 4);
        let (mut writer, mut versions) = (RawWriter::with_capacity(room), 0);
        let mut fields: Vec<Field<'_>> = Vec::with_capacity(self.old.items.len());
        for record in self.document.records() {
            fields.clear();
            fields.extend(record.fields());
            for (item, source) in self.new.items.iter().zip(&self.sources) {
                let field = source.and_then(|index| fields.get(index));
                let content = field.map(|field| field.content()).unwrap_or_default();
                if matches!(item.value, ValueType::Version) {
                    versions += usize::from(*content != *version);
                    writer.item(item, version);
                } else {
                    writer.item(item, &content);
                }
            }
            writer.end_record();
            if added > 0 {
                self.codes_to_supply(record, new_name, findings);
            }
        }
        let mut changes = Vec::new();
        if versions > 0 {
            changes.push(UpgradeChange::Version { records: versions });
        }
        if added > 0 {
            changes.push(UpgradeChange::Columns { added, records });
        }
        (writer.into_bytes(), changes)
    }

    /// Rows of 福祉用具貸与 need a TAIS or a notification code, which 3.x does not have.
    fn codes_to_supply(&self, record: Record<'_>, new_name: &str, findings: &mut Findings) {
        let code = self
            .old
            .no("service_code")
            .and_then(|no| record.field(no))
            .map(|field| field.content());
        let kind = match code.as_deref() {
            Some([kind @ .., _, _, _, _]) if kind == b"17" => "17",
            Some([kind @ .., _, _, _, _]) if kind == b"67" => "67",
            _ => return,
        };
        if code.is_some_and(|code| SUBTOTALS.contains(&&code[2..])) {
            return;
        }
        let Some(item) = self.new.item("tais_code") else {
            return;
        };
        let wanted = Code::UpgradeSupplyTais;
        findings.push_with(wanted.severity(), || {
            Finding::new(wanted, new_name.into())
                .at_record(record.number() as u32)
                .at_item(item)
                .with("service_kind", kind)
        });
    }
}
