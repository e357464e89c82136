"""Sets: what is missing, mixed, or must not travel together."""
from generator import clean
from generator.form import Case, Party
from generator.world import CENTER, HELPERS_2, OFFICES, SUPPORT

INCOMPLETE, STAMP, SENDER, RECEIVER, MONTH, FOREIGN = "CP4001", "CP4002", "CP4003", "CP4004", "CP4005", "CP4006"
DUPLICATE, NOT_ADDRESSED, ERRORS, NAME, OLDER, MIXED = "CP4007", "CP4008", "CP4009", "CP4011", "CP4012", "CP4013"
NO_FILE = ""


def refused(folder, ja, en, files, findings, check="set"):
    """`findings`: (code, file) or (code, file, record, item); a file by its place in `files`."""
    case = Case(folder, ja, en, files, check=check)
    for code, place, *where in findings:
        record, item = where or (None, None)
        case.findings.append((code, record, item, place if place == NO_FILE else case.files[place][0]))
    return case


def without(folder, make, kind, ja, en):
    files = [file for file in make() if file.kind != kind]
    return refused(folder, ja, en, files, [(INCOMPLETE, NO_FILE)])


def odd(folder, make, place, code, ja, en, **changes):
    """One file of a set that differs from the others."""
    files = make()
    files[place] = files[place].copy(**changes)
    return refused(folder, ja, en, files, [(code, place)])


LATER = "20260826093001"
OTHER_RECEIVER = HELPERS_2


def nobody(files):
    return [(name.replace("_6070201006_11_", "_0000000000_00_"), content) for name, content in (file.file() for file in files)]


def cases():
    slip, plan, basic, prevention = clean.small_slip, clean.small_care_plan, clean.small_basic_info, clean.small_prevention_plan
    with_error = slip()
    with_error[1] = with_error[1].put(1, "units", "ー")
    bad_name = [file.file() for file in slip()]
    bad_name[0] = ("yotei.csv", bad_name[0][1])
    return [
        without("use-slip-without-table-7", slip, "UPSIKYU", "予定のセットに UPSIKYU がない", "plans without table 7"),
        without("use-slip-without-supplement", slip, "UPHOSOKU", "予定のセットに UPHOSOKU がない", "plans without the supplement"),
        without("use-slip-without-table-6", slip, "UPPLAN", "予定のセットに UPPLAN がない", "plans without table 6"),
        without("care-plan-without-table-2", plan, "UP2KYO", "居宅サービス計画のセットに UP2KYO がない", "a care plan without table 2"),
        without("care-plan-without-table-3", plan, "UP3KYO", "居宅サービス計画のセットに UP3KYO がない", "a care plan without table 3"),
        without("care-plan-without-supplement", plan, "UPHOSOKU", "居宅サービス計画のセットに UPHOSOKU がない", "a care plan without the supplement"),
        odd("stamp-mixed", slip, 1, STAMP, "UPSIKYU だけ作成日時が1秒違う", "table 7 with a stamp one second later", stamp=LATER),
        image_of_other_stamp(),
        annex_of_other_stamp(),
        odd("sender-mixed", slip, 2, SENDER, "UPHOSOKU だけ送信元が違う", "the supplement from another sender", sender=CENTER),
        odd("receiver-mixed", slip, 2, RECEIVER, "UPHOSOKU だけ送信先が違う", "the supplement for another receiver", receiver=OTHER_RECEIVER),
        odd("receiver-kind-mixed", slip, 2, RECEIVER, "UPHOSOKU だけ送信先の種類が違う", "the supplement for another kind of the receiver",
            receiver=Party(OFFICES["11"].number, "12")),
        month_mixed(),
        refused("table-1-with-a-month", "予定のセットに UP1KYO", "table 1 among the files of a month", slip() + plan()[:1], [(FOREIGN, 3)]),
        refused("deletion-with-plans", "予定のセットに削除", "a deletion among plans", slip() + [clean.slip_deletion().copy(stamp="20260826093000")], [(FOREIGN, 3)]),
        refused("table-6-twice", "同じ種別のファイルが2つ（別の作成日時）", "two files of a kind, of different stamps",
                slip() + [slip()[0].copy(stamp=LATER)], [(DUPLICATE, 3), (STAMP, 3)]),
        refused("not-addressed", "送信先が 0000000000_00", "the receiver is 0000000000_00", nobody(slip()),
                [(code, place) for place in range(3) for code in ("CP1004", NOT_ADDRESSED)], "send"),
        refused("with-errors", "エラーのあるファイル", "a file with an error", with_error, [("CP2030", 1, 1, with_error[1].no("units")), (ERRORS, 1)], "send"),
        refused("supplement-alone", "UPHOSOKU だけ", "the supplement alone", slip()[2:], [(INCOMPLETE, NO_FILE), (INCOMPLETE, NO_FILE)]),
        refused("annex-alone", "別表だけ", "an annex alone", prevention()[1:], [(INCOMPLETE, NO_FILE)]),
        refused("image-alone", "画像だけ", "a picture alone", basic()[3:], [(INCOMPLETE, NO_FILE)]),
        refused("name-unusable", "名前が標準の形式でないファイル", "a file whose name is not of the standard's form", bad_name, [("CP1001", 0), (NAME, 0)], "send"),
        refused("older-edition", "3.x 版のファイル", "files of edition 3.x", [file.copy(edition="3.x") for file in slip()],
                [(code, place) for place in range(3) for code in ("CP1114", OLDER)], "send"),
        refused("older-edition-mixed", "UPHOSOKU だけ 4.0 版", "only the supplement is of edition 4.0", slip()[:2] + [slip()[2].copy(edition="4.0")],
                [("CP1114", 2), (MIXED, 2)]),
        refused("older-edition-among-others", "送るセットのうち UPHOSOKU だけ 4.0 版", "only the supplement of a set that is sent is of edition 4.0",
                slip()[:2] + [slip()[2].copy(edition="4.0")], [("CP1114", 2), (OLDER, 2)], "send"),
    ]


def image_of_other_stamp():
    files = clean.small_basic_info()
    image = files[3].copy(stamp="20260820150001")
    files = [files[0].put(1, "family_image_file", image.name()), *files[1:3], image]
    return refused("stamp-mixed-image", "画像だけ作成日時が違う", "a picture with another stamp", files,
                   [(STAMP, 3), ("CP3504", 0, 1, files[0].no("family_image_file"))])


def annex_of_other_stamp():
    files = clean.small_basic_info()
    files[1] = files[1].copy(stamp="20260820150001")
    return refused("stamp-mixed-annex", "別表だけ作成日時が違う", "an annex with another stamp", files, [(STAMP, 1)])


def month_mixed():
    """Table 7 of October beside table 6 of September."""
    files = clean.small_slip()
    october = files[1].copy(month="202610").put_all("target_month", "202610")
    files[1] = october
    return refused("month-mixed", "UPSIKYU だけ翌月分", "table 7 of the month after", files, [(MONTH, 1)])
