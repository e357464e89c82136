#!/usr/bin/env bash
# Whether the library and the DLL compile for Windows, with what only Windows sees. Nothing is linked and nothing runs.
#   check.sh [TARGET…]     x86_64-pc-windows-gnu (the default), i686-pc-windows-gnu, which sees the stdcall twins as well
# WORK: another folder than target/windows.   NICE: nice the compilers.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/windows/toolchain.sh
. "$HERE/toolchain.sh"
targets=("${@:-x86_64-pc-windows-gnu}")
toolchain_setup "${targets[@]}"

# Without linking, headers of OpenSSL are all that is needed; those that the build for this machine made will do.
headers() { ls -td "$REPO"/target/*/build/openssl-sys-*/out/openssl-build/install 2>/dev/null | head -n 1; }
[ -n "$(headers)" ] || (cd "$REPO" && cargo check --quiet --locked -p careplan-core)

# Unoptimised: what runs at build time is short.
for target in "${targets[@]}"; do
    OPENSSL_NO_VENDOR=1 OPENSSL_STATIC=1 OPENSSL_DIR=$(headers) windows_cargo check \
        --config 'profile.dev.package."*".opt-level=0' --locked -p careplan-core -p careplan-ffi --tests --target "$target" \
        --target-dir "$WORK/check"
done
