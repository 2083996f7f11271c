"""Boards drawn by hand, in a line or two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from modeling.analysis.partition import Partition
from modeling.analysis.result import CandidateContext
from modeling.kinds import Level
from modeling.model import Alternative, Decisions, Element, Field, Frame, Link, Model

_SHORT = {"event": "domain_event", "view": "read_model", "system": "external_system"}


def draw_board(notes: str, links: str = "", level: Level = Level.DESIGN, decisions: Decisions | None = None) -> Model:
    """A model from lines such as `c1 command Place order (orderId uuid, total money)`.

    `links` holds `a>b` for flow, `a~b` for “a compensates b”, `a>b/g1` for an exclusive alternative of the group g1.
    """
    model = Model(level=level, decisions=decisions or Decisions())
    for line in filter(None, (line.strip() for line in notes.splitlines())):
        key, kind, *rest = line.split(" ", 2)
        label, _, fields = (rest[0] if rest else "").partition(" (")
        held = tuple(Field(*part.split(" ", 1)) for part in fields.rstrip(")").split(", ") if part)
        model.elements[key] = Element(key, _SHORT.get(kind, kind), label, fields=held)
    for number, text in enumerate(links.split(), start=1):
        pair, _, group = text.partition("/")
        mark = "~" if "~" in pair else ">"
        source, target = pair.split(mark)
        role = "compensates" if mark == "~" else "flow"
        alternative = Alternative(group, "X") if group else None
        model.links[f"l{number}"] = Link(f"l{number}", source, target, role, alternative)
    return model


def cut_into(**contexts: str) -> Partition:
    """Candidate contexts from `Ordering="c1 a1 e1"`; their ids are `k-` and the name."""
    return Partition(
        tuple(
            CandidateContext(f"k-{name}", name, (name,), tuple(held.split()), 1.0, ())
            for name, held in sorted(contexts.items())
        )
    )


def frame_of(key: str, label: str, *elements: str) -> Frame:
    return Frame(key, "bounded_context", label, elements=elements)


@pytest.fixture
def draw() -> Callable[..., Model]:
    return draw_board


@pytest.fixture
def cut() -> Callable[..., Partition]:
    return cut_into


@pytest.fixture
def shop() -> Model:
    """Ordering orchestrates a reservation in Inventory and a payment in Payment."""
    return draw_board(
        """
        c1 command Place order
        a1 aggregate Order
        e1 event Order placed
        p1 policy Whenever an order is placed, reserve stock and take payment
        c2 command Reserve item
        a2 aggregate Stock
        e2 event Item reserved
        c3 command Take payment
        a3 aggregate Payment
        e3 event Payment taken
        e4 event Payment declined
        c4 command Confirm order
        e5 event Order confirmed
        p2 policy Whenever a payment is declined, release the reservation
        c5 command Release reservation
        e6 event Reservation released
        c6 command Refund payment
        e7 event Payment refunded
        """,
        """c1>a1 a1>e1 e1>p1 p1>c2 p1>c3 p1>c4 p1>c5 c2>a2 a2>e2 c3>a3 a3>e3/x a3>e4/x c4>a1 a1>e5
        e4>p2 p2>c5 c5>a2 a2>e6 c6>a3 a3>e7 c5~c2 c6~c3""",
    )


@pytest.fixture
def shop_contexts() -> Partition:
    return cut_into(Inventory="a2 c2 c5 e2 e6", Ordering="a1 c1 c4 e1 e5 p1 p2", Payment="a3 c3 c6 e3 e4 e7")
