"""What keeps files of an older edition from becoming files of 4.1, and what a person must supply."""
from generator import clean, months, plans
from generator.form import Case, Party
from generator.slips import Service, Use, actuals_sheet, use_slip
from generator.world import OFFICES, SATO, SUPPORT

NAME, REPAIR, COUNT, QUOTES, MISSING, AMBIGUOUS, ASSUMED, DERIVED = ("CP5001", "CP5002", "CP5003", "CP5004", "CP5005", "CP5006", "CP5007", "CP5008")
DIFFERS, COLUMNS = "CP5009", "CP5015"
TAIS, TABLE_3, RECEIVER, REFUSED, SAME = "CP5010", "CP5011", "CP5012", "CP5013", "CP5014"
VISITS = OFFICES["11"]


def older(files, edition="3.x"):
    return [file.copy(edition=edition) for file in files]


def case(folder, ja, en, files, findings, receiver_kind=None):
    """`findings`: code and file, or code, file, record and item."""
    told = [(code, *(where or (None, None)), file) for code, file, *where in findings]
    return Case(folder, ja, en, files, told, check="upgrade", receiver_kind=receiver_kind)


def visits_only():
    """A month of one kind, so that nothing but the fault is told."""
    return use_slip([Use(SATO, [Service("111111", 244, [2, 9], "0900", "0930")])], SUPPORT, VISITS)


def kinds_known(lead):
    """Two notes: 43 for the planning office, the kind of the receiver from its rows."""
    return [(ASSUMED, lead), (DERIVED, lead)]


def broken(folder, ja, en, change, code, *where):
    """One file of the set cannot be read; the other two stay behind with it."""
    files = [file.file() for file in older(visits_only())]
    files[0] = (files[0][0], change(files[0][1]))
    names = [name for name, _ in files]
    return case(folder, ja, en, files, [(code, names[0], *where)] + [(REFUSED, name) for name in names[1:]])


def cases():
    month = older(visits_only())
    # Notes on a set are on its first file.
    lead = month[2].name()
    equipment = older(use_slip(months.SMALL, SUPPORT, VISITS))
    new_plan, new_slip = clean.small_slip()[:2]
    both = Party(VISITS.number, "11")
    two_kinds = use_slip([Use(SATO, [Service("111111", 244, [2], "0900", "0930"),
                                     Service("121111", 1266, [3], "1000", "1100", office=both)])], SUPPORT, VISITS)
    care_plan = [file for file in older(plans.care_plan(plans.SMALL, SUPPORT, VISITS)) if file.kind != "UP3KYO"]
    deletion = clean.slip_deletion().copy(edition="3.x")
    unaddressed = [(name.replace(f"_{VISITS.number}_", "__"), content) for name, content in (file.file() for file in month)]
    actuals = actuals_sheet(months.SMALL, SUPPORT, VISITS).copy(edition="3.x")
    # Two three-character codes of 4.0, one service kind.
    twins = [(name.replace("_110_", code), content) for name, content in [actuals.copy(edition="4.0").file()] for code in ("_110_", "_111_")]
    oldest = [file.put_all("csv_version", "201910") for file in month]
    return [
        case("columns-unknown", "201910 の項目の並びは非公開", "the columns of 201910 are not public", oldest,
             kinds_known(lead) + [(COLUMNS, file.copy(edition="4.1").name()) for file in oldest]),
        case("kinds-from-rows", "種類は名前になく、行から分かる", "the kinds are not in the names but in the rows", month, kinds_known(lead)),
        case("kinds-from-rows-of-actuals", "実績の送信元の種類は行から分かる", "the sender's kind is in the rows of the actuals", [actuals],
             [(DERIVED, actuals.name()), (ASSUMED, actuals.name())]),
        case("kind-missing", "削除のファイルからは送信先の種類が分からない", "a deletion does not tell the receiver's kind", [deletion],
             [(MISSING, deletion.name())]),
        case("kind-other-than-rows", "指定した種類 13 の行がない", "no row of the kind 13 that was given", month, [(ASSUMED, lead), (DIFFERS, lead)], "13"),
        case("kind-ambiguous", "送信先の行に2つの種類がある", "rows of the receiver are of two kinds", older(two_kinds),
             [(AMBIGUOUS, lead), (REFUSED, month[0].name()), (REFUSED, month[1].name())]),
        case("equipment-codes-to-supply", "福祉用具貸与の行にコードを入れる必要がある", "rows of equipment rental need their codes", equipment,
             kinds_known(lead) + [(TAIS, new_plan.name(), 3, new_plan.no("tais_code")), (TAIS, new_slip.name(), 2, new_slip.no("tais_code"))]),
        case("table-3-to-supply", "3.x 版には第3表がない", "3.x has no table 3", care_plan,
             [(ASSUMED, care_plan[0].name()), (TABLE_3, care_plan[0].copy(edition="4.1").name())], "11"),
        case("receiver-missing", "送信先がない", "no receiver", unaddressed,
             [(ASSUMED, unaddressed[2][0])] + [(RECEIVER, name.replace("_6070100018__", "_6070100018_43_0000000000_00_")) for name, _ in unaddressed]),
        case("same-name", "4.1 版では同じ名前になる2つのファイル", "two files that would have one name in 4.1", twins,
             [(code, file[0]) for file in twins for code in (SAME,)]),
        case("name-unusable", "名前が標準の形式でない", "a name that is not of the standard's form", [("yotei.csv", month[0].file()[1])], [(NAME, "yotei.csv")]),
        broken("utf-8", "文字コードが UTF-8", "UTF-8", lambda content: content.decode("cp932").encode(), REPAIR),
        broken("column-count", "項目数が合わない行", "a record with an item too many", lambda content: content.replace(b"\r\n", b",\r\n", 1), COUNT, 1, None),
        broken("quotes", "「\"」の誤り", "wrong quotes", lambda content: content.replace("訪問介護事業所".encode("cp932"), b'a"b"c', 1), QUOTES, 1, 18),
    ]
