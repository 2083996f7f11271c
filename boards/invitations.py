"""Join links: a random token, kept as a hash only, that a session exchanges for a membership."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from boards.audit import Action, note
from boards.circumstances import present
from boards.errors import Malformed, Missing
from boards.models import JoinLink, Member
from boards.moments import coming_moment
from boards.people import Membership, enter, remove_who_came_by, told
from boards.permissions import LINK_ROLES, Capability, Role
from boards.persons import hashed

_MOST_USES = 10_000


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link as those who may invite see it; `token` only at the moment it is made or rotated."""

    number: int
    role: str
    created: datetime
    expires: datetime | None
    used: int
    most_uses: int | None
    token: str = ""

    def to_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "role": self.role,
            "created": self.created.isoformat(),
            "expires": self.expires.isoformat() if self.expires else None,
            "used": self.used,
            "most_uses": self.most_uses,
        }


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link would give to somebody. `asks`: following it uses it up, which is to be wanted, since programs that
    show previews of links follow them too."""

    board: str
    name: str
    role: str
    asks: bool


def invite(
    by: Membership, role: object = Role.EDITOR.value, expires: object = None, most_uses: object = None
) -> Invitation:
    """A new link. `expires` is ISO 8601 or None for never. Raises `Forbidden`, `Malformed`."""
    by.require(Capability.INVITE)
    if role not in [known.value for known in LINK_ROLES]:
        raise Malformed(
            f"A link gives at most editor, not “{str(role)[:40]}”.",
            "role",
            f"Use one of: {', '.join(known.value for known in LINK_ROLES)}.",
        )
    token = _new_token()
    with transaction.atomic():
        row = JoinLink.objects.create(
            board_id=by.board,
            token_hash=hashed(token),
            role=role,
            made_by_id=by.id,
            expires=coming_moment(expires),
            most_uses=_uses(most_uses),
        )
        note(Action.LINK_MADE, by=by, link=row.pk, role=row.role)
    return _told(row, token)


def invitations(by: Membership) -> list[Invitation]:
    by.require(Capability.INVITE)
    return [_told(row) for row in _usable().filter(board_id=by.board)]


def rotate(by: Membership, number: int) -> Invitation:
    """The link gets another token, counted anew; the one before is dead in the same moment."""
    by.require(Capability.INVITE)
    token = _new_token()
    with transaction.atomic():
        changed = _alive().filter(board_id=by.board, pk=number).update(token_hash=hashed(token), used=0)
        if not changed:
            raise _no_such_link(number)
        note(Action.LINK_ROTATED, by=by, link=number)
    return _told(JoinLink.objects.get(pk=number), token)


def revoke(by: Membership, number: int, and_remove: bool = False) -> None:
    """The link stops working. Who came by it stays, unless `and_remove`, which takes the owner's say."""
    by.require(Capability.INVITE)
    with transaction.atomic():
        if not JoinLink.objects.filter(board_id=by.board, pk=number).update(revoked=True):
            raise _no_such_link(number)
        note(Action.LINK_REVOKED, by=by, link=number, and_remove=and_remove)
        if and_remove:
            remove_who_came_by(by, number)


def offer(token: str, person: str) -> Offer:
    """What the token would give. Raises `Missing` for unknown, expired, revoked and used up ones alike."""
    row = _alive().filter(token_hash=hashed(token)).select_related("board").first()
    if row is None:
        raise _guessed(person)
    known = Member.objects.filter(board_id=row.board_id, person=person).exists()
    if not known and row.most_uses is not None and row.used >= row.most_uses:
        raise _guessed(person)
    return Offer(row.board_id, row.board.name, row.role, row.most_uses is not None and not known)


def accept(token: str, person: str, name: str = "") -> Membership:
    """The membership that the token gives. Who is a member already uses nothing up. Raises `Missing` as `offer`."""
    with transaction.atomic():
        row = _alive().filter(token_hash=hashed(token)).select_related("board").first()
        if row is None:
            raise _dead()
        known = Member.objects.filter(board_id=row.board_id, person=person).exists()
        if not known and not _usable().filter(pk=row.pk, token_hash=row.token_hash).update(used=F("used") + 1):
            raise _dead()
        member = told(enter(row.board, person, Role(row.role), " ".join(name.split())[:60], by=row))
        if not known:
            note(Action.JOINED, by=member, person=person, link=row.pk, role=member.role)
    return member


def _alive() -> QuerySet[JoinLink]:
    return JoinLink.objects.filter(Q(expires=None) | Q(expires__gt=timezone.now()), revoked=False)


def _usable() -> QuerySet[JoinLink]:
    return _alive().filter(Q(most_uses=None) | Q(used__lt=F("most_uses")))


def _new_token() -> str:
    return secrets.token_urlsafe(24)


def _dead() -> Missing:
    return Missing(
        "This link does not work any more.",
        "join",
        "It has expired, or was revoked, replaced or used up. Ask whoever sent it for a new one.",
    )


def _guessed(person: str) -> Missing:
    """Written down once a minute and neighbourhood: guessing is to be seen, and not to fill the disk."""
    if cache.add(f"join-failed:{present().neighbourhood}", 1, 60):
        note(Action.JOIN_FAILED, person=person)
    return _dead()


def _no_such_link(number: int) -> Missing:
    return Missing("There is no such link on this board.", f"links/{number}", "Reload the list.")


def _told(row: JoinLink, token: str = "") -> Invitation:
    return Invitation(row.pk, row.role, row.created, row.expires, row.used, row.most_uses, token)


def _uses(raw: object) -> int | None:
    if raw is None:
        return None
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 < raw <= _MOST_USES:
        raise Malformed(
            f"“most_uses” is not a number from 1 to {_MOST_USES}.", "most_uses", "Leave it out for no limit."
        )
    return raw
