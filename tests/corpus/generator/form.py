"""The form of files: layouts from the tables of the standard, numbers with check digits, names, lines, cases."""
import copy
import csv
import json
import pathlib

STANDARD = pathlib.Path(__file__).resolve().parents[3] / "sdk-core" / "standard"
VERSIONS = {"3.x": "202208", "4.0": "202504", "4.1": "202407"}
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def table(name):
    with open(STANDARD / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def layouts(name):
    found = {}
    for row in table(name):
        found.setdefault(row["file_kind"], []).append(row)
    return found


LAYOUTS = {"4.1": layouts("layout-4.1.csv"), "4.0": layouts("layout-4.1.csv"), "3.x": layouts("layout-3.x.csv")}
MONTH_IN_NAME = {row["prefix"]: row["month_in_name"] == "yes" for row in table("file-kinds.csv")}


def numbered(body):
    """A number with its check digit: weights 2,1,2,1… from the right, two-digit products split into digits."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = int(character) if character.isdigit() else 10 + LETTERS.index(character)
        total += sum(map(int, str(value * (2 - place % 2))))
    return body + str((10 - total % 10) % 10)


class Party:
    """An office in a file name: number and kind."""

    def __init__(self, number, kind, name=""):
        self.number, self.kind, self.name = number, kind, name

    def part(self, edition):
        # Which three-character code 4.0 gives to a service is not public; a kind and a 0 has its form.
        return {"3.x": self.number, "4.0": f"{self.number}_{self.kind}0", "4.1": f"{self.number}_{self.kind}"}[edition]


class Sheet:
    """One CSV file: what its name says, and its records as values by identifier."""

    def __init__(self, kind, sender, receiver, stamp, rows, month=None, edition="4.1"):
        self.kind, self.sender, self.receiver, self.stamp, self.month = kind, sender, receiver, stamp, month
        self.rows, self.edition, self.raw = rows, edition, {}

    def copy(self, **changes):
        other = copy.deepcopy(self)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    def layout(self):
        return LAYOUTS[self.edition][self.kind]

    def no(self, ident):
        return next(int(item["no"]) for item in self.layout() if item["ident"] == ident)

    def name(self):
        month = f"_{self.month}" if MONTH_IN_NAME[self.kind] else ""
        parties = f"{self.sender.part(self.edition)}_{self.receiver.part(self.edition)}"
        return f"{self.kind}{month}_{parties}_{self.stamp}.CSV"

    def put(self, record, ident, value):
        """A copy with another value in one item; the item is quoted as it should be."""
        other = self.copy()
        other.rows[record - 1][ident] = value
        return other

    def put_all(self, ident, value):
        other = self.copy()
        for row in other.rows:
            row[ident] = value
        return other

    def put_raw(self, record, ident, raw):
        """A copy with other bytes in the place of one item, quotes included."""
        other = self.copy()
        other.raw[record, ident] = raw
        return other

    def cells(self):
        lines = []
        for record, row in enumerate(self.rows, 1):
            unknown = set(row) - {item["ident"] for item in LAYOUTS["4.1"][self.kind]}
            assert not unknown, (self.kind, unknown)
            lines.append([self.cell(record, row, item) for item in self.layout()])
        return lines

    def cell(self, record, row, item):
        ident = item["ident"]
        if (record, ident) in self.raw:
            return self.raw[record, ident]
        default = VERSIONS[self.edition] if ident == "csv_version" else ""
        value = str(row.get(ident, default))
        if item["type"] in ("text", "text2"):
            value = '"' + value.replace('"', '""') + '"'
        return value.encode("cp932")

    def bytes(self):
        return b"".join(b",".join(line) + b"\r\n" for line in self.cells())

    def file(self):
        return self.name(), self.bytes()


class Case:
    """A folder with files and what they must give. `findings`: (code, record, item No.) or with the file as a fourth."""

    def __init__(self, folder, ja, en, files, findings=(), as_set=None, edition=None, check="files", receiver_kind=None):
        self.folder, self.ja, self.en, self.as_set, self.edition = folder, ja, en, as_set, edition
        self.files = [item.file() if isinstance(item, (Sheet, Image)) else item for item in files]
        self.findings = list(findings)
        self.check, self.receiver_kind = check, receiver_kind

    def write(self, root):
        folder = root / self.folder
        folder.mkdir(parents=True)
        for name, content in self.files:
            (folder / name).write_bytes(content)
        (folder / "expected.json").write_bytes(self.expected().encode())

    def expected(self):
        head = {"ja": self.ja, "en": self.en}
        if self.edition:
            head["edition"] = self.edition
        head["check"] = self.check
        if self.as_set:
            head["set"] = self.as_set
        if self.receiver_kind:
            head["receiver_kind"] = self.receiver_kind
        lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]
        findings = ",".join("\n  " + json.dumps(self.finding(*finding), ensure_ascii=False) for finding in self.findings)
        return "{\n" + "\n".join(lines) + f'\n "findings": [{findings}]\n' + "}\n"

    def summary(self):
        """Code, and where: record, item No."""
        places = ((code, record, item) for code, record, item, *_ in (finding + (None,) * (3 - len(finding)) for finding in self.findings))
        return "; ".join(" ".join(str(part) for part in place if part is not None) for place in places)

    def finding(self, code, record=None, item=None, file=None):
        """`file` "" is the set itself; left out, it is the only file."""
        if file is None:
            assert len(self.files) == 1, self.folder
            file = self.files[0][0]
        found = {"code": code, "file": file, "record": record, "item": item}
        return {key: value for key, value in found.items() if value is not None}


class Image:
    """家族構成 画像."""

    def __init__(self, sender, receiver, stamp, branch="0001", extension="jpg", edition="4.1"):
        self.kind, self.sender, self.receiver, self.stamp = "UPKIHON_IMAGE", sender, receiver, stamp
        self.branch, self.extension, self.edition = branch, extension, edition

    def copy(self, **changes):
        other = copy.deepcopy(self)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    def name(self):
        parties = f"{self.sender.part(self.edition)}_{self.receiver.part(self.edition)}"
        return f"UPKIHON_IMAGE_{parties}_{self.stamp}_{self.branch}.{self.extension}"

    def file(self):
        return self.name(), grey_jpeg()


def grey_jpeg():
    """The smallest picture: 8 × 8 points, all grey (JPEG baseline, one component, one code in each Huffman table)."""
    def segment(marker, body):
        return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body

    one_code = bytes([1] + [0] * 15) + b"\0"
    return (b"\xFF\xD8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + segment(0xDB, b"\0" + b"\1" * 64)
            + segment(0xC0, bytes([8, 0, 8, 0, 8, 1, 1, 0x11, 0])) + segment(0xC4, b"\0" + one_code)
            + segment(0xC4, b"\x10" + one_code) + segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x3F" + b"\xFF\xD9")
