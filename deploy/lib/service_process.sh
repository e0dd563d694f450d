# A real service for tests: on a free loopback port, with its data, log and process id in a folder of its own.
# shellcheck shell=sh

free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

own_folder() { # USER FOLDER: made empty, and the user's
    rm -rf "$2"
    mkdir -p "$2"
    if [ "$(id -u)" -eq 0 ]; then chown "$1" "$2"; fi
}

become() { # USER COMMAND…: in place of this shell; servers refuse root, whoever is not root stays himself
    user=$1
    shift
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups -- "$@"
    fi
    exec "$@"
}

start_service() { # USER COMMAND…: in the background, in a process group of its own
    user=$1
    shift
    # Each becomes the next without a fork, so the process id is the server's, and its group's.
    { become "$user" setsid "$@"; } >"$SERVICE_FOLDER/log" 2>&1 </dev/null &
    echo "$!" >"$SERVICE_FOLDER/pid"
}

wait_until() { # SECONDS COMMAND…: as long as the service runs; shows its log when it never gets ready
    seconds=$1
    shift
    until "$@" >/dev/null 2>&1; do
        seconds=$((seconds - 1))
        if [ "$seconds" -le 0 ] || ! kill -0 "$(cat "$SERVICE_FOLDER/pid")" 2>/dev/null; then
            show_log
            return 1
        fi
        sleep 1
    done
}

show_log() {
    echo "The service in $SERVICE_FOLDER did not get ready; the end of its log:" >&2
    tail -n 30 "$SERVICE_FOLDER/log" >&2
}

stop_service() { # the whole group, by the process id recorded at the start
    [ -f "$SERVICE_FOLDER/pid" ] || return 0
    group=$(cat "$SERVICE_FOLDER/pid")
    kill -TERM "-$group" 2>/dev/null || true
    tenths=0
    while kill -0 "-$group" 2>/dev/null && [ "$tenths" -lt 150 ]; do
        sleep 0.1
        tenths=$((tenths + 1))
    done
    kill -KILL "-$group" 2>/dev/null || true
    rm -f "$SERVICE_FOLDER/pid"
}

apt_install_stopped() { # PACKAGE…: only what is missing, without starting the servers that packages bring
    absent=''
    for package in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
            installed) ;;
            *) absent="$absent $package" ;;
        esac
    done
    [ -n "$absent" ] || return 0
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        ours=$policy
    fi
    apt-get update -q >&2 || true
    code=0
    # shellcheck disable=SC2086 # one word per package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $absent >&2 </dev/null || code=$?
    if [ -n "${ours:-}" ]; then rm -f "$ours"; fi
    return "$code"
}

run_service_command() { # start|stop|install FOLDER; the script defines install, start and stop
    SERVICE_FOLDER=${2:-}
    case ${1:-} in
        install) install ;;
        start) start ;;
        stop) stop_service ;;
        *)
            echo "usage: $0 install | start FOLDER | stop FOLDER" >&2
            return 2
            ;;
    esac
}
