#!/usr/bin/env bash
# The tests of careplan-core as a Windows program, under wine.
#   run.sh              the certificate store, then all unit tests
#   run.sh FILTER…      the unit tests whose names match
# WORK: another folder than target/windows.   NICE: nice the compilers.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/windows/toolchain.sh
. "$HERE/toolchain.sh"
# shellcheck source=tests/windows/wine.sh
. "$HERE/wine.sh"
TARGET=x86_64-pc-windows-gnu
began=$(date +%s)
say() { printf '\n== %s (%s s)\n' "$*" "$(($(date +%s) - began))"; }

say "道具 / tools"
toolchain_setup $TARGET

say "コンパイル / compile"
# The DLL is compiled too: what only Windows sees must not break unnoticed.
windows_cargo build "${DEV[@]}" --locked -p careplan-ffi --target $TARGET
tests=$(windows_cargo test "${DEV[@]}" --locked -p careplan-core --lib --no-run \
    --target $TARGET --message-format json-render-diagnostics | sed -n 's/.*"executable":"\([^"]*\.exe\)".*/\1/p' | tail -n 1)

say "wine"
wine_setup
openssl=$(ls -td "$WORK/dev/$TARGET"/debug/build/openssl-sys-*/out/openssl-build/install | head -n 1)
stand_in x86_64 "$WINEPREFIX/drive_c/windows/system32" ncrypt -I"$openssl/include" "$(ls "$openssl"/lib*/libcrypto.a)" -lbcrypt -lws2_32 -lcrypt32

# Tests find their files relative to the package, as under cargo.
cd "$REPO/sdk-core"
export CARGO_MANIFEST_DIR=$PWD
if [ $# -gt 0 ]; then
    wine "$tests" "$@"
    exit
fi

say "証明書ストア / certificate store"
# wine does not delete from the store of the user; what a test put there must not meet the next.
forget() { wine reg delete 'HKCU\Software\Microsoft\SystemCertificates\My' /f >/dev/null 2>&1 || true; }
forget
wine "$tests" envelope::key::windows::
wine "$tests" envelope::key::windows:: --ignored --test-threads 1
forget
# What wine's own ncrypt.dll can do as well: signatures by RSA, keys of certificates.
WINEDLLOVERRIDES="mshtml=;ncrypt=b" wine "$tests" envelope::key::windows::tests::rsa_signs \
    envelope::key::windows::tests::the_store

say "すべて / all unit tests"
# Those that are left out start Python or openssl, which are not there as Windows programs; other tests with openssl see
# that themselves and do nothing.
skip=()
for name in rules::tests::generated_months_give_no_finding container::tests::interop::ours_reads_what_python_writes \
    container::tests::interop::python_reads_ours identity::tests::a_wrong_password_is_not_a_damaged_file \
    identity::tests::a_pem_key_that_asks_for_endless_rounds_is_refused \
    identity::tests::an_empty_password_and_none_are_the_same \
    identity::tests::changed_files_are_refused_without_panic \
    identity::tests::encrypted_pem_keys_open_with_their_password_only identity::tests::nothing_secret_is_shown \
    identity::tests::old_algorithms_stay_out_of_the_rest_of_the_process \
    identity::tests::passwords_of_any_characters_open identity::tests::pkcs12_is_read_whatever_its_algorithms_are \
    identity::tests::what_is_missing_is_named; do
    skip+=(--skip "$name")
done
WINE_TIMEOUT=1200 wine "$tests" "${skip[@]}"
say "終わり / done"
