#!/usr/bin/env bash
# Linux 向けに、ヘッダー・共有ライブラリー・静的ライブラリー・pkg-config・CMake のファイルを 1 つのフォルダーにそろえます。
# Puts headers, shared and static library, pkg-config and CMake files for Linux into one folder, and builds against it.
#   linux.sh FOLDER
# The libraries are built and installed by cargo-c, with the soname of the ABI version. Where CAREPLAN_LIB_DIR is set,
# nothing is built: the libcareplan.so (and libcareplan.a) in it are taken, and given that soname by patchelf.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
need cc:gcc g++:g++ cmake:cmake make:make pkg-config:pkg-config

number() { sed -n "s/^#define CPL_$1 \([0-9]*\)$/\1/p" "$root/include/careplan.h"; }
version=$(number VERSION_MAJOR).$(number VERSION_MINOR).$(number VERSION_PATCH)
abi=$(number ABI_VERSION)
full=$(sed -n '/^\[package.metadata.capi.library\]/,/^\[[^p]/s/^version = "\(.*\)"$/\1/p' "$root/sdk-ffi/Cargo.toml")
if [ "${full%%.*}" != "$abi" ] || [ "${full#*.}" != 0.0 ]; then
    echo "sdk-ffi/Cargo.toml: soname $full, CPL_ABI_VERSION $abi" >&2
    exit 1
fi

if [ -z "${CAREPLAN_LIB_DIR:-}" ]; then
    command -v cargo-cinstall >/dev/null || {
        # The last one that the pinned compiler builds.
        cargo install --locked --quiet cargo-c@0.10.24
    }
    small_openssl "$root/target/$(rustc -vV | sed -n 's/^host: //p')/dist"
    (cd "$root" && cargo fetch --locked --quiet)
    CARGO_ENCODED_RUSTFLAGS=$(placeless "$root")
    export CARGO_ENCODED_RUSTFLAGS
    (cd "$root" && cargo cinstall --profile dist --locked --target-dir target -p careplan-ffi --prefix=/ --libdir=/lib --includedir=/include --destdir="$out")
    without_places "$root" "$out/lib/libcareplan.so"
else
    need patchelf:patchelf
    mkdir -p "$out/lib/pkgconfig" "$out/include"
    cp "$root/include/careplan.h" "$root/bindings/cpp/careplan.hpp" "$out/include/"
    rm -f "$out"/lib/libcareplan.*
    cp "$CAREPLAN_LIB_DIR/libcareplan.so" "$out/lib/libcareplan.so.$full"
    [ ! -e "$CAREPLAN_LIB_DIR/libcareplan.a" ] || cp "$CAREPLAN_LIB_DIR/libcareplan.a" "$out/lib/"
    strip --strip-unneeded "$out/lib/libcareplan.so.$full"
    patchelf --set-soname "libcareplan.so.$abi" "$out/lib/libcareplan.so.$full"
    ln -s "libcareplan.so.$full" "$out/lib/libcareplan.so.$abi"
    ln -s "libcareplan.so.$full" "$out/lib/libcareplan.so"
fi

mkdir -p "$out/lib/cmake/careplan" "$out/lib/pkgconfig"
# One that finds what lies beside it, wherever the folder is put.
cat >"$out/lib/pkgconfig/careplan.pc" <<PC
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: careplan
Description: Care Plan Link SDK (ケアプランデータ連携 SDK)
Version: $version
Libs: -L\${libdir} -lcareplan
Libs.private: -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc
Cflags: -I\${includedir}
PC
cp "$root/packaging/cmake/careplan-config.cmake" "$out/lib/cmake/careplan/"
sed "s/@VERSION@/$version/; s/@POINTER_BYTES@/$(($(getconf LONG_BIT) / 8))/" "$root/packaging/cmake/careplan-config-version.cmake.in" \
    >"$out/lib/cmake/careplan/careplan-config-version.cmake"

# 確かめます / check: by CMake and by pkg-config, linked and run.
soname=$(objdump -p "$out/lib/libcareplan.so" | sed -n 's/ *SONAME *//p')
[ "$soname" = "libcareplan.so.$abi" ] || { echo "soname: '$soname'" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Moved elsewhere first, as an archive is.
cp -a "$out" "$work/移した先"
cmake -S "$root/packaging/check" -B "$work/cmake" -DCMAKE_PREFIX_PATH="$work/移した先" -DCMAKE_BUILD_TYPE=Release >"$work/log" || { cat "$work/log" >&2; exit 1; }
cmake --build "$work/cmake" >"$work/log" || { cat "$work/log" >&2; exit 1; }
for program in "$work"/cmake/check-*; do
    [ ! -x "$program" ] || { printf 'CMake, %s: ' "${program##*/}" && "$program"; }
done
# pkg-config escapes letters that are not ASCII, which a shell does not undo.
mv "$work/移した先" "$work/moved"
export PKG_CONFIG_PATH=$work/moved/lib/pkgconfig
# shellcheck disable=SC2046 # a list of options
cc "$root/packaging/check/main.c" $(pkg-config --cflags --libs careplan) -o "$work/by-pkg-config"
printf 'pkg-config: ' && LD_LIBRARY_PATH=$work/moved/lib "$work/by-pkg-config"
[ "$(pkg-config --modversion careplan)" = "$version" ]
if [ -e "$out/lib/libcareplan.a" ]; then
    # shellcheck disable=SC2046
    cc "$root/packaging/check/main.c" $(pkg-config --cflags careplan) "$out/lib/libcareplan.a" $(pkg-config --static --libs-only-l careplan | sed 's/-lcareplan//') -o "$work/static"
    printf 'static: ' && "$work/static"
fi
