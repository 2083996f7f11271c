#!/usr/bin/env bash
# Installs the programs that the tests drive and that pip cannot bring: a browser, Node.js and git.
# Quick when all are there; says what to do when it may not install them.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v git >/dev/null || missing+=(git)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "The tests need: ${missing[*]}. Install them (on Debian: sudo apt-get install ${missing[*]}) and run again." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-liberation >/dev/null
