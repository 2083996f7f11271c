"""Lines: cut, delayed, read slowly."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.request import urlopen

from tests.faults.stage import PEOPLE, Stage
from tests.faults.strikes.effect import NoEffect, until

#: Pastes of some 230 KB each; an outbox holds 1 MiB.
OVERWHELMING = 7


def cut(stage: Stage, at: int, random: Random) -> str:
    """At once, or after the line swallowed what came from the process: acknowledgements are lost with it then."""
    line, ledger = stage.lines[at], stage.people.ledger
    before = len(ledger.others["closed"])
    line.weather.swallowed = 0
    line.weather.swallows = random.random() < 0.5
    time.sleep(random.uniform(0, 0.6))

    def told() -> list[Any]:
        return [event for event in ledger.others["closed"][before:] if event["user"] == at and event["code"] == 1006]

    def broken() -> int:
        """How many; 0 while it was not the board's socket that broke."""
        broke = line.cut()
        line.weather.swallows = False
        return broke if broke and ledger.until(told, 2) else 0

    connections = until(broken, f"user {at} losing the socket of the board")
    return f"{connections} connections reset, {line.weather.swallowed} bytes lost; the browser saw code 1006"


def delay(stage: Stage, at: int, random: Random) -> str:
    line = stage.lines[at]
    line.weather.delayed = 0
    seconds = random.uniform(0.1, 0.6)
    line.weather.delay = seconds
    try:
        until(lambda: line.weather.delayed, "bytes that were held back")
        took = until(lambda: _round_trip(line.origin), "an answer over the delayed line")
        time.sleep(random.uniform(0.2, 1.5))
    finally:
        line.weather.delay = 0
    if took < 2 * seconds:
        raise NoEffect(f"An answer came in {took:.2f} s over a line of {seconds:.2f} s each way.")
    return f"{line.weather.delayed} bytes held {seconds:.2f} s each way; an answer took {took:.2f} s"


def _round_trip(origin: str) -> float | None:
    begun = time.monotonic()
    try:
        with urlopen(f"{origin}/healthz", timeout=60):
            return time.monotonic() - begun
    except OSError:
        return None


def read_slowly(stage: Stage, at: int, random: Random) -> str:
    """A trickle; or so little while somebody pastes that the process gives the reader up (rule S8)."""
    if random.random() < 0.5:
        return _trickle(stage, at, random)
    ledger = stage.people.ledger
    other = (at + 1 + random.randrange(PEOPLE - 1)) % PEOPLE
    before = len(ledger.others["closed"])

    def given_up() -> list[Any]:
        return [event for event in ledger.others["closed"][before:] if event["user"] == at and event["code"] == 4008]

    stage.people.order("flood", other)
    try:
        until(lambda: _overwhelm(stage, at, given_up), f"user {at} given up with code 4008 for reading slowly")
    finally:
        stage.people.order("dry", other)
    return "closed with code 4008 for reading too slowly"


def _overwhelm(stage: Stage, at: int, given_up: Callable[[], list[Any]]) -> list[Any]:
    """Hardly reads until more was pasted than an outbox holds, then takes what is there: the close comes behind it."""
    line, ledger = stage.lines[at], stage.people.ledger
    pasted = len(ledger.others["pasted"])
    line.weather.slowness = 1.0
    try:
        ledger.until(lambda: len(ledger.others["pasted"]) > pasted + OVERWHELMING, 15)
    finally:
        line.weather.slowness = 0
    return list(ledger.until(given_up, 5))


def _trickle(stage: Stage, at: int, random: Random) -> str:
    line = stage.lines[at]
    line.weather.slowness = 1.0
    try:
        waited = until(line.waiting_bytes, "bytes that wait for the reader")
        time.sleep(random.uniform(0.5, 2.0))
        waited = max(waited, line.waiting_bytes())
    finally:
        line.weather.slowness = 0
    return f"{waited} bytes waited for the reader"
