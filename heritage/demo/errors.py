"""What can keep the demonstration from being generated."""

from __future__ import annotations


class DemoError(Exception):
    """Base. Do not raise directly."""


class NoVietnameseFont(DemoError):
    """No font with Vietnamese letters was found in the installed packages."""


class UnknownSurvey(DemoError):
    """No survey is planned for this item."""
