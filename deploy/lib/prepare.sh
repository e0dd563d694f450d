# What the demo and the tests share: settings with their defaults, then system packages and the environment.
# shellcheck shell=sh

DISANSO_HOME=${DISANSO_HOME:-$PWD/var}
DISANSO_HOST=${DISANSO_HOST:-127.0.0.1}
DISANSO_PORT=${DISANSO_PORT:-8000}
DISANSO_VENV=${DISANSO_VENV:-$PWD/.venv}
export DISANSO_HOME DISANSO_HOST DISANSO_PORT
export PYTHONUTF8=1 # a bare machine has no locale, our texts are Vietnamese all the same
export PYTHONUNBUFFERED=1 # progress is seen when it is made, in a log too

for part in say process_groups preconditions system_python system_packages virtualenv; do
    # shellcheck disable=SC1090 # the parts named above, beside this file
    . "deploy/lib/$part.sh"
done

open_log_folder() { # sets LOG_DIR
    LOG_DIR=$DISANSO_HOME/logs
    mkdir -p "$LOG_DIR" 2>/dev/null || true
    [ -w "$LOG_DIR" ] || give_up \
        "Không ghi được vào $LOG_DIR; hãy đặt DISANSO_HOME là một thư mục ghi được." \
        "$LOG_DIR cannot be written to; set DISANSO_HOME to a folder that can."
}

prepare_machine() { # REQUIREMENTS…; sets PYTHON
    require_platform
    ensure_system_packages
    ensure_virtualenv "$DISANSO_VENV" "$@"
}
