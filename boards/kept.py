"""What is kept about a person, as they are told of it, and what would become of it if they were deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from boards.models import ApiToken, Member, Operation
from boards.privacy import Fate, account_row, authored, entries_about, fates


@dataclass(frozen=True, slots=True)
class KeptBoard:
    """A board that the person is on. `written`: entries of its log that are theirs."""

    id: str
    name: str
    role: str
    called: str  # what the others see them as
    joined: datetime
    written: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class KeptAccount:
    name: str
    email: str
    joined: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """`left`: entries on boards that the person is on no more; `noted`: entries of the audit log."""

    account: KeptAccount | None
    boards: tuple[KeptBoard, ...]
    left: int
    tokens: int
    noted: int

    @property
    def anything(self) -> bool:
        return bool(self.account or self.boards or self.left or self.tokens or self.noted)

    @property
    def written(self) -> int:
        """Entries of all logs."""
        return self.left + sum(board.written for board in self.boards)

    @property
    def going(self) -> list[KeptBoard]:
        return [board for board in self.boards if board.fate is Fate.GOES]

    @property
    def staying(self) -> list[KeptBoard]:
        return [board for board in self.boards if board.fate is Fate.STAYS]

    @property
    def waiting(self) -> list[KeptBoard]:
        return [board for board in self.boards if board.fate is Fate.WAITS]


def kept_about(person: str) -> Kept:
    """Boards in the order in which they were opened last; nothing at all for ""."""
    if not person:
        return Kept(None, (), 0, 0, 0)
    written = _written(person)
    fate = fates(person)
    rows = Member.objects.filter(person=person).select_related("board").order_by("-seen", "board_id")
    boards = tuple(_kept_board(row, written.pop(row.board_id, 0), fate) for row in rows)
    tokens = ApiToken.objects.filter(person=person, revoked=False, expires__gt=timezone.now()).count()
    return Kept(_account(person), boards, sum(written.values()), tokens, entries_about(person).count())


def _kept_board(row: Member, written: int, fate: dict[str, Fate]) -> KeptBoard:
    becomes = fate.get(row.board_id, Fate.STAYS)
    return KeptBoard(row.board_id, row.board.name, row.role, row.name, row.joined, written, becomes)


def _account(person: str) -> KeptAccount | None:
    row = account_row(person)
    return KeptAccount(row.get_full_name(), row.email, row.date_joined) if row is not None else None


def _written(person: str) -> dict[str, int]:
    """Entries by board, of boards that are still there."""
    found = authored(person)
    members = {member for known in found.values() for member in known}
    theirs = Operation.objects.filter(board_id__in=found, author__in=members).order_by()
    return dict(theirs.values_list("board_id").annotate(Count("pk")))
