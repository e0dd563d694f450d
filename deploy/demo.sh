#!/bin/sh
# From a bare Debian 12 or Ubuntu 24.04 to a served, filled catalogue. Run again, it changes nothing.
# Usage: sh deploy/demo.sh [--no-serve]      (--no-serve: install and load, then end)
set -eu
cd "$(dirname "$0")/.."
. deploy/lib/prepare.sh
. deploy/lib/services.sh

manage() { # NAME ARGUMENT…: a Django command whose failure is told in a sentence
    run_group "$PYTHON" manage.py "$@" || give_up \
        "Bước \"manage.py $1\" không thành; thông báo lỗi ở ngay phía trên." \
        "The step \"manage.py $1\" failed; its message is just above."
}

fill_catalogue() {
    if [ ! -e "$DISANSO_HOME/demo-accounts.json" ]; then require_free_disk "$DISANSO_HOME" "$CATALOGUE_MB"; fi
    manage migrate --noinput --verbosity 0
    manage collectstatic --noinput --verbosity 0
    manage load_demo
}

show_the_way_in() {
    host=$DISANSO_HOST
    accounts=$DISANSO_HOME/demo-accounts.json
    say "" "Di Sản Số: http://$host:$DISANSO_PORT/    (English: http://$host:$DISANSO_PORT/en/)"
    say "Bàn làm việc của cán bộ: http://$host:$DISANSO_PORT/can-bo/, với các tài khoản dùng thử sau:" \
        "Officers' desk: http://$host:$DISANSO_PORT/can-bo/, with these demonstration accounts:"
    "$PYTHON" deploy/lib/show_accounts.py "$accounts"
    say "Nhấn Ctrl-C để dừng mọi thứ." "Press Ctrl-C to stop everything."
}

local_address() { # the address to ask from this machine; a wildcard is no address
    case $DISANSO_HOST in
        0.0.0.0) echo "http://127.0.0.1:$DISANSO_PORT" ;;
        *) echo "http://$DISANSO_HOST:$DISANSO_PORT" ;;
    esac
}

serve() {
    # shellcheck disable=SC2034 # read when the signal comes
    CODE_WHEN_STOPPED=0 # from here on, being stopped is how it ends well
    start_worker
    start_web
    for path in /healthz /; do
        wait_until_answers "$(local_address)$path" || give_up \
            "Trang $path không trả lời; xem $LOG_DIR/web.log và $LOG_DIR/worker.log." \
            "The page $path does not answer; see $LOG_DIR/web.log and $LOG_DIR/worker.log."
    done
    show_the_way_in
    while all_running; do sleep 1; done
    give_up "Một tiến trình đã tự dừng; xem $LOG_DIR/web.log và $LOG_DIR/worker.log." \
        "A process ended by itself; see $LOG_DIR/web.log and $LOG_DIR/worker.log."
}

stop_groups_at_the_end
find_system_python
open_log_folder
if [ "${1:-}" != --no-serve ]; then require_free_port "$DISANSO_HOST" "$DISANSO_PORT"; fi
prepare_machine requirements.txt
fill_catalogue
if [ "${1:-}" != --no-serve ]; then serve; fi
