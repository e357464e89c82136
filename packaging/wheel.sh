#!/usr/bin/env bash
# Python の wheel を作ります。/ Builds the wheel of careplan_link with the library in it.
#   wheel.sh FOLDER    CAREPLAN_LIB_DIR (default: target/debug) holds libcareplan.so
# CAREPLAN_THIRD_PARTY: the THIRD-PARTY.txt to put into it, else one is made. The licences are in its dist-info/licenses.
# It fits the system whose library it holds, so its tag names that system: linux_x86_64. Without a library, a wheel for
# all systems that finds the library at run time is made by: pip wheel --no-deps bindings/python
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
lib=${CAREPLAN_LIB_DIR:-$root/target/debug}
out=$1
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
cp -r "$root/bindings/python/careplan_link" "$root/bindings/python/pyproject.toml" "$root/bindings/python/README.md" \
    "$root/LICENSE-MIT" "$root/LICENSE-APACHE" "$work/"
third_party "$work"
sed -i 's/^license = .*/&\nlicense-files = ["LICENSE-*", "THIRD-PARTY.txt"]/' "$work/pyproject.toml"
rm -rf "$work/careplan_link/__pycache__"
mkdir -p "$work/careplan_link/lib"
cp "$lib/libcareplan.so" "$work/careplan_link/lib/libcareplan.so.1"
strip --strip-unneeded "$work/careplan_link/lib/libcareplan.so.1" 2>/dev/null || true
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q 'setuptools>=77' wheel
"$work/venv/bin/pip" wheel -q --no-deps --no-build-isolation -w "$work/dist" "$work"
"$work/venv/bin/wheel" tags --remove --platform-tag "linux_$(uname -m)" "$work"/dist/*.whl >/dev/null
python3 - "$work"/dist/*.whl <<'CHECK'
import sys
import zipfile
names = zipfile.ZipFile(sys.argv[1]).namelist()
missing = {"LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY.txt"} - {name.rsplit("/", 1)[1] for name in names if ".dist-info/licenses/" in name}
sys.exit(f"{sys.argv[1]}: {', '.join(sorted(missing))} がありません / missing" if missing else 0)
CHECK
cp "$work"/dist/*.whl "$out/"
