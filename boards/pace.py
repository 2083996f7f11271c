"""The adaptive tick (rule 8): at once while a board is quiet, gathered into ticks when many people work."""

from __future__ import annotations

import math

QUIET = 200.0  # frames per second to all clients that need no gathering
BUSY = 8_000.0
SHORTEST, LONGEST = 0.020, 0.033  # seconds


class Pace:
    """Estimates how many frames a second the room would send without ticks, over about the last second."""

    def __init__(self) -> None:
        self._load = 0.0
        self._at = 0.0

    def heard(self, messages: int, clients: int, now: float) -> None:
        """`messages` that go to `clients` each came in; `now` in seconds of any steady clock."""
        self._load = self._load * math.exp(self._at - now) + messages * clients
        self._at = now

    def pause(self) -> float:
        """Seconds from one tick to the next."""
        if self._load <= QUIET:
            return 0.0
        share = min(1.0, (self._load - QUIET) / (BUSY - QUIET))
        return SHORTEST + share * (LONGEST - SHORTEST)
