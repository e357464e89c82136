#!/usr/bin/env bash
# 見本を作って動かします。/ Builds the samples and runs each against a sandbox relay of its own.
#   run.sh [c] [cpp] [python] [delphi] [vb]    all of them unless named
# CAREPLAN_LIB_DIR and CAREPLAN_BIN_DIR (default: target/debug) hold libcareplan.so and careplan-relay.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
lib=${CAREPLAN_LIB_DIR:-$root/target/debug}
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LD_LIBRARY_PATH=$lib CAREPLAN_LIBRARY=$lib/libcareplan.so PYTHONPATH=$root/bindings/python

run() {
    echo "== $sample"
    # shellcheck disable=SC2016 # for the shell inside
    "$root/packaging/with-sandbox.sh" bash -c '
        files=$1; shift
        "$@" "$CAREPLAN_SANDBOX/offices/5070022016" "$CAREPLAN_SANDBOX/offices/5070100002" "$files"/*.CSV
    ' - "$root/samples/data/sets/5070100002_11" "$@"
}

[ $# -gt 0 ] || set -- c cpp python delphi vb
for sample; do
    mapfile -t written < <(find "$root/samples/$sample" -type f \
        \( -name '*.c' -o -name '*.h' -o -name '*.?pp' -o -name '*.pas' -o -name '*.bas' -o -name '*.py' \) \
        ! -name careplan.pas ! -name CarePlan.bas ! -path '*/vb/check.py')
    short_sample "${written[@]}"
    case $sample in
    c)
        # g++ brings the headers of libc along, gcc does not.
        need cc:g++
        cc -std=c11 -Wall -Wextra -Werror -I "$root/include" "$root/samples/c/main.c" -L "$lib" -lcareplan -o "$work/c"
        run "$work/c"
        ;;
    cpp)
        need g++:g++
        g++ -std=c++17 -Wall -Wextra -Werror -I "$root/include" -I "$root/bindings/cpp" "$root/samples/cpp/main.cpp" -L "$lib" -lcareplan -o "$work/cpp"
        run "$work/cpp"
        ;;
    python)
        need python3:python3
        run python3 "$root/samples/python/main.py"
        ;;
    delphi)
        need fpc:fp-compiler
        mkdir "$work/fpc"
        fpc -v0 -vew -Cr -FU"$work/fpc" -o"$work/delphi" -Fl"$lib" "$root/samples/delphi/main.pas"
        run "$work/delphi"
        ;;
    vb)
        # No compiler here.
        python3 "$root/samples/vb/check.py"
        ;;
    *) echo "$sample?" >&2; exit 2 ;;
    esac
done
