"""Whole files: encoding, line ends, what surrounds the records."""
from generator.bases import base
from generator.form import Case

BOM = b"\xEF\xBB\xBF"


def changed(folder, change, findings, ja, en, kind="UPPLAN"):
    file = base(kind)
    if isinstance(findings, str):
        findings = [(findings, None, None)]
    return Case(folder, ja, en, [(file.name(), change(file.file()[1]))], findings)


def one_record(content):
    return content.splitlines(keepends=True)[0]


def to_utf8(content):
    return content.decode("cp932").encode()


def header(kind):
    return ",".join(item["name_ja"] for item in base(kind).layout()).encode("cp932") + b"\r\n"


def web_page(content):
    return b"<html><head><title>Login</title></head>\r\n"


def text_item(kind, ident, text):
    """A base whose only Japanese text is this, and the number of that item."""
    file = base(kind)
    return file.put_raw(1, ident, b'"' + text + b'"'), file.no(ident)


def texts(folder, kind, ident, text, code, ja, en):
    file, no = text_item(kind, ident, text)
    return Case(folder, ja, en, [file], [(code, 1, no)] if code else [])


def cases():
    plan_items, slip_items = (len(base(kind).layout()) for kind in ("UPPLAN", "UPSIKYU"))
    return [
        changed("empty", lambda _: b"", "CP1101", "空のファイル", "an empty file"),
        changed("empty-image", lambda _: b"", "CP1101", "空の画像", "an empty picture", "UPKIHON_IMAGE"),
        changed("line-ends-only", lambda _: b"\r\n\r\n", [("CP1101", None, None), ("CP1108", None, None)], "改行だけ", "nothing but line ends"),
        changed("bom-only", lambda _: BOM, [("CP1101", None, None), ("CP1103", None, None)], "BOM だけ", "nothing but a byte order mark"),
        changed("header-only", lambda _: header("UPPLAN"), [("CP1101", None, None), ("CP1105", None, None)], "見出し行だけ", "nothing but a header"),
        changed("header", lambda content: header("UPPLAN") + content, "CP1105", "見出し行がある", "a header row"),
        changed("header-without-version", lambda content: b"," + header("DLTPLAN").split(b",", 1)[1] + content, "CP1105", "最初の欄が空の見出し行",
                "a header row whose first name is empty", "DLTPLAN"),
        changed("bom", lambda content: BOM + content, "CP1103", "BOM がある（実在するソフトの出力）", "a byte order mark, as a real exporter writes", "DLTPLAN"),
        changed("bom-ms932", lambda content: BOM + content, "CP1103", "BOM の後が MS932", "a byte order mark before MS932"),
        changed("utf-8", to_utf8, "CP1104", "文字コードが UTF-8", "UTF-8"),
        changed("utf-8-bom", lambda content: BOM + to_utf8(content), "CP1104", "文字コードが BOM 付き UTF-8", "UTF-8 with a byte order mark"),
        changed("utf-16", lambda content: b"\xFF\xFE" + content.decode("cp932").encode("utf-16-le"), "CP1112", "文字コードが UTF-16（Excel の「Unicode テキスト」）",
                "UTF-16, as Excel's Unicode text"),
        changed("utf-16-big-endian", lambda content: b"\xFE\xFF" + content.decode("cp932").encode("utf-16-be"), "CP1112", "文字コードが UTF-16（BE）",
                "UTF-16, big-endian"),
        changed("tabs", lambda content: content.replace(b",", b"\t"), "CP1113", "区切りがタブ", "tabs between items"),
        changed("semicolons", lambda content: one_record(content).replace(b",", b";"), [("CP1201", 1, None)], "区切りがセミコロン", "semicolons between items", "DLTPLAN"),
        changed("full-width-commas", lambda content: one_record(content).replace(b",", "，".encode("cp932")), [("CP1201", 1, None)], "区切りが全角の「，」",
                "full-width commas between items", "DLTPLAN"),
        changed("lf", lambda content: content.replace(b"\r\n", b"\n"), "CP1106", "改行が LF", "lines end in LF"),
        changed("cr", lambda content: content.replace(b"\r\n", b"\r"), "CP1106", "改行が CR", "lines end in CR"),
        changed("one-lf", lambda content: content.replace(b"\r\n", b"\n", 1), "CP1106", "1行だけ改行が LF", "one line ends in LF"),
        changed("no-final-line-end", lambda content: content[:-2], "CP1107", "最後の行に改行がない", "no line end at the end"),
        changed("blank-line-at-end", lambda content: content + b"\r\n", "CP1108", "最後に空行", "a blank line at the end"),
        changed("blank-line-between", lambda content: content.replace(b"\r\n", b"\r\n\r\n", 1), "CP1108", "途中に空行", "a blank line between records"),
        changed("blank-line-first", lambda content: b"\r\n" + content, "CP1108", "最初に空行", "a blank line before the first record"),
        changed("commas-at-end", lambda content: content + b"," * (plan_items - 1) + b"\r\n", [("CP1207", 6, None)], "最後に区切りだけの行（Excel の空の行）",
                "a line of nothing but commas, as Excel leaves"),
        changed("commas-only", lambda _: b",,,\r\n", [("CP1101", None, None), ("CP1207", 1, None)], "区切りだけの行しかない", "nothing but a line of commas", "DLTPLAN"),
        changed("commas-first", lambda content: b",,,\r\n" + content, [("CP1207", 1, None)], "最初に区切りだけの行", "a line of nothing but commas before the first record",
                "DLTPLAN"),
        changed("commas-other-number", lambda content: content + b",,,,,\r\n", [("CP1207", 2, None)], "区切りだけの行（項目数も違う）",
                "a line of commas, and too many of them", "DLTPLAN"),
        changed("commas-between", lambda content: content.replace(b"\r\n", b"\r\n" + b"," * (slip_items - 1) + b"\r\n", 1), [("CP1207", 2, None)],
                "第7表の途中に区切りだけの行", "a line of commas within table 7", "UPSIKYU"),
        changed("quotes-and-commas", lambda content: content + b'"","",,""\r\n', [("CP1207", 2, None)], "区切りと空の「\"」だけの行", "a line of commas and empty quotes",
                "DLTPLAN"),
        changed("cut-between-items", lambda content: content[:content.rindex(b'"') + 1], [("CP1109", 5, None)], "途中で切れている（項目の間）",
                "cut off between two items"),
        changed("cut-in-text", lambda content: content[:content.rindex(b'"') - 2], [("CP1109", 5, base("UPPLAN").no("service_office_name"))],
                "途中で切れている（文字列の中）", "cut off within a text"),
        changed("cut-in-character", lambda content: content[:content.rindex(b'"') - 1], [("CP1109", 5, base("UPPLAN").no("service_office_name"))],
                "途中で切れている（文字の途中）", "cut off within a character"),
        changed("dos-end-mark", lambda content: content + b"\x1A", "CP1115", "最後に Ctrl-Z（DOS の終端記号）", "Ctrl-Z at the end, as DOS marks it"),
        changed("nul-padding", lambda content: content + bytes(512 - len(content) % 512), "CP1115", "最後が NUL で埋められている", "NUL bytes up to the end of a block"),
        changed("dos-end-mark-line", lambda content: content + b"\x1A\r\n", "CP1115", "最後に Ctrl-Z だけの行", "a last line of Ctrl-Z", "DLTPLAN"),
        changed("dos-end-mark-without-line-end", lambda content: content[:-2] + b"\x1A", "CP1115", "最後の行に改行がなく、Ctrl-Z がある",
                "Ctrl-Z in the place of the last line end", "DLTPLAN"),
        changed("cut-and-padded", lambda content: content[:-9] + bytes(9), [("CP1109", 1, None)], "途中で切れて NUL で埋められている",
                "cut off, and NUL bytes in the place of the rest", "DLTPLAN"),
        changed("excel-workbook", lambda _: b"PK\x03\x04\x14\0\x06\0\x08\0", [("CP1109", 1, None)], "中身が Excel ブック（拡張子だけ変えたもの）",
                "an Excel workbook with its extension changed"),
        changed("web-page", web_page, [("CP1201", 1, None)], "中身が Web ページ（ログイン画面を保存したもの）", "a web page, saved instead of the file"),
        changed("month-other-than-name", lambda content: content.replace(b",202609", b",202610"), [("CP1110", 1, 4)], "ファイル名と違う年月",
                "another month than the name says", "DLTPLAN"),
        supplement_month(),
        supplement_without_month(),
        months_mixed(),
        texts("half-character-at-end", "UPHOSOKU", "address_1", b"\x89\xCB\x8B\xF3\x8E", "CP2050", "文字の前半だけで終わる文字列", "a text that ends in half a character"),
        texts("lead-before-blank", "UPHOSOKU", "address_1", b"\x82 \x89\xCB", "CP2050", "文字の前半と空白", "half a character before a blank"),
        texts("byte-80", "UPHOSOKU", "address_1", b"\x80", "CP2050", "MS932 にないバイト 80", "the byte 80"),
        texts("byte-a0", "UPHOSOKU", "address_1", b"1\xA02", "CP2050", "MS932 にないバイト A0（Latin-1 の空白）", "the byte A0, Latin-1's no-break space"),
        texts("byte-ff", "UPHOSOKU", "address_1", b"\xFF", "CP2050", "MS932 にないバイト FF", "the byte FF"),
        texts("unassigned-pair", "UPHOSOKU", "address_1", b"\x85\x40", "CP2050", "文字のない番号（85 40）", "a pair without a character"),
        texts("utf-8-in-one-item", "UPHOSOKU", "address_1", "架空市".encode(), "CP2050", "1項目だけ UTF-8", "one item in UTF-8"),
        texts("euc-jp-in-one-item", "UPHOSOKU", "address_1", "中央".encode("euc_jp"), "CP2050", "1項目だけ EUC-JP", "one item in EUC-JP"),
        texts("gaiji-first", "UPHOSOKU", "user_name", b"\xF0\x40\x93\x63", "CP2051", "外字（F040）", "a user-defined character (F040)"),
        texts("gaiji-last", "UPHOSOKU", "user_name", b"\x8B\x67\xF9\xFC", "CP2051", "外字（F9FC）", "a user-defined character (F9FC)"),
        texts("gaiji-in-annex", "UPKIHON_SUB2", "doctor", b"\xF4\x7E", "CP2051", "別表の外字", "a user-defined character in an annex"),
    ]


def supplement_month():
    file = base("UPHOSOKU of a plan").put(1, "target_month", "202609")
    return Case("supplement-month-of-a-plan", "居宅サービス計画の補足情報（000000）に年月がある", "the supplement of a care plan (000000) holds a month", [file],
                [("CP1110", 1, file.no("target_month"))])


def supplement_without_month():
    file = base("UPHOSOKU").put(1, "target_month", "000000")
    return Case("supplement-of-a-month-without-it", "予定の補足情報の対象年月が 000000", "000000 in the supplement of a month", [file],
                [("CP1110", 1, file.no("target_month"))])


def months_mixed():
    file = base("DLTPLAN")
    file.rows.append(dict(file.rows[0], insured_number="0000200099", target_month="202610"))
    return Case("months-mixed", "1つのファイルに2か月分", "two months in one file", [file], [("CP2004", 2, file.no("target_month"))])
