"""Items of a record that contradict each other, records that repeat each other, kinds and offices that do not belong there."""
from generator import plans
from generator.bases import base
from generator.edits import edited, more_rows, told
from generator.form import Case, Party, numbered, table
from generator.slips import Service, Use, actuals_sheet, plan_sheet
from generator.world import HELPERS_2, OFFICES, SATO, SUPPORT, YAMAZAKI

VISITS = OFFICES["11"]
OTHER_SUPPORT = numbered("607010002")


def visit(day=2, code="111111", office=None, **more):
    return Service(code, 244, [day], "0900", "0930", office=office, **more)


def records():
    supplement = more_rows("UPHOSOKU", {"phone": "0980-00-9999"})
    return [
        edited("mandatory-blank", "UPHOSOKU", [(1, "user_name", "　")], [("CP3001", 1, "user_name")], "必須の氏名が空白だけ", "a mandatory name of nothing but a blank"),
        edited("period-reversed", "UP1KYO", [(1, "certified_from", "20270401"), (1, "certified_to", "20260930")], [("CP3002", 1, "certified_to")], "認定有効期間の終わりが始まりより前",
               "a period that ends before it begins"),
        edited("first-plan-later", "UP1KYO", [(1, "first_care_plan_date", "20260821")], [("CP3003", 1, "first_care_plan_date")], "初回の作成日が今回より後", "a first plan later than this one"),
        edited("birth-too-late", "UPHOSOKU", [(1, "birth_date", "20050105")], [("CP3004", 1, "birth_date")], "21歳の利用者", "a user of 21 years"),
        edited("birth-in-future", "UPHOSOKU", [(1, "birth_date", "20380403")], [("CP3004", 1, "birth_date")], "未来の生年月日（昭和を西暦と取り違え）", "a birth date in the future"),
        edited("birth-too-early", "UPKIHON", [(1, "birth_date", "18000101")], [("CP3004", 1, "birth_date")], "226歳の利用者", "a user of 226 years"),
        edited("certified-without-level", "UP1KYO", [(1, "care_level", "")], [("CP3005", 1, "care_level")], "認定済なのに要介護状態区分が空", "certified without a care level"),
        edited("certified-without-end", "UP1KYO", [(1, "certified_to", "")], [("CP3005", 1, "certified_to")], "認定済なのに有効期間の終わりが空", "certified without an end"),
        told("supplement-twice", supplement, [("CP3010", 2, None)], "同じ利用者の補足情報が2件", "two supplements of one person"),
        told("record-twice", more_rows("UPHOSOKU"), [("CP3010", 2, None)], "まったく同じ補足情報が2件", "the same supplement twice"),
        told("daily-annex-row-twice", more_rows("UPKIHON_SUB1"), [("CP3011", 4, None)], "まったく同じ別表の行", "the same row of an annex twice"),
    ]


def kinds():
    excluded = [row["code"] for row in table("service-kinds.csv") if row["in_exchange"] == "no"]
    sheet = plan_sheet([Use(SATO, [visit()] + [Service(f"{kind}1111", 500, [1 + place], office=VISITS) for place, kind in enumerate(excluded)])], SUPPORT, VISITS)
    return [
        told("kind-not-exchanged", sheet, [("CP3020", 2 + place, "service_code") for place in range(len(excluded))], "連携の対象外のサービス種類のすべて",
             "every kind that is not exchanged"),
        edited("kind-of-planning-office", "UPPLAN", [(2, "service_code", "431111")], [("CP3021", 2, "service_code")], "居宅介護支援（43）の行", "a row of kind 43"),
        edited("kind-unknown", "UPPLAN", [(2, "service_code", "991111")], [("CP3022", 2, "service_code")], "一覧にない種類 99 の行", "a row of a kind that is in no list"),
    ]


def between(folder, kind, sender, receiver, code, ja, en):
    """Another sender and receiver in the name."""
    return Case(folder, ja, en, [base(kind).copy(sender=sender, receiver=receiver)], [(code, None, None)])


def addresses():
    without = plan_sheet([Use(SATO, [visit()]), Use(YAMAZAKI, [visit(office=HELPERS_2)])], SUPPORT, VISITS)
    other_kind = plan_sheet([Use(SATO, [visit()]), Use(YAMAZAKI, [visit(code="131111", office=Party(VISITS.number, "13", VISITS.name))])], SUPPORT, VISITS)
    plan_for_others = plans.care_plan([plans.Plan(SATO, "21", reason="1", kinds=("15",))], SUPPORT, VISITS)[1]
    actuals = actuals_sheet([Use(SATO, [visit(2), visit(9)])], SUPPORT, VISITS)
    return [
        between("sender-is-receiver", "DLTPLAN", VISITS, VISITS, "CP3050", "送信元と送信先が同じ", "sender and receiver are the same"),
        between("kinds-swapped", "UPJSK", Party(VISITS.number, "43"), Party(SUPPORT.number, "11"), "CP3051", "実績の名前の種類が逆（標準仕様の例のまま）", "kinds swapped, as in an example of the standard"),
        between("sender-kind-unfit", "DLTPLAN", Party(SUPPORT.number, "15"), VISITS, "CP3052", "予定の削除を通所介護（15）が送る", "a deletion of plans sent by kind 15"),
        between("receiver-kind-unfit", "DLTJSK", VISITS, Party(SUPPORT.number, "15"), "CP3053", "実績の削除を通所介護（15）に送る", "a deletion of actuals sent to kind 15"),
        between("receiver-kind-not-exchanged", "DLTPLAN", SUPPORT, Party(VISITS.number, "51"), "CP3053", "予定の削除を介護福祉施設（51）に送る", "a deletion of plans sent to kind 51"),
        edited("plan-of-other-office", base("UPPLAN").put_all("planning_office", OTHER_SUPPORT), [], [("CP3054", 1, "planning_office")], "プラン担当業者コードが送信元でない", "a plan of another office than the sender"),
        edited("updated-by-other", base("UPPLAN").put_all("updating_office", OTHER_SUPPORT), [], [("CP3055", 1, "updating_office")], "更新業者コードが送信元でない", "updated by another office than the sender"),
        edited("actuals-of-other-office", actuals, [(2, "service_office", HELPERS_2.number)], [("CP3056", 2, "service_office")], "実績に他の事業所の行", "a row of another office in the actuals"),
        edited("actuals-for-other-planner", actuals.put_all("planning_office", OTHER_SUPPORT), [], [("CP3057", 1, "planning_office")], "実績のプラン担当業者コードが送信先でない", "actuals for another planner than the receiver"),
        edited("actuals-of-other-kind", actuals, [(2, "service_code", "131111")], [("CP3058", 2, "service_code")], "実績にファイル名と違う種類の行", "a row of another kind in the actuals"),
        told("person-without-receiver", without, [("CP3059", 2, "insured_number")], "送信先の行が1件もない利用者", "a person without any row of the receiver"),
        told("person-without-receiver-kind", other_kind, [("CP3060", 2, "insured_number")], "送信先の事業所の別の種類の行だけの利用者", "a person with rows of another kind of the receiver only"),
        told("plan-without-receiver", plan_for_others, [("CP3061", 1, "insured_number")], "送信先が第2表にない利用者", "a plan that does not name the receiver"),
    ]


def cases():
    return records() + kinds() + addresses()
