"""The board document: what is read, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from modeling import document, limits, validation
from modeling.kinds import KINDS

TEXT = st.text(max_size=20)


def board(**parts: Any) -> dict[str, Any]:
    return {"format": "eventstorm/board", "version": 1, **parts}


def note(identifier: str = "e1", **properties: Any) -> dict[str, Any]:
    return {"id": identifier, "kind": "domain_event", "label": "Bike hired", **properties}


def problems_of(raw: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in document.read(raw).problems]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(st.text("abcdef", min_size=1, max_size=4), unique=True, max_size=8))
    unknown = st.dictionaries(st.sampled_from(["colourBlind", "x-tool"]), st.integers(), max_size=1)
    fields = st.builds(
        lambda name, kind, required: {"name": name, "type": kind, "required": required},
        st.text("xyz", min_size=1, max_size=3),
        st.sampled_from(["string", "list<int>", "decimal(4,2)?"]),
        st.booleans(),
    )
    elements = [
        {
            "id": identifier,
            "kind": draw(st.sampled_from(sorted(KINDS))),
            "label": draw(TEXT),
            "x": draw(st.integers(-1000, 1000)),
            "y": draw(st.floats(-1000, 1000)),
            "fields": draw(st.lists(fields, max_size=2)),
            "pivotal": draw(st.booleans()),
            **draw(unknown),
        }
        for identifier in ids
    ]
    links = []
    if ids:
        ends = st.sampled_from(ids)
        for number in range(draw(st.integers(0, 5))):
            link = {"id": f"l{number}", "from": draw(ends), "to": draw(ends), **draw(unknown)}
            if draw(st.booleans()):
                link["group"] = {"id": "g", "mode": draw(st.sampled_from(["X", "O", "+"]))}
            links.append(link)
    pairs = (
        st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)).map(list), max_size=2) if ids else st.just([])
    )
    return board(
        name=draw(TEXT),
        elements=elements,
        links=links,
        types=[{"name": "Channel", "enum": ["web", "shop"]}],
        frames=[{"id": "frame-1", "kind": "region", "label": draw(TEXT), "elements": sorted(ids)[:3]}],
        decisions={"same_context": draw(pairs), "extraction": {"first": ids[:1], "pace": "slow"}},
        **draw(unknown),
    )


@settings(max_examples=60)
@given(documents())
def test_a_document_survives_reading_and_writing(raw: dict[str, Any]) -> None:
    first = document.read(raw)
    assert first.problems == ()
    written = document.write(first.model)
    again = document.read(json.loads(json.dumps(written)))
    assert again.problems == ()
    assert again.model == first.model
    assert document.write(again.model) == written


def test_unknown_keys_survive_at_every_depth() -> None:
    raw = board(
        elements=[note(mood="good", fields=[{"name": "a", "unit": "kg"}]), note("e2")],
        links=[{"id": "l1", "from": "e1", "to": "e2", "weight": 3}],
        decisions={"contexts": [{"anchor": "e1", "owner": "Team 3"}], "votes": 4},
        theme="dark",
    )
    written = document.write(document.read(raw).model)
    assert written["theme"] == "dark"
    assert written["elements"][0]["mood"] == "good"
    assert written["elements"][0]["fields"][0]["unit"] == "kg"
    assert written["links"][0]["weight"] == 3
    assert written["decisions"] == {"contexts": [{"anchor": "e1", "owner": "Team 3"}], "votes": 4}


def test_the_schema_is_a_valid_schema_and_accepts_what_is_written() -> None:
    Draft202012Validator.check_schema(validation.schema())
    raw = board(elements=[note(x=1, y=2)], frames=[{"id": "f", "kind": "region", "elements": ["e1"]}])
    Draft202012Validator(validation.schema()).validate(document.write(document.read(raw).model))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "is a JSON object"),
        ('{"format": "other"}', 'has "other"'),
        ('{"format": "eventstorm/board", "version": 9}', "Version 9"),
        ('{"format": "eventstorm/board", "version": 1, "elements": [{"x": NaN}]}', "NaN is not a number"),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_text_that_is_no_document_is_refused_with_a_reason(text: str | bytes, sentence: str) -> None:
    with pytest.raises(document.NotADocument, match=sentence):
        document.loads(text)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"elements": [note(kind="evnt")]}, 'elements[0]: “Bike hired”: “kind” is "evnt". Use one of: domain_event'),
        ({"elements": [note(label="x" * 100_000)]}, "“label” has 100000 characters. Shorten it to 1000."),
        ({"elements": [note(x=float("nan"))]}, "A number was not finite; it was left out."),
        ({"elements": [note(x=1e12)]}, "outside the board"),
        ({"elements": [note(), note()]}, "is taken"),
        ({"elements": ["e1"]}, "is not an object"),
        ({"elements": [{"kind": "note", "label": ""}]}, "lacks “id”"),
        (
            {"elements": [note()], "links": [{"id": "l", "from": "e1", "to": "e9"}]},
            'names "e9", which is not on the board',
        ),
        ({"level": "ultra"}, "is not a level"),
        ({"elements": {}}, "must be an array"),
        ({"elements": [note()], "examples": [{"command": "c9"}]}, "not on the board"),
        ({"decisions": {"same_context": [["a"]]}}, "decisions"),
    ],
)
def test_a_bad_entry_is_named_in_a_sentence(parts: dict[str, Any], sentence: str) -> None:
    assert any(sentence in said for said in problems_of(board(**parts)))


def test_the_good_part_of_a_bad_document_is_kept() -> None:
    reading = document.read(
        board(
            elements=[note("e1"), note("e2", kind="nonsense"), note("e3")],
            links=[{"id": "l1", "from": "e1", "to": "e3"}, {"id": "l2", "from": "e1", "to": "e2"}],
            decisions={"same_context": [["e1", "e3"], ["e1"]], "answers": "many"},
        )
    )
    assert list(reading.model.elements) == ["e1", "e3"]
    assert list(reading.model.links) == ["l1"]
    assert reading.model.decisions.same_context == (("e1", "e3"),)


def test_a_cycle_of_frames_is_cut_and_said() -> None:
    frames = [
        {"id": "f1", "kind": "region", "elements": ["f2"]},
        {"id": "f2", "kind": "region", "elements": ["f3"]},
        {"id": "f3", "kind": "region", "elements": ["f1"]},
    ]
    reading = document.read(board(frames=frames))
    assert len(reading.problems) == 1
    assert "contains this one" in str(reading.problems[0])
    members = [frame.elements for frame in reading.model.frames.values()]
    assert sorted(members) == [(), ("f1",), ("f3",)] or len([m for m in members if m]) == 2


def test_more_elements_than_a_board_holds_are_cut_off_and_said() -> None:
    raw = board(elements=[note(f"e{number}") for number in range(limits.ELEMENTS + 5)])
    reading = document.read(raw)
    assert len(reading.model.elements) == limits.ELEMENTS
    assert "more than a board holds" in str(reading.problems[0])


def test_a_note_whose_position_is_no_number_is_kept_without_a_place() -> None:
    read = document.read(board(elements=[note(x=float("nan"))]))
    [element] = read.model.elements.values()
    assert (element.label, element.x) == ("Bike hired", None)
