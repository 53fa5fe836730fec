#!/bin/sh
# Installs what the Kotlin tests need and the machine does not have: a JDK of version 17 or newer, Maven, and aapt2 for the
# resources of the Android demo. Debian packages need root. What Maven itself fetches (Kotlin, JUnit, Robolectric with its
# Android) it keeps in its own local repository, about 0.9 GB.
set -eu

missing=
command -v javac >/dev/null || missing="$missing openjdk-17-jdk-headless"
command -v mvn >/dev/null || missing="$missing maven"
command -v aapt2 >/dev/null || missing="$missing aapt"
if [ -n "$missing" ]; then
    echo "Installing$missing."
    apt-get update -qq
    # The names are words.
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
fi
javac -version
mvn -version | head -n 1
