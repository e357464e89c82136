#!/usr/bin/env bash
# pack.sh FOLDER RID=FILE…     CarePlanLink.VERSION.nupkg, into a folder
#   RID: win-x64, win-x86, linux-x64   FILE: the native library for it
# CAREPLAN_THIRD_PARTY: the THIRD-PARTY.txt to put into it, else one is made.
# A NuGet package is a ZIP file; no .NET SDK is needed.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
REPO=$(cd "$HERE/../.." && pwd)
# shellcheck source=packaging/tools.sh
. "$REPO/packaging/tools.sh"
folder=$1
shift
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$REPO/Cargo.toml")
rm -rf "$folder" && mkdir -p "$folder/content"
content=$folder/content

# .NET Framework takes lib/net462, all others lib/netstandard2.0: the same DLL. Its only reference is mscorlib, which all have.
mkdir -p "$content/lib/netstandard2.0" "$content/lib/net462"
"$HERE/compile.sh" "$content/lib/netstandard2.0"
cp "$content/lib/netstandard2.0/"* "$content/lib/net462/"

for native; do
    rid=${native%%=*}
    case $rid in
    win-x64 | win-x86) name=careplan.dll ;;
    linux-x64) name=libcareplan.so ;;
    *) echo "unknown: $rid" >&2; exit 2 ;;
    esac
    mkdir -p "$content/runtimes/$rid/native"
    cp "${native#*=}" "$content/runtimes/$rid/native/$name"
    # A build for tests carries its debug information, 40 MB of it.
    case $rid in linux-*) strip --strip-debug "$content/runtimes/$rid/native/$name" 2>/dev/null || true ;; esac
done

# The second for programs that get the package through another library.
for build in build buildTransitive; do
    mkdir -p "$content/$build/net462"
    cp "$HERE/package/CarePlanLink.props" "$HERE/package/CarePlanLink.targets" "$content/$build/net462/"
done
cp "$HERE/README.md" "$content/README.md"
cp "$REPO/LICENSE-MIT" "$REPO/LICENSE-APACHE" "$content/"
windows=
case " $*" in *" win-"*) windows=windows ;; esac
third_party "$content" $windows
sed "s/@VERSION@/$version/" "$HERE/package/CarePlanLink.nuspec" >"$content/CarePlanLink.nuspec"
python3 "$HERE/package/write_nupkg.py" "$content" "$folder/CarePlanLink.$version.nupkg"
rm -rf "$content"
echo "$folder/CarePlanLink.$version.nupkg"
