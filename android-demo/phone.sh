#!/bin/sh
# The demo as a simulated phone (docs/simulated-phones.md). Usage: phone.sh FOLDER
#
# `mvn -f bindings/kotlin verify` builds it.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
output=${CARGO_TARGET_DIR:-$here/../target}/debug
open=
for package in io lang lang.reflect nio util; do
    open="$open --add-opens=java.base/java.$package=ALL-UNNAMED"
done
# The words of `open` are arguments. A phone lives for seconds: the slow compiler would never pay.
# shellcheck disable=SC2086
exec 2>>"${SAFELIGHT_PHONE_LOG:-/dev/null}"
exec java $open -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx900m \
    -Djna.library.path="$output" -Dsafelight.phone="$1" \
    -cp "$here/target/test-classes:$here/target/classes:$(cat "$here/target/classpath")" \
    dev.safelight.demo.simulated.Main
