#!/usr/bin/env bash
# careplan.dll for Windows, built on Debian 12.
#   build.sh [TARGET…]     x86_64-pc-windows-gnu (the default), i686-pc-windows-gnu
# Puts careplan.dll, careplan.lib (Visual Studio), libcareplan.dll.a (MinGW), careplan.def and careplan.h into
# target/windows/dist/TARGET.   WORK: another folder than target/windows.   NICE: nice the compilers.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/windows/toolchain.sh
. "$HERE/toolchain.sh"

targets=("${@:-x86_64-pc-windows-gnu}")
toolchain_setup "${targets[@]}"

# Names that the DLL exports, as a linker wants them.
definition() {
    echo "LIBRARY careplan.dll"
    echo EXPORTS
    "$1"-objdump -p "$2" | sed -n '/Ordinal\/Name Pointer/,/^$/s/.* \(cpl_[a-z0-9_]*\)$/    \1/p' | sort -u
}

for target in "${targets[@]}"; do
    prefix=$(mingw "$target")
    windows_cargo build --manifest-path "$REPO/Cargo.toml" --release --locked -p careplan-ffi --target "$target" \
        --target-dir "$WORK/target"
    dist=$WORK/dist/$target
    mkdir -p "$dist"
    cp "$WORK/target/$target/release/careplan.dll" "$WORK/target/$target/release/libcareplan.dll.a" \
        "$REPO/include/careplan.h" "$dist/"
    definition "$prefix" "$dist/careplan.dll" >"$dist/careplan.def"
    grep -q cpl_ "$dist/careplan.def" || { echo "$target: nothing is exported" >&2; exit 1; }
    machine=i386:x86-64
    [ "${target%%-*}" = i686 ] && machine=i386
    "$prefix-dlltool" -m "$machine" -d "$dist/careplan.def" -l "$dist/careplan.lib" -D careplan.dll
    imports=$("$prefix-objdump" -p "$dist/careplan.dll" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' | sort -u)
    echo "$target: $(stat -c %s "$dist/careplan.dll") bytes, imports" $imports
    # A Windows machine has none of these.
    if grep -E '^(libgcc|libssp|libwinpthread|libstdc)' <<<"$imports" >&2; then
        echo "$target: needs a DLL of MinGW" >&2
        exit 1
    fi
done
