#!/bin/sh
# Installs what the tests of a server at home need: the proxies that packaging/ has files for, and openssl for certificates
# of one's own, and systemd's checker of units. From Debian's packages (12 and newer), as root, if something is missing. A second run finds everything in
# place and does nothing. No proxy is started: the tests start their own, on loopback.
set -eu

missing=
command -v caddy >/dev/null || missing="$missing caddy"
command -v nginx >/dev/null || missing="$missing nginx-light"
command -v curl >/dev/null || missing="$missing curl"
command -v systemd-analyze >/dev/null || missing="$missing systemd"
command -v openssl >/dev/null || missing="$missing openssl"
if [ -z "$missing" ]; then
    echo "caddy, nginx, curl, systemd-analyze and openssl are in place."
    exit 0
fi
echo "Installing$missing."
# Debian starts services when it installs them. Where nothing of this kind exists yet, it is told not to, for this once.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
apt-get update -qq
# shellcheck disable=SC2086 # These are words.
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
