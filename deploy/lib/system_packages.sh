# The few system packages that Python wheels cannot bring: installed when missing, named when we may not.
# shellcheck shell=sh

ensure_system_packages() { # needs SYSTEM_PYTHON and LOG_DIR
    missing=$("$SYSTEM_PYTHON" deploy/lib/missing_packages.py | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        give_up \
            "Còn thiếu các gói hệ thống: $missing. Nhờ quản trị viên chạy: apt-get install -y --no-install-recommends $missing — rồi chạy lại lệnh này." \
            "System packages are missing: $missing. Ask an administrator to run: apt-get install -y --no-install-recommends $missing — then run this command again."
    fi
    require_free_disk "$PWD" "$INSTALLATION_MB"
    say "Đang cài gói hệ thống: $missing" "Installing system packages: $missing"
    # shellcheck disable=SC2086 # one word per package
    apt_install $missing
    still=$("$SYSTEM_PYTHON" deploy/lib/missing_packages.py | tr '\n' ' ')
    [ -z "$still" ] || give_up \
        "Đã cài nhưng vẫn không nạp được: $still. Xem $LOG_DIR/apt.log." \
        "Installed, but still not loadable: $still. See $LOG_DIR/apt.log."
}

apt_install() { # PACKAGE…: quiet; what apt said stays in the log
    # A list that cannot be refreshed may still serve; only the install itself decides.
    DEBIAN_FRONTEND=noninteractive apt-get update -q >"$LOG_DIR/apt.log" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" \
        >>"$LOG_DIR/apt.log" 2>&1 </dev/null && return
    if says_no_network "$LOG_DIR/apt.log"; then give_up_without_network; fi
    give_up "Không cài được gói hệ thống ($*); xem $LOG_DIR/apt.log." \
        "The system packages ($*) could not be installed; see $LOG_DIR/apt.log."
}
