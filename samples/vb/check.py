#!/usr/bin/env python3
"""コンパイラーの代わりに確かめます: Main.bas が使う名前が CarePlan.bas にあり、引数の数が合うこと。

In place of a compiler: every name that Main.bas uses is in CarePlan.bas, with as many arguments; what is opened is closed.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def arguments(text: str) -> int:
    """How many arguments stand in `text`, up to its closing bracket or its end."""
    depth, quoted, parts = 0, False, [""]
    for letter in text:
        quoted ^= letter == '"'
        if not quoted:
            depth += (letter == "(") - (letter == ")")
            if depth < 0:
                break
            if letter == "," and depth == 0:
                parts.append("")
                continue
        parts[-1] += letter
    return len([part for part in parts if part.strip()])


def main() -> int:
    declarations = (HERE / "CarePlan.bas").read_text(encoding="utf-8")
    program = (HERE / "Main.bas").read_text(encoding="utf-8")
    wrong = []
    known = {name: arguments(rest) for name, rest in re.findall(r'(cpls_\w+) Lib "careplan.dll" \((.*)', declarations)}
    for name, rest in re.findall(r"(cpls_\w+)[ (](.*)", program):
        if known.get(name) != arguments(rest):
            wrong.append(f"{name}: {arguments(rest)} / {known.get(name)}")
    for name in set(re.findall(r"\b(?:CPL_(?!UTF8)\w+|TCpl\w+)\b", program)):
        if not re.search(rf"(Public Const|Public Type) {name}\b", declarations):
            wrong.append(name)
    for word in ("Sub", "Function", "Type", "If", "For"):
        lines = (declarations + program).splitlines()
        begun = sum(bool(re.match(rf"\s*(Public |Private )?{word} (?!.*\bThen\s+\S)", line)) for line in lines)
        ended = sum(bool(re.match(rf"\s*(End {word}|{'Next' if word == 'For' else '$^'})\b", line)) for line in lines)
        if begun != ended:
            wrong.append(f"{word}: {begun} / {ended}")
    for text, name in ((declarations, "CarePlan.bas"), (program, "Main.bas")):
        try:
            text.encode("cp932")
        except UnicodeEncodeError as error:
            wrong.append(f"{name}: CP932 {error.object[error.start:error.end]}")
        if any(len(line) > 1000 for line in text.splitlines()):
            wrong.append(f"{name}: 長すぎる行 / a line too long")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
