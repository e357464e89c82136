#!/usr/bin/env python3
"""使っている部品のライセンス文を 1 つにまとめます。/ Puts the licence texts of what is linked in into one file.

    licences.py [--windows] careplan.cdx.json > THIRD-PARTY.txt

The texts are taken from the sources that cargo has fetched, with those of the code that a crate brings along (OpenSSL,
SQLite), and from the compiler's own folder for Rust's standard library. --windows: and those of MinGW-w64's and GCC's
runtime, as Debian has them. Where a crate comes without a text, its declared licence stands instead. A component whose
licence is not known is an error.
"""

import html
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEBIAN = Path(os.environ.get("CAREPLAN_DEBIAN_DOC", "/usr/share/doc"))
NAMES = ("LICEN", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")
# Folders of a crate whose content is not linked in.
TOOLS = {"external", "util", "test", "tests", "examples", "fuzz", "benches"}


class Unknown(Exception):
    """A licence that is not known, with the next step."""


def main() -> None:
    options = [word for word in sys.argv[1:] if word.startswith("--")]
    (bom,) = (word for word in sys.argv[1:] if not word.startswith("--"))
    if set(options) - {"--windows"}:
        sys.exit(f"{options}?")
    texts: dict[str, list[str]] = {}
    wrong = []
    wanted = json.loads(Path(bom).read_text(encoding="utf-8"))["components"]
    sources = [lambda one=one: of_crate(one["name"], one["version"]) for one in wanted]
    sources += [of_rust] + ([of_mingw, of_gcc] if options else [])
    for source in sources:
        try:
            for name, text in source():
                texts.setdefault(text.strip(), []).append(name)
        except Unknown as cause:
            wrong.append(f"ライセンスが分かりません / licence not known: {cause}")
    if wrong:
        sys.exit("\n".join(wrong))
    for text, names in sorted(texts.items(), key=lambda entry: entry[1]):
        print("=" * 100, *names, "-" * 100, text, "", sep="\n")


def of_crate(crate: str, version: str) -> Iterator[tuple[str, str]]:
    name = f"{crate}-{version}"
    folder = next(Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")).glob(f"registry/src/*/{name}"), None)
    if folder is None:
        raise Unknown(f"{name}: ソースがありません。cargo fetch --locked を実行してください / no source here, run: cargo fetch --locked")
    found = [path for path in sorted(folder.rglob("*")) if is_licence(path.relative_to(folder)) and path.is_file()]
    if not any(path.parent == folder for path in found):
        yield name, declared(folder)
    for path in found:
        yield f"{name}: {path.relative_to(folder)}", read(path)
    if crate == "openssl-src" and not any(path.parent.name == "openssl" for path in found):
        raise Unknown(f"{name}: openssl/LICENSE.txt")
    if crate == "libsqlite3-sys":
        yield f"SQLite ({name}: sqlite3/sqlite3.c)", of_sqlite(folder / "sqlite3" / "sqlite3.c")


def is_licence(path: Path) -> bool:
    return path.name.upper().startswith(NAMES) and path.suffix not in {".rs", ".pm"} and not TOOLS & set(path.parts[:-1])


def declared(folder: Path) -> str:
    """What its Cargo.toml says, for one that comes without a text."""
    package = tomllib.loads(read(folder / "Cargo.toml"))["package"]
    licence = package.get("license")
    if not licence:
        raise Unknown(f"{folder.name}: Cargo.toml")
    authors = "".join(f"\nAuthor: {author}" for author in package.get("authors", []))
    return f"Comes without a text; its Cargo.toml declares: {licence.strip()}{authors}\nSource: {package.get('repository', '-')}"


def of_sqlite(source: Path) -> str:
    """SQLite is in the public domain: what its source says of that, instead of a licence."""
    text = read(source)
    version = re.search(r'^#define SQLITE_VERSION +"([0-9.]+)"', text, re.MULTILINE)
    blessing = re.search(r"The author disclaims copyright to this source code\..*?share freely, never taking more than you give\.", text, re.DOTALL)
    if version is None or blessing is None:
        raise Unknown(f"SQLite: {source.name}")
    said = re.sub(r"^\*\* ?", "", blessing.group(), flags=re.MULTILINE)
    return f"SQLite {version.group(1)} is in the public domain (https://sqlite.org/copyright.html). Its source says:\n\n{said}"


def of_rust() -> Iterator[tuple[str, str]]:
    """The standard library is in every library and program. A toolchain without its notices still has the licences' names."""
    folder = Path(rustc("--print", "sysroot").strip() or "-") / "share" / "doc" / "rust"
    version = re.search(r"^release: (\S+)", rustc("-vV"), re.MULTILINE)
    name = f"Rust standard library {version.group(1) if version else ''}".strip()
    notices = folder / "COPYRIGHT-library.html"
    if not notices.is_file():
        yield name, "MIT OR Apache-2.0. Copyright (c) The Rust Project Developers (https://thanks.rust-lang.org)."
        return
    yield f"{name}: {notices.name}", plain(read(notices))
    for licence in ("MIT", "Apache-2.0", "LLVM-exception", "BSD-2-Clause", "Unicode-3.0"):
        path = folder / "licenses" / f"{licence}.txt"
        if path.is_file():
            yield f"{name}: {path.name}", read(path)


def rustc(*words: str) -> str:
    try:
        return subprocess.run([os.environ.get("RUSTC", "rustc"), *words], capture_output=True, text=True, cwd=ROOT, check=False).stdout
    except OSError:
        return ""


def plain(page: str) -> str:
    """The words of a page of HTML."""
    body = page.partition("<body>")[2].partition("</body>")[0]
    lines = [line.rstrip() for line in html.unescape(re.sub(r"<[^<>]*>", "", body)).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def of_mingw() -> Iterator[tuple[str, str]]:
    path = DEBIAN / "mingw-w64-common" / "copyright"
    if not path.is_file():
        raise Unknown(f"MinGW-w64: {path} (apt-get install mingw-w64-common)")
    yield "For Windows: the MinGW-w64 runtime", read(path)


def of_gcc() -> Iterator[tuple[str, str]]:
    """GCC's runtime may be linked with anything by its exception: that one stands here, with the terms' name."""
    path = DEBIAN / "gcc-mingw-w64-base" / "copyright"
    text = read(path) if path.is_file() else ""
    exception = re.search(r"^GCC RUNTIME LIBRARY EXCEPTION$.*?^The availability of this Exception.*?(?=\n\n)", text, re.DOTALL | re.MULTILINE)
    if exception is None:
        raise Unknown(f"GCC: {path} (apt-get install gcc-mingw-w64-base)")
    yield "For Windows: GCC's runtime library (libgcc)", (
        "GPL-3.0-or-later WITH GCC-exception-3.1. Copyright (C) Free Software Foundation, Inc. (https://gcc.gnu.org)\n\n" + exception.group())


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
