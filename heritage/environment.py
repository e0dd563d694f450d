"""The environment read into values. An unknown scheme or a typo stops the start with a sentence."""

from __future__ import annotations

import datetime as dt
import glob
import importlib.util
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

from heritage.virus_scanner import OVERLAP, Scanner
from media_pipeline.limits import Limits

LIMITS = {
    "DISANSO_LIMIT_WALL_S": "wall_s",
    "DISANSO_LIMIT_CPU_S": "cpu_s",
    "DISANSO_LIMIT_MEMORY_MB": "resident_mb",
    "DISANSO_LIMIT_ADDRESS_MB": "address_mb",
    "DISANSO_LIMIT_OUTPUT_MB": "output_mb",
    "DISANSO_LIMIT_MEGAPIXELS": "pixels_mp",
    "DISANSO_LIMIT_MILLION_POINTS": "points_m",
}


def wheel_library(package: str, pattern: str) -> str:
    """Path of a shared library that ships inside an installed wheel (GDAL in pyogrio, GEOS in shapely)."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ImproperlyConfigured(f"{package} is not installed")
    base = Path(list(spec.submodule_search_locations)[0]).parent
    found = glob.glob(str(base / f"{package}.libs" / pattern))
    if not found:
        raise ImproperlyConfigured(f"{package} ships no {pattern}")
    return found[0]


def home() -> Path:
    """``DISANSO_HOME``, made when missing."""
    folder = Path(os.environ.get("DISANSO_HOME", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """``DISANSO_SECRET_KEY``, or one made on first start and kept in the home for its owner only."""
    given = os.environ.get("DISANSO_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def database(folder: Path) -> dict[str, Any]:
    """``DISANSO_DATABASE_URL`` as Django's DATABASES entry.

    The embedded default takes the write lock at the start of a transaction and waits for it: with
    Django's own defaults four writers lose one transaction in seven (measured 2026-11-23).
    """
    url = os.environ.get("DISANSO_DATABASE_URL", "")
    parsed = urlparse(url)
    if not url or parsed.scheme == "spatialite":
        name = parsed.path if url and parsed.path else str(folder / "disanso.sqlite3")
        return {
            "ENGINE": "django.contrib.gis.db.backends.spatialite",
            "NAME": name,
            # Opening costs 5 ms, most of it SpatiaLite's own start (measured 2026-11-25).
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
            },
        }
    if parsed.scheme in ("postgis", "postgres", "postgresql"):
        return {
            "ENGINE": "django.contrib.gis.db.backends.postgis",
            "NAME": parsed.path.lstrip("/"),
            "USER": unquote(parsed.username or ""),
            "PASSWORD": unquote(parsed.password or ""),
            "HOST": parsed.hostname or "",
            "PORT": str(parsed.port or 5432),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"DISANSO_DATABASE_URL: unknown scheme {parsed.scheme!r}")


def storages(folder: Path, static: str) -> dict[str, Any]:
    """``DISANSO_STORAGE_URL`` as Django's STORAGES: aliases ``originals`` and ``derivatives``."""
    url = os.environ.get("DISANSO_STORAGE_URL", "")
    aliases: dict[str, Any] = {"staticfiles": {"BACKEND": static}}
    if not url:
        for alias in ("default", "originals", "derivatives"):
            aliases[alias] = {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(folder / ("files" if alias == "default" else alias))},
            }
        return aliases
    parsed = urlparse(url)
    if parsed.scheme != "s3":
        raise ImproperlyConfigured(f"DISANSO_STORAGE_URL: unknown scheme {parsed.scheme!r}")
    options = {key: values[-1] for key, values in parse_qs(parsed.query).items()}
    unknown = set(options) - {"endpoint_url", "region_name", "access_key", "secret_key"}
    if unknown:
        raise ImproperlyConfigured(f"DISANSO_STORAGE_URL: unknown option {sorted(unknown)[0]!r}")
    for alias in ("default", "originals", "derivatives"):
        aliases[alias] = {
            "BACKEND": "heritage.bucket.Bucket",
            "OPTIONS": {
                **options,
                "bucket_name": parsed.netloc,
                "location": "files" if alias == "default" else alias,
                "file_overwrite": False,
                "querystring_auth": True,
                "default_acl": None,
            },
        }
    return aliases


def limits() -> Limits:
    """The variables in ``LIMITS``: what the reading of one small file may use; larger ones are given more."""
    alike = (name for name in os.environ if name.split("_")[:2] == ["DISANSO", "LIMIT"])
    unknown = sorted(name for name in alike if name not in LIMITS)
    if unknown:
        raise ImproperlyConfigured(f"{unknown[0]}: no such limit; there are {', '.join(LIMITS)}")
    defaults = Limits().as_dict()
    read = {field: whole_number(name, int(defaults[field])) for name, field in LIMITS.items()}
    for name, field in LIMITS.items():
        if read[field] == 0:
            raise ImproperlyConfigured(f"{name}: nothing could be read with a limit of zero")
    return Limits(**read)


def virus_scanner() -> Scanner | None:
    """``DISANSO_CLAMD``: ``unix:/path/of/socket`` or ``tcp://host:port``; None when it is not set."""
    url = os.environ.get("DISANSO_CLAMD", "")
    if not url:
        return None
    part = whole_number("DISANSO_CLAMD_PART_MB", 25) << 20
    parsed = urlparse(url)
    try:
        port = parsed.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DISANSO_CLAMD: {error}") from error
    if part < 2 * OVERLAP:
        raise ImproperlyConfigured("DISANSO_CLAMD_PART_MB: at least 2")
    if parsed.scheme == "unix" and parsed.path.startswith("/"):
        return Scanner(parsed.path, part)
    if parsed.scheme == "tcp" and parsed.hostname and port:
        return Scanner((parsed.hostname, port), part)
    raise ImproperlyConfigured(f"DISANSO_CLAMD: {url!r} is neither unix:/path nor tcp://host:port")


def whole_number(name: str, default: int) -> int:
    """A count of zero or more; anything else is an error."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}: {value!r} is no whole number")
    return int(value)


def time_of_day(name: str, default: str) -> dt.time:
    """Hours and minutes of the local clock, as ``23:30``; anything else is an error."""
    value = os.environ.get(name, "").strip() or default
    try:
        return dt.datetime.strptime(value, "%H:%M").time()
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {value!r} is no time of day such as {default}") from error


def flag(name: str) -> bool:
    """Whether an on/off variable is on; anything but a plain yes or no is an error."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "false", "off", "no"):
        return False
    if value in ("1", "true", "on", "yes"):
        return True
    raise ImproperlyConfigured(f"{name}: {value!r} is neither on nor off")
