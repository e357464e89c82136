#!/usr/bin/env bash
# Programs that use careplan.dll, as Windows programs under wine, against a sandbox relay on this machine.
#   samples.sh [TARGET…]     x86_64-pc-windows-gnu and i686-pc-windows-gnu unless given
# Uses the DLLs of build.sh, and builds them where they are missing. PROFILE=dev: those for tests.
# WORK: another folder than target/windows.   NICE: nice the compilers.   RELAY: a careplan-relay that is there already.
# TESTS: only these of loading, system, c, cpp, dotnet.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/windows/toolchain.sh
. "$HERE/toolchain.sh"
# shellcheck source=tests/windows/wine.sh
. "$HERE/wine.sh"
# shellcheck source=tests/windows/dotnet.sh
. "$HERE/dotnet.sh"
[ $# -gt 0 ] || set -- x86_64-pc-windows-gnu i686-pc-windows-gnu
DIST=$WORK/dist
[ "${PROFILE:-release}" = release ] || DIST=$WORK/dist-$PROFILE
SENDER=5070022016 RECEIVER=5070100002
VERSION=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$REPO/Cargo.toml")

files=()
for file in "$REPO"/samples/data/sets/5070100002_11/*; do files+=("$(windows_path "$file")"); done
began=$(date +%s)
passed=0
say() { printf '== %s (%s s)\n' "$*" "$(($(date +%s) - began))"; }

main() {
    start_relay
    trap stop_relay EXIT
    for target; do
        [ -f "$DIST/$target/careplan.dll" ] || "$HERE/build.sh" "$target"
        bits=64 run=wine architecture=x86_64
        [ "${target%%-*}" = i686 ] && bits=32 run=wine32 architecture=i686
        dll=$DIST/$target gcc=$architecture-w64-mingw32-gcc
        work=$WORK/samples/$bits
        rm -rf "$work" && mkdir -p "$work/表示 能力"
        cp "$dll/careplan.dll" "$work/"
        toolchain_setup "$target"
        if [ $bits = 64 ]; then wine_setup; else wine32_setup; fi
        for test in ${TESTS:-loading system c cpp dotnet}; do "test_$test"; done
    done
    say "$passed 件すべて成功 / all $passed passed"
}

# ---- the relay ----

start_relay() {
    say "中継サーバー / relay"
    if [ -z "${RELAY:-}" ]; then
        (cd "$REPO" && nice -n "${NICE:-0}" cargo build --quiet --locked --package careplan-relay)
        RELAY=$REPO/target/debug/careplan-relay
    fi
    sandbox=$WORK/samples/sandbox
    rm -rf "$sandbox" && mkdir -p "$sandbox"
    local port
    port=$(free_port)
    "$RELAY" init "$sandbox" --offices "$REPO/samples/offices.csv" \
        --url "https://localhost:$port" >/dev/null
    # Small parts, so that a message goes in several and its progress is told.
    echo 'part_bytes = 1024' >>"$sandbox/relay.toml"
    "$RELAY" serve "$sandbox" --listen "127.0.0.1:$port" >"$sandbox.log" 2>&1 &
    relay=$!
    wait_for_ports "$sandbox.log" "$port"
}

stop_relay() { kill "$relay" 2>/dev/null || true; }

# Profiles with empty stores, in a folder of that name.
fresh_profiles() {
    mkdir -p "$1"
    cp -r "$sandbox/offices/$SENDER" "$sandbox/offices/$RECEIVER" "$1/"
}

# ---- programs ----

# Compiles what is given besides with every warning an error.
c() {
    local program=$1
    shift
    "$gcc" -std=gnu11 -O1 -Wall -Wextra -Werror -I "$dll" -I "$REPO/samples/c" -o "$program" "$@"
}

expect() {
    local name=$1 words=$2 output
    shift 2
    output=$("$run" "$@" 2>&1 </dev/null) || { printf '%s\nFAILED (%s-bit): %s\n' "$output" "$bits" "$name" >&2; return 1; }
    grep -qF "$words" <<<"$output" || { printf '%s\nFAILED (%s-bit): %s: no "%s"\n' "$output" "$bits" "$name" "$words" >&2; return 1; }
    passed=$((passed + 1))
    say "$bits: $name"
}

# A program does the main job: profiles of both offices, then the files.
main_job() {
    local name=$1 program=$2 profiles=$3
    shift 3
    fresh_profiles "$profiles"
    expect "$name" "相手が受領しました" "$@" "$program" "$(windows_path "$profiles/$SENDER")" \
        "$(windows_path "$profiles/$RECEIVER")" "${files[@]}"
}

test_loading() {
    c "$work/loaded.exe" "$HERE/c/loaded.c"
    c "$work/version.exe" "$HERE/c/version.c" -lversion
    cp "$dll/careplan.dll" "$dll/careplan.def" "$work/表示 能力/"
    local folder
    folder=$(windows_path "$work/表示 能力")
    expect "LoadLibrary, GetProcAddress" "all right" "$work/loaded.exe" "$folder\\careplan.dll" "$folder\\careplan.def"
    expect "版の情報 / version resource" "all right" "$work/version.exe" "$folder\\careplan.dll" "$VERSION"
}

test_system() {
    c "$work/system.exe" "$HERE/c/system.c" -L "$dll" -lcareplan
    local scratch=$work/scratch
    rm -rf "$scratch" && mkdir -p "$scratch"
    expect "フォルダー名、ロック、コードページ / names, locks, code page" "all right" "$work/system.exe" \
        "$(windows_path "$scratch")" "$(windows_path "$sandbox/offices/$SENDER")" "${files[@]}"
}

test_c() {
    c "$work/main.exe" "$REPO/samples/c/main.c" -L "$dll" -lcareplan
    main_job "C" "$work/main.exe" "$work/profiles-c"
    # The library for Visual Studio, as far as MinGW's linker reads it.
    c "$work/main-lib.exe" "$REPO/samples/c/main.c" "$dll/careplan.lib"
    main_job "C, careplan.lib" "$work/main-lib.exe" "$work/プロファイル 表示 能力"
    [ $bits = 32 ] || return 0
    # The same program with the names of stdcall.
    {
        printf '#define CPL_STDCALL\n#include "careplan.h"\n'
        sed -n 's/^\(uint32_t\|void\) __stdcall cpls_\([a-z0-9_]*\)(.*/#define cpl_\2 cpls_\2/p' "$dll/careplan.h"
    } >"$work/stdcall_names.h"
    c "$work/main-stdcall.exe" -include "$work/stdcall_names.h" "$REPO/samples/c/main.c" -L "$dll" -lcareplan
    main_job "C, stdcall" "$work/main-stdcall.exe" "$work/profiles-stdcall"
    if i686-w64-mingw32-objdump -p "$work/main-stdcall.exe" | grep -qE '[[:space:]]cpl_'; then
        echo "the stdcall program imports functions of the C convention" >&2
        return 1
    fi
}

test_cpp() {
    # The -posix flavour: std::mutex and std::thread.
    apt_need "g++-mingw-w64-${architecture/_/-}-posix"
    cpp "$work/main-cpp.exe" "$REPO/samples/cpp/main.cpp"
    main_job "C++" "$work/main-cpp.exe" "$work/profiles-cpp"
    cpp "$work/tests-cpp.exe" "$REPO/bindings/cpp/tests/main.cpp"
    mkdir -p "$work/tests-cpp"
    fresh_profiles "$work/tests-cpp/sandbox/offices"
    CAREPLAN_SANDBOX=$(windows_path "$work/tests-cpp/sandbox") expect "C++, careplan.hpp の試験 / tests" "ok" "$work/tests-cpp.exe" \
        "$(windows_path "$REPO/samples/data")" "$(windows_path "$work/tests-cpp")"
}

cpp() {
    "$architecture-w64-mingw32-g++-posix" -std=c++17 -O1 -Wall -Wextra -Werror -static -I "$dll" -I "$REPO/bindings/cpp" \
        -I "$REPO/samples/c" -o "$1" "$2" -L "$dll" -lcareplan
}

# The runtimes, then the sample. One AnyCPU program for all of them.
test_dotnet() {
    # In a folder of its own: .NET takes system.exe for its own System.
    local programs=$work/dotnet runtime
    mkdir -p "$programs"
    cp "$dll/careplan.dll" "$programs/"
    dotnet_setup
    mcs -nologo -warnaserror -out:"$programs/Host.exe" "$HERE/dotnet/Host.cs"
    for runtime in $(dotnet_runtimes $bits); do
        run=$runtime expect ".NET ($runtime)" "all right" "$programs/Host.exe"
    done
    local sources=("$REPO"/samples/dotnet/console/*.cs)
    [ -f "${sources[0]}" ] || return 0
    "$REPO/bindings/dotnet/compile.sh" "$programs"
    mcs -nologo -out:"$programs/Sample.exe" -r:"$programs/CarePlanLink.dll" "${sources[@]}"
    for runtime in $(dotnet_runtimes $bits); do
        run=$runtime main_job "C# ($runtime)" "$programs/Sample.exe" "$work/profiles-$runtime"
    done
}

main "$@"
