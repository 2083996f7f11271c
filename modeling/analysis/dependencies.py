"""What makes one candidate context depend on another: the facts behind context map, cycles and extraction order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modeling.analysis.partition import Partition
from modeling.flow import Flow, quoted
from modeling.model import Model

EVENT, COMMAND, VIEW = "event", "command", "view"

#: (kind of the source, kind of the target) → what the dependency is made of, which end is upstream, and how to say it.
_MEANING: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("domain_event", "policy"): (EVENT, "source", "triggers"),
    ("domain_event", "read_model"): (EVENT, "source", "updates"),
    ("domain_event", "command"): (EVENT, "source", "leads to"),
    ("domain_event", "aggregate"): (EVENT, "source", "reaches"),
    ("domain_event", "domain_event"): (EVENT, "source", "is followed by"),
    ("aggregate", "domain_event"): (EVENT, "source", "produces"),
    ("aggregate", "read_model"): (VIEW, "source", "feeds"),
    ("aggregate", "policy"): (EVENT, "source", "triggers"),
    ("policy", "command"): (COMMAND, "target", "issues"),
    ("policy", "aggregate"): (COMMAND, "target", "acts on"),
    ("policy", "domain_event"): (COMMAND, "target", "causes"),
    ("policy", "policy"): (COMMAND, "target", "sets off"),
    ("command", "aggregate"): (COMMAND, "target", "is handled by"),
    ("command", "command"): (COMMAND, "target", "leads to"),
    ("command", "domain_event"): (COMMAND, "target", "leads to"),
    ("command", "policy"): (COMMAND, "target", "sets off"),
    ("policy", "read_model"): (VIEW, "target", "looks at"),
    ("command", "read_model"): (VIEW, "target", "looks at"),
    ("read_model", "policy"): (VIEW, "source", "informs"),
    ("read_model", "command"): (VIEW, "source", "informs"),
    ("read_model", "read_model"): (VIEW, "source", "feeds"),
}


@dataclass(frozen=True, slots=True)
class Dependency:
    """`downstream` needs `element` of `upstream`; `reason` says which link tells so, in the labels' words."""

    upstream: str
    downstream: str
    kind: str
    element: str
    reason: str


def dependencies(model: Model, flow: Flow, partition: Partition) -> tuple[Dependency, ...]:
    """Every dependency between two contexts, in link order; one for each pair of contexts, element and reason."""
    return tuple(dict.fromkeys(_across(model, flow, partition)))


def _across(model: Model, flow: Flow, partition: Partition) -> Iterator[Dependency]:
    home = partition.context_of
    names = {context.id: context.name for context in partition.contexts}
    for link in flow.links:
        here, there = home.get(link.source), home.get(link.target)
        if here is None or there is None or here == there or link.role != "flow":
            continue
        source, target = model.elements[link.source], model.elements[link.target]
        meaning = _MEANING.get((source.kind, target.kind))
        if meaning is None:
            continue
        kind, upstream_end, verb = meaning
        reason = f"{quoted(source)} of {names[here]} {verb} {quoted(target)} of {names[there]}."
        if upstream_end == "source":
            yield Dependency(here, there, kind, source.id, reason)
        else:
            yield Dependency(there, here, kind, target.id, reason)


def by_pair(found: tuple[Dependency, ...]) -> Mapping[tuple[str, str], tuple[Dependency, ...]]:
    """(upstream, downstream) → its dependencies, pairs in the order of their ids."""
    grouped: dict[tuple[str, str], list[Dependency]] = defaultdict(list)
    for dependency in found:
        grouped[dependency.upstream, dependency.downstream].append(dependency)
    return {pair: tuple(grouped[pair]) for pair in sorted(grouped)}
