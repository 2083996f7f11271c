"""The cost of an order, and that the order found is the best one."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modeling.analysis.extraction import exact, search
from modeling.analysis.extraction.problem import Problem, coupling_matrix, order_cost, scales
from modeling.analysis.extraction.sensitivity import RUNS, sensitivity


def problem_of(size: int, seed: int) -> Problem:
    """A random extraction: a third of the pairs depend on each other."""
    draw = np.random.default_rng(seed)
    needs = draw.integers(1, 7, (size, size)) * (draw.random((size, size)) < 0.33) * 1.0
    np.fill_diagonal(needs, 0.0)
    half = np.triu(draw.integers(0, 2, (size, size)), 1) * 1.0
    coupling = coupling_matrix(needs, half + half.T)
    settled = draw.integers(0, 3, size) * 1.0
    effort, value, risk = (draw.integers(1, 6, size) * 1.0 for _ in range(3))
    return Problem(
        coupling, settled, effort, value, risk, (0,) * size, (True,) * size,
        *scales(coupling, settled, effort, value, risk),
    )  # fmt: skip


def restricted(problem: Problem, seed: int) -> Problem:
    """The same with wishes that agree with one hidden order, and a first pick that is not allowed."""
    draw = np.random.default_rng(seed)
    hidden = draw.permutation(problem.size)
    after = [0] * problem.size
    for at in range(1, problem.size):
        if draw.random() < 0.5:
            after[hidden[at]] |= 1 << int(hidden[draw.integers(0, at)])
    free = [needs == 0 for needs in after]
    if sum(free) > 1:
        free[free.index(True)] = False
    return replace(problem, after=tuple(after), first=tuple(free))


sizes_and_seeds = (st.integers(1, 5), st.integers(0, 10_000), st.booleans())


@settings(max_examples=40, deadline=None)
@given(*sizes_and_seeds)
def test_the_exact_order_is_as_cheap_as_the_best_of_all_orders(size: int, seed: int, wishes: bool) -> None:
    problem = restricted(problem_of(size, seed), seed) if wishes else problem_of(size, seed)
    costs = {order: order_cost(problem, order) for order in permutations(range(size))}
    solution = exact.solve(problem)
    assert float(solution.cost) == pytest.approx(min(costs.values()))
    assert costs[tuple(int(at) for at in solution.order)] == pytest.approx(min(costs.values()))
    for first in range(size):
        if problem.first[first]:
            best = min(cost for order, cost in costs.items() if order[0] == first)
            assert float(solution.starting[first]) == pytest.approx(best)


def test_seven_contexts_too() -> None:
    problem = problem_of(7, 3)
    best = min(order_cost(problem, order) for order in permutations(range(7)))
    assert float(exact.solve(problem).cost) == pytest.approx(best)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 9), st.integers(0, 10_000), st.booleans())
def test_the_search_knows_the_cost_of_the_orders_that_it_returns(size: int, seed: int, wishes: bool) -> None:
    problem = restricted(problem_of(size, seed), seed) if wishes else problem_of(size, seed)
    orders, costs = search.improve(problem, search.starts(problem, 6, seed))
    for order, cost in zip(orders, costs, strict=True):
        assert sorted(order) == list(range(size))
        assert order_cost(problem, [int(at) for at in order]) == pytest.approx(float(cost))


@pytest.mark.parametrize("seed", range(6))
def test_the_search_is_within_half_a_percent_of_the_best_at_twelve_contexts(seed: int) -> None:
    problem = problem_of(12, seed)
    _, costs = search.improve(problem, search.starts(problem, 24, 7))
    assert costs.min() <= float(exact.solve(problem).cost) * 1.005


def test_a_batch_of_problems_is_solved_like_each_of_them() -> None:
    problems = [replace(problem_of(6, seed), value_scale=1.0, risk_scale=1.0) for seed in range(4)]
    names = ("coupling", "settled", "effort", "value", "risk")
    batch = replace(problems[0], **{name: np.stack([getattr(item, name) for item in problems]) for name in names})
    together = exact.solve(batch)
    for at, problem in enumerate(problems):
        alone = exact.solve(problem)
        assert together.order[at].tolist() == alone.order.tolist()
        assert together.cost[at] == pytest.approx(float(alone.cost))


def test_a_reversed_order_costs_something_else() -> None:
    """Direction, value and early risk make “first” mean something."""
    for seed in range(5):
        problem = problem_of(6, seed)
        order = [int(at) for at in exact.solve(problem).order]
        assert order_cost(problem, order[::-1]) > order_cost(problem, order) * 1.01


def test_what_the_monolith_still_needs_costs_twice_what_is_synchronised_forward() -> None:
    needs = np.array([[0.0, 1.0], [0.0, 0.0]])  # the second needs one event of the first
    cost = coupling_matrix(needs, np.zeros((2, 2)))
    assert cost[0, 1] == 2.0  # the first is extracted, the monolith still needs it
    assert cost[1, 0] == 1.0  # the second is extracted, the monolith feeds it
    mutual = coupling_matrix(needs + needs.T, np.zeros((2, 2)))
    assert mutual[0, 1] == 2.0 + 1.0 + 1.0
    assert coupling_matrix(np.zeros((2, 2)), np.ones((2, 2)))[0, 1] == 0.5


def test_the_perturbed_runs_give_the_same_answer_twice_and_shares_that_add_up() -> None:
    problem = problem_of(6, 1)
    order = tuple(int(at) for at in exact.solve(problem).order)
    one, other = sensitivity(problem, order), sensitivity(problem, order)
    assert one.runs == RUNS
    assert one.share.tolist() == other.share.tolist()
    assert one.share.sum() == pytest.approx(1.0)
    assert (one.early <= one.late).all()


def test_searched_and_exact_perturbed_runs_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_of(7, 2)
    order = tuple(int(at) for at in exact.solve(problem).order)
    exactly = sensitivity(problem, order)
    monkeypatch.setattr("modeling.analysis.extraction.sensitivity.EXACT_MOST", 0)
    searched = sensitivity(problem, order)
    assert np.abs(exactly.share - searched.share).max() < 0.03
