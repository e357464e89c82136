#!/usr/bin/env python3
"""Writes the parts of the bindings that follow from include/careplan.h: types, constants, declarations.

    generate.py            writes them
    generate.py --check    fails where one of them is not what it would write
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import header as c
from header import Constant, Function, Header, Struct, Type, Variable

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Group:
    """Constants that are the values of one thing."""

    prefix: str
    cpp: str
    python: str
    flags: bool = False


GROUPS = (
    Group("STATUS", "status", "Status"),
    Group("CATEGORY", "category", "Category"),
    Group("LANG", "language", "Language"),
    Group("SEVERITY", "severity", "Severity"),
    Group("EDITION", "edition", "Edition"),
    Group("ENCODING", "encoding", "Encoding"),
    Group("PROFILE", "check_profile", "CheckProfile"),
    Group("VALUE", "value_type", "ValueType"),
    Group("SENDER", "sender_role", "SenderRole"),
    Group("SENT", "sent_state", "SentState"),
    Group("RECEIVED", "received_state", "ReceivedState"),
    Group("DIRECTION", "direction", "Direction"),
    Group("REJECT", "rejection", "Rejection"),
    Group("RECEIPT_OF", "receipt_of", "ReceiptOf"),
    Group("REVOCATION", "revocation", "Revocation"),
    Group("PENDING", "pending", "Pending"),
    Group("PHASE", "phase", "Phase"),
    Group("LOG", "log_level", "LogLevel"),
    Group("WAY", "way", "Way"),
    Group("ENVIRONMENT", "environment", "Environment"),
    Group("ORDER", "order", "Order"),
    Group("STORE", "certificate_store", "CertificateStore"),
    Group("CRL", "revocation_rule", "RevocationRule"),
    Group("USE", "certificate_use", "CertificateUse"),
    Group("ROLE", "role", "Role"),
    Group("HOW", "substitution_how", "SubstitutionHow"),
    Group("WITHOUT", "without_step", "WithoutStep", flags=True),
    Group("CAPABILITY", "capability", "Capability", flags=True),
)

# Constants that the wrappers turn into arguments of their own.
APART = {
    "CPL_ABI_VERSION",
    "CPL_VERSION_MAJOR",
    "CPL_VERSION_MINOR",
    "CPL_VERSION_PATCH",
    "CPL_WRITE_REPLACE",
    "CPL_QUERY_WITH_COVERS",
    "CPL_SEND_AGAIN",
    "CPL_RECEIVED_TO_TAKE",
}


def members(header: Header) -> dict[str, list[tuple[str, Constant]]]:
    """The constants of each group, by prefix, with their short names."""
    names = [k.name for k in header.constants]
    first, end = names.index("CPL_OK"), names.index("CPL_CATEGORY_CALLER")
    groups: dict[str, list[tuple[str, Constant]]] = {group.prefix: [] for group in GROUPS}
    for at, constant in enumerate(header.constants):
        if constant.name in APART:
            continue
        short = constant.name.removeprefix("CPL_")
        if first <= at < end:
            groups["STATUS"].append((short, constant))
            continue
        prefix = next(g.prefix for g in GROUPS if short.startswith(g.prefix + "_"))
        name = short.removeprefix(prefix + "_")
        groups[prefix].append((f"V{name}" if name[0].isdigit() else name, constant))
    return groups


def filled(header: Header) -> list[Struct]:
    """What the library fills, in the order of need; reason stands in others."""
    found = [s for s in header.structs.values() if c.is_filled(header, s) and not s.name.endswith("_options")]
    return sorted(found, key=lambda s: s.name != "cpl_reason")


def fields_of(struct: Struct) -> list[Variable]:
    return [f for f in struct.fields if f.name not in ("struct_size", "reserved")]


def group_of(variable: Variable) -> Group | None:
    """The group that a field's documentation names, if it names one."""
    if re.match(r"CPL_OK, or", variable.doc) or variable.doc.startswith("Its status"):
        return GROUPS[0]
    named = set(re.findall(r"CPL_([A-Z_]+)_…", variable.doc))
    if variable.type.base != "uint32_t" or len(named) != 1:
        return None
    return next((g for g in GROUPS if g.prefix in named), None)


def is_truth(variable: Variable) -> bool:
    return variable.type.base == "uint32_t" and (variable.name.startswith("is_") or variable.doc.startswith("1 when"))


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


# C++

CPP_KINDS = {"cpl_text": "std::string_view", "cpl_bytes": "careplan::bytes", "size_t": "std::size_t"}


def cpp(header: Header) -> str:
    out: list[str] = []
    for group in GROUPS:
        if group.flags:
            out.append(f"/// Bits, CPL_{group.prefix}_….\nnamespace {group.cpp} {{")
            for name, constant in members(header)[group.prefix]:
                out += comment(constant.doc, "/// ") + [f"constexpr std::uint32_t {name.lower()} = {constant.name};"]
            out += [f"}}  // namespace {group.cpp}\n"]
            continue
        out.append(f"/// {'CPL_OK and what follows it' if group.prefix == 'STATUS' else f'CPL_{group.prefix}_…'}.")
        out.append(f"enum class {group.cpp} : std::uint32_t {{")
        for name, constant in members(header)[group.prefix]:
            out += comment(constant.doc, "    /// ") + [f"    {name.lower()} = {constant.name},"]
        out.append("};\n")
    for struct in filled(header):
        out += cpp_struct(struct)
    return "\n".join(out)


def cpp_struct(struct: Struct) -> list[str]:
    name = struct.name.removeprefix("cpl_")
    out = comment(without_size(struct.doc), "/// ") + [f"struct {name} {{"]
    for f in fields_of(struct):
        out += comment(f.doc, "    /// ") + [f"    {cpp_kind(f)} {f.name}{{}};"]
    if name == "reason":
        out += [
            "    /// What happened, in one language.",
            "    std::string_view message(language lang) const noexcept { return lang == language::ja ? message_ja : message_en; }",
            "    /// What to do next, in one language.",
            "    std::string_view hint(language lang) const noexcept { return lang == language::ja ? hint_ja : hint_en; }",
        ]
    out += ["};\n", "namespace detail {"]
    out.append(f"inline {name} lift(const {struct.name} &c) noexcept {{\n    {name} out;")
    for f in fields_of(struct):
        group = group_of(f)
        if group:
            value = f"static_cast<careplan::{group.cpp}>(c.{f.name})"
        elif is_truth(f):
            value = f"c.{f.name} != 0"
        elif f.type.base.startswith("cpl_"):
            value = f"lift(c.{f.name})"
        else:
            value = f"c.{f.name}"
        out.append(f"    out.{f.name} = {value};")
    out += ["    return out;\n}", f"template <> struct c_type<{name}> {{ using type = {struct.name}; }};"]
    return out + ["}  // namespace detail\n"]


def cpp_kind(f: Variable) -> str:
    group = group_of(f)
    if group:
        return f"careplan::{group.cpp}"
    if is_truth(f):
        return "bool"
    if f.type.base in CPP_KINDS:
        return CPP_KINDS[f.type.base]
    return f"careplan::{f.type.base.removeprefix('cpl_')}" if f.type.base.startswith("cpl_") else f"std::{f.type.base}"


# Python

CTYPES = {"uint8_t": "c_uint8", "uint32_t": "c_uint32", "int32_t": "c_int32", "uint64_t": "c_uint64", "int64_t": "c_int64", "size_t": "c_size_t"}


def python_abi(header: Header) -> str:
    out = [
        '"""The C ABI for ctypes: structs, callbacks and signatures. Generated from careplan.h; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from ctypes import CDLL, CFUNCTYPE, POINTER, Structure, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p",
        "from typing import Any",
        "",
        f"ABI_VERSION = {header.constant('CPL_ABI_VERSION')}",
        "",
    ]
    waiting = dict(header.structs)
    callbacks = dict(header.callbacks)
    while waiting:
        for struct in list(waiting.values()):
            needs = {f.type.base for f in struct.fields if not f.type.stars} - {struct.name}
            if needs & set(waiting):
                continue
            for name in sorted(needs & set(callbacks)):
                out += [f"{name}: Any = CFUNCTYPE(None, c_void_p, c_void_p)", ""]
                del callbacks[name]
            out += ["", f"class {struct.name}(Structure):", "    _fields_ = ["]
            out += [f'        ("{f.name}", {python_field(header, f.type)}),' for f in struct.fields]
            out += ["    ]", ""]
            del waiting[struct.name]
    out += [f"{name}: Any = CFUNCTYPE(None, c_void_p, c_void_p)\n" for name in callbacks]
    out += ["# Result and arguments of each export.", "SIGNATURES: dict[str, tuple[Any, list[Any]]] = {"]
    for f in header.functions:
        kinds = ", ".join(python_parameter(header, p.type) for p in f.parameters)
        out.append(f'    "{f.name}": ({"None" if f.result == "void" else "c_uint32"}, [{kinds}]),')
    out += ["}", "", "# Exports whose last argument takes an error.", "TELL_ERRORS = frozenset(", "    {"]
    out += [f'        "{f.name}",' for f in header.functions if f.has_error]
    out += ["    }", ")", "", "", "def bind(library: CDLL) -> None:"]
    out += [
        '    """Tells ctypes the signature of each export; AttributeError where one is missing."""',
        "    for name, (result, arguments) in SIGNATURES.items():",
        "        function = getattr(library, name)",
        "        function.restype = result",
        "        function.argtypes = arguments",
        "",
    ]
    return "\n".join(out)


def python_field(header: Header, kind: Type) -> str:
    if kind.base in ("char", "uint8_t") or (kind.stars and kind.base not in header.structs and kind.base != "size_t"):
        return "c_void_p"
    base = CTYPES.get(kind.base, kind.base)
    return f"POINTER({base})" if kind.stars else base


def python_parameter(header: Header, kind: Type) -> str:
    if kind.base in ("char", "uint8_t"):
        return "c_char_p"
    if kind.stars == 2 and not kind.const:
        return "POINTER(c_void_p)"
    if kind.stars and (kind.base in header.handles or kind.base == "void"):
        return "c_void_p" if kind.stars == 1 else "POINTER(c_void_p)"
    base = CTYPES.get(kind.base, kind.base)
    return f"POINTER({base})" if kind.stars else base


def python_types(header: Header) -> str:
    out = [
        '"""Values and structs of the library as Python types. Generated from careplan.h; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from ctypes import string_at",
        "from dataclasses import dataclass",
        "from enum import IntEnum, IntFlag",
        "from typing import Any, Optional",
        "",
        "",
        "class OpenEnum(IntEnum):",
        '    """An enum to which newer libraries may add; a value that is not known here is called UNKNOWN_n."""',
        "",
        "    @classmethod",
        "    def _missing_(cls, value: object) -> Optional[OpenEnum]:",
        "        if not isinstance(value, int):",
        "            return None",
        "        member = int.__new__(cls, value)",
        '        member._name_ = f"UNKNOWN_{value}"',
        "        member._value_ = value",
        "        return member",
        "",
        "",
        "def text(value: Any) -> str:",
        '    """A copy of a cpl_text."""',
        '    return string_at(value.data, value.len).decode("utf-8") if value.len else ""',
        "",
        "",
        "def raw(value: Any) -> bytes:",
        '    """A copy of a cpl_bytes."""',
        '    return string_at(value.data, value.len) if value.len else b""',
        "",
    ]
    for group in GROUPS:
        out += ["", f"class {group.python}({'IntFlag' if group.flags else 'OpenEnum'}):"]
        what = "CPL_OK and what follows it" if group.prefix == "STATUS" else f"CPL_{group.prefix}_…"
        out += [f'    """{what}."""', ""]
        for name, constant in members(header)[group.prefix]:
            out += comment(constant.doc, "    #: ") + [f"    {name} = {constant.value}"]
        out.append("")
    for struct in filled(header):
        out += python_struct(struct)
    shown = [g.python for g in GROUPS] + [camel(s.name.removeprefix("cpl_")) for s in filled(header)]
    out += ["", "__all__ = ["] + [f'    "{name}",' for name in sorted(shown)] + ["]", ""]
    return "\n".join(out)


def python_struct(struct: Struct) -> list[str]:
    name = camel(struct.name.removeprefix("cpl_"))
    doc = re.sub(r" ?(?:It and )?(?:its|[Tt]he) texts? .*?(?:\.(?= )|\.$)", "", without_size(struct.doc), flags=re.I | re.S).strip()
    out = ["", "@dataclass(frozen=True)", f"class {name}:", f'    """{doc.replace(chr(10), chr(10) + "    ")}"""', ""]
    for f in fields_of(struct):
        out += comment(f.doc, "    #: ") + [f"    {f.name}: {python_kind(f)[0]}"]
    out += ["", "    @classmethod", f"    def of(cls, c: Any) -> {name}:", '        """Copies the C struct."""', "        return cls("]
    out += [f"            {f.name}={python_kind(f)[1].format(f'c.{f.name}')}," for f in fields_of(struct)]
    out += ["        )", ""]
    if name == "Reason":
        out.insert(-1, "")
        for what in ("message", "hint"):
            out[-1:-1] = [
                f"    def {what}(self, lang: Language = Language.JA) -> str:",
                f'        """{"What happened" if what == "message" else "What to do next"}, in one language."""',
                f"        return self.{what}_ja if lang == Language.JA else self.{what}_en",
                "",
            ]
        del out[-2]
    return out


def python_kind(f: Variable) -> tuple[str, str]:
    """The type of a field and how it is copied."""
    group = group_of(f)
    if group:
        return group.python, f"{group.python}({{}})"
    if is_truth(f):
        return "bool", "bool({})"
    if f.type.base == "cpl_text":
        return "str", "text({})"
    if f.type.base == "cpl_bytes":
        return "bytes", "raw({})"
    if f.type.base.startswith("cpl_"):
        name = camel(f.type.base.removeprefix("cpl_"))
        return name, f"{name}.of({{}})"
    return "int", "int({})"


# Object Pascal

PASCAL = {"uint32_t": "UInt32", "int32_t": "Int32", "uint64_t": "UInt64", "int64_t": "Int64", "size_t": "NativeUInt", "uint8_t": "Byte"}
PASCAL_WORDS = set(
    "and array as asm begin case class const constructor destructor div do downto else end except exports file finalization finally"
    " for function goto if implementation in inherited initialization inline interface is label library mod nil not object of on"
    " operator or out packed procedure program property raise record repeat resourcestring set shl shr string then threadvar to try"
    " type unit until uses var while with xor".split()
)


def pascal(header: Header) -> str:
    out = [
        "// C ABI の宣言。include/careplan.h から生成したものです。/ Declarations of the C ABI, generated from careplan.h; do not edit.",
        "// Delphi (2009 以降 / and later) と Free Pascal。約束ごとは careplan.h の先頭にあります。/ The conventions stand at the head of careplan.h.",
        "unit careplan;",
        "",
        "{$IFDEF FPC}{$MODE DELPHI}{$PACKRECORDS C}{$ELSE}{$ALIGN 8}{$ENDIF}",
        "",
        "interface",
        "",
        "const",
        "{$IFDEF MSWINDOWS}",
        "  CPL_LIBRARY = 'careplan.dll';",
        "{$ELSE}",
        "  CPL_LIBRARY = 'careplan';",
        "{$ENDIF}",
        "",
    ]
    functions = {f.name for f in header.functions}
    for constant in header.constants:
        # Pascal does not tell capitals from small letters: CPL_ABI_VERSION is a function too.
        name = f"{constant.name}_OF_HEADER" if constant.name.lower() in functions else constant.name
        out += comment(constant.doc, "  // ") + [f"  {name} = {constant.value};"]
    out += ["", "type"]
    for name, doc in header.handles.items():
        out += comment(doc, "  // ") + [f"  P{camel(name)} = type Pointer;", f"  PP{camel(name)} = ^P{camel(name)};"]
    order = sorted(header.structs.values(), key=lambda s: (s.name not in ("cpl_text", "cpl_bytes"), s.name != "cpl_reason"))
    out += [f"  P{camel(s.name)} = ^T{camel(s.name)};" for s in order]
    for name, callback in header.callbacks.items():
        out += comment(callback.doc, "  // ")
        shown = camel(callback.parameters[1].type.base)
        out.append(f"  T{camel(name)} = procedure(Context: Pointer; const Value: P{shown}); cdecl;")
    for struct in order:
        out += comment(struct.doc, "  // ") + [f"  T{camel(struct.name)} = record"]
        for f in struct.fields:
            out += comment(f.doc, "    // ") + [f"    {pascal_name(f.name)}: {pascal_kind(header, f.type)};"]
        out.append("  end;")
    out.append("")
    for f in header.functions:
        parameters = "; ".join(f"A{camel(p.name)}: {pascal_kind(header, p.type)}" for p in f.parameters)
        kind = "procedure" if f.result == "void" else "function"
        result = "" if f.result == "void" else ": UInt32"
        out += comment(f.doc, "// ")
        out.append(f"{kind} {f.name}{f'({parameters})' if parameters else ''}{result}; cdecl; external CPL_LIBRARY;")
    return "\n".join(out + ["", "implementation", "", "end.", ""])


def pascal_name(name: str) -> str:
    return f"{name}_" if name in PASCAL_WORDS else name


def pascal_kind(header: Header, kind: Type) -> str:
    if kind.base == "char":
        return "PAnsiChar"
    if kind.base == "void":
        return "Pointer"
    if kind.base in PASCAL:
        return f"P{PASCAL[kind.base]}" if kind.stars else PASCAL[kind.base]
    if kind.base in header.handles:
        return "P" * kind.stars + camel(kind.base)
    return f"{'P' if kind.stars else 'T'}{camel(kind.base)}"


# VB6, VBA

BASIC_WORDS = set(
    "and as boolean byref byte byval call case close const currency date declare dim do double each else end enum eqv erase error"
    " event exit false for function get global gosub goto if imp implements in input integer is let like long loop len lset me mod name"
    " new next not nothing null object on open option optional or paramarray preserve print private property public put raiseevent"
    " redim rem resume return rset seek select set single spc static step stop string sub tab text then to true type until variant wend"
    " while with withevents write xor".split()
)


def basic(header: Header) -> str:
    out = [
        'Attribute VB_Name = "CarePlan"',
        "' C ABI の宣言 (VB6、32 ビットの VBA)。include/careplan.h から生成したものです。/ Declarations of the C ABI for VB6 and",
        "' 32-bit VBA, generated from careplan.h; do not edit. Save as CP932 with CR LF before use, see README.md.",
        "' ポインターは Long。NULL は 0&。構造体を NULL にできる引数には VarPtr(...) を渡します。",
        "' Pointers are Long, NULL is 0&; a struct that may be NULL is passed as VarPtr(...).",
        "Option Explicit",
        "",
    ]
    out += [f"Public Const {constant.name} As Long = {constant.value}&" for constant in header.constants]
    out.append("")
    order = sorted(header.structs.values(), key=lambda s: (s.name not in ("cpl_text", "cpl_bytes"), s.name != "cpl_reason"))
    for struct in order:
        if c.layout32(header, struct.name, 4) != c.layout32(header, struct.name, 8):
            raise ValueError(f"{struct.name}: VB6 aligns it otherwise")
        out.append(f"Public Type T{camel(struct.name)}")
        out += [f"    {f.name}{'_' if f.name in BASIC_WORDS else ''} As {basic_kind(f.type)}" for f in struct.fields]
        out += ["End Type", ""]
    for f in header.functions:
        if f.name not in header.twins:
            continue
        parameters = ", ".join(basic_parameter(header, p) for p in f.parameters)
        kind, result = ("Sub", "") if f.result == "void" else ("Function", " As Long")
        out.append(f'Public Declare {kind} {f.name.replace("cpl_", "cpls_", 1)} Lib "careplan.dll" ({parameters}){result}')
    return "\n".join(out + [""])


def basic_kind(kind: Type) -> str:
    if not kind.stars and kind.base in ("uint64_t", "int64_t"):
        return "Currency"
    if not kind.stars and kind.base.startswith("cpl_") and not kind.base.endswith("_fn"):
        return f"T{camel(kind.base)}"
    return "Long"


def basic_parameter(header: Header, p: Variable) -> str:
    name, kind = f"a{camel(p.name)}", p.type
    if kind.stars == 0:
        return f"ByVal {name} As {basic_kind(kind)}"
    if kind.const or (kind.base in header.handles and kind.stars == 1):
        return f"ByVal {name} As Long"
    if kind.base in header.structs:
        return f"ByRef {name} As T{camel(kind.base)}"
    return f"ByRef {name} As {'Currency' if kind.base == 'uint64_t' else 'Long'}"


# All of them


def comment(doc: str, mark: str) -> list[str]:
    return [f"{mark}{line}".rstrip() for line in doc.splitlines()]


def without_size(doc: str) -> str:
    return re.sub(r"\s?Set\s+struct_size\s+before\s+(?:the\s+call|cpl_\w+)\.", "", doc)


def within(path: Path, part: str) -> str:
    """The file with its generated section made anew."""
    begin, end = "// <generated>", "// </generated>"
    old = path.read_text(encoding="utf-8")
    before, _, rest = old.partition(begin)
    _, _, after = rest.partition(end)
    if not after:
        raise ValueError(f"{path}: no generated section")
    return f"{before}{begin} by bindings/generate.py from careplan.h; do not edit.\n\n{part}\n{end}{after}"


def main() -> int:
    header = c.read()
    hpp = ROOT / "bindings/cpp/careplan.hpp"
    files = {
        hpp: within(hpp, cpp(header)),
        ROOT / "bindings/python/careplan_link/_abi.py": python_abi(header),
        ROOT / "bindings/python/careplan_link/types.py": python_types(header),
        ROOT / "samples/delphi/careplan.pas": pascal(header),
        ROOT / "samples/vb/CarePlan.bas": basic(header),
    }
    drifted = [p for p, wanted in files.items() if not p.exists() or p.read_text(encoding="utf-8") != wanted]
    if "--check" in sys.argv[1:]:
        for path in drifted:
            print(f"{path.relative_to(ROOT)}: careplan.h とずれています。bindings/generate.py を実行してください / run bindings/generate.py")
        return 1 if drifted else 0
    for path in drifted:
        path.write_text(files[path], encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
