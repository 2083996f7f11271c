"""Occurrences → concepts: notes of one kind and one name within one context are one thing at several places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from codegen import naming
from codegen.ir import Name, Problem
from modeling.analysis.result import Analysis
from modeling.kinds import UNCLUSTERED
from modeling.model import Element, Field, Model

GENERATED = ("aggregate", "domain_event", "command", "policy", "read_model", "external_system")

_UNNAMED = Name("", ("unnamed",))


@dataclass(slots=True)
class Concept:
    """One thing of the domain. `context` is the key of the context it lives in, "" for an external system."""

    id: str  # the smallest id of its elements: the tie-breaker
    kind: str
    label: str
    context: str
    elements: list[Element]
    fields: tuple[Field, ...] = ()
    description: str = ""
    name: Name = _UNNAMED

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(element.id for element in self.elements)

    @property
    def centre(self) -> tuple[float, float] | None:
        placed = [element.centre for element in self.elements if element.placed]
        return placed[0] if placed else None


@dataclass(slots=True)
class Concepts:
    """All concepts in document sequence, `of` by element id, `contexts` by key, and what was wrong."""

    contexts: dict[str, Name] = field(default_factory=dict)
    all: list[Concept] = field(default_factory=list)
    of: dict[str, Concept] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def kind(self, *kinds: str) -> list[Concept]:
        return [concept for concept in self.all if concept.kind in kinds]


def gather(model: Model, analysis: Analysis) -> Concepts:
    """The concepts of a model by the contexts of its analysis. Cost: linear in elements."""
    found = Concepts()
    where = _contexts(model, analysis, found)
    by_key: dict[tuple[str, str, str], Concept] = {}
    for element in model.of_kind(*GENERATED):
        context = "" if element.kind in UNCLUSTERED else where[element.id]
        label = " ".join(element.label.split()).casefold() or f"\0{element.id}"
        concept = by_key.get((element.kind, context, label))
        if concept is None:
            concept = Concept(element.id, element.kind, element.label, context, [])
            by_key[element.kind, context, label] = concept
            found.all.append(concept)
        concept.elements.append(element)
        concept.id = min(concept.id, element.id)
        found.of[element.id] = concept
    for concept in found.all:
        concept.fields = _merged_fields(concept, found.problems)
        concept.description = "\n\n".join(
            dict.fromkeys(element.description.strip() for element in concept.elements if element.description.strip())
        )
    return found


def _contexts(model: Model, analysis: Analysis, found: Concepts) -> Mapping[str, str]:
    """Element id → context key, for every element of a kind that lives in a context."""
    scope = naming.Scope()
    where: dict[str, str] = {}
    clustered = [element.id for element in model.of_kind(*GENERATED) if element.kind not in UNCLUSTERED]
    for context in analysis.contexts:
        members = [element for element in context.elements if element in model.elements]
        if any(model.elements[element].kind in GENERATED for element in members):
            name = scope.name(context.name, "context")
            found.contexts[naming.snake(name)] = name
            where.update((element, naming.snake(name)) for element in members)
    homeless = [element for element in clustered if element not in where]
    if homeless:
        if not found.contexts:
            name = scope.name(model.name, "context")
            found.contexts[naming.snake(name)] = name
        rest = next(iter(found.contexts))
        where.update((element, rest) for element in homeless)
        if analysis.contexts:
            found.problems.append(
                Problem(homeless[0], f"{len(homeless)} elements are in no context; they were put into “{rest}”.")
            )
    return where


def _merged_fields(concept: Concept, problems: list[Problem]) -> tuple[Field, ...]:
    """The fields of all occurrences, by name; the first occurrence's word counts."""
    merged: dict[str, Field] = {}
    for element in concept.elements:
        for held in element.fields:
            known = merged.setdefault(held.name, held)
            if known.type != held.type:
                problems.append(
                    Problem(
                        element.id,
                        f"“{concept.label}” has the field “{held.name}” as {known.type} and as {held.type}; "
                        f"{known.type} was taken. Give it one type.",
                    )
                )
            elif known != held:
                merged[held.name] = replace(known, required=known.required and held.required)
    return tuple(merged.values())


def name_all(concepts: Iterable[Concept], scopes: Mapping[str, naming.Scope]) -> None:
    """Gives every concept its name, unique in its context; kinds in the sequence that keeps the plainest names."""
    kinds = {
        "aggregate": "aggregate",
        "domain_event": "event",
        "command": "command",
        "read_model": "view",
        "policy": "policy",
    }
    listed = list(concepts)
    for kind, word in kinds.items():
        for concept in listed:
            if concept.kind == kind:
                concept.name = scopes[concept.context].name(concept.label, word)
