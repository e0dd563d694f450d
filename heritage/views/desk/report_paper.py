"""A report as the page shows it: the same blocks that its files are written from."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from heritage.reports.paper import Block, Cell, Paper, Picture, Run, Table


def paper_rows(paper: Paper) -> dict[str, Any]:
    """Context of ``parts/report_paper.html``."""
    return {
        "head": paper.head,
        "kind": paper.kind,
        "subject": paper.subject,
        "blocks": [_block(block) for block in paper.blocks],
        "signature": paper.signature,
        "recipients": paper.recipients,
        "annex_title": paper.annex_title,
        "annex": [_block(block) for block in paper.annex],
        "told": paper.told,
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return {
            "is": "table",
            "caption": block.caption,
            "head": block.head,
            "rows": [[_cell(cell) for cell in row] for row in block.rows],
            "last_is_total": block.last_is_total,
        }
    if isinstance(block, Picture):
        return {"is": "picture", "svg": _drawing(block.svg), "caption": block.caption, "text": block.text}
    return {"is": str(block.style), "runs": [_run(run) for run in block.runs]}


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "link": cell.link, "align": str(cell.align), "bold": cell.bold}


def _run(run: Run) -> dict[str, Any]:
    return {"text": run.text, "link": run.link, "bold": run.bold, "italic": run.italic}


def _drawing(svg: str) -> SafeString:
    # Drawn by heritage.reports.chart and heritage.projections.drawn_map, which escape every text.
    return mark_safe(svg)  # noqa: S308
