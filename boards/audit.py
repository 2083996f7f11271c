"""The audit log: who came, left, invited, exported, deleted. Written in the transaction of what it tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from boards.circumstances import present
from boards.models import AuditEntry
from boards.permissions import Capability

if TYPE_CHECKING:  # the modules of people write entries themselves
    from boards.people import Membership

Json = dict[str, Any]
PAGE = 200  # entries in one answer


class Action(str, Enum):
    """What is written down. A new one is a line here and a call of `note` where it happens."""

    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    JOINED = "joined"
    JOIN_FAILED = "join failed"
    LEFT = "left"
    BOARD_MADE = "board made"
    BOARD_DELETED = "board deleted"
    BOARD_EXPIRING = "board will expire"
    BOARD_EXPIRED = "board expired"
    BOARD_ARCHIVED = "board archived"
    BOARD_RESTORED = "board restored"
    ROLE_CHANGED = "role changed"
    MEMBER_REMOVED = "member removed"
    LINK_MADE = "link made"
    LINK_ROTATED = "link rotated"
    LINK_REVOKED = "link revoked"
    TOKEN_MADE = "token made"
    TOKEN_REVOKED = "token revoked"
    RELEASE_SIGNED = "release signed"
    GENERATED = "generation downloaded"
    EVERYTHING_BACKED_UP = "everything backed up"
    EVERYTHING_RESTORED = "everything restored"
    DATA_EXPORTED = "personal data exported"
    PERSON_DELETED = "person deleted"
    TEXTS_REDACTED = "texts redacted"


def note(action: Action, board: str = "", by: Membership | None = None, person: str = "", **details: Any) -> None:
    """Writes an entry. `details` are ids, roles and numbers, never what somebody typed.

    To be called inside the transaction of what it tells of: both are there afterwards, or neither.
    """
    now = present()
    AuditEntry.objects.create(
        action=action.value,
        board=board or (by.board if by else ""),
        member=by.id if by else "",
        person=person,
        address=now.neighbourhood,
        request=now.request,
        details=details,
    )


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry as owners see it."""

    number: int
    at: datetime
    action: str
    member: str
    address: str
    details: Json

    def to_json(self) -> Json:
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "action": self.action,
            "member": self.member,
            "address": self.address,
            "details": self.details,
        }


def entries_of(by: Membership, before: int | None = None) -> list[Noted]:
    """Entries about the board, the last first, those with a lower number than `before`; for its owners."""
    by.require(Capability.MANAGE)
    rows = AuditEntry.objects.filter(board=by.board)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [noted(row) for row in rows.order_by("-pk")[:PAGE]]


def noted(row: AuditEntry) -> Noted:
    return Noted(row.pk, row.at, row.action, row.member, row.address, row.details)
