"""Reading boards: documents, entries of the log, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.errors import Missing
from boards.log import entries_since
from boards.metrics import counts
from boards.models import Board, Member, Release
from boards.projection import current
from boards.remembered import Remembered
from boards.snapshots import pack, unpack
from modeling import document

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A board in a list."""

    id: str
    name: str
    role: str
    changed: str

    def to_json(self) -> Json:
        return {"id": self.id, "name": self.name, "role": self.role, "changed": self.changed}


def recent_boards(person: str, limit: int = 50) -> list[BoardLine]:
    """The person's boards, the one opened last first."""
    if not person:
        return []
    rows = Member.objects.filter(person=person).select_related("board").order_by("-seen", "board_id")[:limit]
    return [BoardLine(row.board_id, row.board.name, row.role, row.board.changed.isoformat()) for row in rows]


def board_document(board_id: str) -> Json:
    """The board's document as it is now; raises `Missing`."""
    return document.write(current(board_id).model)


def board_line(board_id: str) -> Json:
    """Id, name, level and revision."""
    return dict(Board.objects.values("id", "name", "level", "revision").get(pk=board_id))


def snapshot_bytes(board_id: str) -> bytes:
    """Gzipped JSON of {revision, document, stamps}: what a browser opens the board with."""

    def packed() -> bytes:
        live = current(board_id)
        found = {"revision": live.revision, "document": document.write(live.model), "stamps": live.stamps.to_json()}
        return pack(found)

    served = _packed.get((board_id, *version(board_id)), packed)
    counts.snapshots_served += 1
    counts.snapshot_served_bytes += len(served)
    return served


#: Snapshots ready to send: everybody who opens a board in a workshop gets the same bytes.
_packed: Remembered[bytes] = Remembered(8)


def forget() -> None:
    """Lets go of everything kept."""
    _packed.clear()


def version(board_id: str) -> tuple[int, int, datetime]:
    """What the board's contents depend on: its revision and edition, and when it was made, for an example that was
    replaced."""
    found = Board.objects.filter(pk=board_id).values_list("revision", "edition", "created").first()
    if found is None:
        raise Missing("There is no such board.", f"boards/{board_id[:60]}", "Check the address.")
    return found


def operations_since(board_id: str, revision: int, limit: int) -> tuple[int, list[Json]]:
    """(revision after the last entry given, at most `limit` entries after `revision`)."""
    entries = entries_since(board_id, revision, limit)
    return (entries[-1]["revision"] if entries else head(board_id)), entries


def head(board_id: str) -> int:
    """The board's revision."""
    found = Board.objects.filter(pk=board_id).values_list("revision", flat=True).first()
    if found is None:
        raise Missing("There is no such board.", f"boards/{board_id[:60]}", "Check the address.")
    return int(found)


def release_document(board_id: str, number: int) -> Json:
    row = Release.objects.filter(board_id=board_id, number=number).first()
    if row is None:
        raise Missing("There is no such release.", f"releases/{number}", "Reload the list.")
    found: Json = unpack(row.document)
    return found


def authors_of(board_id: str, ids: Sequence[str]) -> dict[str, str]:
    """Names by member id; who left is not among them."""
    return dict(Member.objects.filter(board_id=board_id, pk__in=ids).values_list("pk", "name"))
