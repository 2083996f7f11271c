"""One run: people of a shape at one server, and what was seen of both."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bench.load import cores, peers
from bench.load.servers import Server
from bench.load.shapes import Shape
from bench.load.usage import MemoryWatch, cpu_seconds, memory_mib

Json = dict[str, Any]


class Broken(RuntimeError):
    """The people's program ended before it told its result."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`seen`: as the people's program tells it (bench/peers/people); CPU in cores, memory in MiB.

    `memory`: when nobody had come yet, at the most, and in the end; `over_time`: (seconds, MiB) of the counted time.
    """

    server: str
    shape: Shape
    seen: Json
    web: float
    apart: Mapping[str, float]
    memory: tuple[float, float, float]
    over_time: tuple[tuple[float, float], ...]
    told: Mapping[str, Json]

    @property
    def delivered(self) -> float:
        """Part of the pairs of a change and a person of its board that came about."""
        return float(self.seen["arrivals"] / self.seen["pairs"])

    @property
    def exact(self) -> bool:
        """Everything arrived, once and in order, and the server holds what it should."""
        wrong = (
            self.seen["wrong"] or self.seen["twice"] or self.seen["gaps"] or self.seen["stale"] or self.seen["refusals"]
        )
        return self.seen["arrivals"] == self.seen["pairs"] and not wrong


def run(server: Server, shape: Shape, at: Mapping[str, Callable[[], None]] | None = None) -> Outcome:
    """`at`: what to do when the people's program tells an event of that name, before it goes on."""
    with cores.on(cores.OTHERS), MemoryWatch(server.web) as watch:
        before = memory_mib(server.web)
        crowd = subprocess.Popen(
            [str(peers.NODE), str(peers.FOLDER / "people" / "main.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            told, counted = _accompany(crowd, server, shape, at or {})
        finally:
            crowd.kill()
            crowd.wait()
    memory = (before, watch.most, memory_mib(server.web))
    begin, end = counted[0].at - watch.begin, counted[1].at - watch.begin
    over_time = tuple(point for point in watch.seen if begin <= point[0] <= end)
    web, apart = counted[1].since(counted[0])
    return Outcome(server.name, shape, told["result"], web, apart, memory, over_time, told)


@dataclass(frozen=True, slots=True)
class _Used:
    at: float
    web: float
    apart: Mapping[str, float]

    def since(self, before: _Used) -> tuple[float, dict[str, float]]:
        """Cores used in between."""
        seconds = self.at - before.at
        return (self.web - before.web) / seconds, {
            name: (used - before.apart[name]) / seconds for name, used in self.apart.items()
        }


def _used(server: Server) -> _Used:
    apart = {name: cpu_seconds([pid]) for name, pid in server.apart.items()}
    return _Used(time.monotonic(), cpu_seconds(server.web), apart)


def _accompany(
    crowd: subprocess.Popen[str], server: Server, shape: Shape, at: Mapping[str, Callable[[], None]]
) -> tuple[dict[str, Json], tuple[_Used, _Used]]:
    assert crowd.stdin is not None
    assert crowd.stdout is not None
    asked = {"server": {"dialect": server.dialect, "addresses": server.addresses}, "shape": asdict(shape)}
    print(json.dumps(asked), file=crowd.stdin, flush=True)
    told: dict[str, Json] = {}
    used: dict[str, _Used] = {}
    for line in crowd.stdout:
        said = json.loads(line)
        told[said["event"]] = said
        used[said["event"]] = _used(server)
        if (act := at.get(said["event"])) is not None:
            act()
            print(file=crowd.stdin, flush=True)
    if "result" not in told:
        raise Broken(f"The people at {server.name} ended with {crowd.wait()}; {', '.join(told) or 'nothing'} was told.")
    return told, (used["begin"], used["end"])
