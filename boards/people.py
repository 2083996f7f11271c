"""Members of a board: how they come, what they are called, what they may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from boards.audit import Action, note
from boards.errors import Forbidden, Malformed, Missing, no_such_board
from boards.models import Board, JoinLink, Member
from boards.permissions import CAPABILITIES, LINK_ROLES, Capability, NotAllowed, Role, higher, require
from boards.persons import account_number
from modeling import limits

#: Colours of cursors and avatars: apart from each other and from the notes, legible under white text.
COLOURS = (
    "#2563EB", "#B91C5C", "#047857", "#7C3AED", "#B45309", "#0E7490",
    "#BE123C", "#4D7C0F", "#6D28D9", "#1D4ED8", "#9A3412", "#0F766E",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Membership:
    """A person on a board, as everything outside the rows knows them. `let_through`: what the token that they come
    with is limited to; None for the person themself."""

    board: str
    id: str
    name: str
    colour: str
    role: str
    let_through: frozenset[Capability] | None = field(default=None, compare=False)

    def require(self, capability: Capability) -> None:
        """Raises `Forbidden` unless both the role and the token include it."""
        try:
            require(self.role, capability)
        except NotAllowed as error:
            raise Forbidden(str(error), do="Ask the owner of the board.") from None
        self.require_scope(capability)

    def require_scope(self, capability: Capability) -> None:
        """Raises `Forbidden` unless a token, if there is one, includes it, whatever the role says."""
        if (reason := self.out_of_scope(capability)) is not None:
            raise Forbidden(reason, "token", "Make one with more scopes.")

    def out_of_scope(self, capability: Capability) -> str | None:
        """Why the token does not let it through, as a sentence; None where it does, and without a token."""
        if self.let_through is None or capability in self.let_through:
            return None
        return f"The scopes of this token do not include to {capability.value}."

    @property
    def capabilities(self) -> list[str]:
        held = CAPABILITIES[Role(self.role)]
        if self.let_through is not None:
            held &= self.let_through
        return sorted(capability.value for capability in held)

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


def enter(board: Board, person: str, role: Role, name: str = "", by: JoinLink | None = None) -> Member:
    """The person's row on the board, made if need be; an existing one keeps its role unless `role` is more. `by`: the
    link that they came by."""
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        found = Member.objects.filter(board=board, person=person).first()
        if found is None:
            return _new_member(board, person, role, name, by)
        if (more := higher(found.role, role.value)) != found.role:
            found.role = more
            found.came_by = by
            found.save(update_fields=["role", "came_by"])
    return found


def _new_member(board: Board, person: str, role: Role, name: str, by: JoinLink | None) -> Member:
    count = Member.objects.filter(board=board).count()
    account = account_number(person)
    return Member.objects.create(
        board=board,
        person=person,
        user_id=account,
        role=role.value,
        name=(name or name_of_account(account) or f"Guest {count + 1}")[: limits.NAME],
        colour=COLOURS[count % len(COLOURS)],
        came_by=by,
    )


def name_of_account(account: int | None) -> str:
    """What somebody with an account is called unless they say otherwise; "" for guests."""
    user = get_user_model().objects.filter(pk=account).first() if account is not None else None
    return (user.get_full_name().strip() or user.get_username())[:60] if user is not None else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A member as the list of people shows them. `link`: the number of the link they came by, if any."""

    member: Membership
    account: bool
    link: int | None
    joined: str

    def to_json(self) -> dict[str, Any]:
        return {**self.member.to_json(), "account": self.account, "link": self.link, "joined": self.joined}


def people_of(by: Membership) -> list[Listed]:
    """Everybody on the board. Which link somebody came by is told to those who may invite."""
    by.require(Capability.VIEW)
    inviting = Capability.INVITE.value in by.capabilities
    rows = Member.objects.filter(board_id=by.board)
    return [
        Listed(told(row), row.user_id is not None, row.came_by_id if inviting else None, row.joined.isoformat())
        for row in rows
    ]


def roles_of(board_id: str, ids: Sequence[str]) -> dict[str, str]:
    """Role by member id, of those who are (still) members."""
    rows = Member.objects.filter(board_id=board_id, pk__in=ids).values_list("pk", "role")
    return dict(rows)


def rename_member(who: Membership, name: object) -> Membership:
    """Raises `Malformed` for anything but a name."""
    who.require_scope(Capability.COMMENT)
    if not isinstance(name, str) or not name.strip() or len(name.strip()) > 60:
        raise Malformed("A name has 1 to 60 characters.", "name", "Send another name.")
    Member.objects.filter(pk=who.id).update(name=" ".join(name.split()))
    return told(Member.objects.get(pk=who.id))


def change_role(by: Membership, member_id: str, role: object, hand_over: bool = False) -> Membership:
    """Gives a person another role. The last owner stays one, unless they `hand_over`: then they become facilitator in
    the moment in which the other becomes owner."""
    by.require(Capability.MANAGE)
    if role not in [known.value for known in Role]:
        raise Malformed(
            f"“{str(role)[:40]}” is not a role.", "role", f"Use one of: {', '.join(r.value for r in Role)}."
        )
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=by.board)
        row = _other(by, member_id)
        _keep_an_owner(row, str(role))
        if role == Role.OWNER.value:
            _expect_account(row)
        note(Action.ROLE_CHANGED, by=by, whom=row.pk, before=row.role, after=str(role), hand_over=hand_over)
        row.role = str(role)
        row.save(update_fields=["role"])
        if hand_over and row.role == Role.OWNER.value and row.pk != by.id:
            Member.objects.filter(board_id=by.board, pk=by.id).update(role=Role.FACILITATOR.value)
    return told(row)


def remove_member(by: Membership, member_id: str) -> None:
    """Takes a person off the board; what they wrote stays."""
    if member_id == by.id:
        by.require_scope(Capability.MANAGE)
    else:
        by.require(Capability.MANAGE)
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=by.board)
        row = _other(by, member_id)
        _keep_an_owner(row, "")
        note(Action.LEFT if row.pk == by.id else Action.MEMBER_REMOVED, by=by, whom=row.pk)
        row.delete()


def _other(by: Membership, member_id: str) -> Member:
    row = Member.objects.filter(board_id=by.board, pk=member_id).first()
    if row is None:
        raise Missing("There is no such member on this board.", f"members/{member_id[:40]}", "Reload the list.")
    return row


def remove_who_came_by(by: Membership, link: int) -> int:
    """Takes off the board who came by a link and was given nothing more since; how many."""
    by.require(Capability.MANAGE)
    given = [role.value for role in LINK_ROLES]
    rows = Member.objects.filter(board_id=by.board, came_by_id=link, role__in=given).exclude(pk=by.id)
    for member in rows.values_list("pk", flat=True):
        note(Action.MEMBER_REMOVED, by=by, whom=member, link=link)
    gone, _ = rows.delete()
    return gone


def _expect_account(row: Member) -> None:
    if settings.OWNERS_NEED_ACCOUNT and row.user_id is None:
        raise Malformed(f"{row.name} is a guest; owners need an account.", "role", "Ask them to sign in first.")


def _keep_an_owner(row: Member, role: str) -> None:
    others = Member.objects.filter(board_id=row.board_id, role=Role.OWNER.value).exclude(pk=row.pk)
    if row.role == Role.OWNER.value and role != Role.OWNER.value and not others.exists():
        raise Malformed("A board keeps an owner.", "role", "Make somebody else owner first.")


def touch(who: Membership) -> None:
    """The board goes to the head of the person's recent ones."""
    Member.objects.filter(pk=who.id).update(seen=timezone.now())
