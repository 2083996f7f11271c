"""Why a context stands where it stands, in sentences made of the numbers that decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from modeling.analysis.dependencies import Dependency
from modeling.analysis.extraction.sensitivity import Sensitivity
from modeling.analysis.extraction.situation import Situation
from modeling.analysis.result import ContextRelation, FirstChoice
from modeling.flow import listed

#: First choices that cost less than this share more are called equally good.
_EQUAL = 0.02
#: Less than this share is not worth a sentence.
_TOLD = 0.005


@dataclass(frozen=True)
class Ranking:
    """Everything that an explanation may speak of. `order` holds indices into `situation.remaining`."""

    situation: Situation
    order: tuple[int, ...]
    choices: tuple[FirstChoice, ...]
    runs: Sensitivity | None
    relations: tuple[ContextRelation, ...]
    dearer_by: float  # the share that people's wishes add to the cost of the order

    def name(self, context: str) -> str:
        return self.situation.partition.by_id[context].name


def reasons(ranking: Ranking, place: int) -> tuple[str, ...]:
    """The sentences for the context at `place` (from 0)."""
    state = ranking.situation
    context = state.remaining[ranking.order[place]].id
    return (
        *_place(ranking, context, place),
        *_needs(ranking, context, place),
        *_given(ranking, context, place),
        *_mutual(ranking, context, place),
        *_worth(ranking, context),
        *(_alternatives(ranking) if place == 0 else ()),
        *_spread(ranking, place),
        *_wishes(ranking, context),
    )


def _place(ranking: Ranking, context: str, place: int) -> Iterator[str]:
    past = [item.name for item in ranking.situation.extracted]
    if place == 0:
        if past:
            yield f"{listed(past, 6)} {'is' if len(past) == 1 else 'are'} extracted already."
        yield f"{'Go on' if past else 'Start'} with {ranking.name(context)}."
    else:
        before = ranking.situation.remaining[ranking.order[place - 1]].id
        yield f"{ranking.name(context)} comes after {ranking.name(before)}."
    if context in ranking.situation.begun:
        yield "Its migration has begun already."


def _outside(ranking: Ranking, place: int) -> set[str]:
    """What is still in the monolith once the context at `place` is extracted."""
    return {ranking.situation.remaining[at].id for at in ranking.order[place + 1 :]}


def _needs(ranking: Ranking, context: str, place: int) -> Iterator[str]:
    """What it consumes, and how much of that is still in the monolith."""
    needed = [item for item in ranking.situation.depends if item.downstream == context]
    if not needed:
        yield "It consumes nothing from other contexts."
        return
    outside = _outside(ranking, place)
    sources = [ranking.name(up) for up in dict.fromkeys(item.upstream for item in needed) if up in outside]
    if sources:
        count = len({item.element for item in needed if item.upstream in outside})
        yield f"It still needs {_counted(count)} from {listed(sources)} in the monolith."
    else:
        yield "Everything that it consumes comes from contexts that are extracted by then."


def _given(ranking: Ranking, context: str, place: int) -> Iterator[str]:
    """What it offers, and who in the monolith needs it."""
    offered = [item for item in ranking.situation.depends if item.upstream == context]
    if not offered:
        yield "No other context needs anything of it."
        return
    outside = _outside(ranking, place)
    readers = [ranking.name(down) for down in dict.fromkeys(item.downstream for item in offered) if down in outside]
    said = listed(_labels(ranking, offered), 3)
    if readers:
        only = "only by " if len(readers) == 1 else "by "
        yield f"It offers {said}, needed in the monolith {only}{listed(readers)}."
    else:
        yield f"It offers {said}, which nothing left in the monolith needs."


def _mutual(ranking: Ranking, context: str, place: int) -> Iterator[str]:
    """With whom in the monolith it would have to be kept in step both ways."""
    arcs = {(relation.upstream, relation.downstream) for relation in ranking.relations}
    outside = _outside(ranking, place)
    both = [up for up, down in sorted(arcs) if down == context and up in outside and (down, up) in arcs]
    if both:
        names = listed(ranking.name(other) for other in both)
        yield f"It and {names} need each other: synchronise both ways meanwhile."


def _labels(ranking: Ranking, found: list[Dependency]) -> list[str]:
    return list(dict.fromkeys(ranking.situation.labels[item.element] for item in found))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _counted(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"


def _worth(ranking: Ranking, context: str) -> Iterator[str]:
    state = ranking.situation
    mine = state.estimates[context]
    mean = float(np.mean(state.problem.value))
    assumed = " (assumed, edit)" if "value" in mine.assumed else ""
    noted = f", {mine.opportunities} opportunities counted in" if mine.opportunities > 1 else ""
    noted = ", one opportunity counted in" if mine.opportunities == 1 else noted
    yield f"Value {mine.value / mean:.1f} × average{noted}{assumed}."
    if mine.hotspots:
        spots = "one open hotspot adds" if mine.hotspots == 1 else f"{mine.hotspots} open hotspots add"
        yield f"Risk {mine.risk:g}: {spots} to it."
    elif "risk" not in mine.assumed and mine.risk != 3:
        yield f"Risk {mine.risk:g} of 5."


def _alternatives(ranking: Ranking) -> Iterator[str]:
    state = ranking.situation
    chosen = state.remaining[ranking.order[0]].id
    others = [choice for choice in ranking.choices if choice.context != chosen]
    equal = [ranking.name(choice.context) for choice in others if choice.regret < _EQUAL]
    if equal:
        good = "is as good a start" if len(equal) == 1 else "are as good a start"
        yield f"{listed(equal)} {good}: less than {_percent(_EQUAL)} more."
    dearer = [choice for choice in others if choice.regret >= _EQUAL][:3]
    if dearer:
        (first, *rest) = [(ranking.name(choice.context), _percent(choice.regret)) for choice in dearer]
        told = [f"{first[0]} costs {first[1]} more", *(f"{name} {more}" for name, more in rest)]
        yield f"Starting with {listed(told)}."
    low = [at for at, context in enumerate(state.remaining) if context.id in state.floored]
    isolated = [at for at in low if _is_isolated(ranking, at)]
    if isolated:
        names = listed(state.remaining[at].name for at in isolated)
        yield f"{names} would be worth too little for a first pick, but good for a rehearsal."
    if other := [at for at in low if at not in isolated]:
        yield f"{listed(state.remaining[at].name for at in other)} would be worth too little for a first pick."


def _is_isolated(ranking: Ranking, at: int) -> bool:
    """Whether a context is coupled to the others no more than the average one."""
    coupling = ranking.situation.problem.coupling
    each = coupling.sum(axis=0) + coupling.sum(axis=1)
    return bool(each[at] <= each.mean())


def _spread(ranking: Ranking, place: int) -> Iterator[str]:
    if ranking.runs is None or len(ranking.order) < 2:
        return
    at = ranking.order[place]
    early, late = int(ranking.runs.early[at]), int(ranking.runs.late[at])
    share = float(ranking.runs.share[at])
    between = f"place {early}" if early == late else f"places {early} to {late}"
    if place == 0:
        yield f"First in {_percent(share)} of {ranking.runs.runs} perturbed runs; 90 % of them give it {between}."
    else:
        yield f"90 % of {ranking.runs.runs} perturbed runs give it {between}."


def _wishes(ranking: Ranking, context: str) -> Iterator[str]:
    state = ranking.situation
    if context in state.pinned:
        yield "Its place follows a wish that was put down for the order."
        if context == state.remaining[ranking.order[0]].id and ranking.dearer_by >= _TOLD:
            dearer = _percent(ranking.dearer_by)
            yield f"The wishes make the whole order {dearer} dearer than the best one without them."
    for later, earlier in state.contradictions:
        if later == context:
            yield (
                f"The wish to extract {ranking.name(later)} after {ranking.name(earlier)} contradicts another one "
                "and was left out."
            )
