"""Proving a board: its log, from revision 0 on, follows without a gap and leads to what its snapshots say."""

from __future__ import annotations

from typing import Any

from boards.archive.lines import BadArchive
from boards.archive.packed import unpack_bounded
from boards.live import LiveBoard
from boards.log import told_since
from boards.models import Board, Snapshot
from modeling import document
from modeling.operations import Stamps

_NAMED = ("elements", "links", "frames", "types", "examples")


def prove(board_id: str) -> LiveBoard:
    """The board as its log makes it. Raises `BadArchive`."""
    head = Board.objects.values_list("revision", flat=True).get(pk=board_id)
    snapshots = {row.revision: row for row in Snapshot.objects.filter(board_id=board_id)}
    if 0 not in snapshots:
        raise BadArchive(f"Board {board_id} lacks what it was made from (revision 0).")
    begun = document.restore(unpack_bounded(snapshots[0].document))
    live = LiveBoard(board_id, begun, Stamps.from_json(unpack_bounded(snapshots[0].stamps)), 0)
    for row in told_since(board_id, 0):
        replay(live, row.revision, row.payload, row.after)
        snapshot = snapshots.get(row.revision)
        if snapshot is not None and contents(unpack_bounded(snapshot.document)) != contents(document.write(live.model)):
            raise BadArchive(f"Board {board_id}: the snapshot at {row.revision} is not what the log says.")
    if live.revision != head:
        raise BadArchive(f"Board {board_id} is at {head}, its log at {live.revision}.")
    return live


def replay(live: LiveBoard, revision: int, payload: Any, after: Any) -> None:
    """As `LiveBoard.replay`, for entries that nobody vouches for."""
    try:
        live.replay(revision, payload, after)
    except Exception:  # whatever a malformed entry breaks, it says the same
        raise BadArchive(f"Board {live.id}: entry {revision} of the log does not follow what is before it.") from None


def contents(raw: dict[str, Any]) -> dict[str, Any]:
    """A document without the order of its entries, which carries no meaning."""
    sorted_entries = {
        name: sorted(raw.get(name, ()), key=lambda entry: str(entry.get("id") or entry.get("name"))) for name in _NAMED
    }
    return {**raw, **sorted_entries, "decisions": _decisions(raw.get("decisions", {}))}


def _decisions(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {name: _decisions(value) for name, value in raw.items()}
    return sorted(map(repr, raw)) if isinstance(raw, list) else raw
