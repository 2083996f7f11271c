"""How much somebody may send: a bucket that fills steadily."""

from __future__ import annotations


class Allowance:
    """`rate` per second on the average, `burst` at once. `now` comes from any steady clock, in seconds."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._held = burst
        self._at = now

    def spend(self, now: float, amount: float = 1.0) -> bool:
        """Takes `amount` if it is there."""
        self._held = min(self._burst, self._held + (now - self._at) * self._rate)
        self._at = now
        if self._held < amount:
            return False
        self._held -= amount
        return True

    def full(self, now: float) -> bool:
        """Whether it is as it was in the beginning."""
        return self._held + (now - self._at) * self._rate >= self._burst
