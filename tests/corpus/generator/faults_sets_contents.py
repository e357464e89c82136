"""Files of a set that do not agree with each other."""
from generator import clean, plans, prevention
from generator.faults_sets import refused
from generator.slips import Service, Use, plan_sheet, supplement_sheet, table7_sheet, use_slip
from generator.world import CENTER, OFFICES, SAITO, SATO, SUPPORT, OSHIRO, YAMAZAKI

VISITS = OFFICES["11"]


def visits(days=(2, 9), code="111111", units=244):
    return Service(code, units, list(days), "0900", "0930")


def use(person=SATO, *services):
    return Use(person, services or [visits()])


def month(plan, slip=None, supplement=None):
    """A set whose files may be about different things; table 6 is the measure."""
    make = lambda maker, uses: maker(plan if uses is None else uses, SUPPORT, VISITS)
    return [make(plan_sheet, plan), make(table7_sheet, slip), make(supplement_sheet, supplement)]


def one(folder, ja, en, files, code, place, record=None, ident=None):
    where = (record, files[place].no(ident) if ident else None) if record else ()
    return refused(folder, ja, en, files, [(code, place, *where)])


def slips():
    both = [use(), use(YAMAZAKI)]
    two = visits((3,), "111211", 387)
    small = month([use()])
    return [
        one("person-without-table-7", "第7表にいない利用者", "a person who is not in table 7", month(both, [use()]), "CP4101", 0, 3, "insured_number"),
        one("person-without-table-6", "第6表にいない利用者", "a person who is not in table 6", month([use()], both, both), "CP4102", 1, 3, "insured_number"),
        one("supplement-missing", "補足情報のない利用者", "a person without a supplement", month(both, None, [use()]), "CP4103", 0, 3, "insured_number"),
        one("supplement-unneeded", "補足情報だけの利用者", "a person with nothing but a supplement", month([use()], None, both), "CP4104", 2, 2, "insured_number"),
        one("code-only-in-table-6", "第7表にないサービスコード", "a service that is not in table 7", month([use(SATO, visits(), two)], [use()]), "CP4105", 0, 3, "service_code"),
        one("code-only-in-table-7", "第6表にないサービスコード", "a service that is not in table 6", month([use()], [use(SATO, visits(), two)]), "CP4106", 1, 2, "service_code"),
        one("counts-differ", "回数が第6表と違う", "a count other than in table 6", month([use(SATO, visits((2, 9, 16)))], [use()]), "CP4107", 1, 1, "count"),
        one("units-differ", "単位数が第6表と違う", "units other than in table 6", month([use(SATO, visits(units=250))], [use()]), "CP4108", 1, 1, "service_units_total"),
        one("limit-exceeded", "区分支給限度基準額を超えている", "more units within the limit than the limit", [*small[:2], small[2].put(1, "benefit_limit_units", 400)], "CP4110", 1, 2, "benefit_limit_within_units"),
        one("excess-differs", "補足情報の超過単位数が第7表と違う", "an excess other than in table 7", [*small[:2], small[2].put(1, "total_excess_units", 5)], "CP4111", 2, 1, "total_excess_units"),
        one("level-unlike-services", "要支援なのに介護給付だけ", "a support level with services of 介護給付 only", [*small[:2], small[2].put(1, "care_level", "12")], "CP4114", 2, 1, "care_level"),
        one("care-level-with-prevention", "要介護なのに予防給付だけ", "a care level with services of 予防給付 only", prevention_services(), "CP4114", 2, 1, "care_level"),
    ]


def prevention_services():
    files = use_slip([Use(OSHIRO, [Service("671001", 500, [1], tais="00001-000002", equipment="車いす")])], SUPPORT, OFFICES["67"])
    return [*files[:2], files[2].put(1, "care_level", "21")]


def care_plans():
    small = clean.small_care_plan()
    two = plans.care_plan([plans.SMALL[0], plans.Plan(YAMAZAKI, "21")], SUPPORT, VISITS)
    other_row = small[1].copy()
    other_row.rows.append(other_row.rows[0] | {"care_plan_date": "20260801"})
    return [
        one("supplement-date-differs", "補足情報の作成日が第1表と違う", "a plan's date in the supplement other than in table 1", [*small[:3], small[3].put(1, "care_plan_date", "20260819")], "CP4112", 3, 1, "care_plan_date"),
        one("supplement-level-differs", "補足情報の要介護状態区分が第1表と違う", "a care level other than in table 1", [*small[:3], small[3].put(1, "care_level", "23")], "CP4113", 3, 1, "care_level"),
        one("table-2-of-another-plan", "第1表にない計画の第2表", "table 2 of a plan that is not in table 1", [small[0], other_row, *small[2:]], "CP4120", 1, 4, "care_plan_date"),
        one("plan-without-table-2", "第2表のない計画", "a plan without table 2", [two[0], small[1], *two[2:]], "CP4121", 0, 2, "insured_number"),
        one("plan-without-table-3", "第3表のない計画", "a plan without table 3", [*two[:2], small[2], two[3]], "CP4122", 0, 2, "insured_number"),
    ]


def annexes():
    basic = clean.small_basic_info()
    other_day = basic[1].copy()
    other_day.rows.append(other_day.rows[0] | {"consulted_on": "20260809"})
    name, _ = basic[3].file()
    png = (name, b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR")
    both = prevention.plan_set([SAITO, OSHIRO], CENTER, SUPPORT) + prevention.basic_set([SAITO], CENTER, SUPPORT)
    return [
        one("annex-without-record", "本体のない別表", "an annex without its record", [basic[0], other_day, *basic[2:]], "CP4130", 1, 4, "consulted_on"),
        one("image-missing", "画像がセットにない", "a picture that is not in the set", basic[:3], "CP4131", 0, 1, "family_image_file"),
        one("image-not-named", "どの利用者にも書かれていない画像", "a picture that nobody names", [basic[0].put(1, "family_image_file", ""), *basic[1:]], "CP4132", 3),
        one("image-not-jpeg", "画像の中身が PNG", "a picture that is PNG inside", [*basic[:3], png], "CP4133", 3),
        one("person-in-one-only", "利用者基本情報のない利用者", "a person without basic information", both, "CP4134", 0, 2, "insured_number"),
    ]


def cases():
    return slips() + care_plans() + annexes()
