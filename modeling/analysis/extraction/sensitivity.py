"""How much the order depends on numbers that nobody knows exactly: the same problem, perturbed and solved again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from modeling.analysis.extraction import exact, search
from modeling.analysis.extraction.problem import Floats, Problem

RUNS = 300
#: From so many contexts on there are fewer runs, by the cube of the number: a run costs that much.
_ALL_RUNS, _FEWEST = 24, 30
#: Up to so many contexts all runs are solved exactly in one batch; beyond, by insertion search from the shown order.
EXACT_MOST = 9
_SEED = 20_130_000
#: Standard deviation of the factors' logarithms: dependencies are known worse than people's estimates.
_COUPLING, _ESTIMATES = 0.35, 0.25


@dataclass(frozen=True)
class Sensitivity:
    """runs: how many. share: (n,), how often each comes first. early, late: (n,), 5 and 95 % of its place, from 1."""

    runs: int
    share: Floats
    early: NDArray[np.int64]
    late: NDArray[np.int64]


def sensitivity(problem: Problem, shown: tuple[int, ...]) -> Sensitivity:
    """The spread of each context's place over the perturbed runs. The seed is fixed: same problem, same answer."""
    n = problem.size
    runs = RUNS if n <= _ALL_RUNS else max(_FEWEST, RUNS * _ALL_RUNS**3 // n**3)
    sweeps = search.SWEEPS if n <= _ALL_RUNS else 2
    draw = np.random.default_rng(_SEED)

    def blurred(numbers: Floats, spread: float) -> Floats:
        return np.asarray(numbers[None] * np.exp(spread * draw.standard_normal((runs, *numbers.shape))))

    perturbed = replace(
        problem,
        coupling=blurred(problem.coupling, _COUPLING),
        settled=blurred(problem.settled, _COUPLING),
        effort=blurred(problem.effort, _ESTIMATES),
        value=blurred(problem.value, _ESTIMATES),
        risk=blurred(problem.risk, _ESTIMATES),
    )
    if n <= EXACT_MOST:
        orders = exact.solve(perturbed).order
    else:
        orders, _ = search.improve(perturbed, np.tile(np.array(shown, dtype=np.int64), (runs, 1)), sweeps=sweeps)
    places = np.argsort(orders, axis=1) + 1
    sorted_places = np.sort(places, axis=0)
    low, high = int(0.05 * (runs - 1)), round(0.95 * (runs - 1))
    return Sensitivity(runs, (places == 1).mean(axis=0), sorted_places[low], sorted_places[high])
