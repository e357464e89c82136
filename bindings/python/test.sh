#!/usr/bin/env bash
# careplan_link のテスト / Tests of careplan_link. CAREPLAN_LIB_DIR and CAREPLAN_BIN_DIR (default: target/debug) hold
# libcareplan.so and careplan-relay. Types are checked where mypy can be had; the wheel is built, installed and tried.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
lib=$(realpath "${CAREPLAN_LIB_DIR:-$root/target/debug}")
CAREPLAN_BIN_DIR=$(realpath "${CAREPLAN_BIN_DIR:-$root/target/debug}")
export CAREPLAN_BIN_DIR
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
need python3:python3
python3 -c 'import ensurepip' 2>/dev/null || need no-venv:python3-venv

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$root/bindings/generate.py" --check
for name in $(sed -nE 's/^(uint32_t|void) (cpl_[a-z0-9_]+)\(.*/\2/p' "$root/include/careplan.h"); do
    [ "$name" = cpl_error_status ] || [ "$name" = cpl_status_name ] ||
        grep -qE "\"$name\"|library\(\)\.$name\(" "$root"/bindings/python/careplan_link/{__init__,_library,documents,envelopes,office}.py ||
        { echo "careplan_link: $name がありません / is missing" >&2; exit 1; }
done

cd "$root/bindings/python"
export CAREPLAN_LIBRARY=$lib/libcareplan.so
"$root/packaging/with-sandbox.sh" python3 -X dev -W error::ResourceWarning -m unittest discover -t . -s tests "$@"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q mypy==2.4.1 2>/dev/null || echo "注: mypy がないため型は確認しません / note: no mypy here, types are not checked"
if [ -x "$work/venv/bin/mypy" ]; then
    "$work/venv/bin/mypy" --strict --python-executable "$work/venv/bin/python" -p careplan_link
fi

# A wheel that brings the library along, in an environment of its own.
if CAREPLAN_LIB_DIR=$lib "$root/packaging/wheel.sh" "$work/wheel"; then
    "$work/venv/bin/pip" install -q --no-index "$work"/wheel/*.whl
    (cd "$work" && env -u CAREPLAN_LIBRARY "$work/venv/bin/python" -c 'import careplan_link; print("wheel:", careplan_link.version())')
else
    echo "注: wheel は作れず、試しません / note: the wheel could not be built here and is not tried"
fi
