"""Whether a session is signed in, verified: an account that was closed or changed its password is not, nor one that
signed in too long ago."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user

from boards.accounts.lifetime import has_ended

_KEYS = (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY)
_FOUND = "_account_found"


@dataclass(frozen=True, slots=True)
class _Request:
    """What Django's `get_user` wants to be handed."""

    session: Any


def account_of(session: Mapping[str, Any]) -> int | None:
    """The number of the account that the session is signed in with; None for guests and where accounts are off."""
    if not settings.ACCOUNTS or SESSION_KEY not in session or has_ended(session):
        return None
    claimed = tuple(session.get(key) for key in _KEYS)
    known = getattr(session, _FOUND, None)
    if known is None or known[0] != claimed:  # asked several times in a request, and changed by signing in
        known = (claimed, get_user(_Request(session)).pk)  # type: ignore[arg-type]
        setattr(session, _FOUND, known)
    found: int | None = known[1]
    return found
