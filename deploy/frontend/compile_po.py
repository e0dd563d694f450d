"""Compile the English texts, and say which texts of the product have no English yet.

Plain, it writes django.mo beside django.po. With `--check` it only compares, and exits 1 when a text is
missing or the compiled file is stale. GNU gettext is not on a bare machine, so nothing here needs it.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "heritage" / "locale" / "en" / "LC_MESSAGES" / "django.po"
GETTEXT_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
LITERAL = r"""(u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b(?:_|gettext)\(\s*{LITERAL}")
TEMPLATE_PLURAL = re.compile(rf"\bngettext\(\s*{LITERAL}\s*,\s*{LITERAL}")
MAGIC = 0x950412DE


def main(arguments: list[str]) -> int:
    """Compile or check; return the exit status."""
    entries = read_po(CATALOGUE.read_text(encoding="utf-8"))
    used = set(texts_in_templates()) | set(texts_in_code())
    missing = sorted(text for text in used if not entries.get(text))
    compiled = mo_bytes(entries)
    target = CATALOGUE.with_suffix(".mo")
    stale = not target.exists() or target.read_bytes() != compiled
    if "--check" not in arguments:
        target.write_bytes(compiled)
    for text in missing:
        sys.stdout.write(f"no English: {text.replace(chr(0), ' // ')}\n")
    for text in sorted(set(entries) - used - {""}):
        sys.stdout.write(f"not used: {text.replace(chr(0), ' // ')}\n")
    sys.stdout.write(f"{len(entries) - 1} texts, {len(missing)} without English\n")
    return int("--check" in arguments and (bool(missing) or stale))


def read_po(source: str) -> dict[str, str]:
    """Map each msgid to its msgstr; of plural entries, both joined by NUL, as gettext stores them."""
    entries: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", source):
        parts: dict[str, str] = {}
        field = ""
        for line in block.splitlines():
            match = re.match(r'(msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")$', line)
            if match:
                field = match[1]
                parts[field] = ast.literal_eval(match[2])
            elif line.startswith('"') and field:
                parts[field] += ast.literal_eval(line)
        if "msgid" not in parts:
            continue
        if "msgid_plural" in parts:
            key = f"{parts['msgid']}\0{parts['msgid_plural']}"
            entries[key] = "\0".join(parts[name] for name in sorted(parts) if name.startswith("msgstr["))
        else:
            entries[parts["msgid"]] = parts.get("msgstr", "")
    return entries


def mo_bytes(entries: dict[str, str]) -> bytes:
    """Write the GNU mo format, version 0, little endian, without a hash table or empty texts."""
    pairs = [(key.encode(), value.encode()) for key, value in sorted(entries.items()) if value]
    ids = b"".join(key + b"\0" for key, _ in pairs)
    id_table: list[int] = []
    text_table: list[int] = []
    texts_at = 7 * 4 + 16 * len(pairs)
    id_at, text_at = texts_at, texts_at + len(ids)
    for key, value in pairs:
        id_table += [len(key), id_at]
        text_table += [len(value), text_at]
        id_at += len(key) + 1
        text_at += len(value) + 1
    header = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    tables = struct.pack(f"<{4 * len(pairs)}I", *id_table, *text_table)
    return header + tables + ids + b"".join(value + b"\0" for _, value in pairs)


def texts_in_templates() -> Iterator[str]:
    """Yield every text that a template hands to gettext."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for match in TEMPLATE_CALL.finditer(source):
            yield ast.literal_eval(match[1].removeprefix("u"))
        for match in TEMPLATE_PLURAL.finditer(source):
            yield "\0".join(ast.literal_eval(each.removeprefix("u")) for each in match.groups())


def texts_in_code() -> Iterator[str]:
    """Yield every literal that code of the heritage package hands to gettext."""
    for path in sorted((ROOT / "heritage").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            literals = [
                a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
            ]
            if name in GETTEXT_CALLS and literals:
                yield literals[0]
            elif name in PLURAL_CALLS and len(literals) > 1:
                yield f"{literals[0]}\0{literals[1]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
