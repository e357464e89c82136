"""Tables 2, 3 and 6, the supplement, prevention files, deletions: what their own rules say."""
from generator.bases import base
from generator.edits import edited, more_rows, told
from generator.months import rail
from generator.slips import Service, Use, plan_sheet, supplement_sheet
from generator.world import HIGA, OFFICES, SATO, SUPPORT

VISITS = OFFICES["11"]


def visit(day=2, **more):
    return Service("111111", 244, [day], "0900", "0930", **more)


def month(*services):
    return plan_sheet([Use(SATO, [visit(), *services])], SUPPORT, VISITS)


def care_plans():
    # Rows 1 and 2: need 1, goal 1, supports 1 and 2; row 3: need 2, goal 1, support 1.
    return [
        edited("table-2-numbers-twice", "UP2KYO", [(2, "support_no", 1)], [("CP3101", 2, None)], "課題・目標・内容の番号の組が重なる（取り込みが止まるソフトがある）",
               "the three numbers twice, where a real importer aborts"),
        edited("table-2-number-missing", "UP2KYO", [(3, "support_no", "")], [("CP3102", 3, "support_no")], "援助内容ＮＯが空", "no number of the support"),
        edited("table-2-number-zero", "UP2KYO", [(3, "support_no", 0)], [("CP3103", 3, "support_no")], "援助内容ＮＯが 0 から始まる", "numbers that begin with 0"),
        edited("table-2-number-gap", "UP2KYO", [(3, "issue_no", 3)], [("CP3104", 3, "issue_no")], "課題ＮＯに抜け", "a gap in the numbers of needs"),
        edited("table-2-support-gap", "UP2KYO", [(2, "support_no", 3)], [("CP3104", 2, "support_no")], "援助内容ＮＯに抜け", "a gap in the numbers of supports"),
        told("table-2-unsorted", base("UP2KYO").copy(rows=base("UP2KYO").rows[2:] + base("UP2KYO").rows[:2]), [("CP3105", 2, "issue_no")], "番号の順に並んでいない", "rows not sorted by their numbers"),
        edited("table-2-issue-blank", "UP2KYO", [(3, "issue", "")], [("CP3106", 3, "issue")], "課題の最初の行に文がない", "no text in the first row of a need"),
        edited("table-2-goal-blank", "UP2KYO", [(3, "long_term_goal", ""), (3, "short_term_goal", "")], [("CP3107", 3, "short_term_goal")], "目標の最初の行に文がない", "no text in the first row of a goal"),
        edited("table-2-issue-differs", "UP2KYO", [(2, "issue", "入浴の不安がある")], [("CP3108", 2, "issue")], "同じ課題ＮＯで文が違う", "two texts for one need"),
        edited("other-reason-missing", "UP1KYO", [(1, "living_support_reason", 3)], [("CP3110", 1, "other_reason")], "その他（3）なのに理由がない", "other (3) without a reason"),
        edited("other-reason-needless", "UP1KYO", [(1, "other_reason", "同居の妻が入院中のため")], [("CP3111", 1, "other_reason")], "その他（3）でないのに理由がある", "a reason where it is not other (3)"),
        edited("table-3-row-empty", "UP3KYO", [(5, "non_weekly_service", "")], [("CP3120", 5, None)], "何も書かれていない行", "a row with nothing in it"),
        edited("table-3-without-weekday", "UP3KYO", [(1, "weekday", "")], [("CP3121", 1, "weekday")], "曜日のないサービス", "a service without a weekday"),
        edited("table-3-without-time", "UP3KYO", [(1, "service_to", "")], [("CP3121", 1, "service_to")], "終了時間のないサービス", "a service without an end"),
        edited("table-3-activity-without-time", "UP3KYO", [(3, "activity_from", "")], [("CP3122", 3, "activity_from")], "開始時間のない活動", "an activity without a beginning"),
        edited("table-3-no-duration", "UP3KYO", [(1, "service_to", "0900")], [("CP3123", 1, "service_to")], "開始と終了が同じサービス", "a service that ends when it begins"),
        edited("table-3-end-before-start", "UP3KYO", [(1, "service_to", "0830")], [("CP3124", 1, "service_to")], "終了が開始より前", "an end before the beginning"),
    ]


def use_slips():
    def slip(folder, changes, findings, ja, en):
        return edited(folder, "UPPLAN", changes, findings, ja, en)
    grabs = month(rail("00001-000010", discriminator=1), rail("00001-000020", discriminator=3))
    same = month(rail("00001-000010"), rail("00001-000010"))
    return [
        told("row-twice", month(visit()), [("CP3201", 2, None)], "同じ日・時間・サービスの行が2件", "the same visit twice"),
        told("equipment-twice", same, [("CP3202", 3, None)], "同じ福祉用具の行が2件（明細判別コードなし）", "the same equipment twice without 明細判別コード"),
        slip("total-row", [(2, "service_code", "999999")], [("CP3203", 2, "service_code")], "第6表に合計行", "a total row in table 6"),
        slip("subtotal-row", [(2, "service_code", "11AAAA")], [("CP3203", 2, "service_code")], "第6表に小計行", "a subtotal row in table 6"),
        slip("date-outside-month", [(2, "service_date", "20261001")], [("CP3210", 2, "service_date")], "翌月の日", "a day of the next month"),
        slip("date-of-last-year", [(2, "service_date", "20250909")], [("CP3210", 2, "service_date")], "前年の日", "a day of last year"),
        slip("dayflags-beyond-month", [(1, "prorated_days", "0" * 30 + "1")], [("CP3211", 1, "prorated_days")], "30日の月の31日目が 1", "a flag on day 31 of a month of 30"),
        slip("dayflags-all-zero", [(1, "prorated_days", "0" * 31)], [("CP3212", 1, "prorated_days")], "日割でないのにすべて 0", "zeros where nothing is prorated"),
        slip("times-half", [(1, "service_to", "9999")], [("CP3213", 1, "service_to")], "終了時刻だけ 9999", "only the end is 9999"),
        slip("times-same", [(1, "service_to", "0900")], [("CP3214", 1, "service_to")], "開始と終了が同じ", "an end that is the beginning"),
        slip("times-zero", [(3, "service_from", "0000"), (3, "service_to", "0000")], [("CP3214", 3, "service_to")], "時刻なしを 0000 で表す", "0000 for no time"),
        slip("times-reversed", [(1, "service_from", "0930"), (1, "service_to", "0900")], [("CP3215", 1, "service_to")], "終了が開始より前", "an end before the beginning"),
        slip("count-zero", [(1, "count", 0)], [("CP3216", 1, "count")], "回数が 0", "a count of 0"),
        slip("satellite-zero", [(1, "satellite_no", "00")], [("CP3217", 1, "satellite_no")], "サテライトでないのに 00", "00 for no satellite"),
        slip("over-30-days-elsewhere", [(1, "over_30_days", 1)], [("CP3218", 1, "over_30_days")], "短期入所でないのに30日超", "over 30 days without a stay"),
        slip("equipment-code-missing", [(3, "tais_code", "")], [("CP3220", 3, "tais_code")], "TAISコードも届出コードもない", "neither TAIS nor notification code"),
        slip("equipment-codes-both", [(3, "equipment_notification_code", "00002-000003")], [("CP3221", 3, "equipment_notification_code")], "TAISコードと届出コードの両方", "both TAIS and notification code"),
        slip("equipment-name-missing", [(3, "equipment_name", "")], [("CP3222", 3, "equipment_name")], "用具名称がない", "no name of the equipment"),
        slip("equipment-code-elsewhere", [(1, "tais_code", "00001-000002")], [("CP3223", 1, "tais_code")], "訪問介護の行にTAISコード", "a TAIS code on a visit"),
        told("discriminator-gap", grabs, [("CP3224", 3, "detail_discriminator")], "明細判別コードが 1、3", "明細判別コード 1 and 3"),
        slip("discriminator-needless", [(3, "detail_discriminator", 1)], [("CP3225", 3, "detail_discriminator")], "1つしかない用具に明細判別コード", "明細判別コード on equipment that stands alone"),
    ]


def supplements():
    slots = supplement_sheet([Use(HIGA, [visit(), Service("152441", 658, [7], "0930", "1640")], {"11": 1000, "15": 2000})], SUPPORT, VISITS)

    def slot(number, kind, units=1000):
        return [(1, f"kind_limit_{number}_{part}", value) for part, value in (("service_kind", kind), ("units", units), ("total_units", 0), ("excess_units", 0))]
    return [
        edited("date-in-a-month", "UPHOSOKU", [(1, "care_plan_date", "20260820")], [("CP3401", 1, "care_plan_date")], "予定の補足情報に作成日", "a plan's date in the supplement of a month"),
        edited("date-missing-in-a-plan", "UPHOSOKU of a plan", [(1, "care_plan_date", "00000000")], [("CP3402", 1, "care_plan_date")], "居宅サービス計画の補足情報に作成日がない", "no date in the supplement of a plan"),
        edited("limit-period-past", "UPHOSOKU", [(1, "limit_to", "20260831")], [("CP3403", 1, "limit_to")], "限度額適用期間が前月まで", "a period that ended the month before"),
        edited("limit-period-ahead", "UPHOSOKU", [(1, "limit_from", "20261001")], [("CP3403", 1, "limit_from")], "限度額適用期間が翌月から", "a period that begins the month after"),
        edited("kind-limit-gap", slots, slot(4, "13"), [("CP3404", 1, "kind_limit_4_service_kind")], "種類支給限度の欄が飛んでいる", "a gap in the slots of limits"),
        edited("kind-limit-twice", slots, slot(3, "11"), [("CP3405", 1, "kind_limit_3_service_kind")], "同じ種類の欄が2つ", "two limits of one kind"),
        edited("kind-limit-without-kind", slots, [(1, "kind_limit_3_units", 1000)], [("CP3406", 1, "kind_limit_3_units")], "種類のない限度額", "a limit without its kind"),
        edited("kind-limit-of-23", slots, slot(3, "23"), [("CP3407", 1, "kind_limit_3_service_kind")], "短期入所療養介護が 23（22 にまとめる）", "kind 23, which counts under 22"),
        edited("stay-days-shrink", "UPHOSOKU", [(1, "short_stay_days_cumulative", 2)], [("CP3408", 1, "short_stay_days_cumulative")], "累積が前月までより少ない", "fewer days in all than until last month"),
    ]


def prevention():
    image = base("UPKIHON").rows[0]["family_image_file"]
    return [
        edited("other-method-missing", "UPKIHON", [(1, "consultation_method", "03")], [("CP3502", 1, "consultation_method_other")], "その他（03）なのに内容がない", "other (03) without its text"),
        edited("image-name-form", "UPKIHON", [(1, "family_image_file", "family.jpg")], [("CP3503", 1, "family_image_file")], "画像のファイル名が標準の形でない", "a picture's name of another form"),
        edited("image-name-differs", "UPKIHON", [(1, "family_image_file", image.replace("20260820150000", "20260820150001"))], [("CP3504", 1, "family_image_file")], "画像のファイル名の作成日時が違う", "a picture's name with another stamp"),
        edited("domain-issue-missing", "UPYOBO", [(1, "mobility_issue", "")], [("CP3505", 1, "mobility_issue")], "課題が有なのに文がない", "an issue without its text"),
        edited("annex-numbers-twice", "UPYOBO_SUB", [(2, "service_no", 1)], [("CP3506", 2, None)], "別表の番号の組が重なる", "the numbers of an annex twice"),
    ]


def deletions():
    return [
        told(f"{kind.lower()}-twice", more_rows(kind), [("CP3601", 2, None)], f"{kind} に同じ削除が2件", f"the same deletion twice in {kind}")
        for kind in ("DLT1KYO", "DLTPLAN", "DLTJSK", "DLTKIHON", "DLTYOBO")]


def groups():
    return {"care-plans": care_plans(), "use-slips": use_slips(), "supplements": supplements(), "prevention": prevention(), "deletions": deletions()}
