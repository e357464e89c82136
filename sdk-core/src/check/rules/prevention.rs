//! The files of 介護予防支援 (3.4): basic information with its annexes and image, prevention plans with their annex.

use super::care_plan::Certification;
use super::row::{Column, Row};
use super::tell::Teller;
use super::{Rule, Rules};
use crate::document::{Document, FileName};
use crate::finding::Code;
use crate::layout::{FileKind, Layout};

/// The rules on UPKIHON and UPYOBO. SUB1 時間 and SUB2 年月日 are free text, however much they look like time and date.
pub(super) fn rules<'a>(document: &'a Document, layout: &'static Layout) -> Rules<'a> {
    match layout.kind {
        FileKind::Upkihon => vec![
            Box::new(OtherMethod::new(layout)),
            Box::new(Image::new(document, layout)),
        ],
        FileKind::Upyobo => vec![
            Box::new(Certification::new(layout)),
            Box::new(Issues::new(layout)),
        ],
        _ => Vec::new(),
    }
}

/// UPKIHON items 8 and 9: 相談方法 03 (その他) says what it was. `OtherMethodMissing`.
struct OtherMethod {
    method: Column,
    other: Column,
}

impl OtherMethod {
    fn new(layout: &'static Layout) -> Self {
        Self {
            method: Column::of(layout, "consultation_method"),
            other: Column::of(layout, "consultation_method_other"),
        }
    }
}

impl<'a> Rule<'a> for OtherMethod {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        if row.value(self.method) == b"03" && row.is_empty(self.other) {
            tell.item(Code::OtherMethodMissing, row.number, self.other);
        }
    }
}

/// UPKIHON item 62: 家族構成 画像ファイル名 is the name of an image of the same sender, receiver and stamp. `ImageNameForm`,
/// `ImageNameDiffers`. The rule prints .jpg, the example .JPG: both are right.
struct Image<'a> {
    column: Column,
    name: Option<&'a FileName>,
}

impl<'a> Image<'a> {
    fn new(document: &'a Document, layout: &'static Layout) -> Self {
        Self {
            column: Column::of(layout, "family_image_file"),
            name: document.file_name(),
        }
    }
}

impl<'a> Rule<'a> for Image<'a> {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        if row.is_empty(self.column) {
            return;
        }
        let value = str::from_utf8(row.value(self.column)).unwrap_or_default();
        let image = match FileName::parse(value) {
            (Some(image), faults) if faults.is_empty() => image,
            _ => return tell.item(Code::ImageNameForm, row.number, self.column),
        };
        if image.kind != FileKind::UpkihonImage {
            return tell.item(Code::ImageNameForm, row.number, self.column);
        }
        let Some(name) = self.name else { return };
        let same =
            (image.sender, image.receiver, image.stamp) == (name.sender, name.receiver, name.stamp);
        if !same {
            tell.item(Code::ImageNameDiffers, row.number, self.column);
        }
    }
}

/// UPYOBO items 26 to 39: where 領域における課題の有無 is 1 (有), the issue is described. `DomainIssueMissing`, a note.
struct Issues {
    domains: Vec<(Column, Column)>,
}

impl Issues {
    fn new(layout: &'static Layout) -> Self {
        let domain = |name: &str| {
            let column = |part: &str| Column::of(layout, &format!("{name}_{part}"));
            (column("has_issue"), column("issue"))
        };
        Self {
            domains: ["mobility", "home_life", "social", "health"]
                .map(domain)
                .into(),
        }
    }
}

impl<'a> Rule<'a> for Issues {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        for (has_issue, issue) in &self.domains {
            if row.value(*has_issue) == b"1" && row.is_empty(*issue) {
                tell.item(Code::DomainIssueMissing, row.number, *issue);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, STAMP, told};
    use crate::check::check;
    use crate::document::Document;
    use crate::finding::Code;
    use crate::layout::FileKind;

    fn basic(item: &str, value: &str) -> Vec<(Code, u32)> {
        told(&Example::of(FileKind::Upkihon).with(item, value).check())
    }

    #[test]
    fn an_image_is_one_of_this_file() {
        let name = |sender: &str, stamp: &str, end: &str| {
            format!("UPKIHON_IMAGE_{sender}_43_5070100002_11_{stamp}_{end}")
        };
        let item = "family_image_file";
        let own = "5070022016";
        assert_eq!(basic(item, &name(own, STAMP, "0001.jpg")), []);
        assert_eq!(basic(item, &name(own, STAMP, "0001.JPG")), []);
        for wrong in [
            "family.jpg".into(),
            name(own, STAMP, "1.jpg"),
            name(own, STAMP, "0001.png"),
        ] {
            assert_eq!(basic(item, &wrong), [(Code::ImageNameForm, 1)], "{wrong}");
        }
        for other in [
            name("5070022024", STAMP, "0001.jpg"),
            name(own, "20260826093001", "0001.jpg"),
        ] {
            assert_eq!(
                basic(item, &other),
                [(Code::ImageNameDiffers, 1)],
                "{other}"
            );
        }
    }

    #[test]
    fn what_is_other_says_what() {
        assert_eq!(basic("consultation_method", "01"), []);
        assert_eq!(
            basic("consultation_method", "03"),
            [(Code::OtherMethodMissing, 1)]
        );
        let issue = Example::of(FileKind::Upyobo).with("social_has_issue", "1");
        assert_eq!(told(&issue.check()), [(Code::DomainIssueMissing, 1)]);
        assert_eq!(told(&issue.with("social_issue", "外出の機会").check()), []);
    }

    #[test]
    fn annexes_have_numbers_of_their_own() {
        let row = Example::of(FileKind::UpyoboSub);
        assert_eq!(
            told(&row.and(row.row()).check()),
            [(Code::AnnexNumbersTwice, 2)]
        );
        let next = row.row().with("service_no", "2");
        assert_eq!(told(&row.and(next).check()), []);
        for kind in [FileKind::UpkihonSub1, FileKind::UpkihonSub2] {
            let row = Example::of(kind);
            assert_eq!(told(&row.and(row.row()).check()), [(Code::RecordTwice, 2)]);
        }
    }

    #[test]
    fn a_name_with_extra_zeros_says_why_it_is_wrong() {
        let name = format!("UPKIHON_000000_5070022016_43_5070100002_11_{STAMP}.CSV");
        let found = told(&check(&Document::read(&name, Vec::new())));
        assert!(found.contains(&(Code::NameWithExtraZeros, 0)), "{found:?}");
        let found = told(&check(&Document::read(
            "UPKIHON_5070022016.CSV",
            Vec::new(),
        )));
        assert!(!found.contains(&(Code::NameWithExtraZeros, 0)), "{found:?}");
    }

    #[test]
    fn records_of_one_day_are_there_once() {
        for kind in [FileKind::Upkihon, FileKind::Upyobo] {
            let row = Example::of(kind);
            assert_eq!(told(&row.and(row.row()).check()), [(Code::KeyTwice, 2)]);
        }
        let deletions = [
            FileKind::Dlt1kyo,
            FileKind::Dltplan,
            FileKind::Dltjsk,
            FileKind::Dltkihon,
            FileKind::Dltyobo,
        ];
        for kind in deletions {
            let row = Example::of(kind);
            assert_eq!(
                told(&row.and(row.row()).check()),
                [(Code::DeletionTwice, 2)]
            );
        }
    }
}
