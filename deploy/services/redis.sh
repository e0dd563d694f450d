#!/bin/sh
# Redis for tests, keeping nothing on disk. `start FOLDER` prints the address: redis://host:port/0
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

install() {
    apt_install_stopped redis-server
}

start() {
    port=$(free_port)
    own_folder nobody "$SERVICE_FOLDER"
    start_service nobody redis-server --bind 127.0.0.1 --port "$port" --dir "$SERVICE_FOLDER" --save '' --appendonly no
    wait_until 15 redis-cli -h 127.0.0.1 -p "$port" ping
    echo "redis://127.0.0.1:$port/0"
}

run_service_command "$@"
