"""Liveness and readiness, for whatever restarts or routes."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from eventstorm import draining


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """The process stays, the database answers, and Redis where it is configured; 503 otherwise."""
    if draining.begun():
        return JsonResponse({"ready": False, "draining": True}, status=503)
    checks = {"database": _database_answers()}
    if settings.REDIS_URL:
        checks["redis"] = _redis_answers()
    return JsonResponse({"ready": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False


def _redis_answers() -> bool:
    try:
        cache.set("ready", "1", 5)
        return bool(cache.get("ready") == "1")
    except Exception:  # whatever the client raises, the answer is the same: not ready
        return False
