"""Text that MS932 can hold but nobody meant, and numbers whose check digit does not fit."""
from generator.bases import base
from generator.edits import edited, told
from generator.form import Case


def text(folder, code, value, ja, en, kind="UPHOSOKU", ident="address_1"):
    return edited(folder, kind, [(1, ident, value)], [(code, 1, ident)], ja, en)


def texts():
    return [
        text("only-blanks", "CP2101", "　", "空白だけの住所", "an address of nothing but a blank"),
        text("control-escape", "CP2102", "中央\x1B1丁目", "制御文字 ESC", "the control character ESC"),
        text("control-nul", "CP2102", "中央\0", "制御文字 NUL", "the control character NUL"),
        text("control-dos-end", "CP2102", "中央\x1A", "制御文字 Ctrl-Z", "the control character Ctrl-Z"),
        text("tab", "CP2103", "中央\t1丁目", "文字列の中のタブ", "a tab in a text"),
        text("blank-behind", "CP2104", "架空市中央　", "末尾の空白", "a blank at the end"),
        text("blank-before", "CP2104", " 架空市中央", "先頭の空白", "a blank at the beginning"),
        text("question-mark", "CP2105", "?橋　冨美", "変換で「髙」が「?」になった氏名", "a name that lost a character to a question mark", ident="user_name"),
        text("numeric-reference", "CP2106", "&#39640;橋　冨美", "変換で残った「&#39640;」", "a numeric reference that a conversion left", ident="user_name"),
        text("geta", "CP2107", "〓橋　冨美", "表せない文字の代わりの「〓」", "〓 for a character that could not be written", ident="user_name"),
        text("black-square", "CP2107", "小■原　茂", "表せない文字の代わりの「■」", "■ for a character that could not be written", ident="user_name"),
        text("loose-voicing-mark", "CP2108", "か゛くう市", "かなと別の文字の濁点", "a voicing mark as a character of its own"),
        text("kana-half-width", "CP2109", "ｻﾄｳ ﾊﾅｺ", "半角のフリガナ", "half-width kana as a reading", ident="user_name_kana"),
        text("kana-with-kanji", "CP2110", "サトウ　花子", "漢字の混じったフリガナ", "kanji in a reading", ident="user_name_kana"),
        text("phone-full-width", "CP2111", "０９８０－００", "全角の電話番号", "a phone number in full-width digits", ident="phone"),
        text("phone-words", "CP2111", "なし", "電話番号に「なし」", "words for a phone number", ident="phone"),
        Case("iso-2022-jp", "1項目だけ JIS（ISO-2022-JP）", "one item in ISO-2022-JP",
             [base("UPHOSOKU").put_raw(1, "address_1", b'"' + "架空市".encode("iso2022_jp") + b'"')], [("CP2102", 1, base("UPHOSOKU").no("address_1"))]),
    ]


def numbers():
    wrong_sender = base("DLTPLAN")
    name, content = wrong_sender.file()
    return [
        edited("office-check-digit", "UPPLAN", [(1, "service_office", "6070201007")], [("CP2201", 1, "service_office")], "事業所番号の検証番号が合わない", "an office number whose check digit does not fit"),
        edited("office-placeholder", "UPPLAN", [(1, "planning_office", "0000000000")], [("CP2205", 1, "planning_office")], "プラン担当業者コードが 0000000000 のまま", "a planning office that is still 0000000000"),
        edited("office-of-the-standard", "UP2KYO", [(2, "service_office", "0300000100")], [("CP2201", 2, "service_office")], "標準仕様の例にある事業所番号（検証番号が合わない）",
               "an office number of the standard's examples, whose check digit does not fit"),
        edited("insurer-check-digit", "DLTPLAN", [(1, "insurer_number", "602028")], [("CP2202", 1, "insurer_number")], "保険者番号の検証番号が合わない", "an insurer number whose check digit does not fit"),
        edited("local-government-code", "DLTPLAN", [(1, "insurer_number", "131016")], [("CP2203", 1, "insurer_number")], "全国地方公共団体コード（千代田区）が保険者番号に",
               "the code of a local government (Chiyoda) as insurer number"),
        Case("sender-check-digit", "ファイル名の送信元の検証番号が合わない", "the sender of the name has a check digit that does not fit", [(name.replace("6070100018", "6070100019"), content)],
             [("CP2204", None, None)]),
        Case("receiver-check-digit", "ファイル名の送信先の検証番号が合わない", "the receiver of the name has a check digit that does not fit",
             [(name.replace("6070201006", "6070201007"), content)], [("CP2204", None, None)]),
        told("check-digit-with-letter", base("UP2KYO").put(2, "service_office", "60A0201141"), [("CP2201", 2, "service_office")], "英字のある事業所番号の検証番号が合わない",
             "an office number with a letter whose check digit does not fit"),
    ]


def cases():
    return texts() + numbers()
