"""Files that are right: every set of every edition, every kind of file, every item and every code."""
from generator import months, near_misses, plans, prevention
from generator.form import Case, Image, LAYOUTS, Sheet
from generator.slips import actuals_sheet, deletion, use_slip
from generator.world import CENTER, CENTER_43, CENTER_AF, OFFICES, SUPPORT

VISITS, EQUIPMENT = OFFICES["11"], OFFICES["17"]
TO_SUPPORT = SUPPORT


def small_slip():
    return use_slip(months.SMALL, SUPPORT, VISITS)


def details_slip():
    files = use_slip(months.DETAILS, SUPPORT, VISITS)
    # Nobody knows which of the two is fixed to 9999999999; both are an office number.
    return [files[0], files[1].put_all("office_code", "9999999999").put_all("operator_code", "9999999999"), files[2]]


def small_care_plan():
    return plans.care_plan(plans.SMALL, SUPPORT, VISITS)


def small_actuals():
    return actuals_sheet(months.SMALL, SUPPORT, VISITS)


def details_actuals():
    """Percentage additions have 0 units in actuals."""
    sheet = actuals_sheet(months.DETAILS, SUPPORT, VISITS)
    for row in sheet.rows:
        if row["service_code"] == "116275":
            row["units"] = 0
    return sheet


def small_basic_info():
    return prevention.basic_set(prevention.SMALL, CENTER, TO_SUPPORT)


def small_prevention_plan():
    return prevention.plan_set(prevention.SMALL, CENTER, TO_SUPPORT)


def plan_deletion(people=plans.SMALL):
    rows = [plan.person.key() | {"care_plan_date": plans.DATE} for plan in people]
    return deletion("DLT1KYO", SUPPORT, VISITS, rows, month=None)


def slip_deletion(uses=tuple(months.SMALL)):
    return deletion("DLTPLAN", SUPPORT, VISITS, [use.person.key() | {"target_month": "202609"} for use in uses])


def actuals_deletion(uses=tuple(months.SMALL)):
    rows = [use.person.key() | {"target_month": "202609", "service_office": VISITS.number, "service_kind": VISITS.kind} for use in uses]
    return deletion("DLTJSK", VISITS, SUPPORT, rows, "20261002090000")


def basic_info_deletion(persons=tuple(prevention.SMALL)):
    rows = [person.key() | {"consulted_on": prevention.CONSULTED} for person in persons]
    return deletion("DLTKIHON", CENTER, TO_SUPPORT, rows, month=None)


def prevention_plan_deletion(persons=tuple(prevention.SMALL)):
    rows = [person.key() | {"plan_date": prevention.PLAN_DATE} for person in persons]
    return deletion("DLTYOBO", CENTER, TO_SUPPORT, rows, month=None)


def capital_jpg():
    """The rule says .jpg, the example .JPG."""
    files = prevention.basic_set(prevention.SMALL, CENTER, TO_SUPPORT)
    image = files[3].copy(extension="JPG")
    return [files[0].put(1, "family_image_file", image.name()), image]


# Folder, set, Japanese, English, files.
SETS = [
    ("use_slip", "use_slip", "予定：小さい例", "a small month of plans", small_slip),
    ("use_slip-details", "use_slip", "予定：サテライト、小計、限度超過、30日超、割引、種類支給限度", "satellites, subtotals, limits, over 30 days, a discount",
     details_slip),
    ("use_slip-care-kinds", "use_slip", "予定：介護給付のすべてのサービス種類", "every kind of 介護給付",
     lambda: use_slip(months.CARE_KINDS, SUPPORT, EQUIPMENT)),
    ("use_slip-prevention-kinds", "use_slip", "予定：予防給付のすべてのサービス種類（送信元 46）", "every kind of 予防給付, sent by kind 46",
     lambda: use_slip(months.PREVENTION_KINDS, CENTER, OFFICES["67"])),
    ("use_slip-general-kinds", "use_slip", "予定：総合事業のすべてのサービス種類（送信元 AF）", "every kind of 総合事業, sent by kind AF",
     lambda: use_slip(months.GENERAL_KINDS, CENTER_AF, OFFICES["A2"])),
    ("use_slip_delete", "use_slip_delete", "予定の削除", "deletion of plans", lambda: [slip_deletion(months.DETAILS)]),
    ("care_plan", "care_plan", "居宅サービス計画：すべての計画書区分", "care plans of every class",
     lambda: plans.care_plan(plans.FULL, SUPPORT, VISITS)),
    ("care_plan_delete", "care_plan_delete", "居宅サービス計画の削除", "deletion of care plans", lambda: [plan_deletion(plans.FULL)]),
    ("actuals", "actuals", "実績：サテライト、0単位の加算", "actuals with satellites and an addition of 0 units", lambda: [details_actuals()]),
    ("actuals-equipment", "actuals", "実績：福祉用具貸与（TAISコード、届出コード、明細判別コード）", "actuals of equipment rental",
     lambda: [actuals_sheet(months.CARE_KINDS, SUPPORT, EQUIPMENT)]),
    ("actuals-short-stay", "actuals", "実績：短期入所（前月までの利用日数、30日超）", "actuals of a short stay, over 30 days",
     lambda: [actuals_sheet(months.DETAILS, SUPPORT, OFFICES["21"])]),
    ("actuals-by-the-day", "actuals", "実績：日割", "actuals paid by the day", lambda: [actuals_sheet(months.CARE_KINDS, SUPPORT, OFFICES["73"])]),
    ("actuals_delete", "actuals_delete", "実績の削除", "deletion of actuals", lambda: [actuals_deletion(months.DETAILS)]),
    ("basic_info", "basic_info", "利用者基本情報：別表と画像あり", "basic information with annexes and a picture",
     lambda: prevention.basic_set(prevention.FULL, CENTER, TO_SUPPORT)),
    ("basic_info-alone", "basic_info", "利用者基本情報：別表も画像もなし", "basic information without annexes",
     lambda: [prevention.basic_info(prevention.SMALL, CENTER, TO_SUPPORT)]),
    ("basic_info-capital-jpg", "basic_info", "利用者基本情報：拡張子 .JPG の画像", "a picture with the extension .JPG", capital_jpg),
    ("basic_info_delete", "basic_info_delete", "利用者基本情報の削除", "deletion of basic information",
     lambda: [basic_info_deletion(prevention.FULL)]),
    ("prevention_plan", "prevention_plan", "介護予防サービス・支援計画", "prevention plans",
     lambda: prevention.plan_set(prevention.SUPPORTED, CENTER_AF, TO_SUPPORT)),
    ("prevention_plan-alone", "prevention_plan", "介護予防サービス・支援計画：別表なし", "a prevention plan without its annex",
     lambda: small_prevention_plan()[:1]),
    ("prevention_plan_with_basic_info", "prevention_plan_with_basic_info", "介護予防サービス・支援計画と利用者基本情報（送信元 43）",
     "prevention plans together with basic information, sent by kind 43",
     lambda: prevention.plan_set(prevention.SUPPORTED, CENTER_43, TO_SUPPORT) + prevention.basic_set(prevention.SUPPORTED, CENTER_43, TO_SUPPORT)),
    ("prevention_plan_delete", "prevention_plan_delete", "介護予防サービス・支援計画の削除", "deletion of prevention plans",
     lambda: [prevention_plan_deletion(prevention.SUPPORTED)]),
    *near_misses.SETS,
]


def cases():
    found = []
    for folder, ident, ja, en, make in SETS:
        files = make()
        found.append(Case(f"4.1/{folder}", ja, en, files, check="send", as_set=ident, edition="4.1"))
        for edition in ("4.0", "3.x"):
            older = in_edition(files, edition)
            if older:
                # An older edition is a warning on each file and nothing more.
                told = [("CP1114", None, None, file.name()) for file in older]
                found.append(Case(f"{edition}/{folder}", ja, en, older, told, check="set", as_set=ident, edition=edition))
    return found


def in_edition(files, edition):
    """The same files in an older edition; empty where it has none of them."""
    older = [file.copy(edition=edition) for file in files if isinstance(file, Image) and edition != "3.x"
             or isinstance(file, Sheet) and file.kind in LAYOUTS[edition]]
    pictures = [file.name() for file in older if isinstance(file, Image)]
    for file in older:
        if file.kind == "UPKIHON" and pictures:
            file.rows[0]["family_image_file"] = pictures[0]
    return older
