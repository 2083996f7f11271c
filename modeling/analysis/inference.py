"""Links that nobody drew: on a wall meaning is adjacency.

An element that lacks what the grammar expects of its kind (a command a handler, an event a producer, a policy a
trigger and a command, a read model what updates it, an actor what it issues) gets the best candidate by nearness,
order and wording; one that has it gets nothing. Where almost all near pairs of the board have arrows, people draw
everything, and an arrow that is not there is not meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from modeling.analysis.adjacency import Wall
from modeling.analysis.effective_links import FORBIDDEN, effective_links
from modeling.analysis.result import InferredLink
from modeling.analysis.wording import likeness, tokens
from modeling.flow import quoted
from modeling.kinds import FOLLOWS, Level
from modeling.model import Element, Link, Model


@dataclass(frozen=True, slots=True)
class _Need:
    """What an element of `kind` is expected to have: a link to (`forward`) or from one of `kinds`, the first kinds
    first.

    `met_by`: kinds whose drawn link on that side meets the need although the grammar would have another.
    """

    kind: str
    forward: bool
    kinds: tuple[tuple[str, ...], ...]
    met_by: frozenset[str]


_NEEDS = (
    _Need(
        "command",
        True,
        (("aggregate", "external_system"), ("domain_event",)),
        frozenset({"aggregate", "external_system", "domain_event", "read_model"}),
    ),
    _Need(
        "domain_event",
        False,
        (("aggregate", "external_system"), ("command",)),
        frozenset({"aggregate", "external_system", "command", "policy"}),
    ),
    _Need("policy", False, (("domain_event",),), frozenset({"domain_event", "command", "aggregate", "read_model"})),
    _Need(
        "policy",
        True,
        (("command",),),
        frozenset({"command", "aggregate", "domain_event", "read_model", "external_system"}),
    ),
    _Need(
        "read_model",
        False,
        (("domain_event",),),
        frozenset({"domain_event", "aggregate", "policy", "command", "external_system"}),
    ),
    _Need("actor", True, (("command", "read_model"),), frozenset({"command", "read_model"})),
)

#: Less than this is a guess and not shown.
_LEAST = 0.25
#: Two candidates that are closer than this by wording alone cannot be told apart.
_TIE = 0.02
#: A word that stands in more labels than this finds nothing.
_COMMON = 50
#: With this share of at least so many near pairs drawn, the board draws everything.
_DRAWS_ALL = 0.9
_PAIRS_TO_TELL = 5
#: "Near" when deciding that: next to each other, with no note between.
_NEXT = 1.25


def infer_links(model: Model) -> tuple[InferredLink, ...]:
    """The links that position, order and wording suggest, by (source, target); none that somebody drew or forbade.

    Unplaced elements are judged by wording alone. Cost: near linear in elements.
    """
    return _Inference(model).links()


class _Inference:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.drawn = effective_links(model)
        self.elements = {name: model.elements[name] for name in sorted(model.elements)}
        self.wall = Wall(self.elements.values())
        self.after, self.before = _beside(self.drawn)
        self.taken = {(link.source, link.target) for link in self.drawn} | {
            (verdict.source, verdict.target) for verdict in model.decisions.links if verdict.verdict == FORBIDDEN
        }
        self.by_word = _index(self.elements.values())

    def links(self) -> tuple[InferredLink, ...]:
        positions = not self._draws_everything()
        found: dict[tuple[str, str], InferredLink] = {}
        for need in _NEEDS:
            for element in self.elements.values():
                if element.kind == need.kind:
                    link = self._for(element, need, positions)
                    if link is not None:
                        known = found.get((link.source, link.target))
                        if known is None or known.confidence < link.confidence:
                            found[link.source, link.target] = link
        return tuple(found[pair] for pair in sorted(found))

    def _for(self, element: Element, need: _Need, positions: bool) -> InferredLink | None:
        """What `element` lacks of this need. With the second best drawn already, only a note near by adds the best."""
        others = (self.after if need.forward else self.before).get(element.id, ())
        has = {self.elements[other].kind for other in others}
        if not has & need.met_by:
            return self._best(element, need.kinds, need.forward, positions)
        if len(need.kinds) > 1 and has & need.met_by <= set(need.kinds[1]) and self.model.level is Level.DESIGN:
            best = self._best(element, need.kinds[:1], need.forward, positions)
            return best if best is not None and self._next_to(best) else None
        return None

    def _next_to(self, link: InferredLink) -> bool:
        source, target = self.elements[link.source], self.elements[link.target]
        return source.placed and target.placed and self.wall.steps(source, target) <= _NEXT

    def _draws_everything(self) -> bool:
        """Whether nearly every pair that could be linked and lies next to each other has its arrow."""
        near = linked = 0
        for element in self.elements.values():
            drawn = self.after.get(element.id, set()) | self.before.get(element.id, set())
            for source, target in FOLLOWS:
                if element.kind != source:
                    continue
                beside = [
                    other for other in self.wall.near(element, (target,)) if self.wall.steps(element, other) <= _NEXT
                ]
                if beside:
                    near += 1
                    linked += any(other.id in drawn for other in beside)
        return near >= _PAIRS_TO_TELL and linked >= _DRAWS_ALL * near

    def _best(
        self, element: Element, choices: tuple[tuple[str, ...], ...], forward: bool, positions: bool
    ) -> InferredLink | None:
        for kinds in choices:
            judged = []
            for other in self._candidates(element, kinds, positions):
                source, target = (element, other) if forward else (other, element)
                if (source.id, target.id) in self.taken:
                    continue
                near = self.wall.nearness(source, target) if positions else 0.0
                worded, clause = likeness(source, target)
                judged.append((round(1 - (1 - near) * (1 - worded), 6), near, clause, source, target))
            judged.sort(key=lambda found: (-found[0], found[3].id, found[4].id))
            if not judged or judged[0][0] < _LEAST:
                continue
            confidence, near, clause, source, target = judged[0]
            if near == 0 and len(judged) > 1 and judged[1][0] > confidence - _TIE:
                continue
            return InferredLink(source.id, target.id, self._because(source, target, near, clause), confidence)
        return None

    def _candidates(self, element: Element, kinds: tuple[str, ...], positions: bool) -> Iterator[Element]:
        seen = {element.id}
        if positions:
            for other in self.wall.near(element, kinds):
                if other.id not in seen:
                    seen.add(other.id)
                    yield other
        for kind in kinds:
            for word in sorted(tokens(element.label)):
                held = self.by_word.get((kind, word), ())
                for other in held if len(held) <= _COMMON else ():
                    if other.id not in seen:
                        seen.add(other.id)
                        yield other

    def _because(self, source: Element, target: Element, near: float, clause: str) -> str:
        parts = []
        if near > 0:
            parts.append(_where(self.wall, source, target))
        if clause:
            parts.append(clause)
        verb = FOLLOWS.get((source.kind, target.kind), "leads to")
        return f"{quoted(source)} {verb} {quoted(target)}: {' and '.join(parts)}."


def _where(wall: Wall, source: Element, target: Element) -> str:
    across = target.centre[0] - source.centre[0]
    down = target.centre[1] - source.centre[1]
    steps = wall.steps(source, target)
    if steps < 0.5:
        return "the notes overlap"
    beside = "right of" if across > 0 else "left of"
    side = beside if abs(across) >= abs(down) else "below" if down > 0 else "above"
    far = "next to it, " if steps <= _NEXT else ""
    return f"it is the nearest of its kind, {far}{side} the other"


def _beside(links: Iterable[Link]) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    after: dict[str, set[str]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.role == "flow" and link.source != link.target:
            after[link.source].add(link.target)
            before[link.target].add(link.source)
    return after, before


def _index(elements: Iterable[Element]) -> Mapping[tuple[str, str], list[Element]]:
    """(kind, word) → elements whose label has the word."""
    found: dict[tuple[str, str], list[Element]] = defaultdict(list)
    for element in elements:
        for word in tokens(element.label):
            found[element.kind, word].append(element)
    return found
