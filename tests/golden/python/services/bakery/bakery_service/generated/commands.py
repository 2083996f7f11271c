"""Commands that this service handles, and those that it sends to other services.

Generated from the board and rewritten with it; do not edit.
"""

from bakery_service.runtime.messages import Command, Money


class BakeBread(Command):
    """Bake bread."""

    message_type = "bakery.bake-bread.v1"
    message_topic = "bakery.commands.v1"

    batch: int


class SellBread(Command):
    """Sell bread."""

    message_type = "bakery.sell-bread.v1"
    message_topic = "bakery.commands.v1"

    batch: int
    price: Money
