"""What one answer does to a board: what was asked, and little that was not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from example_walls import add, decide, link

from modeling import document
from modeling.analysis import analyse
from modeling.analysis.calibration import HALF_WAY, calibrate
from modeling.analysis.result import Analysis
from modeling.model import Decisions, Model

EXAMPLES = sorted((Path(__file__).parents[3] / "boards/examples").glob("*.board.json"))


def board(path: Path) -> Model:
    return document.read(document.loads(path.read_text())).model


def said(model: Model, pair: tuple[str, str], *, same: bool) -> Analysis:
    listed = "same_context" if same else "separate_context"
    copy = model.copy()
    copy.decisions = replace(model.decisions, **{listed: (*getattr(model.decisions, listed), pair)})
    return analyse(copy, sensitivity=False)


def largest(analysis: Analysis) -> int:
    return max(len(context.elements) for context in analysis.contexts)


@pytest.mark.parametrize("decided", [True, False], ids=["decided", "undecided"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_one_answer_changes_few_contexts_and_makes_no_giant(path: Path, decided: bool) -> None:
    model = board(path)
    if not decided:
        model.decisions = Decisions()
    before = analyse(model, sensitivity=False)
    size = sum(len(context.elements) for context in before.contexts)
    for question in before.questions[:3]:
        one, other = question.elements
        asked = {context.id: context for name in (one, other) if (context := before.context_of(name))}
        joined = sum(len(context.elements) for context in asked.values())
        for same in (True, False):
            after = said(model, (one, other), same=same)
            assert abs(len(after.contexts) - len(before.contexts)) <= 3
            # The two contexts asked about may be more than half of a small board: then people said so.
            assert largest(after) <= max(largest(before), size / 2, joined * 1.2 if same else 0)


def test_the_same_is_said_of_two_pairs_of_the_shop_and_of_nothing_else() -> None:
    model = board(next(path for path in EXAMPLES if path.name.startswith("shop")))
    found = analyse(model, sensitivity=False)
    aggregates = {
        frozenset(model.elements[name].label for name in context.elements if model.elements[name].kind == "aggregate")
        for context in found.contexts
    }
    assert {"Inventory item", "Stock level"} in aggregates
    assert {"Order", "Cart"} in aggregates
    assert {"Payment"} in aggregates
    assert {"Shipment"} in aggregates
    assert 8 <= len(found.contexts) <= 12


def test_one_answer_moves_the_cut_by_a_few_merges_however_many_pairs_are_as_close() -> None:
    model = Model()
    for number in range(40):
        for side in "ab":  # just below the half-way point
            owner = add(model, f"a-{number:02}{side}", "aggregate", f"Thing{number}{side}")
            for word in ("Kiosk", "Quay"):
                link(model, owner, add(model, f"e-{number:02}{side}{word}", "domain_event", f"{word}{number} opened"))
    asked = ("a-00a", "a-01a")
    before = len(analyse(model, sensitivity=False).contexts)
    after = len(analyse(decide(model, same_context=(asked,)), sensitivity=False).contexts)
    assert before == 80
    assert 77 <= after <= 79


def test_a_surprising_answer_moves_the_half_way_point_by_less_than_a_tenth() -> None:
    assert HALF_WAY - 0.1 < calibrate([(0.3, True)]).half_way < HALF_WAY
    assert HALF_WAY < calibrate([(0.9, False)]).half_way < HALF_WAY + 0.1
