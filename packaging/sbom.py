#!/usr/bin/env python3
"""部品表 (SBOM) を Cargo.lock から作ります。/ Makes the SBOM, CycloneDX 1.5 in JSON, of Cargo.lock.

    sbom.py > careplan.cdx.json

It lists what an archive's programs are linked from: the crates that the library and both programs need, for any target and
without those that are only for building or testing a workspace member; a crate that is only needed on another system is
listed too, and one whose tables are taken over when the library is built.
SOURCE_DATE_EPOCH sets the time. Licences are in THIRD-PARTY.txt of the archive (licences.py).
"""

import json
import os
import re
import sys
import tomllib
import uuid
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What sdk-core/build makes tables of.
TABLES = {"encoding_rs"}
# What is in an archive: the library, `careplan`, `careplan-relay`.
SHIPPED = ("careplan-ffi", "careplan-cli", "careplan-relay")
OWN_LICENCE = {"licenses": [{"expression": "MIT OR Apache-2.0"}]}


def main() -> None:
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    packages = {(p["name"], p["version"]): p for p in lock}
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
    shipped = [(name, version) for name in SHIPPED]
    reached = reach(packages, shipped)
    product = {"type": "application", "bom-ref": "careplan-sdk", "name": "careplan-sdk", "version": version} | OWN_LICENCE
    product["components"] = []
    components, dependencies = [], [{"ref": "careplan-sdk", "dependsOn": sorted(map(purl, shipped))}]
    for key in sorted(reached):
        package = packages[key]
        dependencies.append({"ref": purl(key), "dependsOn": sorted(purl(k) for k in needs(packages, key))})
        component = {"type": "library", "bom-ref": purl(key), "name": key[0], "version": key[1]}
        if "source" not in package:
            product["components"].append(component | OWN_LICENCE)
            continue
        component["purl"] = purl(key)
        if "checksum" in package:
            component["hashes"] = [{"alg": "SHA-256", "content": package["checksum"]}]
        components.append(component)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", datetime.now(timezone.utc).timestamp()))
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([components, version]))}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": product,
        },
        "components": components,
        "dependencies": dependencies,
    }
    json.dump(bom, sys.stdout, ensure_ascii=False, indent=2)
    print()


def reach(packages: dict, start: list[tuple[str, str]]) -> set[tuple[str, str]]:
    found, waiting = set(start), list(start)
    while waiting:
        for key in needs(packages, waiting.pop()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found


def needs(packages: dict, key: tuple[str, str]) -> list[tuple[str, str]]:
    """Of a member of the workspace, Cargo.lock lists what its tests need too: its Cargo.toml tells them apart."""
    listed = []
    for line in packages[key].get("dependencies", []):
        name, _, rest = line.partition(" ")
        wanted = rest.split(" ")[0] if rest else next(v for n, v in packages if n == name)
        listed.append((name, wanted))
    if "source" in packages[key]:
        return listed
    wanted_names = own(key[0])
    return [k for k in listed if k[0] in wanted_names]


def own(member: str) -> set[str]:
    members = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["members"]
    for folder in members:
        text = tomllib.loads((ROOT / folder / "Cargo.toml").read_text(encoding="utf-8"))
        if text.get("package", {}).get("name") != member:
            continue
        tables = [text.get("dependencies", {})]
        tables.append({name: value for name, value in text.get("build-dependencies", {}).items() if name in TABLES})
        tables += [target.get("dependencies", {}) for target in text.get("target", {}).values()]
        return {value.get("package", name) if isinstance(value, dict) else name for table in tables for name, value in table.items()}
    raise ValueError(member)


def purl(key: tuple[str, str]) -> str:
    return f"pkg:cargo/{key[0]}@{re.sub('[+]', '%2B', key[1])}"


if __name__ == "__main__":
    main()
