"""Fifty people open a board of 10,000 notes at once, at a server that has just started; a few read slowly."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.load import cores, peers
from bench.load.traffic import Broken
from bench.load.usage import MemoryWatch, cpu_seconds, memory_mib
from bench.table import Row
from bench.wall import wall_of
from tools.stack import Postgres, Web

NOTES = 10_000
CLIENTS = 50
SLOW = 5
SLOW_BYTES = 400_000  # a second and slow reader, not compressed: several seconds for the board

Json = dict[str, Any]


def rows() -> Iterator[Row]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="eventstorm-bench-")))
        with cores.on(cores.OTHERS):
            postgres = stack.enter_context(Postgres())
            with Web(folder, postgres.url()) as web:
                made = _people(address=web.address, make=wall_of(NOTES))["made"]
        with cores.on(cores.SERVER):
            web = stack.enter_context(Web(folder, postgres.url()))
        yield from _opened(web, made)


def _opened(web: Web, made: Json) -> Iterator[Row]:
    pids = [web.process.pid]
    before, cpu = memory_mib(pids), cpu_seconds(pids)
    with MemoryWatch(pids, every=0.02) as watch, cores.on(cores.OTHERS):
        told = _people(
            address=web.address,
            board=made["board"],
            link=made["link"],
            clients=CLIENTS,
            slow=SLOW,
            rate=SLOW_BYTES,
        )
    used = cpu_seconds(pids) - cpu
    all_of_them = [*told["opened"]["opened"], *told["trickled"]["opened"]]
    whole = sum(one["notes"] == NOTES for one in all_of_them) / (CLIENTS + SLOW)
    seconds = sorted(one["had"] / 1000 for one in told["opened"]["opened"])
    alone = told["alone"]["opened"][0]["had"] / 1000
    slowest = max(one["had"] for one in told["trickled"]["opened"]) / 1000
    what = f"{CLIENTS} people open {NOTES:,} notes at once"
    yield Row(f"{what}: have all of it", whole * 100, "%", 100, "all of them")
    yield Row(f"{what}: the last has it after", seconds[-1], "s", 5, "aim")
    yield Row(f"{what}: half have it after", statistics.median(seconds), "s", alone, "one alone afterwards")
    yield Row(f"{SLOW} others over a slow line have it after", slowest, "s", seconds[-1], "the last of the others")
    yield Row("– memory of the web process at the most", watch.most, "MiB", before, "before they came")
    yield Row("– and in the end", memory_mib(pids), "MiB", before, "before they came")
    reading = told["opened"]["cpu"]
    yield Row("– CPU of the web process, their joining included", used, "s", reading, "what the people took to read it")


def _people(**asked: object) -> dict[str, Json]:
    """Events that the people's program told, by name."""
    command = [str(peers.NODE), str(peers.FOLDER / "people" / "opening.mjs")]
    done = subprocess.run(command, input=json.dumps(asked) + "\n", capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise Broken(f"Those who open ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return {said["event"]: said for said in map(json.loads, done.stdout.splitlines())}
