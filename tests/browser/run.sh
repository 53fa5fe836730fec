#!/bin/sh
# Runs the browser test on the simulator that was built last (target/release, else target/debug).
set -eu
cd "$(dirname "$0")"
exec node --test --test-concurrency=1
