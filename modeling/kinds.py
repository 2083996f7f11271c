"""The element kinds of an Event Storm, in one table.

Source: the ddd-crew EventStorming glossary and cheat sheet. Everything that differs between kinds is a column
here; the browser's copy (`static/js/model/kinds.js`) is written from this table and compared with it by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Level(str, Enum):
    """How deep a board goes; the grammar depends on it. Ordered from coarse to fine."""

    BIG_PICTURE = "big_picture"
    PROCESS = "process"
    DESIGN = "design"

    @property
    def depth(self) -> int:
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of element. Sizes are board units: pixels at zoom 1, multiples of the 4 px grid."""

    code: str
    name: str
    colour: str
    shape: str  # square | wide | large | small | turned
    width: int
    height: int
    key: str  # the key that chooses it on the board
    level: Level  # the coarsest level whose palette shows it
    wording: str
    meaning: str  # what it becomes in the generated system, "" where nothing


_TABLE = (
    Kind(
        "domain_event",
        "Domain event",
        "#FC9C48",
        "square",
        120,
        120,
        "e",
        Level.BIG_PICTURE,
        "Past tense: “Order placed”",
        "event schema, topic message",
    ),
    Kind(
        "command",
        "Command",
        "#6CD8F0",
        "square",
        120,
        120,
        "c",
        Level.PROCESS,
        "Imperative: “Place order”",
        "command schema, endpoint",
    ),
    Kind(
        "actor",
        "Actor",
        "#FCF03C",
        "small",
        80,
        80,
        "a",
        Level.BIG_PICTURE,
        "A person, a role or a team",
        "role",
    ),
    Kind(
        "aggregate",
        "Aggregate",
        "#FCF0A8",
        "large",
        160,
        160,
        "g",
        Level.DESIGN,
        "A noun that keeps a consistency rule",
        "aggregate with its rules",
    ),
    Kind(
        "policy",
        "Policy",
        "#C084C0",
        "wide",
        184,
        120,
        "p",
        Level.PROCESS,
        "“Whenever … then …”",
        "event handler, saga step",
    ),
    Kind(
        "read_model",
        "Read model",
        "#CCF090",
        "square",
        120,
        120,
        "r",
        Level.PROCESS,
        "What one must know to decide",
        "projection, query endpoint",
    ),
    Kind(
        "external_system",
        "External system",
        "#E490B4",
        "wide",
        184,
        120,
        "x",
        Level.BIG_PICTURE,
        "What we do not own; a spreadsheet counts",
        "adapter (anti-corruption layer)",
    ),
    Kind(
        "hotspot",
        "Hotspot",
        "#FC4C8C",
        "turned",
        104,
        104,
        "h",
        Level.BIG_PICTURE,
        "A conflict, a question or a risk",
        "risk weight",
    ),
    Kind(
        "opportunity",
        "Opportunity",
        "#6CE87C",
        "turned",
        104,
        104,
        "o",
        Level.BIG_PICTURE,
        "A positive idea",
        "value weight",
    ),
    Kind("note", "Text", "#FFFFFF", "square", 120, 120, "t", Level.BIG_PICTURE, "Anything", ""),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in _TABLE})

#: Kinds that carry the model's flow; the others comment on it.
UNCLUSTERED = frozenset({"actor", "external_system", "hotspot", "opportunity", "note"})

#: Kinds of frame.
FRAME_KINDS: Mapping[str, str] = MappingProxyType(
    {"bounded_context": "Bounded context", "swimlane": "Swimlane", "region": "Region"}
)

#: Who may follow whom at Design level: (from, to) → the verb of the sentence "<from> <verb> <to>".
FOLLOWS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("actor", "command"): "issues",
        ("actor", "read_model"): "observes",
        ("command", "aggregate"): "is handled by",
        ("command", "external_system"): "is handled by",
        ("aggregate", "domain_event"): "produces",
        ("external_system", "domain_event"): "produces",
        ("domain_event", "policy"): "triggers",
        ("domain_event", "read_model"): "updates",
        ("policy", "command"): "issues",
        ("external_system", "command"): "issues",
    }
)
