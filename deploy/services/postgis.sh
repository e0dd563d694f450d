#!/bin/sh
# PostgreSQL with PostGIS for tests. `start FOLDER` prints the address: postgis://user:password@host:port/name
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

USER_NAME=disanso
PASSWORD=only-for-tests

newest_postgresql() { # the folder of the newest version that is installed
    printf '%s\n' /usr/lib/postgresql/* | sort -V | tail -n 1
}

install() {
    apt_install_stopped postgresql
    apt_install_stopped "postgresql-$(basename "$(newest_postgresql)")-postgis-3"
}

start() {
    bin=$(newest_postgresql)/bin
    port=$(free_port)
    own_folder postgres "$SERVICE_FOLDER"
    printf '%s\n' "$PASSWORD" >"$SERVICE_FOLDER/password"
    chmod 644 "$SERVICE_FOLDER/password"
    (become postgres "$bin/initdb" --pgdata "$SERVICE_FOLDER/data" --username "$USER_NAME" \
        --pwfile "$SERVICE_FOLDER/password" --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 >/dev/null)
    # Data that lives for one test run need not survive a power cut.
    start_service postgres "$bin/postgres" -D "$SERVICE_FOLDER/data" -p "$port" -h 127.0.0.1 \
        -c unix_socket_directories="$SERVICE_FOLDER" -c fsync=off -c synchronous_commit=off -c full_page_writes=off
    wait_until 30 "$bin/pg_isready" -h 127.0.0.1 -p "$port"
    export PGPASSWORD="$PASSWORD"
    "$bin/createdb" -h 127.0.0.1 -p "$port" -U "$USER_NAME" disanso
    "$bin/psql" -qX -h 127.0.0.1 -p "$port" -U "$USER_NAME" -d disanso -c 'create extension postgis'
    echo "postgis://$USER_NAME:$PASSWORD@127.0.0.1:$port/disanso"
}

run_service_command "$@"
