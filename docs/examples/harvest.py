"""Write every published item as one JSON line: ``python3 harvest.py http://127.0.0.1:8000 [unit=13972]``."""

import json
import sys
import time
import urllib.error
import urllib.request


def harvest(base, query=""):
    """Yield the items of a search, page after page; an empty query is the whole catalogue."""
    address = f"{base}/api/v1/items?limit=100&{query}"
    while address:
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310
                page = json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 429:  # too many requests in this minute
                raise
            time.sleep(int(error.headers["Retry-After"]))
            continue
        yield from page["items"]
        address = page["next"]


if __name__ == "__main__":
    for item in harvest(*sys.argv[1:3]):
        sys.stdout.write(json.dumps(item, ensure_ascii=False) + "\n")
