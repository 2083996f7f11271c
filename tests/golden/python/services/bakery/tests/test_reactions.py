"""What policies send, what read models show and what other systems are asked.

This file is yours: when you write a rule, say here what it is. Yours is kept when the system is generated again.
"""

from bakery_service.domain.policies import sell_what_is_baked
from bakery_service.generated.commands import SellBread
from bakery_service.generated.samples import a_bread_baked
from bakery_service.runtime.messages import Money


def test_sell_what_is_baked() -> None:
    assert sell_what_is_baked(a_bread_baked(), "one") == [
        SellBread(
            batch=568,
            price=Money(),
        ),
    ]
