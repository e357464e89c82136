# Source this after toolchain.sh. Windows programs under Debian's wine, without a display.

wine_setup() {
    apt_need wine64 libgnutls30 gcc-mingw-w64-x86-64-win32 locales || return
    # A prefix of our own; no chatter, no questions about Mono and Gecko.
    export WINEPREFIX=$WORK/wine WINEARCH=win64 WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES="mscoree,mshtml=;ncrypt=n,b"
    unset DISPLAY
    # Where the machine lacks the locale, wine finds no file with a Japanese name.
    [ -d "$WORK/locale/ja_JP.UTF-8" ] || {
        mkdir -p "$WORK/locale" && localedef -i ja_JP -f UTF-8 "$WORK/locale/ja_JP.UTF-8" || return
    }
    timeout 180 /usr/lib/wine/wine64 wineboot -i >/dev/null 2>&1
    stand_in bcryptprimitives -ladvapi32
}

# Builds a stand-in for a DLL of Windows that wine lacks, into the folder of system DLLs. For tests only.
stand_in() {
    local name=$1
    shift
    x86_64-w64-mingw32-gcc -O2 -Wall -Werror -shared -s -o "$WINEPREFIX/drive_c/windows/system32/$name.dll" \
        "$REPO/tests/windows/$name.c" -Wl,--kill-at "$@"
}

# LC_ALL for wine alone gives code page 932, as on a Japanese Windows.
wine() { LOCPATH=$WORK/locale LC_ALL=ja_JP.UTF-8 timeout "${WINE_TIMEOUT:-300}" /usr/lib/wine/wine64 "$@"; }
