#!/usr/bin/env bash
# C ABI を ThreadSanitizer で調べます。Rust の部分は、標準ライブラリーも計測用に作ります。
# The C ABI under ThreadSanitizer: all Rust of the library is built for it, its standard library too; then every
# export is called wrongly from two threads at once, and threads share two offices, their worker and callbacks, against a
# sandbox relay. OpenSSL and SQLite are not built for it (OpenSSL orders memory by fences, which it does not know); their
# locks are seen.
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
runtime=$(rustc +nightly --print sysroot)/lib/rustlib/$target/lib/librustc-nightly_rt.tsan.a
mkdir -p "$built"

cargo build --quiet --locked -p careplan-relay
small_openssl "$built/$target/debug"
RUSTFLAGS=-Zsanitizer=thread cargo +nightly rustc --locked -Zbuild-std --target "$target" --target-dir "$built" \
    -p careplan-ffi --lib --crate-type cdylib
cargo run --quiet --locked -p careplan-abi-tests --example calls -- misuse >"$built/calls.c"

# Built with ThreadSanitizer. The compiler's own runtime of it stands in the program, where the library finds it.
program() {
    cc -std=c11 -g -fsanitize=thread -Wall -Wextra -I include -c "$1" -o "$built/program.o"
    cc -std=c11 -g -fsanitize=thread -Wall -Wextra -c tests/abi/c/thread_sanitizer.c -o "$built/thread_sanitizer.o"
    cc -o "$2" "$built/program.o" "$built/thread_sanitizer.o" -Wl,--whole-archive "$runtime" -Wl,--no-whole-archive \
        -rdynamic -pthread -ldl -lm -lrt -L "$built/$target/debug" -lcareplan -Wl,-rpath,"$built/$target/debug"
}
program tests/abi/c/exchange.c "$built/exchange"
program "$built/calls.c" "$built/calls"

# Memory where ThreadSanitizer expects it, whatever the kernel would rather do.
(cd "$(mktemp -d)" && setarch -R "$built/calls" && rm -r "$PWD")
# shellcheck disable=SC2016 # for the shell inside
packaging/with-sandbox.sh bash -c '
    offices=$CAREPLAN_SANDBOX/offices
    setarch -R "$0" threads "$offices/5070022016" "$offices/5070100002" "$@"
' "$built/exchange" samples/data/sets/5070100002_11/*
echo "ThreadSanitizer: データ競合なし / no data race"
