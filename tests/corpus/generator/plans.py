"""Tables 1, 2 and 3 and their supplement."""
from generator.form import Sheet
from generator.slips import person_items
from generator.world import (AGARIE, HAMADA, HIGA, KINJO, KUWABARA, MANAGER, OFFICES, PLANNED, SATO, TAKAHASHI, WATANABE,
                             YAMAZAKI)


class Plan:
    """A care plan: what differs from person to person."""

    def __init__(self, person, plan_class, pending=False, reason="", other_reason="", first="20240410", kinds=("11", "17")):
        self.person, self.plan_class, self.pending, self.reason, self.other_reason = person, plan_class, pending, reason, other_reason
        self.first, self.kinds = first, kinds


DATE = "20260820"
SMALL = [Plan(SATO, "21", reason="1")]
# Every 計画書区分; 認定 done and still asked for; every reason of 生活援助.
FULL = SMALL + [
    Plan(YAMAZAKI, "11", pending=True, first=DATE),
    Plan(HIGA, "12", reason="2", kinds=("11", "13", "15")),
    Plan(HAMADA, "51", first=DATE, reason="3", other_reason="同居の妻が入院中のため"),
    Plan(KUWABARA, "52", kinds=("11", "21")),
    Plan(WATANABE, "53"),
    Plan(TAKAHASHI, "54"),
    Plan(AGARIE, "21", kinds=("11", "72")),
    Plan(KINJO, "21", kinds=("11",)),
]


def care_plan(plans, support, receiver, stamp=PLANNED):
    return [make(plans, support, receiver, stamp) for make in (table1, table2, table3, supplement)]


def table1(plans, support, receiver, stamp):
    return Sheet("UP1KYO", support, receiver, stamp, [table1_row(plan, support) for plan in plans])


def table1_row(plan, support):
    items = person_items(plan.person)
    row = plan.person.key() | {ident: items[ident] for ident in ("postal_code", "address_1", "address_2")} | {
        "created_on": DATE, "planner_name": MANAGER, "support_office_name": support.name,
        "support_office_postal_code": "999-0001", "support_office_address_1": "架空市中央１丁目１番１号",
        "support_office_address_2": "㈱架空ビル②階", "support_office": support.number, "care_plan_date": DATE,
        "first_care_plan_date": plan.first, "plan_class": plan.plan_class,
        "needs_analysis": "（本人）自宅での生活を続けたい。\r\n（家族）できるだけ支えたい。",
        "panel_opinion": "特になし", "overall_policy": "心身の状態に合わせ、\"自分でできること\"を大切に,安全に暮らせるよう支援する。",
        "living_support_reason": plan.reason, "other_reason": plan.other_reason, "updating_office": support.number,
    }
    if plan.pending:
        return row | {"certification_status": 1}
    return row | {"certification_status": 2, "certification_date": "20260325", "certified_from": "20260401",
                  "certified_to": "20270331", "care_level": plan.person.level}


NAMES = {"11": "訪問介護", "13": "訪問看護", "15": "通所介護", "17": "福祉用具貸与", "21": "短期入所生活介護", "72": "認知症対応型通所介護"}


def table2(plans, support, receiver, stamp):
    rows = [plan.person.key() | {"created_on": DATE, "care_plan_date": DATE} | row | {"updating_office": support.number}
            for plan in plans for row in table2_rows(plan)]
    return Sheet("UP2KYO", support, receiver, stamp, rows)


def table2_rows(plan):
    """One need with a goal and its services, repeated texts left blank; a second need that the family meets."""
    rows = []
    for number, kind in enumerate(plan.kinds, 1):
        texts = {"issue": "転倒の不安がある", "long_term_goal": "安全に移動できる", "short_term_goal": "手すりを使い歩ける",
                 "long_term_period": "令和８年９月～令和９年８月", "short_term_period": "R8.9.1～R9.2.28"} if number == 1 else {}
        rows.append(texts | {
            "issue_no": 1, "goal_no": 1, "support_no": number, "service_content": f"{NAMES[kind]}による支援", "insured_service": "Y",
            "service_type_name": NAMES[kind], "service_office": OFFICES[kind].number, "service_office_name": OFFICES[kind].name,
            "frequency": "週２回", "service_period": "６か月"})
    return rows + [{
        "issue_no": 2, "issue": "通院の付き添いが要る", "goal_no": 1, "long_term_goal": "通院を続ける", "short_term_goal": "月１回受診する",
        "long_term_period": "令和８年９月～令和９年８月", "short_term_period": "R8.9.1～R9.2.28", "support_no": 1,
        "service_content": "通院の付き添い", "insured_service": "N", "service_type_name": "家族", "service_office_name": "長女",
        "frequency": "月１回", "service_period": "６か月"}]


def table3(plans, support, receiver, stamp):
    rows = [plan.person.key() | {"created_on": DATE, "care_plan_date": DATE} | row for plan in plans for row in table3_rows(plan)]
    return Sheet("UP3KYO", support, receiver, stamp, rows)


def table3_rows(plan):
    weekly = [{"service_content": NAMES[kind], "weekday": (plan.person.serial + number) % 7 + 1, "service_from": "0900", "service_to": "1000"}
              for number, kind in enumerate(plan.kinds)]
    daily = [{"daily_activity": "起床・洗面", "activity_from": "0600", "activity_to": "0630"},
             {"daily_activity": "就寝", "activity_from": "2100", "activity_to": "2100"}]
    return weekly + daily + [{"non_weekly_service": "福祉用具貸与（車いす）、短期入所（月２日）"}]


def supplement(plans, support, receiver, stamp):
    rows = [person_items(plan.person) | {"care_plan_date": DATE, "updating_office": support.number, "target_month": "000000"}
            for plan in plans]
    for plan, row in zip(plans, rows):
        if plan.pending:
            for ident in ("certification_date", "limit_from", "limit_to", "care_level", "benefit_limit_units"):
                row[ident] = ""
            row["certification_status"] = 1
    return Sheet("UPHOSOKU", support, receiver, stamp, rows, "000000")
