# Everything started gets a process group of its own, so that a stop reaches children and leaves no orphan.
# shellcheck shell=sh

GROUPS_STARTED=''

start_group() { # LOG COMMAND…: in the background
    log=$1
    shift
    # setsid does not fork here, so the process id is also the id of the group with all its children.
    setsid "$@" >>"$log" 2>&1 </dev/null &
    GROUPS_STARTED="$! $GROUPS_STARTED"
}

run_group() { # COMMAND…: in the foreground; unlike a plain call it ends at once when this script is told to
    setsid "$@" </dev/null &
    GROUPS_STARTED="$! $GROUPS_STARTED"
    code=0
    wait "$!" || code=$?
    GROUPS_STARTED=${GROUPS_STARTED#* }
    return "$code"
}

all_running() {
    for pid in $GROUPS_STARTED; do kill -0 "$pid" 2>/dev/null || return 1; done
}

any_group_left() {
    for pid in $GROUPS_STARTED; do
        if kill -0 "-$pid" 2>/dev/null; then return 0; fi
    done
    return 1
}

stop_groups() { # asks first; after ten seconds no longer
    for pid in $GROUPS_STARTED; do kill -TERM "-$pid" 2>/dev/null || true; done
    tenths=0
    while any_group_left && [ "$tenths" -lt 100 ]; do
        sleep 0.1
        tenths=$((tenths + 1))
    done
    for pid in $GROUPS_STARTED; do kill -KILL "-$pid" 2>/dev/null || true; done
    GROUPS_STARTED=''
}

stop_groups_at_the_end() { # on any way out, signals included
    trap 'stop_groups' EXIT
    trap 'trap "" INT TERM HUP; stop_groups; say "Đã dừng." "Stopped."; exit "${CODE_WHEN_STOPPED:-130}"' INT TERM HUP
}
