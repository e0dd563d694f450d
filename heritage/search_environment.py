"""The environment of the search server read into values. A typo stops the start with a sentence."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from heritage import environment as env
from search.engines.server_options import ServerOptions


def server_options() -> ServerOptions:
    """``DISANSO_SEARCH_API_KEY`` and its like.

    Raises:
        ImproperlyConfigured: A value that cannot be; never with the key in its sentence.
    """
    ca_file = os.environ.get("DISANSO_SEARCH_CA_FILE") or None
    if ca_file is not None and not Path(ca_file).is_file():
        raise ImproperlyConfigured(f"DISANSO_SEARCH_CA_FILE: there is no file {ca_file}")
    try:
        return ServerOptions(
            api_key=os.environ.get("DISANSO_SEARCH_API_KEY") or None,
            ca_file=ca_file,
            verify=not env.flag("DISANSO_SEARCH_TLS_UNVERIFIED"),
            refresh=os.environ.get("DISANSO_SEARCH_REFRESH") or "now",
            healthy_from=os.environ.get("DISANSO_SEARCH_HEALTH") or "yellow",
            patience_s=_seconds("DISANSO_SEARCH_TIMEOUT_S", 1.5),
            index_settings=_object("DISANSO_SEARCH_INDEX_SETTINGS"),
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"DISANSO_SEARCH_…: {error}") from error


def check_address(url: str) -> str:
    """The address of the engine, without a password in it.

    Raises:
        ImproperlyConfigured: It holds one; without telling it.
    """
    if url.startswith("http") and "@" in url:
        raise ImproperlyConfigured(
            "DISANSO_SEARCH_URL: no password in the address; use DISANSO_SEARCH_API_KEY"
        )
    return url


def _seconds(name: str, default: float) -> float:
    text = os.environ.get(name, "").strip()
    try:
        return float(text) if text else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {text!r} is no number of seconds") from error


def _object(name: str) -> dict[str, object]:
    text = os.environ.get(name, "").strip()
    try:
        found = json.loads(text) if text else {}
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f'{name}: a JSON object, such as {{"number_of_replicas": 1}}')
    return found
