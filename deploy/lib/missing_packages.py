"""Print the Debian packages that the product still needs here, one a line, by trying what each one brings.

Runs on the system's bare Python, before there is any virtual environment.
"""

import ctypes
import importlib.util
import sqlite3
import sys

SHARED_LIBRARIES = {  # the last four are what Open3D links to
    "libusb-1.0-0": "libusb-1.0.so.0",
    "libx11-6": "libX11.so.6",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
}


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def spatialite_loads() -> bool:
    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    try:
        connection.load_extension("mod_spatialite")
    except sqlite3.OperationalError:
        return False
    return True


def missing_packages() -> list[str]:
    missing = []
    # Debian's python3 has venv without ensurepip, so only the second tells.
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if not spatialite_loads():
        missing.append("libsqlite3-mod-spatialite")
    missing += [package for package, library in SHARED_LIBRARIES.items() if not loads(library)]
    return missing


if __name__ == "__main__":
    sys.stdout.writelines(f"{package}\n" for package in missing_packages())
