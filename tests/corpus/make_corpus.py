#!/usr/bin/env python3
"""Writes the corpus: clean files of every kind, and small files with one fault each, with what a checker should say beside them.

It uses nothing but Python's standard library and shares no code with the project, so it can stand on the other side of a
test. The tables of sdk-core/standard say which item stands in which column; everything else is written here.

  make_corpus.py [OUT]      default: the folder of this script

OUT/clean/EDITION/SET/            files that are right
OUT/faults/GROUP/CASE/            files with one fault
…/expected.json                   what it is, and the findings that it must give
OUT/cases.csv                     all cases in one table
"""
import csv
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generator import clean, faults  # noqa: E402


def main():
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    index = [("case", "ja", "en", "findings")]
    for name, cases in (("clean", clean.cases()), ("faults", faults.cases())):
        folder = out / name
        # Only the corpus itself is written anew; nobody else's folder is emptied.
        if out == HERE and folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        for case in cases:
            case.write(folder)
            index.append((f"{name}/{case.folder}", case.ja, case.en, case.summary()))
        print(f"{name}: {len(cases)}")
    # With a mark, because people open it in Excel.
    with open(out / "cases.csv", "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(index)


if __name__ == "__main__":
    main()
