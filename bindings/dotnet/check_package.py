#!/usr/bin/env python3
"""check_package.py PACKAGE FOLDER RID…: unpacks a NuGet package into a folder and says what is wrong with it.

RID: the systems whose native library must be in it, no others may: linux-x64, win-x64, win-x86
"""
import pathlib
import re
import sys
import xml.etree.ElementTree
import zipfile

PACKAGE, FOLDER = map(pathlib.Path, sys.argv[1:3])
RIDS = set(sys.argv[3:])
NATIVE = {"win-x64": ("careplan.dll", 0x8664), "win-x86": ("careplan.dll", 0x014C), "linux-x64": ("libcareplan.so", 62)}
if not RIDS or RIDS - set(NATIVE):
    sys.exit(__doc__)
wrong = []


def need(condition, what):
    if not condition:
        wrong.append(what)


def machine(content):
    if content[:4] == b"\x7fELF":
        return int.from_bytes(content[18:20], "little")
    header = int.from_bytes(content[0x3C:0x40], "little")
    return int.from_bytes(content[header + 4:header + 6], "little") if content[:2] == b"MZ" else None


with zipfile.ZipFile(PACKAGE) as package:
    need(package.testzip() is None, "a damaged file")
    names = set(package.namelist())
    package.extractall(FOLDER)

for name in ("[Content_Types].xml", "_rels/.rels", "CarePlanLink.nuspec", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY.txt"):
    need(name in names, f"no {name}")
    need(name not in names or (FOLDER / name).stat().st_size, f"{name} is empty")
for framework in ("netstandard2.0", "net462"):
    for name in ("CarePlanLink.dll", "CarePlanLink.xml"):
        need(f"lib/{framework}/{name}" in names, f"no lib/{framework}/{name}")
for name in names:
    if name.endswith((".xml", ".nuspec", ".rels", ".props", ".targets")):
        xml.etree.ElementTree.parse(FOLDER / name)

space = "{http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd}"
metadata = xml.etree.ElementTree.parse(FOLDER / "CarePlanLink.nuspec").getroot().find(f"{space}metadata")
need(PACKAGE.name == f"{metadata.find(f'{space}id').text}.{metadata.find(f'{space}version').text}.nupkg", "name and version")
types = xml.etree.ElementTree.parse(FOLDER / "[Content_Types].xml").getroot()
endings = {one.get("Extension") for one in types if one.get("Extension")}
parts = {one.get("PartName") for one in types if one.get("PartName")}
for name in names - {"[Content_Types].xml"}:
    last = name.rsplit("/", 1)[-1]
    need(last.rsplit(".", 1)[-1] in endings if "." in last else f"/{name}" in parts, f"no content type of {name}")

for rid, (file, code) in NATIVE.items():
    path = f"runtimes/{rid}/native/{file}"
    need((path in names) == (rid in RIDS), f"{path} is {'missing' if rid in RIDS else 'there, which nobody asked for'}")
    if path in names:
        need(machine((FOLDER / path).read_bytes()) == code, f"{path} is for another machine")
for name in names:
    if name.startswith("runtimes/"):
        need(name in {f"runtimes/{rid}/native/{file}" for rid, (file, _) in NATIVE.items()}, f"not expected: {name}")
# What the targets copy is where they look for it.
for folder in ("build/net462", "buildTransitive/net462"):
    for name in ("CarePlanLink.props", "CarePlanLink.targets"):
        need(f"{folder}/{name}" in names, f"no {folder}/{name}")
    targets = FOLDER / folder / "CarePlanLink.targets"
    here = "$(MSBuildThisFileDirectory)"
    copied = re.findall(r'Include="([^"]*)"', targets.read_text(encoding="utf-8")) if targets.is_file() else []
    for rid in RIDS - {"linux-x64"}:
        need(any(f"{rid}\\" in one for one in copied), f"{folder}: does not copy what is for {rid}")
    for one in copied:
        path = FOLDER / folder / one.removeprefix(here).replace("\\", "/")
        need(one.startswith(here) and (path.is_file() or path.parts[-3] not in RIDS), f"{folder}: {one} is not there")

if wrong:
    sys.exit("\n".join(wrong))
print(f"ok: {len(names)} files, native: {', '.join(sorted(RIDS))}")
