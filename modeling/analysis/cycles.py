"""Contexts that depend on each other in a circle, and the fewest dependencies to cut.

A minimum feedback arc set is the set of arcs that point backwards in a best linear order of the circle's contexts. Up
to `EXACT` contexts it is found by dynamic programming over subsets (Lawler 1964), beyond that by insertion search from
three starts; the sentence says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx

from modeling.analysis.partition import Partition
from modeling.analysis.result import ContextRelation, Cycle
from modeling.flow import listed, quoted
from modeling.model import Model

EXACT = 13
#: One dependency more outweighs any number of elements it goes through: fewest arcs first, then the lightest.
_ARC = 100_000

Arcs = Mapping[tuple[str, str], int]


def cycles(model: Model, relations: Iterable[ContextRelation], partition: Partition) -> tuple[Cycle, ...]:
    """The circles of the context map, those with the smallest context id first."""
    by_arc = {(relation.downstream, relation.upstream): relation for relation in relations}
    graph = nx.DiGraph(list(by_arc))
    names = {context.id: context.name for context in partition.contexts}
    rank = {context.id: at for at, context in enumerate(partition.contexts)}
    found = []
    for component in nx.strongly_connected_components(graph):
        if len(component) > 1:
            members = tuple(sorted(component, key=rank.__getitem__))
            inside = {arc: relation for arc, relation in by_arc.items() if component.issuperset(arc)}
            arcs = {arc: _ARC + len(relation.via) for arc, relation in inside.items()}
            cut = feedback_arcs(members, arcs)
            found.append(Cycle(members, cut, _because(model, members, cut, inside, names)))
    return tuple(sorted(found, key=lambda cycle: rank[cycle.contexts[0]]))


def _because(
    model: Model,
    members: tuple[str, ...],
    cut: tuple[tuple[str, str], ...],
    inside: Mapping[tuple[str, str], ContextRelation],
    names: Mapping[str, str],
) -> tuple[str, ...]:
    circle = f"{listed((names[member] for member in members), 6)} depend on each other in a circle."
    how = "the fewest that break it" if len(members) <= EXACT else "few that break it; the fewest were not searched for"
    cuts = [
        f"Cut the dependency of {names[down]} on {names[up]}, which goes through "
        f"{listed((quoted(model.elements[item]) for item in inside[down, up].via), 3)}."
        for down, up in cut
    ]
    counted = (
        f"{len(cut)} of {len(inside)} dependencies are {how}." if len(cut) != 1 else f"One of {len(inside)} breaks it."
    )
    events_only = all(
        model.elements[item].kind == "domain_event" for relation in inside.values() for item in relation.via
    )
    note = (
        ("All of it is by domain events: normal request and reply, for information only.",)
        if events_only
        else ("Commands or read models take part: neither can be built, changed or extracted without the other.",)
    )
    return (circle, counted, *cuts, *note)


def feedback_arcs(members: tuple[str, ...], arcs: Arcs) -> tuple[tuple[str, str], ...]:
    """A set of arcs of least total weight whose removal leaves no circle among `members`; sorted.

    Ties go to the order that is smallest by position in `members`.
    """
    order = _best_order(members, arcs) if len(members) <= EXACT else _searched_order(members, arcs)
    place = {member: at for at, member in enumerate(order)}
    return tuple(sorted(arc for arc in arcs if place[arc[0]] > place[arc[1]]))


def _best_order(members: tuple[str, ...], arcs: Arcs) -> tuple[str, ...]:
    """The linear order with the lightest backward arcs: O(2ⁿ · n) over the sets placed so far."""
    count = len(members)
    sets = 1 << count
    weight = [[arcs.get((member, other), 0) for other in members] for member in members]
    # to[m][S]: weight of the arcs from m to the set S; they point backwards when m is placed after S.
    to = [[0] * sets for _ in members]
    for subset in range(1, sets):
        low, rest = (subset & -subset).bit_length() - 1, subset & (subset - 1)
        for member in range(count):
            to[member][subset] = to[member][rest] + weight[member][low]
    best, last = [0] * sets, [0] * sets
    for subset in range(1, sets):
        best[subset], last[subset] = min(
            (best[subset ^ (1 << member)] + to[member][subset ^ (1 << member)], member)
            for member in range(count)
            if subset >> member & 1
        )
    order: list[str] = []
    subset = sets - 1
    while subset:
        order.append(members[last[subset]])
        subset ^= 1 << last[subset]
    return tuple(reversed(order))


def _searched_order(members: tuple[str, ...], arcs: Arcs) -> tuple[str, ...]:
    """A good linear order: from three starts, each member is moved to its best place until nothing improves."""
    leaving = {member: sum(weight for (one, _), weight in arcs.items() if one == member) for member in members}
    reaching = {member: sum(weight for (_, one), weight in arcs.items() if one == member) for member in members}
    by_balance = sorted(members, key=lambda member: reaching[member] - leaving[member])
    starts = [list(members), by_balance, list(reversed(members))]
    finished = [_inserted(start, arcs) for start in starts]
    return tuple(min(finished, key=lambda result: result[0])[1])


def _inserted(order: list[str], arcs: Arcs) -> tuple[int, list[str]]:
    improved = True
    while improved:
        improved = False
        for member in list(order):
            at = order.index(member)
            rest = order[:at] + order[at + 1 :]
            # Placed before everything: what reaches it points backwards; walking right, arcs change sides.
            cost = sum(arcs.get((other, member), 0) for other in rest)
            costs = [cost]
            for other in rest:
                cost += arcs.get((member, other), 0) - arcs.get((other, member), 0)
                costs.append(cost)
            if min(costs) < costs[at]:
                rest.insert(costs.index(min(costs)), member)
                order, improved = rest, True
    place = {member: at for at, member in enumerate(order)}
    return sum(weight for (one, other), weight in arcs.items() if place[one] > place[other]), order
