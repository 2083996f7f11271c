"""Atoms: the smallest groups that no boundary runs through.

Ownership (command – aggregate – event) almost never crosses a context (3 of 746 links in the systems measured), so a
command stays with its aggregate, an event with its emitter, a policy with what it acts upon and a read model with
what feeds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from modeling.analysis.constraints import Belief
from modeling.analysis.graph import BoardGraph
from modeling.analysis.text import nouns
from modeling.english import answers

#: A policy that acts on this many atoms coordinates them and belongs to none: it stays with its trigger.
ORCHESTRATES = 3


@dataclass(frozen=True, slots=True)
class Atom:
    """`members` are element ids in order; `anchors` its aggregates. `id` is the smallest anchor, else the smallest
    member.
    """

    id: str
    members: tuple[str, ...]
    anchors: tuple[str, ...]
    messages: int  # commands and events


class _Joining:
    """Union–find over element ids; the smaller id leads, so that the order of joining does not matter."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parent = {name: name for name in names}

    def find(self, name: str) -> str:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first


def atoms(graph: BoardGraph, belief: Belief) -> tuple[Atom, ...]:
    """The atoms of a board, by id. What `belief` holds apart is never put in one atom; what was joined is added to
    it.
    """
    names = graph.clustered()
    joining = _Joining(names)
    for notes in _occurrences(graph):
        if not belief.divided(notes):
            for other in notes[1:]:
                belief.join(notes[0], other)
                joining.join(notes[0], other)
    for step in (_command_owner, _event_owner, _policy_owner, _read_model_owner, _copier_owner):
        # Every choice of a step is made on the state before it, so that the order of elements is nothing.
        chosen = [(name, owner) for name in names if (owner := step(graph, joining, name)) is not None]
        for name, owner in chosen:
            if belief.join(name, owner):
                joining.join(name, owner)
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(joining.find(name), []).append(name)
    return tuple(sorted((_atom(graph, group) for group in groups.values()), key=lambda atom: atom.id))


def _atom(graph: BoardGraph, members: list[str]) -> Atom:
    anchors = tuple(name for name in members if graph.kind(name) == "aggregate")
    messages = sum(graph.kind(name) in ("command", "domain_event") for name in members)
    return Atom((anchors or tuple(members))[0], tuple(members), anchors, messages)


def _closest(graph: BoardGraph, name: str, others: list[str]) -> str | None:
    """Of several possible owners the one that shares most nouns with `name`; ties by id."""
    if not others:
        return None
    return min(others, key=lambda other: (-_shared_nouns(graph, name, other), other))


def _shared_nouns(graph: BoardGraph, one: str, other: str) -> int:
    first, second = (set(nouns(graph.elements[name].label, graph.kind(name))) for name in (one, other))
    return len(first & second)


def _occurrences(graph: BoardGraph) -> Iterator[list[str]]:
    """Notes of one aggregate: equal names are one concept, unless two of them have a message of one name each."""
    called: dict[str, list[str]] = {}
    for name, element in graph.elements.items():
        if element.kind == "aggregate" and (label := _plain(element.label)):
            called.setdefault(label, []).append(name)
    for notes in called.values():
        messages = [_messages(graph, note) for note in notes]
        if len(notes) > 1 and len(set().union(*messages)) == sum(map(len, messages)):
            yield notes


def _messages(graph: BoardGraph, aggregate: str) -> set[tuple[str, str]]:
    """Kind and label of what an aggregate takes and sends."""
    around = graph.preceding(aggregate, "command") + graph.following(aggregate, "domain_event")
    return {(graph.kind(name), label) for name in around if (label := _plain(graph.elements[name].label))}


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()


def _command_owner(graph: BoardGraph, joining: _Joining, name: str) -> str | None:
    if graph.kind(name) != "command":
        return None
    return _closest(graph, name, graph.following(name, "aggregate"))


def _event_owner(graph: BoardGraph, joining: _Joining, name: str) -> str | None:
    if graph.kind(name) != "domain_event":
        return None
    for kind in ("aggregate", "command"):
        if owner := _closest(graph, name, graph.preceding(name, kind)):
            return owner
    return _asker(graph, joining, name)


def _asker(graph: BoardGraph, joining: _Joining, event: str) -> str | None:
    """The command whose outcome an external system reports by `event`; none where several would do."""
    commands = [
        command
        for system in graph.preceding(event, "external_system")
        for command in graph.preceding(system, "command")
    ]
    told = graph.elements[event].label
    answered = [command for command in commands if answers(told, graph.elements[command].label)] or commands
    shared = {command: _shared_nouns(graph, event, command) for command in answered}
    best = [command for command in answered if shared[command] == max(shared.values())]
    return best[0] if len({joining.find(command) for command in best}) == 1 else None


def _policy_owner(graph: BoardGraph, joining: _Joining, name: str) -> str | None:
    if graph.kind(name) != "policy":
        return None
    # An event that a policy emits without an aggregate stays with it; one that an aggregate emits shows whose it is.
    targets = graph.following(name, "command", "aggregate", "domain_event")
    reached = Counter(joining.find(target) for target in targets)
    if len(reached) < ORCHESTRATES and reached:
        return _commonest(joining, targets)
    triggers = graph.preceding(name, "domain_event", "command", "aggregate")
    if reached and triggers:
        return triggers[0]
    if not reached and triggers and not graph.following(name, "read_model"):
        return triggers[0]
    return None


def _read_model_owner(graph: BoardGraph, joining: _Joining, name: str) -> str | None:
    """What feeds it; a copy that a policy keeps for somebody's command belongs to that command."""
    if graph.kind(name) != "read_model":
        return None
    feeders = graph.preceding(name, "policy", "domain_event", "aggregate", "command")
    users = graph.following(name, "command")
    if users and all(graph.kind(feeder) == "policy" for feeder in feeders):
        return _commonest(joining, users)
    return _commonest(joining, feeders)


def _copier_owner(graph: BoardGraph, joining: _Joining, name: str) -> str | None:
    """A policy that does nothing but keep a read model up to date stays with the read model."""
    if graph.kind(name) != "policy" or graph.following(name, "command", "aggregate", "domain_event"):
        return None
    return _commonest(joining, graph.following(name, "read_model"))


def _commonest(joining: _Joining, others: list[str]) -> str | None:
    """The atom that holds most of `others`; ties by id."""
    counts = Counter(joining.find(other) for other in others)
    return min(counts, key=lambda atom: (-counts[atom], atom), default=None)
