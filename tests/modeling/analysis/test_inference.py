"""Links that nobody drew: found by nearness, order and wording, and only where something is missing."""

from __future__ import annotations

from dataclasses import replace

from example_walls import add, decide, link, strip, verdict, zoo

from modeling.analysis import effective_links, infer_links
from modeling.model import Model

EXPECTED = {
    ("guest", "reserve"),
    ("reserve", "table"),
    ("table", "reserved"),
    ("reserved", "whenever"),
    ("whenever", "order"),
    ("order", "florist"),
    ("florist", "ordered"),
}


def pairs(model: Model) -> set[tuple[str, str]]:
    return {(found.source, found.target) for found in infer_links(model)}


def test_a_strip_without_arrows_reads_from_left_to_right() -> None:
    assert pairs(strip()) == EXPECTED


def test_what_is_drawn_is_not_inferred_again_and_the_rest_still_is() -> None:
    for source, target in EXPECTED:
        model = strip()
        link(model, source, target)
        assert pairs(model) == EXPECTED - {(source, target)}


def test_a_board_that_draws_everything_gets_nothing_by_position() -> None:
    model = strip()
    for source, target in EXPECTED:
        link(model, source, target)
    add(model, "closed", "domain_event", "Season over", x=330.0, y=230.0)
    assert pairs(model) == set()


def test_a_forbidden_link_is_not_inferred_and_another_candidate_may_take_its_place() -> None:
    model = strip()
    add(model, "terrace", "aggregate", "Terrace", x=150.0, y=300.0)
    forbidden = decide(model, links=(verdict("reserve", "table", "forbidden"),))
    assert ("reserve", "table") not in pairs(forbidden)
    assert ("reserve", "terrace") in pairs(forbidden)


def test_a_confirmed_link_counts_as_drawn() -> None:
    model = decide(strip(), links=(verdict("reserve", "table", "confirmed"),))
    assert ("reserve", "table") not in pairs(model)
    assert ("reserve", "table") in {(item.source, item.target) for item in effective_links(model)}


def test_a_link_that_somebody_drew_outlives_an_older_verdict() -> None:
    model = decide(strip(), links=(verdict("reserve", "table", "forbidden"),))
    link(model, "reserve", "table")
    assert ("reserve", "table") in {(item.source, item.target) for item in effective_links(model)}


def test_positions_say_nothing_where_nothing_is_placed() -> None:
    model = Model()
    add(model, "c", "command", "Open gate")
    add(model, "a", "aggregate", "Lift")
    add(model, "e", "domain_event", "Bell rung")
    assert pairs(model) == set()


def test_wording_links_an_unplaced_board() -> None:
    model, _ = zoo(linked=False)
    found = pairs(model)
    assert {("c-Hire keeper", "a-Keeper"), ("a-Ticket", "e-Ticket sold")} <= found


def test_the_longer_name_is_the_surer_one() -> None:
    model, _ = zoo(linked=False)
    assert ("c-Renew season ticket", "a-SeasonTicket") in pairs(model)
    assert ("c-Renew season ticket", "a-Ticket") not in pairs(model)


def test_two_aggregates_of_one_name_are_not_guessed_between() -> None:
    model = Model()
    add(model, "c", "command", "Register member")
    add(model, "a1", "aggregate", "Member")
    add(model, "a2", "aggregate", "Member")
    assert pairs(model) == set()


def test_every_reason_is_a_sentence_and_every_confidence_a_share() -> None:
    for found in infer_links(strip()):
        assert found.because.endswith(".")
        assert 0 < found.confidence <= 1


def test_other_languages_and_empty_labels_are_read_by_position() -> None:
    model = strip()
    labels = ("회원", "회원가입", "회원", "회원이 등록되었다", "", "🌷", "Blumenladen", "Blumen bestellt")
    for element, label in zip(list(model.elements.values()), labels, strict=True):
        model.elements[element.id] = replace(element, label=label)
    assert pairs(model) == EXPECTED
