"""Questions: what they are about, and that none asks what is known."""

from __future__ import annotations

from example_walls import add, decide, frame, link, zoo

from modeling.analysis import analyse, coupling_matrix, effective_links
from modeling.analysis.calibration import Calibration, calibrate
from modeling.analysis.partition import Partition
from modeling.analysis.text import field_tokens, nouns, words
from modeling.model import Model


def asked(model: Model) -> list[frozenset[str]]:
    return [frozenset(question.elements) for question in analyse(model, sensitivity=False).questions]


def answer(model: Model, truth: dict[str, str], one: str, other: str, *, right: bool = True) -> Model:
    said = model.decisions
    pair = ((one, other),)
    if (truth[one] == truth[other]) is right:
        return decide(model, same_context=said.same_context + pair, separate_context=said.separate_context)
    return decide(model, same_context=said.same_context, separate_context=said.separate_context + pair)


def test_answering_every_question_leaves_none_and_gives_the_truth() -> None:
    model, truth = zoo()
    seen = set()
    while questions := analyse(model, sensitivity=False).questions:
        one, other = questions[0].elements
        assert frozenset((one, other)) not in seen
        seen.add(frozenset((one, other)))
        model = answer(model, truth, one, other)
    found = analyse(model, sensitivity=False)
    where = {element: context.id for context in found.contexts for element in context.elements}
    assert all((where[a] == where[b]) == (truth[a] == truth[b]) for a in truth for b in truth)


def test_what_follows_from_answers_is_not_asked() -> None:
    model, _ = zoo()
    said = decide(
        model, same_context=(("a-Ticket", "a-SeasonTicket"),), separate_context=(("a-SeasonTicket", "a-Keeper"),)
    )
    known = {"a-Ticket", "a-SeasonTicket"}
    assert not [pair for pair in asked(said) if pair == known or (pair & known and "a-Keeper" in pair)]


def test_accepted_frames_are_not_asked_about() -> None:
    model, truth = zoo()
    for context in sorted(set(truth.values())):
        frame(model, f"f-{context}", context, *(element for element in truth if truth[element] == context))
    assert asked(model) == []


def test_an_answer_against_the_evidence_is_checked_once_when_it_is_one_in_five() -> None:
    model, truth = zoo()
    for number in range(3):
        key = f"a-{number}"
        truth[add(model, key, "aggregate", f"Kiosk{number}")] = key
        for deed in ("opened", "closed", "let"):
            truth[add(model, f"{key}{deed}", "domain_event", f"Kiosk{number} {deed}")] = key
            link(model, key, f"{key}{deed}")
    wrong = ("a-0", "a-Keeper")
    model = decide(model, same_context=(wrong,), separate_context=(("a-0", "a-1"), ("a-1", "a-2"), ("a-0", "a-2")))
    assert asked(model)[0] == frozenset(wrong)
    checked = decide(model, same_context=(wrong, wrong), separate_context=model.decisions.separate_context)
    assert asked(checked)[0] != frozenset(wrong)


def test_questions_read_as_sentences_with_reasons() -> None:
    model, _ = zoo()
    for question in analyse(model, sensitivity=False).questions:
        assert question.text.startswith("Do ")
        assert question.text.endswith(" belong together?")
        assert question.because


def test_homonyms_are_told_apart_in_the_question() -> None:
    model = Model()
    for side, deed in (("one", "Invite"), ("two", "Bill")):
        owner = add(model, f"a-{side}", "aggregate", "Member")
        for command in ("Register member", f"{deed} member"):
            link(model, add(model, f"c-{command}-{side}", "command", command), owner)
    (question,) = analyse(model, sensitivity=False).questions
    assert "Bill member" in question.text
    assert "Invite member" in question.text


def test_several_notes_of_one_aggregate_are_asked_about_once() -> None:
    model, _ = zoo()
    for deed in ("Feed", "Weigh", "Wash"):
        link(
            model, add(model, f"c-{deed}", "command", f"{deed} animal"), add(model, f"a-{deed}", "aggregate", "Animal")
        )
    texts = [question.text for question in analyse(model, sensitivity=False).questions]
    assert "Do Animal and Animal diet belong together?" in texts
    assert len(set(texts)) == len(texts)


def test_two_questions_never_read_the_same() -> None:
    model, _ = zoo()
    for side, deed in (("one", "Invite"), ("two", "Bill")):
        owner = add(model, f"a-{side}", "aggregate", "Member")
        for command in ("Register member", f"{deed} member"):
            link(model, add(model, f"c-{command}-{side}", "command", command), owner)
    texts = [question.text for question in analyse(model, sensitivity=False).questions]
    assert sum("Ticket" in text and "Member" in text for text in texts) > 1
    assert len(set(texts)) == len(texts)


def test_answers_move_the_curve_towards_what_they_say() -> None:
    before = Calibration().chance(0.6)
    assert calibrate([(0.6, True)]).chance(0.6) > before > calibrate([(0.6, False)]).chance(0.6)
    assert calibrate([]) == Calibration()


def test_no_answers_however_odd_turn_the_curve_over() -> None:
    learnt = calibrate([(0.0, True)] * 20 + [(1.0, False)] * 20)
    assert learnt.chance(1.0) > learnt.chance(0.0)


def test_coupling_says_who_needs_whom_and_how_much() -> None:
    model, truth = zoo()
    add(model, "p", "policy", "Whenever an animal is admitted, hire a keeper")
    link(model, "e-Animal admitted", "p")
    link(model, "p", "c-Hire keeper")
    for context in sorted(set(truth.values())):
        frame(model, f"f-{context}", context, *(element for element in truth if truth[element] == context))
    found = analyse(model, sensitivity=False)
    matrix = coupling_matrix(model, effective_links(model, found.inferred_links), Partition(found.contexts))
    assert matrix.of("k-a-Keeper", "k-a-Animal") == 1.0
    assert matrix.of("k-a-Animal", "k-a-Keeper") == 0.0
    assert all(matrix.of(context, context) == 0.0 for context in matrix.contexts)


def test_words_are_found_in_any_writing() -> None:
    assert words("OrderPlaced") == ("order", "placed")
    assert words("회원이") == ("회원", "원이")
    assert words("🎉") == ()
    assert nouns("Cancel all orders", "command") == ("order",)
    assert nouns("Order was placed", "domain_event") == ("order",)
    assert field_tokens("orderId") == ("order#",)
    assert field_tokens("status") == ()
