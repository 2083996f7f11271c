"""Rules about names that occur more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from modeling.findings import Severity
from modeling.flow import listed, quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import KINDS, UNCLUSTERED, Level
from modeling.model import Element


def duplicates_are_linked(wall: Wall) -> Iterator[Remark]:
    for (kind, _, _), places in wall.concepts.items():
        if len(places) < 2 or kind in UNCLUSTERED:
            continue
        lone = [place for place in places if not wall.leads([place]) and not wall.reached([place])]
        if len(lone) == len(places):
            lone = lone[1:] if wall.flow.links else []
        for place in lone:
            yield Remark(
                place.id,
                f"{quoted(place)} stands here again, linked to nothing.",
                "Link it where it happens here, or remove the duplicate.",
            )


def one_concept_has_one_shape(wall: Wall) -> Iterator[Remark]:
    for places in wall.concepts.values():
        described = [place for place in places if place.fields]
        for place in described[1:]:
            if differing := _differences(described[0], place):
                yield Remark(
                    place.id,
                    f"{quoted(place)} occurs with different fields: {listed(differing)} differ.",
                    "Give all occurrences the same fields, or rename the one that means something else.",
                )


def _differences(one: Element, other: Element) -> list[str]:
    """Names of the fields that only one of them has, or that have two types."""
    left = {field.name: field.type for field in one.fields}
    right = {field.name: field.type for field in other.fields}
    return [f"“{name}”" for name in dict.fromkeys([*left, *right]) if left.get(name) != right.get(name)]


def homonym_marks_a_boundary(wall: Wall) -> Iterator[Remark]:
    if wall.partition is None:
        return
    everywhere: dict[tuple[str, str], list[tuple[str, Element]]] = defaultdict(list)
    for (kind, name, context), places in wall.concepts.items():
        if context and kind != "policy":
            everywhere[kind, name].append((context, places[0]))
    for (kind, _), meanings in everywhere.items():
        if len(meanings) > 1:
            names = listed(wall.context_name(context) for context, _ in meanings)
            yield Remark(
                meanings[0][1].id,
                f"{quoted(meanings[0][1])} is {_article(kind)} in {names}: "
                "one name for different things, which is evidence for the boundary between them.",
                "Keep it if each means its own; otherwise let one context own it, or say that they belong together.",
            )


def _article(kind: str) -> str:
    name = KINDS[kind].name.lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def names_are_told_apart(wall: Wall) -> Iterator[Remark]:
    alike: dict[tuple[str, str, str], list[Element]] = defaultdict(list)
    for (kind, name, context), places in wall.concepts.items():
        if kind not in UNCLUSTERED and kind != "policy" and not name.startswith("\0"):
            squeezed = "".join(_singular(word) for word in name.split())
            alike[kind, squeezed, context].append(places[0])
    for places_alike in alike.values():
        for other in places_alike[1:]:
            yield Remark(
                other.id,
                f"{quoted(other)} and {quoted(places_alike[0])} are nearly the same name.",
                "Write both the same way if they are one thing, or choose words that tell them apart.",
            )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


RULES = (
    Rule("G32", Severity.ADVICE, Level.PROCESS, "A duplicate is linked", duplicates_are_linked),
    Rule("G33", Severity.WARNING, Level.PROCESS, "One concept has one set of fields", one_concept_has_one_shape),
    Rule("G34", Severity.ADVICE, Level.PROCESS, "A homonym marks a boundary", homonym_marks_a_boundary),
    Rule("G35", Severity.ADVICE, Level.PROCESS, "Names are told apart", names_are_told_apart),
)
