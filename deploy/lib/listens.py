"""Exit 0 when something accepts connections on HOST PORT, 1 when nothing does (yet)."""

import socket
import sys

SECONDS = 5


def listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=SECONDS):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not listens(sys.argv[1], int(sys.argv[2])))
