# A run of named steps in which a failed one does not hide those after it.
# shellcheck shell=sh

STEPS_PASSED=0
STEPS_FAILED=0
FAILED_NAMES=''

step() { # NAME COMMAND…
    step_name=$1
    shift
    printf '\n== %s\n' "$step_name"
    if run_group "$@"; then
        STEPS_PASSED=$((STEPS_PASSED + 1))
    else
        fail_step "$step_name"
    fi
}

fail_step() { # NAME
    printf '== %s: failed\n' "$1"
    STEPS_FAILED=$((STEPS_FAILED + 1))
    FAILED_NAMES="$FAILED_NAMES
  - $1"
}

close_steps() { # the last line is for programs; the exit code says the same
    if [ -n "$FAILED_NAMES" ]; then printf '\nFailed steps:%s\n' "$FAILED_NAMES"; fi
    printf '\n%d passed, %d failed\n' "$STEPS_PASSED" "$STEPS_FAILED"
    [ "$STEPS_FAILED" -eq 0 ]
}
