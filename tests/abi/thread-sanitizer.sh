#!/usr/bin/env bash
# C ABI を ThreadSanitizer で調べます。Rust の部分は、標準ライブラリーも計測用に作ります。
# The C ABI under ThreadSanitizer: all Rust of the library is built for it, its standard library too; then threads share two
# offices, their worker and callbacks, against a sandbox relay. OpenSSL and SQLite are not (OpenSSL orders memory by fences,
# which it does not know); their locks are seen.
#   thread-sanitizer.sh
# Wants a nightly compiler with its source (rustup toolchain install nightly --component rust-src), and some minutes.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
need cc:gcc python3:python3 setarch:util-linux
cd "$root"
target=$(rustc -vV | sed -n 's/^host: //p')
built=$root/target/thread-sanitizer
mkdir -p "$built"

cargo build --quiet --locked -p careplan-relay
RUSTFLAGS=-Zsanitizer=thread OPENSSL_SRC_PERL="$root/packaging/openssl/perl" \
    cargo +nightly rustc --quiet --locked -Zbuild-std --target "$target" --target-dir "$built" \
    -p careplan-ffi --lib --crate-type cdylib
cc -std=c11 -g -pthread -fsanitize=thread -Wall -Wextra -Werror -I include tests/abi/c/exchange.c \
    -L "$built/$target/debug" -lcareplan -Wl,-rpath,"$built/$target/debug" -o "$built/exchange"

# Memory where ThreadSanitizer expects it, whatever the kernel would rather do.
run() {
    # shellcheck disable=SC2016 # for the shell inside
    TSAN_OPTIONS="halt_on_error=0 exitcode=66 second_deadlock_stack=1 ${TSAN_OPTIONS:-}" packaging/with-sandbox.sh bash -c '
        program=$1 part=$2
        shift 2
        setarch -R "$program" "$part" "$CAREPLAN_SANDBOX/offices/5070022016" "$CAREPLAN_SANDBOX/offices/5070100002" "$@"
    ' - "$built/exchange" "$@"
}
files=(samples/data/sets/5070100002_11/*)
echo "== threads" && run threads "${files[@]}"
echo "== relay" && run relay "$built/backup" "${files[@]}"
