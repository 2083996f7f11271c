"""Candidate contexts made of groups of atoms: their ids, names, confidence and reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from modeling.analysis.affinity import Affinities
from modeling.analysis.atoms import Atom
from modeling.analysis.calibration import Calibration
from modeling.analysis.constraints import Constraints
from modeling.analysis.evidence import atom_name, pair_reasons, percent, strongest
from modeling.analysis.graph import BoardGraph
from modeling.analysis.hierarchy import Hierarchy, is_orphan
from modeling.analysis.names import choose_names, given_names, suggested_names
from modeling.analysis.partition import Partition
from modeling.analysis.result import CandidateContext
from modeling.flow import listed
from modeling.model import Model

_JOINS_TOLD = 3


@dataclass(frozen=True)
class Grouping:
    """Everything that decided: what candidate contexts, their confidence and the questions are made of."""

    graph: BoardGraph
    atoms: tuple[Atom, ...]
    affinities: Affinities
    said: Constraints
    calibration: Calibration
    merging: Hierarchy


def candidates(model: Model, found: Grouping, labels: Sequence[int]) -> Partition:
    """The partition in which each atom is in the group that `labels` gives it; contexts by id."""
    groups: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        groups[label].append(place)
    closest = _closest(found, labels)
    joins = _joins(found, labels)
    members = {label: sorted(m for atom in held for m in found.atoms[atom].members) for label, held in groups.items()}
    order = sorted(groups, key=lambda label: _anchor(found, members[label]))
    given = given_names(model)
    named = [(members[label], _name_of(model, found, members[label], given)) for label in order]
    names = choose_names(named, [suggested_names(found.graph, members[label]) for label in order])
    called = {label: chosen[0] for label, chosen in zip(order, names, strict=True)}
    contexts = []
    for label, chosen in zip(order, names, strict=True):
        nearest, other = closest.get(label, (None, label))
        away = None if nearest is None else (found.calibration.chance(nearest), called[other])
        confidence, because = _confidence(model, found, groups[label], joins.get(label, []), away)
        anchor = _anchor(found, members[label])
        contexts.append(CandidateContext(f"k-{anchor}", chosen[0], chosen, tuple(members[label]), confidence, because))
    return Partition(tuple(contexts))


def _anchor(found: Grouping, members: Sequence[str]) -> str:
    """The smallest aggregate's id, else the smallest element's."""
    return min((name for name in members if found.graph.kind(name) == "aggregate"), default=members[0])


def _name_of(model: Model, found: Grouping, members: Sequence[str], given: Mapping[str, str]) -> str:
    """What people call it: the decision on an anchor inside (the last one taken), else the frame's title."""
    inside = set(members)
    for anchor in reversed(list(given)):
        if anchor in inside:
            return given[anchor]
    frames = sorted({found.said.frame_of[member] for member in members if member in found.said.frame_of})
    return " ".join(model.frames[frames[0]].label.split()) if frames else ""


def _closest(found: Grouping, labels: Sequence[int]) -> dict[int, tuple[float, int]]:
    """Group → (mean affinity, group) of the closest other group that people do not keep apart from it."""
    sums: dict[tuple[int, int], float] = defaultdict(float)
    weights = [len(atom.members) for atom in found.atoms]
    totals: dict[int, int] = defaultdict(int)
    for place, label in enumerate(labels):
        totals[label] += weights[place]
    for (one, other), signals in found.affinities.signals.items():
        first, second = labels[one], labels[other]
        if first != second:
            sums[min(first, second), max(first, second)] += signals.affinity() * weights[one] * weights[other]
    best: dict[int, tuple[float, int]] = {}
    for (first, second), amount in sorted(sums.items()):
        if found.said.belief.apart(found.atoms[first].id, found.atoms[second].id):
            continue
        mean = round(amount / (totals[first] * totals[second]), 9)
        for here, there in ((first, second), (second, first)):
            best[here] = max(best.get(here, (mean, there)), (mean, there), key=lambda item: (item[0], -item[1]))
    return best


@dataclass(frozen=True, slots=True)
class _Join:
    """Two groups that merged because they are close; `pair` is the two atoms that most speak for it."""

    chance: float
    pair: tuple[int, int]


def _joins(found: Grouping, labels: Sequence[int]) -> dict[int, list[_Join]]:
    """Group → the merges by affinity that made it, in their order: the merging, replayed."""
    near: dict[int, list[int]] = defaultdict(list)
    for one, other in found.affinities.signals:
        near[one].append(other)
        near[other].append(one)
    leader = list(range(len(labels)))
    held = {place: [place] for place in leader}
    joins: dict[int, list[_Join]] = defaultdict(list)
    for merge in found.merging.merges:
        if labels[merge.one] != labels[merge.other]:
            continue
        mine, theirs = held[merge.one], held.pop(merge.other)
        told = joins[labels[merge.one]]
        if merge.why == "affinity":
            small, large = sorted((mine, theirs), key=len)
            inside = leader[large[0]]
            pairs = [(atom, other) for atom in small for other in near[atom] if leader[other] == inside]
            pair = strongest(found.affinities, pairs) if pairs else (merge.one, merge.other)
            told.append(_Join(found.calibration.chance(merge.affinity), pair))
        for atom in theirs:
            leader[atom] = leader[merge.one]
        mine.extend(theirs)
    return joins


def _confidence(
    model: Model, found: Grouping, held: Sequence[int], joins: Sequence[_Join], closest: tuple[float, str] | None
) -> tuple[float, tuple[str, ...]]:
    """How sure the group is, 0–1: the least of what holds it together and what keeps it from its closest neighbour
    (`closest`: the chance that the two are one, and its name)."""
    because, accepted = _accepted(model, found, held)
    if not accepted:
        because.append(_core(found, held))
    if any(found.merging.loose[atom] for atom in held):
        because.append("Nothing connects these notes to the others yet: they wait here.")
        return 0.0, tuple(because)
    for join in joins[:_JOINS_TOLD]:
        one, other = (found.atoms[place] for place in join.pair)
        reason = pair_reasons(found.graph, one, other, found.affinities.of(*join.pair))[0]
        because.append(
            f"{atom_name(found.graph, one)} and {atom_name(found.graph, other)} are together with a chance of "
            f"{percent(join.chance)}: {_lower(reason)}"
        )
    if accepted:
        return 1.0, tuple(because)
    if closest is None:
        return min([1.0, *(join.chance for join in joins)]), tuple(because)
    nearest, name = closest
    because.append(f"The closest other context is {name}, with a chance of {percent(nearest)} that the two are one.")
    return min([1 - nearest, *(join.chance for join in joins)]), tuple(because)


def _accepted(model: Model, found: Grouping, held: Sequence[int]) -> tuple[list[str], bool]:
    """The sentence on an accepted frame, and whether the frame holds every element of the group."""
    members = [member for atom in held for member in found.atoms[atom].members]
    framed = [member for member in members if member in found.said.frame_of]
    if not framed:
        return [], False
    frame = model.frames[found.said.frame_of[framed[0]]]
    title = " ".join(frame.label.split()) or "without a title"
    return [f"Accepted: the frame “{title}” holds {len(framed)} of its {len(members)} notes."], len(framed) == len(
        members
    )


def _core(found: Grouping, held: Sequence[int]) -> str:
    sizes = sorted(held, key=lambda place: (not found.atoms[place].anchors, -len(found.atoms[place].members), place))
    main = [place for place in sizes if not is_orphan(found.atoms[place])] or sizes[:1]
    told = [
        f"{atom_name(found.graph, found.atoms[place])} ({_notes(len(found.atoms[place].members))})" for place in main
    ]
    small = len(held) - len(main)
    tail = f", with {small} smaller group{'s' if small != 1 else ''} closest to it" if small else ""
    return f"It is made of {listed(told)}{tail}."


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
