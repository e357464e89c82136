//! Basic information, prevention plans, annexes and images.

use super::*;

const IMAGE: &str = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg";

fn image(bytes: &[u8]) -> Document {
    Document::read(IMAGE, bytes.to_vec())
}

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0";

#[test]
fn annexes_belong_to_a_record() {
    use FileKind::*;
    let (on_1st, on_2nd): (Cells<'_>, Cells<'_>) = (
        &[("consulted_on", "20260801")],
        &[("consulted_on", "20260802")],
    );
    let basic = file(Upkihon, &[(ANNA, on_1st)]);
    for annex in [UpkihonSub1, UpkihonSub2] {
        let (right, wrong) = (
            file(annex, &[(ANNA, on_1st)]),
            file(annex, &[(ANNA, on_1st), (ANNA, on_2nd)]),
        );
        assert_eq!(told(SetKind::BasicInfo, &[&basic, &right]), []);
        assert_eq!(
            told(SetKind::BasicInfo, &[&basic, &wrong]),
            only(Code::AnnexWithoutRecord, annex, 2)
        );
    }
    let planned: Cells<'_> = &[("plan_date", "20260801")];
    let plan = file(Upyobo, &[(ANNA, planned)]);
    let annex = file(UpyoboSub, &[(BERTA, planned)]);
    assert_eq!(
        told(SetKind::PreventionPlan, &[&plan, &annex]),
        only(Code::AnnexWithoutRecord, UpyoboSub, 1)
    );
    let other = file(Upkihon, &[(ANNA, on_1st), (BERTA, on_1st)]);
    assert_eq!(
        told(SetKind::PreventionPlanWithBasicInfo, &[&plan, &other]),
        only(Code::PersonOnlyInOne, Upkihon, 2)
    );
    assert_eq!(
        told(SetKind::PreventionPlanWithBasicInfo, &[&plan, &basic]),
        []
    );
}

#[test]
fn images_are_there_named_and_jpeg() {
    use FileKind::*;
    let named: Cells<'_> = &[("consulted_on", "20260801"), ("family_image_file", IMAGE)];
    let upper = IMAGE.replace(".jpg", ".JPG");
    let upper: Cells<'_> = &[("consulted_on", "20260801"), ("family_image_file", &upper)];
    let plain: Cells<'_> = &[("consulted_on", "20260801")];
    for cells in [named, upper] {
        let basic = file(Upkihon, &[(ANNA, cells)]);
        assert_eq!(told(SetKind::BasicInfo, &[&basic, &image(JPEG)]), []);
        assert_eq!(
            told(SetKind::BasicInfo, &[&basic]),
            only(Code::ImageMissing, Upkihon, 1)
        );
    }
    let on_image = |code: Code| vec![(code, "UPKIHON_IMAGE".to_owned(), None)];
    assert_eq!(
        told(
            SetKind::BasicInfo,
            &[&file(Upkihon, &[(ANNA, plain)]), &image(JPEG)]
        ),
        on_image(Code::ImageNotNamed)
    );
    let basic = file(Upkihon, &[(ANNA, named)]);
    assert_eq!(
        told(SetKind::BasicInfo, &[&basic, &image(b"\x89PNG")]),
        on_image(Code::ImageNotJpeg)
    );
    assert_eq!(told(SetKind::BasicInfo, &[&basic, &image(b"")]), []);
}
