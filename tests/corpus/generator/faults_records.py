"""Records and quotes."""
from generator.bases import base
from generator.form import Case


def raw(folder, kind, ident, cell, code, ja, en, record=1):
    """One item written in another way."""
    file = base(kind)
    cell = cell if isinstance(cell, bytes) else cell.encode("cp932")
    return Case(folder, ja, en, [file.put_raw(record, ident, cell)], [(code, record, file.no(ident))])


def line(folder, kind, change, findings, ja, en, record=1):
    """One record changed as bytes, without its line end."""
    file = base(kind)
    lines = [b",".join(cells) for cells in file.cells()]
    lines[record - 1] = change(lines[record - 1])
    return Case(folder, ja, en, [(file.name(), b"".join(text + b"\r\n" for text in lines))], findings)


COLUMNS, OPEN, AFTER, STRAY, MISSING, UNNEEDED = "CP1201", "CP1202", "CP1203", "CP1204", "CP1205", "CP1206"


def quoted_everywhere():
    file = base("DLTPLAN")
    cells = [b'"' + cell + b'"' for cell in file.cells()[0]]
    return Case("all-items-quoted", "すべての項目が「\"」で囲まれている", "every item is quoted", [(file.name(), b",".join(cells) + b"\r\n")],
                [(UNNEEDED, 1, no) for no in range(1, len(cells) + 1)])


def quoted_only_where_needed():
    file = base("UPPLAN")
    found = []
    for record, row in enumerate(file.rows, 1):
        for item in file.layout():
            value = str(row.get(item["ident"], ""))
            if item["type"] == "text":
                file = file.put_raw(record, item["ident"], value.encode("cp932"))
                if value:
                    found.append((record, int(item["no"]), value))
    # Told once a column: a value that repeats the one above it is not told again, unless that one had a fault.
    return Case("quoted-only-where-needed", "必要なところだけ「\"」で囲む（実在するソフトの出力）", "quotes only where needed, as a real exporter writes", [file],
                [(MISSING, record, no) for record, no, _ in found])


def open_quote_swallows():
    file = base("UPPLAN")
    no = file.no("service_office_name")
    lines = [b",".join(cells) for cells in file.cells()]
    lines[4] = lines[4].replace('業所"'.encode("cp932"), "業所".encode("cp932"))
    return Case("quote-open-at-end", "最後の行の「\"」が閉じていない", "a quote of the last line is never closed",
                [(file.name(), b"".join(text + b"\r\n" for text in lines))], [(OPEN, 5, no)])


def cases():
    return [
        line("column-too-many", "UPPLAN", lambda text: text + b",", [(COLUMNS, 1, None)], "行の最後に余分な「,」", "a comma too many at the end"),
        line("column-too-few", "UPPLAN", lambda text: text[:-1], [(COLUMNS, 2, None)], "最後の項目がない", "the last item is missing", record=2),
        line("column-lost-within", "UPHOSOKU", lambda text: text.replace(b",,", b",", 1), [(COLUMNS, 1, None)], "途中の空の項目がない", "an empty item within is missing"),
        line("one-item", "UPSIKYU", lambda _: b"202407", [(COLUMNS, 2, None)], "1項目だけの行", "a record of one item", record=2),
        line("blanks-only", "DLTPLAN", lambda text: text + b"\r\n  ", [(COLUMNS, 2, None)], "空白だけの行", "a line of blanks"),
        line("comma-in-bare-text", "UPHOSOKU", lambda text: text.replace('"架空市中央'.encode("cp932"), "架空市,中央".encode("cp932")).replace(b'2"', b"2", 1),
             [(COLUMNS, 1, None)], "囲まれていない文字列の中の「,」", "a comma in a text without quotes"),
        line("end-of-record-mark", "DLTPLAN", lambda text: text + b",END", [(COLUMNS, 1, None)], "行の最後に独自の印", "a mark of one's own at the end"),
        raw("text-bare", "UPHOSOKU", "user_name", "佐藤　花子", MISSING, "文字列が囲まれていない", "a text without quotes"),
        raw("text-in-apostrophes", "UPHOSOKU", "user_name", "'佐藤　花子'", MISSING, "文字列が「'」で囲まれている", "a text in apostrophes"),
        raw("text-in-brackets", "UPHOSOKU", "user_name", "「佐藤　花子」", MISSING, "文字列がカギ括弧で囲まれている", "a text in Japanese brackets"),
        raw("text-in-full-width-quotes", "UPHOSOKU", "user_name", "”佐藤　花子”", MISSING, "文字列が全角の「”」で囲まれている", "a text in full-width quotes"),
        raw("number-quoted", "UPPLAN", "units", '"244"', UNNEEDED, "数字が「\"」で囲まれている", "a number in quotes"),
        raw("date-quoted", "UPPLAN", "service_date", '"20260902"', UNNEEDED, "日付が「\"」で囲まれている", "a date in quotes"),
        raw("code-quoted", "UPHOSOKU", "sex", '"2"', UNNEEDED, "コードが「\"」で囲まれている", "a code in quotes"),
        raw("version-quoted", "DLTPLAN", "csv_version", '"202407"', UNNEEDED, "CSVバージョンが「\"」で囲まれている", "a version in quotes"),
        raw("phone-quoted", "UPHOSOKU", "phone", '"0980-00-0001"', UNNEEDED, "電話番号が「\"」で囲まれている", "a phone number in quotes"),
        quoted_everywhere(),
        quoted_only_where_needed(),
        raw("inner-quote-not-doubled", "UPHOSOKU", "address_2", '"コーポ"北"棟"', AFTER, "中の「\"」が2つ重なっていない", "a quote inside is not doubled"),
        raw("inner-quote-with-backslash", "UPHOSOKU", "address_2", '"コーポ\\"北\\"棟"', AFTER, "中の「\"」の前に「\\」", "a quote inside with a backslash"),
        raw("blank-after-quote", "UPHOSOKU", "user_name", '"佐藤　花子" ', AFTER, "閉じた「\"」の後に空白", "a blank after the closing quote"),
        raw("blank-before-quote", "UPHOSOKU", "user_name", ' "佐藤　花子"', STRAY, "「\"」の前に空白", "a blank before the opening quote"),
        raw("excel-formula", "UPPLAN", "insured_number", '="0000200011"', STRAY, "Excel の =\"…\" の形", "Excel's form =\"…\""),
        raw("quote-within-bare-text", "UPHOSOKU", "address_2", 'コーポ"北"棟', STRAY, "囲まれていない文字列の中の「\"」", "quotes in a text without quotes"),
        raw("inches", "UPPLAN", "equipment_name", '車いす22"', STRAY, "インチの「\"」", "a quote for inches", record=3),
        open_quote_swallows(),
        line("quote-open-within", "DLTPLAN", lambda text: b'"' + text, [(OPEN, 1, 1)], "「\"」が閉じず、後の行を飲み込む", "an open quote swallows the lines below"),
    ]
