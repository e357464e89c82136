#!/usr/bin/env python3
"""Writes starting input for the fuzz targets from the sample month and the corpus of faulty files.

    python3 fuzz/seeds.py          # fuzz/corpus/{abi,access_log,document,file_name,set,text}/

Only the first records of each file are taken: small input is mutated faster.
"""
import hashlib
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGETS = ROOT / "fuzz" / "corpus"
KINDS = ["UPHOSOKU", "UP1KYO", "UP2KYO", "UP3KYO", "DLT1KYO", "UPPLAN", "UPSIKYU", "DLTPLAN", "UPJSK", "DLTJSK", "UPKIHON",
         "UPKIHON_SUB1", "UPKIHON_SUB2", "UPKIHON_IMAGE", "DLTKIHON", "UPYOBO", "UPYOBO_SUB", "DLTYOBO"]
# Of the names that fuzz_targets/abi.rs gives its files, in its order.
ABI_KINDS = ("DLTPLAN", "UPJSK", "UPPLAN", "UP3KYO")
MOST = 4000


def main():
    folders = {}
    for place in ("samples/data", "tests/corpus"):
        for path in sorted((ROOT / place).rglob("*")):
            if path.is_file() and path.name.startswith(("UP", "DLT")):
                folders.setdefault(path.parent, []).append(path)
    for paths in folders.values():
        for path in paths:
            save("file_name", path.name.encode())
            save("document", document(path))
            save("text", head(path))
            for program in programs(path):
                save("abi", program)
        save("set", b"\0".join(path.name.encode() + b"\n" + head(path) for path in paths[:8]))
    for entries in (0, 1, 3):
        save("access_log", access_log(entries))


def access_log(entries):
    """An exported access log with its chain."""
    lines = [line_of({"format": "careplan-access-log/1", "office": "5070022016"})]
    before = hashlib.sha256(lines[0]).hexdigest()
    for number in range(1, entries + 1):
        entry = {"actor": "山田", "at": f"2026-09-01T09:00:0{number}Z", "message": None, "number": number,
                 "operation": "send", "outcome": "ok", "persons": ["ab" * 32] * (number - 1)}
        before = hashlib.sha256(before.encode() + line_of(entry)).hexdigest()
        lines.append(line_of(entry | {"hash": before}))
    lines.append(line_of({"entries": entries, "hash": before}))
    return b"".join(line + b"\n" for line in lines)


def line_of(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def head(path):
    """The first whole lines."""
    data = path.read_bytes()
    return data if len(data) <= MOST else data[:MOST].rsplit(b"\n", 1)[0] + b"\n"


def document(path):
    """The target takes the kind from the first byte."""
    kind = max((kind for kind in KINDS if path.name.startswith(kind)), key=len, default=KINDS[0])
    return bytes([KINDS.index(kind)]) + head(path)


def programs(path):
    """Calls of the C ABI: each is the number of the call, of a handle and one more, and a text up to the next NUL."""
    if not path.name.startswith(ABI_KINDS) or b"\0" in head(path):
        return []
    name = next(number for number, kind in enumerate(ABI_KINDS) if path.name.startswith(kind))
    read = bytes([0, 0, name]) + head(path) + b"\0"
    calls = {
        "look": [(1, 0, 0, b""), (2, 0, 1, b"target_month"), (3, 0, 0, b""), (15, 0, 1, b"")],
        "edit": [(4, 0, 0, b""), (5, 0, 1, b""), (9, 0, 1, b"202609"), (10, 0, 0, b"202609"), (6, 0, 1, b""), (11, 0, 0, b"")],
        "all": [(4, 0, 0, b""), (5, 0, 1, b""), (18, 0, 0, b"202609,602029"), (7, 0, 1, b""), (8, 0, 2, b""), (11, 0, 0, b"")],
        "change": [(12, 0, 0, b""), (13, 0, 0, b"43"), (14, 0, 0, b""), (19, 0, 0, b"")],
    }
    return [read + b"".join(bytes(call[:3]) + call[3] + b"\0" for call in each) for each in calls.values()]


def save(target, data):
    folder = TARGETS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


main()
