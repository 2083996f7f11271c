"""Settings as in production pass Django's own check for deployment, without a warning."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from django.contrib.sessions.backends.db import SessionStore

from eventstorm.environment import read_environment
from tools.audit_dependencies import ROOT

PRODUCTION = {
    "SECRET_KEY": "q7Zr0vXc2LkP9tYw4NbE8sHd3JmF6uGa1RiTfVxOzKyCpWlB5uQh",
    "HTTPS": "1",
    "HOST": "0.0.0.0",
    "ALLOWED_HOSTS": "storm.example",
    "DATABASE_URL": "postgres://eventstorm@127.0.0.1:5432/eventstorm",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def manage(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **PRODUCTION}
    environment.pop("DEBUG", None)
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_djangos_check_for_deployment_has_nothing_to_say():
    done = manage("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "WARNINGS" not in done.stderr, done.stderr
    assert "ERRORS" not in done.stderr, done.stderr


def test_cookies_over_https_are_of_this_host_alone():
    program = """
import django, json
django.setup()
from django.conf import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
  s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.DEBUG,
  s.MESSAGE_STORAGE.rpartition(".")[2]]))
"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventstorm.settings")
    done = manage("-c", program)
    told = ["__Host-sessionid", "__Host-csrftoken", True, True, True, "Lax", None, "/", False, "SessionStorage"]
    assert json.loads(done.stdout) == told, done.stderr


def test_letters_and_quotas_are_short_lived_and_nothing_in_redis_is_unpickled():
    program = """
import django, json
django.setup()
from django.conf import settings as s
from django.core.cache import cache
print(json.dumps([s.PASSWORD_RESET_TIMEOUT, type(cache._cache._serializer).__name__]))
"""
    done = manage("-c", program)
    assert json.loads(done.stdout) == [3600, "Json"], done.stderr


def test_a_key_is_replaced_without_anybody_losing_a_session(settings):
    old, settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY, []
    kept = SessionStore().encode({"person": "a guest"})
    settings.SECRET_KEY = "another key " * 4
    assert SessionStore().decode(kept) == {}
    settings.SECRET_KEY_FALLBACKS = [old]
    assert SessionStore().decode(kept) == {"person": "a guest"}
    assert read_environment({"SECRET_KEY": "k" * 40, "SECRET_KEY_FALLBACKS": "one, two"}, ROOT / "var").former_keys == (
        "one",
        "two",
    )
