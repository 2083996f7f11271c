"""Policies: whenever an event happens, what is to be done next.

This file is yours: what you write is kept when the system is generated again. `subject` is the id of
the aggregate that the event came from.
"""

from bakery_service.generated.commands import SellBread
from bakery_service.generated.events import BreadBaked
from bakery_service.runtime.messages import Command, Money


def sell_what_is_baked(event: BreadBaked, subject: str) -> list[Command]:
    """Sell what is baked: whenever Bread baked."""
    return [
        SellBread(
            batch=event.batch,
            price=Money(),
        )
    ]
