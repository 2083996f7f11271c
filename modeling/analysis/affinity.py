"""How much speaks for two atoms belonging to the same context.

Each signal is between 0 and 1 and its weight says how well it told "same context" from "other context" in systems
with known contexts (shared payload fields and nouns best, who acts on them not at all); equal steps of a half,
because finer weights only fitted the systems they were chosen on. Pairs that nothing speaks for are not stored: their
affinity is 0.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from modeling.analysis.atoms import Atom
from modeling.analysis.graph import BoardGraph
from modeling.analysis.proximity import proximity
from modeling.analysis.text import field_tokens, nouns

#: A word that more atoms than this carry tells nothing, and comparing all their pairs would be slow.
_COMMON = 60

#: Two aggregates of one name that both take the same message: each context has a model of its own.
HOMONYM = -0.5

Pair = tuple[int, int]


@dataclass(slots=True)
class Signals:
    """The signals of one pair of atoms, each 0–1; `homonym` says that the two only share a name."""

    nouns: float = 0.0
    fields: float = 0.0
    name: float = 0.0
    reference: float = 0.0
    flow: float = 0.0
    surroundings: float = 0.0
    place: float = 0.0
    homonym: bool = False

    def affinity(self) -> float:
        """The weighted sum of the signals."""
        if self.homonym:
            return HOMONYM
        return math.fsum(weight * float(getattr(self, signal)) for signal, weight in WEIGHTS.items())


WEIGHTS: Mapping[str, float] = {
    "nouns": 1.0,
    "fields": 0.5,
    "name": 0.5,
    "reference": 0.5,
    "flow": 0.5,
    "surroundings": 0.25,
    "place": 0.25,
}
assert set(WEIGHTS) == {signal.name for signal in fields(Signals)} - {"homonym"}


@dataclass(frozen=True)
class Affinities:
    """Signals of pairs of atoms by their places (smaller first), and the vocabulary that was compared."""

    signals: Mapping[Pair, Signals]
    vocabulary: Sequence[Counter[str]]  # atom → noun → in how many of its labels

    def of(self, one: int, other: int) -> Signals:
        return self.signals.get((min(one, other), max(one, other)), Signals())


def affinities(graph: BoardGraph, atoms: Sequence[Atom]) -> Affinities:
    """What speaks for each pair of atoms. Cost: linear in elements and in pairs that share something."""
    vocabulary = [_vocabulary(graph, atom) for atom in atoms]
    payload = [_payload(graph, atom) for atom in atoms]
    names = [_names(graph, atom) for atom in atoms]
    where = {member: place for place, atom in enumerate(atoms) for member in atom.members}
    found: dict[Pair, Signals] = defaultdict(Signals)
    for signal, pairs in (
        ("nouns", _cosines(vocabulary)),
        ("fields", _cosines(payload)),
        ("name", _cosines(names)),
        ("reference", _references(graph, atoms, payload)),
        ("flow", _flows(graph, where)),
        ("surroundings", _surroundings(graph, where)),
        ("place", proximity(graph, atoms)),
    ):
        for pair, value in pairs:
            setattr(found[pair], signal, max(value, getattr(found[pair], signal)))
    for pair in _homonyms(graph, atoms):
        found[pair].homonym = True
    return Affinities({pair: found[pair] for pair in sorted(found)}, vocabulary)


def _vocabulary(graph: BoardGraph, atom: Atom) -> Counter[str]:
    told: Counter[str] = Counter()
    for member in atom.members:
        told.update(nouns(graph.elements[member].label, graph.kind(member)))
    return told


def _payload(graph: BoardGraph, atom: Atom) -> Counter[str]:
    carried: Counter[str] = Counter()
    for member in atom.members:
        carried.update({token for item in graph.elements[member].fields for token in field_tokens(item.name)})
    return carried


def _names(graph: BoardGraph, atom: Atom) -> Counter[str]:
    return Counter({token for anchor in atom.anchors for token in nouns(graph.elements[anchor].label, "aggregate")})


def _cosines(documents: Sequence[Counter[str]]) -> Iterator[tuple[Pair, float]]:
    """Cosine of the weighted words of each two documents that share one (damped counts, inverse document frequency)."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        for word in document:
            holders[word].append(place)
    rarity = {word: math.log((1 + len(documents)) / len(held)) for word, held in holders.items()}
    weights = []
    for document in documents:
        raw = {word: (1 + math.log(count)) * rarity[word] for word, count in document.items()}
        length = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
        weights.append({word: value / length for word, value in raw.items()})
    sums: dict[Pair, float] = defaultdict(float)
    for word in sorted(holders):
        held = holders[word]
        if len(held) > _COMMON:
            continue
        for at, one in enumerate(held):
            for other in held[at + 1 :]:
                sums[one, other] += weights[one][word] * weights[other][word]
    yield from sums.items()


def _references(
    graph: BoardGraph, atoms: Sequence[Atom], payload: Sequence[Counter[str]]
) -> Iterator[tuple[Pair, float]]:
    """`orderId` in messages beside the aggregate Order: the share of messages that carry it, less for a key that
    everybody carries.
    """
    carriers: dict[str, list[int]] = defaultdict(list)
    for place, carried in enumerate(payload):
        for token in carried:
            if token.endswith("#"):
                carriers[token].append(place)
    messages = [sum(bool(graph.elements[member].fields) for member in atom.members) for atom in atoms]
    for place, atom in enumerate(atoms):
        for key in sorted({_key(graph.elements[anchor].label) for anchor in atom.anchors}):
            held = carriers.get(key, [])
            if len(held) > _COMMON:
                continue
            rarity = math.log((1 + len(atoms)) / max(1, len(held))) / math.log(1 + len(atoms))
            for other in held:
                if other != place:
                    share = payload[other][key] / messages[other]
                    yield (min(place, other), max(place, other)), rarity * share


def _key(label: str) -> str:
    return " ".join(nouns(label, "aggregate")) + "#"


def _flows(graph: BoardGraph, where: Mapping[str, int]) -> Iterator[tuple[Pair, float]]:
    """Links between two atoms against all links that leave either."""
    between: Counter[Pair] = Counter()
    leaving: Counter[int] = Counter()
    for source, targets in graph.after.items():
        for target in targets:
            one, other = where.get(source), where.get(target)
            if one is not None and other is not None and one != other:
                between[min(one, other), max(one, other)] += 1
                leaving.update((one, other))
    for (one, other), count in between.items():
        yield (one, other), count / math.sqrt((1 + leaving[one]) * (1 + leaving[other]))


def _surroundings(graph: BoardGraph, where: Mapping[str, int]) -> Iterator[tuple[Pair, float]]:
    """Actors and external systems that both have to do with (Jaccard)."""
    around: dict[int, set[str]] = defaultdict(set)
    for source, targets in graph.after.items():
        for target in targets:
            if source in where and target not in where:
                around[where[source]].add(target)
            elif target in where and source not in where:
                around[where[target]].add(source)
    yield from _jaccards(around)


def _jaccards(sets: Mapping[int, set[str]]) -> Iterator[tuple[Pair, float]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place in sorted(sets):
        for item in sets[place]:
            holders[item].append(place)
    shared: Counter[Pair] = Counter()
    for item in sorted(holders):
        if len(holders[item]) <= _COMMON:
            shared.update(_pairs(holders[item]))
    for (one, other), count in shared.items():
        yield (one, other), count / len(sets[one] | sets[other])


def _pairs(places: Sequence[int]) -> Iterable[Pair]:
    return ((one, other) for at, one in enumerate(places) for other in places[at + 1 :])


def _homonyms(graph: BoardGraph, atoms: Sequence[Atom]) -> Iterator[Pair]:
    """Pairs of atoms with aggregates of one name that both take or send a message of one name.

    Several notes for one aggregate are normal on a wall, but then each has messages of its own.
    """
    called: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, atom in enumerate(atoms):
        for name in sorted({nouns(graph.elements[anchor].label, "aggregate") for anchor in atom.anchors}):
            if name:
                called[name].append(place)
    for name in sorted(called):
        if len(called[name]) <= _COMMON:
            messages = {place: _messages(graph, atoms[place]) for place in called[name]}
            yield from ((one, other) for one, other in _pairs(called[name]) if messages[one] & messages[other])


def _messages(graph: BoardGraph, atom: Atom) -> set[tuple[str, str]]:
    return {
        (graph.kind(member), " ".join(graph.elements[member].label.split()).casefold())
        for member in atom.members
        if graph.kind(member) in ("command", "domain_event") and graph.elements[member].label.strip()
    }
