"""How news of a board is told: to browsers as entries or as an address to fetch, to other rooms whole or as a hint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boards import protocol
from boards.carrier import News
from boards.commit import Stored

Json = dict[str, Any]

CATCH_UP = 2_000  # operations; further behind, a snapshot is cheaper
LARGEST_NEWS = 256 * 1024  # bytes; more is fetched over HTTP, where it is compressed and does not fill the outbox
LARGEST_CARRIED = 64 * 1024  # bytes of entries between processes; more is read from the database
_ENTRIES = '{"type":"operations"'


class Telling:
    def __init__(self, board_id: str) -> None:
        self._address = f"/api/v1/boards/{board_id}/snapshot/"

    def entries(self, before: int, entries: Sequence[Json]) -> str:
        """The entries as a frame; where they are many, word that the board is to be fetched as a whole."""
        frame = protocol.operations(before, entries)
        return frame if len(frame) <= LARGEST_NEWS else self.snapshot(before + len(entries))

    def snapshot(self, revision: int) -> str:
        return protocol.snapshot(self._address, revision)

    def is_far(self, revision: int | None, here: int) -> bool:
        """Whether a browser that has `revision` had better fetch the board as a whole."""
        return revision is None or revision > here or here - revision > CATCH_UP


def news_of(stored: Stored, frame: str) -> News | None:
    """What other rooms are to hear of pushes that were stored; None where they changed nothing. `frame` is what the
    browsers were told: where that was large or no entries at all, the other rooms read the database."""
    if not stored.entries:
        return None
    own = len(stored.stamps)
    if not own or len(frame) > LARGEST_CARRIED or not frame.startswith(_ENTRIES):
        return News(stored.before, stored.after)
    return News(stored.after - own, stored.after, stored.entries[-own:], stored.stamps)
