"""Invented offices and persons. Prefecture codes 48–99 are not used in Japan, so none of these numbers can belong to anybody."""
from generator.form import Party, numbered

MONTH = "202609"
PLANNED = "20260826093000"
REPORTED = "20261001100000"

INSURERS = [numbered("60201"), numbered("60202")]


def office(group, district, serial, kind, name):
    return Party(numbered(f"60{group}{district:02}{serial:04}"), kind, name)


SUPPORT = office("7", 1, 1, "43", "ケアプランセンター架空")
CENTER = office("0", 1, 2, "46", "架空市地域包括支援センター")
CENTER_AF = Party(CENTER.number, "AF", CENTER.name)
CENTER_43 = Party(CENTER.number, "43", CENTER.name)
MANAGER = "髙橋　介子"

# Every kind that may be exchanged, with an office of its own.
KINDS = {
    "11": "訪問介護", "12": "訪問入浴介護", "13": "訪問看護", "14": "訪問リハビリ", "15": "通所介護", "16": "通所リハビリ",
    "17": "福祉用具貸与", "21": "短期入所生活介護", "22": "短期入所療養（老健）", "23": "短期入所療養（病院）",
    "2A": "短期入所療養（医療院）", "31": "居宅療養管理指導", "71": "夜間対応型訪問介護", "76": "定期巡回", "72": "認知症デイ",
    "78": "地域密着型通所介護", "73": "小規模多機能", "68": "小規模多機能（短期）", "77": "看護小規模多機能",
    "79": "看護小規模多機能（短期）", "27": "特定施設（短期）", "28": "地域密着型特定施設（短期）", "38": "グループホーム（短期）",
    "62": "予防訪問入浴", "63": "予防訪問看護", "64": "予防訪問リハビリ", "66": "予防通所リハビリ", "67": "予防福祉用具貸与",
    "24": "予防短期入所生活介護", "25": "予防短期療養（老健）", "26": "予防短期療養（病院）", "2B": "予防短期療養（医療院）",
    "34": "予防居宅療養管理指導", "74": "予防認知症デイ", "75": "予防小規模多機能", "69": "予防小規模多機能（短期）",
    "39": "予防グループホーム（短期）", "A1": "訪問型（みなし）", "A2": "訪問型（独自）", "A3": "訪問型（定率）",
    "A4": "訪問型（定額）", "A5": "通所型（みなし）", "A6": "通所型（独自）", "A7": "通所型（定率）", "A8": "通所型（定額）",
}
COMMUNITY = {"71", "76", "72", "78", "73", "68", "77", "79", "28", "38", "74", "75", "69", "39"}


def office_group(kind):
    return "A" if kind[0] == "A" else "9" if kind in COMMUNITY else "7"


OFFICES = {kind: office(office_group(kind), 2, 100 + place, kind, name + "事業所") for place, (kind, name) in enumerate(KINDS.items())}
# A second office of one kind, for subtotals over two offices.
HELPERS_2 = office("7", 2, 201, "11", "訪問介護ステーション﨑")

LIMITS = {"06": 5032, "12": 5032, "13": 10531, "21": 16765, "22": 19705, "23": 27048, "24": 30938, "25": 36217}


class Person:
    def __init__(self, serial, name, kana, sex, birth, level, insured=None):
        self.insurer = INSURERS[serial % 2]
        self.insured = insured or f"{200000 + serial * 11:010}"
        self.name, self.kana, self.sex, self.birth, self.level = name, kana, sex, birth, level
        self.serial = serial

    def key(self):
        return {"insurer_number": self.insurer, "insured_number": self.insured}


SATO = Person(1, "佐藤　花子", "サトウ　ハナコ", 2, "19380403", "22")
YAMAZAKI = Person(2, "山﨑　德治", "ヤマザキ　トクジ", 1, "19411120", "24")
HIGA = Person(3, "比嘉　キミ子", "ヒガ　キミコ", 2, "19330301", "25")
HAMADA = Person(4, "濵田　政一", "ハマダ　マサイチ", 1, "19361231", "25", insured="H000000041")
KUWABARA = Person(5, "桒原　ヨシ", "クワバラ　ヨシ", 2, "19290110", "23")
WATANABE = Person(6, "渡邉　清", "ワタナベ　キヨシ", 1, "19440229", "23")
TAKAHASHI = Person(7, "髙橋　冨美", "タカハシ　フミ", 2, "19350715", "24")
AGARIE = Person(8, "東江　正雄", "アガリエ　マサオ", 1, "19400909", "22")
KINJO = Person(9, "金城　ウト", "キンジョウ　ウト", 2, "19270505", "21")
SAITO = Person(10, "齋藤　一郎", "サイトウ　イチロウ", 1, "19500620", "13")
KAMIYA = Person(11, "神谷　さくら", "カミヤ　サクラ", 2, "19490101", "13")
OSHIRO = Person(12, "大城　盛光", "オオシロ　モリミツ", 1, "19460817", "12")
TANAKA = Person(13, "田中　八重", "タナカ　ヤエ", 2, "19470228", "13")
KOBAYASHI = Person(14, "小林　茂", "コバヤシ　シゲル", 1, "19480430", "12")
SUZUKI = Person(15, "鈴木　とめ", "スズキ　トメ", 2, "19510303", "06")
YOSHIDA = Person(16, "吉田　カネ", "ヨシダ　カネ", 2, "19390707", "12")
