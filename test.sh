#!/usr/bin/env bash
# すべてのテスト / Every test. Installs what the tests need where it may (Debian's packages as root; cargo-deny by cargo).
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '\n== %s\n' "$*"; }

say "道具 / tools"
# shellcheck source=packaging/tools.sh
. packaging/tools.sh
need cc:gcc c++:g++ make:make perl:perl python3:python3 openssl:openssl nm:binutils softhsm2-util:softhsm2 curl:curl
# Peers of tests/interop: BouncyCastle and Python's asn1crypto; a venv for schemathesis (tests/protocol); what fills a token
# for a test of the command; a browser with Japanese letters for the relay's web page; PostgreSQL for a relay on it; what looks
# into programs that use the C ABI. A test that cannot have its peer says so and is skipped.
peers=
command -v javac >/dev/null || peers="$peers default-jdk-headless"
[ -e /usr/share/java/bcprov.jar ] || peers="$peers libbcprov-java"
[ -e /usr/share/java/bcpkix.jar ] || peers="$peers libbcpkix-java"
[ -e /usr/share/java/bcutil.jar ] || peers="$peers libbcutil-java"
command -v pkcs11-tool >/dev/null || peers="$peers opensc"
command -v valgrind >/dev/null || peers="$peers valgrind"
command -v strace >/dev/null || peers="$peers strace"
python3 -c 'import asn1crypto' 2>/dev/null || /usr/bin/python3 -c 'import asn1crypto' 2>/dev/null || peers="$peers python3-asn1crypto"
command -v chromium >/dev/null || peers="$peers chromium"
[ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || peers="$peers fonts-noto-cjk"
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || peers="$peers postgresql"
python3 -c 'import ensurepip' 2>/dev/null || peers="$peers python3-venv"
if [ -n "$peers" ]; then
    # shellcheck disable=SC2086 # a list of packages
    { [ "$(id -u)" = 0 ] && apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $peers; } ||
        echo "注: 相互運用・画面のテストの一部を省きます / note: part of the tests with other programs is skipped without:$peers" >&2
fi
command -v cargo-deny >/dev/null || cargo install --locked --quiet cargo-deny@0.20.2

# The OpenSSL that is shipped is the one that is tested.
small_openssl target/debug

say "書式 / format"
cargo fmt --all --check

say "静的検査 / lints"
cargo clippy --workspace --all-targets --locked -- -D warnings

say "文書 / documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --quiet

say "依存 / dependencies"
# Advisories come from a database on the network; without it the other checks still hold.
cargo deny --all-features check bans licenses sources
cargo deny --all-features check advisories ||
    { [ "${CAREPLAN_OFFLINE:-}" = 1 ] || echo "注: 脆弱性情報を確認できませんでした / note: advisories could not be checked" >&2; }

say "テスト / tests"
# Most of what the tests wait for is the disk: where there is room, their folders are in memory. Like /tmp for everybody, for
# PostgreSQL is another user, and able to run programs.
memory=/dev/shm
if [ -z "${TMPDIR:-}" ] && [ -w $memory ] && [ "$(df -k --output=avail $memory | tail -1)" -gt 4000000 ]; then
    folder=$(mktemp -d $memory/careplan-tests.XXXXXX)
    trap 'rm -rf "$folder"' EXIT
    chmod 1777 "$folder"
    printf '#!/bin/sh\n' >"$folder/runs"
    chmod +x "$folder/runs"
    if "$folder/runs" 2>/dev/null; then
        export TMPDIR=$folder
    fi
fi
cargo test --workspace --locked --no-fail-fast

say "ほかの言語 / other languages"
cargo build --locked --quiet -p careplan-ffi -p careplan-cli -p careplan-relay
bindings/dotnet/test.sh
bindings/cpp/test.sh
bindings/python/test.sh
samples/run.sh
