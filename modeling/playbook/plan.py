"""The migration playbook of a board: one page for each context, in the order of extraction, filled from the model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from modeling.analysis.result import Analysis, CandidateContext, ContextRelation
from modeling.attachment import attachments
from modeling.flow import Flow, quoted
from modeling.model import ContextDecision, Element, Measurement, Model, SignOff
from modeling.playbook.facade import Route, read_route, slug, table, topic, write_route
from modeling.playbook.gates import Gate, Move, advance, gate
from modeling.playbook.stages import DONE, PATH, STAGES, Stage, filled, stage_name

#: From this stage on the service owns the data.
_OWNS = PATH.index("writes")


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    element: str
    label: str
    topic: str
    readers: tuple[str, ...]  # names of other contexts that react to it


@dataclass(frozen=True, slots=True)
class OwnedAggregate:
    element: str
    label: str
    table: str  # a guess at the monolith's table


@dataclass(frozen=True, slots=True)
class Need:
    """What one context needs of another, with the elements' `labels`. `extracted`: the other has left the monolith."""

    context: str
    name: str
    pattern: str
    labels: tuple[str, ...]
    extracted: bool


@dataclass(frozen=True, slots=True)
class StagePage:
    """A stage of one context. `state`: "past", "current" or "ahead"."""

    code: str
    name: str
    state: str
    actions: tuple[str, ...]
    synchronisation: str
    criteria: tuple[str, ...]
    way_back: tuple[str, ...]
    gate: Gate
    sign_offs: tuple[SignOff, ...]


@dataclass(frozen=True, slots=True)
class ContextPage:
    """One context's migration. `position` counts from 1 in the order of what remains; 0: already extracted."""

    context: str
    name: str
    slug: str
    position: int
    stage: str
    stage_name: str
    because: tuple[str, ...]
    events: tuple[PublishedEvent, ...]
    aggregates: tuple[OwnedAggregate, ...]
    reads: tuple[Route, ...]
    writes: tuple[Route, ...]
    needs: tuple[Need, ...]  # what it needs of others
    needed_by: tuple[Need, ...]  # what others need of it
    stages: tuple[StagePage, ...]
    next_move: Move
    next_steps: tuple[str, ...]
    way_back: tuple[str, ...]
    decommission: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    """Extracted contexts first, then the others in the order of extraction."""

    board: str
    pages: tuple[ContextPage, ...]
    exact: bool

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, keys in declaration order. The same board gives the same bytes."""
        out: dict[str, Any] = _json(self)
        return out


def _json(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _json(getattr(value, item.name)) for item in fields(value) if item.name != "extra"}
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return round(value, 6) if isinstance(value, float) else value


def plan(model: Model, analysis: Analysis) -> Playbook:
    """The playbook of a board from its analysis. Cost: linear in elements and relations times six stages."""
    ranked = {item.context: item for item in analysis.extraction.order}
    known = {context.id: context for context in analysis.contexts}
    past = [context for context in analysis.contexts if context.id not in ranked]
    writer = _Writer(model, analysis)
    pages = [writer.page(context, 0, ()) for context in past]
    pages += [writer.page(known[item.context], item.position, item.because) for item in ranked.values()]
    return Playbook(model.name, tuple(pages), analysis.extraction.exact)


class _Writer:
    def __init__(self, model: Model, analysis: Analysis) -> None:
        self.model = model
        self.analysis = analysis
        home = {element: context.id for context in analysis.contexts for element in context.elements}
        self.decisions = {home[item.anchor]: item for item in model.decisions.contexts if item.anchor in home}
        self.names = {context.id: context.name for context in analysis.contexts}
        self.slugs = self._slugs()
        hung = attachments(model, Flow(model), home, "hotspot")
        self.hotspots = Counter(hung[item] for item in hung if model.elements[item].state != "resolved")

    def _slugs(self) -> dict[str, str]:
        """A slug for each context, each its own."""
        found: dict[str, str] = {}
        for context in self.analysis.contexts:
            name = first = slug(context.name, context.id)
            number = 2
            while name in found.values():
                name, number = f"{first}-{number}", number + 1
            found[context.id] = name
        return found

    def stage_of(self, context: str) -> str:
        found = self.decisions.get(context)
        return found.stage if found and found.stage in PATH else ""

    def decision_of(self, context: CandidateContext) -> ContextDecision:
        """What people decided and measured, and before it what the board itself tells: its open hotspots."""
        found = self.decisions.get(context.id) or ContextDecision(context.elements[0] if context.elements else "")
        counted = Measurement("open_hotspots", float(self.hotspots[context.id]))
        return replace(found, measurements=(counted, *found.measurements))

    def page(self, context: CandidateContext, position: int, because: tuple[str, ...]) -> ContextPage:
        decision = self.decision_of(context)
        stage, name, short = self.stage_of(context.id), context.name, self.slugs[context.id]
        held = [self.model.elements[element] for element in context.elements]
        aggregates = tuple(
            OwnedAggregate(item.id, item.label, table(item)) for item in _first_of_each(held, "aggregate")
        )
        reads = tuple(read_route(short, item) for item in _first_of_each(held, "read_model", "aggregate"))
        writes = tuple(write_route(short, item) for item in _first_of_each(held, "command"))
        needed_by = self._needs(context.id, upstream=False)
        following = advance(stage, decision.measurements, decision.sign_offs)
        return ContextPage(
            context.id,
            name,
            short,
            position,
            stage,
            stage_name(stage),
            because,
            self._events(context.id, held),
            aggregates,
            reads,
            writes,
            self._needs(context.id, upstream=True),
            needed_by,
            tuple(self._stage(item, stage, name, decision) for item in STAGES.values()),
            following,
            _next_steps(stage, name, following),
            _way_back(stage, name),
            _decommission(name, aggregates, (*reads, *writes), needed_by),
        )

    def _events(self, context: str, held: list[Element]) -> tuple[PublishedEvent, ...]:
        readers: dict[str, list[str]] = {}
        for relation in self.analysis.context_map:
            if relation.upstream == context:
                for element in relation.via:
                    readers.setdefault(element, []).append(self.names[relation.downstream])
        return tuple(
            PublishedEvent(item.id, item.label, topic(self.slugs[context], item), tuple(readers.get(item.id, ())))
            for item in _first_of_each(held, "domain_event")
        )

    def _needs(self, context: str, *, upstream: bool) -> tuple[Need, ...]:
        found = []
        for relation in self.analysis.context_map:
            mine, other = _ends(relation, upstream)
            if mine == context:
                labels = tuple(self.model.elements[element].label for element in relation.via)
                gone = PATH.index(self.stage_of(other)) >= _OWNS
                found.append(Need(other, self.names[other], relation.pattern, labels, gone))
        return tuple(found)

    def _stage(self, stage: Stage, current: str, name: str, decision: ContextDecision) -> StagePage:
        here, there = PATH.index(current), PATH.index(stage.code)
        return StagePage(
            stage.code,
            stage.name,
            "current" if here == there else "past" if there < here else "ahead",
            filled(stage.actions, name),
            stage.synchronisation,
            filled(stage.criteria, name),
            filled(stage.way_back, name),
            gate(stage.code, decision.measurements, decision.sign_offs),
            tuple(item for item in decision.sign_offs if item.stage == stage.code),
        )


def _ends(relation: ContextRelation, upstream: bool) -> tuple[str, str]:
    """(mine, other): whose need it is when the other is upstream, or who is needed."""
    return (relation.downstream, relation.upstream) if upstream else (relation.upstream, relation.downstream)


def _first_of_each(held: list[Element], *kinds: str) -> list[Element]:
    """Elements of these kinds, each name once, in the context's order."""
    found: dict[tuple[str, str], Element] = {}
    for element in held:
        if element.kind in kinds:
            found.setdefault((element.kind, slug(element.label, element.id)), element)
    return list(found.values())


def _next_steps(stage: str, name: str, following: Move) -> tuple[str, ...]:
    """What to do now: the actions of the stage under way, or of the next one when its gate is open."""
    if stage == DONE:
        return (f"{name} has left the monolith. Take the next context.",)
    if following.allowed and following.stage != DONE:
        return (f"Go on to “{stage_name(following.stage)}”.", *filled(STAGES[following.stage].actions, name))
    if following.allowed:
        return (f"The last gate is passed: mark {name} as done.",)
    return (*filled(STAGES[stage].actions, name), *following.reasons)


def _way_back(stage: str, name: str) -> tuple[str, ...]:
    if stage == "":
        return ("Nothing has begun; there is nothing to take back.",)
    return filled(STAGES["decommission" if stage == DONE else stage].way_back, name)


def _decommission(
    name: str, aggregates: tuple[OwnedAggregate, ...], routes: tuple[Route, ...], needed_by: tuple[Need, ...]
) -> tuple[str, ...]:
    """The checklist for the end, in the order to work it off."""
    steps = [
        f"Give {need.name} the domain events or the interface of the service instead of the monolith's data."
        for need in needed_by
        if not need.extracted
    ]
    steps += [
        f"Remove {route.method} {route.path} from the monolith; the façade no longer sends it there."
        for route in routes
    ]
    steps += [f"Stop change data capture on {item.table} and drop its replication slot." for item in aggregates]
    steps += [f"Stop the reverse synchronisation of {name}, once nothing in the monolith reads the tables."]
    steps += [f"Remove the code of {quoted_label(item.label)} from the monolith." for item in aggregates]
    steps += [f"Rename {item.table}, keep it read-only for a while, then drop it." for item in aggregates]
    return (*steps, f"Move the dashboards and alerts of {name} to the service.")


def quoted_label(label: str) -> str:
    """A label as the rest of the texts quote it."""
    return quoted(Element("", "aggregate", label))
