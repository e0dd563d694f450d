"""The product's settings with a home of its own, engines from the environment, cheap passwords."""

import os
import tempfile

os.environ.setdefault("DISANSO_HOME", tempfile.mkdtemp(prefix="disanso-test-"))
os.environ.setdefault("DISANSO_SECRET_KEY", "tests-only")

from pathlib import Path as _Path

# Before the first database connection: a file that rasterio opens for the first time after
# SpatiaLite was loaded brings the process down (2026-11-25). The product opens files in children.
import rasterio  # noqa: F401

from heritage.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  else WhiteNoise warns at every request
LOGGING["root"]["level"] = "WARNING"  # noqa: F405

# A file, not memory: ingest works with threads, the flow tests with other processes.
DATABASES["default"].setdefault("TEST", {})  # noqa: F405
if "spatialite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"]["NAME"] = str(_Path(HOME) / "test.sqlite3")  # noqa: F405
SEARCH_INDEX = f"disanso-test-{os.getpid()}"
API_PER_MINUTE = 0  # every test comes from one address; those about limits set their own
