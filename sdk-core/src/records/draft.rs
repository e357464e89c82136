use std::fmt;
use std::ops::Range;

use super::{ItemName, Key, Value};
use crate::check::item;
use crate::document::{
    ChosenBy, Document, Encoding, Field, Record, SlipKind, has_delimiter, put_content, strict_items,
};
use crate::finding::{Code, Finding, ItemRef, Severity};
use crate::layout::{Edition, FileKind, Item, Layout, ValueType};
use crate::text;

/// A record that is being made or edited.
///
/// A setter takes what is right for its item and refuses everything else with the finding that the checker has for it;
/// the draft then stays as it was. A value that only earns a warning is taken. What a draft of a read record holds keeps
/// its bytes until it is set, even where it is wrong.
#[derive(Clone)]
pub struct Draft {
    layout: &'static Layout,
    edition: Edition,
    /// The record in the strict form, without the line end.
    bytes: Vec<u8>,
    /// Where the items stand in it.
    items: Vec<Range<usize>>,
    /// One bit for each item No. that has been set: what it holds is right.
    set: u128,
}

impl Draft {
    /// A record with nothing but its CSVバージョン. `None` for the image, which has no records.
    ///
    /// [`FileDraft::draft`](super::FileDraft::draft) makes one that fits a file and has its month, too.
    pub fn new(kind: FileKind) -> Option<Self> {
        Some(Self::empty(kind.layout()?, Edition::CURRENT))
    }

    pub(super) fn empty(layout: &'static Layout, edition: Edition) -> Self {
        let mut bytes = Vec::new();
        for item in layout.items {
            if item.no > 1 {
                bytes.push(b',');
            }
            let content = match item.value {
                ValueType::Version => edition.csv_version(),
                _ => "",
            };
            put_content(item, content.as_bytes(), &mut bytes);
        }
        Self::strict(layout, edition, bytes, 0)
    }

    /// A draft of a record as it was read. The form becomes strict (quotes; MS932, where the file is UTF-8); what the
    /// items hold keeps its bytes.
    ///
    /// Refused is a record that has another number of items than its layout, whose quotes are broken, or which holds a
    /// character that MS932 cannot hold.
    pub fn of(record: Record<'_>) -> Result<Self, Finding> {
        let document = record.document();
        let layout = layout_of(document)?;
        refuse_broken(document, layout, record)?;
        let mut bytes = Vec::with_capacity(record.place().len() + 2);
        put_record(record, layout, &mut bytes)?;
        Ok(Self::strict(layout, document.edition(), bytes, 0))
    }

    /// A draft over a record that is in the strict form.
    pub(super) fn strict(
        layout: &'static Layout,
        edition: Edition,
        bytes: Vec<u8>,
        set: u128,
    ) -> Self {
        Self {
            items: strict_items(&bytes).collect(),
            layout,
            edition,
            bytes,
            set,
        }
    }

    /// The kind of file that it is for.
    pub fn kind(&self) -> FileKind {
        self.layout.kind
    }

    /// The edition that it is of.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// The layout that it has.
    pub fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// Sets an item, or says why the value is refused.
    pub fn set<T: Value>(
        &mut self,
        key: Key<T>,
        value: T::Given<'_>,
    ) -> Result<&mut Self, Finding> {
        let item = self.item(key)?;
        self.set_item(item, &T::to_text(value))?;
        Ok(self)
    }

    /// Sets an item to the text that it has in a file, without quotes, or says why the text is refused.
    ///
    /// Text that MS932 cannot hold is refused too; [`Substitutions`](crate::text::Substitutions) make text that it can hold.
    pub fn set_text<'n>(
        &mut self,
        item: impl Into<ItemName<'n>>,
        value: &str,
    ) -> Result<(), Finding> {
        let item = self.named(item.into())?;
        self.set_item(item, value)
    }

    /// Makes an item empty. A mandatory one is refused.
    pub fn clear<T: Value>(&mut self, key: Key<T>) -> Result<&mut Self, Finding> {
        let item = self.item(key)?;
        self.set_item(item, "")?;
        Ok(self)
    }

    /// What an item holds; `None` when it is empty. A read value that is no such value gives the finding on it.
    pub fn get<T: Value>(&self, key: Key<T>) -> Result<Option<T>, Finding> {
        let item = self.item(key)?;
        let text = self.field(item).text();
        if text.is_empty() {
            return Ok(None);
        }
        let value = T::of_text(&text);
        value.map(Some).ok_or_else(|| self.unreadable(item))
    }

    /// What an item holds, decoded; empty when it is empty.
    pub fn text<'n>(&self, item: impl Into<ItemName<'n>>) -> Result<String, Finding> {
        let item = self.named(item.into())?;
        Ok(self.field(item).text().into_owned())
    }

    /// Takes over what another record holds in the items that both have by the same identifier, all but the CSVバージョン:
    /// actuals begin as a copy of the plan. What was read wrong there stands here as it was read.
    pub fn take_over(&mut self, other: &Self) {
        for item in self.layout.items {
            let Some(theirs) = other.layout.item(item.ident) else {
                continue;
            };
            if matches!(item.value, ValueType::Version) {
                continue;
            }
            let mut raw = Vec::new();
            put_content(item, &other.field(theirs).content(), &mut raw);
            self.put(item, &raw);
            if judge(item, &raw).is_err() {
                self.set &= !(1 << item.no);
            }
        }
    }

    /// Whether an item has been set since the record was read or begun.
    pub(super) fn set_bits(&self) -> u128 {
        self.set
    }

    /// The record in the strict form, without the line end.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The item as a field of a file.
    pub(super) fn field(&self, item: &Item) -> Field<'_> {
        let place = self.items.get(usize::from(item.no) - 1).cloned();
        Field::strict(
            place
                .and_then(|place| self.bytes.get(place))
                .unwrap_or_default(),
        )
    }

    fn item<T>(&self, key: Key<T>) -> Result<&'static Item, Finding> {
        let found = key.item_in(self.layout);
        found.ok_or_else(|| self.not_in_layout(&key.ident()))
    }

    fn named(&self, name: ItemName<'_>) -> Result<&'static Item, Finding> {
        let found = name.item_in(self.layout);
        found.ok_or_else(|| self.not_in_layout(&name))
    }

    fn not_in_layout(&self, asked: &dyn fmt::Display) -> Finding {
        finding(Code::ItemNotInLayout)
            .with("kind", self.kind())
            .with("edition", self.edition)
            .with_value(&asked.to_string())
    }

    fn set_item(&mut self, item: &'static Item, value: &str) -> Result<(), Finding> {
        let content = encode(item, value)?;
        if has_delimiter(&content) && !matches!(item.value, ValueType::Text) {
            judge(item, &content)?;
            return Err(on_item(Code::DelimiterNotAllowed, item, value));
        }
        let mut raw = Vec::with_capacity(content.len() + 2);
        put_content(item, &content, &mut raw);
        judge(item, &raw)?;
        self.judge_version(item, value)?;
        self.put(item, &raw);
        Ok(())
    }

    /// Which version is right depends on the edition of the record, not on the item.
    fn judge_version(&self, item: &'static Item, value: &str) -> Result<(), Finding> {
        if !matches!(item.value, ValueType::Version) {
            return Ok(());
        }
        match Edition::of_version(value.as_bytes()) {
            Some(edition) if edition == self.edition => Ok(()),
            Some(edition) => Err(self
                .wrong_version(Code::VersionOfOtherEdition, item, value)
                .with("edition", edition)),
            None => Err(self.wrong_version(Code::VersionUnknown, item, value)),
        }
    }

    fn wrong_version(&self, code: Code, item: &'static Item, value: &str) -> Finding {
        let (ja, en) = ChosenBy::Columns.names();
        on_item(code, item, value)
            .with("chosen", self.edition)
            .with("chosen_version", self.edition.csv_version())
            .with_both("why", ja, en)
    }

    fn put(&mut self, item: &Item, raw: &[u8]) {
        let index = usize::from(item.no) - 1;
        let Some(place) = self.items.get(index).cloned() else {
            return;
        };
        let (before, after) = (place.len(), raw.len());
        self.items[index].end = place.start + after;
        for later in &mut self.items[index + 1..] {
            *later = later.start - before + after..later.end - before + after;
        }
        self.bytes.splice(place, raw.iter().copied());
        self.set |= 1 << item.no;
    }

    fn unreadable(&self, item: &'static Item) -> Finding {
        let field = self.field(item);
        let text = field.text();
        if let Err(fault) = item::check(item, field, Encoding::Ms932) {
            return fault.describe(item, on_item(fault.code, item, &text));
        }
        match item.value {
            ValueType::Version => self.wrong_version(Code::VersionUnknown, item, &text),
            _ => on_item(Code::NumberTooLarge, item, &text).with("max", u32::MAX),
        }
    }
}

/// What a draft holds is personal data: Debug shows what it is for only.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("kind", &self.kind())
            .field("edition", &self.edition)
            .finish_non_exhaustive()
    }
}

/// Appends a read record in the strict form, without the line end.
pub(super) fn put_record(
    record: Record<'_>,
    layout: &'static Layout,
    into: &mut Vec<u8>,
) -> Result<(), Finding> {
    for (item, field) in layout.items.iter().zip(record.fields()) {
        if item.no > 1 {
            into.push(b',');
        }
        field.put_strictly(item, into).map_err(|position| {
            on_item(Code::CharacterNotInMs932, item, &field.text())
                .with("position", position)
                .at_record(record.number() as u32)
                .at_place(field.place())
        })?;
    }
    Ok(())
}

/// The layout of a document, or the finding that it has none.
pub(super) fn layout_of(document: &Document) -> Result<&'static Layout, Finding> {
    let none = || Finding::new(Code::UnknownFileName, document.name().clone());
    document.layout().ok_or_else(none)
}

/// A record whose items cannot be told apart for certain has nothing that could be kept.
pub(super) fn refuse_broken(
    document: &Document,
    layout: &'static Layout,
    record: Record<'_>,
) -> Result<(), Finding> {
    let number = record.number() as u32;
    for (field, no) in record.fields().zip(1..=u16::MAX) {
        if let Some(slip) = field.slip() {
            let item = usize::from(no) - 1;
            let item = layout.items.get(item).map(ItemRef::from);
            return Err(Finding::new(code_of(slip), document.name().clone())
                .at_record(number)
                .at_item(item.unwrap_or(ItemRef { no, name: "" }))
                .at_place(field.place()));
        }
    }
    if record.len() == layout.items.len() {
        return Ok(());
    }
    Err(Finding::new(Code::ColumnCount, document.name().clone())
        .at_record(number)
        .at_place(record.place())
        .with("found", record.len())
        .with("expected", layout.items.len())
        .with("kind", layout.kind))
}

fn code_of(slip: SlipKind) -> Code {
    match slip {
        SlipKind::Unterminated => Code::UnterminatedQuote,
        SlipKind::TextAfter => Code::TextAfterQuote,
        SlipKind::Stray => Code::StrayQuote,
    }
}

fn encode(item: &'static Item, value: &str) -> Result<Vec<u8>, Finding> {
    text::encode(value).map_err(|(offset, character)| {
        let code = match character {
            // Where Windows decodes the user-defined area to.
            '\u{E000}'..='\u{E757}' => Code::Gaiji,
            _ => Code::CharacterNotInMs932,
        };
        let position = value[..offset].chars().count() + 1;
        on_item(code, item, value).with("position", position)
    })
}

/// The checker's finding on an item, where it is an error.
fn judge(item: &'static Item, raw: &[u8]) -> Result<(), Finding> {
    let field = Field::strict(raw);
    match item::check(item, field, Encoding::Ms932) {
        Err(fault) if fault.code.severity() == Severity::Error => {
            Err(fault.describe(item, on_item(fault.code, item, &field.text())))
        }
        _ => Ok(()),
    }
}

fn on_item(code: Code, item: &'static Item, value: &str) -> Finding {
    finding(code).at_item(item).with_value(value)
}

fn finding(code: Code) -> Finding {
    Finding::new(code, "".into())
}

#[cfg(test)]
mod tests;
