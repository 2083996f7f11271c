"""The best extraction order, exactly: dynamic programming over the sets of extracted contexts (Held & Karp's scheme).

`remaining[S]` is the least cost of extracting what is not in S yet. Sets are handled in layers of equal size, each
layer at once with numpy: 2ⁿ · n steps, about a second for 18 contexts. A batch of problems is handled in one go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modeling.analysis.extraction.problem import RISK_DECAY, Floats, Problem

#: More contexts than these are searched instead (262,144 sets at 18).
MOST = 18
#: Costs that differ by less than this share are equal; the context with the smaller index comes first.
TIE = 1e-9


@dataclass(frozen=True)
class Solution:
    """order: (…, n). cost: (…). starting: (…, n), the least cost of an order that begins with each; inf: forbidden."""

    order: NDArray[np.int64]
    cost: Floats
    starting: Floats


def solve(problem: Problem) -> Solution:
    """The best order of each problem in the batch."""
    n = problem.size
    if n == 0:
        shape = problem.effort.shape[:-1]
        return Solution(np.zeros((*shape, 0), dtype=np.int64), np.zeros(shape), np.zeros((*shape, 0)))
    sets = np.arange(1 << n)
    cut, finish = _cuts(problem), _sums(problem.effort)
    remaining = np.full(cut.shape, np.inf)
    remaining[..., -1] = 0.0
    size = _sums(np.ones(n)).astype(int)
    starting = np.full(problem.effort.shape, np.inf)
    for layer in range(n - 1, -1, -1):
        here = sets[size == layer]
        least = np.full((*cut.shape[:-1], len(here)), np.inf)
        for context in range(n):
            fits = (here >> context & 1 == 0) & (problem.after[context] & ~here == 0)
            if layer == 0:
                starting[..., context] = _step(problem, cut, finish, context, here, layer, remaining)[..., 0]
                fits &= problem.first[context]
                if not np.all(problem.after[context] & ~here == 0):
                    starting[..., context] = np.inf
            if fits.any():
                cost = _step(problem, cut, finish, context, here[fits], layer, remaining)
                least[..., fits] = np.minimum(least[..., fits], cost)
        remaining[..., here] = least
    return Solution(_walk(problem, cut, finish, remaining), remaining[..., 0], starting)


def _step(
    problem: Problem,
    cut: Floats,
    finish: Floats,
    context: int,
    before: NDArray[np.int64],
    place: int,
    remaining: Floats,
) -> Floats:
    """The cost of extracting `context` next, from each set in `before`, and of everything after it."""
    after = before | 1 << context
    effort, value, risk = (part[..., context, None] for part in (problem.effort, problem.value, problem.risk))
    step = effort * cut[..., after] + problem.value_scale * value * finish[..., after]
    cost: Floats = step + problem.risk_scale * risk * RISK_DECAY**place + remaining[..., after]
    return cost


def _walk(problem: Problem, cut: Floats, finish: Floats, remaining: Floats) -> NDArray[np.int64]:
    """The orders, read off forwards; for a batch, all at once."""
    n = problem.size
    batch = cut.shape[:-1]
    flat = int(np.prod(batch, dtype=int))
    tables = [part.reshape(flat, -1) for part in (cut, finish, remaining)]
    numbers = [
        np.broadcast_to(part, (*batch, n)).reshape(flat, n) for part in (problem.effort, problem.value, problem.risk)
    ]
    rows = np.arange(flat)
    placed = np.zeros(flat, dtype=np.int64)
    orders = np.zeros((flat, n), dtype=np.int64)
    after, first = np.array(problem.after, dtype=np.int64), np.array(problem.first)
    for place in range(n):
        costs = np.full((flat, n), np.inf)
        for context in range(n):
            then = placed | 1 << context
            cost = numbers[0][:, context] * tables[0][rows, then]
            cost = cost + problem.value_scale * numbers[1][:, context] * tables[1][rows, then]
            cost = cost + problem.risk_scale * numbers[2][:, context] * RISK_DECAY**place + tables[2][rows, then]
            fits = (placed >> context & 1 == 0) & (after[context] & ~placed == 0) & (first[context] | (place > 0))
            costs[:, context] = np.where(fits, cost, np.inf)
        least = costs.min(axis=1, keepdims=True)
        orders[:, place] = np.argmax(costs <= least + TIE * np.abs(least), axis=1)
        placed |= 1 << orders[:, place]
    return orders.reshape(*batch, n)


def _sums(numbers: Floats) -> Floats:
    """(…, n) → (…, 2ⁿ): the sum over each set."""
    total = np.zeros((*numbers.shape[:-1], 1))
    for context in range(numbers.shape[-1]):
        total = np.concatenate([total, total + numbers[..., context, None]], axis=-1)
    return total


def _cuts(problem: Problem) -> Floats:
    """(…, 2ⁿ): coupling across the line for each set of extracted contexts, built bit by bit."""
    n = problem.size
    coupling, settled = problem.coupling, problem.settled
    batch = np.broadcast_shapes(coupling.shape[:-2], settled.shape[:-1], problem.effort.shape[:-1])
    cut = np.broadcast_to(settled.sum(axis=-1)[..., None], (*batch, 1))
    for context in range(n):
        # With one more extracted: what it costs towards all others, less both directions to those inside.
        leaving = coupling[..., context, :].sum(axis=-1) - settled[..., context]
        both = coupling[..., context, :context] + coupling[..., :context, context]
        cut = np.concatenate([cut, cut + leaving[..., None] - _sums(both)], axis=-1)
    return np.ascontiguousarray(cut)
