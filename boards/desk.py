"""A room's work with the database: functions that run on a clerk's thread, one at a time per room."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from boards import commit
from boards.carrier import News
from boards.clerks import Unreachable
from boards.commit import Answer, Rejected, Stored
from boards.errors import Missing
from boards.live import LiveBoard, Push, Rewritten
from boards.log import entries_since
from boards.models import Board, Member
from boards.people import Membership, told
from boards.projection import catch_up, load, store_snapshot

Json = dict[str, Any]
_logger = logging.getLogger(__name__)

#: Operations from one snapshot to the next, on a board of fewer notes; on a larger one as many as it has notes, so that
#: keeping snapshots costs the same per operation however large the board is.
SNAPSHOT_EVERY = 300


@dataclass(frozen=True, slots=True)
class Done:
    """The board after the work, what came to it, and a copy to keep as a snapshot when one is due.

    `missing`: there is more in the database than was applied."""

    live: LiveBoard
    stored: Stored
    snapshot: LiveBoard | None = None
    missing: bool = False


def store(live: LiveBoard | None, board_id: str, pushes: Sequence[Push]) -> Done:
    """Stores pushes in one transaction. One that breaks the software is refused; the others are not held up.

    Raises `Missing`, and `Unreachable`: then the board is to be thrown away, and `store_again` may do.
    """
    live = live or load(board_id)
    before = live.revision
    try:
        return _due(live, commit.store(live, pushes))
    except (Missing, *Unreachable):
        raise
    except Rewritten:
        return _since(board_id, before, commit.store(load(board_id), pushes).answers)
    except Exception:
        _logger.exception("A push to board %s failed; the pushes of this tick are tried one by one.", board_id)
    return _one_by_one(board_id, before, pushes)


def work(live: LiveBoard | None, board_id: str, news: Sequence[News], pushes: Sequence[Push]) -> Done:
    """What a tick has to do: applies what other processes said they have stored, then stores pushes, as `store` does.
    All of it is one list of entries, so that browsers get one frame."""
    if live is None or not news:
        return store(live, board_id, pushes)
    heard = apply(live, news)
    done = store(heard.live, board_id, pushes)
    own = done.stored
    entries = (*heard.stored.entries, *own.entries)
    stored = Stored(heard.stored.before, entries, own.answers, own.stamps)
    return Done(done.live, stored, done.snapshot or heard.snapshot)


def store_again(board_id: str, before: int | None, pushes: Sequence[Push]) -> Done:
    """After the connection was lost in `store`, at the commit perhaps: what had been stored is known by its receipt."""
    live = load(board_id)
    before = live.revision if before is None else before
    answers = store(live, board_id, pushes).stored.answers
    return _since(board_id, before, answers)


def _one_by_one(board_id: str, before: int, pushes: Sequence[Push]) -> Done:
    answers: list[Answer] = []
    for push in pushes:
        try:
            answers.extend(commit.store(load(board_id), [push]).answers)
        except (Missing, *Unreachable):
            raise
        except Exception:
            _logger.exception("Push %s of %s to board %s is refused: it fails.", push.id, push.member, board_id)
            answers.append(Rejected(push, "The server failed at this change and left it out. Reload the page.", "push"))
    return _since(board_id, before, answers)


def _since(board_id: str, before: int, answers: Sequence[Answer]) -> Done:
    live = load(board_id)
    entries = entries_since(board_id, before, live.revision - before)
    return _due(live, Stored(before, tuple(entries), tuple(answers)))


def apply(live: LiveBoard, news: Sequence[News]) -> Done:
    """Applies what other processes said they have stored, without the database, as far as it follows exactly."""
    before = live.revision
    entries: list[Json] = []
    try:
        for message in news:
            for entry, stamps in zip(message.entries, message.stamps, strict=True):
                if entry["revision"] == live.revision + 1:
                    live.replay(entry["revision"], entry["op"], stamps)
                    entries.append(entry)
    except Exception:
        _logger.exception("News of board %s could not be applied; the board is loaded again.", live.id)
        return _since(live.id, before, ())
    missing = any(message.after > live.revision for message in news)
    done = _due(live, Stored(before, tuple(entries)))
    return Done(done.live, done.stored, done.snapshot, missing)


def look(live: LiveBoard | None, board_id: str, members: Sequence[str]) -> tuple[Done, dict[str, Membership]]:
    """What others stored since, and those of `members` who still are. Waits for nobody: see `projection.catch_up`."""
    if live is None:
        live = load(board_id)
        stored = Stored(live.revision)
    else:
        before = live.revision
        head = Board.objects.filter(pk=board_id).values_list("revision", "edition").first()
        if head is None:
            raise Missing("The board has been deleted.", f"boards/{board_id}", "Open another one.")
        if head[1] != live.edition:
            done = _since(board_id, before, ())
            live, stored = done.live, done.stored
        else:
            stored = Stored(before, tuple(catch_up(live)) if head[0] != before else ())
    rows = Member.objects.filter(board_id=board_id, pk__in=members) if members else ()
    return _due(live, stored), {row.pk: told(row) for row in rows}


def entries_between(board_id: str, after: int, until: int) -> list[Json]:
    return entries_since(board_id, after, until - after)


def keep_snapshot(live: LiveBoard) -> None:
    """A cache: failing to keep it is logged and harms nobody."""
    try:
        store_snapshot(live)
    except Exception:
        _logger.exception("The snapshot of board %s at %s was not kept.", live.id, live.revision)
        connections["default"].close()


def _due(live: LiveBoard, stored: Stored) -> Done:
    if live.revision - live.snapshot < max(SNAPSHOT_EVERY, len(live.model.elements)):
        return Done(live, stored)
    live.snapshot = live.revision
    return Done(live, stored, live.copy())
