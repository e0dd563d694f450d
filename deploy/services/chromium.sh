#!/bin/sh
# Chromium for browser tests. Each test starts its own; `start` only proves that it can and prints its path.
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

BROWSER=/usr/bin/chromium

install() {
    # The pages bring their own fonts; this one covers Vietnamese where a page has none.
    apt_install_stopped chromium fonts-liberation
}

start() {
    own_folder nobody "$SERVICE_FOLDER"
    "$BROWSER" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$SERVICE_FOLDER/profile" --dump-dom 'data:text/html,<p>ready' \
        >"$SERVICE_FOLDER/page" 2>"$SERVICE_FOLDER/log" </dev/null || true
    if ! grep -q ready "$SERVICE_FOLDER/page"; then
        show_log
        return 1
    fi
    echo "$BROWSER"
}

run_service_command "$@"
