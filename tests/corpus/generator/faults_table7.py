"""Table 7: totals, sums and money that do not agree with each other."""
from generator.bases import base
from generator.edits import edited, told
from generator.slips import SUMS, Service, Use, table7_sheet
from generator.world import HELPERS_2, HIGA, OFFICES, SATO, SUPPORT

VISITS = OFFICES["11"]


def slip(*services, person=SATO, kind_limits=None):
    return table7_sheet([Use(person, services, kind_limits)], SUPPORT, VISITS)


def visits(code="111111", units=244, days=(2, 9), **more):
    return Service(code, units, list(days), "0900", "0930", **more)


def without(file, record):
    return file.copy(rows=[row for number, row in enumerate(file.rows, 1) if number != record])


def moved(file, record, to):
    rows = list(file.rows)
    rows.insert(to - 1, rows.pop(record - 1))
    return file.copy(rows=rows)


def shifted(file, record, **figures):
    """Other figures in a row, and the grand total with them."""
    for ident, value in figures.items():
        row, total = file.rows[record - 1], file.rows[-1]
        if ident in SUMS or ident.startswith("kind_limit"):
            file = file.put(len(file.rows), ident, int(total[ident] or 0) + value - int(row[ident] or 0))
        file = file.put(record, ident, value)
    return file


def totals():
    # Rows: 1 visits, 2 equipment, 3 a stay, 4 the grand total.
    month = base("UPSIKYU")
    # Rows: 1 and 2 visits, 3 their subtotal, 4 the grand total.
    two = slip(visits(), visits("111211", 387, (3,)))
    over_offices = slip(visits(), visits(days=(3,), office=HELPERS_2))
    outside = slip(visits(), visits("116275", 120, (30,), outside=True))
    return [
        told("grand-total-missing", without(month, 4), [("CP3301", 3, None)], "総合計行がない", "no grand total"),
        told("grand-total-twice", month.copy(rows=month.rows + month.rows[3:]), [("CP3302", 5, "service_code")], "総合計行が2行", "two grand totals"),
        edited("grand-total-of-an-office", month, [(4, "service_office", VISITS.number)], [("CP3303", 4, "service_office")], "総合計行の事業所が 9999999999 でない",
               "a grand total of an office"),
        edited("service-of-9999999999", month, [(1, "service_office", "9999999999")], [("CP3304", 1, "service_office")], "明細の事業所が 9999999999", "a service of the office of the grand total"),
        told("grand-total-not-last", moved(month, 4, 3), [("CP3305", 3, "service_code")], "総合計行の後に明細", "a row below the grand total"),
        edited("grand-total-of-units", month, [(4, "managed_units", 2279)], [("CP3306", 4, "managed_units")], "総合計の単位数が合わない", "units of the grand total are not the sum"),
        edited("grand-total-of-cost", month, [(4, "cost_total", 23780)], [("CP3306", 4, "cost_total")], "総合計の費用総額が合わない", "cost of the grand total is not the sum"),
        edited("grand-total-empty", month, [(4, "managed_units", "")], [("CP3307", 4, "managed_units")], "総合計の単位数が空", "units of the grand total are empty"),
        told("subtotal-missing", without(two, 3), [("CP3310", 2, "service_code")], "同じ種類の行が2つあるのに小計がない", "two rows of a kind without a subtotal"),
        told("subtotal-missing-over-offices", without(over_offices, 3), [("CP3311", 2, "service_code")], "2つの事業所の同じ種類の行に小計がない",
             "rows of two offices without a subtotal"),
        told("subtotal-twice", two.copy(rows=two.rows[:3] + two.rows[2:]), [("CP3312", 4, "service_code")], "同じ小計が2行", "the same subtotal twice"),
        edited("outside-limit-zero", outside, [(2, "managed_units", 0)], [("CP3321", 2, "managed_units")], "限度額対象外の給付管理単位数が空でなく 0", "0 managed units, not empty, for a service outside the limit"),
        edited("subtotal-of-other-kind", two.copy(rows=two.rows[:3] + [dict(two.rows[2])] + two.rows[3:]), [(4, "service_code", "15AAAA")], [("CP3313", 4, "service_code")],
               "明細のない種類の小計", "a subtotal of a kind without rows"),
        told("subtotal-first", moved(two, 3, 1), [("CP3314", 1, "service_code")], "小計が明細より前", "a subtotal above its rows"),
        edited("subtotal-sum", two, [(3, "service_units_total", 874)], [("CP3315", 3, "service_units_total")], "小計の単位数が合わない", "units of a subtotal are not the sum"),
        edited("subtotal-outside-sum", outside, [(4, "service_units_total", 121)], [("CP3316", 4, "service_units_total")], "限度額対象外の小計が合わない",
               "units of a subtotal outside the limit are not the sum"),
        edited("total-with-units", month, [(4, "units", 2278)], [("CP3317", 4, "units")], "総合計行の単位数が 0 でない", "a grand total with units per occurrence"),
        edited("total-with-discount", month, [(4, "discounted_rate", 100)], [("CP3318", 4, "discounted_rate")], "総合計行に割引後率", "a grand total with a discount"),
    ]


def money():
    month = base("UPSIKYU")
    limited = slip(visits("121111", 1266, (3,)), person=HIGA, kind_limits={"12": 3000})
    return [
        edited("units-times-count", month, [(1, "count", 3)], [("CP3320", 1, "service_units_total")], "単位数×回数にならない", "units that are not units times count"),
        told("managed-below-service", shifted(month, 1, managed_units=400), [("CP3321", 1, "managed_units")], "給付管理単位数がサービスの単位数より小さい", "managed units below those of the service"),
        told("limit-split", shifted(month, 1, benefit_limit_excess_units=88, copay_full=880), [("CP3322", 1, "benefit_limit_within_units")], "限度の超と内の合計が合わない", "beyond and within the limit do not add up"),
        told("kind-limit-split", shifted(limited, 1, kind_limit_excess_units=10, copay_full=100), [("CP3323", 1, "kind_limit_within_units")], "種類の限度の超と内の合計が合わない",
             "beyond and within the limit of a kind do not add up"),
        told("cost", shifted(month, 1, cost_total=4800, insurance_claim=4320, copay_insured=480), [("CP3330", 1, "cost_total")], "費用総額が単位数×単価にならない", "a cost that is not units times price"),
        told("claim", shifted(month, 1, insurance_claim=4000, copay_insured=880), [("CP3331", 1, "insurance_claim")], "請求額が費用総額×給付率にならない", "a claim that is not cost times rate"),
        told("copay-too-high", shifted(month, 1, copay_insured=600), [("CP3332", 1, "copay_insured")], "利用者負担が多すぎる", "a share of the user that is too high"),
        told("copay-lower", shifted(month, 1, copay_insured=0), [("CP3333", 1, "copay_insured")], "利用者負担が少ない（公費なら正しい）", "a share of the user that is low, which public funds explain"),
        told("copay-full", shifted(month, 1, copay_full=100), [("CP3334", 1, "copay_full")], "限度内なのに全額負担分", "a full share within the limit"),
        told("service-twice", slip(visits(days=(2,)), visits(days=(9,))), [("CP3340", 2, "service_code")], "同じサービスが2行に分かれている", "one service in two rows"),
        edited("equipment-code-missing", month, [(2, "tais_code", "")], [("CP3341", 2, "tais_code")], "福祉用具の行にコードがない", "equipment without its code"),
        edited("equipment-code-elsewhere", month, [(1, "tais_code", "00001-000002")], [("CP3342", 1, "tais_code")], "訪問介護の行にTAISコード", "a TAIS code on a visit"),
        edited("days-cumulative", month, [(3, "days_cumulative", 6)], [("CP3343", 3, "days_cumulative")], "累積の日数が合わない", "days in all that do not add up"),
    ]


def cases():
    return totals() + money()
