"""The extraction order of a board: what people said holds, and every place has its reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from modeling.analysis.context_map import context_map
from modeling.analysis.extraction import extraction
from modeling.analysis.partition import Partition
from modeling.analysis.result import CandidateContext, Extraction
from modeling.model import ContextDecision, Decisions, Element, Model

Draw = Callable[..., Model]
Cut = Callable[..., Partition]


def order_of(model: Model, partition: Partition, decisions: Decisions | None = None, **options: bool) -> Extraction:
    model.decisions = decisions or model.decisions
    links = tuple(model.links.values())
    return extraction(model, links, partition, context_map(model, links, partition), **options)


def names(found: Extraction) -> list[str]:
    return [ranked.context.removeprefix("k-") for ranked in found.order]


def islands(draw: Draw, cut: Cut, count: int) -> tuple[Model, Partition]:
    """Contexts A, B, C … that do not know each other."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count]
    model = draw("\n".join(f"a{letter} aggregate Thing {letter}" for letter in letters))
    return model, cut(**{letter: f"a{letter}" for letter in letters})


def test_a_context_that_needs_nothing_and_is_worth_much_comes_first(shop: Model, shop_contexts: Partition) -> None:
    decisions = Decisions(contexts=(ContextDecision("a2", value=5, risk=1, effort=2), ContextDecision("a1", value=2)))
    found = order_of(shop, shop_contexts, decisions)
    assert names(found)[0] == "Inventory"
    because = " ".join(found.order[0].because)
    assert "Start with Inventory." in because
    assert "It consumes nothing from other contexts." in because
    assert "“Reserve item” and “Release reservation”, needed in the monolith only by Ordering." in because
    assert "Starting with " in because
    assert "perturbed runs" in because
    assert found.exact


def test_places_count_from_one_and_numbers_that_nobody_gave_say_so(shop: Model, shop_contexts: Partition) -> None:
    found = order_of(shop, shop_contexts, Decisions(contexts=(ContextDecision("a2", value=5),)))
    assert [ranked.position for ranked in found.order] == [1, 2, 3]
    said = {ranked.context: " ".join(ranked.because) for ranked in found.order}
    assert "assumed" in said["k-Payment"]
    assert "assumed" not in said["k-Inventory"]


def test_the_first_pick_has_no_regret_and_all_others_have_some(shop: Model, shop_contexts: Partition) -> None:
    found = order_of(shop, shop_contexts)
    assert found.first_choices[0].context == found.order[0].context
    assert found.first_choices[0].regret == 0.0
    assert [choice.regret for choice in found.first_choices] == sorted(choice.regret for choice in found.first_choices)
    assert sum(choice.share for choice in found.first_choices) == pytest.approx(1.0)


def test_equal_contexts_are_called_equally_good(draw: Draw, cut: Cut) -> None:
    found = order_of(*islands(draw, cut, 3))
    assert {choice.regret for choice in found.first_choices} == {0.0}
    assert "B and C are as good a start" in " ".join(found.order[0].because)


def test_more_value_comes_earlier(draw: Draw, cut: Cut) -> None:
    model, contexts = islands(draw, cut, 4)
    decided = Decisions(contexts=(ContextDecision("aC", value=5), ContextDecision("aB", value=4)))
    assert names(order_of(model, contexts, decided))[:2] == ["C", "B"]


def test_more_risk_comes_later(draw: Draw, cut: Cut) -> None:
    model, contexts = islands(draw, cut, 3)
    assert names(order_of(model, contexts, Decisions(contexts=(ContextDecision("aA", risk=5),))))[-1] == "A"


def test_open_hotspots_add_risk_and_opportunities_value(draw: Draw, cut: Cut) -> None:
    model = draw("aA aggregate A\naB aggregate B\nh1 hotspot Who?\no1 opportunity Faster", "h1>aA o1>aB")
    contexts = cut(A="aA", B="aB")
    found = {ranked.context: ranked for ranked in order_of(model, contexts).order}
    assert (found["k-A"].risk, found["k-A"].value) == (3.5, 3.0)
    assert (found["k-B"].risk, found["k-B"].value) == (3.0, 3.5)
    model.elements["h1"] = replace(model.elements["h1"], state="resolved")
    assert {ranked.risk for ranked in order_of(model, contexts).order} == {3.0}


def test_a_context_of_little_value_is_a_rehearsal_and_never_the_first_pick(draw: Draw, cut: Cut) -> None:
    model = draw("aA aggregate A\ne1 event A changed\naB aggregate B\np1 policy Whenever\naC aggregate C", "e1>p1")
    contexts = cut(A="aA e1", B="aB p1", C="aC")
    decided = Decisions(contexts=(ContextDecision("aC", value=1, risk=1, effort=1), ContextDecision("aA", value=5),
                                  ContextDecision("aB", value=5, risk=5)))  # fmt: skip
    found = order_of(model, contexts, decided)
    assert names(found)[0] != "C"
    assert "k-C" not in {choice.context for choice in found.first_choices}
    assert "C would be worth too little for a first pick, but good for a rehearsal." in found.order[0].because


def test_wishes_are_hard_constraints(shop: Model, shop_contexts: Partition) -> None:
    assert names(order_of(shop, shop_contexts, Decisions(first=("a3",))))[0] == "Payment"
    assert names(order_of(shop, shop_contexts, Decisions(first=("a1", "a3")))) == ["Ordering", "Payment", "Inventory"]
    after = names(order_of(shop, shop_contexts, Decisions(after=(("a2", "a1"), ("a3", "a2")))))
    assert after == ["Ordering", "Inventory", "Payment"]


def test_what_a_wish_costs_is_told(shop: Model, shop_contexts: Partition) -> None:
    free = order_of(shop, shop_contexts)
    dearest = free.first_choices[-1]
    anchor = {"k-Inventory": "a2", "k-Ordering": "a1", "k-Payment": "a3"}[dearest.context]
    bound = order_of(shop, shop_contexts, Decisions(first=(anchor,)))
    told = f"The wishes make the whole order {100 * dearest.regret:.0f} % dearer than the best one without them."
    assert told in bound.order[0].because


def test_a_wish_beats_the_value_floor(draw: Draw, cut: Cut) -> None:
    model, contexts = islands(draw, cut, 3)
    low = (ContextDecision("aC", value=1), ContextDecision("aA", value=5), ContextDecision("aB", value=5))
    assert names(order_of(model, contexts, Decisions(contexts=low, first=("aC",))))[0] == "C"


def test_of_two_wishes_that_contradict_each_other_the_later_is_left_out(draw: Draw, cut: Cut) -> None:
    model, contexts = islands(draw, cut, 2)
    found = order_of(model, contexts, Decisions(after=(("aA", "aB"), ("aB", "aA"))))
    assert names(found) == ["B", "A"]
    assert any("contradicts" in sentence for ranked in found.order for sentence in ranked.because)


@pytest.mark.parametrize("stage", ["writes", "decommission", "done"])
def test_what_is_extracted_already_is_past_and_not_in_the_order(
    shop: Model, shop_contexts: Partition, stage: str
) -> None:
    found = order_of(shop, shop_contexts, Decisions(contexts=(ContextDecision("a2", stage=stage),)))
    assert set(names(found)) == {"Ordering", "Payment"}
    assert found.order[0].because[0] == "Inventory is extracted already."


def test_a_context_under_way_is_still_in_the_order(shop: Model, shop_contexts: Partition) -> None:
    assert len(order_of(shop, shop_contexts, Decisions(contexts=(ContextDecision("a2", stage="reads"),))).order) == 3


def test_when_everything_is_extracted_nothing_remains(draw: Draw, cut: Cut) -> None:
    model, contexts = islands(draw, cut, 1)
    done = Decisions(contexts=(ContextDecision("aA", stage="done"),))
    assert order_of(model, contexts, done) == Extraction((), (), True)
    assert order_of(model, Partition(())) == Extraction((), (), True)


def test_without_sensitivity_the_first_has_all_the_share(shop: Model, shop_contexts: Partition) -> None:
    found = order_of(shop, shop_contexts, sensitivity=False)
    assert [choice.share for choice in found.first_choices] == [1.0, 0.0, 0.0]


def test_beyond_eighteen_contexts_the_order_is_searched_and_says_so(draw: Draw, cut: Cut) -> None:
    model, contexts = islands(draw, cut, 19)
    decided = Decisions(contexts=(ContextDecision("aS", value=5), ContextDecision("aB", value=1)))
    found = order_of(model, contexts, decided)
    assert not found.exact
    assert len(found.order) == 19
    assert names(found)[0] == "S"
    assert names(found)[-1] == "B"


def test_contexts_that_need_each_other_are_named(draw: Draw, cut: Cut) -> None:
    model = draw("e1 event A done\np1 policy One\ne2 event B done\np2 policy Two", "e1>p1 e2>p2")
    first, last = order_of(model, cut(A="e1 p2", B="p1 e2")).order
    assert "It and B need each other: synchronise both ways meanwhile." in first.because
    assert not any("each other" in sentence for sentence in last.because)


def test_shared_keys_hold_contexts_together(draw: Draw, cut: Cut) -> None:
    """Extracting A and D apart costs more while D's fields carry A's key, so they follow each other."""
    for key in ("accountId uuid", "account ref<Account>"):
        model = draw(f"aA aggregate Account\naB aggregate Booking\naC aggregate Cargo\naD aggregate Dock ({key})")
        places = names(order_of(model, cut(A="aA", B="aB", C="aC", D="aD")))
        assert abs(places.index("A") - places.index("D")) == 1


def test_hundreds_of_contexts_are_put_in_order_in_seconds() -> None:
    count = 300
    model = Model()
    for number in range(count):
        model.elements[f"a{number}"] = Element(f"a{number}", "aggregate", f"Thing {number}")
    contexts = tuple(CandidateContext(f"k-{name}", name, (name,), (name,), 1.0, ()) for name in model.elements)
    found = order_of(model, Partition(contexts))
    assert len({ranked.context for ranked in found.order}) == count
    assert found.first_choices
    assert not found.exact
