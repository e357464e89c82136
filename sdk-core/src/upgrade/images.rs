//! 家族構成 画像ファイル名 names an image by its file name, which is another one after the upgrade.

use super::Member;
use super::kinds::Kinds;
use crate::document::{Document, Record};
use crate::layout::{Edition, FileKind};

/// 家族構成 画像ファイル名 of UPKIHON.
pub(super) const IMAGE_ITEM: &str = "family_image_file";

/// The images of a set whose names change: the name before, in capitals, and the name after.
pub(super) struct Images(Vec<(String, String)>);

impl Images {
    pub(super) fn of(set: &[Member<'_>], kinds: Option<&Kinds>) -> Self {
        let is_renamed = |member: &&Member<'_>| {
            member.name.kind == FileKind::UpkihonImage && member.name.edition() != Edition::V41
        };
        let names = |member: &Member<'_>| {
            let old = member.document.name().to_ascii_uppercase();
            Some((old, kinds?.name_of(member)))
        };
        Self(set.iter().filter(is_renamed).filter_map(names).collect())
    }

    /// The new name of an image that an item names.
    pub(super) fn new_name(&self, item: &[u8]) -> Option<&str> {
        // The standard writes .jpg and .JPG for the same file.
        let is_named = |(old, _): &&(String, String)| item.eq_ignore_ascii_case(old.as_bytes());
        let (_, new) = self.0.iter().find(is_named)?;
        Some(new)
    }

    /// Whether a file names one of them.
    pub(super) fn are_named_by(&self, document: &Document) -> bool {
        let no = document
            .layout()
            .and_then(|layout| layout.no(IMAGE_ITEM))
            .filter(|_| !self.0.is_empty());
        let names_one = |no, record: Record<'_>| {
            let field = record.field(no);
            field.is_some_and(|field| self.new_name(&field.content()).is_some())
        };
        no.is_some_and(|no| document.records().any(|record| names_one(no, record)))
    }
}
