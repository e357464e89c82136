"""The right files that faults are made of: small ones, one person each."""
from generator import clean


def base(kind):
    return BASES[kind].copy()


def by_kind(files):
    return {file.kind: file for file in files}


# The supplement of a care plan has its own name here, because it has the same kind as that of a month.
BASES = by_kind(clean.small_slip()) | by_kind(clean.small_basic_info()) | by_kind(clean.small_prevention_plan()) | by_kind([
    clean.small_actuals(), clean.plan_deletion(), clean.slip_deletion(), clean.actuals_deletion(), clean.basic_info_deletion(),
    clean.prevention_plan_deletion()])
PLAN_SET = by_kind(clean.small_care_plan())
BASES |= {kind: sheet for kind, sheet in PLAN_SET.items() if kind != "UPHOSOKU"} | {"UPHOSOKU of a plan": PLAN_SET["UPHOSOKU"]}
