"""Liveness and readiness, for whatever restarts or routes."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from eventstorm import draining


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The process stays and the database answers; 503 otherwise. Redis is told of and not required: boards go on
    without it (docs/decisions/0009), and taking every process out at once would help nobody."""
    if draining.begun():
        return JsonResponse({"ready": False, "draining": True}, status=503)
    database = _database_answers()
    found = {"ready": database, "database": database}
    if settings.REDIS_URL:
        found["redis"] = _redis_answers()
    return JsonResponse(found, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False


def _redis_answers() -> bool:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
            return bool(redis.ping())
    except (RedisError, OSError):
        return False
