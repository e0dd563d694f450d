# The virtual environment: made from the system's Python, filled from hashed pins, refilled only when they change.
# shellcheck shell=sh

ensure_virtualenv() { # FOLDER REQUIREMENTS…; needs SYSTEM_PYTHON and LOG_DIR; sets PYTHON
    venv=$1
    shift
    PYTHON=$venv/bin/python
    stamp=$venv/.requirements.sha256
    wanted=$(cat "$@" | sha256sum)
    if python_fits "$PYTHON" && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
    require_free_disk
    if ! python_fits "$PYTHON"; then
        "$SYSTEM_PYTHON" -m venv --clear "$venv" >"$LOG_DIR/venv.log" 2>&1 || give_up \
            "Không tạo được môi trường Python ở $venv; xem $LOG_DIR/venv.log." \
            "The Python environment in $venv could not be made; see $LOG_DIR/venv.log."
    fi
    say "Đang cài thư viện Python vào $venv (khoảng một phút)" "Installing Python libraries into $venv (about a minute)"
    install_pins "$@"
    echo "$wanted" >"$stamp"
}

install_pins() { # REQUIREMENTS…: wheels only, every one checked against its hash
    files=$(printf -- '-r %s ' "$@")
    # shellcheck disable=SC2086 # one word per option
    run_group "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-input --retries 2 \
        --require-hashes --only-binary :all: $files >"$LOG_DIR/pip.log" 2>&1 && return
    if says_no_network "$LOG_DIR/pip.log"; then give_up_without_network; fi
    give_up "Không cài được thư viện Python; xem $LOG_DIR/pip.log." \
        "The Python libraries could not be installed; see $LOG_DIR/pip.log."
}
