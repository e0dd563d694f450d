#!/bin/sh
# LibreOffice of Debian for tests, without a screen. `start` proves that it converts and prints its program.
# 30 seconds and 0.5 GB once.
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

OFFICE=/usr/bin/soffice

install() {
    apt_install_stopped libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation2
}

start() {
    mkdir -p "$SERVICE_FOLDER"
    printf 'a,b\n1,2\n' >"$SERVICE_FOLDER/table.csv"
    "$OFFICE" "-env:UserInstallation=file://$SERVICE_FOLDER/profile" --headless --convert-to pdf \
        --outdir "$SERVICE_FOLDER" "$SERVICE_FOLDER/table.csv" >&2 </dev/null
    test -s "$SERVICE_FOLDER/table.pdf"
    echo "$OFFICE"
}

run_service_command "$@"
