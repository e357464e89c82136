#!/usr/bin/env bash
# 配布物だけを空のフォルダーに展開し、「10 分で最初の送受信」のとおりに実行します。
# Unpacks the Linux archive alone into an empty folder and does what docs/ten-minutes.md says there, both languages of it.
#   test-archive.sh ARCHIVE
# The page's blocks marked `sh` run as they stand, in order, in one shell; only the relay gets a free port. C# is left out
# only where CAREPLAN_WITHOUT says dotnet. Before, all files are held against SHA256SUMS beside the archive.
# shellcheck disable=SC2016 # what stands in the page is for the shell that runs it
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
archive=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
# shellcheck source=packaging/tools.sh
. "$root/packaging/tools.sh"
need cc:gcc g++:g++ python3:python3 cmake:cmake make:make
without dotnet || need mcs:mono-mcs mono:mono-runtime
[ ! -e "$(dirname "$archive")/SHA256SUMS" ] || (cd "$(dirname "$archive")" && sha256sum --quiet -c SHA256SUMS)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for page in ten-minutes.ja.md ten-minutes.md; do
    rm -rf "$work/空のフォルダー" && mkdir "$work/空のフォルダー"
    tar -C "$work/空のフォルダー" -xzf "$archive"
    folder=$(echo "$work"/空のフォルダー/*)
    port=$(free_port)
    {
        echo 'set -euo pipefail'
        # What the page starts in the background ends with it.
        echo 'trap "kill \$(jobs -p) 2>/dev/null || true" EXIT'
        sed -n '/^```sh$/,/^```$/p' "$folder/docs/$page" | sed '/^```/d' |
            sed "s|careplan-relay init sandbox|& --keys ec --url https://localhost:$port|"
        if without dotnet; then
            echo 'echo "注: C# は省きます / note: C# is left out"'
        else
            # Fails where the archive has no .NET library.
            sed -n '/^```sh mono$/,/^```$/p' "$folder/docs/$page" | sed '/^```/d'
        fi
    } >"$work/page.sh"
    (cd "$folder" && env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 bash "$work/page.sh")
    echo "$page: ok"
done
