#!/usr/bin/env bash
# Wrong calls and panics inside careplan.dll, as Windows programs under wine: a status or an exception, and the program lives.
#   panics.sh [TARGET…]     x86_64-pc-windows-gnu and i686-pc-windows-gnu unless given
# DLLs of its own, with the feature panic-injection, which no release has. The C programs are made from the header; the C# program
# calls all exports and the wrapper, on this machine's mono as well.
# WORK: another folder than target/windows.   NICE: nice the compilers.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/windows/toolchain.sh
. "$HERE/toolchain.sh"
# shellcheck source=tests/windows/wine.sh
. "$HERE/wine.sh"
# shellcheck source=tests/windows/dotnet.sh
. "$HERE/dotnet.sh"
[ $# -gt 0 ] || set -- x86_64-pc-windows-gnu i686-pc-windows-gnu
PANICS=$WORK/panics
PANICKING=(rustc --locked -p careplan-ffi --lib --features panic-injection --crate-type cdylib)
began=$(date +%s)
passed=0
say() { printf '== %s (%s s)\n' "$*" "$(($(date +%s) - began))"; }

main() {
    rm -rf "$PANICS" && mkdir -p "$PANICS/linux"
    say "プログラムの作成 / programs"
    make_programs
    for target; do
        say "$target"
        toolchain_setup "$target"
        bits=64 run=wine architecture=x86_64
        [ "${target%%-*}" = i686 ] && bits=32 run=wine32 architecture=i686
        work=$PANICS/$bits
        mkdir -p "$work"
        make_dll
        if [ $bits = 64 ]; then wine_setup; else wine32_setup; fi
        test_c
        test_dotnet
    done
    test_linux
    say "$passed 件すべて成功 / all $passed passed"
}

make_programs() {
    apt_need mono-mcs mono-runtime
    local program
    for program in misuse panics; do
        (cd "$REPO" && nice -n "${NICE:-0}" cargo run --quiet --locked -p careplan-abi-tests --example calls -- $program) >"$PANICS/$program.c"
    done
    mcs -nologo -unsafe -warnaserror -out:"$PANICS/Panics.exe" -recurse:"$REPO/bindings/dotnet/src/*.cs" "$HERE/dotnet/Panics.cs"
}

# At a place of its own: with and without the feature, cargo would put it at the same one.
make_dll() {
    windows_cargo "${PANICKING[@]}" "${DEV[@]}" --target "$target" -- --emit "link=$work/careplan.dll"
    # The names of stdcall go by the header, as in build.sh; here the linker finds them in the DLL.
    cp "$REPO/include/careplan.h" "$work/"
    {
        printf '#define CPL_STDCALL\n#include "careplan.h"\n'
        sed -n 's/^\(uint32_t\|void\) __stdcall cpls_\([a-z0-9_]*\)(.*/#define cpl_\2 cpls_\2/p' "$work/careplan.h"
    } >"$work/stdcall_names.h"
}

# c PROGRAM SOURCE [OPTION…]
c() {
    local program=$1 source=$2
    shift 2
    "$architecture-w64-mingw32-gcc" -std=gnu11 -O1 -Wall -Wextra -Werror -static -I "$work" "$@" -o "$program" "$source" \
        "$work/careplan.dll" -lpthread -Wl,--enable-stdcall-fixup
}

expect() {
    local name=$1 words=$2 output
    shift 2
    output=$(cd "$work" && "$@" 2>&1 </dev/null) || { printf '%s\nFAILED: %s\n' "$output" "$name" >&2; return 1; }
    grep -F "$words" <<<"$output" || { printf '%s\nFAILED: %s: no "%s"\n' "$output" "$name" "$words" >&2; return 1; }
    passed=$((passed + 1))
    say "$name"
}

test_c() {
    c "$work/misuse.exe" "$PANICS/misuse.c"
    expect "$bits: C, 誤った呼び出し / wrong calls" "wrong calls" $run "$work/misuse.exe"
    c "$work/panics.exe" "$PANICS/panics.c"
    expect "$bits: C, パニック / panics" "panics" $run "$work/panics.exe"
    [ $bits = 32 ] || return 0
    c "$work/panics-stdcall.exe" "$PANICS/panics.c" -include "$work/stdcall_names.h"
    expect "$bits: C, stdcall, パニック / panics" "panics" $run "$work/panics-stdcall.exe"
}

test_dotnet() {
    dotnet_setup
    cp "$PANICS/Panics.exe" "$work/"
    local runtime
    for runtime in $(dotnet_runtimes $bits); do
        expect "$bits: C# ($runtime), パニック / panics" "all right" "$runtime" "$work/Panics.exe"
    done
}

test_linux() {
    work=$PANICS/linux
    (cd "$REPO" && nice -n "${NICE:-0}" cargo "${PANICKING[@]}" --quiet -- --emit "link=$work/libcareplan.so")
    cp "$PANICS/Panics.exe" "$work/"
    expect "Linux: C# (mono), パニック / panics" "all right" env LC_ALL=C.UTF-8 mono --debug "$work/Panics.exe"
}

main "$@"
