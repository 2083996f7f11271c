"""What an analysis says: frozen values, and their JSON as in the contract.

Every tuple is in its final order; ties are broken by the smallest element id, so that the same document gives the same
bytes. `because` holds sentences made of the numbers that decided.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from modeling.findings import Finding

_JSON_KEYS = {"source": "from", "target": "to"}


@dataclass(frozen=True, slots=True)
class CandidateContext:
    """A group of elements that belong together. `id` is made from its smallest anchor. `confidence` is 0–1."""

    id: str
    name: str
    names: tuple[str, ...]
    elements: tuple[str, ...]
    confidence: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Do these two belong together? Ranked, most instructive first."""

    elements: tuple[str, str]
    text: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InferredLink:
    """A link that nobody drew but position, order or text suggest. `confidence` is 0–1."""

    source: str
    target: str
    because: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ContextRelation:
    """`downstream` depends on `upstream` through the elements `via`."""

    upstream: str
    downstream: str
    pattern: str
    via: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SagaStep:
    """`element` is a command (or event, where no command is known); `compensation` the command that takes it back."""

    element: str
    context: str
    compensation: str | None
    certain: bool


@dataclass(frozen=True, slots=True)
class Saga:
    """`coordination` is "orchestration" or "choreography"; `policy` is the orchestrating policy's id, "" for none."""

    name: str
    coordination: str
    contexts: tuple[str, ...]
    steps: tuple[SagaStep, ...]
    because: tuple[str, ...]
    policy: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Cycle:
    """Contexts that depend on each other in a circle; `cut` is a minimum set of (downstream, upstream) to remove."""

    contexts: tuple[str, ...]
    cut: tuple[tuple[str, str], ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedContext:
    """One place of the extraction order. `position` counts from 1."""

    context: str
    position: int
    value: float
    risk: float
    because: tuple[str, ...]
    effort: float = 3.0


@dataclass(frozen=True, slots=True)
class FirstChoice:
    """`regret`: by what share the best order that begins with `context` costs more than the best of all.
    `share`: in what share of the perturbed runs it comes first."""

    context: str
    regret: float
    share: float


@dataclass(frozen=True, slots=True)
class Extraction:
    order: tuple[RankedContext, ...]
    first_choices: tuple[FirstChoice, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Analysis:
    contexts: tuple[CandidateContext, ...]
    questions: tuple[Question, ...]
    inferred_links: tuple[InferredLink, ...]
    context_map: tuple[ContextRelation, ...]
    sagas: tuple[Saga, ...]
    cycles: tuple[Cycle, ...]
    extraction: Extraction
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """The analysis as in the contract; keys in declaration order, numbers rounded to 4 digits."""
        out: dict[str, Any] = _json(self)
        return out

    def context_of(self, element: str) -> CandidateContext | None:
        """The context that holds `element`. Linear in contexts; build a table for many look-ups."""
        return next((context for context in self.contexts if element in context.elements), None)


def _json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {_JSON_KEYS.get(item.name, item.name): _json(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if isinstance(value, float):
        return round(value, 4)
    return value
