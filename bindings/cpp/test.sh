#!/usr/bin/env bash
# careplan.hpp のテスト / Tests of careplan.hpp. CAREPLAN_LIB_DIR and CAREPLAN_BIN_DIR (default: target/debug) hold
# libcareplan.so and careplan-relay. The tests run without exceptions, and with them under the sanitizers for addresses and
# undefined behaviour; where valgrind is at hand, those without a relay run under it too.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
lib=${CAREPLAN_LIB_DIR:-$root/target/debug}
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
need g++:g++ python3:python3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$root/bindings/generate.py" --check
for name in $(sed -nE 's/^(uint32_t|void) (cpl_[a-z0-9_]+)\(.*/\2/p' "$root/include/careplan.h"); do
    [ "$name" = cpl_error_status ] || grep -qw "$name" "$root/bindings/cpp/careplan.hpp" || { echo "careplan.hpp: $name がありません / is missing" >&2; exit 1; }
done

strict=(-Wall -Wextra -Werror -pedantic -Wshadow=compatible-local -I "$root/include" -I "$root/bindings/cpp")
build() { "$@" "$root/bindings/cpp/tests/main.cpp" -L "$lib" -lcareplan -pthread; }
build g++ -std=c++17 -g "${strict[@]}" -fno-exceptions -fno-rtti -o "$work/plain" &
plain=$!
build g++ -std=c++17 -g "${strict[@]}" -fsanitize=address,undefined -fno-sanitize-recover=all -o "$work/sanitized" &
sanitized=$!
wait $plain
build g++ -std=c++20 "${strict[@]}" -fsyntax-only
wait $sanitized
for also in clang++ x86_64-w64-mingw32-g++ i686-w64-mingw32-g++; do
    # MinGW without its posix variant has no std::mutex.
    command -v "$also-posix" >/dev/null && also=$also-posix
    command -v "$also" >/dev/null || { echo "注: $also はありません / note: no $also here"; continue; }
    "$also" -std=c++17 "${strict[@]/-Wshadow=compatible-local/-Wshadow}" -fno-exceptions -fsyntax-only "$root/bindings/cpp/tests/main.cpp"
    echo "$also: ok"
done

export LD_LIBRARY_PATH=$lib
run() {
    rm -rf "$work/out" && mkdir "$work/out"
    "$root/packaging/with-sandbox.sh" "$@" "$root/samples/data" "$work/out"
}
run "$work/plain"
run "$work/sanitized"
if command -v valgrind >/dev/null && [ "${CAREPLAN_VALGRIND:-1}" = 1 ]; then
    mkdir "$work/checked"
    valgrind -q --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --error-exitcode=9 "$work/plain" "$root/samples/data" "$work/checked"
else
    echo "注: valgrind では試しません / note: not tried under valgrind, which is not here or not wanted (CAREPLAN_VALGRIND=0)"
fi
