#!/bin/sh
# Fetches what tests/tests/makers.rs needs: the `exiftool` command, and sample photos of many makers, broken ones too.
#
# The photos come from the source packages of Debian projects that test themselves with them. Nothing of them is committed
# here; they are unpacked into target/photo-samples/<package>/. Their licences are those of the packages:
#
#   libimage-exiftool-perl           Artistic or GPL-1+    one small file for each maker and format that ExifTool knows
#   golang-github-rwcarlsen-goexif   BSD-2-Clause          the beginnings of 58 photos, and some made to break readers
#   libimage-metadata-jpeg-perl      Artistic or GPL-1+    photos of old cameras
#   libmetadata-extractor-java       Apache-2.0            photos of old cameras
#   libexif                          LGPL-2.1+             one for each kind of maker note
#   gexiv2                           GPL-2+                photos of phones
#   piexif                           MIT                   photos of many cameras
#   pillow                           HPND                  photos of phones and game consoles
#   php8.2                           PHP-3.01              photos that once crashed PHP
#   exiv2                            GPL-2+                photos that once crashed Exiv2
#
# Runs on Debian 12 (and newer, where the packages exist), as root if `exiftool` is still to be installed. The system's
# own list of package sources is not touched. A second run finds everything in place and does nothing.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
samples=${CARGO_TARGET_DIR:-$root/target}/photo-samples
stamp=$samples/.complete
this=$(sha256sum "$0" | cut -d ' ' -f 1)

install_exiftool() {
    command -v exiftool >/dev/null && return
    echo "Installing libimage-exiftool-perl for the command exiftool."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends libimage-exiftool-perl
}

# A private view of Debian's source packages: lists and cache live in the work folder.
source_apt() {
    apt-get -qq -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" "$@"
}

# fetch PACKAGE: unpacks the photos of a source package into one flat folder.
fetch() {
    package=$1
    mkdir -p "$work/$package/tree" "$samples.new/$package"
    (cd "$work/$package" && source_apt source --download-only --tar-only "$package")
    tar -xf "$(ls "$work/$package"/*.orig.tar.* | grep -v '\.asc$')" -C "$work/$package/tree" --strip-components=1
    find "$work/$package/tree" -type f -size -6M \( -path '*/t/images/*' -o -iname '*.jpg' -o -iname '*.jpeg' \
        -o -iname '*.tif' -o -iname '*.tiff' -o -iname '*.webp' -o -iname '*.heic' -o -iname '*.avif' \
        -o -iname '*.dng' -o -iname '*.nef' -o -iname '*.arw' -o -iname '*.orf' -o -iname '*.cr2' -o -iname '*.raf' \
        -o -iname '*.rw2' -o -iname '*.pef' -o -iname '*.mov' -o -iname '*.mp4' -o -iname '*.exv' \) |
        while IFS= read -r file; do
            flat=$(printf '%s' "${file#"$work/$package/tree/"}" | tr '/' '_')
            cp "$file" "$samples.new/$package/$flat"
        done
    echo "$package: $(find "$samples.new/$package" -type f | wc -l) files"
}

# The photos of goexif end after their EXIF segment, which only a lenient reader accepts: they get JPEG's end mark behind
# their last whole segment. (Perl is there: ExifTool is written in it.)
complete_goexif() {
    for file in "$samples.new/golang-github-rwcarlsen-goexif"/exif_samples_*.jpg; do
        perl -0777 -pi -e '
            my $end = 2;
            while (substr($_, $end) =~ /^\xff[\xe0-\xef](..)/s) {
                my $next = $end + 2 + unpack("n", $1);
                last if $next > length;
                $end = $next;
            }
            $_ = substr($_, 0, $end) . "\xff\xd9";
        ' "$file"
    done
}

# Exiv2 keeps the metadata of photos in files of its own, which are JPEGs with another beginning: make them JPEGs.
convert_exv() {
    for file in "$samples.new/exiv2"/*.exv; do
        perl -0777 -pe 's/^\xff\x01Exiv2/\xff\xd8/' "$file" >"${file%.exv}-exv.jpg"
        rm "$file"
    done
}

install_exiftool
if [ "$(cat "$stamp" 2>/dev/null)" = "$this" ]; then
    echo "The sample photos are in place: $samples"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
# The mirror is the one that this system itself uses.
mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v release="$codename" '$2 == release && $3 == "main" { print $1; exit }')
if [ -z "$mirror" ]; then
    echo "No source of Debian $codename packages is set up on this system: see apt's sources.list(5)." >&2
    exit 1
fi
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $codename main" >"$work/sources.list"
rm -rf "$samples.new"
source_apt update
for package in libimage-exiftool-perl golang-github-rwcarlsen-goexif libimage-metadata-jpeg-perl \
    libmetadata-extractor-java libexif gexiv2 piexif pillow php8.2 exiv2; do
    fetch "$package"
done
complete_goexif
convert_exv
rm -rf "$samples"
mv "$samples.new" "$samples"
echo "$this" >"$stamp"
echo "The sample photos are in place: $samples"
