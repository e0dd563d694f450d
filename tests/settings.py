"""The product's settings with a home of its own, engines from the environment, cheap passwords."""

import os
import tempfile

os.environ.setdefault("DISANSO_HOME", tempfile.mkdtemp(prefix="disanso-test-"))
os.environ.setdefault("DISANSO_SECRET_KEY", "tests-only")

from heritage.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
LOGGING["root"]["level"] = "WARNING"  # noqa: F405

from pathlib import Path as _Path

# A file, not memory: ingest works with threads, the flow tests with other processes.
DATABASES["default"].setdefault("TEST", {})  # noqa: F405
if "spatialite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"]["NAME"] = str(_Path(HOME) / "test.sqlite3")  # noqa: F405
SEARCH_INDEX = f"disanso-test-{os.getpid()}"
