# Source this. The Windows toolchain on Debian 12: compiler, library of the target, linker.
#
# rustup's ready-made libraries for Windows targets are not needed: Debian's rustc and the source of its own standard
# library come in one version, and the library is built once per target into the compiler's sysroot.

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=packaging/tools.sh
. "$REPO/packaging/tools.sh"
# Everything that is built or installed besides Debian's packages; kept between runs.
WORK=$(realpath -m "${WORK:-$REPO/target/windows}")
mkdir -p "$WORK"
# Options of cargo for tests: what they build on is compiled fast rather than fast itself.
DEV=(--config 'profile.dev.package."*".opt-level=0' --target-dir "$WORK/dev")

# C that MinGW's linker can take apart, see windows_cargo.
SPARE="-ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables"

# Of CARGO_ENCODED_RUSTFLAGS, once everything is fetched.
PLACELESS=

# The prefix of MinGW's programs for a Rust target.
mingw() { echo "${1%%-*}-w64-mingw32"; }

# Cargo of Debian with its own rustc, whatever rustup would choose here. In the repository, whose settings it reads there.
# MinGW's linker leaves out C functions that nobody calls only where they have sections of their own and no tables for
# unwinding. No exception passes through C: what Rust unwinds is Rust.
windows_cargo() {
    env -C "$REPO" -u RUSTUP_TOOLCHAIN -u RUSTFLAGS PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc \
        OPENSSL_SRC_PERL="$REPO/packaging/openssl/perl" CARGO_ENCODED_RUSTFLAGS="$PLACELESS" \
        CFLAGS_x86_64_pc_windows_gnu="$SPARE" CFLAGS_i686_pc_windows_gnu="$SPARE" \
        CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER="$(mingw x86_64)-gcc" \
        CARGO_TARGET_I686_PC_WINDOWS_GNU_LINKER="$(mingw i686)-gcc" \
        nice -n "${NICE:-0}" /usr/bin/cargo "$@"
}

# The toolchain for the targets that are given, such as x86_64-pc-windows-gnu.
toolchain_setup() {
    local target packages="rustc-web cargo-web rust-web-src gcc libc6-dev make perl ca-certificates"
    for target; do
        case $target in
        # The -win32 flavour of threads: no libwinpthread-1.dll beside the DLL.
        x86_64-*) packages+=" gcc-mingw-w64-x86-64-win32" ;;
        i686-*) packages+=" gcc-mingw-w64-i686-win32" ;;
        *) echo "unknown target: $target" >&2; return 2 ;;
        esac
    done
    # shellcheck disable=SC2086 # a list of packages
    apt_need $packages || return
    RUST_VERSION=$(dpkg-query -W -f '${Version}' rustc-web)
    [ "$RUST_VERSION" = "$(dpkg-query -W -f '${Version}' rust-web-src)" ] || {
        echo "rustc-web and rust-web-src differ in version" >&2
        return 1
    }
    windows_cargo fetch --quiet --locked || return
    PLACELESS=$(placeless "$REPO")
    for target; do
        std_setup "$target" || return
        small_openssl "$WORK/target/$target/dist" "$WORK/dev/$target/debug"
    done
}

# The standard library of a target, once per version of the compiler.
std_setup() {
    local target=$1 source=/usr/lib/rustlib/src/rust/library into=/usr/lib/rustlib/$1/lib object
    [ "$(cat "$into/.built-with" 2>/dev/null)" = "$RUST_VERSION, no backtraces, no places" ] || std_build || return
    # It is one for the machine: what was compiled here against another one goes.
    cmp -s "$into/.built-with" "$WORK/.std-$target" && return
    rm -rf "$WORK"/{dev,target,check}/"$target" && cp "$into/.built-with" "$WORK/.std-$target"
}

# Of std_setup.
std_build() {
    rm -rf "$into" "$WORK/std/$target" && mkdir -p "$into" || return
    if [ "${target%%-*}" = i686 ]; then
        # Unwinding by DWARF: rustc names these two on every command line of the linker.
        for object in rsbegin rsend; do
            RUSTC_BOOTSTRAP=1 /usr/bin/rustc --target "$target" -O --emit=obj -o "$into/$object.o" \
                "$source/rtstartup/$object.rs" || return
        done
    fi
    # What rustc's own build does, but for backtraces, which cost 0.1 MB and which nobody asks a DLL for; nothing of the
    # product is built with unstable features.
    PLACELESS=$PLACELESS$'\x1f-Zforce-unstable-if-unmarked\x1f-Cembed-bitcode=yes' RUSTC_BOOTSTRAP=1 \
        CARGO_PROFILE_RELEASE_DEBUG=0 windows_cargo build -q --release --locked --target "$target" \
        --manifest-path "$source/sysroot/Cargo.toml" --features panic-unwind --target-dir "$WORK/std" || return
    cp "$WORK/std/$target"/release/deps/*.rlib "$into/" && echo "$RUST_VERSION, no backtraces, no places" >"$into/.built-with"
}
