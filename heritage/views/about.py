"""What this site is, whose the data are, how accessible it is, what it knows of its visitors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """One calm page."""
    return render(request, "pages/about.html")
