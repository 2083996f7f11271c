"""Which questions to ask, the most instructive first.

A question's worth is how many pairs of elements its answer is expected to move: the chance that the answer differs
from what the partition shows, times the sizes of what it moves (between the two units asked about and the two
contexts that hold them: the geometric mean, since one answer sometimes moves a unit and sometimes a context). A unit
is what answers already made one, so a question never asks what follows from earlier answers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from modeling.analysis.affinity import Affinities, Pair
from modeling.analysis.atoms import Atom
from modeling.analysis.calibration import Calibration, logistic
from modeling.analysis.constraints import Belief, Constraints
from modeling.analysis.evidence import pair_reasons, percent, plain_name, spokesman
from modeling.analysis.graph import BoardGraph
from modeling.analysis.hierarchy import is_orphan
from modeling.analysis.result import Question

_MOST = 25
#: All pairs of this many of the largest units are weighed, and beyond them those that share something.
_ALL_PAIRS = 60
#: One question in this many may check an earlier answer …
_CHECK_EVERY = 5
#: … that the evidence contradicts with at least this chance.
_DOUBT = 0.85


@dataclass(frozen=True, slots=True)
class _Unit:
    """Atoms that people made one (or a single atom), in one group of the partition."""

    atoms: tuple[int, ...]
    weight: int
    group: int
    orphan: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    worth: float
    one: int
    other: int
    chance: float
    together: bool


class Asking:
    """Ranks the questions on one partition. `labels`: each atom's group."""

    def __init__(
        self,
        graph: BoardGraph,
        atoms: Sequence[Atom],
        affinities: Affinities,
        said: Constraints,
        calibration: Calibration,
        labels: Sequence[int],
    ) -> None:
        self.graph, self.atoms, self.affinities = graph, atoms, affinities
        self.said, self.calibration = said, calibration
        self.values: dict[Pair, float] = {pair: found.affinity() for pair, found in affinities.signals.items()}
        self.weights = [len(atom.members) for atom in atoms]
        self.units = _units(atoms, said.belief, labels)
        self.group_weight: Counter[int] = Counter()
        for place, label in enumerate(labels):
            self.group_weight[label] += self.weights[place]
        self.unit_of = {atom: place for place, unit in enumerate(self.units) for atom in unit.atoms}
        self.labels = labels
        self.place = {member: place for place, atom in enumerate(atoms) for member in atom.members}
        #: Sums of affinity, each weighted by both sizes, between units and between groups.
        self.between_units: dict[Pair, float] = defaultdict(float)
        self.between_groups: dict[Pair, float] = defaultdict(float)
        self.near: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for (one, other), affinity in self.values.items():
            amount = affinity * self.weights[one] * self.weights[other]
            self.between_units[_ordered(self.unit_of[one], self.unit_of[other])] += amount
            self.between_groups[_ordered(labels[one], labels[other])] += amount
            self.near[one].append((other, affinity))
            self.near[other].append((one, affinity))
        self.largest: dict[int, int] = {}
        for place, unit in enumerate(self.units):
            known = self.largest.setdefault(unit.group, place)
            if unit.weight > self.units[known].weight:
                self.largest[unit.group] = place

    def questions(self) -> tuple[Question, ...]:
        """The ranked questions, at most 25; a check of an earlier answer leads only when one is due."""
        ranked = sorted(self._candidates(), key=lambda found: (-round(found.worth, 9), found.one, found.other))
        asked = [self._question(found) for found in ranked[:_MOST]]
        if (check := self._check()) is not None:
            asked.insert(0, check)
        said = Counter(question.text.casefold() for question in asked)
        return tuple(self._unmistakable(it) if said[it.text.casefold()] > 1 else it for it in asked)

    def _candidates(self) -> Iterator[_Candidate]:
        for one, other in self._pairs():
            first, second = self.units[one], self.units[other]
            if self.said.belief.apart(self.atoms[first.atoms[0]].id, self.atoms[second.atoms[0]].id):
                continue
            if first.orphan != second.orphan:
                found = self._about_orphan(one, other) if first.orphan else self._about_orphan(other, one)
            else:
                found = self._about_groups(one, other)
            if found is not None and found.worth > 0:
                yield found

    def _pairs(self) -> list[Pair]:
        by_weight = sorted(range(len(self.units)), key=lambda unit: (-self.units[unit].weight, unit))
        large = sorted(by_weight[:_ALL_PAIRS])
        pairs = {(one, other) for at, one in enumerate(large) for other in large[at + 1 :]}
        if len(self.units) > _ALL_PAIRS:
            pairs.update((one, other) for one, other in self.between_units if one != other)
        return sorted(pairs)

    def _about_groups(self, one: int, other: int) -> _Candidate:
        first, second = self.units[one], self.units[other]
        affinity = self.between_units.get((one, other), 0.0) / (first.weight * second.weight)
        size = float(first.weight * second.weight)
        together = first.group == second.group
        if not together:
            sizes = self.group_weight[first.group] * self.group_weight[second.group]
            around = self.between_groups.get(_ordered(first.group, second.group), 0.0) / sizes
            affinity = (affinity + around) / 2
            size = math.sqrt(size * sizes)
        chance = self.calibration.chance(round(affinity, 9))
        return _Candidate((1 - chance if together else chance) * size, one, other, chance, together)

    def _about_orphan(self, orphan: int, other: int) -> _Candidate | None:
        """Whether an orphan belongs where it was put: asked of the largest unit there, by how near the next best is."""
        small, large = self.units[orphan], self.units[other]
        if self.largest[small.group] != other:
            return None
        best: dict[int, float] = {}
        for atom in small.atoms:
            for there, affinity in self.near[atom]:
                if self.unit_of[there] != orphan:
                    label = self.labels[there]
                    best[label] = max(best.get(label, affinity), affinity)
        here = best.pop(small.group, 0.0)
        elsewhere = max(best.values(), default=0.0)
        chance = logistic(self.calibration.slope * (here - elsewhere))
        size = small.weight * math.sqrt(large.weight * self.group_weight[small.group])
        return _Candidate((1 - chance) * size, min(orphan, other), max(orphan, other), chance, True)

    def _question(self, found: _Candidate) -> Question:
        one, other = (self._speaker(self.units[place]) for place in (found.one, found.other))
        first, second = self.atoms[one], self.atoms[other]
        moved = self.units[found.one].weight + self.units[found.other].weight
        shown = "together" if found.together else "apart"
        reasons = (
            *pair_reasons(self.graph, first, second, self.affinities.of(one, other)),
            f"They are shown {shown} with a chance of {percent(found.chance)} that they belong together; "
            f"the answer concerns {moved} notes.",
        )
        elements = (spokesman(self.graph, first), spokesman(self.graph, second))
        return Question(elements, self._text(elements, (first, second)), reasons)

    def _speaker(self, unit: _Unit) -> int:
        """The atom that people know the unit by: its largest one with an aggregate."""
        return min(unit.atoms, key=lambda atom: (not self.atoms[atom].anchors, -self.weights[atom], atom))

    def _unmistakable(self, question: Question) -> Question:
        """The question with a note of each side, where another one would read the same."""
        one, other = (self.atoms[self.place[element]] for element in question.elements)
        return replace(question, text=self._text(question.elements, (one, other), closely=True))

    def _text(self, elements: tuple[str, str], of: tuple[Atom, Atom], *, closely: bool = False) -> str:
        one, other = (plain_name(self.graph, element) for element in elements)
        if closely or one.casefold() == other.casefold():
            one, other = (self._told_apart(element, atom) for element, atom in zip(elements, of, strict=True))
        return f"Do {one} and {other} belong together?"

    def _told_apart(self, element: str, atom: Atom) -> str:
        beside = [member for member in atom.members if member != element and self.graph.elements[member].label.strip()]
        name = plain_name(self.graph, element)
        return f"{name} (with {plain_name(self.graph, beside[0])})" if beside else name

    def _check(self) -> Question | None:
        """An earlier answer that the evidence speaks against, when one question in five has not been a check yet."""
        listed = (*self.said.held, *self.said.repeated)
        if len(listed) < _CHECK_EVERY * (len(self.said.repeated) + 1) - 1:
            return None
        repeated = {(said.one, said.other) for said in self.said.repeated}
        doubts = []
        for said in self.said.held:
            one, other = self.place[said.one], self.place[said.other]
            if one == other or (said.one, said.other) in repeated:
                continue
            chance = Calibration().chance(self.values.get((min(one, other), max(one, other)), 0.0))
            doubt = 1 - chance if said.same else chance
            if doubt >= _DOUBT:
                size = self.weights[one] * self.weights[other]
                doubts.append((-round(doubt * size, 9), said.one, said.other, one, other, said))
        if not doubts:
            return None
        _, first, second, one, other, said = min(doubts, key=lambda doubt: doubt[:3])
        pair = (self.atoms[one], self.atoms[other])
        verdict = "together" if said.same else "apart"
        reasons = (
            f"An earlier answer put them {verdict}; the board speaks against it.",
            *pair_reasons(self.graph, *pair, self.affinities.of(one, other)),
        )
        return Question((first, second), self._text((first, second), pair), reasons)


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _units(atoms: Sequence[Atom], belief: Belief, labels: Sequence[int]) -> tuple[_Unit, ...]:
    held: dict[str, list[int]] = {}
    for place, atom in enumerate(atoms):
        held.setdefault(belief.find(atom.id), []).append(place)
    return tuple(
        _Unit(
            tuple(places),
            sum(len(atoms[place].members) for place in places),
            labels[places[0]],
            all(is_orphan(atoms[place]) for place in places),
        )
        for places in held.values()
    )
