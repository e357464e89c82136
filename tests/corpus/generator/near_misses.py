"""Files that look odd and are right: what a checker must not complain about."""
from generator import plans, prevention
from generator.form import Party, numbered
from generator.slips import Service as S, Use, actuals_sheet, use_slip
from generator.world import (CENTER, HAMADA, HELPERS_2, HIGA, KAMIYA, KINJO, KUWABARA, OFFICES, OSHIRO, Person, SATO, SUPPORT, SUZUKI,
                             TAKAHASHI, WATANABE, YAMAZAKI)

VISITS = OFFICES["11"]
# A number with a letter, which only its third character may be.
LETTERED = Party(numbered("60A020300"), "11", "訪問介護事業所（英字）")
# A person is insurer and number together: the number of 佐藤花子 at another insurer. Insured from 40 on.
NAMESAKE = Person(18, "與那嶺　澄", "ヨナミネ　キヨシ", 1, "19860901", "21", insured=SATO.insured)


def month():
    """The first and the last day, midnight, two helpers at once, a whole month by the day, the limit to the unit."""
    uses = [
        Use(SATO, [S("111111", 244, [1, 30], "2330", "0000"), S("111211", 387, [1], "2200", "0600"), S("111111", 250, [2], "0000", "0030")]),
        Use(NAMESAKE, [S("111111", 3353, [1, 2, 3, 4, 5], "0900", "1000")]),
        Use(YAMAZAKI, [S("111211", 387, [1, 2, 3], "0900", "1000", price="11.40"), S("171007", 300, [1], tais="00001-000010", equipment="手すり"),
                       S("171007", 250, [1], tais="00001-000020", equipment="手すり")]),
        Use(WATANABE, [S("111111", 244, [1], "0900", "0930"), S("731111", 344, [1], prorated=list(range(1, 31)))]),
        Use(HAMADA, [S("111111", 244, [1], "0900", "0930")]),
    ]
    table6, table7, supplement = use_slip(uses, SUPPORT, LETTERED)
    for sheet in (table6, table7):
        for row in sheet.rows:
            if row["service_office"] == VISITS.number:
                row["service_office"] = LETTERED.number
    # Two helpers at the same time are one row of 回数 2.
    helpers = next(record for record, row in enumerate(table6.rows, 1) if row["insured_number"] == HAMADA.insured)
    table6 = table6.put(helpers, "count", 2)
    rows = [record for record, row in enumerate(table7.rows, 1) if row["insured_number"] == HAMADA.insured]
    for record in rows:
        # Public assistance pays the user's share.
        doubled = {ident: 488 for ident in ("service_units_total", "managed_units", "benefit_limit_within_units")}
        doubled |= {"cost_total": 4880, "insurance_claim": 4392, "copay_insured": 0}
        for ident, value in doubled.items():
            table7 = table7.put(record, ident, value)
    table7 = table7.put(rows[0], "count", 2)
    # The limit applies from the last day on, or to the first.
    supplement = supplement.put(1, "limit_from", "20260930").put(2, "limit_to", "20260901")
    # Empty text needs no quotes.
    return [table6, table7, supplement.put_raw(3, "address_2", b"")]


def money_on_subtotals():
    """As on the paper form: where a kind has several rows, the money stands on their subtotal only."""
    uses = [Use(KINJO, [S("111111", 244, [1, 8], "0900", "0930"), S("111211", 387, [3], "1400", "1500"), S("111311", 567, [5], "1000", "1130")])]
    files = use_slip(uses, SUPPORT, VISITS)
    for record in range(1, 4):
        for ident in ("benefit_limit_excess_units", "benefit_limit_within_units", "unit_price", "cost_total", "benefit_rate", "insurance_claim", "copay_insured", "copay_full"):
            files[1] = files[1].put(record, ident, "")
    # 1442 × 11.40 = 16438.8
    for record in (4, 5):
        for ident, value in (("cost_total", 16438), ("insurance_claim", 14794), ("copay_insured", 1644)):
            files[1] = files[1].put(record, ident, value)
    files[1] = files[1].put(4, "unit_price", "11.40").put(4, "benefit_rate", 90)
    return files


def rows_of(sheet, **values):
    """The numbers of the records with these values."""
    return [record for record, row in enumerate(sheet.rows, 1) if all(row.get(ident) == value for ident, value in values.items())]


def practice():
    """Additions to equipment, grab rails from the middle of the month on, nights of 小規模多機能, stays of two kinds, a move to another insurer."""
    grab = {"tais": "00001-000010", "equipment": "手すり"}
    moved = Person(19, SATO.name, SATO.kana, SATO.sex, SATO.birth, "22", insured=SATO.insured)
    moved.insurer = WATANABE.key()["insurer_number"]
    uses = [
        Use(YAMAZAKI, [S("171007", 300, [1], discriminator=1, **grab), S("171007", 300, [16], discriminator=2, **grab),
                       S("178001", 45, [30], outside=True), S("111111", 244, [2], "0900", "0930"), S("118000", 37, [30], outside=True),
                       S("311111", 515, [4], outside=True)]),
        Use(WATANABE, [S("731131", 10423, [1], "1600", "0900"), S("171001", 500, [1], tais="00001-000002", equipment="車いす")]),
        Use(HIGA, [S("211111", 645, [1, 2, 3], days_before=3), S("221111", 800, [10, 11], days_before=3),
                   S("171001", 500, [1], tais="00001-000002", equipment="車いす")]),
        Use(TAKAHASHI, [S("171001", 500, [1], tais="00001-000002", equipment="車いす"), S("111111", 244, [1], "0900", "0930"),
                        S("111111", 244, [2], "0900", "0930", office=HELPERS_2)]),
        # Two insurers in one month: two persons to the standard.
        Use(SATO, [S("171001", 250, [1], tais="00001-000002", equipment="車いす")]),
        Use(moved, [S("171001", 250, [16], tais="00001-000002", equipment="車いす")]),
    ]
    table6, table7, supplement = use_slip(uses, SUPPORT, OFFICES["17"])
    # The subtotal of visits counts in the money of the addition outside the limit.
    (subtotal,) = rows_of(table7, insured_number=YAMAZAKI.insured, service_code="11AAAA")
    for ident, value in (("unit_price", "10.00"), ("cost_total", 2810), ("insurance_claim", 2529), ("copay_insured", 281), ("benefit_rate", 90)):
        table7 = table7.put(subtotal, ident, value)
    # A subtotal over two offices is of neither.
    (subtotal,) = rows_of(table7, insured_number=TAKAHASHI.insured, service_code="11AAAA")
    table7 = table7.put(subtotal, "service_office", "9999999999")
    # The level changes within the month: both sides are right.
    (record,) = rows_of(supplement, insured_number=WATANABE.insured)
    supplement = supplement.put(record, "care_level", "13").put(record, "care_level_changed_on", "20260916")
    # The days of both kinds of stay together, which are five.
    for code, planned in (("211111", 3), ("221111", 2)):
        (record,) = rows_of(table7, insured_number=HIGA.insured, service_code=code)
        table7 = table7.put(record, "days_planned", planned)
    return [table6, table7, supplement]


def zeros_for_blanks():
    """Where the subtotal has the money, some exporters write 0 in its rows instead of leaving them empty."""
    files = money_on_subtotals()
    for record in range(1, 4):
        for ident in ("benefit_limit_excess_units", "benefit_limit_within_units", "cost_total", "insurance_claim", "copay_insured", "copay_full"):
            files[1] = files[1].put(record, ident, 0)
    # No kind has a limit of its own.
    return [files[0], files[1].put_all("kind_limit_excess_units", 0).put_all("kind_limit_within_units", 0), files[2]]


def same_building():
    """同一建物減算: the limit counts the units before the reduction, the money those after it."""
    table6, table7, supplement = use_slip([Use(SATO, [S("111111", 220, [2, 9], "0900", "0930")])], SUPPORT, VISITS)
    for record in (1, 2):
        table7 = table7.put(record, "managed_units", 488).put(record, "benefit_limit_within_units", 488)
    return [table6, table7, supplement]


ENTRUSTED = [
    Use(OSHIRO, [S("671001", 500, [1], tais="00001-000002", equipment="車いす"), S("A21111", 39, [11], prorated=list(range(11, 31)))]),
    Use(SUZUKI, [S("A21111", 1176, [2], zero_days=(9, 16))]),
    Use(KAMIYA, [S("A21111", 1176, [2])]),
]


def entrusted():
    """介護予防 that a 地域包括支援センター entrusts to the sender: the plans are the center's. A row of prorated days may say 回数 1."""
    table6, table7, supplement = use_slip(ENTRUSTED, SUPPORT, OFFICES["A2"])
    (prorated,) = rows_of(table6, insured_number=OSHIRO.insured, service_code="A21111")
    table6 = table6.put_all("planning_office", CENTER.number).put(prorated, "count", 1)
    # 事業対象者 are not certified: no period.
    (record,) = rows_of(supplement, insured_number=SUZUKI.insured)
    for ident in ("limit_from", "limit_to", "certification_date"):
        supplement = supplement.put(record, ident, "")
    return [table6, table7, supplement]


def entrusted_actuals():
    return [actuals_sheet(ENTRUSTED, SUPPORT, OFFICES["A2"]).put_all("planning_office", CENTER.number)]


def care_plan_of_practice():
    """Numbers with a gap, support without an office, a night of 17 hours, an application without a level, a plan of the center."""
    files = plans.care_plan([plans.Plan(KUWABARA, "21"), plans.Plan(OSHIRO, "21"), plans.Plan(SATO, "11", pending=True, first=plans.DATE)], SUPPORT, VISITS)
    table1, table2, table3, supplement = files
    family = table2.rows[1]
    family |= {"insured_service": "N", "service_type_name": "家族の見守り", "service_office": "", "service_office_name": "長女"}
    return [table1.put(2, "support_office", CENTER.number), table2, table3, supplement]


def care_plan():
    """Repeated texts instead of blanks, a second goal below one need, numbers with zeros, nights, question marks."""
    files = plans.care_plan([plans.Plan(SATO, "11", first=plans.DATE, reason="1"), plans.Plan(KINJO, "21")], SUPPORT, VISITS)
    table1, table2, table3, _ = files
    first = table2.rows[0]
    for ident in ("issue", "long_term_goal", "short_term_goal", "long_term_period", "short_term_period"):
        table2.rows[1][ident] = first[ident]
    table2.rows.insert(2, first | {"issue": "", "goal_no": 2, "long_term_goal": "外出を続ける", "short_term_goal": "週１回買い物に行く", "support_no": 1})
    for row in table2.rows:
        for ident in ("issue_no", "goal_no", "support_no"):
            row[ident] = f"{int(row[ident]):02}"
    table1 = table1.put(1, "needs_analysis", "（本人）「一人で歩けますか?」と聞くと「歩ける!」\n■希望\r\n・ｶﾌｪに行きたい～①週２回…")
    table3 = table3.put(1, "service_from", "2200").put(1, "service_to", "0600")
    return [table1, table2, table3, files[3]]


def basic_info():
    """Two consultations of one person; annexes of both."""
    files = prevention.basic_set(prevention.SMALL, CENTER, SUPPORT)
    later = {"consulted_on": "20260815", "previous_consultation_on": prevention.CONSULTED, "family_image_file": ""}
    files[0].rows.append(files[0].rows[0] | later)
    files[1].rows.append(files[1].rows[0] | {"consulted_on": "20260815"})
    return files


SETS = [
    ("use_slip-near-misses", "use_slip", "予定：正しいが変わって見えるもの（深夜、2人での訪問、限度ちょうど、同じ番号の別の人）",
     "plans that look odd and are right: nights, two helpers, exactly the limit, the same number at two insurers", month),
    ("use_slip-money-on-subtotals", "use_slip", "予定：金額は小計だけ（様式のとおり）", "money on subtotals only, as on the paper form", money_on_subtotals),
    ("use_slip-zeros-for-blanks", "use_slip", "予定：金額は小計だけで、明細は 0", "money on subtotals, zeros in their rows", zeros_for_blanks),
    ("use_slip-same-building", "use_slip", "予定：同一建物減算（給付管理単位数は減算前）", "a reduction for users in the same building", same_building),
    ("use_slip-practice", "use_slip", "予定：実務にある例（福祉用具の加算、月途中の用具、泊まり、2種類の短期入所、月途中の転居、事業所をまたぐ小計）",
     "what offices do: additions to equipment, equipment from mid-month on, nights, stays of two kinds, a move to another insurer, a subtotal over offices", practice),
    ("use_slip-entrusted", "use_slip", "予定：地域包括支援センターからの委託（日割、月額、事業対象者）", "介護予防 entrusted to the sender: prorated days, monthly fees, 事業対象者", entrusted),
    ("actuals-entrusted", "actuals", "実績：地域包括支援センターからの委託", "actuals of 介護予防 entrusted to the receiver", entrusted_actuals),
    ("care_plan-practice", "care_plan", "居宅サービス計画：実務にある例（家族の支援、申請中、委託元の番号）", "family support without an office, an application, a plan of the center",
     care_plan_of_practice),
    ("care_plan-near-misses", "care_plan", "居宅サービス計画：正しいが変わって見えるもの（繰り返した文、0 の付いた番号、夜間）",
     "care plans that look odd and are right: repeated texts, numbers with zeros, nights", care_plan),
    ("basic_info-two-consultations", "basic_info", "利用者基本情報：同じ人の2回の相談", "two consultations of one person", basic_info),
]
