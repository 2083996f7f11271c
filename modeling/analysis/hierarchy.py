"""One order in which the atoms of a board merge; a cut of it at any granularity is a partition.

What people said merges first, then orphans join the atom they are closest to, then the two closest groups merge,
again and again (average linkage weighted by size, pulled towards the strongest pair; after Lance & Williams 1967), as
far as what people keep apart allows. The order is one and the same for every granularity, so a slider over it only
ever joins or splits groups.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from modeling.analysis.affinity import Affinities
from modeling.analysis.atoms import Atom
from modeling.analysis.calibration import HALF_WAY, Calibration
from modeling.analysis.constraints import Belief

#: An atom without an aggregate and with at most this many messages is no context of its own: it joins its best atom …
ORPHAN_MESSAGES = 3
#: … where anything at all speaks for one.
ORPHAN_AFFINITY = 0.05

#: One answer moves the method's own cut by at most this many merges of what nobody was asked about, however many groups
#: lie close to the half-way point.
_TAUGHT = 2

#: How much of two groups' closeness is their strongest pair, the rest their mean: a large group is about many things,
#: and what is close to one of them would otherwise look far from all.
_STRONGEST = 0.25
_DIGITS = 9  # sums of floats are compared after rounding, so that their order never decides


@dataclass(frozen=True, slots=True)
class Merge:
    """Two groups, each led by its smallest atom's place; `why` is "said", "orphan", "loose",
    "affinity" or "rest"."""

    one: int
    other: int
    affinity: float
    why: str


@dataclass(frozen=True)
class Hierarchy:
    """`merges[:said]` hold at every granularity, `merges[:natural]` is the method's own cut, all of them the
    coarsest.
    """

    size: int
    merges: tuple[Merge, ...]
    said: int
    natural: int

    @cached_property
    def loose(self) -> tuple[bool, ...]:
        """For each atom whether it was put beside others for no reason but that nothing speaks for any."""
        gathered = {place for merge in self.merges if merge.why == "loose" for place in (merge.one, merge.other)}
        return tuple(place in gathered for place in range(self.size))

    def cut(self, granularity: float) -> tuple[int, ...]:
        """Each atom's group, named by its smallest atom's place. 0 coarsest … 0.5 the method's own … 1 the atoms."""
        share = max(0.0, min(1.0, granularity))
        if share <= 0.5:
            taken = len(self.merges) + (self.natural - len(self.merges)) * 2 * share
        else:
            taken = self.natural + (self.said - self.natural) * (2 * share - 1)
        labels = list(range(self.size))
        groups = {place: [place] for place in labels}
        for merge in self.merges[: round(taken)]:
            for atom in (moved := groups.pop(merge.other)):
                labels[atom] = merge.one
            groups[merge.one].extend(moved)
        return tuple(labels)


def hierarchy(atoms: Sequence[Atom], affinities: Affinities, belief: Belief, calibration: Calibration) -> Hierarchy:
    """The merging order of the atoms. `belief` is not changed. Cost: O(pairs · log pairs) with pairs that share
    something.
    """
    merging = _Merging(atoms, affinities, belief.copy())
    merging.join_said()
    said = len(merging.merges)
    merging.adopt_orphans()
    merging.gather_loose()
    natural = merging.join_closest(calibration)
    merging.join_rest()
    return Hierarchy(len(atoms), tuple(merging.merges), said, natural)


class _Merging:
    def __init__(self, atoms: Sequence[Atom], affinities: Affinities, belief: Belief) -> None:
        self.atoms = atoms
        self.affinities = affinities
        self.belief = belief
        self.merges: list[Merge] = []
        self.groups = {place: [place] for place in range(len(atoms))}
        self.leader = list(range(len(atoms)))
        self.weight = [len(atom.members) for atom in atoms]
        self.orphan = [is_orphan(atom) for atom in atoms]
        self.messages = [atom.messages for atom in atoms]
        # Orphans that find no aggregate's atom form groups of their own; a wall without aggregates has about as many
        # groups as a group has messages.
        self.orphanage = max(ORPHAN_MESSAGES, math.isqrt(sum(self.messages)))
        self.sums: list[dict[int, float]] = [{} for _ in atoms]
        self.peaks: list[dict[int, float]] = [{} for _ in atoms]
        for (one, other), signals in affinities.signals.items():
            self._add(one, other, signals.affinity())

    def _add(self, one: int, other: int, affinity: float) -> None:
        amount = affinity * self.weight[one] * self.weight[other]
        self.sums[one][other] = self.sums[one].get(other, 0.0) + amount
        self.sums[other][one] = self.sums[other].get(one, 0.0) + amount
        # What speaks against (a homonym) takes the place of what speaks for.
        peak = affinity if affinity < 0 else max(affinity, self.peaks[one].get(other, 0.0))
        self.peaks[one][other] = self.peaks[other][one] = peak

    def closeness(self, one: int, other: int) -> float:
        """Affinity of two groups that share something: mostly the mean of their atoms', partly the strongest."""
        mean = self.sums[one].get(other, 0.0) / (self.weight[one] * self.weight[other])
        return round((1 - _STRONGEST) * mean + _STRONGEST * self.peaks[one].get(other, 0.0), _DIGITS)

    def apart(self, one: int, other: int) -> bool:
        return self.belief.apart(self.atoms[one].id, self.atoms[other].id)

    def merge(self, one: int, other: int, why: str, affinity: float | None = None) -> int:
        first, second = min(one, other), max(one, other)
        self.merges.append(Merge(first, second, self.closeness(first, second) if affinity is None else affinity, why))
        self.belief.join(self.atoms[first].id, self.atoms[second].id)
        for place in self.groups[second]:
            self.leader[place] = first
        self.groups[first].extend(self.groups.pop(second))
        self._move(first, second)
        self.weight[first] += self.weight[second]
        self.messages[first] += self.messages[second]
        self.orphan[first] = self.orphan[first] and self.orphan[second] and self.messages[first] <= self.orphanage
        return first

    def _move(self, first: int, second: int) -> None:
        """Makes the affinities of the group `second` those of `first`."""
        self.sums[first].pop(second, None)
        self.peaks[first].pop(second, None)
        for neighbour, amount in self.sums[second].items():
            peak = self.peaks[second][neighbour]
            if neighbour != first:
                total = self.sums[first].get(neighbour, 0.0) + amount
                peak = max(peak, self.peaks[first].get(neighbour, peak))
                self.sums[first][neighbour] = self.sums[neighbour][first] = total
                self.peaks[first][neighbour] = self.peaks[neighbour][first] = peak
                del self.sums[neighbour][second], self.peaks[neighbour][second]
        self.sums[second], self.peaks[second] = {}, {}

    def join_said(self) -> None:
        leaders: dict[str, int] = {}
        for place, atom in enumerate(self.atoms):
            roots = sorted({self.belief.find(member) for member in atom.members})
            for root in roots:
                known = leaders.setdefault(root, place)
                if self.leader[known] != self.leader[place]:
                    self.merge(self.leader[known], self.leader[place], "said")

    def adopt_orphans(self) -> None:
        """Each orphan joins the group of the atom that it is closest to; all choose before any joins."""
        chosen = []
        for place in list(self.groups):
            if self.orphan[place] and (host := self._host(place)) is not None:
                chosen.append((place, *host))
        for place, host_atom, affinity in sorted(chosen, key=lambda choice: (-choice[2], choice[0])):
            one, other = self.leader[place], self.leader[host_atom]
            if one != other and not self.apart(one, other):
                self.merge(one, other, "orphan", affinity)

    def _host(self, orphan: int) -> tuple[int, float] | None:
        best: dict[int, float] = {}
        for group in self.sums[orphan]:
            if self.orphan[group] or self.apart(orphan, group):
                continue
            for atom in self.groups[group]:
                for part in self.groups[orphan]:
                    affinity = round(self.affinities.of(part, atom).affinity(), _DIGITS)
                    best[atom] = max(best.get(atom, affinity), affinity)
        host = min(best, key=lambda atom: (-best[atom], atom), default=None)
        return None if host is None or best[host] < ORPHAN_AFFINITY else (host, best[host])

    def gather_loose(self) -> None:
        """Orphans that nothing at all speaks for wait in one group, as far as people do not keep them apart."""
        loose = [group for group in self.groups if self.orphan[group] and not self.sums[group]]
        homes: list[int] = []
        for group in loose:
            home = next((place for place in homes if not self.apart(place, group)), None)
            if home is None:
                homes.append(group)
            else:
                self.merge(home, group, "loose")

    def join_closest(self, calibration: Calibration) -> int:
        """Merges the closest groups while there is any affinity; returns how many merges the method's own cut takes:
        those above the half-way point that the answers taught, but few more or fewer than above the untaught one.

        Orphans that found no aggregate's atom join each other, or a group, on as little as orphans need.
        """
        lead = HALF_WAY - ORPHAN_AFFINITY

        def entry(one: int, other: int) -> tuple[float, int, int, int, int]:
            bonus = lead if self.orphan[one] or self.orphan[other] else 0.0
            first, second = min(one, other), max(one, other)
            return (-(self.closeness(one, other) + bonus), first, second, version[first], version[second])

        version = [0] * len(self.atoms)
        heap = [entry(one, other) for one in self.groups for other in self.sums[one] if one < other]
        heapq.heapify(heap)
        reached: list[float] = []
        while heap:
            value, one, other, seen_one, seen_other = heapq.heappop(heap)
            if version[one] != seen_one or version[other] != seen_other or self.apart(one, other):
                continue
            reached.append(-value)
            version[one] += 1
            version[other] += 1
            first = self.merge(one, other, "affinity")
            for neighbour in self.sums[first]:
                heapq.heappush(heap, entry(first, neighbour))
        taught, usual = (
            next((place for place, value in enumerate(reached) if value <= half_way), len(reached))
            for half_way in (calibration.half_way, HALF_WAY)
        )
        fewest, most = usual - _TAUGHT * calibration.separate, usual + _TAUGHT * calibration.same
        return len(self.merges) - len(reached) + max(0, fewest, min(most, taught))

    def join_rest(self) -> None:
        """Groups that nothing connects, smallest first, so that the coarsest cut is one context where that is
        allowed.
        """
        waiting = [(self.weight[group], group) for group in self.groups]
        heapq.heapify(waiting)
        while waiting:
            _, one = heapq.heappop(waiting)
            refused = []
            while waiting:
                weight, other = heapq.heappop(waiting)
                if not self.apart(one, other):
                    first = self.merge(one, other, "rest")
                    heapq.heappush(waiting, (self.weight[first], first))
                    break
                refused.append((weight, other))
            for item in refused:
                heapq.heappush(waiting, item)


def is_orphan(atom: Atom) -> bool:
    """Whether the atom is too small to stand alone: no aggregate and at most three messages."""
    return not atom.anchors and atom.messages <= ORPHAN_MESSAGES
