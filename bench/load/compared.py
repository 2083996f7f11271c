"""The runs: Eventstorm and its peers under the same traffic, the peer before and after, so that drift shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from bench.load import servers
from bench.load.report import claims, side_by_side
from bench.load.servers import Server
from bench.load.shapes import COMPANY, FULL, RESTLESS, SMALL, Shape
from bench.load.traffic import Outcome, run
from bench.table import as_markdown

Start = Callable[[], AbstractContextManager[Server]]

#: What sends each update to each person by itself is beyond one core here: shorter, and not waited for.
FLOOD = replace(FULL, name=f"{FULL.name}, nothing gathered", seconds=5.0, warm=2.0)


def tables() -> Iterator[str]:
    yield from _small()
    yield from _full()
    yield from _company()
    yield from _restless()


def _runs(shape: Shape, starts: Sequence[Start]) -> list[Outcome]:
    outcomes = []
    for start in starts:
        with start() as server:
            outcomes.append(run(server, shape))
    return outcomes


def _sqlite() -> AbstractContextManager[Server]:
    return servers.eventstorm("SQLite")


def _two() -> AbstractContextManager[Server]:
    return servers.eventstorm(processes=2)


def _at_once() -> AbstractContextManager[Server]:
    return servers.hocuspocus(0)


def _small() -> Iterator[str]:
    outcomes = _runs(SMALL, [_sqlite, servers.eventstorm, servers.hocuspocus, _at_once, servers.y_websocket])
    yield f"#### {SMALL.name}\n\n{side_by_side(outcomes, outcomes[2:3])}"


def _full() -> Iterator[str]:
    starts: list[Start] = [servers.hocuspocus, servers.eventstorm, _two, _sqlite, servers.hocuspocus]
    outcomes = _runs(FULL, starts)
    peer = [outcomes[0], outcomes[-1]]
    yield f"#### {FULL.name}\n\n{side_by_side(outcomes, peer)}"
    yield as_markdown([row for outcome in outcomes[1:-1] for row in claims(outcome, peer)])
    yield f"#### {FLOOD.name}\n\n{side_by_side(_runs(FLOOD, [_at_once, servers.y_websocket]), peer)}"


def _company() -> Iterator[str]:
    outcomes = _runs(COMPANY, [servers.eventstorm, servers.hocuspocus])
    yield f"#### {COMPANY.name}\n\n{side_by_side(outcomes, outcomes[1:])}"


def _restless() -> Iterator[str]:
    [outcome] = _runs(RESTLESS, [_two])
    came_back = outcome.seen["comings"] - RESTLESS.people
    yield f"#### {RESTLESS.name}: {came_back} times somebody came back\n\n{side_by_side([outcome])}"
