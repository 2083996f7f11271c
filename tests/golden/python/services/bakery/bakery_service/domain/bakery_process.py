"""The rules of Bakery process.

This file is yours: what you write is kept when the system is generated again. The board says which events
a command may lead to, not when; until you write it here, fields are copied by name.
"""

from bakery_service.generated.bakery_process_base import BakeryProcessBase
from bakery_service.generated.commands import BakeBread, SellBread
from bakery_service.generated.events import BreadBaked, BreadGivenAway, BreadSold
from bakery_service.runtime.messages import Event


class BakeryProcess(BakeryProcessBase):
    """Stands in where the board names no aggregate."""

    def decide_bake_bread(self, command: BakeBread) -> list[Event]:
        """Bake bread."""
        return [
            BreadBaked(
                batch=command.batch,
            )
        ]

    def decide_sell_bread(self, command: SellBread) -> list[Event]:
        """Sell bread."""
        chosen = self.choose_for_sell_bread(command)
        events: list[Event] = []
        if BreadSold in chosen:
            events.append(
                BreadSold(
                    batch=command.batch,
                    price=command.price,
                )
            )
        if BreadGivenAway in chosen:
            events.append(
                BreadGivenAway(
                    batch=command.batch,
                )
            )
        return events

    def choose_for_sell_bread(self, command: SellBread) -> tuple[type[Event], ...]:
        """Which of the possible events happen: write the rule here, or raise Refused.

        Exactly one of: Bread sold, Bread given away.
        """
        return (BreadSold,)

    def on_bread_baked(self, event: BreadBaked) -> None:
        """Bread baked."""
        self.state.batch = event.batch

    def on_bread_sold(self, event: BreadSold) -> None:
        """Bread sold."""
        self.state.batch = event.batch
        self.state.price = event.price

    def on_bread_given_away(self, event: BreadGivenAway) -> None:
        """Bread given away."""
        self.state.batch = event.batch
