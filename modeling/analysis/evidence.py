"""Sentences made of the numbers that decided."""

from __future__ import annotations

from collections.abc import Iterable

from modeling.analysis.affinity import WEIGHTS, Affinities, Pair, Signals
from modeling.analysis.atoms import Atom
from modeling.analysis.graph import BoardGraph
from modeling.analysis.text import field_tokens, nouns
from modeling.flow import listed, quoted

#: A signal weaker than this decided nothing and is not mentioned.
_MENTIONED = 0.05
_SHOWN = 4


def percent(share: float) -> str:
    """0.834 → "83 %"."""
    return f"{round(100 * share)} %"


def pair_reasons(graph: BoardGraph, one: Atom, other: Atom, signals: Signals) -> tuple[str, ...]:
    """What speaks for and against two atoms belonging together, the strongest signal first."""
    if signals.homonym:
        shared = sorted(_labels(graph, one) & _labels(graph, other))
        named = listed([f"“{label}”" for label in shared], _SHOWN)
        return (f"Both have the same name and each has its own {named}: two models of one word.",)
    weights = {signal: WEIGHTS[signal] * getattr(signals, signal) for signal in WEIGHTS}
    told = [
        sentence
        for signal in sorted(weights, key=lambda signal: (-weights[signal], signal))
        if weights[signal] >= _MENTIONED and (sentence := _SENTENCES[signal](graph, one, other))
    ]
    return tuple(told) or ("They share no words, no fields and no links.",)


def _labels(graph: BoardGraph, atom: Atom) -> set[str]:
    return {
        " ".join(graph.elements[member].label.split()).casefold()
        for member in atom.members
        if graph.kind(member) in ("command", "domain_event")
    }


def _shared_nouns(graph: BoardGraph, one: Atom, other: Atom) -> str:
    first, second = _nouns(graph, one.members), _nouns(graph, other.members)
    return _sentence("Their notes share the words", first & second)


def _nouns(graph: BoardGraph, members: Iterable[str]) -> set[str]:
    return {noun for member in members for noun in nouns(graph.elements[member].label, graph.kind(member))}


def _shared_fields(graph: BoardGraph, one: Atom, other: Atom) -> str:
    mine, theirs = _fields(graph, one), _fields(graph, other)
    return _sentence("Both carry the fields", {mine[token] for token in mine if token in theirs})


def _fields(graph: BoardGraph, atom: Atom) -> dict[str, str]:
    """What a field says → its name as it is first written."""
    found: dict[str, str] = {}
    for member in atom.members:
        for item in graph.elements[member].fields:
            for token in field_tokens(item.name):
                found.setdefault(token, item.name)
    return found


def _shared_name(graph: BoardGraph, one: Atom, other: Atom) -> str:
    return _sentence("Their aggregates' names share", _nouns(graph, one.anchors) & _nouns(graph, other.anchors))


def _reference(graph: BoardGraph, one: Atom, other: Atom) -> str:
    for holder, named in ((one, other), (other, one)):
        for anchor in named.anchors:
            token = " ".join(nouns(graph.elements[anchor].label, "aggregate")) + "#"
            if (field := _fields(graph, holder).get(token)) is not None:
                return f"Messages of {atom_name(graph, holder)} carry {field}."
    return ""


def _linked(graph: BoardGraph, one: Atom, other: Atom) -> str:
    there, back = set(one.members), set(other.members)
    count = sum(
        target in second
        for first, second in ((there, back), (back, there))
        for member in first
        for target in graph.after.get(member, ())
    )
    return f"{count} link{'s' if count != 1 else ''} between them." if count else ""


def _around(graph: BoardGraph, one: Atom, other: Atom) -> str:
    first, second = (_neighbours(graph, atom) for atom in (one, other))
    shared = sorted(quoted(graph.elements[name]) for name in first & second)
    return f"Both have to do with {listed(shared, _SHOWN)}." if shared else ""


def _neighbours(graph: BoardGraph, atom: Atom) -> set[str]:
    found = {
        other for member in atom.members for other in (*graph.after.get(member, ()), *graph.before.get(member, ()))
    }
    return {name for name in found if graph.kind(name) in ("actor", "external_system")}


def _near(graph: BoardGraph, one: Atom, other: Atom) -> str:
    return "They lie next to each other on the wall."


def _sentence(start: str, items: Iterable[str]) -> str:
    shown = sorted(items)
    return f"{start} {listed(shown, _SHOWN)}." if shown else ""


_SENTENCES = {
    "nouns": _shared_nouns,
    "fields": _shared_fields,
    "name": _shared_name,
    "reference": _reference,
    "flow": _linked,
    "surroundings": _around,
    "place": _near,
}


def atom_name(graph: BoardGraph, atom: Atom) -> str:
    """What people call an atom: its aggregate, else its first note."""
    return plain_name(graph, spokesman(graph, atom))


def spokesman(graph: BoardGraph, atom: Atom) -> str:
    """The element that stands for an atom when people are asked: an aggregate, else an event, else a command, else
    any.
    """
    ranks = {"aggregate": 0, "domain_event": 1, "command": 2}

    def rank(member: str) -> tuple[bool, int, str]:
        return (not graph.elements[member].label.strip(), ranks.get(graph.kind(member), 3), member)

    return min(atom.members, key=rank)


def plain_name(graph: BoardGraph, element: str) -> str:
    """The element's label on one line, without quotation marks where it has one."""
    return quoted(graph.elements[element]).strip("“”")


def strongest(affinities: Affinities, pairs: Iterable[Pair]) -> Pair:
    """The pair of atoms that most speaks for; ties by place."""
    return min(pairs, key=lambda pair: (-round(affinities.of(*pair).affinity(), 9), sorted(pair)))
