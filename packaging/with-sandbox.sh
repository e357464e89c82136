#!/usr/bin/env bash
# 試験用の中継サーバーを動かしながらコマンドを実行します。/ Runs a command beside a sandbox relay of its own.
#   with-sandbox.sh COMMAND…
# COMMAND finds CAREPLAN_SANDBOX (the folder that careplan-relay init made, with the offices of the sample month) and
# CAREPLAN_CONTROL (host:port of the relay's control port). Everything is gone afterwards.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bin=${CAREPLAN_BIN_DIR:-$root/target/debug}
offices=${CAREPLAN_OFFICES:-$root/samples/offices.csv}

# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"

folder=$(mktemp -d)
relay=
finish() {
    [ -z "$relay" ] || kill "$relay" 2>/dev/null || true
    [ -z "$relay" ] || wait "$relay" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

port=$(free_port)
control=$(free_port)
"$bin/careplan-relay" init "$folder/sandbox" --offices "$offices" --keys ec --url "https://localhost:$port" >/dev/null
# Small parts, so that the sample month goes in several and its progress is told.
echo 'part_bytes = 1024' >>"$folder/sandbox/relay.toml"
"$bin/careplan-relay" serve "$folder/sandbox" --control "127.0.0.1:$control" >"$folder/relay.log" 2>&1 &
relay=$!
wait_for_ports "$folder/relay.log" "$control" "$port" || exit 2
CAREPLAN_SANDBOX=$folder/sandbox CAREPLAN_CONTROL=127.0.0.1:$control "$@"
