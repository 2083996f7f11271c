"""One sample of each message, for tests and rehearsals; no value in it is a default.

Generated from the board and rewritten with it; do not edit.
"""

from decimal import Decimal

from bakery_service.generated.commands import BakeBread, SellBread
from bakery_service.generated.events import BreadBaked, BreadGivenAway, BreadSold
from bakery_service.runtime.messages import Money


def a_bread_baked() -> BreadBaked:
    return BreadBaked(
        batch=568,
    )


def a_bread_sold() -> BreadSold:
    return BreadSold(
        batch=568,
        price=Money(amount=Decimal("253.75"), currency="EUR"),
    )


def a_bread_given_away() -> BreadGivenAway:
    return BreadGivenAway(
        batch=568,
    )


def a_bake_bread() -> BakeBread:
    return BakeBread(
        batch=568,
    )


def a_sell_bread() -> SellBread:
    return SellBread(
        batch=568,
        price=Money(amount=Decimal("253.75"), currency="EUR"),
    )
