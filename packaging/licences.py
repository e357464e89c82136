#!/usr/bin/env python3
"""使っている部品のライセンス文を 1 つにまとめます。/ Puts the licence texts of what is linked in into one file.

    licences.py careplan.cdx.json > THIRD-PARTY.txt

The texts are taken from the sources that cargo has fetched. Where a component comes without one, its declared licence stands
instead; one that is not there at all is named on the standard error.
"""

import json
import os
import sys
import tomllib
from pathlib import Path


def main() -> None:
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    components = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["components"]
    texts: dict[str, list[str]] = {}
    for component in components:
        name = f"{component['name']}-{component['version']}"
        found = sorted(
            path
            for folder in home.glob(f"registry/src/*/{name}")
            for path in folder.iterdir()
            if path.is_file() and path.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "UNLICENSE"))
        )
        if not found:
            texts.setdefault(declared(home, name), []).append(name)
        for path in found:
            texts.setdefault(path.read_text(encoding="utf-8", errors="replace").strip(), []).append(f"{name}: {path.name}")
    for text, names in sorted(texts.items(), key=lambda entry: entry[1]):
        print("=" * 100, *names, "-" * 100, text, "", sep="\n")


def declared(home: Path, name: str) -> str:
    """What its Cargo.toml says, for one that comes without a text."""
    for manifest in home.glob(f"registry/src/*/{name}/Cargo.toml"):
        licence = tomllib.loads(manifest.read_text(encoding="utf-8"))["package"].get("license")
        if licence:
            return f"Comes without a text; its Cargo.toml declares: {licence}"
    print(f"{name}: ライセンスが分かりません / licence not known", file=sys.stderr)
    return "Licence not known."


if __name__ == "__main__":
    main()
