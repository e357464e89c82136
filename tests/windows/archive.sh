#!/usr/bin/env bash
# 配布物の .zip だけを空のフォルダーに展開し、「10 分で最初の送受信」の Windows の節のとおりに、wine の上で実行します。
# Unpacks a Windows archive alone into an empty folder and does what docs/ten-minutes.md says for Windows, both languages of it.
#   archive.sh ARCHIVE…     careplan-sdk-VERSION-windows-x86_64.zip, …-i686.zip
# The page's blocks marked `bat` run line by line under wine. What there is no Windows program of here stands for it: gcc and
# g++ are MinGW's for Debian, csc is mono's mcs, and C# programs run on .NET (Core). The relay gets a free port. Blocks for
# Visual Studio are left out. WORK: another folder than target/windows.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/windows/toolchain.sh
. "$HERE/toolchain.sh"
# shellcheck source=tests/windows/wine.sh
. "$HERE/wine.sh"
# shellcheck source=tests/windows/dotnet.sh
. "$HERE/dotnet.sh"

main() {
    local archive page folder bits architecture run runtime
    apt_need unzip
    wine_setup
    for archive; do
        archive=$(realpath "$archive")
        bits=64 architecture=x86_64 run=wine
        [[ $archive != *-i686.zip ]] || { bits=32 architecture=i686 run=wine32; wine32_setup; }
        apt_need "gcc-mingw-w64-${architecture/_/-}-win32" "g++-mingw-w64-${architecture/_/-}-posix"
        dotnet_setup
        runtime=$(dotnet_runtimes $bits | cut -d ' ' -f 1)
        for page in ten-minutes.ja.md ten-minutes.md; do
            rm -rf "$WORK/archive" && mkdir -p "$WORK/archive/空のフォルダー"
            unzip -q -d "$WORK/archive/空のフォルダー" "$archive"
            folder=$(echo "$WORK"/archive/空のフォルダー/*)
            (cd "$folder" && follow "docs/$page")
            echo "$(basename "$archive"), $page: ok"
        done
    done
}

# Runs the lines of a page.
follow() {
    local line taken=0 port
    port=$(free_port)
    trap 'kill "${relay:-}" 2>/dev/null || true' EXIT
    # Lines that end in ^ go on. The standard input is for the programs.
    while IFS= read -r -u 3 line; do
        echo "> $line"
        perform "$line" >output 2>&1 || { cat output >&2; return 1; }
        [ ! -s output ] || cat output
        case $line in bin\\first-*) taken=$((taken + $(grep -c '相手が受領しました' output || true))) ;; esac
    done 3< <(sed -n '/^```bat$/,/^```$/p' "$1" | sed '/^```/d' | sed ':more; /\^$/{N; s/ *^\n */ /; b more}')
    [ "$taken" = 3 ] || { echo "$taken 件しか受領されていません / only so many were taken" >&2; return 1; }
}

# One line of the page.
perform() {
    local words
    # As Windows splits them: no quotes stand in the page.
    read -r -a words <<<"${1//\\//}"
    case ${words[0]} in
    bin/careplan-relay) wine bin/careplan-relay.exe "${words[@]:1}" --keys ec --url "https://localhost:$port" ;;
    start)
        # Not through the function, whose shell would be ended instead of the program.
        LOCPATH=$WORK/locale LC_ALL=ja_JP.UTF-8 timeout 900 /usr/lib/wine/wine64 "${words[1]}.exe" "${words[@]:2}" \
            >relay.log 2>&1 3>&- &
        relay=$!
        wait_for_ports relay.log "$port"
        ;;
    gcc) "$architecture-w64-mingw32-gcc" "${words[@]:1}" ;;
    g++) "$architecture-w64-mingw32-g++-posix" "${words[@]:1}" ;;
    csc) mcs -nologo "${words[@]:1}" ;;
    bin/first-cs) "$runtime" "${words[0]}.exe" "${words[@]:1}" ;;
    bin/*) "$run" "${words[0]}.exe" "${words[@]:1}" ;;
    *) wine cmd /c "$1" ;;
    esac </dev/null
}

main "$@"
