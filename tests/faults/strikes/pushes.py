"""Pushes: sent twice, sent in another order."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from typing import Any

from tests.faults.ledger import PushId
from tests.faults.stage import Stage
from tests.faults.strikes.effect import PATIENCE, NoEffect


def double(stage: Stage, at: int, random: Random) -> str:
    """Until a push that was sent twice was answered twice on one connection, by its receipt the second time."""
    ledger = stage.people.ledger
    member = ledger.members[at]
    before = len(ledger.others["doubled"])

    def twice() -> tuple[PushId, int] | None:
        for event in ledger.others["doubled"][before:]:
            push = (member, event["id"])
            if event["user"] == at:
                acks = [ack for ack in ledger.acks.get(push, ()) if ack.line == event["line"]]
                if len(acks) > 1:
                    return push, acks[0].revision
        return None

    push, revision = _again_and_again(stage, twice, lambda: stage.people.order("double", at), "two acks of a push")
    return f"{push[1]} sent twice, acknowledged twice at {revision}"


def reverse(stage: Stage, at: int, random: Random) -> str:
    """Until pushes that were sent in reverse were stored in reverse."""
    ledger = stage.people.ledger
    member = ledger.members[at]
    before = len(ledger.others["reversed"])
    depth = random.randint(2, 4)

    def swapped() -> str:
        for event in ledger.others["reversed"][before:]:
            ids = event["ids"] if event["user"] == at else []
            stored = {identity: acks[0].revision for identity in ids if (acks := ledger.acks.get((member, identity)))}
            if len(set(stored.values())) > 1 and [*stored.values()] == sorted(stored.values()):
                return f"{' before '.join(stored)}, made the other way round, stored at {[*stored.values()]}"
        return ""

    order = lambda: stage.people.order("reverse", at, depth=depth)  # noqa: E731
    return str(_again_and_again(stage, swapped, order, "pushes stored in reverse"))


def _again_and_again(stage: Stage, seen: Callable[[], Any], order: Callable[[], None], effect: str) -> Any:
    """Orders it until it shows: a line may break in between, or a push be refused."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        order()
        if found := stage.people.ledger.until(seen, 3):
            return found
    raise NoEffect(f"This was not seen within {PATIENCE:.0f} s: {effect}.")
