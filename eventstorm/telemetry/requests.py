"""HTTP requests by method, route and status: counted in plain numbers, of which there are few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

from boards.metrics import Distribution

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Requests:
    """What was answered, to be called on the event loop."""

    def __init__(self) -> None:
        self.seconds: dict[tuple[str, str], Distribution] = {}
        self.answers: dict[tuple[str, str, int], int] = {}

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """`status` 0: the client went away before there was one. Few methods are told: clients make them up."""
        method = method if method in _METHODS else "other"
        taken = self.seconds.get((method, route))
        if taken is None:
            taken = self.seconds[method, route] = Distribution()
        taken.observe(seconds)
        key = (method, route, status)
        self.answers[key] = self.answers.get(key, 0) + 1


REQUESTS = Requests()


@sync_and_async_middleware
def route_seen(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Django middleware: leaves the template of the request's address for `Observed`."""
    if iscoroutinefunction(get_response):

        async def later(request: Any) -> Any:
            response = await get_response(request)
            _leave(request)
            return response

        return later

    def now(request: Any) -> Any:
        response = get_response(request)
        _leave(request)
        return response

    return now


def _leave(request: Any) -> None:
    seen = getattr(request, "scope", {}).get("eventstorm.seen")
    match = getattr(request, "resolver_match", None)
    if seen is not None and match is not None:
        seen.route = f"/{match.route}"
