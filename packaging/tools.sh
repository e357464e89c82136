# shellcheck shell=bash
# 必要な道具を、入れられる環境なら入れます。/ Installs what is missing, where it may. To be sourced.
#   need COMMAND:PACKAGE…   Debian's packages, as root
need() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
    else
        echo "次の道具を入れてください / please install: ${missing[*]}" >&2
        exit 2
    fi
}

# OpenSSL without what is never used (packaging/openssl/perl), in folders of cargo such as target/debug: cargo does not see
# when that script changes, so what was built by another one goes.
small_openssl() {
    local folder now
    OPENSSL_SRC_PERL=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/openssl/perl
    export OPENSSL_SRC_PERL
    now=$(sha256sum <"$OPENSSL_SRC_PERL")
    for folder; do
        [ "$(cat "$folder/.small-openssl" 2>/dev/null)" != "$now" ] || continue
        mkdir -p "$folder"
        find "$folder" -maxdepth 2 -type d -name 'openssl-sys-*' -prune -exec rm -rf {} +
        echo "$now" >"$folder/.small-openssl"
    done
}
