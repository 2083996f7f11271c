"""Members of a board: how they come, what they are called, what they may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from boards.errors import Forbidden, Malformed, Missing, no_such_board
from boards.models import Board, Member
from boards.permissions import CAPABILITIES, Capability, NotAllowed, Role, require
from modeling import limits

#: Colours of cursors and avatars: apart from each other and from the notes, legible under white text.
COLOURS = (
    "#2563EB", "#B91C5C", "#047857", "#7C3AED", "#B45309", "#0E7490",
    "#BE123C", "#4D7C0F", "#6D28D9", "#1D4ED8", "#9A3412", "#0F766E",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Membership:
    """A person on a board, as everything outside the rows knows them."""

    board: str
    id: str
    name: str
    colour: str
    role: str

    def require(self, capability: Capability) -> None:
        """Raises `Forbidden` unless the role includes it."""
        try:
            require(self.role, capability)
        except NotAllowed as error:
            raise Forbidden(str(error), do="Ask the owner of the board.") from None

    @property
    def capabilities(self) -> list[str]:
        return sorted(capability.value for capability in CAPABILITIES[Role(self.role)])

    def to_json(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "colour": self.colour, "role": self.role}


def membership(board_id: str, person: str) -> Membership:
    """The person's membership; raises `Missing` for strangers as for boards that are not there.

    On a machine of one's own (`EMBEDDED`) the example boards take in whoever opens them.
    """
    found = Member.objects.filter(board_id=board_id, person=person).first() if person else None
    if found is None and person and settings.EMBEDDED:
        example = Board.objects.filter(pk=board_id).exclude(example="").first()
        found = enter(example, person, Role.FACILITATOR) if example else None
    if found is None:
        raise no_such_board(board_id)
    return told(found)


def told(row: Member) -> Membership:
    return Membership(row.board_id, row.id, row.name, row.colour, row.role)


def enter(board: Board, person: str, role: Role, name: str = "") -> Member:
    """The person's row on the board, made if need be; an existing one keeps its role unless `role` is more."""
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        found = Member.objects.filter(board=board, person=person).first()
        order = list(Role)
        if found is None:
            count = Member.objects.filter(board=board).count()
            found = Member.objects.create(
                board=board,
                person=person,
                role=role.value,
                name=(name or f"Guest {count + 1}")[: limits.NAME],
                colour=COLOURS[count % len(COLOURS)],
            )
        elif order.index(role) < order.index(Role(found.role)):
            found.role = role.value
            found.save(update_fields=["role"])
    return found


def members_of(board_id: str) -> list[Membership]:
    return [told(row) for row in Member.objects.filter(board_id=board_id)]


def roles_of(board_id: str, ids: Sequence[str]) -> dict[str, str]:
    """Role by member id, of those who are (still) members."""
    rows = Member.objects.filter(board_id=board_id, pk__in=ids).values_list("pk", "role")
    return dict(rows)


def rename_member(who: Membership, name: object) -> Membership:
    """Raises `Malformed` for anything but a name."""
    if not isinstance(name, str) or not name.strip() or len(name.strip()) > 60:
        raise Malformed("A name has 1 to 60 characters.", "name", "Send another name.")
    Member.objects.filter(pk=who.id).update(name=" ".join(name.split()))
    return told(Member.objects.get(pk=who.id))


def change_role(by: Membership, member_id: str, role: object) -> Membership:
    """Gives a person another role. The last owner stays one."""
    by.require(Capability.MANAGE)
    if role not in [known.value for known in Role]:
        raise Malformed(
            f"“{str(role)[:40]}” is not a role.", "role", f"Use one of: {', '.join(r.value for r in Role)}."
        )
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=by.board)
        row = _other(by, member_id)
        _keep_an_owner(row, str(role))
        row.role = str(role)
        row.save(update_fields=["role"])
    return told(row)


def remove_member(by: Membership, member_id: str) -> None:
    """Takes a person off the board; what they wrote stays."""
    if member_id != by.id:
        by.require(Capability.MANAGE)
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=by.board)
        row = _other(by, member_id)
        _keep_an_owner(row, "")
        row.delete()


def _other(by: Membership, member_id: str) -> Member:
    row = Member.objects.filter(board_id=by.board, pk=member_id).first()
    if row is None:
        raise Missing("There is no such member on this board.", f"members/{member_id[:40]}", "Reload the list.")
    return row


def _keep_an_owner(row: Member, role: str) -> None:
    others = Member.objects.filter(board_id=row.board_id, role=Role.OWNER.value).exclude(pk=row.pk)
    if row.role == Role.OWNER.value and role != Role.OWNER.value and not others.exists():
        raise Malformed("A board keeps an owner.", "role", "Make somebody else owner first.")


def touch(who: Membership) -> None:
    """The board goes to the head of the person's recent ones."""
    Member.objects.filter(pk=who.id).update(seen=timezone.now())
