"""How long one stays signed in: a bounded time altogether, and a shorter one without opening a page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

_SINCE, _SEEN = "signed_in", "seen"
#: Part of the idle time after which a visit is written down again: not every request is to write a session.
_PART = 24


def begin(session: Any) -> None:
    """Somebody signed in just now."""
    session[_SINCE] = session[_SEEN] = int(time.time())


def has_ended(session: Mapping[str, Any]) -> bool:
    """Whether who signed in has to do so again. Idleness is for pages to see: an open board is no idle one."""
    return time.time() - session.get(_SINCE, time.time()) > settings.ACCOUNT_SESSION_SECONDS


class SignedInLifetime(MiddlewareMixin):
    """Middleware right behind the sessions: ends what has lasted too long, guests' sessions excepted."""

    def process_request(self, request: HttpRequest) -> None:
        session = request.session
        if SESSION_KEY in session and (has_ended(session) or _idle(session) > settings.ACCOUNT_IDLE_SECONDS):
            session.flush()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = request.session
        if SESSION_KEY in session and _SINCE not in session:
            begin(session)  # signed in by a way that is not the accounts' own: the administration where they are off
        elif SESSION_KEY in session and _idle(session) > settings.ACCOUNT_IDLE_SECONDS / _PART:
            session[_SEEN] = int(time.time())
        return response


def _idle(session: Mapping[str, Any]) -> float:
    """Seconds."""
    return time.time() - float(session.get(_SEEN, time.time()))
