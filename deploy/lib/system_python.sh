# Which python3 of this machine can carry the product: 3.11 or 3.12, able to load SQLite extensions.
# shellcheck shell=sh

python_fits() { # PYTHON: many builds answer to the name but were made without extension loading
    "$1" - 2>/dev/null <<'PYTHON'
import sqlite3
import sys

connection = sqlite3.connect(":memory:")
connection.enable_load_extension(True)
sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})
PYTHON
}

find_system_python() { # sets SYSTEM_PYTHON; the distribution's own goes first, whatever the PATH says
    for candidate in /usr/bin/python3 /usr/bin/python3.12 /usr/bin/python3.11 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 && python_fits "$candidate"; then
            # shellcheck disable=SC2034 # read by the parts that come after
            SYSTEM_PYTHON=$(command -v "$candidate")
            return
        fi
    done
    give_up \
        "Máy này không có Python 3.11 hoặc 3.12 nạp được phần mở rộng SQLite; trên Debian 12 hoặc Ubuntu 24.04, hãy chạy: apt-get install python3" \
        "This machine has no Python 3.11 or 3.12 that can load SQLite extensions; on Debian 12 or Ubuntu 24.04, run: apt-get install python3"
}
