"""A person without an account: a random secret in the session, of which boards know only the hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, MutableMapping
from typing import Any

_KEY = "person"


def person_of(session: Mapping[str, Any]) -> str:
    """The hash that this session's memberships hang on; "" for a session that never joined anything."""
    secret = session.get(_KEY, "")
    return hashed(secret) if secret else ""


def ensure_person(session: MutableMapping[str, Any]) -> str:
    """As `person_of`, making the secret on the first time."""
    if not session.get(_KEY):
        session[_KEY] = secrets.token_urlsafe(32)
    return person_of(session)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
