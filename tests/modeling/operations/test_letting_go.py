"""Rule S5 on a board from which much was removed: stamps are let go of, and undo stays right."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modeling.operations import Refused, Stamps, UndoPlan, plan_undo
from tests.modeling.operations.random_boards import Storm
from tests.modeling.operations.test_undo import Wall, label, note

Json = dict[str, Any]
KEPT = 20


def remove(identity: str) -> Json:
    return {"op": "remove_elements", "ids": [identity]}


def time_passes(wall: Wall, revisions: int = KEPT * 2) -> None:
    """Somebody else changes something else, again and again; then what is old is let go of."""
    for _ in range(revisions):
        wall.do("cem", {"op": "set_board", "property": "name", "value": f"At {len(wall.log)}"})
    wall.stamps.let_go(wall.model, len(wall.log), KEPT)


def test_stamps_do_not_grow_with_what_was_removed() -> None:
    wall = Wall()
    wall.do("ann", note("stays"), {"op": "add_frames", "frames": [{"id": "f", "kind": "region"}]})
    sizes = []
    for number in range(300):
        e, link, x = f"e{number}", f"l{number}", f"x{number}"
        wall.do("ann", note(e), label(e, "new"), {"op": "join_frame", "id": "f", "elements": [e]})
        wall.do("ann", {"op": "add_links", "links": [{"id": link, "from": e, "to": "stays"}]})
        wall.do("ann", {"op": "set_link", "id": link, "property": "role", "value": "compensates"})
        wall.do("ann", {"op": "set_example", "id": x, "example": {"command": e}})
        wall.do("ann", {"op": "set_type", "name": x, "type": {"name": x, "enum": ["a"]}})
        wall.undo(wall.do("ann", remove(e)))
        wall.do("ann", remove(e), {"op": "set_type", "name": x, "type": None})
        wall.stamps.let_go(wall.model, len(wall.log), KEPT)
        sizes.append(len(json.dumps(wall.stamps.to_json())))
    assert max(sizes[150:]) <= max(sizes[:150]) + 200, "longer numbers are all that grows"


def test_nothing_is_let_go_of_what_is_on_the_board_or_was_touched_lately() -> None:
    wall = Wall()
    wall.do("bob", note("old", "stays"), label("old", "here"))
    time_passes(wall)
    wall.do("bob", note("new"), remove("new"))
    held = wall.stamps.to_json()
    time_passes(wall, KEPT // 2)
    kept = wall.stamps.to_json()
    assert {key: kept[key] for key in held if key.startswith("element")} == {
        key: stamp for key, stamp in held.items() if key.startswith("element")
    }


def test_a_note_removed_too_long_ago_does_not_come_back_and_the_person_is_told() -> None:
    wall = Wall()
    wall.do("bob", note("e", "Order placed"))
    removed = wall.do("ann", remove("e"))
    time_passes(wall)
    _, skipped = wall.undo(removed)
    assert "e" not in wall.model.elements
    assert skipped == ("A note was removed too long ago (more than 5,000 changes) to take that back. Add it again.",)


def test_an_old_change_of_what_is_still_there_is_taken_back_however_long_ago() -> None:
    wall = Wall()
    wall.do("bob", note("e", "one"))
    changed = wall.do("ann", label("e", "two"))
    undone, _ = wall.undo(changed)
    redone, _ = wall.undo(undone)
    time_passes(wall)
    wall.undo(redone)
    assert wall.model.elements["e"].label == "one"
    added = wall.do("ann", note("mine"))
    time_passes(wall)
    _, skipped = wall.undo(added)
    assert (list(wall.model.elements), skipped) == (["e"], ())


def test_a_removal_that_was_redone_lately_can_be_undone_though_its_stamp_is_old() -> None:
    wall = Wall()
    wall.do("bob", note("e", "one"))
    removed = wall.do("ann", remove("e"))
    undone, _ = wall.undo(removed)
    time_passes(wall)
    redone, _ = wall.undo(undone)  # puts the stamp of the first removal back
    wall.do("cem", {"op": "set_board", "property": "name", "value": "x"})
    wall.stamps = Stamps.from_json(json.loads(json.dumps(wall.stamps.to_json())))
    wall.stamps.let_go(wall.model, len(wall.log) + KEPT // 2, KEPT)
    _, skipped = wall.undo(redone)
    assert (wall.model.elements["e"].label, skipped) == ("one", ())


def test_a_thing_added_again_under_its_old_id_is_not_taken_for_the_old_one() -> None:
    wall = Wall()
    wall.do("bob", note("e", "one"))
    undone, _ = wall.undo(wall.do("bob", {"op": "set_element", "id": "e", "property": "pivotal", "value": True}))
    wall.do("ann", {"op": "set_element", "id": "e", "property": "pivotal", "value": True})
    wall.do("ann", {"op": "set_element", "id": "e", "property": "pivotal", "value": False}, remove("e"))
    time_passes(wall)
    wall.do("ann", note("e", "two"))
    _, skipped = wall.undo(undone)  # a redo: it left no stamp, and finds none
    assert not wall.model.elements["e"].pivotal
    assert skipped == ("“two” has been removed and added again since; it stays as it is.",)


def test_snapshots_of_before_are_read_and_those_of_now_by_whoever_reads_pairs() -> None:
    assert Stamps.from_json({"element/e": [3, "ann"]}).floor == 0
    wall = Wall()
    wall.undo(wall.do("ann", note("e")))
    time_passes(wall)
    raw = json.loads(json.dumps(wall.stamps.to_json()))
    assert all(isinstance(held[0], int) and isinstance(held[1], str) for held in raw.values())
    again = Stamps.from_json(raw)
    assert (again, again.floor, again.to_json()) == (wall.stamps, wall.stamps.floor, raw)
    assert again.floor > 0


class Pair:
    """The same board twice: `whole` keeps every stamp, `thin` lets go and comes out of a snapshot now and then."""

    def __init__(self, random: Random) -> None:
        self.whole, self.thin, self.random = Wall(), Wall(), random
        self.pushes: dict[str, list[str]] = {"ann": [], "bob": [], "cem": []}
        self.dropped = 0

    def do(self, author: str, operation: Json) -> None:
        before = len(self.whole.log)
        try:
            push = self.whole.do(author, operation)
        except Refused:
            with pytest.raises(Refused):
                self.thin.do(author, operation)
            return
        self.thin.do(author, operation)
        self._after(author, push, before)

    def undo(self, author: str) -> None:
        if not self.pushes[author]:
            return
        push = self.random.choice(self.pushes[author][-12:])
        plans = self._plans(push)
        if min(entry.revision for entry in self.thin.log if entry.push == push) <= self.thin.stamps.floor:
            self.expect_no_more(*plans)
            return
        assert plans[0].operations == plans[1].operations
        assert plans[0].skipped == plans[1].skipped
        before = len(self.whole.log)
        new, _ = self.whole.undo(push)
        self.thin.undo(push)
        self._after(author, new, before)

    def _plans(self, push: str) -> list[UndoPlan]:
        walls = (self.whole, self.thin)
        return [plan_undo(w.model, w.stamps, [entry for entry in w.log if entry.push == push]) for w in walls]

    @staticmethod
    def expect_no_more(whole: UndoPlan, thin: UndoPlan) -> None:
        """What was let go of makes an undo do less, never something else, and it says so."""
        allowed = {key for operation in whole.operations for key in operation.touches()}
        done = {key for operation in thin.operations for key in operation.touches()}
        assert done <= allowed
        assert thin.operations == whole.operations or thin.skipped

    def _after(self, author: str, push: str, before: int) -> None:
        assert self.whole.document == self.thin.document
        revision = len(self.whole.log)
        assert revision == len(self.thin.log)
        if revision > before:
            self.pushes[author].append(push)
        self.dropped += self.thin.stamps.let_go(self.thin.model, revision, KEPT)
        if self.random.random() < 0.1:
            self.thin.stamps = Stamps.from_json(json.loads(json.dumps(self.thin.stamps.to_json())))


class Again(Storm):
    """Ids come again, also those of what was removed."""

    def new_id(self, letter: str) -> str:
        return f"{letter}{self.random.randint(1, 8)}" + self.random.choice(["", "/x", "%"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(60, 220), st.booleans())
def test_undo_of_anything_newer_is_as_if_nothing_had_been_let_go_of(seed: int, steps: int, again: bool) -> None:
    random = Random(seed)
    maker, pair = (Again if again else Storm)(random), Pair(random)
    for _ in range(steps):
        author = random.choice([*pair.pushes])
        if random.random() < 0.35:
            pair.undo(author)
        else:
            often = random.random() < 0.4
            operation = maker.operation(pair.whole.model)
            if often and pair.whole.model.elements:
                operation = {"op": "remove_elements", "ids": maker.some(pair.whole.model.elements, 3)}
            pair.do(author, operation)
