"""What the board says about an extraction: what remains, what is past, and what people said or did not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from modeling.analysis.dependencies import COMMAND, EVENT, VIEW, Dependency, dependencies
from modeling.analysis.extraction import problem as weights
from modeling.analysis.extraction.problem import Floats, Problem, coupling_matrix, scales
from modeling.analysis.partition import Partition
from modeling.analysis.result import CandidateContext
from modeling.attachment import attachments
from modeling.english import words
from modeling.flow import Flow, quoted
from modeling.model import ContextDecision, Model
from modeling.types import TypeSyntaxError, parse_type

#: Stages from which on the service is the system of record: the context is no longer in the monolith.
EXTRACTED = frozenset({"writes", "decommission", "done"})
ASSUMED = 3.0
#: What an open hotspot adds to the risk, an opportunity to the value; together no more than `_MOST_ADDED`.
_PER_NOTE, _MOST_ADDED = 0.5, 2.0
_ELEMENT_WEIGHT = {EVENT: weights.EVENT, VIEW: weights.VIEW, COMMAND: weights.COMMAND}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A context's numbers, 1–5 and what notes add. `assumed` names those that nobody gave."""

    value: float
    risk: float
    effort: float
    assumed: frozenset[str]
    hotspots: int = 0
    opportunities: int = 0


@dataclass(frozen=True)
class Situation:
    """`remaining` in the order of their ids; `wishes` left out because they contradict earlier ones."""

    partition: Partition
    remaining: tuple[CandidateContext, ...]
    extracted: tuple[CandidateContext, ...]
    estimates: Mapping[str, Estimate]
    depends: tuple[Dependency, ...]
    labels: Mapping[str, str]  # element id → its quoted label, for the elements that others depend on
    problem: Problem
    floored: frozenset[str]  # contexts too low in value to come first
    contradictions: tuple[tuple[str, str], ...]  # (later, earlier) context ids
    pinned: frozenset[str]
    begun: frozenset[str]  # contexts whose migration is under way


def decision_of(model: Model, partition: Partition) -> dict[str, ContextDecision]:
    """Context id → what people decided about it; of several decisions inside one context the last one counts."""
    home = partition.context_of
    return {home[item.anchor]: item for item in model.decisions.contexts if item.anchor in home}


def situation(model: Model, flow: Flow, partition: Partition) -> Situation:
    """The situation that a board describes."""
    decided = decision_of(model, partition)
    stages = {context: item.stage for context, item in decided.items()}
    contexts = partition.contexts
    extracted = tuple(context for context in contexts if stages.get(context.id, "") in EXTRACTED)
    remaining = tuple(context for context in contexts if stages.get(context.id, "") not in EXTRACTED)
    estimates = _estimates(model, flow, partition, decided)
    depends = dependencies(model, flow, partition)
    coupling = _coupling(model, partition, depends)
    index = {context.id: at for at, context in enumerate(contexts)}
    here = [index[context.id] for context in remaining]
    past = [index[context.id] for context in extracted]
    inner = coupling[np.ix_(here, here)]
    settled = coupling[np.ix_(past, here)].sum(axis=0)
    value, risk, effort = (
        np.array([getattr(estimates[context.id], name) for context in remaining], dtype=np.float64)
        for name in ("value", "risk", "effort")
    )
    after, contradictions, pinned = _wishes(model, partition, remaining)
    first, floored = _first(remaining, value, after)
    value_scale, risk_scale = scales(inner, settled, effort, value, risk)
    problem = Problem(inner, settled, effort, value, risk, after, first, value_scale, risk_scale)
    begun = frozenset(context.id for context in remaining if stages.get(context.id))
    labels = {item.element: quoted(model.elements[item.element]) for item in depends}
    return Situation(
        partition, remaining, extracted, estimates, depends, labels, problem, floored, contradictions, pinned, begun
    )


def unbound_by_wishes(state: Situation) -> Problem:
    """The same problem without people's wishes for the order; the value floor stays."""
    nothing = (0,) * state.problem.size
    first, _ = _first(state.remaining, state.problem.value, nothing)
    return replace(state.problem, after=nothing, first=first)


def _estimates(
    model: Model, flow: Flow, partition: Partition, decided: Mapping[str, ContextDecision]
) -> dict[str, Estimate]:
    hung = attachments(model, flow, partition.context_of, "hotspot", "opportunity")
    counts = Counter(
        (context, model.elements[note].kind)
        for note, context in hung.items()
        if model.elements[note].state != "resolved"
    )
    found = {}
    for context in partition.contexts:
        said = decided.get(context.id)
        given = {name: getattr(said, name, None) for name in ("value", "risk", "effort")}
        numbers = {name: ASSUMED if number is None else float(number) for name, number in given.items()}
        hotspots, opportunities = counts[context.id, "hotspot"], counts[context.id, "opportunity"]
        found[context.id] = Estimate(
            numbers["value"] + min(_PER_NOTE * opportunities, _MOST_ADDED),
            numbers["risk"] + min(_PER_NOTE * hotspots, _MOST_ADDED),
            numbers["effort"],
            frozenset(name for name, number in given.items() if number is None),
            hotspots,
            opportunities,
        )
    return found


def _coupling(model: Model, partition: Partition, depends: Iterable[Dependency]) -> Floats:
    """(n, n): see `coupling_matrix`; each element counts once for each context that needs it."""
    index = {context.id: at for at, context in enumerate(partition.contexts)}
    needs = np.zeros((len(index), len(index)))
    heaviest: dict[tuple[str, str, str], float] = {}
    for item in depends:
        key = (item.upstream, item.downstream, item.element)
        heaviest[key] = max(heaviest.get(key, 0.0), _ELEMENT_WEIGHT[item.kind])
    for (up, down, _), weight in heaviest.items():
        needs[index[up], index[down]] += weight
    keys = np.zeros_like(needs)
    for one, other in sorted(_shared_keys(model, partition)):
        keys[index[one], index[other]] += 1.0
        keys[index[other], index[one]] += 1.0
    return coupling_matrix(needs, keys)


def _shared_keys(model: Model, partition: Partition) -> list[tuple[str, str]]:
    """(owner, user) for every aggregate whose key another context's fields carry: `ref<Order>` or `orderId`."""
    home = partition.context_of
    owners: dict[tuple[str, ...], tuple[str, str]] = {}
    for aggregate in model.of_kind("aggregate"):
        if aggregate.id in home and (name := words(aggregate.label)):
            owners.setdefault(name, (home[aggregate.id], aggregate.id))
    found = set()
    for element in model.elements.values():
        context = home.get(element.id)
        if context is None:
            continue
        for field in element.fields:
            name = words(field.name)
            candidates = [_referenced(field.type), name[:-1] if name[-1:] == ("id",) else ()]
            for owner, key_of in (owners[key] for key in candidates if key in owners):
                if owner != context:
                    found.add((owner, context, key_of))
    return [(owner, user) for owner, user, _ in found]


def _referenced(text: str) -> tuple[str, ...]:
    if "ref<" not in text:
        return ()
    try:
        expression = parse_type(text)
    except TypeSyntaxError:
        return ()
    while expression.item is not None:
        expression = expression.item
    return words(expression.target) if expression.name == "ref" else ()


def _wishes(
    model: Model, partition: Partition, remaining: tuple[CandidateContext, ...]
) -> tuple[tuple[int, ...], tuple[tuple[str, str], ...], frozenset[str]]:
    """after: bit sets as in `Problem`; the wishes that contradict earlier ones; the contexts that a wish speaks of."""
    home = partition.context_of
    index = {context.id: at for at, context in enumerate(remaining)}
    first = [home[anchor] for anchor in model.decisions.first if home.get(anchor) in index]
    firsts = list(dict.fromkeys(first))
    wishes = [(later, earlier) for at, later in enumerate(firsts) for earlier in firsts[:at]]
    wishes += [(context.id, one) for context in remaining if context.id not in firsts for one in firsts]
    after = [0] * len(remaining)
    for later, earlier in wishes:
        after[index[later]] |= 1 << index[earlier]
    contradictions = []
    spoken = set(firsts)
    for later_anchor, earlier_anchor in model.decisions.after:
        one, other = home.get(later_anchor), home.get(earlier_anchor)
        if one is None or other is None or one == other or one not in index or other not in index:
            continue
        spoken.add(one)
        if _precedes(after, index[one], index[other]):
            contradictions.append((one, other))
        else:
            after[index[one]] |= 1 << index[other]
    return tuple(after), tuple(contradictions), frozenset(spoken)


def _precedes(after: list[int], early: int, late: int) -> bool:
    """Whether the wishes already put `early` before `late`."""
    waiting, seen = [late], {late}
    while waiting:
        needs = after[waiting.pop()]
        if needs >> early & 1:
            return True
        fresh = [other for other in range(len(after)) if needs >> other & 1 and other not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return False


def _first(
    remaining: tuple[CandidateContext, ...], value: Floats, after: tuple[int, ...]
) -> tuple[tuple[bool, ...], frozenset[str]]:
    """Which may come first: nothing must come before them and they are worth enough; a wish beats the floor."""
    if not remaining:
        return (), frozenset()
    enough = value >= weights.VALUE_FLOOR * value.mean()
    free = [needs == 0 for needs in after]
    both = tuple(bool(worth and open_) for worth, open_ in zip(enough, free, strict=True))
    if not any(both):
        return tuple(free), frozenset()
    low = frozenset(
        context.id for context, worth, open_ in zip(remaining, enough, free, strict=True) if open_ and not worth
    )
    return both, low
