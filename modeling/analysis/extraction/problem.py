"""The extraction order as a problem in numbers, and what a whole order costs.

An order is judged as a whole. While context j is being extracted (for as long as its effort) everything extracted so
far, j included, coexists with the monolith, and every dependency across that line costs:

    Σ effort(j) · coupling(extracted | monolith)  +  λ · Σ value(j) · finish(j)  +  ρ · Σ risk(j) · 0.6^(place−1)

Without direction, value and early risk a reversed order would cost the same, and “first” would mean nothing. The three
terms are scaled by what they come to in an order drawn at random, so that λ and ρ mean the same on every board.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Weight of one element that another context needs.
EVENT, VIEW, COMMAND = 1.0, 1.5, 3.0
#: Cost of a dependency across the line, per weight.
STILL_NEEDED, FORWARD_SYNC, BIDIRECTIONAL, SHARED_KEY = 2.0, 1.0, 1.0, 0.5
VALUE_WEIGHT, RISK_WEIGHT, RISK_DECAY = 1.0, 0.25, 0.6
#: The first pick needs at least this share of the mean value.
VALUE_FLOOR = 0.5


@dataclass(frozen=True)
class Problem:
    """n contexts that remain in the monolith. Arrays may carry leading dimensions: one problem for each perturbed run.

    coupling: (…, n, n), cost per time of i extracted while j is not; settled: (…, n), the same for what was extracted
    earlier and j; effort, value, risk: (…, n). after: after[j] = bit set of the contexts that must come before j;
    first: which may come first. Scales are those of the unperturbed problem.
    """

    coupling: Floats
    settled: Floats
    effort: Floats
    value: Floats
    risk: Floats
    after: tuple[int, ...]
    first: tuple[bool, ...]
    value_scale: float
    risk_scale: float

    @property
    def size(self) -> int:
        return int(self.effort.shape[-1])

    def allows(self, context: int, placed: int) -> bool:
        """Whether `context` may come next once the bit set `placed` is extracted."""
        return not placed >> context & 1 and self.after[context] & ~placed == 0 and (placed != 0 or self.first[context])


def coupling_matrix(weights: Floats, keys: Floats) -> Floats:
    """(n, n): what it costs per time that i is extracted and j is not.

    weights[u, d]: what d needs of u, in weights of elements; keys: (n, n) symmetric, how many keys both know.
    """
    both_ways = np.minimum(weights, weights.T)
    cost = STILL_NEEDED * weights + FORWARD_SYNC * weights.T + BIDIRECTIONAL * both_ways + SHARED_KEY * keys
    np.fill_diagonal(cost, 0.0)
    return np.asarray(cost, dtype=np.float64)


def scales(coupling: Floats, settled: Floats, effort: Floats, value: Floats, risk: Floats) -> tuple[float, float]:
    """(value_scale, risk_scale): λ and ρ, so that a random order pays λ or ρ times what it pays for coexistence."""
    n = len(effort)
    if n < 2:
        return VALUE_WEIGHT, RISK_WEIGHT
    placed = np.arange(1, n + 1)
    # At stage k a pair (i, j) is cut with the probability k(n−k) / n(n−1); a settled one with (n−k) / n.
    cut = coupling.sum() * (placed * (n - placed) / (n * (n - 1))).sum() + settled.sum() * ((n - placed) / n).sum()
    coexistence = effort.mean() * cut or 1.0
    finishing = value.sum() * effort.mean() * (n + 1) / 2
    early = risk.mean() * (RISK_DECAY ** np.arange(n)).sum()
    return float(VALUE_WEIGHT * coexistence / finishing), float(RISK_WEIGHT * coexistence / early)


def order_cost(problem: Problem, order: tuple[int, ...] | list[int]) -> float:
    """What one whole order costs; infinite where a wish or the floor forbids it. O(n²). For one problem, no batch."""
    total, finish, placed = 0.0, 0.0, 0
    inside: list[int] = []
    for place, context in enumerate(order):
        if not problem.allows(context, placed):
            return float("inf")
        inside.append(context)
        placed |= 1 << context
        outside = [other for other in range(problem.size) if not placed >> other & 1]
        cut = problem.coupling[np.ix_(inside, outside)].sum() + problem.settled[outside].sum()
        finish += float(problem.effort[context])
        total += float(problem.effort[context] * cut)
        total += problem.value_scale * float(problem.value[context]) * finish
        total += problem.risk_scale * float(problem.risk[context]) * RISK_DECAY**place
    return total
