"""Whose fault a failure is: the file's (refused, with a reason) or ours (logged, with a number)."""

from __future__ import annotations


class MediaError(Exception):
    """Base. Do not raise directly."""


class MediaRefused(MediaError):
    """The file is at fault: it is refused with a stable code, a sentence and what to do.

    Children set ``code``, ``vi`` and ``en``; ``vi``/``en`` hold the reason and then the remedy, as
    ``str.format`` templates over the keyword arguments.
    """

    code = "refused"
    vi = "Không đọc được tệp."
    en = "The file cannot be read."

    def __init__(self, detail: str = "", **figures: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.figures = figures

    def sentence(self, language: str) -> str:
        """The reason and the remedy in ``vi`` or ``en``."""
        template = self.vi if language == "vi" else self.en
        return template.format(**self.figures)


class WorkerFailed(MediaError):
    """Our fault: the child process died for a reason that is not the file's."""
