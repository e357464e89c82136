#!/usr/bin/env python3
"""Writes src/Native.g.cs and src/Model.g.cs from include/careplan.h.

  generate.py            writes them
  generate.py --check    fails where they are not what the header says

Native.g.cs: every export, every struct that crosses, a SafeHandle per handle. Model.g.cs: the enumerations, and a class for each
struct that the library fills. Their documentation is that of the header.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEADER = HERE.parent.parent / "include" / "careplan.h"

# Structs that callers fill, and those that need a class of another form.
BY_HAND = {"cpl_access_query", "cpl_control", "cpl_office_options", "cpl_query", "cpl_read_options", "cpl_text", "cpl_bytes",
           "cpl_items", "cpl_step", "cpl_substitution_options", "cpl_trust_options"}

CLASSES = {
    "cpl_access_entry": "AccessEntry", "cpl_access_head_info": "AccessHead", "cpl_change": "Change",
    "cpl_progress": "TransferProgress", "cpl_delivery_info": "DeliveryInfo", "cpl_signer": "Signer",
    "cpl_directory_entry": "DirectoryEntry", "cpl_document_info": "DocumentInfo", "cpl_place": "ErrorPlace",
    "cpl_event": "MessageEvent", "cpl_finding": "Finding", "cpl_code_info": "FindingCode", "cpl_refused": "RefusedFiles",
    "cpl_unfinished": "UnfinishedFile", "cpl_file_kind": "FileKind", "cpl_set_kind": "SetKind", "cpl_item": "LayoutItem",
    "cpl_log_line": "LogLine", "cpl_office_info": "OfficeInfo", "cpl_reason": "Reason", "cpl_overview_info": "Overview",
    "cpl_receipt_info": "Receipt", "cpl_received_info": "ReceivedMessage", "cpl_cover_file": "CoverFile",
    "cpl_sent_info": "SentMessage", "cpl_set_info": "SetInfo", "cpl_sync_info": "SyncReport", "cpl_sync_problem": "SyncProblem",
    "cpl_opened_info": "OpenedInfo", "cpl_certificate_info": "CertificateInfo", "cpl_relay_info": "RelayInfo",
    "cpl_substitution": "Substitution",
}

# Prefix of constants, the enumeration that they become, what it is for.
ENUMS = [
    ("CPL_PHASE_", "TransferPhase", "進捗の段階: which way content goes."),
    ("CPL_REJECT_", "RejectReason", "受取拒否の理由: why a message is refused."),
    ("CPL_ENCODING_", "TextEncoding", "文字コード of a file."),
    ("CPL_PROFILE_", "CheckProfile", "検査の厳しさ: how severe findings are."),
    ("CPL_DIRECTION_", "Direction", "送信か受信か: which way a message goes."),
    ("CPL_PENDING_", "PendingReason", "Why a file in the folder of downloads is left for later (途中のファイル)."),
    ("CPL_EDITION_", "Edition", "標準仕様の版: an edition of the standard."),
    ("CPL_SENDER_", "SenderRole", "送信元の種別: who sends a kind of file."),
    ("CPL_VALUE_", "ItemType", "項目の型: what an item may hold."),
    ("CPL_LOG_", "LogLevel", "ログの詳しさ: how much the log tells."),
    ("CPL_WAY_", "Way", "送受信の方法: how messages go."),
    ("CPL_ENVIRONMENT_", "RelayEnvironment", "環境: what the relay is for."),
    ("CPL_ORDER_", "MessageOrder", "並び順 of a list of messages."),
    ("CPL_RECEIPT_OF_", "ReceiptKind", "受領証の種別: whose receipt."),
    ("CPL_RECEIVED_", "ReceivedState", "受信データの状態: state of a message for this office."),
    ("CPL_SENT_", "SentState", "送信データの状態: state of a message that this office sent."),
    ("CPL_REVOCATION_", "Revocation", "失効確認: whether a certificate was revoked."),
    ("CPL_STORE_", "CertificateStore", "証明書ストア of Windows."),
    ("CPL_CRL_", "RevocationPolicy", "失効の確認: what is done where a certificate was, or may have been, revoked."),
    ("CPL_USE_", "CertificateUse", "用途: what a certificate is to be used for."),
    ("CPL_ROLE_", "OpenerRole", "立場: as whom a message is opened."),
    ("CPL_LANG_", "Language", "言語 of texts for people."),
    ("CPL_SEVERITY_", "Severity", "指摘の重さ: how severe a finding is."),
    ("CPL_CATEGORY_", "ErrorCategory", "エラーの分類: whose matter an error is."),
    ("CPL_HOW_", "SubstitutionHow", "置き換え方: which step replaced a character, from the gentlest to the most drastic."),
    ("CPL_WITHOUT_", "SubstitutionSteps", "使わない手順: steps of a substitution that are left out."),
    ("CPL_CAPABILITY_", "Capabilities", "できること: what the library that is loaded can do. Ignore bits that you do not know."),
]
FLAGS = {"Capabilities", "SubstitutionSteps"}
# Constants that become a bool or a value elsewhere.
PLAIN = {"CPL_WRITE_REPLACE", "CPL_QUERY_WITH_COVERS", "CPL_RECEIVED_TO_TAKE", "CPL_SEND_AGAIN", "CPL_ABI_VERSION",
         "CPL_VERSION_MAJOR", "CPL_VERSION_MINOR", "CPL_VERSION_PATCH"}
MEMBERS = {"CPL_EDITION_3": "V3", "CPL_EDITION_40": "V40", "CPL_EDITION_41": "V41", "CPL_LANG_JA": "Japanese", "CPL_LANG_EN": "English"}

FIELD_ENUMS = {
    ("cpl_substitution", "how"): "SubstitutionHow", ("cpl_progress", "phase"): "TransferPhase", ("cpl_signer", "revocation"): "Revocation",
    ("cpl_directory_entry", "certificate_status"): "Status", ("cpl_document_info", "edition"): "Edition",
    ("cpl_document_info", "encoding"): "TextEncoding", ("cpl_event", "direction"): "Direction",
    ("cpl_finding", "severity"): "Severity", ("cpl_code_info", "severity"): "Severity",
    ("cpl_unfinished", "why"): "PendingReason", ("cpl_file_kind", "sender"): "SenderRole", ("cpl_item", "value_type"): "ItemType",
    ("cpl_log_line", "level"): "LogLevel", ("cpl_office_info", "way"): "Way", ("cpl_office_info", "environment"): "RelayEnvironment",
    ("cpl_received_info", "state"): "ReceivedState", ("cpl_received_info", "cover_status"): "Status",
    ("cpl_received_info", "suggested_rejection"): "RejectReason", ("cpl_sent_info", "state"): "SentState",
    ("cpl_sent_info", "receipt_status"): "Status", ("cpl_sent_info", "cover_status"): "Status", ("cpl_set_info", "edition"): "Edition",
    ("cpl_relay_info", "environment"): "RelayEnvironment", ("cpl_sync_info", "ended_by"): "Status", ("cpl_sync_problem", "status"): "Status",
}
FIELD_NAMES = {("cpl_sync_info", "problems"): "ProblemCount"}

# What the documentation of the header calls things, and what they are called here.
WORDS = [
    (r"cpl_office_sync", "Office.Sync"), (r"cpl_office_take", "Office.Take"), (r"cpl_office_open_sent", "Office.OpenSent"),
    (r"cpl_office_send", "Office.Send"), (r"cpl_office_received", "Office.Received"), (r"cpl_office_sent", "Office.Sent"),
    (r"cpl_office_reject", "Office.Reject"), (r"cpl_office_receipt", "Office.Receipt"), (r"cpl_office_folder", "Office.Folder"),
    (r"cpl_office_set_actor", "Office.SetActor"), (r"cpl_office_info", "OfficeInfo"), (r"cpl_set_kind_file", "Files"),
    (r"cpl_layout_code", "Layout.Codes"), (r"cpl_error_retry_after", "CarePlanException.RetryAfter"),
    (r"cpl_error_code", "CarePlanException.Reason"), (r"cpl_error_findings", "CarePlanException.Findings"),
    (r"cpl_document_write", "Document.WriteTo"), (r"cpl_cancel_request", "its CancellationToken"),
    (r"cpl_capabilities", "CarePlan.Capabilities"), (r"cpl_unfinished", "UnfinishedFile"), (r"cpl_signer", "Signer"),
    (r"cpl_overview_info", "Overview"),
    (r"CPL_LOG_…", "LogLevel"), (r"CPL_SENT_…", "SentState"), (r"CPL_RECEIVED_…", "ReceivedState"), (r"CPL_OK", "Ok"),
    (r"CPL_SEVERITY_ERROR", "Error"), (r"CPL_RELAY_UNREACHABLE", "RelayUnreachable"),
    (r"`?struct_size`? is smaller than the struct ever was", "A struct is smaller than it ever was"),
]


def main():
    text = HEADER.read_text(encoding="utf-8").split("#if defined(CPL_STDCALL)")[0]
    header = parse(text)
    files = {HERE / "src" / "Native.g.cs": native(header), HERE / "src" / "Model.g.cs": model(header)}
    if sys.argv[1:] == ["--check"]:
        stale = [path.name for path, content in files.items() if not path.exists() or path.read_text(encoding="utf-8") != content]
        if stale:
            sys.exit(f"run bindings/dotnet/generate.py: {', '.join(stale)}")
        print(f"ok: {len(header['functions'])} exports, {len(header['structs'])} structs, {len(header['handles'])} handles")
        return
    for path, content in files.items():
        path.write_text(content, encoding="utf-8")


# ---- reading ----

def parse(text):
    header = {"constants": [], "handles": [], "structs": [], "callbacks": [], "functions": [], "sizes": []}
    comment, lines, at = [], text.split("\n"), 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("//"):
            comment.append(line[2:].strip())
        elif not line.strip():
            comment = []
        else:
            doc = " ".join(filter(None, comment))
            constant = re.match(r"#define (CPL_\w+) (\d+)$", line)
            handle = re.match(r"typedef struct (cpl_\w+) \1;$", line)
            struct = re.match(r"typedef struct (cpl_\w+) \{$", line)
            if constant:
                header["constants"].append((constant[1], int(constant[2]), doc))
            elif handle:
                header["handles"].append((handle[1], doc))
            elif struct:
                fields, note = [], []
                at += 1
                while not lines[at].startswith("}"):
                    inner = lines[at].strip()
                    if inner.startswith("//"):
                        note.append(inner[2:].strip())
                    else:
                        kind, name = re.match(r"(.*?)(\w+);$", inner).groups()
                        fields.append((name, kind.strip(), " ".join(note)))
                        note = []
                    at += 1
                header["structs"].append((struct[1], fields, doc))
            elif line.startswith("typedef void (*"):
                name, parameters = re.match(r"typedef void \(\*(cpl_\w+)\)\((.*)\);$", line).groups()
                header["callbacks"].append((name, split(parameters)))
            elif re.match(r"(uint32_t|void) cpl_", line):
                while not line.endswith(";"):
                    at += 1
                    line += " " + lines[at].strip()
                result, name, parameters = re.match(r"(uint32_t|void) (cpl_\w+)\((.*)\);$", line).groups()
                header["functions"].append((name, result, split(parameters)))
            elif line.startswith("CPL_STATIC_ASSERT_("):
                size = r"CPL_STATIC_ASSERT_\((\w+), sizeof\(\1\) == (\d+) \+ (\d+) \* sizeof\(void \*\)\);"
                header["sizes"].append(re.match(size, line).groups())
            elif not re.match(r"#|extern|\}", line):
                sys.exit(f"not understood: {line}")
            comment = []
        at += 1
    return header


def split(parameters):
    if parameters == "void":
        return []
    return [re.match(r"(.*?)(\w+)$", part.strip()).groups() for part in parameters.split(",")]


# ---- Native.g.cs ----

SCALARS = {"uint32_t": "uint", "uint64_t": "ulong", "int32_t": "int", "int64_t": "long", "size_t": "UIntPtr", "char": "byte", "uint8_t": "byte", "void": "void"}


def cs_type(c, header):
    """The blittable C# type of a C type."""
    stars = c.count("*")
    base = re.sub(r"\b(const|struct)\b|\*", "", c).strip()
    if base in {name for name, _ in header["handles"]}:
        return "IntPtr" + "*" * (stars - 1)
    if base in {name for name, _ in header["callbacks"]} or (base == "void" and stars):
        return "IntPtr"
    return SCALARS.get(base, base) + "*" * stars


def native(header):
    out = ["""// <auto-generated/>
// Written by generate.py from include/careplan.h; do not edit.
//
// All signatures are blittable, so that no marshalling code is made at run time, and DllImport does what LibraryImport would.
using System;
using System.Runtime.InteropServices;

#pragma warning disable 649

namespace CarePlanLink
{
    /// <summary>The exports as they are.</summary>
    internal static unsafe class Native
    {
        internal const string Dll = "careplan";
"""]
    for name, value, _ in header["constants"]:
        if name in PLAIN:
            out.append(f"        internal const uint {name} = {value};\n")
    version = {name: value for name, value, _ in header["constants"]}
    assembly = ".".join(str(version[f"CPL_VERSION_{part}"]) for part in ("MAJOR", "MINOR", "PATCH"))
    for name, parameters in header["callbacks"]:
        listed = ", ".join(f"{cs_type(kind, header)} {escape(what)}" for kind, what in parameters)
        out.append(f"\n        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]\n        internal delegate void {name}({listed});\n")
    for name, result, parameters in header["functions"]:
        listed = ", ".join(f"{cs_type(kind, header)} {escape(what)}" for kind, what in parameters)
        out.append("\n        [DllImport(Dll, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]\n"
                   f"        internal static extern {SCALARS[result]} {name}({listed});\n")
    out.append("    }\n")
    out.append("\n    /// <summary>The version that this library was made with, which is its own.</summary>\n    internal static class HeaderVersion\n    {\n"
               f'        internal const string Assembly = "{assembly}.0";\n    }}\n')
    for name, fields, _ in header["structs"]:
        out.append(f"\n    [StructLayout(LayoutKind.Sequential)]\n    internal unsafe struct {name}\n    {{\n")
        out += [f"        internal {cs_type(kind, header)} {escape(what)};\n" for what, kind, _ in fields]
        out.append("    }\n")
    functions = {name for name, _, _ in header["functions"]}
    for name, _ in header["handles"]:
        free = name + "_free" if name + "_free" in functions else "cpl_worker_stop"
        if name == "cpl_office":
            continue  # it has callbacks to end first
        handle = pascal(name[4:]) + "Handle"
        out.append(f"""
    internal sealed class {handle} : CplHandle
    {{
        internal {handle}(IntPtr handle) : base(handle) {{ }}

        protected override void Free(IntPtr handle) {{ Native.{free}(handle); }}
    }}
""")
    out.append("""
    /// <summary>Whether the structs are here what they are there; a test asks.</summary>
    internal static unsafe class Sizes
    {
        internal static string Wrong()
        {
            string wrong = "";
""")
    for name, fixed, pointers in header["sizes"]:
        out.append(f'            if (sizeof({name}) != {fixed} + {pointers} * IntPtr.Size) wrong += " {name}";\n')
    out.append("            return wrong;\n        }\n    }\n}\n")
    return "".join(out)


def escape(name):
    return "@" + name if name in KEYWORDS else name


KEYWORDS = set("""abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else
enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new
null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string
struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while""".split())


# ---- Model.g.cs ----

def model(header):
    out = ["""// <auto-generated/>
// Written by generate.py from include/careplan.h; do not edit.
using System;

namespace CarePlanLink
{
"""]
    # Some statuses begin like the members of an enumeration: they are told by their place, from CPL_OK to the categories.
    names = [name for name, _, _ in header["constants"]]
    begin, end = names.index("CPL_OK"), next(at for at, name in enumerate(names) if name.startswith("CPL_CATEGORY_"))
    statuses = header["constants"][begin:end]
    rest = [c for c in header["constants"][:begin] + header["constants"][end:] if c[0] not in PLAIN]
    for prefix, enum, doc in ENUMS:
        mine = [c for c in rest if c[0].startswith(prefix)]
        rest = [c for c in rest if not c[0].startswith(prefix)]
        members = [(MEMBERS.get(name) or pascal(name[len(prefix):].lower()), value, note) for name, value, note in mine]
        out.append(enumeration(enum, doc, members))
    out.append(enumeration("Status", "状態コード: why a call failed. The blocks are those of ErrorCategory.",
                           [(pascal(name[4:].lower()), value, note) for name, value, note in statuses]))
    if rest:
        sys.exit(f"constants without an enumeration: {rest}")
    for name, fields, doc in header["structs"]:
        if name not in BY_HAND:
            out.append(info_class(name, fields, doc))
    return "".join(out).rstrip("\n") + "\n}\n"


def enumeration(name, doc, members):
    # Members need not say again where the enumeration is used.
    members = [(member, value, re.sub(r"^cpl_\w+(, for cpl_\w+)?: (.)", lambda found: found[2].upper(), note)) for member, value, note in members]
    flags = "    [Flags]\n" if name in FLAGS else ""
    none = [("None", 0, "Nothing; not known.")] if all(value for _, value, _ in members) else []
    body = "\n".join(f"        /// <summary>{xml(note)}</summary>\n        {member} = {value},\n" for member, value, note in none + members)
    return f"    /// <summary>{xml(doc)}</summary>\n{flags}    public enum {name}\n    {{\n{body}    }}\n\n"


def info_class(name, fields, doc):
    cls = CLASSES[name]
    doc = re.sub(r" ?(Set struct_size before [^.]*\.|[^.]*\b[Tt]exts? (belongs?|are static|is static)[^.]*\.|It and its texts? are there[^.]*\.|"
                 r"The arrays and texts[^.]*\.)", "", doc)
    properties, fill = [], []
    for field, kind, note in fields:
        if field in ("struct_size", "reserved"):
            continue
        type_, value = property_of(name, field, kind, note)
        what = FIELD_NAMES.get((name, field)) or pascal(field)
        properties.append(f"        /// <summary>{xml(field_doc(type_, note))}</summary>\n        public {type_} {what} {{ get; private set; }}\n")
        fill.append(f"            {what} = {value};\n")
    return (f"    /// <summary>{xml(doc.strip())}</summary>\n    public sealed partial class {cls}\n    {{\n"
            f"        internal unsafe {cls}({name}* native)\n        {{\n{''.join(fill)}        }}\n\n" + "\n".join(properties) + "    }\n\n")


def property_of(struct, field, kind, note):
    at = f"native->{escape(field)}"
    enum = FIELD_ENUMS.get((struct, field))
    if enum:
        return enum, f"({enum}){at}"
    if kind == "uint32_t" and note.startswith("1 when"):
        return "bool", f"{at} != 0"
    if kind == "struct cpl_text":
        return ("DateTimeOffset?", f"Utf8.Time({at})") if "RFC 3339" in note else ("string", f"Utf8.Of({at})")
    if kind == "struct cpl_bytes":
        return "byte[]", f"Utf8.Bytes({at})"
    if kind == "struct cpl_reason":
        return "Reason", f"Reason.Of(&{at})"
    if kind in ("uint32_t", "int32_t", "size_t"):
        return "int", f"checked((int){at})"
    if kind in ("uint64_t", "int64_t"):
        return "long", f"checked((long){at})"
    sys.exit(f"{struct}.{field}: {kind}?")


def field_doc(type_, note):
    note = note.replace(" The text is static.", "")
    if type_ == "bool":
        note = re.sub(r"^1 when ", "True when ", note)
        note = re.sub(r"(, else 0|\. Else 0)\b", "", note)
        note = re.sub(r"([,;]) 0 (when|for|where)", r"\1 false \2", note)
    if type_ == "DateTimeOffset?":
        note = re.sub(r",? RFC 3339( in UTC)?", "", note).replace("; empty where", "; null where").replace("; empty without", "; null without")
        note = note.replace("; else empty", "; else null")
    if type_ == "Reason":
        note += " Null where there is nothing to say."
    return note


def xml(text):
    for pattern, word in WORDS:
        text = re.sub(pattern, word, text)
    text = re.sub(r"\bCPL_([A-Z0-9_]+)\b", lambda found: pascal(found[1].lower()), text)
    return text.replace("`", "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pascal(name):
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


main()
