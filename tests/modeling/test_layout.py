"""Places for elements without one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

from modeling.kinds import KINDS
from modeling.layout import lay_out
from modeling.model import Element, Frame, Link, Model


def model_of(elements: Sequence[Element], links: Sequence[tuple[str, str]] = (), frames: Sequence[Frame] = ()) -> Model:
    return Model(
        elements={element.id: element for element in elements},
        links={f"{a}-{b}": Link(f"{a}-{b}", a, b) for a, b in links},
        frames={frame.id: frame for frame in frames},
    )


def overlapping(model: Model) -> list[tuple[str, str]]:
    """Pairs whose rectangles share an area; a sweep, so that large boards can be checked."""
    found = []
    active: list[Element] = []
    for element in sorted(model.elements.values(), key=lambda element: element.x or 0.0):
        active = [other for other in active if other.x + other.width > element.x]
        for other in active:
            if other.y < element.y + element.height and element.y < other.y + other.height:
                found.append((other.id, element.id))
        active.append(element)
    return found


def test_a_chain_runs_from_left_to_right():
    kinds = ["command", "aggregate", "domain_event", "policy", "command"]
    model = model_of(
        [Element(f"e{i}", kind, "") for i, kind in enumerate(kinds)], pairwise([f"e{i}" for i in range(5)])
    )
    lay_out(model)
    centres = [model.elements[f"e{i}"].centre for i in range(5)]
    assert all(before[0] < after[0] for before, after in pairwise(centres))
    assert len({y for _, y in centres}) == 1


def test_a_circle_is_laid_out_too():
    model = model_of([Element(name, "command", "") for name in "abc"], ["ab", "bc", "ca"])
    lay_out(model)
    assert all(element.placed for element in model.elements.values())
    assert not overlapping(model)


def test_what_has_a_place_keeps_it_and_the_rest_goes_below():
    model = model_of([Element("old", "command", "", x=700, y=900), Element("new", "command", "")])
    lay_out(model)
    assert (model.elements["old"].x, model.elements["old"].y) == (700, 900)
    assert model.elements["new"].y > 900 + model.elements["old"].height


def test_contexts_become_bands_that_hold_their_members_and_do_not_overlap():
    elements = [Element(f"e{i}", "domain_event", "") for i in range(20)]
    frames = [
        Frame("f1", "bounded_context", elements=tuple(f"e{i}" for i in range(10))),
        Frame("f2", "bounded_context", elements=tuple(f"e{i}" for i in range(10, 20))),
    ]
    model = model_of(elements, [(f"e{i}", f"e{i + 1}") for i in range(19)], frames)
    lay_out(model)
    for frame in model.frames.values():
        for member in frame.elements:
            x, y = model.elements[member].centre
            assert frame.x < x < frame.x + frame.width
            assert frame.y < y < frame.y + frame.height
    first, second = model.frames["f1"], model.frames["f2"]
    assert first.y + first.height <= second.y


def test_ten_thousand_elements_take_less_than_a_second_and_none_overlap():
    kinds = list(KINDS)
    elements = [Element(f"e{i}", kinds[i % len(kinds)], "") for i in range(10_000)]
    links = [(f"e{i}", f"e{i + 1 + i % 7}") for i in range(0, 9_900) if i % 11]
    frames = [
        Frame(f"f{k}", "bounded_context", elements=tuple(f"e{i}" for i in range(k * 500, k * 500 + 400)))
        for k in range(20)
    ]
    model = model_of(elements, links, frames)
    begin = time.perf_counter()
    lay_out(model)
    assert time.perf_counter() - begin < 1.0
    assert not overlapping(model)


def test_the_same_model_gets_the_same_places():
    def places() -> list[tuple[float | None, float | None]]:
        model = model_of([Element(f"e{i}", "command", "") for i in range(50)], [("e1", "e9"), ("e9", "e3")])
        lay_out(model)
        return [(element.x, element.y) for element in model.elements.values()]

    assert places() == places()
