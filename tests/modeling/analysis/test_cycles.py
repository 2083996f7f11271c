"""Circles of contexts and the fewest dependencies to cut."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from modeling.analysis.context_map import context_map
from modeling.analysis.cycles import cycles, feedback_arcs
from modeling.analysis.partition import Partition
from modeling.model import Model

_NODES = tuple("abcdef")
_ARCS = st.sets(st.tuples(st.sampled_from(_NODES), st.sampled_from(_NODES)).filter(lambda arc: arc[0] != arc[1]))


def is_acyclic(arcs: set[tuple[str, str]]) -> bool:
    return nx.is_directed_acyclic_graph(nx.DiGraph(list(arcs)))


def fewest(arcs: set[tuple[str, str]]) -> int:
    for size in range(len(arcs) + 1):
        if any(is_acyclic(arcs - set(removed)) for removed in combinations(sorted(arcs), size)):
            return size
    raise AssertionError("removing all arcs leaves no circle")


@settings(max_examples=60, deadline=None)
@given(_ARCS.filter(lambda arcs: len(arcs) <= 12))
def test_the_cut_is_a_minimum_feedback_arc_set(arcs: set[tuple[str, str]]) -> None:
    cut = feedback_arcs(_NODES, dict.fromkeys(arcs, 1))
    assert is_acyclic(arcs - set(cut))
    assert len(cut) == fewest(arcs)


@settings(max_examples=20, deadline=None)
@given(st.integers(14, 30), st.randoms(use_true_random=False))
def test_large_circles_are_broken_too(count: int, draw) -> None:  # type: ignore[no-untyped-def]
    nodes = tuple(f"n{at:02d}" for at in range(count))
    arcs = {(draw.choice(nodes), draw.choice(nodes)) for _ in range(4 * count)}
    arcs = {arc for arc in arcs if arc[0] != arc[1]}
    cut = feedback_arcs(nodes, dict.fromkeys(arcs, 1))
    assert is_acyclic(arcs - set(cut))
    assert len(cut) <= len(arcs) / 2


def found_in(model: Model, partition: Partition):  # type: ignore[no-untyped-def]
    return cycles(model, context_map(model, tuple(model.links.values()), partition), partition)


def test_contexts_that_command_each_other_are_a_circle(
    draw: Callable[..., Model], cut: Callable[..., Partition]
) -> None:
    model = draw("p1 policy One\nc1 command Do this\np2 policy Two\nc2 command Do that", "p1>c2 p2>c1")
    (circle,) = found_in(model, cut(A="p1 c1", B="p2 c2", C=""))
    assert circle.contexts == ("k-A", "k-B")
    assert len(circle.cut) == 1
    assert any("“Do th" in sentence for sentence in circle.because)
    assert "neither can be built" in circle.because[-1]


def test_request_and_reply_by_events_is_information_only(
    draw: Callable[..., Model], cut: Callable[..., Partition]
) -> None:
    model = draw("e1 event Asked\np1 policy One\ne2 event Answered\np2 policy Two", "e1>p1 e2>p2")
    (circle,) = found_in(model, cut(A="e1 p2", B="p1 e2"))
    assert "information only" in circle.because[-1]


def test_a_chain_is_no_circle(shop: Model, shop_contexts: Partition) -> None:
    assert found_in(shop, shop_contexts) == ()
