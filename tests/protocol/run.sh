#!/usr/bin/env bash
# Tests a sandbox relay against docs/relay-openapi.yaml with schemathesis. README.md tells more.
#   run.sh            the short form, about 45 seconds
#   run.sh --long     many more examples
#   run.sh -- …       more options for `schemathesis run`
# 3: schemathesis could not be had. Else the status of schemathesis.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${CAREPLAN_PROTOCOL_DIR:-$root/target/protocol}
relay=${CAREPLAN_RELAY:-$root/target/debug/careplan-relay}

time=40 examples=10
[ "${1:-}" != --long ] || { time=1200 examples=1000; shift; }
[ "${1:-}" != -- ] || shift

venv=$work/venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    rm -rf "$venv"
    { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"; } ||
        { echo "注: schemathesis を用意できません / note: schemathesis cannot be had" >&2; exit 3; }
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi

sandbox=$work/sandbox
rm -rf "$sandbox"
mkdir -p "$sandbox"
head -3 "$root/samples/offices.csv" >"$work/offices.csv"
"$relay" init "$sandbox" --offices "$work/offices.csv" >/dev/null
# Requests come as fast as one client can send them.
printf '[quota]\nrequests_per_minute = 1000000\n' >>"$sandbox/relay.toml"
"$relay" serve "$sandbox" --listen 127.0.0.1:0 >"$work/url" 2>"$work/relay.log" &
serving=$!
trap 'kill "$serving"; wait "$serving" || true' EXIT
for _ in $(seq 100); do
    [ -s "$work/url" ] && break
    sleep 0.1
done

office=$sandbox/offices/5070022016
export CAREPLAN_OFFICE=$office CAREPLAN_URL
CAREPLAN_URL=$(head -1 "$work/url")
export SCHEMATHESIS_HOOKS=$here/hooks.py PYTHONDONTWRITEBYTECODE=1
cd "$work"
"$venv/bin/schemathesis" --config-file "$here/schemathesis.toml" run "$root/docs/relay-openapi.yaml" \
    --url "$CAREPLAN_URL" --tls-verify "$sandbox/ca.pem" \
    --request-cert "$office/certificate.pem" --request-cert-key "$office/private-key.pem" \
    --max-time "$time" --max-examples "$examples" --seed 20260826 --no-color "$@"
