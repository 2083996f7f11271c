"""Hostile frames: valid ones of every operation, with something hostile put into some of them.

Most pass the envelope's parser and reach the judging of operations; the rest break the envelope itself. Everything
follows from the seed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.hostile.texts import CORPUS, IMPOSSIBLE

Json = dict[str, Any]

IDS = (*(f"n{number}" for number in range(30)), "a/b", "100%", "__proto__", "constructor", "é", "\u202ex", "x" * 100)
LINKS = tuple(f"l{number}" for number in range(20))
FRAMES = tuple(f"f{number}" for number in range(8))
KINDS = ("domain_event", "command", "actor", "aggregate", "policy", "read_model", "external_system", "hotspot", "note")

#: Numbers that JSON has no words for in Python; written as they stand.
_RAW = {"§1": "1e999", "§2": "-1e999", "§3": "NaN", "§4": "-Infinity", "§5": "9" * 400, "§6": "9" * 5_000}
_WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**53, 2**63, 10**30, 1e308, -0.0, 10_000_001, *_RAW,
    "", "x", [], {}, [[]], [None], [{}], {"id": {}}, {"a": [1, {"b": None}]},
    *IMPOSSIBLE, ["n0"] * 3, [["n0", 1, 2, 3]], {"__proto__": {"x": 1}},
)  # fmt: skip
_DEEP = "[" * 60 + "]" * 60


class Grammar:
    """Makes frames; `name` keeps the ids of pushes apart."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.random = Random(f"{name} {seed}")
        self.made = 0

    def text(self) -> str:
        return self.random.choice(CORPUS)

    def frame(self) -> str | bytes:
        """The next frame as it goes over the wire."""
        dice = self.random.random()
        if dice < 0.78:
            return _written(self.push())
        if dice < 0.82:
            return _written({"type": "push", "id": self._push_id(), "undo": self._earlier()})
        if dice < 0.90:
            return _written(self._presence())
        if dice < 0.92:
            return _written(self.random.choice(({"type": "ping"}, {"type": "received", "bytes": 1_000_000})))
        return self._broken()

    def push(self) -> Json:
        """A valid envelope around one to three operations, of which about half are spoilt somewhere."""
        operations = [self.operation() for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        if self.random.random() < 0.5:
            self._spoil(self.random.choice(operations))
        return {"type": "push", "id": self._push_id(), "operations": operations}

    def operation(self) -> Json:
        make = self.random.choice(_OPERATIONS)
        return make(self, self.random)

    def _push_id(self) -> str:
        if self.made and self.random.random() < 0.02:
            return self._earlier()
        self.made += 1
        return f"{self.name}-{self.made}"

    def _earlier(self) -> str:
        return f"{self.name}-{self.random.randint(max(1, self.made - 50), self.made + 1)}"

    def _spoil(self, held: Any) -> None:
        """Puts something wrong somewhere inside."""
        while True:
            places = list(held) if isinstance(held, dict) else list(range(len(held)))
            if not places:
                return
            place = self.random.choice(places)
            inner = held[place]
            if isinstance(inner, dict | list) and inner and self.random.random() < 0.7:
                held = inner
                continue
            dice = self.random.random()
            if dice < 0.1 and isinstance(held, dict):
                del held[place]
            elif dice < 0.2 and isinstance(held, dict):
                held[self.text()[:50]] = copy.deepcopy(self.random.choice(_WRONG))
            elif dice < 0.23:
                held[place] = json.loads(_DEEP)
            elif dice < 0.5 and isinstance(inner, str):
                held[place] = self.text()
            else:
                held[place] = copy.deepcopy(self.random.choice(_WRONG))
            return

    def _presence(self) -> Json:
        parts = {
            "cursor": {"x": 1.5, "y": -3},
            "selection": [self.random.choice(IDS)],
            "dragging": {self.random.choice(IDS): [1, 2]},
            "typing": {"id": "n1", "text": self.text()},
        }
        frame: Json = {"type": "presence", **{k: v for k, v in parts.items() if self.random.random() < 0.6}}
        if self.random.random() < 0.5:
            self._spoil(frame)
            frame["type"] = "presence"
        return frame

    def _broken(self) -> str | bytes:
        whole = _written(self.push())
        at = self.random.randrange(1, len(whole))
        choices: tuple[Callable[[], str | bytes], ...] = (
            lambda: whole[:at],
            lambda: whole[:at] + self.random.choice('{}[]",:\\\x01é') + whole[at:],
            lambda: "[" * 100_000,
            lambda: '{"type":"push","id":"x","operations":' + "[" * 2_000 + "]" * 2_000 + "}",
            lambda: '{"type":"ping","type":"push","id":"","operations":[]}',
            lambda: _written({"type": self.text()}),
            lambda: _written({"type": "push", "id": self.random.choice(_WRONG), "operations": [{}]}),
            lambda: _written({"type": "push", "id": "x", "operations": self.random.choice(_WRONG)}),
            lambda: _written({"type": "push", "id": "x", "undo": self.random.choice(_WRONG)}),
            lambda: _written({"type": "hello", "revision": self.random.choice(_WRONG), "protocol": 1}),
            lambda: _written({"type": "hello", "protocol": self.random.choice(_WRONG)}),
            lambda: _written({"type": "received", "bytes": self.random.choice(_WRONG)}),
            lambda: _written([whole] * 3),
            lambda: self.random.choice(("", "null", "0", '"x"', "NaN", "\ufeff{}", "{}", "[]")),
            lambda: self.random.randbytes(at),
        )
        # The last closes the connection: rarely, or there is hardly time for anything else.
        return choices[-1]() if self.random.random() < 0.005 else self.random.choice(choices[:-1])()


def _written(value: Any) -> str:
    text = json.dumps(value)
    for mark, number in _RAW.items():
        text = text.replace(json.dumps(mark), number)
    return text


def _element(g: Grammar, r: Random) -> Json:
    return {
        "id": r.choice(IDS), "kind": r.choice(KINDS), "label": g.text(), "x": r.uniform(-9e6, 9e6), "y": 1,
        "description": g.text(), "author": g.text()[:200], "fields": [_field(g, r) for _ in range(r.randint(0, 2))],
        g.text()[:30] or "x": g.text(),
    }  # fmt: skip


def _field(g: Grammar, r: Random) -> Json:
    return {"name": g.text()[:200], "type": r.choice(("string", "list<X>", g.text()[:200] or "int")), "required": True}


def _link(g: Grammar, r: Random) -> Json:
    link: Json = {"id": r.choice(LINKS), "from": r.choice(IDS), "to": r.choice(IDS)}
    return {**link, "group": {"id": g.text()[:100] or "g", "mode": "X"}} if r.random() < 0.3 else link


def _frame(g: Grammar, r: Random) -> Json:
    members = r.sample((*IDS, *FRAMES), r.randint(0, 5))
    return {"id": r.choice(FRAMES), "kind": "region", "label": g.text(), "x": 1, "y": 2, "elements": members}


def _set_element(g: Grammar, r: Random) -> Json:
    name = r.choice(("kind", "description", "pivotal", "fields", "state"))
    values = {"kind": r.choice(KINDS), "description": g.text(), "pivotal": True, "state": "resolved"}
    value = values.get(name, [_field(g, r), _field(g, r)])
    held: Json = {"op": "set_element", "id": r.choice(IDS), "property": name, "value": value}
    return {**held, "was": [_field(g, r)] if name == "fields" else g.text()} if r.random() < 0.3 else held


def _set_type(g: Grammar, r: Random) -> Json:
    name = g.text()[:200]
    held = {"name": name, r.choice(("fields", "enum")): [_field(g, r)] if r.random() < 0.5 else [g.text()[:200]]}
    return {"op": "set_type", "name": name, "type": r.choice((held, None))}


def _context(g: Grammar, r: Random) -> Json:
    name = r.choice(("name", "value", "stage", "sign_offs", "measurements"))
    value: Any = {
        "name": g.text()[:200], "value": r.randint(1, 5), "stage": "build",
        "sign_offs": [{"stage": "build", "by": g.text()[:200], "note": g.text()}],
        "measurements": [{"kpi": g.text()[:200], "value": r.choice((1, 1.5, 1e308)), "at": "2026-01-01"}],
    }[name]  # fmt: skip
    return {"op": "decide_context", "anchor": r.choice(IDS), "property": name, "value": value}


def _example(g: Grammar, r: Random) -> Json:
    held = {"command": r.choice(IDS), "given": [r.choice(IDS)], "when": {g.text(): g.text()}, "then": [r.choice(IDS)]}
    return {"op": "set_example", "id": f"x{r.randint(0, 9)}", "example": r.choice((held, held, None))}


def _move(r: Random, ids: tuple[str, ...]) -> list[Any]:
    return [r.choice(ids), r.uniform(-1e7, 1e7), r.randint(-100, 100)]


_OPERATIONS: tuple[Callable[[Grammar, Random], Json], ...] = (
    lambda g, r: {"op": "add_elements", "elements": [_element(g, r) for _ in range(r.randint(1, 3))]},
    lambda g, r: {"op": "add_elements", "elements": [_element(g, r)]},
    lambda g, r: {"op": "remove_elements", "ids": r.sample(IDS, 2)},
    lambda g, r: {"op": "move_elements", "moves": [_move(r, IDS) for _ in range(3)]},
    lambda g, r: {"op": "set_label", "id": r.choice(IDS), "label": g.text(), "was": g.text()},
    lambda g, r: {"op": "set_label", "id": r.choice(IDS), "label": g.text()},
    _set_element,
    lambda g, r: {"op": "add_links", "links": [_link(g, r)]},
    lambda g, r: {"op": "remove_links", "ids": [r.choice(LINKS)]},
    lambda g, r: {"op": "set_link", "id": r.choice(LINKS), "property": "role", "value": "compensates"},
    lambda g, r: {"op": "set_link", "id": r.choice(LINKS), "property": "group", "value": {"id": g.text()[:100] or "g"}},
    lambda g, r: {"op": "add_frames", "frames": [_frame(g, r)]},
    lambda g, r: {"op": "remove_frames", "ids": [r.choice(FRAMES)]},
    lambda g, r: {"op": "move_frames", "moves": [_move(r, FRAMES)]},
    lambda g, r: {"op": "set_frame", "id": r.choice(FRAMES), "property": "label", "value": g.text()},
    lambda g, r: {"op": "set_frame", "id": r.choice(FRAMES), "property": "width", "value": r.choice((1, 1e7, 1e-300))},
    lambda g, r: {"op": "join_frame", "id": r.choice(FRAMES), "elements": r.sample((*IDS, *FRAMES), 3)},
    lambda g, r: {"op": "leave_frame", "id": r.choice(FRAMES), "elements": r.sample(IDS, 3)},
    _set_type,
    _example,
    lambda g, r: {"op": "set_board", "property": "name", "value": g.text()[:200]},
    lambda g, r: {"op": "set_board", "property": "level", "value": r.choice(("process", "design"))},
    lambda g, r: {"op": "answer", "elements": r.sample(IDS, 2), "same": r.choice((True, False, None)), "by": g.text()},
    lambda g, r: {"op": "decide_link", "from": r.choice(IDS), "to": r.choice(IDS), "verdict": "forbidden", "extra": {}},
    _context,
    lambda g, r: {"op": "pin_extraction", "property": "first", "value": r.sample(IDS, 2)},
    lambda g, r: {"op": "pin_extraction", "property": "after", "value": [r.sample(IDS, 2)]},
)
