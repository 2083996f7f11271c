"""A connection, as its room knows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boards.outbox import Outbox
from boards.people import Membership


@dataclass(slots=True, eq=False)
class Client:
    """`hang_up(code)` closes it."""

    member: Membership
    outbox: Outbox
    hang_up: Callable[[int], None]
