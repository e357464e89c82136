"""Single items: every type in every wrong form that exporters are known or likely to write."""
from generator.bases import base
from generator.edits import edited
from generator.form import Case

EMPTY, EMPTY_UNCLEAR, LONG, LONG_UNCLEAR = "CP2010", "CP2011", "CP2020", "CP2021"
DIGITS, DATE, NO_DATE, MONTH, TIME, TIME_2400, DECIMAL = "CP2030", "CP2031", "CP2032", "CP2033", "CP2034", "CP2035", "CP2036"
INSURER, INSURED, OFFICE, KIND, KIND_UNKNOWN, SERVICE = "CP2037", "CP2038", "CP2039", "CP2040", "CP2041", "CP2042"
TAIS, POSTAL, FLAGS, CODE, UNUSED, UNCLEAR, CODE_UNCLEAR = "CP2043", "CP2044", "CP2045", "CP2046", "CP2047", "CP2048", "CP2049"


def wrong(folder, kind, ident, value, code, ja, en, record=1):
    file = base(kind)
    return Case(folder, ja, en, [file.put(record, ident, value)], [(code, record, file.no(ident))])


def dates():
    def date(folder, value, code, ja, en):
        return wrong(f"date-{folder}", "UPPLAN", "service_date", value, code, ja, en)
    return [
        date("with-slashes", "2026/9/2", DATE, "Excel の日付 2026/9/2", "a date as Excel shows it"),
        date("with-slashes-filled", "2026/09/02", DATE, "2026/09/02", "a date with slashes"),
        date("with-hyphens", "2026-09-02", DATE, "2026-09-02", "a date with hyphens"),
        date("excel-number", "46267", DATE, "Excel の日付の通し番号", "Excel's serial number of a date"),
        date("exponent", "2.03E+07", DATE, "Excel の指数表示", "Excel's exponent"),
        date("seven-digits", "2026902", DATE, "月の 0 がない7桁", "seven digits"),
        date("six-digits", "260902", DATE, "西暦2桁", "a year of two digits"),
        date("month-only", "202609", DATE, "日がない6桁（標準仕様の例の誤記）", "six digits without a day, as in an example of the standard"),
        date("japanese-era", "R080902", DATE, "和暦", "the Japanese era"),
        date("japanese-words", "令和8年9月2日", DATE, "和暦の文字", "the Japanese era in words"),
        date("full-width", "２０２６０９０２", DATE, "全角の数字", "full-width digits"),
        date("blanks", "        ", DATE, "空白8桁", "eight blanks"),
        date("with-blank", "20260902 ", DATE, "後ろに空白", "a blank behind it"),
        date("with-time", "20260902090000", DATE, "時刻まで14桁", "a date with its time"),
        date("september-31", "20260931", NO_DATE, "9月31日", "31 September"),
        date("february-29", "20260229", NO_DATE, "うるう年でない2月29日", "29 February of a common year"),
        date("month-13", "20261302", NO_DATE, "13月", "month 13"),
        date("day-0", "20260900", NO_DATE, "0日", "day 0"),
        date("zeros", "00000000", NO_DATE, "00000000", "00000000"),
        date("year-0", "00000902", NO_DATE, "0000年", "year 0"),
        date("empty", "", EMPTY, "利用日が空", "an empty date"),
        wrong("date-of-birth-unknown", "UPHOSOKU", "birth_date", "99999999", NO_DATE, "生年月日が 99999999", "a birth date of 99999999"),
        wrong("date-optional-zeros", "UPHOSOKU", "certification_date", "00000000", NO_DATE, "空でよい日付に 00000000", "00000000 where empty is right"),
        wrong("date-supplement-zero", "UPHOSOKU", "care_plan_date", "0", DATE, "00000000 の 0 が落ちた", "00000000 with its zeros lost"),
        wrong("date-in-annex", "UPKIHON_SUB1", "consulted_on", "2026.8.10", DATE, "別表の相談日が 2026.8.10", "a date with dots in an annex"),
    ]


def months_and_times():
    def time(folder, value, code, ja, en, ident="service_from"):
        return wrong(f"time-{folder}", "UPPLAN", ident, value, code, ja, en)
    return [
        wrong("month-with-hyphen", "DLTPLAN", "target_month", "2026-09", MONTH, "2026-09", "a month with a hyphen"),
        wrong("month-excel", "DLTPLAN", "target_month", "Sep-26", MONTH, "Excel の Sep-26", "a month as Excel shows it"),
        wrong("month-13", "DLTPLAN", "target_month", "202613", MONTH, "13月", "month 13"),
        wrong("month-0", "DLTPLAN", "target_month", "202600", MONTH, "0月", "month 0"),
        wrong("month-zeros", "DLTPLAN", "target_month", "000000", MONTH, "000000（補足情報だけのもの）", "000000, which only the supplement has"),
        wrong("month-date", "DLTPLAN", "target_month", "20260901", MONTH, "年月に日付（標準仕様の例の誤記）", "a date instead of a month, as in an example of the standard"),
        wrong("month-japanese-era", "DLTPLAN", "target_month", "R08/09", MONTH, "和暦", "the Japanese era"),
        wrong("month-empty", "DLTPLAN", "target_month", "", EMPTY, "年月が空", "an empty month"),
        time("zero-lost", "900", TIME, "Excel で 0 が落ちた 900", "a leading zero lost in Excel"),
        time("with-colon", "9:00", TIME, "9:00", "a time with a colon"),
        time("with-colon-filled", "09:00", TIME, "09:00", "four digits and a colon"),
        time("seconds", "090000", TIME, "秒まで6桁", "a time with seconds"),
        time("60-minutes", "0860", TIME, "60分", "60 minutes"),
        time("25-hours", "2500", TIME, "25時", "25 o'clock"),
        time("full-width", "０９００", TIME, "全角の数字", "full-width digits"),
        time("excel-fraction", "0.375", TIME, "Excel の時刻の小数", "Excel's fraction of a day"),
        time("none-as-blanks", "    ", TIME, "時刻なしを空白で表す", "blanks for no time"),
        time("none-as-8888", "8888", TIME, "時刻なしを 8888 で表す", "8888 for no time"),
        time("2400", "2400", TIME_2400, "終了時刻が 2400", "an end at 2400", "service_to"),
        time("empty", "", EMPTY, "開始時刻が空（時刻なしは 9999）", "an empty time; 9999 stands for none"),
        wrong("time-9999-in-table-3", "UP3KYO", "service_from", "9999", TIME, "3表に 9999（6表だけのもの）", "9999 in table 3, which only table 6 has"),
        wrong("time-with-colon-in-table-3", "UP3KYO", "service_to", "12:00", TIME, "3表に 12:00（標準仕様の例の誤記）",
              "12:00 in table 3, as in an example of the standard"),
        wrong("time-2400-in-table-3", "UP3KYO", "activity_to", "2400", TIME_2400, "3表の終了時間が 2400", "an end at 2400 in table 3", record=4),
    ]


def figures():
    def units(folder, value, code, ja, en):
        return wrong(f"number-{folder}", "UPPLAN", "units", value, code, ja, en)

    def price(folder, value, ja, en):
        return wrong(f"decimal-{folder}", "UPSIKYU", "unit_price", value, DECIMAL, ja, en)
    return [
        units("negative", "-244", DIGITS, "負の数", "a negative number"),
        units("plus", "+244", DIGITS, "+ が付いた数", "a number with a plus sign"),
        units("with-fraction", "244.0", DIGITS, "小数の付いた数", "a number with a fraction"),
        units("full-width", "２４４", DIGITS, "全角の数字", "full-width digits"),
        units("blank-before", "   244", DIGITS, "空白で桁をそろえた数", "a number filled with blanks"),
        units("exponent", "2.4E+2", DIGITS, "Excel の指数表示", "Excel's exponent"),
        units("with-unit", "244単", DIGITS, "単位の付いた数", "a number with its unit"),
        units("null", "NULL", DIGITS, "NULL", "NULL"),
        units("hash", "#N/A", DIGITS, "Excel の #N/A", "Excel's #N/A"),
        units("too-long", "0000244", LONG, "7桁", "seven digits"),
        wrong("number-thousands", "UPHOSOKU", "benefit_limit_units", "19，705", DIGITS, "全角の桁区切り", "a full-width separator of thousands"),
        thousands(),
        wrong("number-count-too-long", "UPPLAN", "count", "100", LONG, "回数が3桁", "a count of three digits"),
        wrong("number-issue-not-digits", "UP2KYO", "issue_no", "①", DIGITS, "課題ＮＯが ①", "a need numbered ①", record=3),
        wrong("number-discriminator-letter", "UPPLAN", "detail_discriminator", "a", DIGITS, "明細判別コードが英字", "a letter as 明細判別コード", record=3),
        wrong("number-satellite-too-long", "UPPLAN", "satellite_no", "001", LONG, "サテライト枝番が3桁", "a satellite number of three digits"),
        wrong("number-days-until-last-month", "UPSIKYU", "days_until_last_month", "003", LONG_UNCLEAR, "前月までの利用日数が3桁（4.1 版の本文は2桁、以前の版は5桁）",
              "three digits where the text has 2 and an earlier edition 5", record=3),
        wrong("number-days-too-long", "UPSIKYU", "days_until_last_month", "000003", LONG, "前月までの利用日数が6桁", "six digits where no edition has more than 5", record=3),
        wrong("number-phone-too-long", "UPHOSOKU", "phone", "0980-00-0001-1234", LONG, "電話番号に内線番号", "a phone number with an extension"),
        wrong("text-too-long", "UPKIHON", "room_floor", "１０階", LONG, "自室の階数が3文字", "a floor of three characters"),
        wrong("checklist-count-letter", "UPYOBO", "checklist_count_exercise", "ー", UNCLEAR, "基本チェックリストの該当数が数字でない（形式は判読不能）",
              "a count of the checklist that is no digit"),
        wrong("checklist-count-of-five", "UPYOBO", "checklist_count_exercise", "3/5", UNCLEAR, "基本チェックリストの該当数が「3/5」（形式は判読不能）",
              "a checklist count of 3/5, whose format is illegible"),
        wrong("checklist-count-code", "UPYOBO", "checklist_count_depression", "A", UNCLEAR, "基本チェックリストの該当数が英字（形式は判読不能）",
              "a count of the checklist that is a letter"),
        wrong("checklist-count-two-digits", "UPYOBO", "checklist_count_nutrition", "02", UNCLEAR, "基本チェックリストの該当数が2桁（形式は判読不能）", "a count of two digits, whose format is illegible"),
        price("without-point", "10", "小数点がない", "no decimals"),
        price("one-decimal", "10.0", "小数1桁（Excel）", "one decimal, as Excel leaves"),
        price("three-decimals", "10.000", "小数3桁", "three decimals"),
        price("comma", "10，00", "小数点が「，」", "a comma for the point"),
        price("full-width", "１０．００", "全角", "full-width characters"),
        price("point-first", ".00", "整数部がない", "nothing before the point"),
        price("with-unit", "10.00円", "単位が付いた単価", "a price with its unit"),
    ]


def thousands():
    file = base("UPHOSOKU")
    return Case("number-thousands-quoted", "桁区切りの「,」（Excel の書式）", "a separator of thousands, as Excel writes",
                [file.put_raw(1, "benefit_limit_units", b'"19,705"')], [(DIGITS, 1, file.no("benefit_limit_units"))])


def numbers():
    def insurer(folder, value, code, ja, en):
        return wrong(f"insurer-{folder}", "DLTPLAN", "insurer_number", value, code, ja, en)

    def insured(folder, value, code, ja, en):
        return wrong(f"insured-{folder}", "DLTPLAN", "insured_number", value, code, ja, en)

    def office(folder, value, code, ja, en):
        return wrong(f"office-{folder}", "UPPLAN", "service_office", value, code, ja, en)
    return [
        insurer("five-digits", "60201", INSURER, "検証番号のない5桁", "five digits without the check digit"),
        insurer("seven-digits", "0602029", INSURER, "7桁", "seven digits"),
        insurer("eight-digits", "60602029", INSURER, "公費の番号のような8桁", "eight digits"),
        insurer("full-width", "６０２０２９", INSURER, "全角", "full-width digits"),
        insurer("name", "架空市", INSURER, "市町村名", "the name of the municipality"),
        insurer("empty", "", EMPTY, "保険者番号が空", "an empty insurer"),
        insured("zeros-lost", "200011", INSURED, "Excel で先頭の 0 が落ちた番号", "leading zeros lost in Excel"),
        insured("nine-digits", "000200011", INSURED, "9桁（標準仕様の例の誤記）", "nine digits, as in an example of the standard"),
        insured("eleven-digits", "00000200011", INSURED, "11桁", "eleven digits"),
        insured("small-h", "h000000041", INSURED, "小文字の h", "a small h"),
        insured("h-and-eight", "H00000041", INSURED, "H と8桁", "H and eight digits"),
        insured("other-letter", "S000000041", INSURED, "H 以外の英字", "a letter other than H"),
        insured("full-width", "００００２０００１１", INSURED, "全角", "full-width digits"),
        insured("blanks-before", "    200011", INSURED, "0 の代わりに空白", "blanks for zeros"),
        insured("apostrophe", "'0000200011", INSURED, "Excel の文字列の「'」", "Excel's apostrophe before a text"),
        insured("empty", "", EMPTY, "被保険者番号が空", "an empty number"),
        office("exponent", "6.07E+09", OFFICE, "Excel の指数表示", "Excel's exponent"),
        office("nine-digits", "607020100", OFFICE, "9桁", "nine digits"),
        office("zero-lost", "175701069", OFFICE, "先頭の 0 が落ちた番号", "a leading zero lost"),
        office("full-width", "６０７０２０１００６", OFFICE, "全角", "full-width digits"),
        office("with-hyphens", "60-702-01006", OFFICE, "ハイフン区切り", "hyphens between its parts"),
        office("letter-first", "A070201006", OFFICE, "先頭が英字", "a letter in the first place"),
        office("letter-o", "60O0201147", OFFICE, "使わない英字 O", "the letter O, which is not used"),
        office("small-letter", "60a0201147", OFFICE, "英字が小文字", "a small letter"),
        office("empty", "", EMPTY, "サービス事業者コードが空", "an empty office"),
        wrong("office-name", "UP1KYO", "support_office", "ケアプランセンター架空", OFFICE, "事業所名が入っている", "the name of the office instead of its number"),
        wrong("service-kind-one-digit", "DLTJSK", "service_kind", "1", KIND, "1桁", "one digit"),
        wrong("service-kind-small-letter", "DLTJSK", "service_kind", "a2", KIND, "英字が小文字", "a small letter"),
        wrong("service-kind-name", "DLTJSK", "service_kind", "訪問介護", KIND, "種類の名称", "the name of the kind"),
        wrong("service-kind-full-width", "DLTJSK", "service_kind", "１１", KIND, "全角", "full-width digits"),
        unknown_kind(),
        wrong("service-code-of-actuals-full-width", "UPJSK", "service_code", "１１１１１１", SERVICE, "実績のサービスコードが全角", "full-width digits in actuals"),
        wrong("plan-date-with-slashes", "UP2KYO", "care_plan_date", "2026/8/20", DATE, "課題の最初の行の日付が 2026/8/20", "a date with slashes in the first row of a need"),
        wrong("plan-number-full-width", "UP2KYO", "issue_no", "１", DIGITS, "課題ＮＯが全角", "a full-width number of a need"),
        wrong("plan-person-zeros-lost", "UP2KYO", "insured_number", "200011", INSURED, "課題の最初の行の番号から 0 が落ちた", "leading zeros lost in the first row of a need"),
        wrong("service-kind-empty", "DLTJSK", "service_kind", "", EMPTY, "サービス種類コードが空", "an empty kind"),
        wrong("service-code-kind-only", "UPPLAN", "service_code", "11", SERVICE, "種類コードだけ", "the kind alone"),
        wrong("service-code-five", "UPPLAN", "service_code", "11111", SERVICE, "5文字", "five characters"),
        wrong("service-code-with-hyphen", "UPPLAN", "service_code", "11-1111", SERVICE, "ハイフン区切り", "a hyphen between kind and item"),
        wrong("service-code-small-letter", "UPPLAN", "service_code", "11a111", SERVICE, "英字が小文字", "a small letter"),
        wrong("service-code-letter-o", "UPPLAN", "service_code", "11O111", SERVICE, "使わない英字 O", "the letter O, which is not used"),
        wrong("service-code-with-blank", "UPPLAN", "service_code", "111111 ", SERVICE, "後ろに空白", "a blank behind it"),
        wrong("service-code-empty", "UPPLAN", "service_code", "", EMPTY, "サービスコードが空", "an empty code"),
        wrong("tais-full-width-hyphen", "UPPLAN", "tais_code", "00001－000002", TAIS, "全角のハイフン（標準仕様の例のまま）", "a full-width hyphen, as in an example of the standard", 3),
        wrong("tais-minus", "UPPLAN", "tais_code", "00001ー00002", TAIS, "長音をハイフンに使う", "a long-vowel mark for a hyphen", 3),
        wrong("tais-without-hyphen", "UPPLAN", "tais_code", "00001000002", TAIS, "ハイフンがない", "no hyphen", 3),
        wrong("tais-short", "UPPLAN", "tais_code", "1-2", TAIS, "0 が落ちた番号", "leading zeros lost", 3),
        wrong("tais-in-table-7", "UPSIKYU", "tais_code", "00001-00002", TAIS, "7表で後ろが5桁", "five digits behind the hyphen, in table 7", 2),
        edited("notification-full-width", "UPPLAN", [(3, "tais_code", ""), (3, "equipment_notification_code", "０００01-000002")],
               [(TAIS, 3, "equipment_notification_code")], "届出コードが全角", "a notification code in full-width digits"),
        wrong("postal-without-hyphen", "UPHOSOKU", "postal_code", "9990001", POSTAL, "ハイフンがない", "no hyphen"),
        wrong("postal-full-width", "UPHOSOKU", "postal_code", "９９９－０００１", POSTAL, "全角", "full-width characters"),
        wrong("postal-mark", "UPHOSOKU", "postal_code", "〒999-0001", POSTAL, "〒が付いた番号", "a postal mark"),
        wrong("postal-three-digits", "UP1KYO", "postal_code", "999", POSTAL, "3桁だけ", "three digits alone"),
        wrong("dayflags-30", "UPPLAN", "prorated_days", "1" * 30, FLAGS, "30日の月だから30文字", "30 characters for a month of 30 days"),
        wrong("dayflags-32", "UPPLAN", "prorated_days", "0" * 32, FLAGS, "32文字", "32 characters"),
        wrong("dayflags-exponent", "UPPLAN", "prorated_days", "1E+30", FLAGS, "Excel の指数表示", "Excel's exponent"),
        wrong("dayflags-blanks", "UPPLAN", "prorated_days", "1" * 10 + " " * 21, FLAGS, "0 の代わりに空白", "blanks for 0"),
        wrong("dayflags-circles", "UPPLAN", "prorated_days", "○" * 31, FLAGS, "1 の代わりに「○」", "circles for 1"),
        wrong("dayflags-one", "UPPLAN", "prorated_days", "0", FLAGS, "日割なしを 0 で表す", "0 where nothing is prorated"),
    ]


def unknown_kind():
    file = base("UPHOSOKU").put(1, "kind_limit_1_units", 1000).put(1, "kind_limit_1_total_units", 0).put(1, "kind_limit_1_excess_units", 0)
    return Case("service-kind-unknown", "一覧にない種類 9Z", "a kind that is in no list",
                [file.put(1, "kind_limit_1_service_kind", "9Z")], [(KIND_UNKNOWN, 1, file.no("kind_limit_1_service_kind"))])


def codes():
    def code(folder, kind, ident, value, ja, en, record=1):
        return wrong(f"code-{folder}", kind, ident, value, CODE, ja, en, record)
    return [
        code("sex-word", "UPHOSOKU", "sex", "女", "性別が「女」", "sex in words"),
        code("sex-3", "UPHOSOKU", "sex", "3", "性別が 3", "sex 3"),
        code("sex-letter", "UPHOSOKU", "sex", "F", "性別が F", "sex F"),
        code("certification-status-0", "UPHOSOKU", "certification_status", "0", "認定状況区分が 0", "a status of 0"),
        code("care-level-word", "UPHOSOKU", "care_level", "要介護２", "要介護状態区分が名称", "a care level in words"),
        code("care-level-11", "UPHOSOKU", "care_level", "11", "経過的要介護（今はない区分）", "a level that no longer exists"),
        code("care-level-01", "UPHOSOKU", "care_level", "01", "01 非該当（利用者基本情報だけのもの）", "01, which only the basic information has"),
        code("care-level-one-digit", "UP1KYO", "care_level", "2", "要介護２を 2 と書く", "2 for 要介護２"),
        wrong("code-care-level-06-in-basic-info", "UPKIHON", "care_level", "06", CODE_UNCLEAR, "06（利用者基本情報のコード表だけにないもの）", "06, which the list of the basic information alone lacks"),
        wrong("code-previous-care-level-06-in-basic-info", "UPKIHON", "previous_care_level", "06", CODE_UNCLEAR, "前回の介護度が 06（利用者基本情報のコード表だけにないもの）", "a previous level 06, which the list of the basic information alone lacks"),
        code("care-level-11-in-basic-info", "UPKIHON", "care_level", "11", "利用者基本情報で経過的要介護（今はない区分）", "in the basic information, a level that no longer exists"),
        code("support-level-13", "UPYOBO", "support_level", "13", "要支援状態区分が 13（ここでは 1～3）", "13 where this file has 1 to 3"),
        code("plan-class-one-digit", "UP1KYO", "plan_class", "1", "計画書区分が1桁", "a plan class of one digit"),
        code("plan-class-unknown", "UP1KYO", "plan_class", "55", "計画書区分が 55", "plan class 55"),
        code("living-support-reason-4", "UP1KYO", "living_support_reason", "4", "生活援助の理由が 4", "reason 4"),
        code("insured-service-circle", "UP2KYO", "insured_service", "○", "保険対象区分が「○」", "a circle for Y"),
        code("insured-service-1", "UP2KYO", "insured_service", "1", "保険対象区分が 1", "1 for Y"),
        code("insured-service-small", "UP2KYO", "insured_service", "y", "保険対象区分が小文字", "a small y"),
        code("weekday-word", "UP3KYO", "weekday", "月", "曜日が「月」（標準仕様の例の誤記）", "a weekday in words, as in an example of the standard"),
        code("weekday-0", "UP3KYO", "weekday", "0", "日曜日を 0 と書く", "0 for Sunday"),
        code("weekday-8", "UP3KYO", "weekday", "8", "曜日が 8", "weekday 8"),
        code("flag-2", "UPPLAN", "over_30_days", "2", "３０日超区分が 2", "a flag of 2"),
        code("flag-true", "UPPLAN", "over_30_days", "TRUE", "３０日超区分が TRUE", "a flag of TRUE"),
        code("plan-kind-3", "UPKIHON", "plan_kind", "3", "計画種類が 3", "plan kind 3"),
        code("outsourced-0", "UPKIHON", "outsourced", "0", "委託の有無が 0", "0 for not outsourced"),
        code("consultation-method-one-digit", "UPKIHON", "consultation_method", "1", "相談方法の 0 が落ちた", "a leading zero lost"),
        code("consultation-count-03", "UPKIHON", "consultation_count", "03", "相談回数が 03", "a count of 03"),
        code("user-status-03", "UPKIHON", "user_status", "03", "利用者の現況が 03", "status 03"),
        code("physical-independence-word", "UPKIHON", "physical_independence", "J2", "自立度が J2", "J2 instead of its code"),
        code("dementia-independence-roman", "UPKIHON", "dementia_independence", "Ⅰ", "自立度が「Ⅰ」", "Ⅰ instead of its code"),
        code("checklist-result-0", "UPKIHON", "checklist_result", "0", "記入結果が 0", "result 0"),
        code("housing-9", "UPKIHON", "housing", "09", "居住形態が 09", "housing 09"),
        code("yes-no-0", "UPKIHON", "home_modification", "0", "住宅改修の有無が 0（無は 2）", "0 for no; 2 is right"),
        code("yes-no-word", "UPYOBO", "mobility_has_issue", "有", "課題の有無が「有」", "yes in words"),
        code("attending-doctor-0", "UPKIHON_SUB2", "attending_doctor", "0", "主治医フラグが 0（それ以外は 2）", "0 for others; 2 is right"),
        code("course-one-digit", "UPKIHON_SUB2", "course", "1", "経過の 0 が落ちた", "a leading zero lost"),
        code("needed-0", "UPYOBO", "program_exercise", "0", "事業プログラムの要否が 0（否は 2）", "0 for no; 2 is right"),
    ]


# One mandatory item of each kind of file.
MANDATORY = [
    ("UPHOSOKU", "user_name"), ("UP1KYO", "planner_name"), ("UP2KYO", "care_plan_date"), ("UP3KYO", "created_on"),
    ("DLT1KYO", "care_plan_date"), ("UPPLAN", "count"), ("UPSIKYU", "service_office"), ("UPJSK", "over_30_days"), ("DLTJSK", "service_office"),
    ("UPKIHON", "user_name_kana"), ("UPKIHON_SUB1", "consulted_on"), ("UPKIHON_SUB2", "insured_number"), ("DLTKIHON", "consulted_on"),
    ("UPYOBO", "plan_kind"), ("UPYOBO_SUB", "plan_date"), ("DLTYOBO", "plan_date"),
]
# The items whose mark cannot be read in the source.
MANDATORY_UNCLEAR = [(kind, ident) for kind in ("UPPLAN", "UPJSK") for ident in ("planning_office", "planner_name", "units")]
UNUSED_IN = ["UPHOSOKU", "UP1KYO", "UP2KYO", "UPPLAN", "UPJSK", "UPSIKYU"]


def name_of(kind, ident):
    file = base(kind)
    return file.layout()[file.no(ident) - 1]["name_ja"]


def presence():
    slug = lambda kind, ident: f"{kind}-{ident}".lower().replace("_", "-")
    return [
        *(wrong(f"empty-{slug(kind, ident)}", kind, ident, "", EMPTY, f"{kind} の「{name_of(kind, ident)}」が空", f"{kind} without {ident}") for kind, ident in MANDATORY),
        *(wrong(f"empty-{slug(kind, ident)}", kind, ident, "", EMPTY_UNCLEAR, f"{kind} の「{name_of(kind, ident)}」が空（必須かどうかは判読不能）",
                f"{kind} without {ident}, whose mark is illegible") for kind, ident in MANDATORY_UNCLEAR),
        *(wrong(f"unused-{kind.lower()}", kind, "identifier", "1", UNUSED, f"{kind} の識別子が 1（実在するソフトの出力）",
                f"{kind} with 1 as 識別子, as a real exporter writes") for kind in UNUSED_IN),
    ]


def cases():
    return dates() + months_and_times() + figures() + numbers() + codes() + presence()
