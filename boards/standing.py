"""Who stands behind a socket: found at its handshake, and looked for again now and then where that can end while the
socket is open: a sign-out, a changed password, a revoked token. What a member's role ends is the room's to see."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings

from boards.askers import Asker, NotRecognised, asker_of, bearer
from boards.persons import account_number
from boards.tokens import asker_with

#: Seconds between two looks.
EVERY = 30.0


def asker_behind(scope: Mapping[str, Any]) -> Asker:
    """The token of the handshake's Authorization header, else its session. Raises `NotRecognised`."""
    secret = bearer(value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization")
    return asker_of(scope["session"]) if secret is None else asker_with(secret)


def can_end(asker: Asker) -> bool:
    """A guest's session ends by nothing but time."""
    return asker.token is not None or account_number(asker.person) is not None


def still_stands(scope: Mapping[str, Any], asker: Asker) -> bool:
    """Whether the same would be found now."""
    fresh = import_module(settings.SESSION_ENGINE).SessionStore(scope["session"].session_key)
    try:
        return asker_behind({**scope, "session": fresh}) == asker
    except NotRecognised:
        return False
