#!/usr/bin/env python3
"""write_nupkg.py FOLDER FILE: the files of a folder as a NuGet package, which is a ZIP file with a list of what is in it.

The same files give the same bytes: names in order, one fixed time.
"""
import pathlib
import sys
import zipfile

FOLDER, PACKAGE = map(pathlib.Path, sys.argv[1:])
TYPES = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "psmdcp": "application/vnd.openxmlformats-package.core-properties+xml"}
RELS = """<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/CarePlanLink.nuspec" Id="R1" />
</Relationships>
"""


def content_types(names):
    known = "".join(f'  <Default Extension="{end}" ContentType="{TYPES.get(end, "application/octet")}" />\n'
                    for end in sorted({name.rsplit(".", 1)[1] for name in names if "." in name.rsplit("/", 1)[-1]} | {"rels"}))
    # Files without an ending are named one by one.
    bare = "".join(f'  <Override PartName="/{name}" ContentType="application/octet" />\n' for name in names if "." not in name.rsplit("/", 1)[-1])
    return ('<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\n'
            + known + bare + "</Types>\n")


files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
files["_rels/.rels"] = RELS.encode()
files["[Content_Types].xml"] = content_types(sorted(files)).encode()
with zipfile.ZipFile(PACKAGE, "w", zipfile.ZIP_DEFLATED) as package:
    for name in sorted(files):
        package.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
