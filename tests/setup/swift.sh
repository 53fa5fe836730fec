#!/bin/sh
# Finds or installs what the Swift package and its tests need: a Swift compiler of version 6.
#
# A `swift` on the path is used if it is version 6. Elsewhere (Debian 12 has none) the packages of Debian 13 are unpacked by
# debootstrap into target/tools/swift/root, a system of its own that nothing on this machine sees; about 3 GB. It needs root,
# and so does running it. Either way target/tools/swift/bin/swift and swiftc are then the commands to call.
#
# They run in a mount namespace of their own, in which this checkout lies at its own path: what is mounted is gone with
# the process, however it ends. A second run of this script finds everything in place and does nothing.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
tools=${CARGO_TARGET_DIR:-$root/target}/tools/swift
stamp=$tools/.complete
this=$(sha256sum "$0" | cut -d ' ' -f 1)

# link_to_path: the commands of this machine, called by the same names.
link_to_path() {
    mkdir -p "$tools/bin"
    for name in swift swiftc; do
        ln -sf "$(command -v $name)" "$tools/bin/$name"
    done
}

if command -v swift >/dev/null && swift --version 2>/dev/null | grep -q 'Swift version 6'; then
    link_to_path
    echo "Using the Swift of this machine: $(swift --version 2>/dev/null | grep 'Swift version')."
    exit 0
fi
if [ "$(cat "$stamp" 2>/dev/null)" = "$this" ]; then
    echo "Swift is in place: $tools/bin/swift"
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "Swift 6 is missing, and installing it into $tools needs root. Run $0 as root, or put a Swift 6 on the path." >&2
    exit 1
fi
if ! command -v apt-get >/dev/null; then
    echo "Swift 6 is missing, and this machine has no apt to install it with. Put a Swift 6 on the path." >&2
    exit 1
fi
if [ -z "${SAFELIGHT_SWIFT_UNSHARED:-}" ]; then
    # All mounts of what follows (debootstrap's too) end with it.
    SAFELIGHT_SWIFT_UNSHARED=1 exec unshare --mount --propagation private "$0"
fi

if ! command -v debootstrap >/dev/null; then
    echo "Installing debootstrap."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends debootstrap
fi
# The mirror is the one that this system itself uses.
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v release="$codename" '$2 == release && $3 == "main" { print $1; exit }')
if [ -z "$mirror" ]; then
    echo "No source of Debian packages is set up on this system: see apt's sources.list(5)." >&2
    exit 1
fi

echo "Installing Swift from Debian 13 into $tools/root (once; a minute or two, 3 GB)."
new=$tools/root.new
rm -rf "$new" "$stamp"
mkdir -p "$tools/bin"
debootstrap --variant=minbase trixie "$new" "$mirror" >"$tools/install.log" 2>&1 || {
    tail -n 20 "$tools/install.log" >&2
    exit 1
}
mkdir -p "$new/etc/dpkg/dpkg.cfg.d"
printf 'path-exclude=/usr/share/%s/*\n' doc man locale info >"$new/etc/dpkg/dpkg.cfg.d/small"
mount -t proc proc "$new/proc"
chroot "$new" /bin/sh -c 'apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends swiftlang libc6-dev ca-certificates &&
    apt-get clean && rm -rf /var/lib/apt/lists/*' >>"$tools/install.log" 2>&1 || {
    tail -n 20 "$tools/install.log" >&2
    exit 1
}
umount "$new/proc"
rm -rf "$tools/root"
mv "$new" "$tools/root"

# One wrapper under both names. The process namespace ends with the caller's, so a test that is killed leaves no server behind.
cat >"$tools/bin/swift" <<'WRAPPER'
#!/bin/sh
# Runs the command of this name in the installed system, with the checkout at its own path.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export SAFELIGHT_CHECKOUT="@CHECKOUT@" SAFELIGHT_TARGET="@TARGET@" SAFELIGHT_ROOT="${here%/bin}/root"
export SAFELIGHT_COMMAND="${0##*/}" SAFELIGHT_FOLDER="$PWD"
own=
[ "$(id -u)" -eq 0 ] || own=--map-root-user
exec unshare $own --mount --propagation private --pid --fork --kill-child sh -c '
    set -eu
    for folder in "$SAFELIGHT_CHECKOUT" "$SAFELIGHT_TARGET"; do
        mkdir -p "$SAFELIGHT_ROOT$folder"
        mount --bind "$folder" "$SAFELIGHT_ROOT$folder"
    done
    mount --rbind /dev "$SAFELIGHT_ROOT/dev"
    mount -t proc proc "$SAFELIGHT_ROOT/proc"
    export PATH=/usr/libexec/swift/bin:/usr/sbin:/usr/bin:/sbin:/bin
    export LD_LIBRARY_PATH=/usr/libexec/swift/lib/swift/linux HOME=/root LC_ALL=C.UTF-8
    unset TMPDIR
    exec chroot "$SAFELIGHT_ROOT" sh -c "cd \"\$SAFELIGHT_FOLDER\" && exec \"\$SAFELIGHT_COMMAND\" \"\$@\"" "$SAFELIGHT_COMMAND" "$@"
' "$0" "$@"
WRAPPER
target=${CARGO_TARGET_DIR:-$root/target}
sed -i -e "s|@CHECKOUT@|$root|" -e "s|@TARGET@|$(CDPATH='' cd -- "$target" && pwd)|" "$tools/bin/swift"
chmod +x "$tools/bin/swift"
ln -sf swift "$tools/bin/swiftc"
"$tools/bin/swift" --version | grep 'Swift version'
echo "$this" >"$stamp"
echo "Swift is in place: $tools/bin/swift ($(du -sh "$tools/root" | cut -f 1))"
