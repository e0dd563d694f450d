#!/bin/sh
# The optional programs of the system that the pipeline uses when they are there. `start` proves that they run.
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

install() {
    apt_install_stopped ffmpeg tesseract-ocr tesseract-ocr-vie
}

start() {
    ffmpeg -version >&2
    tesseract --list-langs 2>&1 | grep -qx vie
    echo 1
}

run_service_command "$@"
