#!/bin/sh
# Builds the shared library and writes the Kotlin that calls it. Usage: generate.sh FOLDER
#
# SAFELIGHT_NO_CARGO=1 takes what cargo has built before.
set -eu

into=$1
bindings=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
output=${CARGO_TARGET_DIR:-$bindings/../target}/debug
cd "$bindings"
if [ "${SAFELIGHT_NO_CARGO:-0}" != 1 ]; then
    # The server is for the tests. The packages are those of tests/src/processes/binaries.rs: so nothing is built twice.
    cargo build --quiet --lib --bins -p safelight-bindings -p safelight-cli -p safelight-server -p safelight-tests
    cargo build --quiet --manifest-path generate/Cargo.toml --target-dir "$output/.."
fi
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"$output/uniffi-bindgen" generate --language kotlin --no-format --config generate.toml --out-dir "$fresh" \
    "$output/libsafelight_ffi.so"
# What is the same stays, so that it is not compiled again.
mkdir -p "$into"
if ! diff -qr "$fresh" "$into" >/dev/null; then
    rm -rf "$into"
    mkdir -p "$into"
    cp -R "$fresh"/. "$into"
fi
