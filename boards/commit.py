"""Storing pushes: one transaction under the board's row lock, for a room's tick as for a REST request.

Rules 1 to 3 of the sync: the server orders, what is answered is committed, and a push that comes twice is applied once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from boards import log
from boards.errors import Missing
from boards.live import Judged, LiveBoard, Push, Rewritten
from boards.log import Line
from boards.metrics import counts
from boards.models import Board, Member, Receipt
from boards.projection import catch_up
from boards.trips import Asked, for_update, insert, one_of, table, together
from modeling import limits
from modeling.operations import Entry, Refused

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The push is stored; `revision` is the board's after it."""

    push: Push
    revision: int
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """The push changed nothing; `reason` is a sentence, `where` a key or a path."""

    push: Push
    reason: str
    where: str = ""


Answer = Acknowledged | Rejected


@dataclass(frozen=True, slots=True)
class Stored:
    """What a transaction did: entries of the log from `before` on, others' among them, and an answer per push.

    `stamps`, as a replay puts them, belong to the last entries: those that the pushes themselves became.
    """

    before: int
    entries: tuple[Json, ...] = ()
    answers: tuple[Answer, ...] = ()
    stamps: tuple[Json, ...] = ()

    @property
    def after(self) -> int:
        return self.before + len(self.entries)


@dataclass(frozen=True, slots=True)
class _Receipt:
    """What a push was answered; see the model."""

    revision: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """What a transaction reads under the lock: the board's row, answers given to these pushes before, who may what."""

    revision: int
    edition: int
    receipts: dict[tuple[str, str], _Receipt]
    roles: Mapping[str, str]


@dataclass(slots=True)
class _Batch:
    """What a transaction gathers before it writes; `receipts` by author and push, the old ones and the new."""

    at: datetime
    roles: Mapping[str, str]
    receipts: dict[tuple[str, str], _Receipt]
    lines: list[Line] = field(default_factory=list)
    new: list[tuple[str, str]] = field(default_factory=list)  # receipts to be stored
    answers: list[Answer] = field(default_factory=list)


def store(live: LiveBoard, pushes: Sequence[Push]) -> Stored:
    """Brings `live` up to date, judges the pushes in order, appends what they became, commits.

    The row's lock is held from the first read to the commit, so that revisions follow one another without gaps, and
    whoever sees one sees all before it.

    Raises `Missing` when the board is gone, `Rewritten`, database errors as they come; `live` is to be thrown away.
    """
    before = live.revision
    name, level = live.model.name, live.model.level
    with transaction.atomic():
        head = _read_head(live.id, pushes)
        if head.edition != live.edition:
            raise Rewritten(live.id)
        others = catch_up(live) if head.revision != live.revision else []
        own = _Batch(timezone.now(), head.roles, head.receipts)
        for push in pushes:
            own.answers.append(_answer(live, push, own))
        with together():
            if own.lines:
                log.append(live.id, own.lines)
                _move_on(live, own.at, bool(others) or (name, level) != (live.model.name, live.model.level))
            _store_receipts(live.id, own)
    _count(own)
    entries = (*others, *(log.wire_entry(line) for line in own.lines))
    return Stored(before, entries, tuple(own.answers), tuple(dict(line.after) for line in own.lines))


def _read_head(board_id: str, pushes: Sequence[Push]) -> _Head:
    """Locks the board's row; raises `Missing`."""
    these, ids = one_of("push", sorted({push.id for push in pushes}))
    members, of_them = one_of("id", sorted({push.member for push in pushes}))
    with together():
        board = Asked(f"SELECT revision, edition FROM {table(Board)} WHERE id = %s{for_update()}", [board_id])
        receipts = Asked(
            f"SELECT author, push, revision, skipped FROM {table(Receipt)} WHERE board_id = %s AND {these}",
            [board_id, *ids],
        )
        roles = Asked(f"SELECT id, role FROM {table(Member)} WHERE board_id = %s AND {members}", [board_id, *of_them])
    if not (found := board.rows()):
        raise Missing("The board has been deleted.", f"boards/{board_id}", "Open another one.")
    given = {
        (author, push): _Receipt(revision, tuple(json.loads(skipped)))
        for author, push, revision, skipped in receipts.rows()
    }
    return _Head(*found[0], given, dict(roles.rows()))


def _move_on(live: LiveBoard, at: datetime, renamed: bool) -> None:
    """Puts the board's row where its log is; `renamed`: its name or level may be others than the row says."""
    values: dict[str, object] = {"revision": live.revision, "changed": connection.ops.adapt_datetimefield_value(at)}
    if renamed:
        values |= {"name": live.model.name[: limits.NAME], "level": live.model.level.value}
    columns = ", ".join(f"{column} = %s" for column in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table(Board)} SET {columns} WHERE id = %s", [*values.values(), live.id])


def _store_receipts(board_id: str, batch: _Batch) -> None:
    rows = []
    for author, push in batch.new:
        receipt = batch.receipts[author, push]
        rows.append((board_id, author, push, receipt.revision, receipt.skipped))
    insert(Receipt, "board author push revision skipped", rows)


def _count(batch: _Batch) -> None:
    stored = sum(isinstance(answer, Acknowledged) for answer in batch.answers)
    counts.pushes_stored += stored
    counts.pushes_refused += len(batch.answers) - stored
    counts.operations += len(batch.lines)


def _answer(live: LiveBoard, push: Push, batch: _Batch) -> Answer:
    if (role := batch.roles.get(push.member)) is None:
        return Rejected(push, "You are not a member of this board any more. Ask for a join link.", "member")
    if (receipt := batch.receipts.get((push.member, push.id))) is not None:
        return Acknowledged(push, receipt.revision, receipt.skipped)

    def entries_of(identity: str) -> list[Entry]:
        pending = [line for line in batch.lines if line.author == push.member and line.push == identity]
        return [log.undoable(row) for row in pending or log.rows_of_push(live.id, push.member, identity)]

    try:
        judged = live.judge(push, role, entries_of)
    except Refused as refusal:
        return Rejected(push, refusal.reason, refusal.where)
    _keep(live, push, judged, batch)
    return Acknowledged(push, live.revision, judged.skipped)


def _keep(live: LiveBoard, push: Push, judged: Judged, batch: _Batch) -> None:
    for position, applied in enumerate(judged.applied):
        batch.lines.append(Line.of(push, position, applied, batch.at))
    batch.receipts[push.member, push.id] = _Receipt(live.revision, judged.skipped)
    batch.new.append((push.member, push.id))
