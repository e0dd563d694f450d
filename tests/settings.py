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
