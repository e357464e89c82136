#!/usr/bin/env bash
# careplan.dll for Windows, built on Debian 12.
#   build.sh [TARGET…]     x86_64-pc-windows-gnu (the default), i686-pc-windows-gnu
# Puts careplan.dll, careplan.lib (Visual Studio), libcareplan.dll.a (MinGW), careplan.def and careplan.h into
# target/windows/dist/TARGET.
# PROFILE=dev: a DLL for tests, unoptimised, into target/windows/dist-dev/TARGET.
# PROGRAMS=1: careplan.exe and careplan-relay.exe as well, for archives.
# WORK: another folder than target/windows.   NICE: nice the compilers.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/windows/toolchain.sh
. "$HERE/toolchain.sh"

targets=("${@:-x86_64-pc-windows-gnu}")
toolchain_setup "${targets[@]}"
began=$(date +%s)

# What Windows 10 has itself. The rest would have to be shipped beside the DLL.
SYSTEM='advapi32|api-ms-win-[a-z0-9-]*|bcrypt|bcryptprimitives|crypt32|gdi32|kernel32|msvcrt|ncrypt|ntdll|user32|userenv|ws2_32'

# What a DLL to ship may have at most. Above it, find what came in before raising it: tests/windows/README.md.
LARGEST=8000000

# What the header declares for a target: one name a line, those of stdcall with the bytes of their arguments (name@bytes).
declared() {
    local header=$REPO/include/careplan.h
    sed -nE 's/^(uint32_t|void) (cpl_[a-z0-9_]+)\(.*/\2/p' "$header"
    [ "${1%%-*}" = i686 ] || return 0
    sed -nE 's/^(uint32_t|void) __stdcall (cpls_[a-z0-9_]+)\((.*)\);$/\2,\3/p' "$header" |
        awk -F, '{
            bytes = 0
            for (i = 2; i <= NF; i++)
                if ($i != "void") bytes += ($i ~ /int64_t [a-z]|double [a-z]/) ? 8 : 4
            print $1 "@" bytes
        }'
}

# A file asks for no DLL that Windows does not have.
only_system() {
    local imports
    imports=$("$1-objdump" -p "$2" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' | sort -u)
    # shellcheck disable=SC2086 # on one line
    echo "$(basename "$2"): imports" $imports
    if grep -vE "^($SYSTEM)\.dll\$" <<<"$imports" >&2; then
        echo "$2: needs a DLL that Windows does not have" >&2
        exit 1
    fi
}

exported() { "$1-objdump" -p "$2" | sed -n '/Ordinal\/Name Pointer/,/^$/s/.* \(cpl[a-z0-9_]*\)$/\1/p'; }

# A module definition of the names on the standard input.
definition() { printf 'LIBRARY careplan.dll\nEXPORTS\n' && sort -u | sed 's/^/    /'; }

for target in "${targets[@]}"; do
    prefix=$(mingw "$target")
    if [ "${PROFILE:-release}" = dev ]; then
        options=("${DEV[@]}") built=$WORK/dev/$target/debug dist=$WORK/dist-dev/$target
    else
        options=(--profile dist --target-dir "$WORK/target") built=$WORK/target/$target/dist dist=$WORK/dist/$target
    fi
    # By itself: what the programs have cargo turn on in its dependencies would make it larger. And no rlib beside it, which
    # would be the end of link-time optimisation.
    windows_cargo rustc "${options[@]}" --locked -p careplan-ffi --lib --crate-type cdylib --target "$target"
    mkdir -p "$dist"
    rm -f "$dist"/*
    cp "$REPO/include/careplan.h" "$dist/"
    "$prefix-strip" --strip-all -o "$dist/careplan.dll" "$built/careplan.dll"

    exported "$prefix" "$dist/careplan.dll" | definition >"$dist/careplan.def"
    if ! declared "$target" | sed 's/@.*//' | definition | diff - "$dist/careplan.def" >&2; then
        echo "$target: the DLL does not export what the header declares" >&2
        exit 1
    fi
    # The names that callers of stdcall refer to carry the bytes of their arguments; the names in the DLL do not.
    machine=i386:x86-64
    [ "${target%%-*}" = i686 ] && machine=i386
    declared "$target" | definition >"$built/import.def"
    for library in careplan.lib libcareplan.dll.a; do
        "$prefix-dlltool" -m "$machine" --kill-at -d "$built/import.def" -D careplan.dll -l "$dist/$library"
    done

    size=$(stat -c %s "$dist/careplan.dll")
    echo "$target: $size bytes, $(grep -c '^    ' "$dist/careplan.def") names, $(($(date +%s) - began)) s"
    if [ "${PROFILE:-release}" != dev ] && [ "$size" -gt $LARGEST ]; then
        echo "$target: larger than $LARGEST bytes, which is promised" >&2
        exit 1
    fi
    only_system "$prefix" "$dist/careplan.dll"
    [ "${PROFILE:-release}" = dev ] || without_places "$REPO" "$dist/careplan.dll"
    "$prefix-objdump" -h "$dist/careplan.dll" | grep -q '\.rsrc' || { echo "$target: no version resource" >&2; exit 1; }
    if [ "${PROGRAMS:-}" = 1 ]; then
        windows_cargo build "${options[@]}" --locked -p careplan-cli -p careplan-relay --target "$target"
        for program in careplan careplan-relay; do
            "$prefix-strip" -o "$dist/$program.exe" "$built/$program.exe"
            only_system "$prefix" "$dist/$program.exe"
            [ "${PROFILE:-release}" = dev ] || without_places "$REPO" "$dist/$program.exe"
        done
    fi
done
