"""Adding a document's contents to a board: the same as operations, under ids that are free, on free ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from boards.models import random_id
from boards.people import Membership
from boards.permissions import Capability
from boards.projection import current
from boards.pushing import push_now
from boards.services import read_document
from modeling import document
from modeling.document import Problem
from modeling.layout import lay_out
from modeling.model import Model

Json = dict[str, Any]
_GAP = 200  # board units between what is there and what comes


@dataclass(frozen=True, slots=True)
class Added:
    """The board's revision afterwards; new id by id of the document; what was left out."""

    revision: int
    ids: dict[str, str]
    problems: tuple[Problem, ...]


def add_document(who: Membership, raw: object, push_id: str = "") -> Added:
    """Adds the good part of a board document as one push. Raises `Malformed`, `Forbidden`, `Conflicting`."""
    who.require(Capability.EDIT)
    reading = read_document(raw)
    lay_out(reading.model)
    board = current(who.board).model
    adding = Adding(board, reading.model, random_id)
    operations = adding.operations()
    answer = push_now(who, operations, push_id=push_id) if operations else None
    revision = answer.revision if answer else current(who.board).revision
    return Added(revision, adding.ids, (*reading.problems, *adding.problems))


class Adding:
    """Turns a model into operations that add it to another. `fresh` makes ids."""

    def __init__(self, board: Model, added: Model, fresh: Callable[[], str]) -> None:
        self.board = board
        self.added = added
        self.raw = document.write(added)
        self.problems: list[Problem] = []
        taken = board.elements.keys() | board.frames.keys() | board.links.keys() | board.examples.keys()
        everything = (*added.elements, *added.frames, *added.links, *added.examples)
        self.ids = {identity: fresh() if identity in taken else identity for identity in everything}

    def operations(self) -> list[Json]:
        """Wire operations, in an order in which each finds what it names."""
        return [*self._notes(), *self._definitions(), *self._decisions()]

    def _notes(self) -> list[Json]:
        across, ids = self._shift(), self.ids
        elements = [{**item, "id": ids[item["id"]], "x": item["x"] + across} for item in self.raw["elements"]]
        frames = [
            {
                **item,
                "id": ids[item["id"]],
                "x": item.get("x", 0) + across,
                "elements": sorted(ids[member] for member in item.get("elements", ())),
            }
            for item in self.raw["frames"]
        ]
        links = [
            {**item, "id": ids[item["id"]], "from": ids[item["from"]], "to": ids[item["to"]]}
            for item in self.raw["links"]
        ]
        found: list[Json] = []
        if elements:
            found.append({"op": "add_elements", "elements": elements})
        if frames:
            found.append({"op": "add_frames", "frames": frames})
        if links:
            found.append({"op": "add_links", "links": links})
        return found

    def _definitions(self) -> list[Json]:
        found: list[Json] = []
        for item in self.raw["types"]:
            held = self.board.types.get(item["name"])
            if held is None:
                found.append({"op": "set_type", "name": item["name"], "type": item})
            elif held != self.added.types[item["name"]]:
                self.problems.append(
                    Problem(f"types {item['name']}", "The board has another type of this name; the board's was kept.")
                )
        for item in self.raw["examples"]:
            example = {
                **item,
                "id": self.ids[item["id"]],
                "command": self.ids[item["command"]],
                "given": [self.ids[event] for event in item.get("given", ())],
                "then": [self.ids[event] for event in item.get("then", ())],
            }
            found.append({"op": "set_example", "id": example["id"], "example": example})
        return found

    def _decisions(self) -> list[Json]:
        decisions = self.added.decisions
        found: list[Json] = []
        for same, pairs in ((True, decisions.same_context), (False, decisions.separate_context)):
            for pair in self._known(pairs):
                found.append({"op": "answer", "elements": list(pair), "same": same})
        for verdict in decisions.links:
            for source, target in self._known([(verdict.source, verdict.target)]):
                found.append({"op": "decide_link", "from": source, "to": target, "verdict": verdict.verdict})
        for raw in self.raw["decisions"].get("contexts", ()):
            if raw["anchor"] in self.ids:
                for name in ("name", "value", "risk", "effort", "stage", "sign_offs", "measurements"):
                    if name in raw:
                        anchor = self.ids[raw["anchor"]]
                        found.append({"op": "decide_context", "anchor": anchor, "property": name, "value": raw[name]})
        first = [*self.board.decisions.first, *(self.ids[item] for item in decisions.first if item in self.ids)]
        after = [*self.board.decisions.after, *self._known(decisions.after)]
        if len(first) > len(self.board.decisions.first):
            found.append({"op": "pin_extraction", "property": "first", "value": list(dict.fromkeys(first))})
        if len(after) > len(self.board.decisions.after):
            pairs_after = [list(pair) for pair in dict.fromkeys(after)]
            found.append({"op": "pin_extraction", "property": "after", "value": pairs_after})
        return found

    def _known(self, pairs: Any) -> list[tuple[str, str]]:
        return [(self.ids[a], self.ids[b]) for a, b in pairs if a in self.ids and b in self.ids]

    def _shift(self) -> float:
        """How far to the right the new notes go, so that they lie on none that are there."""
        there = [(e.x or 0.0) + e.width for e in self.board.elements.values() if e.placed]
        there += [frame.x + frame.width for frame in self.board.frames.values()]
        coming = [e.x or 0.0 for e in self.added.elements.values()] + [f.x for f in self.added.frames.values()]
        return max(there) + _GAP - min(coming) if there and coming else 0.0
