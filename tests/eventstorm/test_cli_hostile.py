"""Whatever a document holds, a command ends with 0, 1 or 2 and without a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eventstorm.cli import main

KINDS = ["domain_event", "command", "actor", "aggregate", "policy", "read_model", "external_system", "hotspot", "note"]
TYPES = ["string", "int?", "list<Line>", "list<list<Line?>>", "map<ref<Order>>", "ref<Order>", "decimal(5,2)", "Line",
         "Channel?", "Nowhere", "ref<Nowhere>", "list<", "", "money", "class"]  # fmt: skip

labels = st.one_of(
    st.sampled_from(["Order", "Order placed", "class", "", " ", "日本語", "…", "a/../b", '"""', "{{ x }}", "x" * 900]),
    st.text(max_size=10),
)
fields = st.lists(
    st.fixed_dictionaries(
        {"name": labels.map(lambda text: text[:200])},
        optional={
            "type": st.sampled_from(TYPES),
            "required": st.booleans(),
            "description": labels,
            "personal": st.booleans(),
            "example": st.one_of(st.none(), st.integers(), labels),
            "number": st.integers(-1, 3),
        },
    ),
    max_size=4,
)
ids = st.sampled_from([f"n{at}" for at in range(8)])


@st.composite
def boards(draw: st.DrawFn) -> Any:
    elements = [
        {"id": f"n{at}", "kind": draw(st.sampled_from(KINDS)), "label": draw(labels), "fields": draw(fields)}
        for at in range(draw(st.integers(0, 8)))
    ]
    ends = draw(st.lists(st.tuples(ids, ids, st.sampled_from(["flow", "compensates"])), max_size=14))
    links = [{"id": f"l{at}", "from": a, "to": b, "role": role} for at, (a, b, role) in enumerate(ends)]
    frames = [
        {"id": f"f{at}", "kind": "bounded_context", "label": draw(labels), "elements": draw(st.lists(ids, max_size=5))}
        for at in range(draw(st.integers(0, 3)))
    ]
    types = [
        {"name": "Line", "fields": draw(fields)},
        {"name": "Channel", "enum": draw(st.lists(labels.map(lambda text: text[:200]), max_size=3))},
    ]
    return {
        "format": "eventstorm/board", "version": 1, "name": draw(labels)[:200], "elements": elements, "links": links,
        "frames": frames, "types": types,
    }  # fmt: skip


def quietly(*arguments: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    assert "Traceback" not in err.getvalue()
    return code, out.getvalue()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(boards(), boards())
@example({"format": "eventstorm/board", "version": 1}, {"format": "eventstorm/board", "version": 1})
def test_no_board_breaks_a_command(one: Any, other: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, raw in enumerate((one, other)):
            names.append(str(Path(folder, f"{number}.board.json")))
            Path(names[-1]).write_text(json.dumps(raw))
        for command in ("analyse", "check"):
            code, out = quietly(command, names[0], "--json")
            assert code in (0, 1)
            json.loads(out)
        code, out = quietly("compare", *names, "--json")
        assert code in (0, 1)
        json.loads(out)
        for command in ("generate", "schemas", "plan"):
            for name in names:  # the second time over the first
                assert quietly(command, name, "--out", str(Path(folder, command)))[0] in (0, 1)
        for ending in ("txt", "csv", "mmd", "md", "board.json"):
            assert quietly("convert", names[0], str(Path(folder, f"out.{ending}")))[0] == 0


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(["id", "kind", "label", "from", "to", "fields", "name", "type", "x", "elements"]),
                inner,
                max_size=4,
            ),
        ),
        max_leaves=10,
    ),
    st.sampled_from(["elements", "links", "frames", "types", "examples", "decisions", "level", "name"]),
)
def test_no_json_breaks_the_reading(rubbish: Any, key: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rubbish.json")
        for raw in (rubbish, {"format": "eventstorm/board", "version": 1, key: rubbish}):
            file.write_text(json.dumps(raw))
            assert quietly("analyse", str(file), "--json")[0] in (0, 1, 2)
            assert quietly("compare", str(file), str(file), "--json")[0] in (0, 1, 2)
