"""Print the demonstration's accounts from the file that load_demo wrote, as one aligned table."""

import json
import sys
from pathlib import Path

COLUMNS = {
    "username": "Tên đăng nhập / User",
    "password": "Mật khẩu / Password",
    "role": "Vai trò / Role",
    "unit": "Đơn vị / Unit",
}


def table(accounts: list[dict[str, str | None]]) -> str:
    rows = [list(COLUMNS.values())] + [[account.get(key) or "–" for key in COLUMNS] for account in accounts]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    return "\n".join(
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


if __name__ == "__main__":
    sys.stdout.write(table(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))) + "\n")
