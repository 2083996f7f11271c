"""Seeded random boards and operations, shared by the vectors, the property tests and the undo model."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, ClassVar

from modeling.kinds import FRAME_KINDS, KINDS

Json = dict[str, Any]
WORDS = "order item stock paid shipped cancelled customer sends places reserves Ünïcode 注文 🛒 a/b 100%".split()
FIELD_TYPES = ["string", "int", "uuid", "list<Line>", "decimal(12,2)", "ref<Order>?"]


def words(random: Random, most: int = 4) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(0, most)))


def fields(random: Random) -> list[Json]:
    names = random.sample(["orderId", "total", "lines", "when", "sku"], random.randint(0, 3))
    out = []
    for name in names:
        entry: Json = {"name": name, "type": random.choice(FIELD_TYPES), "required": random.random() < 0.7}
        if random.random() < 0.3:
            entry |= {"description": words(random), "personal": random.random() < 0.5, "example": [1, {"a": None}]}
        if random.random() < 0.2:
            entry["unit"] = "EUR"
        out.append(entry)
    return out


def element(random: Random, identity: str) -> Json:
    out: Json = {"id": identity, "kind": random.choice(list(KINDS)), "label": words(random)}
    if random.random() < 0.8:
        out |= {"x": random.randint(-500, 500), "y": random.choice([0, 12.5, -300])}
    if random.random() < 0.4:
        out |= {"description": words(random, 8), "pivotal": random.random() < 0.5, "fields": fields(random)}
    if random.random() < 0.2:
        out |= {"state": random.choice(["", "open", "resolved"]), "votes": 3, "author": random.choice(["ann", "bob"])}
    return out


class Storm:
    """Makes operations for a model out of its own memory of ids, most of which exist and some of which do not."""

    def __init__(self, random: Random, prefix: str = "") -> None:
        self.random = random
        self.prefix = prefix
        self.made = 0

    def new_id(self, letter: str) -> str:
        self.made += 1
        return f"{self.prefix}{letter}{self.made}" + self.random.choice(["", "", "", "/x", "%", "é"])

    def one(self, held: Any, absent: str = "gone") -> str:
        return self.random.choice([*held]) if held and self.random.random() < 0.93 else absent

    def some(self, held: Any, most: int = 4) -> list[str]:
        pool = [*held, "gone"]
        return self.random.sample(pool, min(len(pool), self.random.randint(1, most)))

    def link(self, model: Any) -> Json:
        random = self.random
        out: Json = {"id": self.new_id("l"), "from": self.one(model.elements), "to": self.one(model.elements)}
        if random.random() < 0.4:
            out["role"] = random.choice(["flow", "compensates"])
        if random.random() < 0.4:
            out["group"] = {"id": random.choice(["g1", "g2"]), "mode": random.choice(["X", "O", "+"])}
        if random.random() < 0.2:
            out["bend"] = [1, 2]
        return out

    def frame(self, model: Any) -> Json:
        random = self.random
        out: Json = {"id": self.new_id("f"), "kind": random.choice(list(FRAME_KINDS))}
        if random.random() < 0.7:
            out |= {"label": words(random), "x": random.choice([0, 40.5]), "y": 10, "width": random.choice([400, 800])}
        if random.random() < 0.6:
            out["elements"] = self.some([*model.elements, *model.frames])
        return out

    def example(self, model: Any, identity: str) -> Json:
        out: Json = {"id": identity, "command": self.one(model.elements), "given": self.some(model.elements, 2)}
        return out | {"when": self.random.choice([{}, {"orderId": "7", "n": [1]}]), "then": []}

    def operation(self, model: Any) -> Json:
        """A random operation on the wire, usually one that the model takes."""
        random = self.random
        name = random.choice(sorted(self._makers))
        return {"op": name, **self._makers[name](self, model)}

    def _add_elements(self, model: Any) -> Json:
        return {"elements": [element(self.random, self.new_id("e")) for _ in range(self.random.randint(1, 4))]}

    def _move(self, held: Any, null: bool) -> Json:
        def place() -> list[Any]:
            return [None, None] if null and self.random.random() < 0.1 else [self.random.randint(-90, 90), 0.5]

        return {"moves": [[identity, *place()] for identity in self.some(held)]}

    def _set_label(self, model: Any) -> Json:
        identity = self.one(model.elements)
        out = {"id": identity, "label": words(self.random)}
        if self.random.random() < 0.5:
            out["was"] = words(self.random)
        return out

    def _set_element(self, model: Any) -> Json:
        random = self.random
        name = random.choice(["kind", "description", "pivotal", "fields", "state"])
        values: Json = {
            "kind": random.choice(list(KINDS)),
            "description": words(random, 8),
            "pivotal": random.random() < 0.5,
            "fields": fields(random),
            "state": random.choice(["", "open", "resolved"]),
        }
        out = {"id": self.one(model.elements), "property": name, "value": values[name]}
        if name in ("description", "fields") and random.random() < 0.4:
            out["was"] = words(random, 8) if name == "description" else fields(random)
        return out

    def _set_link(self, model: Any) -> Json:
        random = self.random
        if random.random() < 0.5:
            return {"id": self.one(model.links), "property": "role", "value": random.choice(["flow", "compensates"])}
        group = random.choice([None, {"id": "g3"}, {"id": "g1", "mode": "X"}, {"id": "g1", "mode": "O"}])
        return {"id": self.one(model.links), "property": "group", "value": group}

    def _set_frame(self, model: Any) -> Json:
        random = self.random
        name = random.choice(["kind", "label", "x", "y", "width", "height"])
        value: Any = random.choice([0.5, 400, 300, 90])
        if name == "kind":
            value = random.choice(list(FRAME_KINDS))
        elif name == "label":
            value = words(random)
        return {"id": self.one(model.frames), "property": name, "value": value}

    def _member(self, model: Any) -> Json:
        return {"id": self.one(model.frames), "elements": self.some([*model.elements, *model.frames])}

    def _set_type(self, model: Any) -> Json:
        random = self.random
        name = random.choice(["Line", "Channel", "Größe"])
        kind: Any = {"name": name, "fields": fields(random)}
        if random.random() < 0.3:
            kind = {"name": name, "enum": ["web", "shop"], "since": 2}
        return {"name": name, "type": None if random.random() < 0.3 else kind}

    def _set_example(self, model: Any) -> Json:
        identity = self.random.choice([*model.examples, self.new_id("x")])
        return {"id": identity, "example": None if self.random.random() < 0.3 else self.example(model, identity)}

    def _set_board(self, model: Any) -> Json:
        if self.random.random() < 0.5:
            return {"property": "name", "value": words(self.random)}
        return {"property": "level", "value": self.random.choice(["big_picture", "process", "design"])}

    def _answer(self, model: Any) -> Json:
        first, second = self.one(model.elements, "g1"), self.one(model.elements, "g2")
        out: Json = {"elements": [first, second if second != first else "g3"]}
        out |= {"same": self.random.choice([True, False, None]), "by": self.random.choice(["ann", "bob"])}
        if self.random.random() < 0.2:
            out["holds"] = self.random.choice([True, False, None])
        return out

    def _decide_link(self, model: Any) -> Json:
        ends = {"from": self.one(model.elements), "to": self.one(model.elements)}
        return {**ends, "verdict": self.random.choice(["confirmed", "forbidden", None])}

    def _decide_context(self, model: Any) -> Json:
        random = self.random
        name = random.choice(["name", "value", "risk", "effort", "stage", "sign_offs", "measurements"])
        sign_offs = [{"stage": "build", "by": "Ann", "at": "2026-01-01"}, {"stage": "sync", "by": "Bob", "note": "ok"}]
        values: Json = {
            "name": words(random),
            "stage": random.choice(["", "prepare", "build"]),
            "sign_offs": sign_offs[: random.randint(0, 2)],
            "measurements": [{"kpi": "p99", "value": 40.5}][: random.randint(0, 1)],
        }
        out = {"anchor": self.one(model.elements), "property": name}
        out["value"] = values.get(name, random.choice([None, 1, 5]))
        if name == "sign_offs" and random.random() < 0.5:
            out["was"] = sign_offs[:1]
        return out

    def _pin_extraction(self, model: Any) -> Json:
        if self.random.random() < 0.5:
            return {"property": "first", "value": self.some(model.elements, 3)}
        return {"property": "after", "value": [self.some(model.elements, 2)[:1] * 2 for _ in range(2)]}

    _makers: ClassVar[dict[str, Callable[[Storm, Any], Json]]] = {
        "add_elements": _add_elements,
        "remove_elements": lambda self, model: {"ids": self.some(model.elements, 2)},
        "move_elements": lambda self, model: self._move(model.elements, True),
        "set_label": _set_label,
        "set_element": _set_element,
        "add_links": lambda self, model: {"links": [self.link(model) for _ in range(self.random.randint(1, 3))]},
        "remove_links": lambda self, model: {"ids": self.some(model.links, 2)},
        "set_link": _set_link,
        "add_frames": lambda self, model: {"frames": [self.frame(model)]},
        "remove_frames": lambda self, model: {"ids": self.some(model.frames, 2)},
        "move_frames": lambda self, model: self._move(model.frames, False),
        "set_frame": _set_frame,
        "join_frame": _member,
        "leave_frame": _member,
        "set_type": _set_type,
        "set_example": _set_example,
        "set_board": _set_board,
        "answer": _answer,
        "decide_link": _decide_link,
        "decide_context": _decide_context,
        "pin_extraction": _pin_extraction,
    }


def canonical(document: Json) -> Json:
    """A document with what has no order put in one: entries by id, decision lists by content, pairs sorted."""
    out = dict(document)
    for collection in ("elements", "links", "frames", "examples"):
        out[collection] = sorted(document[collection], key=lambda entry: str(entry["id"]))
    out["types"] = sorted(document["types"], key=lambda entry: str(entry["name"]))
    decisions = dict(document["decisions"])
    for name in ("same_context", "separate_context"):
        if name in decisions:
            decisions[name] = sorted(sorted(pair) for pair in decisions[name])
    for name in ("answers", "links", "contexts"):
        if name in decisions:
            decisions[name] = sorted(decisions[name], key=lambda entry: sorted(map(repr, entry.items())))
    out["decisions"] = decisions
    return out
