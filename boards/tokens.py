"""Tokens: keys that a person makes for programs. What a token may do is what its scopes let through of what the person
may do at that moment."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from boards.askers import Asker, NotRecognised
from boards.audit import Action, note
from boards.errors import Conflicting, Malformed, Missing
from boards.models import ApiToken
from boards.moments import coming_moment
from boards.permissions import SCOPES, Capability, Scope
from boards.persons import account_number, hashed

MARK = "est_"  # what a leaked one is found by
MOST = 30  # tokens that one person has at once
_SHOWN = 10  # characters of a token kept for recognising it, the mark among them
_LASTS = timedelta(days=90)  # unless said otherwise
_USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its person sees it; `secret` only at the moment it is made."""

    number: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime
    used: datetime | None
    secret: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "prefix": self.prefix,
            "scopes": list(self.scopes),
            "created": self.created.isoformat(),
            "expires": self.expires.isoformat(),
            "used": self.used.isoformat() if self.used else None,
        }


def make_token(person: str, name: object, scopes: object, expires: object = None) -> Token:
    """A new token of the person's. `expires` is ISO 8601, None for 90 days. Raises `Malformed`, `Conflicting`."""
    if not isinstance(name, str) or not 0 < len(" ".join(name.split())) <= 60 or "\0" in name:
        raise Malformed("A token's name has 1 to 60 characters.", "name", "Say what the token is for.")
    chosen = _scopes(scopes)
    until = coming_moment(expires) or timezone.now() + _LASTS
    if _living(person).count() >= MOST:
        raise Conflicting(f"You have {MOST} tokens already.", "tokens", "Revoke one that is not used any more.")
    secret = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiToken.objects.create(
            person=person,
            user_id=account_number(person),
            name=" ".join(name.split()),
            prefix=secret[:_SHOWN],
            token_hash=hashed(secret),
            scopes=chosen,
            expires=until,
        )
        note(Action.TOKEN_MADE, person=person, token=row.pk, scopes=chosen)
    return _told(row, secret)


def tokens_of(person: str) -> list[Token]:
    """Those that work, the newest first."""
    return [_told(row) for row in _living(person).order_by("-pk")] if person else []


def revoke_token(person: str, number: int) -> None:
    """The token stops working at once. Raises `Missing`."""
    with transaction.atomic():
        if not person or not ApiToken.objects.filter(person=person, pk=number, revoked=False).update(revoked=True):
            raise Missing("You have no such token.", f"tokens/{number}", "Reload the list.")
        note(Action.TOKEN_REVOKED, person=person, token=number)


def asker_with(secret: str) -> Asker:
    """Whom a token stands for. Raises `NotRecognised` for unknown, expired and revoked ones alike."""
    now = timezone.now()
    row = ApiToken.objects.filter(token_hash=hashed(secret)).select_related("user").first()
    if row is None or row.revoked or row.expires <= now or (row.user is not None and not row.user.is_active):
        raise NotRecognised("This token does not work (any more).", "Authorization", "Make a new one in the browser.")
    if row.used is None or now - row.used > _USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used=now)
    return Asker(row.person, row.pk, _let_through(row.scopes))


def _let_through(scopes: list[str]) -> frozenset[Capability]:
    return frozenset().union(*(SCOPES[Scope(name)] for name in scopes))


def _scopes(raw: object) -> list[str]:
    known = [scope.value for scope in Scope]
    if not isinstance(raw, list) or not raw or any(name not in known for name in raw):
        raise Malformed("“scopes” is not a list of scopes.", "scopes", f"Use some of: {', '.join(known)}.")
    return [name for name in known if name in raw]


def _living(person: str) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(person=person, revoked=False, expires__gt=timezone.now())


def _told(row: ApiToken, secret: str = "") -> Token:
    return Token(row.pk, row.name, row.prefix, tuple(row.scopes), row.created, row.expires, row.used, secret)
