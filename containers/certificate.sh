#!/bin/bash
# Creates the private key of the database, which only its user (10001) reads, and its certificate, which the servers
# compare with the one that the database shows. To replace them, remove both volumes and start the services again.
set -euo pipefail

if [ ! -e /certificate/database.pem ]; then
    openssl req -x509 -newkey rsa:3072 -noenc -sha256 -days 3650 -subj /CN=database \
        -addext subjectAltName=DNS:database -keyout /key/database.key -out /certificate/new.pem
    chown 10001 /key/database.key
    chmod 400 /key/database.key
    chmod 444 /certificate/new.pem
    mv /certificate/new.pem /certificate/database.pem
fi
