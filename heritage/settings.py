"""The one settings file. Everything that differs between installations comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

import pyogrio  # noqa: F401  sets the data paths of the GDAL that GeoDjango loads below

from heritage import basemap, mail, search_environment
from heritage import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = env.home()
SECRET_KEY = env.secret_key(HOME)
DEBUG = env.flag("DISANSO_DEBUG")
HOST = os.environ.get("DISANSO_HOST", "127.0.0.1")
PORT = int(os.environ.get("DISANSO_PORT", "8000"))
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("DISANSO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("DISANSO_TRUSTED_ORIGINS", "").split(",") if o]

GDAL_LIBRARY_PATH = env.wheel_library("pyogrio", "libgdal*.so*")
GEOS_LIBRARY_PATH = env.wheel_library("shapely", "libgeos_c*.so*")
SPATIALITE_LIBRARY_PATH = os.environ.get("DISANSO_SPATIALITE", "mod_spatialite")

INSTALLED_APPS = [
    "heritage.apps.HeritageConfig",
    "gis.apps.GisConfig",
    "django.contrib.gis",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "leaflet",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "heritage.middleware.Gzip",
    "heritage.middleware.ContentSecurityPolicy",
    "heritage.middleware.OpenApi",
    "heritage.api.limits.RateLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "heritage.urls"
WSGI_APPLICATION = "heritage.wsgi.application"
AUTH_USER_MODEL = "heritage.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heritage.views.context.shell",
            ],
        },
    }
]

DATABASES = {"default": env.database(HOME)}
STORAGES = env.storages(HOME, "whitenoise.storage.CompressedManifestStaticFilesStorage")
# Copies of pictures whose store is no folder here: tiles are cut from them without fetching each time.
FILE_CACHE_FOLDER = HOME / "cache"
FILE_CACHE_BYTES = int(os.environ.get("DISANSO_CACHE_MB", "2048")) * 1_000_000
TASKS_URL = os.environ.get("DISANSO_TASKS_URL", "database:")
SEARCH_URL = search_environment.check_address(os.environ.get("DISANSO_SEARCH_URL", "fts5:"))
SEARCH_SERVER = search_environment.server_options()
SEARCH_INDEX = os.environ.get("DISANSO_SEARCH_INDEX", "disanso")
SEARCH_FOLDER = HOME / "index"
SEARCH_FALLBACK = not env.flag(
    "DISANSO_SEARCH_NO_FALLBACK"
)  # an embedded index is kept beside a search server
API_PER_MINUTE = env.whole_number("DISANSO_API_PER_MINUTE", 120)  # 0: nobody is counted
COUNTS_URL = os.environ.get("DISANSO_COUNTS_URL", "") or (
    TASKS_URL if TASKS_URL.startswith(("redis://", "rediss://")) else "file:"
)
# How many proxies of ours stand in front: the caller is so many places from the end of X-Forwarded-For.
PROXIES = env.whole_number("DISANSO_PROXIES", 1 if env.flag("DISANSO_BEHIND_TLS") else 0)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

READING_LIMITS = env.limits()  # of the child process that decodes one small file
VIRUS_SCANNER = env.virus_scanner()  # asked about every file that comes in; None: nobody is asked
QUARANTINE_FOLDER = HOME / "quarantine"
FIXITY_DAYS = env.whole_number("DISANSO_FIXITY_DAYS", 90)  # 0: the worker never hashes originals again
SNAPSHOT_AT = env.time_of_day("DISANSO_SNAPSHOT_AT", "23:30")  # when the worker takes the count of the day

MAIL = mail.read(os.environ.get("DISANSO_EMAIL_URL", ""))  # reminders of reports; empty: none is sent
EMAIL_BACKEND, DEFAULT_FROM_EMAIL, EMAIL_FILE_PATH = MAIL.backend, MAIL.sender, MAIL.folder
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = MAIL.has_ssl, MAIL.has_starttls, 20

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "heritage" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

# Uploads stream to a folder of ours, never to memory: a survey file may be 20 GB.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = HOME / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
DATA_UPLOAD_MAX_NUMBER_FILES = 500

# The product is looked at from a phone at the gate: no key, no foreign host, our own layers.
BASEMAP_FOLDER = HOME / "basemap"
BASEMAP = basemap.read(
    os.environ.get("DISANSO_BASEMAP", ""),
    os.environ.get("DISANSO_BASEMAP_ATTRIBUTION", ""),
    BASEMAP_FOLDER,
)
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (20.42, 106.2),
    "DEFAULT_ZOOM": 11,
    "MIN_ZOOM": 4,
    "MAX_ZOOM": 19,
    "TILES": [],  # ours to add: they fall back to our own layers when they fail
    "ATTRIBUTION_PREFIX": "",
    "RESET_VIEW": False,
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("DISANSO_BEHIND_TLS") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("DISANSO_BEHIND_TLS")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("DISANSO_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "pyogrio": {"level": "WARNING"},
        "pyvips": {"level": "WARNING"},  # tells of every thread pool, so of every tile
        "elastic_transport": {"level": "WARNING"},
        "laspy": {"level": "ERROR"},
    },
}

CELERY_BROKER_URL = TASKS_URL if not TASKS_URL.startswith("database:") else "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_IMPORTS = ["heritage.tasks"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
