"""The administration's own sign-in, where accounts are off: attempts are counted and written down.

Where accounts are on, administrators sign in like everybody (`admin_login`).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from boards.audit import Action, note
from boards.errors import TooOften
from boards.persons import account_person
from boards.views.errors import explain

#: (attempts, seconds) for each address and for each name.
ATTEMPTS = (5, 300)


def bounded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` answers a sign-in with a redirect, and a failed one with its form again."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        times, seconds = ATTEMPTS
        name = hashlib.sha256(request.POST.get("username", "").lower().encode()).hexdigest()
        window = int(time.time()) // seconds
        keys = [f"sign-in:{who}:{window}" for who in (request.META.get("REMOTE_ADDR", ""), name)]
        for key in keys:
            cache.add(key, 0, seconds)
        if max(cache.incr(key) for key in keys) > times:
            return explain(request, TooOften(f"More than {times} attempts to sign in.", seconds))
        response = view(request, *args, **kwargs)
        if response.status_code == 302:
            note(Action.SIGNED_IN, person=account_person(request.user.pk or 0), method="administration")
        else:
            note(Action.SIGN_IN_FAILED, method="administration")
        return response

    return answer
