#!/bin/sh
# Makes a certificate that nobody vouches for, to try a deployment with: browsers warn of it.
# Usage: deploy/make-certificate.sh FOLDER NAME
# For real use put the certificate with its chain into FOLDER/certificate.pem and its key into FOLDER/key.pem.
set -eu
folder=$1 name=$2
mkdir -p "$folder"
if [ -e "$folder/key.pem" ]; then
    echo "$folder/key.pem is there already; nothing was changed." >&2
    exit 1
fi
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
chmod 644 "$folder/certificate.pem"
