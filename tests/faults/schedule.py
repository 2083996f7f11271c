"""Which faults come when: dealt by a seed, several at a time, never two on one thing."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from tests.faults.kinds import Kind
from tests.faults.stage import Stage

AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Planned:
    kind: Kind
    at: int
    seed: int


@dataclass(frozen=True, slots=True)
class Proven:
    """A fault that had its effect."""

    kind: str
    at: int
    seconds: float
    proof: str


def plan(times: Sequence[tuple[Kind, int]], random: Random) -> list[Planned]:
    """All faults in the order in which they begin."""
    dealt = [kind for kind, often in times for _ in range(often)]
    random.shuffle(dealt)
    return [Planned(kind, random.randrange(kind.parts), random.getrandbits(32)) for kind in dealt]


def carry_out(stage: Stage, planned: Sequence[Planned]) -> list[Proven]:
    """Injects them, some at the same time; raises `NoEffect` for one whose effect was not seen."""
    locks = {(fault.kind.part, fault.at): threading.Lock() for fault in planned}

    def inject(fault: Planned) -> Proven:
        with locks[fault.kind.part, fault.at]:
            begun = time.monotonic()
            proof = fault.kind.strike(stage, fault.at, Random(fault.seed))
            return Proven(fault.kind.name, fault.at, time.monotonic() - begun, proof)

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="faults") as pool:
        under_way = [pool.submit(inject, fault) for fault in planned]
        try:
            return [done.result() for done in under_way]
        except BaseException:
            for waiting in under_way:
                waiting.cancel()
            raise


def table(proven: Sequence[Proven]) -> str:
    """Kind, how often, seconds on the average, one of its proofs."""
    times = Counter(fault.kind for fault in proven)
    lines = [f"{'fault':24}{'proven':>7}{'seconds':>9}  for example"]
    for kind in dict.fromkeys(fault.kind for fault in proven):
        of_it = [fault for fault in proven if fault.kind == kind]
        mean = sum(fault.seconds for fault in of_it) / len(of_it)
        lines.append(f"{kind:24}{times[kind]:7}{mean:9.1f}  {of_it[-1].proof}")
    return "\n".join([*lines, f"{'in all':24}{len(proven):7}"])
