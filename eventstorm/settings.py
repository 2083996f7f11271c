"""Django settings; everything that differs between places comes from `eventstorm.environment`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import dj_database_url

from eventstorm import accounts
from eventstorm.environment import read_environment
from eventstorm.operating import read_operating
from eventstorm.secret_files import with_secret_files
from eventstorm.telemetry.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("EVENTSTORM_VAR", BASE_DIR / "var"))
_SAID = with_secret_files(os.environ)
ENVIRONMENT = read_environment(_SAID, VAR)
OPERATING = read_operating(_SAID)
_ACCOUNTS = accounts.read_accounts(_SAID)

SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.former_keys)
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
DEBUG = ENVIRONMENT.debug
#: Nobody but this machine can reach the server: the example boards open without an invitation.
EMBEDDED = ENVIRONMENT.embedded
REDIS_URL = ENVIRONMENT.redis_url

INSTALLED_APPS = [
    # `manage.py runserver` with sockets; nothing else needs Twisted in its process.
    *(["daphne"] if "runserver" in sys.argv else []),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "boards",
    *(accounts.apps(_ACCOUNTS)),
]
MIDDLEWARE = [
    "eventstorm.telemetry.requests.route_seen",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "boards.accounts.lifetime.SignedInLifetime",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *([accounts.MIDDLEWARE] if _ACCOUNTS.on else []),
]
ROOT_URLCONF = "eventstorm.urls"
ASGI_APPLICATION = "eventstorm.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "boards.accounts.context.accounts",
            ]
        },
    }
]

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes the lock when it begins: two rooms wait for each other instead of failing at commit.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged survives a power cut, not only a killed process.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {
        # A file, since rooms write from threads of their own; per process, since several test runs may be under way.
        "NAME": os.path.join(tempfile.gettempdir(), f"eventstorm-test-{os.getpid()}.sqlite3")
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 10,
        # A server that went without a word is noticed within half a minute, by a connection at work as by an idle one.
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        # A process that was stopped while it held a board's row keeps nobody waiting for long.
        "options": "-c lock_timeout=20s -c idle_in_transaction_session_timeout=60s",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {
            "BACKEND": "eventstorm.cache.RedisOrMemory",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"serializer": "eventstorm.cache.Json", "socket_timeout": 0.5, "socket_connect_timeout": 0.5},
            "VERSION": 2,  # 1 was pickled
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "eventstorm.statics.VersionedStorage"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 180  # a guest's boards hang on the session
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of a third name
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
CSRF_FAILURE_VIEW = "boards.views.errors.csrf_failure"
if ENVIRONMENT.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from beside the server, past the proxy
    # A browser takes a cookie of these names only from this very host over https: no neighbour can plant one.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    # Whether all of a registered domain goes onto the browsers' own lists is for its owner to say.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

#: Of accounts, where there are any (docs/people.md); the validators hold for administrators too.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "boards.accounts.passwords.ContextWords", "OPTIONS": {"hosts": ALLOWED_HOSTS}},
    *accounts.refused_passwords(_SAID),
]
globals().update(accounts.account_settings(_ACCOUNTS, _SAID, ENVIRONMENT.https))

#: Room for the largest document and a form around it; `eventstorm.body_limit` lets nothing larger through.
DATA_UPLOAD_MAX_MEMORY_SIZE = 34 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "boards.api.bearer.TokenAuthentication",
        "boards.api.session.PersonAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["boards.api.parsing.BoundedJson"],
    "EXCEPTION_HANDLER": "boards.api.errors.answer_exception",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Eventstorm",
    "DESCRIPTION": "Boards, their operations, what the analysis says of them and what is generated from them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {"RoleEnum": "boards.api.shapes.ROLES", "LinkedRoleEnum": "boards.api.shapes.LINKED"},
}

#: Sockets in one room of one process; who is over is asked to come back later.
ROOM_SOCKETS = ENVIRONMENT.room_sockets

#: Processes for analysis and generation beside the server's; 0: in the server's own threads.
COMPUTING_PROCESSES = ENVIRONMENT.computing_processes

#: What one person (a session) may ask for in a window of so many seconds: (times, seconds).
QUOTAS = {
    "create": (120, 3600),
    "push": (3000, 60),
    "analyse": (240, 60),
    "generate": (120, 60),
    "invite": (120, 3600),
    "data": (20, 3600),
    "token": (60, 3600),
    "join": (120, 60),
}

LOGGING = logging_settings(OPERATING.log_format, OPERATING.log_requests)
