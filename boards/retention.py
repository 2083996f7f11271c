"""What is let go of when its time is over: boards that nobody opens, old audit entries, dead links, tokens, sessions.

A board is warned of first: its end is written into its audit log, its members see it on the start page, and it is kept
for the warning's days. Whoever opens or changes it meanwhile has rescued it. The log of a board that stays is never
shortened; only caches are.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from boards.archive import archive_board
from boards.audit import Action, note
from boards.models import ApiToken, AuditEntry, Board, ExpiryWarning, JoinLink, Member, Snapshot

_DEAD_LINKS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Terms:
    """Days until a board that nobody opens is warned of, days of the warning, days of audit entries; 0: for ever.
    `archives`: a folder for what expires; None: it is gone."""

    board_days: int
    warning_days: int
    audit_days: int
    archives: Path | None = None


def agreed_terms() -> Terms:
    """As the environment says (docs/operations.md)."""
    asked = settings.OPERATING
    folder = Path(asked.expired_boards) if asked.expired_boards else None
    return Terms(asked.retention_days, asked.warning_days, asked.audit_days, folder)


@dataclass(frozen=True, slots=True)
class Ending:
    """A board that is kept until a time (UTC) unless somebody opens it; `due`: that time is over."""

    board: str
    name: str
    until: datetime
    due: bool


def ending_boards(person: str, terms: Terms, now: datetime) -> list[Ending]:
    """The person's boards that were warned of and that nobody opened since, the next to end first."""
    if not (person and terms.board_days):
        return []
    own = Member.objects.filter(person=person).values("board")
    rows = _untouched(terms, now).filter(pk__in=own, warning__isnull=False).select_related("warning")
    days = timedelta(days=terms.warning_days)
    found = [Ending(row.pk, row.name, row.warning.since + days, row.warning.since + days <= now) for row in rows]
    return sorted(found, key=lambda ending: (ending.until, ending.board))


def retain(terms: Terms, now: datetime, really: bool = True) -> Iterator[str]:
    """Does what is due, and says each in a sentence; without `really` only says it."""
    if terms.board_days:
        yield from _rescued(terms, now, really)
        yield from _expired(terms, now, really)
        yield from _warned(terms, now, really)
    yield from _old_rows(terms, now, really)
    yield from _caches(really)


def _untouched(terms: Terms, now: datetime) -> QuerySet[Board]:
    """Boards that nobody changed or opened since long; example boards stay."""
    limit = now - timedelta(days=terms.board_days)
    boards = Board.objects.filter(example="", changed__lt=limit).annotate(opened=Max("members__seen"))
    return boards.filter(Q(opened__lt=limit) | Q(opened=None)).order_by("pk")


def _rescued(terms: Terms, now: datetime, really: bool) -> Iterator[str]:
    rescued = ExpiryWarning.objects.exclude(board__in=_untouched(terms, now).values("pk"))
    for board in list(rescued.values_list("board", flat=True)):
        if really:
            ExpiryWarning.objects.filter(board=board).delete()
        yield f"Board {board} was opened again and stays."


def _expired(terms: Terms, now: datetime, really: bool) -> Iterator[str]:
    for board in list(_due(terms, now).values_list("pk", flat=True)):
        kept = f"; its archive is {terms.archives / f'{board}.evs'}" if terms.archives else ""
        if not really or _end(board, terms, now):
            yield f"Board {board} has not been opened for {terms.board_days} days and is deleted{kept}."
        else:
            yield f"Board {board} was opened just now and stays."


def _due(terms: Terms, now: datetime) -> QuerySet[Board]:
    return _untouched(terms, now).filter(warning__since__lte=now - timedelta(days=terms.warning_days))


def _end(board: str, terms: Terms, now: datetime) -> bool:
    """Archives and deletes the board; False where somebody came to it meanwhile: then it stays, without an archive."""
    archive = _archived(board, terms.archives) if terms.archives is not None else None
    with transaction.atomic():
        list(Board.objects.select_for_update().filter(pk=board))
        list(Member.objects.select_for_update().filter(board=board).order_by("pk"))  # who opens it now waits
        over = _due(terms, now).filter(pk=board).exists()
        if over:
            note(Action.BOARD_EXPIRED, board, archived=archive is not None)
            Board.objects.filter(pk=board).delete()
    if archive is not None and not over:
        archive.unlink()
    return over


def _archived(board_id: str, folder: Path) -> Path:
    """Where the archive is: a file that is there when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".")
    beside, archive = Path(name), folder / f"{board_id}.evs"
    try:
        with os.fdopen(handle, "wb") as stream:
            archive_board(board_id, stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(archive)
    finally:
        beside.unlink(missing_ok=True)
    return archive


def _warned(terms: Terms, now: datetime, really: bool) -> Iterator[str]:
    for board in _untouched(terms, now).filter(warning=None):
        if really:
            with transaction.atomic():
                warning = ExpiryWarning.objects.create(board=board)
                ExpiryWarning.objects.filter(pk=warning.pk).update(since=now)
                note(Action.BOARD_EXPIRING, board.pk, days=terms.warning_days)
        yield f"Board {board.pk} will be deleted in {terms.warning_days} days unless somebody opens it."


def _old_rows(terms: Terms, now: datetime, really: bool) -> Iterator[str]:
    dead = now - _DEAD_LINKS
    due: list[tuple[str, QuerySet]] = [  # type: ignore[type-arg]
        ("expired sessions", Session.objects.filter(expire_date__lt=now)),
        ("links long dead", JoinLink.objects.filter(Q(expires__lt=dead) | Q(revoked=True, created__lt=dead))),
        ("tokens long dead", ApiToken.objects.filter(Q(expires__lt=dead) | Q(revoked=True, created__lt=dead))),
    ]
    if terms.audit_days:
        limit = now - timedelta(days=terms.audit_days)
        due.append((f"audit entries older than {terms.audit_days} days", AuditEntry.objects.filter(at__lt=limit)))
    yield from _deleted(due, really)


def _caches(really: bool) -> Iterator[str]:
    """Snapshots between the first and the last, which a crash may have left."""
    newest = Snapshot.objects.values("board").annotate(last=Max("revision"))
    for found in newest.filter(last__gt=0):
        older = Snapshot.objects.filter(board=found["board"], revision__gt=0, revision__lt=found["last"])
        if (count := older.count()) > 1:
            if really:
                older.delete()
            yield f"{count} old snapshots of board {found['board']} are deleted."


def _deleted(due: list[tuple[str, QuerySet]], really: bool) -> Iterator[str]:  # type: ignore[type-arg]
    for what, rows in due:
        count = rows.count()
        if count and really:
            rows.delete()
        if count:
            yield f"{count} {what} are deleted."
