# Source this after toolchain.sh. Windows programs under Debian's wine, 64- and 32-bit, without a display.
#
#   wine_setup               wine PROGRAM [ARGUMENT…]     64-bit
#   wine32_setup             wine32 PROGRAM [ARGUMENT…]   32-bit; wine32 lives in a chroot, see below
# Both see the repository and $WORK under the same paths, have code page 932 and a time limit (WINE_TIMEOUT, seconds).

# No chatter, no question about Gecko, and the ncrypt.dll of the tests where it is there. .NET 8 needs mscoree.dll to be found;
# only while a prefix is made must it be away, as it would ask about Mono.
export WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES="mshtml=;ncrypt=n,b"
unset DISPLAY

wine_setup() {
    apt_need wine64 libgnutls30 gcc-mingw-w64-x86-64-win32 locales || return
    # A prefix of our own.
    export WINEPREFIX=$WORK/wine WINEARCH=win64
    # Where the machine lacks the locale, wine finds no file with a Japanese name.
    [ -d "$WORK/locale/ja_JP.UTF-8" ] || {
        mkdir -p "$WORK/locale" && localedef -i ja_JP -f UTF-8 "$WORK/locale/ja_JP.UTF-8" || return
    }
    new_prefix "$WINEPREFIX" wine
    stand_in x86_64 "$WINEPREFIX/drive_c/windows/system32" bcryptprimitives -ladvapi32
}

# LC_ALL for wine alone gives code page 932, as on a Japanese Windows.
wine() { LOCPATH=$WORK/locale LC_ALL=ja_JP.UTF-8 timeout "${WINE_TIMEOUT:-300}" /usr/lib/wine/wine64 "$@"; }

# Debian's i386 packages cannot be installed beside those of this machine everywhere; a chroot (1 GB, two minutes to make)
# always can. Mounts are made in a namespace of the one program, and are gone with it.
wine32_setup() {
    [ "$(id -u)" = 0 ] || { echo "32 ビットの wine には root が必要です / 32-bit wine needs root" >&2; return 2; }
    apt_need debootstrap gcc-mingw-w64-i686-win32 || return
    CHROOT32=${CHROOT32:-$WORK/i386}
    [ -f "$CHROOT32/.complete" ] || make_chroot32 || return
    mkdir -p "$CHROOT32$REPO" "$CHROOT32$WORK" "$WORK/wine32" || return
    new_prefix "$WORK/wine32" wine32
    stand_in i686 "$WORK/wine32/drive_c/windows/system32" bcryptprimitives -ladvapi32
}

# Once; Windows 10 is what the SDK supports, and Debian's wine says it is Windows 7.
new_prefix() {
    [ -f "$1/.complete" ] && return
    WINEDLLOVERRIDES="mscoree,mshtml=" "$2" wineboot -i >/dev/null 2>&1
    "$2" winecfg /v win10 >/dev/null 2>&1 && touch "$1/.complete"
}

make_chroot32() {
    local mirror log=$WORK/i386.log
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
    rm -rf "$CHROOT32"
    debootstrap --arch=i386 --variant=minbase bookworm "$CHROOT32" "$mirror" >"$log" 2>&1 &&
        cp /etc/resolv.conf /etc/hosts "$CHROOT32/etc/" &&
        chroot "$CHROOT32" sh -ec 'export DEBIAN_FRONTEND=noninteractive LC_ALL=C
            apt-get update
            apt-get install -y --no-install-recommends wine32 libgnutls30 locales
            localedef -i ja_JP -f UTF-8 ja_JP.UTF-8
            apt-get clean' >>"$log" 2>&1 &&
        touch "$CHROOT32/.complete" || { tail "$log" >&2; return 1; }
}

wine32() {
    # shellcheck disable=SC2016 # expanded inside
    unshare --mount sh -ec '
        root=$1 repo=$2 work=$3 here=$4 limit=$5
        shift 5
        mount -t proc proc "$root/proc"
        mount --bind /dev "$root/dev"
        mount --bind "$repo" "$root$repo"
        mkdir -p "$root$work"
        case $work in "$repo"/*) ;; *) mount --bind "$work" "$root$work" ;; esac
        exec chroot "$root" env -i HOME=/root PATH=/usr/bin:/bin WINEPREFIX="$work/wine32" WINEARCH=win32 \
            WINEDEBUG="$WINEDEBUG" WINEDLLOVERRIDES="$WINEDLLOVERRIDES" LC_ALL=ja_JP.UTF-8 CAREPLAN_SANDBOX="${CAREPLAN_SANDBOX:-}" \
            sh -c "cd \"\$0\"; exec timeout \"\$@\"" "$here" "$limit" /usr/lib/wine/wine "$@"
    ' wine32 "$CHROOT32" "$REPO" "$WORK" "$PWD" "${WINE_TIMEOUT:-300}" "$@"
}

# Builds a stand-in for a DLL of Windows that wine lacks, into its folder of system DLLs. For tests only.
#   stand_in ARCHITECTURE FOLDER NAME [LIBRARY…]
stand_in() {
    local architecture=$1 folder=$2 name=$3
    shift 3
    "$architecture-w64-mingw32-gcc" -O2 -Wall -Werror -shared -s -o "$folder/$name.dll" "$REPO/tests/windows/$name.c" \
        -Wl,--kill-at "$@"
}

# What a program that runs under wine calls a file of this machine.
windows_path() { printf 'Z:%s' "$1" | tr / '\\'; }
