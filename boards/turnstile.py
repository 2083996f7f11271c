"""What one person, and one address, may have of a process's sockets: connections at once, arrivals, frames, bytes.

All connections of a person draw on one share, so that fifty tabs are no more than one; and all persons of an address on
a larger one, since a session costs nothing to get. Shares are kept by process: with four processes somebody may have
four times as much, which bounds it just as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boards.allowance import Allowance

_SWEEP = 1_000  # arrivals between two looks for shares that nobody uses any more


@dataclass(frozen=True, slots=True)
class Share:
    """`sockets` at once; and each of `rates` as (per second on the average, at once)."""

    sockets: int
    rates: Mapping[str, tuple[float, float]]


#: A browser that comes back from a long time offline sends all it kept at once. Hints are presence, ping, received,
#: hello, and whatever cannot be read.
PERSON = Share(
    40,
    {
        "arrivals": (4.0, 240.0),
        "pushes": (200.0, 2_000.0),
        "operations": (2_000.0, 20_000.0),
        "hints": (120.0, 240.0),
        "bytes": (2.0 * 2**20, 16.0 * 2**20),
    },
)
#: A company may be behind one address.
ADDRESS = Share(2_000, {name: (rate * 25, burst * 25) for name, (rate, burst) in PERSON.rates.items()})


class Purse:
    """What somebody still has of their share."""

    def __init__(self, share: Share, now: float) -> None:
        self.sockets = 0
        self._left = {name: Allowance(rate, burst, now) for name, (rate, burst) in share.rates.items()}

    def enter(self, now: float) -> bool:
        """Pays for a connection."""
        return self._left["arrivals"].spend(now)

    def pay(self, now: float, size: int, operations: int | None = None) -> bool:
        """Pays for a frame of `size` bytes: a push of so many operations, or a hint."""
        left = self._left
        if not left["bytes"].spend(now, size):
            return False
        if operations is None:
            return left["hints"].spend(now)
        return left["pushes"].spend(now) and left["operations"].spend(now, operations)

    def unused(self, now: float) -> bool:
        return not self.sockets and all(left.full(now) for left in self._left.values())


class Turnstile:
    """Counts who comes and goes, by person or by address."""

    def __init__(self, share: Share) -> None:
        self._share = share
        self._purses: dict[str, Purse] = {}
        self._arrived = 0

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._purses)

    def enter(self, who: str, now: float) -> Purse | None:
        """The purse that the new connection of `who` draws on; None when they have had their share."""
        self._arrived += 1
        if self._arrived % _SWEEP == 0:
            self._purses = {name: purse for name, purse in self._purses.items() if not purse.unused(now)}
        purse = self._purses.get(who)
        if purse is None:
            purse = self._purses[who] = Purse(self._share, now)
        if not purse.enter(now) or purse.sockets >= self._share.sockets:
            return None
        purse.sockets += 1
        return purse


#: Of this process; sockets of all its event loops together.
PERSONS, ADDRESSES = Turnstile(PERSON), Turnstile(ADDRESS)
