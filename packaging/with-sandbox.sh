#!/usr/bin/env bash
# 試験用の中継サーバーを動かしながらコマンドを実行します。/ Runs a command beside a sandbox relay of its own.
#   with-sandbox.sh COMMAND…
# COMMAND finds CAREPLAN_SANDBOX (the folder that careplan-relay init made, with the offices of the sample month) and
# CAREPLAN_CONTROL (host:port of the relay's control port). Everything is gone afterwards.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bin=${CAREPLAN_BIN_DIR:-$root/target/debug}
offices=${CAREPLAN_OFFICES:-$root/samples/offices.csv}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

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
for _ in $(seq 300); do
    (exec 3<>"/dev/tcp/127.0.0.1/$control") 2>/dev/null && (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null && break
    kill -0 "$relay" 2>/dev/null || { cat "$folder/relay.log" >&2; exit 2; }
    sleep 0.1
done
CAREPLAN_SANDBOX=$folder/sandbox CAREPLAN_CONTROL=127.0.0.1:$control "$@"
