"""A good extraction order where an exact one would take too long: insertion search, many orders at once.

Each context in turn is taken out and put back at its best place until nothing improves. The costs of all places come
from prefix sums: O(n²) for one context of one order, and every order of the batch is handled in the same step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from modeling.analysis.extraction.problem import RISK_DECAY, Floats, Problem

SWEEPS = 60
_GAIN = 1e-9

Orders = NDArray[np.int64]


def improve(
    problem: Problem, orders: Orders, *, keep_first: bool = False, sweeps: int = SWEEPS
) -> tuple[Orders, Floats]:
    """Local optima reached from `orders` (R, n), each of which must be allowed, and their costs (R,).

    With `keep_first` every order keeps the context that it begins with. `sweeps` bounds the rounds over all contexts;
    0 only tells the costs. Arrays of `problem` have no leading dimension, or R.
    """
    orders = orders.copy()
    runs, n = orders.shape
    problem = _batched(problem, runs)
    costs = _costs(problem, orders)
    for _ in range(sweeps):
        before = costs.copy()
        for context in range(n):
            orders, costs = _reinsert(problem, orders, costs, context, keep_first)
        if not (costs < before - _GAIN * np.abs(before)).any():
            break
    return orders, costs


def _batched(problem: Problem, runs: int) -> Problem:
    shape = (runs, problem.size)
    return replace(
        problem,
        coupling=np.broadcast_to(problem.coupling, (*shape, problem.size)),
        settled=np.broadcast_to(problem.settled, shape),
        effort=np.broadcast_to(problem.effort, shape),
        value=np.broadcast_to(problem.value, shape),
        risk=np.broadcast_to(problem.risk, shape),
    )


def _costs(problem: Problem, orders: Orders) -> Floats:
    """The cost of each order; (R,)."""
    n = orders.shape[1]
    placed = np.take_along_axis
    cut = _prefix_cuts(problem, orders)[:, 1:]
    effort, value, risk = (placed(part, orders, 1) for part in (problem.effort, problem.value, problem.risk))
    total = effort * cut + problem.value_scale * value * np.cumsum(effort, axis=1)
    cost: Floats = (total + problem.risk_scale * risk * RISK_DECAY ** np.arange(n)).sum(axis=1)
    return cost


def _prefix_cuts(problem: Problem, orders: Orders) -> Floats:
    """(R, m+1): coupling across the line after each place, for orders of m of the n contexts (the rest stay)."""
    rows = np.arange(len(orders))[:, None]
    leaving = (problem.coupling.sum(axis=2) - problem.settled)[rows, orders]
    both = problem.coupling + problem.coupling.transpose(0, 2, 1)
    inside = np.tril(both[rows[:, :, None], orders[:, :, None], orders[:, None, :]], -1).sum(axis=2)
    start = problem.settled.sum(axis=1, keepdims=True)
    return np.concatenate([start, start + np.cumsum(leaving - inside, axis=1)], axis=1)


def _reinsert(problem: Problem, orders: Orders, costs: Floats, context: int, keep_first: bool) -> tuple[Orders, Floats]:
    """Put `context` at its best place in every order."""
    runs, n = orders.shape
    rest = orders[orders != context].reshape(runs, n - 1)
    places = _place_costs(problem, rest, context)
    places[~_allowed(problem, rest, context)] = np.inf
    if keep_first:
        places[orders[:, 0] != context, 0] = np.inf
        places[orders[:, 0] == context, 1:] = np.inf
    best = places.argmin(axis=1)
    least = places[np.arange(runs), best]
    moved = least < costs - _GAIN * np.abs(costs)
    # Insert by sorting keys: those before the place keep their rank, the others move up by one.
    keys = np.arange(n - 1)[None, :] + (np.arange(n - 1)[None, :] >= best[:, None])
    changed = np.empty_like(orders)
    rows = np.arange(runs)[:, None]
    changed[rows, keys] = rest
    changed[np.arange(runs), best] = context
    return np.where(moved[:, None], changed, orders), np.where(moved, least, costs)


def _place_costs(problem: Problem, rest: Orders, context: int) -> Floats:
    """(R, n): the cost of the whole order with `context` put before each place of `rest`, or last."""
    runs, m = rest.shape
    rows = np.arange(runs)[:, None]
    effort, value, risk = (part[rows, rest] for part in (problem.effort, problem.value, problem.risk))
    own_effort, own_value, own_risk = (part[:, context, None] for part in (problem.effort, problem.value, problem.risk))
    without = _prefix_cuts(problem, rest)
    towards = problem.coupling[rows, rest, context] + problem.coupling[rows, context, rest]
    leaving = (problem.coupling[:, context].sum(axis=1) - problem.settled[:, context])[:, None]
    nothing = np.zeros((runs, 1))
    with_it = without + leaving - np.concatenate([nothing, np.cumsum(towards, axis=1)], axis=1)
    finish = np.cumsum(effort, axis=1)
    decay = RISK_DECAY ** np.arange(m + 1)
    early = effort * without[:, 1:] + problem.value_scale * value * finish
    early = early + problem.risk_scale * risk * decay[:m]
    late = effort * with_it[:, 1:] + problem.value_scale * value * (finish + own_effort)
    late = late + problem.risk_scale * risk * decay[1:]
    own = own_effort * with_it + problem.risk_scale * own_risk * decay
    own = own + problem.value_scale * own_value * (np.concatenate([nothing, finish], axis=1) + own_effort)
    ahead = np.concatenate([nothing, np.cumsum(early, axis=1)], axis=1)
    behind = np.concatenate([np.cumsum(late[:, ::-1], axis=1)[:, ::-1], nothing], axis=1)
    cost: Floats = ahead + own + behind
    return cost


def _allowed(problem: Problem, rest: Orders, context: int) -> NDArray[np.bool_]:
    """(R, n): the places where wishes and the floor let `context` stand."""
    m = rest.shape[1]
    needs = np.array([problem.after[context] >> other & 1 for other in range(problem.size)], dtype=bool)
    needed = np.array([problem.after[other] >> context & 1 for other in range(problem.size)], dtype=bool)
    places = np.arange(m + 1)[None, :]
    last_need = np.where(needs[rest], np.arange(1, m + 1), 0).max(axis=1, initial=0)[:, None]
    first_needed = np.where(needed[rest], np.arange(m), m).min(axis=1, initial=m)[:, None]
    allowed = (places >= last_need) & (places <= first_needed)
    allowed[:, 0] &= problem.first[context]
    if m:
        allowed[:, 1:] &= np.array(problem.first)[rest[:, :1]]
    return np.asarray(allowed)


def starts(problem: Problem, count: int, seed: int) -> Orders:
    """(count, n): allowed orders to start from: the cheapest next step each time, then random ones."""
    draw = np.random.default_rng(seed)
    orders = [_greedy(problem)]
    while len(orders) < count:
        keys = draw.random(problem.size)
        orders.append(_following(problem, _Drawn(keys)))
    return np.array(orders, dtype=np.int64)


class _Drawn:
    """A key that does not depend on what is placed."""

    def __init__(self, keys: Floats) -> None:
        self.keys = keys

    def __call__(self, context: int, placed: int) -> float:
        return float(self.keys[context])


def _greedy(problem: Problem) -> list[int]:
    """Cost: O(n²)."""
    still = problem.coupling.sum(axis=1) - np.diagonal(problem.coupling)  # from each context to those not yet placed
    inward = np.zeros(problem.size)  # from those placed to each context
    gain = problem.value_scale * problem.value * problem.effort.sum()
    across = float(problem.settled.sum())
    order: list[int] = []
    placed = 0
    for _ in range(problem.size):
        cut = across - problem.settled + still - inward  # the coupling across the line with each of them placed next
        free = [context for context in range(problem.size) if problem.allows(context, placed)]
        keys = problem.effort * cut - gain
        chosen = min(free, key=lambda context: (float(keys[context]), context))
        order.append(chosen)
        placed |= 1 << chosen
        across = float(cut[chosen])
        still = still - problem.coupling[:, chosen]
        inward = inward + problem.coupling[chosen]
    return order


def _following(problem: Problem, key: Callable[[int, int], float]) -> list[int]:
    """The allowed order that takes the smallest key next, each time."""
    order: list[int] = []
    placed = 0
    for _ in range(problem.size):
        free = [context for context in range(problem.size) if problem.allows(context, placed)]
        chosen = min(free, key=lambda context: (key(context, placed), context))
        order.append(chosen)
        placed |= 1 << chosen
    return order
