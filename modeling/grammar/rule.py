"""What a rule of the grammar is, and what it looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from modeling.english import is_english, names_a_thing, words
from modeling.findings import Severity
from modeling.flow import Flow
from modeling.kinds import Level
from modeling.model import Element, Link, Model

if TYPE_CHECKING:
    from modeling.analysis.partition import Partition
    from modeling.analysis.result import Saga


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule has to say about one element (or frame); the registry adds id and severity."""

    element: str
    message: str
    fix: str


class Wall:
    """A model as the rules see it: with its links indexed, and what is known of contexts and sagas."""

    def __init__(
        self,
        model: Model,
        links: Iterable[Link] | None = None,
        partition: Partition | None = None,
        sagas: Iterable[Saga] = (),
    ) -> None:
        self.model = model
        self.flow = Flow(model, links)
        self.partition = partition
        self.sagas = tuple(sagas)
        self.context_of: Mapping[str, str] = partition.context_of if partition else {}

    @property
    def level(self) -> Level:
        return self.model.level

    def at_least(self, level: Level) -> bool:
        return self.level.depth >= level.depth

    def context_name(self, context: str) -> str:
        """The name of a candidate context, as people read it."""
        return self.partition.by_id[context].name if self.partition else context

    @cached_property
    def _judged(self) -> list[bool | None]:
        return [is_english(element.label) for element in self.model.of_kind("domain_event", "command")]

    @property
    def speaks_english(self) -> bool:
        """Whether at least as many events and commands are evidently English as are evidently something else."""
        return self._judged.count(True) >= self._judged.count(False)

    def names_a_thing(self, label: str) -> bool:
        """Whether a label that says nothing of its language is an English noun: the others are English then."""
        return self._judged.count(True) > 3 * self._judged.count(False) and names_a_thing(label)

    @cached_property
    def concepts(self) -> Mapping[tuple[str, str, str], tuple[Element, ...]]:
        """(kind, name, context) → the occurrences of one concept: the same words, whatever their case and spacing.

        While no contexts are known the whole wall is one. An element without words is a concept of its own.
        """
        found: dict[tuple[str, str, str], list[Element]] = defaultdict(list)
        for element in self.model.elements.values():
            name = " ".join(words(element.label)) or f"\0{element.id}"
            found[element.kind, name, self.context_of.get(element.id, "")].append(element)
        return {key: tuple(places) for key, places in found.items()}

    def each(self, kind: str) -> Iterator[tuple[Element, tuple[Element, ...]]]:
        """The concepts of a kind: the first occurrence, and all of them."""
        return ((places[0], places) for key, places in self.concepts.items() if key[0] == kind)

    def leads(self, places: Iterable[Element], *kinds: str) -> bool:
        """Whether a flow link leaves one of these occurrences, to one of these kinds."""
        return any(self.flow.links_after(place.id, *kinds) for place in places)

    def reached(self, places: Iterable[Element], *kinds: str) -> bool:
        """Whether a flow link reaches one of these occurrences, from one of these kinds."""
        return any(self.flow.links_before(place.id, *kinds) for place in places)

    @cached_property
    def frames_of(self) -> Mapping[str, list[str]]:
        """Element id → the bounded-context frames that hold it, directly or through a frame inside."""
        found: dict[str, list[str]] = defaultdict(list)
        for frame in self.model.frames.values():
            if frame.kind == "bounded_context":
                for member in self._members(frame.id):
                    found[member].append(frame.id)
        return found

    def _members(self, frame: str) -> Iterator[str]:
        waiting, seen = [frame], {frame}
        while waiting:
            for member in self.model.frames[waiting.pop()].elements:
                if member in self.model.elements:
                    yield member
                elif member in self.model.frames and member not in seen:
                    # An inner bounded context keeps its members to itself.
                    seen.add(member)
                    if self.model.frames[member].kind != "bounded_context":
                        waiting.append(member)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `find` yields a remark for each place where it is not kept. `since`: the coarsest level it holds at."""

    id: str
    severity: Severity
    since: Level
    title: str
    find: Callable[[Wall], Iterable[Remark]]
