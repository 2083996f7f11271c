"""The operation log of a board in the database: entries as people see them, and as a replay needs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from boards.live import Applied, Push
from boards.models import Operation
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


def rows_since(board_id: str, revision: int) -> Iterator[Operation]:
    """Rows after `revision`, in order, with what a replay needs, a few hundred in memory at a time.

    Page by page rather than by a cursor on the server, which costs PostgreSQL four round trips where one will do.
    """
    rows = Operation.objects.filter(board_id=board_id).defer("inverse", "before").order_by("revision")
    while True:
        page = list(rows.filter(revision__gt=revision)[:_PAGE])
        yield from page
        if len(page) < _PAGE:
            return
        revision = page[-1].revision


def rows_of_push(board_id: str, author: str, push: str) -> Sequence[Operation]:
    return list(Operation.objects.filter(board_id=board_id, author=author, push=push).order_by("revision"))


def undoable(row: Operation) -> Entry:
    """What undo needs of a row."""
    return Entry.from_json(row.revision, row.author, row.push, row.inverse, row.before, row.after)


def row_of(board_id: str, push: Push, position: int, applied: Applied, at: datetime) -> Operation:
    """The row to be stored for an operation that was applied."""
    return Operation(
        board_id=board_id,
        revision=applied.revision,
        author=push.member,
        push=push.id,
        position=position,
        payload=applied.operation.to_json(),
        inverse=[operation.to_json() for operation in applied.inverse],
        before=dict(applied.before),
        after=dict(applied.after),
        created=at,
    )


def wire_entry(row: Operation) -> Json:
    return entry_json(row.revision, row.author, row.push, row.payload, row.created)
