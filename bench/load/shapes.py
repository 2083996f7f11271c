"""Shapes of traffic: how many people on how many boards do how much, and for how long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """Of ten changes of a person six are notes written, three drags and one a vote (bench/peers/people/crowd.mjs)."""

    name: str
    people: int
    boards: int = 1
    changes: float = 2.0  # a second and person
    cursors: float = 4.0
    seconds: float = 20.0
    warm: float = 4.0  # seconds that do not count
    drops: float = 0.0  # of a person's connection, a minute
    keep: int = 0  # notes that a person writes before they only word old ones anew; 0: no end
    held: bool = False  # the database holds commits back for `seconds`


SMALL = Shape("20 people on one board", 20, seconds=8.0)
FULL = Shape("200 people on one board", 200)
COMPANY = Shape("500 people on 10 boards", 500, boards=10)
RESTLESS = Shape("100 people on one board, who lose their connection three times a minute", 100, drops=3.0)
HELD = Shape("20 people while no commit can finish", 20, seconds=2.0, warm=2.0, held=True)
STEADY = Shape("200 people on one board that stays as large as it is", 200, warm=20.0, keep=20)
