"""A person's own data: all of it in one file, and all of it gone.

Whose data it is hangs on the person (boards/persons.py). What they wrote on boards stays there under the opaque id of a
member that nobody can trace any more, unless they ask for their words to be taken out as well.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from boards import notices
from boards.accounts.sessions import end_sessions
from boards.archive import BadArchive
from boards.audit import Action, note, noted
from boards.errors import Conflicting, Malformed
from boards.log import entry_json
from boards.models import ApiToken, AuditEntry, Board, Member, Operation
from boards.people import told
from boards.permissions import Role
from boards.persons import account_number
from boards.redaction import redact

Json = dict[str, Any]
TEXTS = ("keep", "redact")
CONFIRMATION = "delete me"


class Fate(str, Enum):
    """What becomes of a board when somebody on it is deleted."""

    GOES = "goes"  # nobody else is on it
    STAYS = "stays"
    WAITS = "waits"  # they are its only owner, and others are on it: it is handed over first


@dataclass(frozen=True, slots=True)
class Deleted:
    """What became of a person's data."""

    memberships: int
    boards: int
    redacted: int  # entries of logs

    def to_json(self) -> Json:
        return {"memberships": self.memberships, "boards": self.boards, "redacted": self.redacted}


def boards_of(person: str) -> list[str]:
    """Where the person is a member."""
    return list(Member.objects.filter(person=person).values_list("board_id", flat=True)) if person else []


def write_data(person: str, stream: IO[bytes]) -> None:
    """A zip: `person.json`, and per board what they wrote, a line an entry of the log."""
    written = authored(person)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", json.dumps(_about(person), ensure_ascii=False, indent=1, default=str))
        for number, (board, members) in enumerate(sorted(written.items()), start=1):
            with archive.open(f"operations-{number}-{board}.jsonl", "w") as file:
                for line in _lines(board, members):
                    file.write(line)
    if person:
        note(Action.DATA_EXPORTED, person=person, boards=len(written))


def _about(person: str) -> Json:
    account = account_row(person)
    members = Member.objects.filter(person=person).exclude(person="").select_related("board")
    audit = entries_about(person).order_by("pk")
    return {
        "made": timezone.now().isoformat(),
        "account": _account_json(account) if account is not None else None,
        "memberships": [
            {
                "board": member.board_id,
                "board_name": member.board.name,
                "member": member.pk,
                "name": member.name,
                "role": member.role,
                "joined": member.joined,
                "seen": member.seen,
            }
            for member in members
        ],
        "tokens": list(
            ApiToken.objects.filter(person=person).values(
                "name", "prefix", "scopes", "created", "expires", "used", "revoked"
            )
        ),
        "audit": [{**noted(row).to_json(), "board": row.board} for row in audit],
    }


def account_row(person: str) -> Any:
    number = account_number(person)
    return get_user_model().objects.filter(pk=number).first() if number is not None else None


def _account_json(account: AbstractBaseUser) -> Json:
    """All columns but the password's hash, and e-mail addresses and sign-ins with other providers."""
    hidden = {"password"}
    own = {field.attname: getattr(account, field.attname) for field in account._meta.concrete_fields}
    linked = {
        relation.name: list(relation.related_model.objects.filter(**{relation.field.name: account}).values())
        for relation in account._meta.related_objects
        if relation.related_model._meta.label in ("account.EmailAddress", "socialaccount.SocialAccount")
    }
    return {name: value for name, value in {**own, **linked}.items() if name not in hidden}


def authored(person: str) -> dict[str, set[str]]:
    """Board → the member ids that the person has or had there, as far as the audit log remembers."""
    if not person:  # as in entries that name nobody, or nobody any more: they are not this person's
        return {}
    found: dict[str, set[str]] = {}
    now = Member.objects.filter(person=person).values_list("board_id", "pk")
    once = AuditEntry.objects.filter(person=person).exclude(member="").values_list("board", "member")
    for board, member in [*now, *once.distinct()]:
        found.setdefault(board, set()).add(member)
    return found


def entries_about(person: str) -> QuerySet[AuditEntry]:
    """Entries on what the person did."""
    if not person:
        return AuditEntry.objects.none()
    members = {member for known in authored(person).values() for member in known}
    return AuditEntry.objects.filter(Q(person=person) | Q(member__in=members))


def _lines(board: str, members: set[str]) -> Iterator[bytes]:
    rows = Operation.objects.filter(board_id=board, author__in=members).order_by("revision")
    for values in rows.values_list("revision", "author", "push", "payload", "created").iterator(chunk_size=500):
        yield json.dumps(entry_json(*values), ensure_ascii=False).encode() + b"\n"


def confirmed(said: object) -> bool:
    """Whether somebody typed that they want to be deleted; capitals and spaces do not matter."""
    return isinstance(said, str) and " ".join(said.split()).casefold() == CONFIRMATION


def fates(person: str) -> dict[str, Fate]:
    """Of each board that the person is on. Example boards stay for whoever comes next."""
    owned = set(Member.objects.filter(person=person, role=Role.OWNER.value).values_list("board_id", flat=True))
    boards = Board.objects.filter(pk__in=boards_of(person)).order_by("pk")
    owner = Q(members__role=Role.OWNER.value)
    counted = boards.annotate(people=Count("members"), owners=Count("members", filter=owner))
    found = {}
    for board in counted:  # a person is on a board once
        if board.people == 1:
            found[board.pk] = Fate.STAYS if board.example else Fate.GOES
        else:
            found[board.pk] = Fate.WAITS if board.pk in owned and board.owners == 1 else Fate.STAYS
    return found


def delete_everywhere(person: str, texts: object = "keep", going: Collection[str] | None = None) -> Deleted:
    """As `delete_person`, and pages on the person's boards are told to look again."""
    boards = boards_of(person)
    done = delete_person(person, texts, going)
    for board in boards:
        notices.announce(board)
    return done


def delete_person(person: str, texts: object = "keep", going: Collection[str] | None = None) -> Deleted:
    """Memberships, tokens, the account with its sessions, and the trace from audit entries to the person are gone.

    A board on which nobody else is goes along. One that has others keeps an owner: whoever is its only one hands it
    over, or deletes it, first (`Conflicting`). `texts`: "redact" takes the person's words out of the boards that stay.
    `going`: the boards that the person was told would go; where it would be others by now, nothing is done
    (`Conflicting`).
    """
    if texts not in TEXTS:
        raise Malformed("“texts” is neither keep nor redact.", "texts", "Send one of both.")
    if not person:
        return Deleted(0, 0, 0)
    with transaction.atomic():
        list(Board.objects.select_for_update().filter(pk__in=boards_of(person)).order_by("pk"))
        fate = fates(person)
        _expect_other_owners([board for board, becomes in fate.items() if becomes is Fate.WAITS])
        gone = [board for board, becomes in fate.items() if becomes is Fate.GOES]
        if going is not None and set(going) != set(gone):
            raise Conflicting(
                "Which boards go with you has changed since you opened this page.", "boards", "Read it again."
            )
        written = authored(person)
        Board.objects.filter(pk__in=gone).delete()
        stay = sorted(written.keys() & set(Board.objects.filter(pk__in=written).values_list("pk", flat=True)))
        redacted = 0
        if texts == "redact":
            redacted = sum(_redacted(board, written[board]) for board in stay)
        members = list(Member.objects.filter(person=person))
        for member in members:
            note(Action.LEFT, by=told(member), whom=member.pk)
        entries_about(person).update(person="", address="")
        Member.objects.filter(person=person).delete()
        ApiToken.objects.filter(person=person).delete()
        _delete_account(person)
        done = Deleted(len(fate), len(gone), redacted)
        note(Action.PERSON_DELETED, **done.to_json())
    return done


def _redacted(board: str, members: set[str]) -> int:
    try:
        entries = sum(redact(board, member) for member in sorted(members))
    except BadArchive:
        raise Conflicting(
            f"The log of board {board} is damaged, and no words can be taken out of it. Nothing was deleted.",
            "texts",
            "Tell whoever runs the server, or keep your words.",
        ) from None
    if entries:
        note(Action.TEXTS_REDACTED, board, entries=entries)
    return entries


def _expect_other_owners(left: list[str]) -> None:
    if left:
        boards = "a board" if len(left) == 1 else f"{len(left)} boards"
        raise Conflicting(
            f"You are the only owner of {boards} on which others work: {', '.join(left[:20])}.",
            "boards",
            "Make somebody else owner of each, or delete it, then try again.",
        )


def _delete_account(person: str) -> None:
    """With its sessions on all devices."""
    account = account_row(person)
    if account is not None:
        end_sessions(account.pk)
        account.delete()
