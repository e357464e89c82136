#!/usr/bin/env bash
# 配布物を dist/ に作り、そこから入れて試します。/ Makes the release in dist/, and installs from it to try it.
#   ./release.sh
# For Linux it builds all, the libraries by cargo-c. For Windows it takes what was built before, by
#   PROGRAMS=1 tests/windows/build.sh x86_64-pc-windows-gnu && tests/windows/build.sh i686-pc-windows-gnu
# Settings:
#   CAREPLAN_LIB_DIR       takes this libcareplan.so (and .a) for Linux instead of building
#   CAREPLAN_BIN_DIR       takes these careplan and careplan-relay instead of building
#   CAREPLAN_WINDOWS_DIST  what was built for Windows, by target  (target/windows/dist)
#   CAREPLAN_DIST          where the release goes                 (dist)
#   CAREPLAN_WITHOUT       what to do without, several words; whatever else cannot be made ends it before it begins:
#                          windows (no Windows archives), wine (they are made, not tried), dotnet (no .NET, so no windows)
#   SOURCE_DATE_EPOCH      the times in the archives              (of the commit)
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
[ -z "${CAREPLAN_LIB_DIR:-}" ] || CAREPLAN_LIB_DIR=$(realpath "$CAREPLAN_LIB_DIR")
bin=$(realpath -m "${CAREPLAN_BIN_DIR:-$root/target/dist}")
windows=$(realpath -m "${CAREPLAN_WINDOWS_DIST:-$root/target/windows/dist}")
dist=$(realpath -m "${CAREPLAN_DIST:-$root/dist}")
cd "$root"
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
need python3:python3 zip:zip gzip:gzip

# Nothing is left out silently, and what is missing is said before the long work.
export CAREPLAN_WITHOUT=${CAREPLAN_WITHOUT:-}
for word in $CAREPLAN_WITHOUT; do
    case $word in windows | wine | dotnet) ;; *) echo "CAREPLAN_WITHOUT: $word?" >&2; exit 2 ;; esac
done
targets=()
rids=(linux-x64)
if ! without windows; then
    targets=(x86_64-pc-windows-gnu i686-pc-windows-gnu)
    rids+=(win-x64 win-x86)
    missing=()
    for target in "${targets[@]}"; do
        for file in careplan.dll careplan.lib libcareplan.dll.a careplan.def; do
            [ -f "$windows/$target/$file" ] || missing+=("$windows/$target/$file")
        done
    done
    for file in careplan.exe careplan-relay.exe; do
        [ -f "$windows/x86_64-pc-windows-gnu/$file" ] || missing+=("$windows/x86_64-pc-windows-gnu/$file")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        printf '%s\n' "${missing[@]}" >&2
        echo "Windows 向けのファイルがありません。release.sh の初めにある tests/windows/build.sh で作るか、CAREPLAN_WITHOUT=windows とします。" >&2
        echo "These files for Windows are missing: build them as the head of release.sh says, or set CAREPLAN_WITHOUT=windows." >&2
        exit 2
    fi
    for target in "${targets[@]}"; do
        # Comments may differ.
        cmp -s <(sed 's,//.*,,' "$windows/$target/careplan.h") <(sed 's,//.*,,' include/careplan.h) || {
            echo "$windows/$target: 今の careplan.h で作られたものではありません / was built with another careplan.h" >&2
            exit 2
        }
    done
    if without dotnet; then
        echo "Windows の配布物には .NET が入ります。CAREPLAN_WITHOUT=\"windows dotnet\" とします / archives for Windows hold .NET: set CAREPLAN_WITHOUT=\"windows dotnet\"" >&2
        exit 2
    fi
fi
without dotnet || need mcs:mono-mcs mono:mono-runtime

version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
rm -rf "$dist"
mkdir -p "$dist"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf '\n== %s\n' "$*"; }

say "部品表とライセンス / SBOM and licences"
cargo fetch --locked --quiet
python3 packaging/test_notices.py
python3 packaging/sbom.py >"$dist/careplan-sdk-$version.cdx.json"
windows_too=
without windows || windows_too=windows
third_party "$work" $windows_too
export CAREPLAN_THIRD_PARTY=$work/THIRD-PARTY.txt

# What is the same in every archive.
common() {
    mkdir -p "$1/samples" "$1/docs"
    sed "s/@VERSION@/$version/g" packaging/archive-README.md >"$1/README.md"
    cp CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$work/THIRD-PARTY.txt" "$1/"
    cp "$dist/careplan-sdk-$version.cdx.json" "$1/"
    local name
    for name in c cpp python delphi vb dotnet offices.csv; do
        [ ! -e "samples/$name" ] || cp -r "samples/$name" "$1/samples/"
    done
    mkdir -p "$1/samples/data" "$1/samples/tools" "$1/bindings/python"
    cp -r samples/data/sets "$1/samples/data/"
    cp samples/tools/make_month.py "$1/samples/tools/"
    cp -r docs/. "$1/docs/"
    cp -r bindings/python/careplan_link bindings/python/pyproject.toml bindings/python/README.md "$1/bindings/python/"
    if [ -d bindings/dotnet ]; then cp -r bindings/dotnet "$1/bindings/"; fi
    if [ -n "$dotnet" ]; then mkdir -p "$1/lib/dotnet" && cp "$dotnet"/* "$1/lib/dotnet/"; fi
    python3 packaging/links.py "$1"
    find "$1" \( -name __pycache__ -o -name obj -o -name '*.o' -o -name '*.ppu' \) -prune -exec rm -rf {} +
}

# The same bytes from the same files.
archive_tar() { tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -cf - "$1" | gzip -n9 >"$dist/$1.tar.gz"; }
archive_zip() {
    find "$work/$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    (cd "$work" && find "$1" | LC_ALL=C sort | TZ=UTC zip -qX9 "$dist/$1.zip" -@)
}

machine=$(uname -m)
name=careplan-sdk-$version-linux-$machine
say "$name"
mkdir -p "$work/$name/bin"
packaging/linux.sh "$work/$name"
lib=$work/$name/lib
if [ -z "${CAREPLAN_BIN_DIR:-}" ]; then
    small_openssl target/dist
    CARGO_ENCODED_RUSTFLAGS=$(placeless "$root") cargo build --profile dist --locked --target-dir target -p careplan-cli -p careplan-relay
fi
# The .NET library is one DLL for all systems; in the NuGet package it comes with the native ones.
dotnet=
if ! without dotnet; then
    dotnet=$work/dotnet
    mkdir -p "$dotnet"
    bindings/dotnet/compile.sh "$dotnet"
fi
for program in careplan careplan-relay; do
    cp "$bin/$program" "$work/$name/bin/"
    strip "$work/$name/bin/$program"
    [ -n "${CAREPLAN_BIN_DIR:-}" ] || without_places "$root" "$work/$name/bin/$program"
done
common "$work/$name"
archive_tar "$name"

for target in "${targets[@]}"; do
    name=careplan-sdk-$version-windows-${target%%-*}
    say "$name"
    mkdir -p "$work/$name"/{bin,lib/cmake/careplan,include}
    cp "$windows/$target/careplan.dll" "$work/$name/bin/"
    # The command and the sandbox relay are 64-bit programs, for both.
    cp "$windows"/x86_64-pc-windows-gnu/careplan{,-relay}.exe "$work/$name/bin/"
    cp "$windows/$target"/{careplan.lib,libcareplan.dll.a,careplan.def} "$work/$name/lib/"
    cp include/careplan.h bindings/cpp/careplan.hpp "$work/$name/include/"
    cp packaging/cmake/careplan-config.cmake "$work/$name/lib/cmake/careplan/"
    bytes=8
    [ "${target%%-*}" = x86_64 ] || bytes=4
    sed "s/@VERSION@/$version/; s/@POINTER_BYTES@/$bytes/" packaging/cmake/careplan-config-version.cmake.in \
        >"$work/$name/lib/cmake/careplan/careplan-config-version.cmake"
    common "$work/$name"
    archive_zip "$name"
done

say "Python"
CAREPLAN_LIB_DIR=$lib packaging/wheel.sh "$dist"
if [ -n "$dotnet" ]; then
    say ".NET"
    natives=("linux-x64=$lib/libcareplan.so")
    for target in "${targets[@]}"; do
        rid=win-x64
        [ "${target%%-*}" = x86_64 ] || rid=win-x86
        natives+=("$rid=$windows/$target/careplan.dll")
    done
    bindings/dotnet/pack.sh "$work/nuget" "${natives[@]}"
    python3 bindings/dotnet/check_package.py "$work"/nuget/*.nupkg "$work/nuget/unpacked" "${rids[@]}"
    cp "$work"/nuget/*.nupkg "$dist/"
fi

say "照合値 / checksums"
(cd "$dist" && sha256sum -- *) >"$work/SHA256SUMS"
cp "$work/SHA256SUMS" "$dist/" && cat "$dist/SHA256SUMS"

say "配布物だけで試す / tried from the archive alone"
packaging/test-archive.sh "$dist/careplan-sdk-$version-linux-$machine.tar.gz"
for target in "${targets[@]}"; do
    without wine || tests/windows/archive.sh "$dist/careplan-sdk-$version-windows-${target%%-*}.zip"
done
[ -z "$CAREPLAN_WITHOUT" ] || echo "省いたもの / done without: $CAREPLAN_WITHOUT"
