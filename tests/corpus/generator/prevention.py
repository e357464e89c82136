"""Basic information, prevention plans, and their annexes."""
from generator.form import Image, Sheet
from generator.world import (CENTER, HAMADA, KAMIYA, KINJO, KOBAYASHI, KUWABARA, OSHIRO, SAITO, SUZUKI, TANAKA)

CONSULTED, PLAN_DATE, STAMP = "20260810", "20260818", "20260820150000"
SMALL = [SAITO]
# As many persons as the longest code list has codes.
FULL = [SAITO, KAMIYA, OSHIRO, TANAKA, KOBAYASHI, SUZUKI, KUWABARA, KINJO, HAMADA]


def pick(codes, place):
    return codes[place % len(codes)]


PHYSICAL = ["01", "11", "12", "21", "22", "31", "32", "41", "42"]
DEMENTIA = ["01", "02", "03", "04", "05", "06", "07", "08"]
LEVELS = ["13", "12", "21", "22", "23", "01", "24", "25"]
HOUSING = ["05", "01", "02", "03", "04", "06", "07", "08"]


def basic_info(persons, sender, receiver, stamp=STAMP, image=None):
    rows = [basic_row(place, person) for place, person in enumerate(persons)]
    if image:
        rows[0]["family_image_file"] = image.name()
    return Sheet("UPKIHON", sender, receiver, stamp, rows)


def basic_row(place, person):
    serial = person.serial
    method = pick(["01", "02", "03"], place)
    row = person.key() | {
        "consulted_on": CONSULTED, "plan_kind": 1 + place % 2, "outsourced": 1 + place % 2, "author": "地域　守",
        "consultation_method": method, "consultation_method_other": "訪問による相談" if method == "03" else "",
        "consultation_count": pick(["02", "01"], place), "previous_consultation_on": "20260310" if place % 2 == 0 else "",
        "user_status": pick(["01", "02"], place), "user_status_note": "同居の家族あり" if place % 2 == 0 else "架空病院に入院中",
        "user_name_kana": person.kana, "user_name": person.name, "sex": person.sex, "birth_date": person.birth,
        "address": f"架空市中央{serial}丁目", "phone": f"0980-00-{serial:04}", "fax": f"0980-01-{serial:04}",
        "physical_independence": pick(PHYSICAL, place), "dementia_independence": pick(DEMENTIA, place),
        "care_level": pick(LEVELS, place), "certified_from": "20260401", "certified_to": "20270331",
        "previous_care_level": pick(LEVELS, place + 1), "checklist_result": 1 + place % 2, "checklist_on": "20260801",
        "disability_physical": place % 2, "disability_intellectual": 0, "disability_mental": (place + 1) % 2,
        "disability_intractable_disease": 0, "disability_note": "身体障害者手帳３級" if place % 2 else "",
        "housing": pick(HOUSING, place), "room_floor": pick(["１", "２階", "B1"], place), "home_modification": 1 + place % 2,
        "income_national_pension": 1, "income_employee_pension": place % 2, "income_disability_pension": 0,
        "income_public_assistance": int(person.insured.startswith("H")), "income_note": "",
    }
    return row if place else row | rest_of_life()


def rest_of_life():
    row = {
        "income_note": "年金 月６万円", "visitor_name": "齋藤　直美", "visitor_address": "架空市東町１－２", "visitor_phone": "090-0000-0001",
        "visitor_relation": "長女", "family_situation": "長女が週末に訪問。\r\n近くに弟がいる。", "life_history": "漁師として70歳まで働いた。",
        "daily_life": "朝は散歩、午後はテレビを見て過ごす。", "hobbies": "三線、囲碁（\"初段\"）", "community": "老人会に月１回参加",
        "public_services": "配食サービス", "private_services": "近所の見守り", "consented_on": CONSULTED, "consenter_name": "齋藤　一郎",
        "disability_note": "手帳なし",
    }
    relations = ["長女", "弟", "姪", "民生委員"]
    for number, relation in enumerate(relations, 1):
        row |= {f"contact_{number}_name": f"連絡　{number}子", f"contact_{number}_relation": relation,
                f"contact_{number}_address": f"架空市東町{number}－１", f"contact_{number}_phone": f"090-0000-001{number}"}
    return row


def daily_annex(persons, sender, receiver, stamp=STAMP):
    parts = [("6:00", "起床、散歩", "朝食の準備"), ("12：00頃", "昼食", ""), ("夜", "テレビ", "夕食・入浴の見守り")]
    rows = [person.key() | {"consulted_on": CONSULTED, "time": time, "own_activity": own, "family_activity": family}
            for person in persons for time, own, family in parts]
    return Sheet("UPKIHON_SUB1", sender, receiver, stamp, rows)


def illness_annex(persons, sender, receiver, stamp=STAMP):
    parts = [("令和５年頃", "高血圧症", "架空医院　医師　甲野", 1, "01", "内服（１日１回）"), ("H20.4", "変形性膝関節症", "架空整形外科　乙野", 2, "02", ""),
             ("2019年", "白内障（術後）", "架空眼科　丙野", 2, "03", "点眼")]
    rows = [person.key() | {"consulted_on": CONSULTED, "date_text": date, "disease": disease, "doctor": doctor, "attending_doctor": flag,
                            "doctor_phone": "0980-02-0001", "course": course, "treatment": treatment}
            for person in persons for date, disease, doctor, flag, course, treatment in parts]
    return Sheet("UPKIHON_SUB2", sender, receiver, stamp, rows)


def basic_set(persons, sender, receiver, stamp=STAMP):
    image = Image(sender, receiver, stamp)
    return [basic_info(persons, sender, receiver, stamp, image), daily_annex(persons, sender, receiver, stamp),
            illness_annex(persons, sender, receiver, stamp), image]


# 支援: 要支援１, 要支援２, 地域支援事業.
SUPPORTED = [SAITO, OSHIRO, SUZUKI]
AREAS = ["mobility", "home_life", "social", "health"]
PROGRAMS = ["exercise", "nutrition", "oral_care", "homebound", "forgetfulness", "depression"]


def prevention_plan(persons, sender, receiver, stamp=STAMP):
    rows = [plan_row(place, person) for place, person in enumerate(persons)]
    return Sheet("UPYOBO", sender, receiver, stamp, rows)


def plan_row(place, person):
    row = person.key() | {
        "plan_date": PLAN_DATE, "plan_kind": 2 if person.level == "06" else 1, "outsourced": 1 + place % 2, "reference_no": f"R8-{person.serial:03}",
        "user_name": person.name, "certification_date": "20260325", "certified_from": "20260401", "certified_to": "20270331",
        "plan_class": pick(["21", "53", "54"], place), "certification_status": 2, "support_level": {"12": 1, "13": 2, "06": 3}[person.level],
        "planner_name_center": "地域　守", "planner_name_care_manager": "髙橋　介子", "planner_office_name": CENTER.name,
        "planner_office_address": "架空市中央１丁目２番", "planner_office_phone": "0980-03-0001", "first_created_on": "20250401",
        "support_center": CENTER.name, "goal_day": "毎朝、庭に出て体操をする", "goal_year": "孫の結婚式に歩いて出席する",
        "health_note": "血圧の変動に注意", "support_policy": "運動の機会を週１回つくる", "overall_policy": "できることを続け、転倒を防ぐ。\r\n本人の意欲を大切にする。",
        "center_opinion": "妥当である", "consented_on": PLAN_DATE, "consenter_name": person.name,
    }
    for number, area in enumerate(AREAS):
        has_issue = (place + number) % 2 == 0
        row |= {f"{area}_status": "おおむね自分でできる", f"{area}_intention": "続けたい", f"{area}_has_issue": 1 if has_issue else 2,
                f"{area}_issue": "下肢の筋力が落ちている" if has_issue else ""}
    for number, program in enumerate(PROGRAMS):
        row |= {f"checklist_count_{program}": (place + number) % 5, f"program_{program}": 1 + (place + number) % 2}
    return row


def plan_annex(persons, sender, receiver, stamp=STAMP):
    parts = [
        {"issue_no": 1, "issue": "外出の機会が減り、筋力が落ちている", "proposal": "週１回の運動", "intention": "（本人）通いたい（家族）送り出したい",
         "goal": "週１回外出する", "support_plan_no": 1, "support_point": "痛みのない範囲で", "informal_support": "家で毎日の体操",
         "insured_support": "通所型サービスでの運動", "service_no": 1, "service_type": "通所型サービス（独自）",
         "service_office_name": "通所型（独自）事業所", "service_period": "R8.9～R9.2"},
        {"issue_no": 1, "support_plan_no": 1, "service_no": 2, "service_type": "介護予防福祉用具貸与", "service_office_name": "予防福祉用具貸与事業所",
         "service_period": "R8.9～R9.2"},
        {"issue_no": 2, "issue": "買い物が難しい", "proposal": "配達の利用", "intention": "自分で選びたい", "goal": "自分で買い物をする", "support_plan_no": 1,
         "support_point": "声かけ", "informal_support": "長女と月２回買い物", "insured_support": "", "service_no": 1, "service_type": "家族",
         "service_office_name": "長女", "service_period": "R8.9～R9.2"},
    ]
    rows = [person.key() | {"plan_date": PLAN_DATE} | part for person in persons for part in parts]
    return Sheet("UPYOBO_SUB", sender, receiver, stamp, rows)


def plan_set(persons, sender, receiver, stamp=STAMP):
    return [prevention_plan(persons, sender, receiver, stamp), plan_annex(persons, sender, receiver, stamp)]
