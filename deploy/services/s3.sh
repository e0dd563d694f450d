#!/bin/sh
# An S3 server for tests, with one bucket. `start FOLDER` prints the address as DISANSO_STORAGE_URL takes it.
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

VERSION=0.14.1
ROOT=/opt/s3s-fs # readable for whom the server runs as
SERVER=$ROOT/bin/s3s-fs
BUCKET=disanso-test
KEY=test-access
SECRET=only-for-tests

install() { # from source, once: two minutes and more
    is_installed && return
    # Debian's own cargo is too old; cargo-web is the newer one that it keeps for browsers.
    command -v cargo >/dev/null 2>&1 || apt_install_stopped cargo-web gcc libc6-dev
    cargo install --quiet s3s-fs --version "$VERSION" --features binary --locked --root "$ROOT" >&2 </dev/null
}

is_installed() {
    [ -x "$SERVER" ] && "$SERVER" --version | grep -qF "$VERSION"
}

start() {
    port=$(free_port)
    own_folder nobody "$SERVICE_FOLDER"
    mkdir -p "$SERVICE_FOLDER/data/$BUCKET"
    if [ "$(id -u)" -eq 0 ]; then chown -R nobody "$SERVICE_FOLDER"; fi
    start_service nobody "$SERVER" --access-key "$KEY" --secret-key "$SECRET" \
        --host 127.0.0.1 --port "$port" "$SERVICE_FOLDER/data"
    wait_until 15 /usr/bin/python3 deploy/lib/listens.py 127.0.0.1 "$port"
    echo "s3://$BUCKET?endpoint_url=http://127.0.0.1:$port&region_name=us-east-1&access_key=$KEY&secret_key=$SECRET"
}

run_service_command "$@"
