# shellcheck shell=bash
# 作成と試験のスクリプトが共に使うもの。/ What scripts that build and try share. To be sourced.

# Programs that are missing, installed where that may be done.
#   need COMMAND:PACKAGE…   Debian's packages
need() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    apt_install "${missing[@]}" || exit 2
}

# Packages of Debian that are missing, where no command tells whether they are.
apt_need() {
    local package missing=()
    for package; do
        dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
    done
    apt_install "${missing[@]}"
}

apt_install() {
    [ $# -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "次のパッケージを入れてください / please install: $*" >&2
        return 2
    fi
    local log
    log=$(mktemp)
    apt-get update -q >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@" \
            >>"$log" 2>&1 || { tail "$log" >&2; return 1; }
    rm "$log"
}

# Whether a word stands in CAREPLAN_WITHOUT.
without() { [[ " ${CAREPLAN_WITHOUT:-} " == *" $1 "* ]]; }

# A sample has at most 300 lines, all files together that a person writes; what a script makes from the header does not count.
#   short_sample FILE…
short_sample() {
    local lines
    lines=$(cat "$@" | wc -l)
    [ "$lines" -le 300 ] || { echo "$*: $lines 行は 300 行を超えています / lines are more than 300" >&2; return 1; }
}

# A port that nobody listens on.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Waits until somebody listens on these ports of this machine, half a minute at most; then shows what the log says.
#   wait_for_ports LOG PORT…
wait_for_ports() {
    local log=$1 port tries
    shift
    for port; do
        for tries in {1..301}; do
            (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
            [ "$tries" -le 300 ] || { cat "$log" >&2; echo "port $port: 応答がありません / nobody answers" >&2; return 1; }
            sleep 0.1
        done
    done
}

# THIRD-PARTY.txt, into a folder: the one that is already made, or anew; with `windows`, for what is linked for Windows too.
#   third_party FOLDER [windows]      CAREPLAN_THIRD_PARTY: the one that is made
third_party() {
    local here work
    if [ -n "${CAREPLAN_THIRD_PARTY:-}" ]; then
        cp "$CAREPLAN_THIRD_PARTY" "$1/THIRD-PARTY.txt"
        return
    fi
    here=$(dirname "${BASH_SOURCE[0]}")
    work=$(mktemp -d)
    python3 "$here/sbom.py" >"$work/bom.json" &&
        python3 "$here/licences.py" ${2:+"--$2"} "$work/bom.json" >"$work/THIRD-PARTY.txt" &&
        mv "$work/THIRD-PARTY.txt" "$1/" || { rm -rf "$work"; return 1; }
    rm -rf "$work"
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

# For CARGO_ENCODED_RUSTFLAGS of what is shipped: its messages name sources as `serde-1.0.0/src/de.rs`, without where it was
# built. What cargo fetches must be there.
#   placeless REPOSITORY
placeless() {
    local folder flags=--remap-path-prefix=$1=
    for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
        [ ! -d "$folder" ] || flags+=$'\x1f'--remap-path-prefix=${folder%/}=
    done
    printf %s "$flags"
}

# No folder of this machine may be named in what is shipped.
#   without_places REPOSITORY FILE…
without_places() {
    local root=$1 file found
    shift
    for file; do
        found=$(grep -aoF -e "$root/" -e "${CARGO_HOME:-$HOME/.cargo}/" "$file" | sort | uniq -c || true)
        [ -z "$found" ] || { printf '%s: 作った場所の名前があります / names where it was built:\n%s\n' "$file" "$found" >&2; return 1; }
    done
}
