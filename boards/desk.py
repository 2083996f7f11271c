"""A room's work with the database: functions that run on a thread of the room's executor, one at a time per room."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from boards import commit
from boards.commit import Answer, Rejected, Stored
from boards.errors import Missing
from boards.live import LiveBoard, Push
from boards.log import entries_since
from boards.models import Board, Member
from boards.people import Membership, told
from boards.projection import load, store_snapshot

Json = dict[str, Any]
_logger = logging.getLogger(__name__)

SNAPSHOT_EVERY = 300  # operations


@dataclass(frozen=True, slots=True)
class Done:
    """The board after the work, what was stored, and a copy to keep as a snapshot when one is due."""

    live: LiveBoard
    stored: Stored
    snapshot: LiveBoard | None = None


def store(live: LiveBoard | None, board_id: str, pushes: Sequence[Push]) -> Done:
    """Stores pushes in one transaction. One that breaks the software is refused; the others are not held up.

    Raises `Missing`, and database errors that a repetition may heal.
    """
    live = live or load(board_id)
    before = live.revision
    try:
        return _due(live, commit.store(live, pushes))
    except (Missing, OperationalError, InterfaceError):
        connection.close()
        raise
    except Exception:
        _logger.exception("A push to board %s failed; the pushes of this tick are tried one by one.", board_id)
    return _one_by_one(board_id, before, pushes)


def _one_by_one(board_id: str, before: int, pushes: Sequence[Push]) -> Done:
    answers: list[Answer] = []
    for push in pushes:
        try:
            answers.extend(commit.store(load(board_id), [push]).answers)
        except (Missing, OperationalError, InterfaceError):
            connection.close()
            raise
        except Exception:
            _logger.exception("Push %s of %s to board %s is refused: it fails.", push.id, push.member, board_id)
            answers.append(Rejected(push, "The server failed at this change and left it out. Reload the page.", "push"))
    live = load(board_id)
    entries = entries_since(board_id, before, live.revision - before)
    return _due(live, Stored(before, tuple(entries), tuple(answers)))


def look(live: LiveBoard | None, board_id: str, members: Sequence[str]) -> tuple[Done, dict[str, Membership]]:
    """What others stored since, and those of `members` who still are."""
    try:
        if live is None:
            live = load(board_id)
            stored = Stored(live.revision, (), ())
        else:
            head = Board.objects.filter(pk=board_id).values_list("revision", flat=True).first()
            if head is None:
                raise Missing("The board has been deleted.", f"boards/{board_id}", "Open another one.")
            stored = commit.store(live, []) if head != live.revision else Stored(live.revision, (), ())
        rows = Member.objects.filter(board_id=board_id, pk__in=members) if members else ()
        return Done(live, stored), {row.pk: told(row) for row in rows}
    except DatabaseError:
        connection.close()
        raise


def entries_between(board_id: str, after: int, until: int) -> list[Json]:
    return entries_since(board_id, after, until - after)


def keep_snapshot(live: LiveBoard) -> None:
    """A cache: failing to keep it is logged and harms nobody."""
    try:
        store_snapshot(live)
    except Exception:
        _logger.exception("The snapshot of board %s at %s was not kept.", live.id, live.revision)
        connection.close()


def _due(live: LiveBoard, stored: Stored) -> Done:
    if live.revision - live.snapshot < SNAPSHOT_EVERY:
        return Done(live, stored)
    live.snapshot = live.revision
    return Done(live, stored, live.copy())
