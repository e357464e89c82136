#!/usr/bin/env bash
# compile.sh FOLDER     CarePlanLink.dll and CarePlanLink.xml with mono's mcs; every warning is an error, a missing comment too.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
mcs -nologo -unsafe -optimize -debug- -target:library -warn:4 -warnaserror -doc:"$1/CarePlanLink.xml" -out:"$1/CarePlanLink.dll" \
    -recurse:"$HERE/src/*.cs"
