//! 介護予防: main records, their annexes and the images of families.

use std::collections::HashSet;

use super::keys::{Keyed, Part};
use super::{Files, on_item, on_person};
use crate::check::person::whole_records;
use crate::document::Document;
use crate::finding::{Code, Finding, Findings};
use crate::layout::FileKind;

const CONSULTATION: [Part; 1] = [Part::date("consulted_on")];
const PLAN: [Part; 1] = [Part::date("plan_date")];

pub(super) fn check(files: Files<'_>, findings: &mut Findings) {
    let basic = files
        .one(FileKind::Upkihon)
        .map(|file| (file, Keyed::of(file, &CONSULTATION)));
    let plans = files
        .one(FileKind::Upyobo)
        .map(|file| (file, Keyed::of(file, &PLAN)));
    if let Some((_, records)) = &basic {
        annex_of_a_record(
            records,
            files.one(FileKind::UpkihonSub1),
            CONSULTATION,
            findings,
        );
        annex_of_a_record(
            records,
            files.one(FileKind::UpkihonSub2),
            CONSULTATION,
            findings,
        );
    }
    if let Some((_, records)) = &plans {
        annex_of_a_record(records, files.one(FileKind::UpyoboSub), PLAN, findings);
    }
    if let (Some(basic), Some(plans)) = (&basic, &plans) {
        same_persons(basic, plans, findings);
        same_persons(plans, basic, findings);
    }
    if let Some((file, records)) = basic {
        named_images_are_there(files, file, findings);
        if records.is_whole() {
            images_are_named(files, file, findings);
        }
    }
    images_are_jpeg(files, findings);
}

/// A record of an annex has its main record: same person, same 相談日 or 計画作成(変更)日 (3.4 (1) to (3), 2.5 Keys).
fn annex_of_a_record(
    records: &Keyed,
    annex: Option<&Document>,
    parts: [Part; 1],
    findings: &mut Findings,
) {
    let Some(annex) = annex else { return };
    let [date] = parts;
    for (key, record) in Keyed::of(annex, &parts).in_order() {
        if records.lacks(key) {
            findings.push(on_item(annex, Code::AnnexWithoutRecord, record, date.ident));
        }
    }
}

/// Plans and basic information that travel together are about the same persons (3.4 (2)).
fn same_persons(one: &(&Document, Keyed), other: &(&Document, Keyed), findings: &mut Findings) {
    let others = other.1.persons();
    if !other.1.is_whole() {
        return;
    }
    let mut persons: Vec<_> = one.1.persons().into_iter().collect();
    persons.sort_unstable_by_key(|(_, record)| *record);
    for (person, record) in persons {
        if !others.contains_key(&person) {
            let finding = on_person(one.0, Code::PersonOnlyInOne, record);
            findings.push(finding.with("kind", other.0.kind().map_or("", FileKind::prefix)));
        }
    }
}

/// UPKIHON item 62 names an image of the set (3.4 (1)).
fn named_images_are_there(files: Files<'_>, basic: &Document, findings: &mut Findings) {
    let images: HashSet<String> = files
        .all(FileKind::UpkihonImage)
        .map(|image| written(image.name()))
        .collect();
    for (record, name) in image_names(basic) {
        if !images.contains(&written(&name)) {
            findings.push(on_item(basic, Code::ImageMissing, record, IMAGE_ITEM));
        }
    }
}

/// Every image is named by a record of UPKIHON (3.4 (1)).
fn images_are_named(files: Files<'_>, basic: &Document, findings: &mut Findings) {
    let names: HashSet<String> = image_names(basic).map(|(_, name)| written(&name)).collect();
    for image in files.all(FileKind::UpkihonImage) {
        if !names.contains(&written(image.name())) {
            findings.push(Finding::new(Code::ImageNotNamed, image.name().clone()));
        }
    }
}

/// 家族構成 画像 is a JPEG file (3.4 (1)). An empty file is told of the file itself.
fn images_are_jpeg(files: Files<'_>, findings: &mut Findings) {
    for image in files.all(FileKind::UpkihonImage) {
        let bytes = image.bytes();
        if !bytes.is_empty() && !bytes.starts_with(b"\xFF\xD8\xFF") {
            findings.push(Finding::new(Code::ImageNotJpeg, image.name().clone()));
        }
    }
}

const IMAGE_ITEM: &str = "family_image_file";

/// The records that name an image, and the name.
fn image_names(basic: &Document) -> impl Iterator<Item = (u32, String)> {
    let no = basic
        .layout()
        .and_then(|layout| layout.no(IMAGE_ITEM))
        .unwrap_or(0);
    whole_records(basic).filter_map(move |record| {
        let name = record.field(no)?.text().trim().to_owned();
        (!name.is_empty()).then_some((record.number() as u32, name))
    })
}

/// The rule says .jpg, its example .JPG: both name the same file.
fn written(name: &str) -> String {
    name.to_ascii_uppercase()
}
