"""Who a session belongs to, as boards know them: a guest by the hash of a random secret in the session, or an account.

Everything that belongs to a person (memberships, tokens, quotas) hangs on this one text.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, MutableMapping
from typing import Any

from django.conf import settings

from boards.accounts.signed_in import account_of
from boards.errors import Forbidden

_KEY = "person"
_ACCOUNT = "account:"


def person_of(session: Mapping[str, Any]) -> str:
    """What this session's memberships hang on; "" for a session that never joined anything."""
    account = account_of(session)
    return guest_of(session) if account is None else account_person(account)


def ensure_person(session: MutableMapping[str, Any]) -> str:
    """As `person_of`, making a guest's secret on the first time."""
    found = person_of(session)
    if not found:
        session[_KEY] = secrets.token_urlsafe(32)
        found = guest_of(session)
    return found


def guest_of(session: Mapping[str, Any]) -> str:
    """The guest of this session, signed in or not; "" if there never was one."""
    secret = session.get(_KEY, "")
    return hashed(secret) if secret else ""


def forget_guest(session: MutableMapping[str, Any]) -> None:
    session.pop(_KEY, None)


def account_person(account: int) -> str:
    """The person whom the account with this number is, on every device."""
    return f"{_ACCOUNT}{account}"


def account_number(person: str) -> int | None:
    """The account's number; None for a guest."""
    return int(person.removeprefix(_ACCOUNT)) if person.startswith(_ACCOUNT) else None


def require_account(person: str, to: str) -> None:
    """Raises `Forbidden` for a guest where owning something takes an account."""
    if settings.OWNERS_NEED_ACCOUNT and account_number(person) is None:
        raise Forbidden(f"You need an account to {to}.", "account", "Sign in, or sign up.")


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
