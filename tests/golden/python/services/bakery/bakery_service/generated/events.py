"""Events that this service publishes, and those of other services that it reacts to.

Generated from the board and rewritten with it; do not edit.
"""

from bakery_service.runtime.messages import Event, Money


class BreadBaked(Event):
    """Bread baked."""

    message_type = "bakery.bread-baked.v1"
    message_topic = "bakery.bread-baked.v1"

    batch: int


class BreadSold(Event):
    """Bread sold."""

    message_type = "bakery.bread-sold.v1"
    message_topic = "bakery.bread-sold.v1"

    batch: int
    price: Money


class BreadGivenAway(Event):
    """Bread given away."""

    message_type = "bakery.bread-given-away.v1"
    message_topic = "bakery.bread-given-away.v1"

    batch: int
