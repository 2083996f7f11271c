"""Which chains are sagas, what their steps and ways back are, and what is advised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from modeling.analysis.partition import Partition
from modeling.analysis.result import Saga
from modeling.analysis.sagas import sagas
from modeling.model import Link, Model

Draw = Callable[..., Model]
Cut = Callable[..., Partition]

CHAIN = """
c1 command Place order
e1 event Order placed
p1 policy Whenever an order is placed, reserve stock
c2 command Reserve item
e2 event Item reserved
p2 policy Whenever an item is reserved, take payment
c3 command Take payment
e3 event Payment taken
"""
CHAIN_LINKS = "c1>e1 e1>p1 p1>c2 c2>e2 e2>p2 p2>c3 c3>e3"
CHAIN_CONTEXTS = {"Ordering": "c1 e1", "Inventory": "p1 c2 e2", "Payment": "p2 c3 e3"}


def sagas_of(model: Model, partition: Partition) -> tuple[Saga, ...]:
    return sagas(model, tuple(model.links.values()), partition)


def test_a_policy_that_commands_other_contexts_orchestrates(shop: Model, shop_contexts: Partition) -> None:
    (saga,) = sagas_of(shop, shop_contexts)
    assert (saga.name, saga.coordination, saga.policy) == ("Place order", "orchestration", "p1")
    assert [(step.element, step.compensation) for step in saga.steps] == [("c2", "c5"), ("c3", "c6"), ("c4", None)]
    assert saga.contexts == ("k-Ordering", "k-Inventory", "k-Payment")
    assert all(step.certain for step in saga.steps)


def test_steps_are_in_the_order_of_the_wall(shop: Model, shop_contexts: Partition) -> None:
    for element, x in {"c4": 0.0, "c3": 200.0, "c2": 400.0}.items():
        shop.elements[element] = replace(shop.elements[element], x=x, y=0.0)
    assert [step.element for step in sagas_of(shop, shop_contexts)[0].steps] == ["c4", "c3", "c2"]


def test_a_policy_that_stays_in_its_context_is_no_saga(shop: Model, cut: Cut) -> None:
    assert sagas_of(shop, cut(Everything=" ".join(shop.elements))) == ()


def test_of_exclusive_alternatives_the_one_that_goes_on_is_the_step(draw: Draw, cut: Cut) -> None:
    model = draw(
        "e1 event Order placed\np1 policy Saga\nc1 command Reject order\nc2 command Confirm order\n"
        "c3 command Take payment",
        "e1>p1 p1>c3 p1>c1/x p1>c2/x",
    )
    (saga,) = sagas_of(model, cut(Ordering="e1 p1 c1 c2", Payment="c3"))
    assert [step.element for step in saga.steps] == ["c3", "c2"]


def test_a_step_over_an_inferred_link_is_not_certain(shop: Model, shop_contexts: Partition) -> None:
    drawn = [link for link in shop.links.values() if (link.source, link.target) != ("p1", "c3")]
    (saga,) = sagas(shop, (*drawn, Link("inferred:p1:c3", "p1", "c3")), shop_contexts)
    assert {step.element: step.certain for step in saga.steps} == {"c2": True, "c4": True, "c3": False}


def test_a_chain_of_reactions_through_three_contexts_is_choreographed(draw: Draw, cut: Cut) -> None:
    (saga,) = sagas_of(draw(CHAIN, CHAIN_LINKS), cut(**CHAIN_CONTEXTS))
    assert (saga.name, saga.coordination, saga.policy) == ("Place order", "choreography", "")
    assert [step.element for step in saga.steps] == ["c1", "c2", "c3"]
    assert saga.contexts == ("k-Ordering", "k-Inventory", "k-Payment")


def test_a_chain_through_two_contexts_is_none(draw: Draw, cut: Cut) -> None:
    assert sagas_of(draw(CHAIN, CHAIN_LINKS), cut(Ordering="c1 e1 p1 c2 e2", Payment="p2 c3 e3")) == ()


def test_an_aggregate_does_not_join_a_command_to_the_events_of_other_commands(draw: Draw, cut: Cut) -> None:
    """Without the words, reserving would lead to whatever follows a release."""
    model = draw(
        CHAIN + "a2 aggregate Stock\nc8 command Release item\ne8 event Item released\n"
        "p8 policy Other\nc9 command Audit stock",
        "c1>e1 e1>p1 p1>c2 c2>a2 c8>a2 a2>e2 a2>e8 e2>p2 p2>c3 c3>e3 e8>p8 p8>c9",
    )
    (saga,) = sagas_of(model, cut(Ordering="c1 e1", Inventory="p1 c2 e2 a2 c8 e8", Payment="p2 c3 e3", Audit="p8 c9"))
    assert [step.element for step in saga.steps] == ["c1", "c2", "c3"]
    assert all(step.certain for step in saga.steps)


def test_a_step_that_only_might_follow_is_marked(draw: Draw, cut: Cut) -> None:
    model = draw(
        CHAIN.replace("Item reserved", "Shelf emptied") + "a2 aggregate Stock\nc8 command Count shelves",
        "c1>e1 e1>p1 p1>c2 c2>a2 c8>a2 a2>e2 e2>p2 p2>c3 c3>e3",
    )
    (saga,) = sagas_of(model, cut(Ordering="c1 e1", Inventory="p1 c2 e2 a2 c8", Payment="p2 c3 e3"))
    assert {step.element: step.certain for step in saga.steps} == {"c1": True, "c2": True, "c3": False}
    assert any("Not certain" in sentence for sentence in saga.because)


def test_a_way_back_is_no_step_of_a_chain(draw: Draw, cut: Cut) -> None:
    """Not even where it leads on to more contexts than the way forward."""
    model = draw(
        CHAIN + "c7 command Release item\ne7 event Item released\np7 policy Tell\nc8 command Tell customer",
        CHAIN_LINKS + " p2>c7 c7~c2 c7>e7 e7>p7 p7>c8",
    )
    (saga,) = sagas_of(model, cut(**CHAIN_CONTEXTS | {"Inventory": "p1 c2 e2 c7", "Returns": "e7", "Mail": "p7 c8"}))
    assert [(step.element, step.compensation) for step in saga.steps] == [("c1", None), ("c2", "c7"), ("c3", None)]


def test_reactions_in_a_circle_come_to_an_end(draw: Draw, cut: Cut) -> None:
    model = draw(CHAIN + "p3 policy Again", CHAIN_LINKS + " e3>p3 p3>c1")
    (saga,) = sagas_of(model, cut(**CHAIN_CONTEXTS | {"Ordering": "c1 e1 p3"}))
    assert sorted(step.element for step in saga.steps) == ["c1", "c2", "c3"]


def test_few_plain_steps_are_left_to_choreography_and_conditions_to_a_coordinator(
    draw: Draw, cut: Cut, shop: Model, shop_contexts: Partition
) -> None:
    (plain,) = sagas_of(draw(CHAIN, CHAIN_LINKS), cut(**CHAIN_CONTEXTS))
    assert plain.advice.startswith("Choreography: 3 steps in 3 contexts without conditions")
    (conditional,) = sagas_of(shop, shop_contexts)
    assert conditional.advice.startswith("Orchestration: one step can end in more than one way")


def test_sagas_of_one_name_are_told_apart(draw: Draw, cut: Cut) -> None:
    model = draw(
        "e1 event Order placed\np1 policy One\np2 policy Two\nc1 command A\nc2 command B\nc3 command C\nc4 command D",
        "e1>p1 e1>p2 p1>c1 p1>c2 p2>c3 p2>c4",
    )
    found = sagas_of(model, cut(X="e1 p1 p2", Y="c1 c2 c3 c4"))
    assert [saga.name for saga in found] == ["Order placed", "Order placed 2"]
