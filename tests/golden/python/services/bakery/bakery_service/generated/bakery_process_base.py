"""What Bakery process remembers, and which method answers to which message.

Generated from the board and rewritten with it; do not edit. The rules are in domain/bakery_process.py.
"""

from typing import ClassVar

from bakery_service.generated.commands import BakeBread, SellBread
from bakery_service.generated.events import BreadBaked, BreadGivenAway, BreadSold
from bakery_service.generated.tables import BAKERY_PROCESSES
from bakery_service.runtime.aggregate import Aggregate, State
from bakery_service.runtime.messages import Command, Event, Money


class BakeryProcessState(State):
    """Everything is optional: nothing is known before the first event."""

    batch: int | None = None
    price: Money | None = None


class BakeryProcessBase(Aggregate):
    """The wiring of Bakery process."""

    kind = "bakery_process"
    table = BAKERY_PROCESSES
    state_class = BakeryProcessState
    state: BakeryProcessState
    deciders: ClassVar[dict[type[Command], str]] = {
        BakeBread: "decide_bake_bread",
        SellBread: "decide_sell_bread",
    }
    appliers: ClassVar[dict[type[Event], str]] = {
        BreadBaked: "on_bread_baked",
        BreadSold: "on_bread_sold",
        BreadGivenAway: "on_bread_given_away",
    }
