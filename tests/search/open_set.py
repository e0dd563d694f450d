"""The open test set as files for others: ``python -m tests.search.open_set`` writes ``documents.csv`` anew.

``pairs.csv`` holds the questions; ``documents.csv`` the documents that they are asked of.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from search.documents import SearchDocument
from tests.search.catalogue_more import OPEN_SET

DOCUMENTS = Path(__file__).with_name("documents.csv")
BETWEEN = "|"  # values of one field
_LISTS = ("names", "names_en", "unit_names", "persons", "decisions", "keywords", "texts", "pages", "has")
_COLUMNS = ("id", *_LISTS, "category", "rank", "rank_weight", "level", "dynasties", "first_year", "last_year")


def documents_csv() -> str:
    """The documents of the set, a line each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(map(_row, OPEN_SET))
    return out.getvalue()


def _row(document: SearchDocument) -> list[object]:
    years = document.years
    return [
        document.id,
        *(BETWEEN.join(getattr(document, name)) for name in _LISTS),
        document.category,
        document.rank,
        document.rank_weight,
        document.level,
        BETWEEN.join(document.dynasties),
        years.first if years else "",
        years.last if years else "",
    ]


if __name__ == "__main__":
    DOCUMENTS.write_text(documents_csv(), encoding="utf-8")
