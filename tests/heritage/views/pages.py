"""Read a page as a visitor does: the words shown or spoken, without those marked as Vietnamese."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SPOKEN = {"aria-label", "alt", "title", "placeholder", "content"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._stack: list[bool] = []  # for each open element: is it to be read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        reads = (self._stack[-1] if self._stack else True) and tag not in ("script", "style")
        if self._stack:  # the language of the page itself is no exception
            reads = reads and values.get("lang") != "vi"
        if reads:
            spoken = [v for k, v in attrs if v and (k in SPOKEN or k.startswith("data-"))]
            self.words += [v for v in spoken if not v.startswith(("/", "http"))]
        if tag not in VOID:
            self._stack.append(reads)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._stack:
            self._stack.pop()

    def handle_data(self, data: str) -> None:
        if not self._stack or self._stack[-1]:
            self.words.append(data)


def words_of(html: str) -> str:
    """Everything a visitor reads or hears, except what is marked ``lang="vi"`` inside the page."""
    parser = _Words()
    parser.feed(html)
    return " ".join(" ".join(parser.words).split())
