"""Which context to extract first, and what then: the order as a whole, with its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from modeling.analysis.extraction import exact, search
from modeling.analysis.extraction.explanation import Ranking, reasons
from modeling.analysis.extraction.problem import Floats, Problem, order_cost
from modeling.analysis.extraction.sensitivity import sensitivity as spread
from modeling.analysis.extraction.situation import EXTRACTED, Situation, decision_of, situation, unbound_by_wishes
from modeling.analysis.partition import Partition
from modeling.analysis.result import ContextRelation, Extraction, FirstChoice, RankedContext
from modeling.flow import Flow
from modeling.model import Link, Model

__all__ = ["EXTRACTED", "decision_of", "extraction"]

_STARTS, _MANY, _SEED = 24, 30, 7
#: More contexts than this are put in the order that one pass gives; a search would take minutes …
_CROWD = 100
#: … and only so many of the first of that order are tried as first ones.
_TRIED = 12
#: Costs closer than this share count as equal.
_SAME = 1e-9


def extraction(
    model: Model,
    links: Iterable[Link],
    partition: Partition,
    relations: Iterable[ContextRelation],
    *,
    sensitivity: bool = True,
) -> Extraction:
    """The order of the contexts that remain in the monolith.

    Exact up to 18 contexts (2ⁿ · n steps), beyond that by insertion search from 24 or fewer starts, beyond 100 by the
    cheapest next step each time. `first_choices` holds every context that wishes and the value floor allow to come
    first (beyond 100 contexts a dozen of them), least regret first. Without `sensitivity`, and beyond 100 contexts,
    the share of the first is 1 and of all others 0.
    """
    state = situation(model, Flow(model, links), partition)
    if not state.remaining:
        return Extraction((), (), True)
    order, starting, is_exact = _solved(state.problem)
    runs = spread(state.problem, order) if sensitivity and state.problem.size <= _CROWD else None
    least = starting[order[0]]
    choices = []
    for at, context in enumerate(state.remaining):
        if state.problem.first[at] and np.isfinite(starting[at]):
            regret = max(0.0, float(starting[at] / least) - 1.0) if least > 0 else 0.0
            share = float(runs.share[at]) if runs else float(at == order[0])
            choices.append(FirstChoice(context.id, 0.0 if regret < _SAME else regret, share))
    choices.sort(key=lambda choice: (choice.regret, choice.context != state.remaining[order[0]].id, choice.context))
    ranking = Ranking(state, order, tuple(choices), runs, tuple(relations), _dearer_by(state, order))
    ranked = []
    for place, at in enumerate(order):
        context = state.remaining[at]
        estimate = state.estimates[context.id]
        because = reasons(ranking, place)
        ranked.append(RankedContext(context.id, place + 1, estimate.value, estimate.risk, because, estimate.effort))
    return Extraction(tuple(ranked), tuple(choices), is_exact)


def _solved(problem: Problem) -> tuple[tuple[int, ...], Floats, bool]:
    """The order, the least cost of an order that begins with each context, and whether that is exact."""
    if problem.size <= exact.MOST:
        solution = exact.solve(problem)
        return tuple(int(at) for at in solution.order), solution.starting, True
    count = _STARTS if problem.size <= _MANY else _STARTS // 4 if problem.size <= _CROWD else 1
    sweeps = search.SWEEPS if problem.size <= _CROWD else 0
    orders, costs = search.improve(problem, search.starts(problem, count, _SEED), sweeps=sweeps)
    best = int(np.argmax(costs <= costs.min() * (1 + _SAME)))
    return tuple(int(at) for at in orders[best]), _first_costs(problem, orders[best]), False


def _dearer_by(state: Situation, order: tuple[int, ...]) -> float:
    """By what share people's wishes make the order dearer than the best one without them; 0 where there are none."""
    if not state.pinned:
        return 0.0
    unbound = unbound_by_wishes(state)
    free, _, _ = _solved(unbound)
    least = order_cost(unbound, free)
    anyhow = replace(unbound, first=(True,) * unbound.size)
    return max(0.0, order_cost(anyhow, order) / least - 1.0) if least > 0 else 0.0


def _first_costs(problem: Problem, order: search.Orders) -> Floats:
    """(n,): the cost of a good order that begins with each context, searched for from `order`; inf where forbidden
    or, of a crowd, not tried.
    """
    allowed = [at for at in range(problem.size) if problem.allows(at, 0)]
    if problem.size > _CROWD:
        allowed = [at for at in order if problem.allows(at, 0)][:_TRIED]
    begun = np.array([[at, *(other for other in order if other != at)] for at in allowed], dtype=np.int64)
    costs = np.full(problem.size, np.inf)
    costs[allowed] = search.improve(
        problem, begun, keep_first=True, sweeps=search.SWEEPS if problem.size <= _MANY else 0
    )[1]
    return costs
