"""Editions: name, CSVバージョン and columns that disagree; versions that never existed."""
from generator.bases import base
from generator.form import Case, VERSIONS

OLDER, OTHER_NAME = "CP1114", "CP1006"
UNKNOWN, OTHER, MIXED, COLUMNS_UNKNOWN = "CP2001", "CP2002", "CP2003", "CP2005"


def mixed(folder, kind, ja, en, findings, name="4.1", columns="4.1", version=None):
    """A file with the name of one edition, the columns of another, and any version."""
    content = base(kind).copy(edition=columns).put_all("csv_version", version or VERSIONS[columns])
    return Case(folder, ja, en, [(base(kind).copy(edition=name).name(), content.bytes())], findings)


def version(folder, number, code, ja, en, kind="DLTPLAN"):
    return mixed(folder, kind, ja, en, [(code, 1, 1)], version=number)


def cases():
    two = base("DLTPLAN")
    two.rows.append(dict(two.rows[0], insured_number="0000200099"))
    return [
        version("version-202410", "202410", UNKNOWN, "存在しない 202410（実在するソフトの出力）", "202410, which never existed, as a real exporter writes"),
        version("version-202404", "202404", UNKNOWN, "存在しない 202404（標準仕様の例の誤記）", "202404, a slip in an example of the standard"),
        version("version-202507", "202507", UNKNOWN, "存在しない 202507", "202507, which never existed"),
        version("version-4.1", "4.1", UNKNOWN, "版の番号 4.1", "the number of the edition instead of its version"),
        version("version-full-width", "２０２４０７", UNKNOWN, "全角の 202407", "202407 in full-width digits"),
        version("version-with-blank", "202407 ", UNKNOWN, "後ろに空白", "a blank behind it"),
        empty_version(),
        Case("version-mixed", "2件目だけ 202410", "202410 in the second record only", [two.put(2, "csv_version", "202410")], [(MIXED, 2, 1)]),
        Case("version-mixed-older", "2件目だけ 202208", "202208 in the second record only", [two.put(2, "csv_version", "202208")], [(MIXED, 2, 1)]),
        mixed("202208-in-4.1", "UPPLAN", "名前と項目は 4.1 版、CSVバージョンは 202208", "name and columns of 4.1, version 202208", [(OTHER, 1, 1)], version="202208"),
        mixed("201910-in-4.1", "UPPLAN", "名前と項目は 4.1 版、CSVバージョンは 201910（標準仕様の例の誤記）", "name and columns of 4.1, version 201910, as in an example of the standard",
              [(OTHER, 1, 1)], version="201910"),
        mixed("202407-in-3.x", "UPPLAN", "名前と項目は 3.x 版、CSVバージョンは 202407", "name and columns of 3.x, version 202407",
              [(OLDER, None, None), (OTHER, 1, 1)], name="3.x", columns="3.x", version="202407"),
        mixed("name-3.x-rest-4.1", "UPPLAN", "名前は 3.x 版、中身は 4.1 版", "a name of 3.x, content of 4.1", [(OTHER_NAME, None, None)], name="3.x"),
        mixed("name-4.1-rest-3.x", "UPPLAN", "名前は 4.1 版、中身は 3.x 版", "a name of 4.1, content of 3.x",
              [(OTHER_NAME, None, None), (OLDER, None, None)], columns="3.x"),
        mixed("name-3.x-rest-4.1-same-columns", "DLTPLAN", "項目が同じ種別で、名前だけ 3.x 版", "a name of 3.x for a kind with the same columns", [(OTHER_NAME, None, None)], name="3.x"),
        mixed("name-4.1-version-3.x", "UP1KYO", "項目が同じ種別で、CSVバージョンだけ 202208", "version 202208 for a kind with the same columns",
              [(OTHER_NAME, None, None), (OLDER, None, None)], version="202208"),
        mixed("name-4.0-version-4.1", "UPPLAN", "名前は 4.0 版、CSVバージョンは 202407", "a name of 4.0, version 202407", [(OTHER_NAME, None, None)], name="4.0"),
        mixed("name-4.1-version-4.0", "UPPLAN", "名前は 4.1 版、CSVバージョンは 202504", "a name of 4.1, version 202504",
              [(OTHER_NAME, None, None), (OLDER, None, None)], version="202504"),
        mixed("version-4.0-table-3-in-3.x-name", "UP3KYO", "4.0 版で新しい種別に 3.x 版の名前", "a name of 3.x for a kind that 3.x lacks", [(OTHER_NAME, None, None)], name="3.x"),
        mixed("201910", "UPPLAN", "201910（項目の違いは非公開）", "201910, whose columns are not public", [(OLDER, None, None), (COLUMNS_UNKNOWN, 1, 1)],
              name="3.x", columns="3.x", version="201910"),
        mixed("202003", "UPSIKYU", "202003（項目の違いは非公開）", "202003, whose columns are not public", [(OLDER, None, None), (COLUMNS_UNKNOWN, 1, 1)],
              name="3.x", columns="3.x", version="202003"),
        mixed("202410-in-3.x", "UPPLAN", "3.x 版の名前と項目に 202410", "202410 with name and columns of 3.x", [(OLDER, None, None), (UNKNOWN, 1, 1)],
              name="3.x", columns="3.x", version="202410"),
    ]


def empty_version():
    return Case("version-empty", "CSVバージョンが空", "no version", [base("DLTPLAN").put(1, "csv_version", "")], [("CP2010", 1, 1)])
