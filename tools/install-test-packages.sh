#!/usr/bin/env bash
# Installs the programs that the tests drive and that pip cannot bring: a browser, Node.js, PostgreSQL, Redis and others.
# Quick when all are there; says what to do when it may not install them.
set -euo pipefail

missing=()
need() { # need COMMAND PACKAGE
    command -v "$1" >/dev/null || missing+=("$2")
}
need chromium chromium
need git git
need node nodejs
need npm npm
need redis-server redis-server
need nginx nginx-light
need faketime faketime
need openssl openssl
[ -n "$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "The tests need: ${missing[*]}. Install them (on Debian: sudo apt-get install ${missing[*]}) and run again." >&2
    exit 1
fi
# The tests start servers of their own: none is to be started, nor a cluster made, by the installation.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-liberation >/dev/null
