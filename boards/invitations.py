"""Join links: a random token, kept as a hash only, that a session exchanges for a membership."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from boards.errors import Malformed, Missing
from boards.models import JoinLink
from boards.people import Membership, enter, told
from boards.permissions import LINK_ROLES, Capability, Role
from boards.persons import hashed

_LONGEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link as those who may invite see it; `token` only at the moment it is made."""

    number: int
    role: str
    created: datetime
    expires: datetime | None
    token: str = ""

    def to_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "role": self.role,
            "created": self.created.isoformat(),
            "expires": self.expires.isoformat() if self.expires else None,
        }


def invite(by: Membership, role: object = Role.EDITOR.value, expires: object = None) -> Invitation:
    """A new link. `expires` is ISO 8601 or None for never. Raises `Forbidden`, `Malformed`."""
    by.require(Capability.INVITE)
    if role not in [known.value for known in LINK_ROLES]:
        raise Malformed(
            f"A link gives at most editor, not “{str(role)[:40]}”.",
            "role",
            f"Use one of: {', '.join(known.value for known in LINK_ROLES)}.",
        )
    token = secrets.token_urlsafe(24)
    row = JoinLink.objects.create(
        board_id=by.board, token_hash=hashed(token), role=role, made_by_id=by.id, expires=_moment(expires)
    )
    return _told(row, token)


def invitations(by: Membership) -> list[Invitation]:
    by.require(Capability.INVITE)
    return [_told(row) for row in _usable().filter(board_id=by.board)]


def revoke(by: Membership, number: int) -> None:
    """The link stops working; who came by it stays."""
    by.require(Capability.INVITE)
    if not JoinLink.objects.filter(board_id=by.board, pk=number).update(revoked=True):
        raise Missing("There is no such link on this board.", f"links/{number}", "Reload the list.")


def accept(token: str, person: str) -> Membership:
    """The membership that the token gives. Raises `Missing` for unknown, expired and revoked ones alike."""
    row = _usable().filter(token_hash=hashed(token)).select_related("board").first()
    if row is None:
        raise Missing("This link does not work any more.", "join", "Ask for a new one.")
    return told(enter(row.board, person, Role(row.role)))


def _usable():  # type: ignore[no-untyped-def]  # a queryset
    return JoinLink.objects.filter(Q(expires=None) | Q(expires__gt=timezone.now()), revoked=False)


def _told(row: JoinLink, token: str = "") -> Invitation:
    return Invitation(row.pk, row.role, row.created, row.expires, token)


def _moment(raw: object) -> datetime | None:
    if raw is None or raw == "":
        return None
    try:
        found = parse_datetime(raw) if isinstance(raw, str) else None
    except ValueError:
        found = None
    if found is None:
        raise Malformed("“expires” is not a time.", "expires", "Send ISO 8601, such as 2030-01-31T12:00:00Z.")
    found = found if timezone.is_aware(found) else timezone.make_aware(found)
    if not timezone.now() < found < timezone.now() + _LONGEST:
        raise Malformed("“expires” is not within the coming year.", "expires", "Choose a nearer time, or none.")
    return found
