"""The model of a board: elements, links, frames, value types, examples and decisions.

Values (`Element`, `Link`, …) are frozen and may cross any border. `Model` holds them by id in insertion order; it
is changed only by operations (`modeling.operations`) and read by everything else. `modeling.document` turns it into
the board document and back. `extra` keeps keys that this version does not know, so that they survive a round trip.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from modeling.kinds import KINDS, Level


@dataclass(frozen=True, slots=True)
class Field:
    """A typed field of an element or of a value type. `type` follows `modeling.types`."""

    name: str
    type: str = "string"
    required: bool = True
    description: str = ""
    example: Any = None
    personal: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Element:
    """A note on the board. `x`, `y` are its upper left corner in board units; None: not placed yet."""

    id: str
    kind: str
    label: str
    x: float | None = None
    y: float | None = None
    description: str = ""
    pivotal: bool = False
    fields: tuple[Field, ...] = ()
    author: str = ""
    state: str = ""  # of a hotspot: "" open | "resolved"
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def placed(self) -> bool:
        return self.x is not None and self.y is not None

    @property
    def width(self) -> int:
        return KINDS[self.kind].width

    @property
    def height(self) -> int:
        return KINDS[self.kind].height

    @property
    def centre(self) -> tuple[float, float]:
        """Centre in board units; an element that is not placed counts as at the origin."""
        return ((self.x or 0.0) + self.width / 2, (self.y or 0.0) + self.height / 2)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Makes the links that carry the same `id` alternatives: "X" exactly one, "O" one or more, "+" all."""

    id: str
    mode: str = "X"


@dataclass(frozen=True, slots=True)
class Link:
    """`source` is followed by `target`. `role` is "flow" or "compensates"."""

    id: str
    source: str
    target: str
    role: str = "flow"
    group: Alternative | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """A bounded context, swimlane or region drawn on the board, with the elements that are members of it."""

    id: str
    kind: str
    label: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 400.0
    height: float = 300.0
    elements: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class ValueType:
    """A named type: a value object (`fields`) or an enumeration (`symbols`)."""

    name: str
    fields: tuple[Field, ...] = ()
    symbols: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Example:
    """Given these events, when the command comes with these values, then these events."""

    id: str
    command: str
    given: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict, hash=False)
    then: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who said of two elements whether they belong to the same context."""

    elements: tuple[str, str]
    same: bool
    by: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """A person's word on an inferred link: "confirmed" or "forbidden"."""

    source: str
    target: str
    verdict: str
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SignOff:
    """A person's word that a migration stage's success criteria are met."""

    stage: str
    by: str
    at: str = ""  # ISO 8601, given by the edge
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A KPI's value as somebody or something measured it."""

    kpi: str
    value: float
    at: str = ""  # ISO 8601, given by the edge
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class ContextDecision:
    """What people decided about the context that holds `anchor`. Value, risk and effort are 1–5, None: not said."""

    anchor: str
    name: str = ""
    value: int | None = None
    risk: int | None = None
    effort: int | None = None
    stage: str = ""  # a stage code of `modeling.playbook`, "" = not begun
    sign_offs: tuple[SignOff, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided; hangs on element ids, never on ids that an analysis made."""

    same_context: tuple[tuple[str, str], ...] = ()
    separate_context: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()
    links: tuple[LinkVerdict, ...] = ()
    contexts: tuple[ContextDecision, ...] = ()
    first: tuple[str, ...] = ()  # extraction: anchors that come first
    after: tuple[tuple[str, str], ...] = ()  # extraction: (later, earlier) anchors
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    extraction_extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(slots=True)
class Model:
    """A board's contents. Mappings keep insertion order, which is also the drawing order."""

    name: str = ""
    level: Level = Level.DESIGN
    elements: dict[str, Element] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    types: dict[str, ValueType] = field(default_factory=dict)
    examples: dict[str, Example] = field(default_factory=dict)
    decisions: Decisions = Decisions()
    extra: dict[str, Any] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> Iterable[Element]:
        """Elements of these kinds, in document order."""
        return (element for element in self.elements.values() if element.kind in kinds)

    def copy(self) -> Model:
        """A model of its own that shares the (frozen) values."""
        return Model(
            self.name,
            self.level,
            dict(self.elements),
            dict(self.links),
            dict(self.frames),
            dict(self.types),
            dict(self.examples),
            self.decisions,
            dict(self.extra),
        )
