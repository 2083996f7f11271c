"""Import and export: what a format cannot hold is said, and a document that goes out comes back the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.formats import FORMATS, NotThisFormat, by_name, recognise
from modeling import document
from modeling.model import Element, Field, Frame, Link, Model, ValueType

NASTY = 'a "quoted" <b>text</b>\n--> %% `x` | #35; --! =1+1 日本語'


def wall() -> Model:
    elements = [
        Element("c1", "command", "Place order", 0.0, 0.0, fields=(Field("id", "uuid"),)),
        Element("e1", "domain_event", NASTY, 200.0, 0.0, description=NASTY, pivotal=True),
        Element("h1", "hotspot", "Who pays?", 400.0, 0.0),
        Element("n1", "note", "", 600.0, 0.0),
    ]
    return Model(
        "Shop",
        elements={element.id: element for element in elements},
        links={"l1": Link("l1", "c1", "e1"), "l2": Link("l2", "c1", "c1", "compensates")},
        frames={"f1": Frame("f1", "bounded_context", NASTY, elements=("c1", "e1"))},
        types={"Line": ValueType("Line", (Field("sku"),))},
        extra={"ours": 1},
    )


@pytest.mark.parametrize("code", ["board", "mermaid", "markdown"])
def test_what_goes_out_comes_back_the_same(code: str) -> None:
    held = FORMATS[code]
    assert held.read is not None
    assert held.write is not None
    exported = held.write(wall())
    assert recognise(exported.data) is held
    imported = held.read(exported.data)
    assert document.write(imported.model) == document.write(wall())
    assert imported.losses == ()


labels = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(labels, max_size=4), labels)
def test_no_text_breaks_out_of_a_mermaid_or_markdown_file(texts: list[str], name: str) -> None:
    model = Model(name[:200], elements={f"e{at}": Element(f"e{at}", "command", text) for at, text in enumerate(texts)})
    for code in ("mermaid", "markdown"):
        exported = FORMATS[code].write(model)  # type: ignore[misc]
        lines = exported.data.decode().splitlines()
        if code == "mermaid":
            nodes = [line for line in lines if line.startswith("  n")]
            assert len(nodes) == len(texts)
            assert all(line.count('"') == 2 for line in nodes)
        assert document.write(FORMATS[code].read(exported.data).model) == document.write(model)  # type: ignore[misc]


def test_a_line_of_text_is_a_note_and_prefixes_give_kinds() -> None:
    text = """# Shop

- Order placed
    orderId: uuid
    lines: list<Line>
    the moment that counts
Command: Place order
[Read model] Open orders
Whenever order placed, reserve items
hotspot: who pays: us or them?
1. 10:30 meeting moved
"""
    imported = FORMATS["text"].read(text.encode())  # type: ignore[misc]
    assert imported.model.name == "Shop"
    assert [(element.kind, element.label) for element in imported.model.elements.values()] == [
        ("domain_event", "Order placed"),
        ("command", "Place order"),
        ("read_model", "Open orders"),
        ("policy", "Whenever order placed, reserve items"),
        ("hotspot", "who pays: us or them?"),
        ("domain_event", "10:30 meeting moved"),
    ]
    first = imported.model.elements["n1"]
    assert [(field.name, field.type) for field in first.fields] == [("orderId", "uuid"), ("lines", "list<Line>")]
    assert first.description == "the moment that counts"


def test_text_export_reads_back_with_kinds_fields_and_says_what_is_missing() -> None:
    exported = FORMATS["text"].write(wall())  # type: ignore[misc]
    assert len(exported.losses) == 4
    back = FORMATS["text"].read(exported.data).model  # type: ignore[misc]
    assert [element.kind for element in back.elements.values()] == ["command", "domain_event", "hotspot", "note"]
    assert back.elements["n1"].fields == (Field("id", "uuid"),)


def test_a_table_finds_its_columns_by_their_names() -> None:
    table = "Colour;Text;Type;X;Y;Frame\norange;Order placed;event;10;20;Sales\nblue;Place order;command;x;;\n;;;;;\n"
    imported = FORMATS["csv"].read(table.encode())  # type: ignore[misc]
    placed, place = imported.model.elements.values()
    assert (placed.kind, placed.label, placed.x, placed.y) == ("domain_event", "Order placed", 10.0, 20.0)
    assert (place.kind, place.label, place.x) == ("command", "Place order", None)
    assert [(frame.label, frame.elements) for frame in imported.model.frames.values()] == [("Sales", ("n1",))]
    assert imported.losses == ("The column “Colour” was not read.",)


def test_a_table_without_a_header_is_read_too() -> None:
    imported = FORMATS["csv"].read(b"Order placed\nCommand: Ship order\n")  # type: ignore[misc]
    assert [element.kind for element in imported.model.elements.values()] == ["domain_event", "command"]


def test_a_table_comes_back_and_runs_no_formula() -> None:
    model = Model(elements={"a": Element("a", "note", "=HYPERLINK(1)", 1.0, 2.0, "-2")})
    exported = FORMATS["csv"].write(model)  # type: ignore[misc]
    assert "'=HYPERLINK" in exported.data.decode()
    back = FORMATS["csv"].read(exported.data).model.elements["n1"]  # type: ignore[misc]
    assert (back.kind, back.label, back.x, back.y) == ("note", "=HYPERLINK(1)", 1.0, 2.0)


@pytest.mark.parametrize("code", [code for code, held in FORMATS.items() if held.read])
@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x00", b"\n\n", b"{}"])
def test_rubbish_is_refused_with_a_sentence(code: str, data: bytes) -> None:
    if code in ("text", "csv") and data == b"{}":
        assert FORMATS[code].read(data).model.elements  # type: ignore[misc]
        return
    with pytest.raises(NotThisFormat, match=r"\.$"):
        FORMATS[code].read(data)  # type: ignore[misc]


def test_a_damaged_carried_document_is_refused() -> None:
    data = b"%% eventstorm/board " + b"A" * 40 + b"\nflowchart LR\n"
    with pytest.raises(NotThisFormat):
        FORMATS["mermaid"].read(data)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "code"),
    [("a.board.json", "board"), ("A.JSON", "board"), ("a.md", "markdown"), ("x.tsv", "csv"), ("x.mmd", "mermaid")],
)
def test_a_file_name_says_the_format(name: str, code: str) -> None:
    found = by_name(name)
    assert found is not None
    assert found.code == code
    assert by_name("x.unknown") is None


def test_a_partly_broken_document_keeps_the_good_part() -> None:
    raw: dict[str, Any] = document.write(wall())
    raw["links"].append({"id": "l9", "from": "c1", "to": "nowhere"})
    imported = FORMATS["board"].read(json.dumps(raw).encode())  # type: ignore[misc]
    assert len(imported.model.links) == 2
    assert len(imported.losses) == 1


def test_two_bytes_of_a_mark_are_no_text() -> None:
    with pytest.raises(NotThisFormat):
        FORMATS["text"].read(b"\xff\xfea")  # type: ignore[misc]
