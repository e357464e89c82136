#!/usr/bin/env python3
"""Writes nta-shrink.csv, the part of 国税庁 JIS縮退マップ that MS932 text needs, to standard output.

    python3 -m venv /tmp/nta && /tmp/nta/bin/pip install jntajis-python==0.1.0
    /tmp/nta/bin/python sdk-core/standard/tools/nta_shrink.py > sdk-core/standard/nta-shrink.csv

The package jntajis-python (code: BSD 3-Clause) carries the map as it is published by 国税庁. Only jnta_shrink_translit is
asked, which uses that map alone; nothing of the package's other tables (MJ縮退マップ, MJ文字一覧表; CC BY-SA) is read.
"""

import sys
import unicodedata

import jntajis

HEADER = """\
# JIS縮退マップ, in part. Source: 国税庁 (National Tax Agency of Japan), https://www.houjin-bangou.nta.go.jp/download/
# Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/
# Changed: only characters that MS932 lacks and whose replacement MS932 has; without combining marks, blanks and {dropped}.
# Made by tools/nta_shrink.py from jntajis-python {version}.
code_point,character,replacement
"""

# ® becomes ＿ in the map, the soft hyphen a visible one: neither says what the character was.
DROPPED = ["\u00ae", "\u00ad"]


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(HEADER.format(dropped=" ".join(f"U+{ord(c):04X}" for c in DROPPED), version=jntajis.__version__))
    for code_point in range(0x80, 0x30000):
        character = chr(code_point)
        if 0xD800 <= code_point < 0xE000 or in_ms932(character) or not wanted(character):
            continue
        try:
            replacement = jntajis.jnta_shrink_translit(character, "", False)
        except jntajis.TransliterationError:
            continue
        if replacement and replacement != character and in_ms932(replacement):
            print(f"U+{code_point:04X},{character},{replacement}")


def wanted(character):
    return character not in DROPPED and unicodedata.category(character) not in ("Mn", "Zs")


def in_ms932(text):
    try:
        text.encode("cp932")
        return True
    except UnicodeError:
        return False


main()
