#!/usr/bin/env python3
"""配布物にないファイルへのリンクを、ただの文字にします。/ Makes plain words of links to files that an archive does not have.

    links.py FOLDER

The pages are those of the repository, which has more: sources, tests, what maintainers read.
"""

import re
import sys
from pathlib import Path

LINK = re.compile(r"\[([^\]\[]+)\]\(([^()\s]+)\)")


def main() -> None:
    root = Path(sys.argv[1]).resolve()
    for page in sorted(root.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        page.write_text(LINK.sub(lambda link: kept(link, page, root), text), encoding="utf-8", newline="\n")


def kept(link: re.Match, page: Path, root: Path) -> str:
    words, target = link.groups()
    path = target.partition("#")[0]
    if re.match(r"[a-z]+:", target) or not path:
        return link.group()
    there = (page.parent / path).resolve()
    return link.group() if there.is_relative_to(root) and there.exists() else words


if __name__ == "__main__":
    main()
