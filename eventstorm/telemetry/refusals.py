"""Who is refused, for whoever watches: no session, too small a role, a board that is not theirs, too much, too large.

A line for each kind of refusal, neighbourhood and route, once a minute with how many there were: trying is to be seen,
and not to fill the disk.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from boards.circumstances import Circumstances
from eventstorm.telemetry.logs import REFUSED

_logger = logging.getLogger(REFUSED)

EVERY = 60.0  # seconds between two lines of one kind
_MOST = 2_000  # kinds that are remembered; beyond them all are one
#: Of a 404 only where the address names a board: whoever is no member gets it.
STATUSES = frozenset((400, 401, 403, 404, 405, 411, 413, 429))
#: Closing codes of sockets that were sent away for what they did, and 403 at the handshake.
CODES = frozenset((403, 1009, 4007, 4008, 4013, 4029, 4401, 4403, 4404))

Kind = tuple[str, int, str, str]


class Refusals:
    """To be called on the event loop. `steady`: seconds of a clock that never goes back."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._told: dict[Kind, tuple[float, int]] = {}  # when last, and how many since

    def request(self, status: int, route: str, now: Circumstances) -> None:
        if status in STATUSES and (status != 404 or now.board):
            self._add("Request", status, route or "unknown", now)

    def socket(self, code: int, now: Circumstances) -> None:
        if code in CODES:
            self._add("Socket", code, "socket", now)

    def _add(self, what: str, number: int, route: str, now: Circumstances) -> None:
        at = self._steady()
        kind = (what, number, route, now.neighbourhood)
        if kind not in self._told and len(self._told) >= _MOST:
            self._told = {known: held for known, held in self._told.items() if at - held[0] < EVERY}
            if len(self._told) >= _MOST:
                kind = (what, 0, "many", "")
        last, waiting = self._told.get(kind, (float("-inf"), 0))
        if at - last < EVERY:
            self._told[kind] = (last, waiting + 1)
            return
        self._told[kind] = (at, 0)
        fields = {"status": number, "route": route, "address": now.neighbourhood, "times": waiting + 1}
        _logger.info(
            "%s refused: %s at %s from %s, %s times.", what, number, route, now.neighbourhood or "?", waiting + 1,
            extra={"fields": fields},
        )  # fmt: skip


REFUSALS = Refusals()
