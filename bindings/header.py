"""include/careplan.h as data, for generate.py. The header is regular; what is not understood is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HEADER = Path(__file__).resolve().parent.parent / "include" / "careplan.h"

SCALARS = {"uint8_t", "uint32_t", "int32_t", "uint64_t", "int64_t", "size_t", "char", "void"}


@dataclass(frozen=True)
class Type:
    """A C type: `base` with so many stars. `const` tells of the innermost level."""

    base: str
    stars: int
    const: bool


@dataclass(frozen=True)
class Variable:
    name: str
    type: Type
    doc: str = ""


@dataclass(frozen=True)
class Constant:
    name: str
    value: int
    doc: str


@dataclass(frozen=True)
class Struct:
    name: str
    doc: str
    fields: tuple[Variable, ...]


@dataclass(frozen=True)
class Function:
    name: str
    doc: str
    result: str
    parameters: tuple[Variable, ...]

    @property
    def has_error(self) -> bool:
        return bool(self.parameters) and self.parameters[-1].type == Type("cpl_error", 2, False)


@dataclass
class Header:
    constants: list[Constant] = field(default_factory=list)
    handles: dict[str, str] = field(default_factory=dict)
    structs: dict[str, Struct] = field(default_factory=dict)
    callbacks: dict[str, Function] = field(default_factory=dict)
    functions: list[Function] = field(default_factory=list)
    # Names of the stdcall twins, without the s.
    twins: set[str] = field(default_factory=set)

    def constant(self, name: str) -> int:
        return next(c.value for c in self.constants if c.name == name)


def read(path: Path = HEADER) -> Header:
    text = path.read_text(encoding="utf-8")
    main, _, stdcall = text.partition("#if defined(CPL_STDCALL)")
    # The compiler's own check of the sizes.
    main = main.partition("#if defined(__cplusplus)\n#define CPL_STATIC_ASSERT_")[0]
    header = Header(twins={f"cpl_{name}" for name in re.findall(r"\bcpls_(\w+)\(", stdcall)})
    lines = main[main.index("#ifndef CAREPLAN_H") :].splitlines()
    doc: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        at += 1
        if line.startswith("//"):
            doc.append(line[2:].strip())
            continue
        if line.startswith("typedef struct") and line.endswith("{"):
            at = _struct(header, lines, at, line.split()[2], "\n".join(doc))
        elif found := re.fullmatch(r"typedef struct (\w+) (\w+);", line):
            header.handles[found[1]] = "\n".join(doc)
        elif line.startswith(("typedef void", "uint32_t ", "void ")):
            statement = line
            while not statement.endswith(";"):
                statement += " " + lines[at].strip()
                at += 1
            _function(header, statement, "\n".join(doc))
        elif found := re.fullmatch(r"#define (CPL_\w+) (\d+)", line):
            header.constants.append(Constant(found[1], int(found[2]), "\n".join(doc)))
        elif line and not line.startswith("#") and line not in ('extern "C" {', "}"):
            raise ValueError(f"not understood: {line}")
        doc = []
    return header


def _struct(header: Header, lines: list[str], at: int, name: str, doc: str) -> int:
    fields: list[Variable] = []
    about: list[str] = []
    while not lines[at].startswith("}"):
        line = lines[at].strip()
        at += 1
        if line.startswith("//"):
            about.append(line[2:].strip())
        elif line:
            fields.append(_variable(line.rstrip(";"), "\n".join(about)))
            about = []
    header.structs[name] = Struct(name, doc, tuple(fields))
    return at + 1


def _function(header: Header, statement: str, doc: str) -> None:
    found = re.fullmatch(r"(?:typedef )?(\w+) \(?\*?(\w+)\)?\((.*)\);", statement)
    if not found:
        raise ValueError(f"not understood: {statement}")
    parameters = () if found[3] == "void" else tuple(_variable(part) for part in found[3].split(","))
    function = Function(found[2], doc, found[1], parameters)
    if statement.startswith("typedef"):
        header.callbacks[function.name] = function
    else:
        header.functions.append(function)


def _variable(text: str, doc: str = "") -> Variable:
    found = re.fullmatch(r"\s*(const )?(?:struct )?(\w+) (\**(?:const \*)?)(\w+)\s*", text)
    if not found:
        raise ValueError(f"not understood: {text}")
    return Variable(found[4], Type(found[2], found[3].count("*"), bool(found[1])), doc)


def is_filled(header: Header, struct: Struct) -> bool:
    """Whether the library fills it, so that bindings copy it into a type of their own."""
    plain = {"cpl_text", "cpl_bytes", "cpl_items", "cpl_control"}
    pointers = any(f.type.stars for f in struct.fields)
    return struct.name not in plain and not pointers


def layout32(header: Header, name: str, most: int) -> list[tuple[str, int, int]]:
    """Field, offset and size on a 32-bit machine that aligns to at most `most` bytes; the last row is the struct's end."""
    rows, offset, widest = [], 0, 1
    for f in header.structs[name].fields:
        size, alignment = _size32(header, f.type, most)
        offset = -(-offset // alignment) * alignment
        rows.append((f.name, offset, size))
        offset += size
        widest = max(widest, alignment)
    rows.append(("", -(-offset // widest) * widest, 0))
    return rows


def _size32(header: Header, kind: Type, most: int) -> tuple[int, int]:
    if kind.stars or kind.base.endswith("_fn") or kind.base in ("uint32_t", "int32_t", "size_t"):
        return 4, 4
    if kind.base in ("uint64_t", "int64_t"):
        return 8, min(8, most)
    rows = layout32(header, kind.base, most)
    return rows[-1][1], max(_size32(header, f.type, most)[1] for f in header.structs[kind.base].fields)
