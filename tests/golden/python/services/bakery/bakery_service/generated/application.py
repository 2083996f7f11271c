"""Everything of this service in one value, and its ways in over HTTP.

Generated from the board and rewritten with it; do not edit.
"""

from bakery_service.domain.bakery_process import BakeryProcess
from bakery_service.domain.policies import sell_what_is_baked
from bakery_service.generated.commands import BakeBread, SellBread
from bakery_service.generated.events import BreadBaked, BreadGivenAway, BreadSold
from bakery_service.runtime.messages import Command
from bakery_service.runtime.projection import Projection
from bakery_service.runtime.service import Definition

DEFINITION = Definition(
    name="bakery",
    aggregates=(BakeryProcess,),
    events=(
        BreadBaked,
        BreadSold,
        BreadGivenAway,
    ),
    consumed=(BreadBaked,),
    externals=(),
    policies=((BreadBaked, sell_what_is_baked),),
    projections=(),
    sagas=(),
)

COMMANDS: dict[str, type[Command]] = {
    "/commands/bake-bread": BakeBread,
    "/commands/sell-bread": SellBread,
}

QUERIES: dict[str, Projection] = {}
