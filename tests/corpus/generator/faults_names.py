"""File names."""
from generator.bases import base
from generator.form import Case
from generator.world import OFFICES

UNKNOWN, MALFORMED, NO_RECEIVER, NOBODY, EXTENSION = "CP1001", "CP1002", "CP1003", "CP1004", "CP1005"


def named(folder, code, name, ja, en, kind="UPPLAN"):
    file = base(kind)
    content = file.file()[1]
    return Case(folder, ja, en, [(name if isinstance(name, str) else name(file.name()), content)], [(code, None, None)])


def swap(old, new):
    def change(name):
        assert old in name, (old, name)
        return name.replace(old, new, 1)
    return change


SENDER, RECEIVER, STAMP = "6070100018_43", "6070201006_11", "20260826093000"


def extra_zeros():
    case = named("extra-zeros", MALFORMED, swap("UPKIHON", "UPKIHON_000000"), "UPKIHON に余分な 000000（標準仕様の例にあるもの）",
                 "an extra 000000, as in an example of the standard", "UPKIHON")
    case.findings.append(("CP3501", None, None))
    return case


def cases():
    return [
        named("own-name", UNKNOWN, "予定202609.csv", "自社の名前のまま", "a name of one's own"),
        named("no-kind", UNKNOWN, swap("UPPLAN_", ""), "種別がない", "the kind is missing"),
        named("unknown-kind", UNKNOWN, swap("UPPLAN", "UPYOTEI"), "標準にない種別", "a kind that does not exist"),
        named("lower-case-kind", UNKNOWN, swap("UPPLAN", "upplan"), "種別が小文字", "the kind in small letters"),
        named("full-width-kind", UNKNOWN, swap("UPPLAN", "ＵＰＰＬＡＮ"), "種別が全角", "the kind in full-width letters"),
        named("kind-without-underscore", UNKNOWN, swap("UPPLAN_", "UPPLAN"), "種別の後の _ がない", "no underscore after the kind"),
        named("copy-of", UNKNOWN, lambda name: f"コピー ～ {name}", "Windows の「コピー ～」が前に付いた名前", "Windows' prefix for copies"),
        named("copy", MALFORMED, swap(".CSV", " - コピー.CSV"), "Windows の「 - コピー」が後ろに付いた名前", "Windows' suffix for copies"),
        named("downloaded-twice", MALFORMED, swap(".CSV", " (1).CSV"), "2回ダウンロードした名前", "a browser's suffix for a second download"),
        named("month-missing", MALFORMED, swap("_202609", ""), "対象年月がない", "no month"),
        named("month-13", MALFORMED, swap("202609", "202613"), "13月", "month 13"),
        named("month-with-hyphen", MALFORMED, swap("202609", "2026-09"), "年月にハイフン", "a month with a hyphen"),
        named("month-zero", MALFORMED, swap("202609", "000000"), "UPPLAN に 000000", "000000, which only the supplement of a care plan has"),
        named("month-japanese-era", MALFORMED, swap("202609", "R0809"), "和暦の年月", "a month of the Japanese era"),
        named("month-where-none-belongs", MALFORMED, swap("UP1KYO", "UP1KYO_202609"), "年月のない種別に年月", "a month where the kind has none", "UP1KYO"),
        extra_zeros(),
        named("sender-9-digits", MALFORMED, swap("6070100018", "607010001"), "送信元が9桁", "a sender of nine digits"),
        named("sender-full-width", MALFORMED, swap("6070100018", "６０７０１０００１８"), "送信元が全角", "a sender in full-width digits"),
        named("sender-kind-1-digit", MALFORMED, swap("_43_", "_4_"), "送信元の種類が1桁", "a sender's kind of one digit"),
        named("sender-nobody", "CP3052", swap("6070100018_43", "0000000000_00"), "送信元が 0000000000_00", "the sender is 0000000000_00", "DLTPLAN"),
        named("sender-zeros", MALFORMED, swap("6070100018_43", "0000000000_43"), "送信元の番号が 0000000000", "a sender of 0000000000", "DLTPLAN"),
        named("sender-missing", MALFORMED, swap(SENDER, "_"), "送信元が空", "an empty sender"),
        named("receiver-11-digits", MALFORMED, swap("6070201006", "60702010061"), "送信先が11桁", "a receiver of eleven digits"),
        named("receiver-kind-small", MALFORMED, swap("6070201006_11", f"{OFFICES['A2'].number}_a2"), "送信先の種類が小文字", "a receiver's kind in small letters", "DLTPLAN"),
        named("receiver-letter-i", MALFORMED, swap("6070201006", "60I0201006"), "使わない英字 I のある番号", "a number with the letter I"),
        named("receiver-of-older-edition", MALFORMED, swap("6070201006_11", "6070201006"), "送信先だけ 3.x 版の形", "only the receiver has the form of 3.x"),
        named("receiver-empty", NO_RECEIVER, swap(RECEIVER, "_"), "送信先が空（実在するソフトの出力）", "an empty receiver, as a real exporter writes"),
        named("receiver-absent", NO_RECEIVER, swap(f"_{RECEIVER}", ""), "送信先がない", "no receiver at all"),
        named("receiver-nobody", NOBODY, swap(RECEIVER, "0000000000_00"), "送信先が 0000000000_00", "the receiver is 0000000000_00"),
        named("stamp-missing", MALFORMED, swap(f"_{STAMP}", ""), "作成日時がない", "no stamp"),
        named("stamp-12-digits", MALFORMED, swap(STAMP, STAMP[:12]), "作成日時に秒がない", "a stamp without seconds"),
        named("stamp-15-digits", MALFORMED, swap(STAMP, STAMP + "0"), "作成日時が15桁（標準仕様の本文の誤記）", "a stamp of 15 digits, as the prose of the standard has"),
        named("stamp-february-30", MALFORMED, swap(STAMP, "20260230093000"), "作成日時が2月30日", "a stamp of 30 February"),
        named("stamp-24-hours", MALFORMED, swap(STAMP, "20260826240000"), "作成日時が24時", "a stamp of 24 o'clock"),
        named("stamp-with-hyphen", MALFORMED, swap(STAMP, "20260826-093000"), "作成日時に区切り", "a stamp with a hyphen"),
        named("extension-small", EXTENSION, swap(".CSV", ".csv"), "拡張子が小文字（実在するソフトの出力）", "a small extension, as real exporters write"),
        named("extension-mixed", EXTENSION, swap(".CSV", ".Csv"), "拡張子が大文字と小文字", "an extension in capital and small letters"),
        named("extension-txt", MALFORMED, swap(".CSV", ".TXT"), "拡張子が .TXT", "the extension .TXT"),
        named("extension-twice", MALFORMED, swap(".CSV", ".CSV.txt"), "拡張子が2つ", "two extensions"),
        named("extension-missing", MALFORMED, swap(".CSV", ""), "拡張子がない", "no extension"),
        named("image-without-branch", MALFORMED, swap("_0001", ""), "画像に枝番がない", "a picture without a branch number", "UPKIHON_IMAGE"),
        named("image-branch-3-digits", MALFORMED, swap("_0001", "_001"), "画像の枝番が3桁", "a branch number of three digits", "UPKIHON_IMAGE"),
        named("image-png", MALFORMED, swap(".jpg", ".png"), "画像が .png", "a picture .png", "UPKIHON_IMAGE"),
        named("image-mixed-extension", EXTENSION, swap(".jpg", ".Jpg"), "画像の拡張子が .Jpg", "a picture .Jpg", "UPKIHON_IMAGE"),
    ]
