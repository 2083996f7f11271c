"""Word to the rooms of a board from somebody who is none: a request, a command. To be called after the commit."""

from __future__ import annotations

from boards.carrier import Look, carrier
from boards.commit import Stored
from boards.telling import Telling, news_of


def announce(board_id: str) -> None:
    """A role, a member, a name, the board itself: something changed that the log does not tell. From any thread."""
    carrier().send(board_id, Look())


def announce_stored(board_id: str, stored: Stored) -> None:
    """Pushes were stored without a room."""
    frame = Telling(board_id).entries(stored.before, stored.entries)
    if (news := news_of(stored, frame)) is not None:
        carrier().send(board_id, news)
