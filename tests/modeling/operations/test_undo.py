"""Rule S5: undo takes back my own last change, and nothing that somebody else did."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modeling import document
from modeling.model import Model
from modeling.operations import Entry, Refused, Stamp, Stamps, parse_operation, perform, plan_undo
from tests.modeling.operations.random_boards import Storm, canonical

Json = dict[str, Any]


@dataclass
class Wall:
    """A board with its log, as the server keeps it; pushes are numbered."""

    model: Model = field(default_factory=Model)
    stamps: Stamps = field(default_factory=Stamps)
    log: list[Entry] = field(default_factory=list)
    pushes: int = 0

    def do(self, author: str, *operations: Json) -> str:
        self.pushes += 1
        for raw in operations:
            performed = perform(self.model, parse_operation(raw))
            if performed is not None:
                self._enter(author, performed.operation.touches(), performed.inverse, {})
        return f"p{self.pushes}"

    def undo(self, push: str) -> tuple[str, tuple[str, ...]]:
        entries = [entry for entry in self.log if entry.push == push]
        plan = plan_undo(self.model, self.stamps, entries)
        self.pushes += 1
        for operation, after in zip(plan.operations, plan.after, strict=True):
            performed = perform(self.model, operation)
            assert performed is not None
            self._enter(entries[0].author, performed.operation.touches(), performed.inverse, after)
        return f"p{self.pushes}", plan.skipped

    def _enter(self, author: str, keys: tuple[str, ...], inverse: Any, restored: Any) -> None:
        revision = len(self.log) + 1
        after: dict[str, Stamp | None] = {key: restored.get(key, (revision, author)) for key in keys}
        self.log.append(Entry(revision, author, f"p{self.pushes}", inverse, self.stamps.of(keys), after))
        self.stamps.put(after, revision)

    @property
    def document(self) -> Json:
        return canonical(document.write(self.model))


def note(identity: str, label: str = "") -> Json:
    return {"op": "add_elements", "elements": [{"id": identity, "kind": "note", "label": label}]}


def label(identity: str, text: str) -> Json:
    return {"op": "set_label", "id": identity, "label": text}


def test_a_note_that_somebody_wrote_on_is_not_taken_away() -> None:
    wall = Wall()
    added = wall.do("ann", note("e", "Order placed"))
    wall.do("bob", label("e", "Order paid"))
    _, skipped = wall.undo(added)
    assert wall.model.elements["e"].label == "Order paid"
    assert skipped == ("“Order paid” has been changed by somebody else since; it stays as it is.",)


@pytest.mark.parametrize(
    "theirs",
    [
        {"op": "move_elements", "moves": [["e", 5, 5]]},
        {"op": "add_links", "links": [{"id": "l", "from": "e", "to": "other"}]},
        {"op": "join_frame", "id": "f", "elements": ["e"]},
        {"op": "set_example", "id": "x", "example": {"command": "e"}},
    ],
    ids=lambda theirs: str(theirs["op"]),
)
def test_a_note_that_somebody_built_on_stays_with_what_they_built(theirs: Json) -> None:
    wall = Wall()
    wall.do("bob", note("other"), {"op": "add_frames", "frames": [{"id": "f", "kind": "region"}]})
    added = wall.do("ann", note("e"))
    wall.do("bob", theirs)
    before = wall.document
    _, skipped = wall.undo(added)
    assert wall.document == before
    assert len(skipped) == 1


def test_of_several_notes_only_those_that_nobody_else_touched_are_taken_away() -> None:
    wall = Wall()
    added = wall.do("ann", {"op": "add_elements", "elements": [*note("a")["elements"], *note("b")["elements"]]})
    wall.do("bob", label("b", "mine now"))
    wall.undo(added)
    assert list(wall.model.elements) == ["b"]


def test_a_property_that_somebody_set_since_keeps_their_value() -> None:
    wall = Wall()
    wall.do("ann", note("e", "one"))
    changed = wall.do("ann", label("e", "two"), {"op": "move_elements", "moves": [["e", 9, 9]]})
    wall.do("bob", label("e", "three"))
    wall.undo(changed)
    assert wall.model.elements["e"].label == "three"
    assert not wall.model.elements["e"].placed


def test_after_somebody_takes_their_change_back_mine_can_be_undone() -> None:
    wall = Wall()
    wall.do("ann", note("e", "one"))
    changed = wall.do("ann", label("e", "two"))
    theirs = wall.do("bob", label("e", "three"))
    wall.undo(theirs)
    _, skipped = wall.undo(changed)
    assert wall.model.elements["e"].label == "one"
    assert not skipped


def test_a_removed_note_comes_back_with_links_memberships_and_examples() -> None:
    wall = Wall()
    wall.do("bob", note("e"), note("other"), {"op": "add_frames", "frames": [{"id": "f", "kind": "region"}]})
    wall.do("bob", {"op": "join_frame", "id": "f", "elements": ["e"]})
    wall.do("bob", {"op": "add_links", "links": [{"id": "l", "from": "e", "to": "other"}]})
    wall.do("bob", {"op": "set_example", "id": "x", "example": {"command": "other", "then": ["e"]}})
    before = wall.document
    removed = wall.do("ann", {"op": "remove_elements", "ids": ["e"]})
    assert not wall.model.links
    wall.undo(removed)
    assert wall.document == before


def test_a_removed_note_comes_back_without_the_link_whose_other_end_is_gone() -> None:
    wall = Wall()
    wall.do("bob", note("e"), note("other"), {"op": "add_links", "links": [{"id": "l", "from": "e", "to": "other"}]})
    removed = wall.do("ann", {"op": "remove_elements", "ids": ["e"]})
    wall.do("bob", {"op": "remove_elements", "ids": ["other"]})
    _, skipped = wall.undo(removed)
    assert list(wall.model.elements) == ["e"]
    assert len(skipped) == 1


def test_redo_is_the_undo_of_the_undo_and_can_be_undone_again() -> None:
    wall = Wall()
    wall.do("bob", note("e", "one"))
    changed = wall.do("ann", {"op": "remove_elements", "ids": ["e"]})
    undone, _ = wall.undo(changed)
    redone, skipped = wall.undo(undone)
    assert not wall.model.elements
    assert not skipped
    wall.undo(redone)
    assert wall.model.elements["e"].label == "one"


def test_the_answer_of_somebody_else_on_the_same_pair_holds() -> None:
    wall = Wall()
    wall.do("ann", note("a"), note("b"))
    mine = wall.do("ann", {"op": "answer", "elements": ["a", "b"], "same": True, "by": "ann"})
    wall.do("bob", {"op": "answer", "elements": ["b", "a"], "same": False, "by": "bob"})
    _, skipped = wall.undo(mine)
    assert wall.model.decisions.separate_context == (("a", "b"),)
    assert {answer.by for answer in wall.model.decisions.answers} == {"ann", "bob"}
    assert skipped


def test_a_push_that_is_not_in_the_log_cannot_be_taken_back() -> None:
    with pytest.raises(Refused):
        plan_undo(Model(), Stamps(), [])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(5, 60))
def test_undoing_all_of_ones_pushes_alone_leads_back_to_the_start_and_redoing_them_to_the_end(
    seed: int, steps: int
) -> None:
    wall = Wall()
    start, end = wall.document, _storm(wall, Random(seed), ["ann"], steps)
    ends = wall.document
    undone = [wall.undo(push)[0] for push in reversed(end["ann"])]
    assert wall.document == start
    for push in reversed(undone):
        if any(entry.push == push for entry in wall.log):
            wall.undo(push)
    assert wall.document == ends
    assert all(author == "ann" for author in {entry.author for entry in wall.log})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(10, 80))
def test_undo_never_changes_what_somebody_else_changed_last(seed: int, steps: int) -> None:
    """A model of it: nothing whose stamp is another's may differ afterwards, whichever own push is taken back."""
    random, wall = Random(seed), Wall()
    pushes = _storm(wall, random, ["ann", "bob", "cem"], steps)
    for _ in range(6):
        if not pushes["ann"]:
            return
        push = pushes["ann"].pop(random.randrange(len(pushes["ann"])))
        last = max(entry.revision for entry in wall.log if entry.push == push)
        theirs = {key for key, held in wall.stamps.to_json().items() if held[1] != "ann" and held[0] > last}
        before = values(wall.model)
        wall.undo(push)
        after = values(wall.model)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert not changed & theirs


def _storm(wall: Wall, random: Random, authors: list[str], steps: int) -> dict[str, list[str]]:
    maker = Storm(random)
    pushes: dict[str, list[str]] = {author: [] for author in authors}
    for _ in range(steps):
        author = random.choice(authors)
        try:
            size = len(wall.log)
            push = wall.do(author, maker.operation(wall.model))
        except Refused:
            continue
        if len(wall.log) > size:
            pushes[author].append(push)
    return pushes


def values(model: Model) -> Json:
    """What the keys of operations stand for, for those that stand for one value."""
    raw = document.write(model)
    out: Json = {"board/name": raw["name"], "board/level": raw["level"]}
    for kind, collection in (("element", raw["elements"]), ("link", raw["links"]), ("frame", raw["frames"])):
        for entry in collection:
            identity = entry["id"].replace("%", "%25").replace("/", "%2F")
            out[f"{kind}/{identity}"] = True
            for name, value in entry.items():
                out[f"{kind}/{identity}/{name}"] = value
            out[f"{kind}/{identity}/position"] = (entry.get("x"), entry.get("y"))
            for member in entry.get("elements", ()):
                out[f"{kind}/{identity}/member/{member.replace('%', '%25').replace('/', '%2F')}"] = True
    out |= {f"type/{entry['name']}": entry for entry in raw["types"]}
    out |= {f"example/{entry['id'].replace('%', '%25').replace('/', '%2F')}": entry for entry in raw["examples"]}
    return out
