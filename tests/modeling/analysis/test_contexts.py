"""Candidate contexts: what belongs together, what people said about it, and that nothing else shows in the result."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict

import pytest
from example_walls import add, decide, frame, link, zoo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modeling.analysis import analyse
from modeling.document import dumps
from modeling.kinds import KINDS, UNCLUSTERED
from modeling.model import Answer, ContextDecision, Model

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def contexts(model: Model, granularity: float = 0.5) -> dict[str, str]:
    """Element → context id."""
    found = analyse(model, granularity=granularity, sensitivity=False)
    return {element: context.id for context in found.contexts for element in context.elements}


def groups(where: dict[str, str]) -> set[frozenset[str]]:
    held = defaultdict(set)
    for element, context in where.items():
        held[context].add(element)
    return {frozenset(members) for members in held.values()}


LABELS = st.sampled_from(
    [
        "",
        "Order",
        "Place order",
        "Order placed",
        "주문이 등록되었다",
        "Bestellung aufgeben",
        "🎉",
        "Ship it",
        "Parcel shipped",
    ]
)


@st.composite
def boards(draw: st.DrawFn) -> Model:
    model = Model()
    count = draw(st.integers(0, 12))
    for number in range(count):
        place = draw(st.sampled_from([{}, {"x": 150.0 * number, "y": 20.0}, {"x": 0.0, "y": 150.0 * number}]))
        add(model, f"n{number}", draw(st.sampled_from(sorted(KINDS))), draw(LABELS), **place)
    names = list(model.elements)
    if names:
        for _ in range(draw(st.integers(0, 14))):
            link(model, draw(st.sampled_from(names)), draw(st.sampled_from(names)))
    return model


@st.composite
def answered(draw: st.DrawFn) -> Model:
    model = draw(boards())
    names = list(model.elements)
    if not names:
        return model
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names))
    pairs = st.lists(pair, max_size=4).map(tuple)
    return decide(model, same_context=draw(pairs), separate_context=draw(pairs))


def test_obvious_contexts_are_found() -> None:
    model, truth = zoo()
    assert groups(contexts(model)) == groups(truth)


def test_obvious_contexts_are_found_without_any_link() -> None:
    model, truth = zoo(linked=False)
    assert groups(contexts(model)) == groups(truth)


@QUICK
@given(answered())
def test_every_clustered_element_is_in_exactly_one_context(model: Model) -> None:
    found = [element for context in analyse(model, sensitivity=False).contexts for element in context.elements]
    expected = [name for name, element in model.elements.items() if element.kind not in UNCLUSTERED]
    assert sorted(found) == sorted(expected)


@QUICK
@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_elements_and_links_says_nothing(model: Model, shuffler: object) -> None:
    shuffled = model.copy()
    for held in (shuffled.elements, shuffled.links):
        entries = list(held.items())
        shuffler.shuffle(entries)  # type: ignore[attr-defined]
        held.clear()
        held.update(entries)
    one, other = analyse(model, sensitivity=False), analyse(shuffled, sensitivity=False)
    assert (one.contexts, one.questions, one.inferred_links) == (other.contexts, other.questions, other.inferred_links)


@QUICK
@given(answered(), st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0]))
def test_answers_hold_unless_a_finding_names_them(model: Model, granularity: float) -> None:
    found = analyse(model, granularity=granularity, sensitivity=False)
    where = {element: context.id for context in found.contexts for element in context.elements}
    refused = {finding.element for finding in found.findings if finding.rule == "A1"}
    for same, pairs in ((True, model.decisions.same_context), (False, model.decisions.separate_context)):
        for one, other in pairs:
            if one != other and one in where and other in where and min(one, other) not in refused:
                assert (where[one] == where[other]) is same


@QUICK
@given(boards())
def test_a_coarser_cut_only_joins_contexts(model: Model) -> None:
    fine, coarse = contexts(model, 0.9), contexts(model, 0.2)
    for members in groups(fine):
        assert len({coarse[element] for element in members}) == 1


def test_what_is_the_same_as_separate_things_is_separate_from_the_other() -> None:
    model, _ = zoo()
    chain = decide(
        model, same_context=(("a-Ticket", "a-Keeper"),), separate_context=(("c-Hire keeper", "e-Animal admitted"),)
    )
    where = contexts(chain, 0.0)
    assert where["a-Ticket"] == where["a-Keeper"]
    assert where["a-Ticket"] != where["a-Animal"]


def test_an_answer_can_part_a_command_from_its_aggregate() -> None:
    model, _ = zoo()
    where = contexts(decide(model, separate_context=(("c-Hire keeper", "a-Keeper"),)))
    assert where["c-Hire keeper"] != where["a-Keeper"]


def test_the_last_answer_wins_and_the_finding_names_both() -> None:
    model, _ = zoo()
    pair = ("a-Ticket", "a-Keeper")
    said = decide(
        model,
        same_context=(pair,),
        separate_context=(pair,),
        answers=(Answer(pair, False, "Alice"), Answer(pair, True, "Bob")),
    )
    found = analyse(said, sensitivity=False)
    assert contexts(said)["a-Ticket"] == contexts(said)["a-Keeper"]
    (finding,) = [finding for finding in found.findings if finding.rule == "A1"]
    assert all(word in finding.message for word in ("Alice", "Bob", "Ticket", "Keeper"))


def test_answers_that_contradict_through_others_are_named() -> None:
    model, _ = zoo()
    said = decide(
        model,
        same_context=(("a-Ticket", "a-Keeper"), ("a-Keeper", "a-Animal")),
        separate_context=(("a-Animal", "a-Ticket"),),
        answers=(Answer(("a-Animal", "a-Ticket"), False, "Cleo"),),
    )
    messages = [finding.message for finding in analyse(said, sensitivity=False).findings if finding.rule == "A1"]
    assert len(messages) == 1
    assert "Keeper" in messages[0]
    assert "Cleo" in messages[0]


def test_frames_are_accepted_contexts() -> None:
    model, _ = zoo()
    frame(model, "f1", "Visitors", "a-Ticket", "e-Keeper hired")
    frame(model, "f2", "Office", "a-SeasonTicket", "c-Sell ticket")
    found = analyse(model, granularity=0.0, sensitivity=False)
    where = {element: context for context in found.contexts for element in context.elements}
    assert where["a-Ticket"] is where["e-Keeper hired"]
    assert where["a-SeasonTicket"] is where["c-Sell ticket"]
    assert where["a-Ticket"] is not where["a-SeasonTicket"]
    assert (where["a-Ticket"].name, where["a-SeasonTicket"].name) == ("Visitors", "Office")
    assert any("Visitors" in reason for reason in where["a-Ticket"].because)


def test_elements_outside_a_frame_join_it_by_affinity() -> None:
    model, _ = zoo()
    frame(model, "f1", "Visitors", "a-Ticket")
    where = contexts(model)
    assert where["e-Ticket sold"] == where["a-Ticket"] == where["a-SeasonTicket"]


def test_a_decision_names_the_context_that_holds_its_anchor() -> None:
    model, _ = zoo()
    named = decide(model, contexts=(ContextDecision("e-Keeper hired", "People"),))
    found = analyse(named, sensitivity=False).context_of("a-Keeper")
    assert found is not None
    assert found.names[0] == found.name == "People"
    assert "Keeper" in found.names


def test_contexts_with_different_names_are_separate_unless_an_answer_joins_them() -> None:
    model, _ = zoo()
    names = (ContextDecision("a-Ticket", "Sales"), ContextDecision("a-SeasonTicket", "Membership"))
    assert contexts(model)["a-Ticket"] == contexts(model)["a-SeasonTicket"]
    apart = contexts(decide(model, contexts=names), 0.0)
    assert apart["a-Ticket"] != apart["a-SeasonTicket"]
    joined = contexts(decide(model, contexts=names, same_context=(("a-Ticket", "a-SeasonTicket"),)))
    assert joined["a-Ticket"] == joined["a-SeasonTicket"]


def test_one_name_for_two_contexts_says_nothing() -> None:
    model, _ = zoo()
    names = (ContextDecision("a-Ticket", "Zoo"), ContextDecision("a-Keeper", " zoo "), ContextDecision("a-Animal", ""))
    assert groups(contexts(decide(model, contexts=names))) == groups(contexts(model))


def test_an_outcome_that_an_external_system_reports_stays_with_its_command() -> None:
    model, _ = zoo()
    for command, event in (("Order hay", "Hay delivered"), ("Request vaccine", "Vaccine requested")):
        link(model, add(model, f"c-{command}", "command", command), add(model, "x", "external_system", "Supplier"))
        link(model, "x", add(model, f"e-{event}", "domain_event", event))
    where = contexts(decide(model, same_context=(("c-Order hay", "a-Animal"), ("c-Request vaccine", "a-Keeper"))))
    assert where["e-Hay delivered"] == where["a-Animal"]
    assert where["e-Vaccine requested"] == where["a-Keeper"]


def test_a_context_id_is_made_from_its_smallest_aggregate_and_outlives_other_changes() -> None:
    model, _ = zoo()
    assert contexts(model)["e-Animal admitted"] == "k-a-Animal"
    add(model, "a-0", "domain_event", "Parking lot closed")
    assert contexts(model)["e-Animal admitted"] == "k-a-Animal"


def test_two_aggregates_of_one_name_with_the_same_message_are_two_concepts() -> None:
    model = Model()
    for side in ("one", "two"):
        link(
            model, add(model, f"c-{side}", "command", "Register member"), add(model, f"a-{side}", "aggregate", "Member")
        )
        link(model, f"a-{side}", add(model, f"e-{side}", "domain_event", f"Member registered {side}"))
    found = analyse(model, sensitivity=False)
    assert len(found.contexts) == 2
    assert len({context.name for context in found.contexts}) == 2


def test_several_notes_for_one_aggregate_are_one_concept() -> None:
    model = Model()
    for command, event in (("Register member", "Member registered"), ("Bar member", "Member barred")):
        link(model, add(model, f"c-{command}", "command", command), add(model, f"a-{command}", "aggregate", "Member"))
        link(model, f"a-{command}", add(model, f"e-{event}", "domain_event", event))
    assert len(groups(contexts(model))) == 1
    (atom,) = groups(contexts(model, 1.0))
    assert atom == frozenset(model.elements)


def test_notes_of_one_aggregate_in_two_frames_are_two_concepts() -> None:
    model = Model()
    for deed in ("Bar", "Bill", "Invite"):
        link(
            model, add(model, f"c-{deed}", "command", f"{deed} member"), add(model, f"a-{deed}", "aggregate", "Member")
        )
    frame(model, "f1", "Club", "a-Bar")
    frame(model, "f2", "Office", "a-Bill")
    where = contexts(model)
    assert where["c-Bar"] != where["c-Bill"]


@pytest.mark.parametrize("label", ["", "같은 것", "🎉", "Gleiches", "Same"])
def test_two_thousand_equal_notes_are_read_in_seconds(label: str) -> None:
    model = Model()
    for number in range(2000):
        add(model, f"n{number}", "domain_event", label, x=0.0, y=0.0)
    assert sum(len(context.elements) for context in analyse(model, sensitivity=False).contexts) == 2000


def test_hotspots_and_actors_alone_give_no_context() -> None:
    model = Model()
    for number in range(2000):
        add(model, f"h{number}", "hotspot" if number % 2 else "actor", "?", x=0.0, y=0.0)
    found = analyse(model, sensitivity=False)
    assert (found.contexts, found.questions) == ((), ())


_PROGRAM = (
    "import json, sys; from modeling.analysis import analyse; from modeling.document import loads, read; "
    "print(json.dumps(analyse(read(loads(sys.stdin.read())).model).to_json(), ensure_ascii=False))"
)


def test_the_same_document_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    model, _ = zoo()
    text = dumps(decide(model, separate_context=(("a-Ticket", "a-Keeper"),)))
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            input=text.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["contexts"]
