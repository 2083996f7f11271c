"""The kinds of faults.

To add one: write a function in `strikes` that injects it into a `Stage`, waits for its effect, ends it and returns the
proof as a sentence (raise `NoEffect` when the effect was not seen), and give it a row here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.faults.stage import PEOPLE, WEBS, Stage
from tests.faults.strikes import database, lines, pushes, redis, web


@dataclass(frozen=True, slots=True)
class Kind:
    """`strike(stage, at, random)`: `at` says which of the `parts` things of its sort is struck (a web process, a
    person's line); faults of different things go on at the same time. `times`: how often in the long form."""

    name: str
    strike: Callable[[Stage, int, Random], str]
    part: str
    parts: int
    times: int


KINDS = (
    Kind("kill -9 of a worker", web.kill, "web", WEBS, 60),
    Kind("SIGTERM of a worker", web.terminate, "web", WEBS, 60),
    Kind("Redis stopped", redis.stop, "redis", 1, 60),
    Kind("Redis hung", redis.hang, "redis", 1, 60),
    Kind("PostgreSQL restarted", database.restart, "database", 1, 60),
    Kind("PostgreSQL crashed", database.crash, "database", 1, 60),
    Kind("connections cut", lines.cut, "line", PEOPLE, 140),
    Kind("connections delayed", lines.delay, "line", PEOPLE, 100),
    Kind("slow reader", lines.read_slowly, "line", PEOPLE, 60),
    Kind("pushes doubled", pushes.double, "line", PEOPLE, 140),
    Kind("pushes reordered", pushes.reverse, "line", PEOPLE, 140),
    Kind("disk full", database.fill_disk, "database", 1, 60),
    Kind("clock jumped", web.jump, "web", WEBS, 60),
)
