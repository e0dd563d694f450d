# The two processes of the embedded product, and how to tell that they serve.
# shellcheck shell=sh

start_web() {
    # One process with threads: below 1 GB at rest together with the worker.
    # The control socket would be written to the user's home folder.
    start_group "$LOG_DIR/web.log" "$PYTHON" -m gunicorn heritage.wsgi:application \
        --bind "$DISANSO_HOST:$DISANSO_PORT" --workers 1 --threads 8 --timeout 120 --graceful-timeout 5 \
        --no-control-socket
}

start_worker() {
    start_group "$LOG_DIR/worker.log" "$PYTHON" manage.py run_worker
}

wait_until_answers() { # URL: for a minute, as long as everything started still runs
    seconds=0
    until "$PYTHON" deploy/lib/answers.py "$1"; do
        seconds=$((seconds + 1))
        if ! all_running || [ "$seconds" -ge 60 ]; then return 1; fi
        sleep 1
    done
}
