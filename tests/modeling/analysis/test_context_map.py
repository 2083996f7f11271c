"""Who depends on whom, and what is proposed beyond the direction."""

from __future__ import annotations

from collections.abc import Callable

from modeling.analysis.context_map import context_map
from modeling.analysis.partition import Partition
from modeling.analysis.result import ContextRelation
from modeling.model import Link, Model

Draw = Callable[..., Model]
Cut = Callable[..., Partition]


def relations(model: Model, partition: Partition) -> dict[tuple[str, str], ContextRelation]:
    found = context_map(model, tuple(model.links.values()), partition)
    return {(item.upstream.removeprefix("k-"), item.downstream.removeprefix("k-")): item for item in found}


def test_the_owner_of_an_event_is_upstream_of_the_policy_that_it_triggers(draw: Draw, cut: Cut) -> None:
    model = draw("e1 event Order placed\np1 policy Whenever placed", "e1>p1")
    (pair, relation), *rest = relations(model, cut(Ordering="e1", Stock="p1")).items()
    assert (pair, relation.pattern, relation.via, rest) == (("Ordering", "Stock"), "published_language", ("e1",), [])
    assert relation.because[0] == "“Order placed” of Ordering triggers “Whenever placed” of Stock."


def test_the_receiver_of_a_command_is_upstream_of_its_customer(draw: Draw, cut: Cut) -> None:
    model = draw("p1 policy Whenever placed\nc1 command Reserve item", "p1>c1")
    found = relations(model, cut(Ordering="p1", Stock="c1"))
    assert {pair: item.pattern for pair, item in found.items()} == {("Stock", "Ordering"): "customer_supplier"}


def test_the_owner_of_a_read_model_is_upstream_of_who_looks_at_it(draw: Draw, cut: Cut) -> None:
    model = draw("p1 policy Whenever placed\nv1 view Free stock\nc1 command Place order", "p1>v1 v1>c1")
    assert set(relations(model, cut(Ordering="p1 c1", Stock="v1"))) == {("Stock", "Ordering")}


def test_both_directions_are_mutual_and_flagged(draw: Draw, cut: Cut) -> None:
    model = draw("e1 event A done\np1 policy One\ne2 event B done\np2 policy Two", "e1>p1 e2>p2")
    found = relations(model, cut(A="e1 p2", B="p1 e2"))
    assert {item.pattern for item in found.values()} == {"partnership"}
    assert all("Mutual" in item.because[-1] for item in found.values())


def test_who_is_asked_by_three_contexts_is_proposed_to_be_an_open_host(draw: Draw, cut: Cut) -> None:
    notes = "c1 command Send letter\np1 policy One\np2 policy Two\np3 policy Three"
    model = draw(notes, "p1>c1 p2>c1 p3>c1")
    three = relations(model, cut(Mail="c1", A="p1", B="p2", C="p3"))
    two = relations(model, cut(Mail="c1", A="p1", B="p2 p3"))
    assert {item.pattern for item in three.values()} == {"open_host_service"}
    assert {item.pattern for item in two.values()} == {"customer_supplier"}


def test_links_within_a_context_and_compensations_tell_nothing(shop: Model, cut: Cut) -> None:
    together = cut(Everything=" ".join(shop.elements))
    assert relations(shop, together) == {}


def test_inferred_links_count_like_drawn_ones(draw: Draw, cut: Cut) -> None:
    model = draw("e1 event Order placed\np1 policy Whenever placed")
    links = (Link("inferred:e1:p1", "e1", "p1"),)
    assert len(context_map(model, links, cut(Ordering="e1", Stock="p1"))) == 1


def test_the_orchestrator_of_the_shop_depends_on_those_it_commands(shop: Model, shop_contexts: Partition) -> None:
    found = relations(shop, shop_contexts)
    assert set(found) == {("Inventory", "Ordering"), ("Payment", "Ordering")}
    assert found["Payment", "Ordering"].via == ("c3", "e4")
