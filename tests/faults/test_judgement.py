"""The judgement on a workshop finds what it is there to find: each way of losing, doubling or inventing something."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from boards.live import LiveBoard, Push
from modeling import document
from modeling.operations import Entry, Stamps
from tests.faults.judgement import judge
from tests.faults.ledger import Ledger

Json = dict[str, Any]
START: Json = {"format": "eventstorm/board", "version": 1, "name": "", "level": "design", "elements": [], "links": []}
ADD = {"op": "add_elements", "elements": [{"id": "a", "kind": "note", "label": "one"}]}
NAME = {"op": "set_label", "id": "a", "label": "two"}
MOVE = {"op": "move_elements", "moves": [["a", 5, 5]]}
SENT: list[Json] = [
    {"user": 0, "event": "sent", "id": "p1", "undo": "", "operations": [ADD]},
    {"user": 1, "event": "sent", "id": "p2", "undo": "", "operations": [NAME, MOVE]},
    {"user": 0, "event": "sent", "id": "p3", "undo": "", "operations": [NAME]},  # changes nothing any more
    {"user": 1, "event": "sent", "id": "p4", "undo": "p2", "operations": []},
]
HEARD: list[Json] = [
    {"user": 0, "event": "ack", "id": "p1", "revision": 1, "line": 1},
    {"user": 1, "event": "confirmed", "id": "p2"},
    {"user": 0, "event": "ack", "id": "p3", "revision": 3, "line": 1},
    {"user": 1, "event": "ack", "id": "p4", "revision": 5, "line": 1},
    {"user": 0, "event": "saved"},
]


def _log() -> list[Json]:
    """What a sound system stores of it."""
    live = LiveBoard("", document.read(START).model, Stamps(), 0)
    entries: list[Json] = []
    kept: dict[str, list[Entry]] = {}
    for event in SENT:
        member = "ab"[event["user"]]
        push = Push(event["id"], member, tuple(event["operations"]), event["undo"])
        applied = live.judge(push, "editor", lambda earlier: kept[earlier]).applied
        kept[push.id] = [Entry(one.revision, member, push.id, one.inverse, one.before, one.after) for one in applied]
        for one in applied:
            op = json.loads(json.dumps(one.operation.to_json()))
            entries.append({"revision": one.revision, "author": member, "push": push.id, "op": op})
    return entries


def _seen(log: list[Json]) -> list[tuple[int, str]]:
    return [(entry["revision"], json.dumps([entry["author"], entry["push"], entry["op"]])) for entry in log]


def _ledger(events: list[Json]) -> Ledger:
    ledger = Ledger(("a", "b"))
    for event in events:
        ledger.take(event)
    return ledger


def _renumbered(log: list[Json]) -> list[Json]:
    return [{**entry, "revision": at} for at, entry in enumerate(log, 1)]


def test_a_sound_workshop_is_judged_sound() -> None:
    verdict = judge(START, _log(), _ledger(SENT + HEARD), _seen(_log()))
    assert verdict.wrong == ()
    assert (verdict.entries, verdict.pushes, verdict.acknowledged, verdict.undos) == (5, 4, 3, 1)


TAMPERED: dict[str, tuple[Callable[[list[Json]], list[Json]], str]] = {
    "an acknowledged push is missing": (lambda log: _renumbered(log[1:]), "judge refuses it"),
    "the last push is missing": (lambda log: log[:3], "('b', 'p4') was acknowledged at 5, where no push ends"),
    "one operation of a push is missing": (lambda log: _renumbered(log[:2] + log[3:]), "the log has"),
    "a push is there twice": (lambda log: _renumbered([*log, log[1], log[2]]), "is in the log twice"),
    "an operation is there twice": (lambda log: _renumbered([log[0], *log]), "the log has"),
    "operations of a push are swapped": (lambda log: _renumbered([log[0], log[2], log[1], *log[3:]]), "the log has"),
    "a text was changed": (
        lambda log: [*log[:1], {**log[1], "op": {**log[1]["op"], "label": "other"}}, *log[2:]],
        "the log has",
    ),
    "a revision is left out": (lambda log: [*log[:4], {**log[4], "revision": 6}], "The log has 6 at 5"),
    "a push that nobody sent": (
        lambda log: [*log, {"revision": 6, "author": "a", "push": "p9", "op": MOVE}],
        "which nobody sent",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_log_that_is_not_what_was_acknowledged_is_found(what: str) -> None:
    tamper, sentence = TAMPERED[what]
    wrong = judge(START, tamper(_log()), _ledger(SENT + HEARD), ()).wrong
    assert any(sentence in found for found in wrong), wrong


TOLD: dict[str, tuple[list[Json], str]] = {
    "a push without an answer": (HEARD[:3], "('b', 'p4') was never answered"),
    "acknowledged at two revisions": ([*HEARD, {**HEARD[0], "revision": 2}], "was acknowledged at [1, 2]"),
    "acknowledged before its end": ([*HEARD, {**HEARD[0], "id": "p2", "user": 1, "revision": 2}], "stored up to 3"),
    "“saved” before the answer": ([HEARD[4], *HEARD], "was shown “saved” while"),
    "stored, as it was shown, and not in the log": (
        [*HEARD, {"user": 0, "event": "confirmed", "id": "p3"}],
        "is not in the log",
    ),
    "two people saw different things": ([*HEARD, {"event": "contradiction", "revision": 2}], "different entries 2"),
}


@pytest.mark.parametrize("what", TOLD)
def test_what_people_must_not_have_been_told_is_found(what: str) -> None:
    heard, sentence = TOLD[what]
    wrong = judge(START, _log(), _ledger(SENT + heard), _seen(_log())).wrong
    assert any(sentence in found for found in wrong), wrong


def test_an_entry_that_somebody_saw_and_the_log_has_not_is_found() -> None:
    seen = [*_seen(_log()), (6, '["a","p1",{}]')]
    assert "revision 6; the log ends at 5" in judge(START, _log(), _ledger(SENT + HEARD), seen).wrong[0]
    assert "another entry 5" in judge(START, _log(), _ledger(SENT + HEARD), [(5, '["a","p1",{}]')]).wrong[0]


def test_a_push_that_was_refused_and_yet_stored_is_counted() -> None:
    refused = {"user": 0, "event": "refused", "id": "p1", "reason": "no"}
    verdict = judge(START, _log(), _ledger([*SENT, refused, *HEARD]), ())
    assert (verdict.refused, verdict.refused_and_stored) == (1, 1)
