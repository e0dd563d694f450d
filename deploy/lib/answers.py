"""Exit 0 when the address answers with success, 1 when it does not (yet)."""

import sys
import urllib.request

SECONDS = 5


def answers(url: str) -> bool:
    # The address is on this machine: a proxy set for the outside must not be asked.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=SECONDS) as response:
            return bool(response.status == 200)
    except OSError:  # refused, timed out, or an HTTP error status
        return False


if __name__ == "__main__":
    sys.exit(not answers(sys.argv[1]))
