"""Table 6 (plan and actuals), table 7 and their supplement, computed from the services of each person."""
from generator.form import Sheet
from generator.world import LIMITS, MANAGER, MONTH, OFFICES, PLANNED, REPORTED


def day(number):
    return f"{MONTH}{number:02}"


def flags(*days):
    return "".join("1" if number in days else "0" for number in range(1, 32))


class Service:
    """One service of a person: its days, its units, and how it is paid for."""

    def __init__(self, code, units, days, begin="9999", end="9999", office=None, tais="", notification="", equipment="",
                 discriminator="", prorated=None, satellite="", full_units=None, outside=False, over_30=False,
                 days_before="", price="10.00", rate=90, fixed="", zero_days=(), kind_limit=None):
        self.code, self.units, self.days, self.begin, self.end = code, units, days, begin, end
        self.kind = code[:2]
        self.office = office or OFFICES[self.kind]
        self.tais, self.notification, self.equipment, self.discriminator = tais, notification, equipment, discriminator
        self.prorated, self.satellite, self.full_units = prorated, satellite, full_units
        self.outside, self.over_30, self.days_before = outside, over_30, days_before
        self.price, self.rate, self.fixed, self.zero_days, self.kind_limit = price, rate, fixed, zero_days, kind_limit

    def count(self):
        return len(self.prorated or self.days)

    def total(self):
        return self.units * self.count()

    def slip_row(self, number, units, count):
        return {
            "target_month": MONTH, "units": units, "short_stay_days_until_last_month": self.days_before,
            "service_date": day(number), "prorated_days": flags(*self.prorated) if self.prorated else "",
            "service_from": self.begin, "service_to": self.end, "count": count, "service_code": self.code,
            "tais_code": self.tais, "equipment_notification_code": self.notification, "equipment_name": self.equipment,
            "detail_discriminator": self.discriminator, "service_office": self.office.number,
            "service_office_name": self.office.name, "satellite_no": self.satellite, "over_30_days": int(self.over_30),
        }

    def slip_rows(self):
        """One row a day; prorated services stand once, with the days as flags; flat ones show 0 units after the first day."""
        if self.prorated:
            return [self.slip_row(self.prorated[0], self.units, self.count())]
        rows = [self.slip_row(number, self.units, 1) for number in self.days]
        return rows + [self.slip_row(number, 0, 1) for number in self.zero_days]


class Use:
    """A person's month."""

    def __init__(self, person, services, kind_limits=None, previous_level=""):
        self.person, self.services, self.kind_limits, self.previous_level = person, services, kind_limits or {}, previous_level

    def days_before(self):
        return next((service.days_before for service in self.services if service.days_before != ""), "")

    def stay_days(self):
        return sum(service.count() for service in self.services if service.days_before != "")


def plan_sheet(uses, support, receiver, stamp=PLANNED):
    head = {"created_on": stamp[:8], "planning_office": support.number, "planner_name": MANAGER}
    rows = [head | use.person.key() | row | {"updating_office": support.number}
            for use in uses for service in use.services for row in service.slip_rows()]
    return Sheet("UPPLAN", support, receiver, stamp, rows, MONTH)


def actuals_sheet(uses, support, sender, stamp=REPORTED):
    head = {"created_on": stamp[:8], "planning_office": support.number, "planner_name": MANAGER}
    rows = [head | use.person.key() | row | {"updating_office": sender.number}
            for use in uses for service in use.services if (service.office.number, service.kind) == (sender.number, sender.kind)
            for row in service.slip_rows()]
    return Sheet("UPJSK", sender, support, stamp, rows, MONTH)


SUMS = ["service_units_total", "managed_units", "benefit_limit_excess_units", "benefit_limit_within_units", "cost_total",
        "insurance_claim", "copay_insured", "copay_full"]
TOTAL_OFFICE = "9999999999"


def detail(service, left, limited, stay_days):
    """A row of table 7, and what is left of the limit after it."""
    total = service.total()
    within = 0 if service.outside or service.over_30 else min(total, left)
    excess = 0 if service.outside or service.over_30 else total - within
    paid_for = total if service.outside else within
    cost = paid_for * round(float(service.price) * 100) // 100
    copay = service.fixed * service.count() if service.fixed else cost - cost * service.rate // 100
    own_units = total if service.over_30 else excess
    inside = not (service.outside or service.over_30)
    row = {
        "service_office_name": service.office.name, "service_office": service.office.number, "satellite_no": service.satellite,
        "service_code": service.code, "tais_code": service.tais, "equipment_notification_code": service.notification,
        "equipment_name": service.equipment, "units": service.full_units or service.units,
        "discounted_rate": service.units * 100 // service.full_units if service.full_units else "",
        "discounted_units": service.units if service.full_units else "", "count": service.count(),
        "service_units_total": total, "managed_units": total if inside else "",
        "kind_limit_excess_units": 0 if limited and inside else "", "kind_limit_within_units": total if limited and inside else "",
        "benefit_limit_excess_units": excess if inside else "", "benefit_limit_within_units": within if inside else "",
        "unit_price": service.price, "cost_total": cost, "benefit_rate": "" if service.fixed else service.rate,
        "insurance_claim": cost - copay, "fixed_copay_unit_price": service.fixed, "copay_insured": copay,
        "copay_full": own_units * round(float(service.price) * 100) // 100,
        "over_30_days": int(service.over_30),
    }
    if service.days_before != "" and inside:
        row |= {"days_until_last_month": service.days_before, "days_planned": stay_days,
                "days_cumulative": service.days_before + stay_days}
    return row, left - within


def summed(rows, code, office, outside=False):
    """A subtotal or total row."""
    row = {"service_office": office, "service_code": code, "units": 0, "count": 0, "over_30_days": 0}
    for ident in SUMS:
        row[ident] = sum(detail_row[ident] or 0 for detail_row in rows)
    if outside:
        row |= {"managed_units": "", "benefit_limit_excess_units": "", "benefit_limit_within_units": ""}
    return row


def slip_details(use):
    """The rows of table 7 of one person, kind by kind, with subtotals, and the grand total."""
    left, rows, details = LIMITS[use.person.level], [], []
    for kind in sorted({service.kind for service in use.services}):
        groups = {"AAAA": [], "EEEE": [], "ZZZZ": []}
        for service in (service for service in use.services if service.kind == kind):
            row, left = detail(service, left, kind in use.kind_limits, use.stay_days())
            groups["EEEE" if service.outside else "ZZZZ" if service.over_30 else "AAAA"].append(row)
        own = [row for group in groups.values() for row in group]
        rows += own
        details += own
        for end, group in groups.items():
            if len(group) > 1 or group and (len(own) > 1 or end != "AAAA"):
                total = summed(group, kind + end, own[0]["service_office"], outside=end != "AAAA")
                if kind in use.kind_limits and end == "AAAA":
                    total |= {"kind_limit_excess_units": 0, "kind_limit_within_units": total["managed_units"]}
                total["over_30_days"] = int(end == "ZZZZ")
                rows.append(total)
    grand = summed(details, "999999", TOTAL_OFFICE)
    if use.kind_limits:
        grand |= {"kind_limit_excess_units": 0, "kind_limit_within_units": sum(row["kind_limit_within_units"] or 0 for row in details)}
    return rows + [grand]


def table7_sheet(uses, support, receiver, stamp=PLANNED):
    head = {"created_on": stamp[:8], "target_month": MONTH}
    rows = [head | use.person.key() | row | {"updating_office": support.number} for use in uses for row in slip_details(use)]
    return Sheet("UPSIKYU", support, receiver, stamp, rows, MONTH)


def person_items(person):
    """What the supplement says of a person, whatever set it travels with."""
    serial = person.serial
    return person.key() | {
        "user_name_kana": person.kana, "user_name": person.name, "sex": person.sex, "birth_date": person.birth,
        "postal_code": f"999-{serial:04}", "address_1": f"架空市中央{serial}丁目{serial + 3}-{serial * 2}",
        "address_2": "コーポ髙台 \"北\"棟, 2階" if serial % 5 == 1 else "", "phone": f"0980-00-{serial:04}",
        "certification_date": "20260325", "limit_from": "20260401", "limit_to": "20270331", "certification_status": 2,
        "care_level": person.level, "benefit_limit_units": LIMITS[person.level],
    }


def supplement_sheet(uses, support, receiver, stamp=PLANNED):
    rows = [supplement_row(use, support) for use in uses]
    return Sheet("UPHOSOKU", support, receiver, stamp, rows, MONTH)


def supplement_row(use, support):
    details = slip_details(use)
    row = person_items(use.person) | {
        "care_plan_date": "00000000", "total_excess_units": details[-1]["benefit_limit_excess_units"],
        "short_stay_days_until_last_month": use.days_before(),
        "short_stay_days_cumulative": use.days_before() + use.stay_days() if use.days_before() != "" else "",
        "previous_care_level": use.previous_level, "updating_office": support.number, "target_month": MONTH,
    }
    if use.previous_level:
        row |= {"care_level_changed_on": "20260401", "consent_receiving_office": support.number}
    for slot, (kind, limit) in enumerate(use.kind_limits.items(), 1):
        units = sum(service.total() for service in use.services if service.kind == kind)
        row |= {f"kind_limit_{slot}_service_kind": kind, f"kind_limit_{slot}_units": limit,
                f"kind_limit_{slot}_total_units": units, f"kind_limit_{slot}_excess_units": 0}
    return row


def use_slip(uses, support, receiver):
    """The three files of a set."""
    return [make(uses, support, receiver) for make in (plan_sheet, table7_sheet, supplement_sheet)]


def deletion(kind, sender, receiver, rows, stamp="20260901090000", month=MONTH):
    return Sheet(kind, sender, receiver, stamp, rows, month)

