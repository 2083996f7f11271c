"""Pushes that come without a room, by REST for one: the same transaction, then a notice to the rooms."""

from __future__ import annotations

from collections.abc import Sequence

from boards import desk, notices
from boards.commit import Acknowledged
from boards.errors import Conflicting, Forbidden
from boards.live import Push
from boards.models import random_id
from boards.people import Membership
from boards.projection import current


def push_now(who: Membership, operations: Sequence[object] = (), undo: str = "", push_id: str = "") -> Acknowledged:
    """Stores one push of `who`. Raises `Conflicting` when it is refused, `Forbidden` when the role is the reason."""
    push = Push(push_id or f"server-{random_id()}", who.id, tuple(operations), undo)
    done = desk.store(current(who.board), who.board, [push])
    notices.announce_stored(who.board, done.stored)
    if done.snapshot is not None:
        desk.keep_snapshot(done.snapshot)
    answer = done.stored.answers[0]
    if isinstance(answer, Acknowledged):
        return answer
    kind = Forbidden if answer.where in ("role", "member") else Conflicting
    raise kind(answer.reason, answer.where, "Change what the sentence names, then send it again.")
