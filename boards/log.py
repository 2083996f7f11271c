"""The operation log of a board in the database: entries as people see them, and as a replay needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from boards.live import Applied, Push
from boards.models import Operation
from boards.trips import insert
from modeling.operations import Entry

Json = dict[str, Any]
_PAGE = 500  # rows


def entry_json(revision: int, author: str, push: str, payload: Json, at: datetime) -> Json:
    """An entry as on the wire (docs/protocol.md). `at` is the time of the commit, UTC."""
    return {"revision": revision, "author": author, "push": push, "op": payload, "at": at.isoformat()}


def entries_since(board_id: str, revision: int, limit: int) -> list[Json]:
    """At most `limit` entries after `revision`, in order."""
    rows = Operation.objects.filter(board_id=board_id, revision__gt=revision).order_by("revision")
    values = rows.values_list("revision", "author", "push", "payload", "created")[:limit]
    return [entry_json(*row) for row in values]


class Told(NamedTuple):
    """What a replay and the browsers need of a row."""

    revision: int
    author: str
    push: str
    payload: Json
    after: Mapping[str, Any]
    created: datetime


def told_since(board_id: str, revision: int) -> Iterator[Told]:
    """Entries after `revision`, in order, a few hundred in memory at a time.

    Page by page rather than by a cursor on the server, which costs PostgreSQL four round trips where one will do.
    """
    rows = Operation.objects.filter(board_id=board_id).order_by("revision").values_list(*Told._fields)
    while True:
        page = rows.filter(revision__gt=revision)[:_PAGE]
        count = 0
        for row in page:
            count, revision = count + 1, row[0]
            yield Told._make(row)
        if count < _PAGE:
            return


def rows_since(board_id: str, revision: int) -> Iterator[Operation]:
    """Rows after `revision`, in order, to be changed."""
    rows = Operation.objects.filter(board_id=board_id).defer("inverse", "before").order_by("revision")
    while page := list(rows.filter(revision__gt=revision)[:_PAGE]):
        yield from page
        revision = page[-1].revision


def rows_of_push(board_id: str, author: str, push: str) -> Sequence[Operation]:
    return list(Operation.objects.filter(board_id=board_id, author=author, push=push).order_by("revision"))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the log that is about to be stored: the fields of `Operation`."""

    revision: int
    author: str
    push: str
    position: int
    payload: Json
    inverse: list[Json]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    created: datetime

    @staticmethod
    def of(push: Push, position: int, applied: Applied, at: datetime) -> Line:
        """What is stored of an operation that was applied."""
        return Line(
            applied.revision,
            push.member,
            push.id,
            position,
            applied.operation.to_json(),
            [operation.to_json() for operation in applied.inverse],
            dict(applied.before),
            dict(applied.after),
            at,
        )


def append(board_id: str, lines: Sequence[Line]) -> None:
    """Stores the lines; to be called within the transaction that holds the board's lock."""
    rows = [
        (
            board_id,
            line.revision,
            line.author,
            line.push,
            line.position,
            line.payload,
            line.inverse,
            line.before,
            line.after,
            line.created,
        )
        for line in lines
    ]
    insert(Operation, "board revision author push position payload inverse before after created", rows)


def undoable(row: Operation | Line) -> Entry:
    """What undo needs of a row."""
    return Entry.from_json(row.revision, row.author, row.push, row.inverse, row.before, row.after)


def wire_entry(row: Told | Line) -> Json:
    return entry_json(row.revision, row.author, row.push, row.payload, row.created)
