# The virtual environment: made from the system's Python, filled from hashed pins, refilled only when they change.
# shellcheck shell=sh

ensure_virtualenv() { # FOLDER REQUIREMENTS…; needs SYSTEM_PYTHON and LOG_DIR; sets PYTHON
    venv=$1
    shift
    PYTHON=$venv/bin/python
    if ! python_fits "$PYTHON"; then
        require_free_disk "$PWD" "$INSTALLATION_MB"
        "$SYSTEM_PYTHON" -m venv --clear "$venv" >"$LOG_DIR/venv.log" 2>&1 || give_up \
            "Không tạo được môi trường Python ở $venv; xem $LOG_DIR/venv.log." \
            "The Python environment in $venv could not be made; see $LOG_DIR/venv.log."
        echo '*' >"$venv/.gitignore" # wherever it is put, it is no part of the sources
    fi
    for requirements in "$@"; do
        stamp=$venv/$(basename "$requirements").sha256
        wanted=$(sha256sum <"$requirements")
        if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then continue; fi
        require_free_disk "$PWD" "$INSTALLATION_MB"
        say "Đang cài thư viện Python theo $requirements (có thể mất một phút)" \
            "Installing the Python libraries of $requirements (may take a minute)"
        install_pins "$requirements"
        echo "$wanted" >"$stamp"
    done
}

install_pins() { # REQUIREMENTS: every file checked against its hash; the lists are complete, so nothing is resolved
    wheels=$venv/wheels.txt
    # Two are published as source only. They build after the wheels, with the pinned setuptools and cffi just
    # installed: isolated, pip would fetch build tools that no hash covers and pyvips might link this machine's libvips.
    awk '/^[^ ]/ { source_only = /^(openlocationcode|pyvips)==/ } !source_only' "$1" >"$wheels"
    pip_install --only-binary :all: -r "$wheels"
    if grep -Eq '^(openlocationcode|pyvips)==' "$1"; then
        pip_install --only-binary :all: --no-binary openlocationcode,pyvips --no-build-isolation -r "$1"
    fi
}

pip_install() { # OPTION…
    run_group "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-input --retries 2 \
        --require-hashes --no-deps "$@" >"$LOG_DIR/pip.log" 2>&1 && return
    if says_no_network "$LOG_DIR/pip.log"; then give_up_without_network; fi
    grep -a '^ERROR' "$LOG_DIR/pip.log" | tail -n 3 | cut -c 1-500 >&2 || true # what a supporter asks for first
    give_up "Không cài được thư viện Python; xem $LOG_DIR/pip.log." \
        "The Python libraries could not be installed; see $LOG_DIR/pip.log."
}
