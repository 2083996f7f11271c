"""What reacts: policies, sagas and read models, by concepts.

Links that are no grammar but that real boards have get a meaning: policy → event is a command that records the event
where the event lives; policy → aggregate is a command to that aggregate, named after the policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.ir import Problem
from codegen.lowering.concepts import Concept
from codegen.lowering.flow import Flow, Implied, Unit
from codegen.lowering.likeness import likeness
from modeling.analysis.result import Analysis
from modeling.analysis.result import Saga as AnalysedSaga
from modeling.model import Link

Step = tuple[Concept, Concept | None]  # a command, and the one that takes it back


@dataclass(slots=True)
class Reaction:
    """A policy with what starts it and what it sends. `steps`: (command, compensation) where it is a saga."""

    policy: Concept
    triggers: list[Concept]
    sends: list[Concept]
    steps: list[Step] = field(default_factory=list)


def reactions(flow: Flow, analysis: Analysis, links: tuple[Link, ...]) -> list[Reaction]:
    """Every policy that does something; what does nothing becomes a problem."""
    flow_policies(flow)
    taken_back = compensations(flow, links)
    sagas = {saga.policy: saga for saga in analysis.sagas if saga.coordination == "orchestration" and saga.policy}
    out = []
    for policy in flow.concepts.kind("policy"):
        reaction = Reaction(policy, _triggers(flow, policy), _sends(flow, policy))
        saga = next((sagas[element.id] for element in policy.elements if element.id in sagas), None)
        if saga is not None:
            _orchestrate(reaction, flow, _analysed_steps(flow, saga, taken_back))
        elif any(id(command) in taken_back for command in reaction.sends):
            # Whoever drew what takes a command back meant a saga, in however many contexts.
            _orchestrate(reaction, flow, [(command, taken_back.get(id(command))) for command in reaction.sends])
        if reaction.triggers and reaction.sends:
            out.append(reaction)
        elif not flow.after(policy, "read_model"):
            missing = "sends nothing" if reaction.triggers else "is triggered by nothing"
            flow.concepts.problems.append(
                Problem(policy.id, f"The policy “{policy.label}” {missing}; it was left out. Draw the missing link.")
            )
    return out


def compensations(flow: Flow, links: tuple[Link, ...]) -> dict[int, Concept]:
    """Command → the command that takes it back."""
    out: dict[int, Concept] = {}
    for link in links:
        taker, taken = flow.concepts.of.get(link.source), flow.concepts.of.get(link.target)
        if link.role == "compensates" and taker and taken and taker.kind == taken.kind == "command":
            out.setdefault(id(taken), taker)
    return out


def flow_policies(flow: Flow) -> None:
    """Event → command without a policy is one all the same: it gets a policy of its own."""
    for event, command, _ in list(flow.links["domain_event", "command"]):
        policy = Concept(event.id, "policy", f"{command.label} after {event.label}", command.context, [])
        link = Link(f"{event.id} {command.id}", event.id, command.id)
        flow.concepts.all.append(policy)
        flow.links["domain_event", "policy"].append((event, policy, link))
        flow.links["policy", "command"].append((policy, command, link))


def _triggers(flow: Flow, policy: Concept) -> list[Concept]:
    found = flow.before(policy, "domain_event")
    for command in flow.before(policy, "command"):
        found += [event for event in flow.happening(command) if not any(event is known for known in found)]
    return found


def _sends(flow: Flow, policy: Concept) -> list[Concept]:
    sends = flow.after(policy, "command")
    caused = {id(event) for command in sends for event in flow.happening(command)}
    for event in flow.after(policy, "domain_event"):
        if id(event) not in caused:
            sends.append(flow.record(event, "internal"))
    for aggregate in flow.after(policy, "aggregate"):
        if not any(flow.handler.get(id(command)) is aggregate for command in sends):
            sends.append(_asked(flow, policy, aggregate))
    return sends


def _asked(flow: Flow, policy: Concept, aggregate: Concept) -> Concept:
    """The command behind policy → aggregate; its events are those of the aggregate that nothing leads to yet."""
    triggers = flow.before(policy, "domain_event")
    fields = triggers[0].fields if triggers else ()
    command = Concept(policy.id, "command", policy.label, aggregate.context, [], fields)
    flow.concepts.all.append(command)
    flow.handler[id(command)] = aggregate
    flow.implied[id(command)] = Implied(command, "internal")
    led_to = {id(event) for units in flow.outcomes.values() for unit in units for event in unit.events}
    free = [
        event
        for event in flow.after(aggregate, "domain_event")
        if id(event) not in led_to and flow.producer.get(id(event)) is aggregate
    ]
    fitting = [event for event in free if any(likeness(word, event.label)[0] for word in policy.label.split())]
    if fitting:
        flow.outcomes[id(command)] = [Unit("all" if len(fitting) == 1 else "some", fitting)]
    return command


def _analysed_steps(flow: Flow, saga: AnalysedSaga, taken_back: dict[int, Concept]) -> list[Step]:
    """The steps that are commands, with what takes each back."""
    steps: dict[int, Step] = {}
    for step in saga.steps:
        command = flow.concepts.of.get(step.element)
        if command is None or command.kind != "command":
            continue
        compensation = flow.concepts.of.get(step.compensation or "") or taken_back.get(id(command))
        steps.setdefault(id(command), (command, compensation))
    return list(steps.values())


def _orchestrate(reaction: Reaction, flow: Flow, steps: list[Step]) -> None:
    """Turns the policy into a saga if at least two commands go forward."""
    takers = {id(compensation) for _, compensation in steps if compensation is not None}
    kept = [(command, taker) for command, taker in steps if id(command) not in takers]
    if len(kept) < 2:
        return
    reaction.steps = kept
    covered = takers | {id(command) for command, _ in kept}
    # An event that a step leads to is that step's reply; the others start the saga.
    replies = {id(event) for command, _ in kept for event in flow.happening(command)}
    starts = [event for event in reaction.triggers if id(event) not in replies]
    reaction.triggers = starts or reaction.triggers[:1]
    reaction.sends = [command for command in reaction.sends if id(command) not in covered] or [kept[0][0]]


def read_model_events(flow: Flow, view: Concept) -> list[Concept]:
    """The events that update a read model: linked ones, its aggregates' and policies', its commands' outcomes."""
    found = flow.before(view, "domain_event")
    for aggregate in flow.before(view, "aggregate"):
        found += [event for event in flow.concepts.kind("domain_event") if flow.producer.get(id(event)) is aggregate]
    for policy in flow.before(view, "policy"):
        found += _triggers(flow, policy)
    for command in flow.before(view, "command"):
        found += flow.happening(command)
    for system in flow.before(view, "external_system"):
        found += flow.after(system, "domain_event")
    return list({id(event): event for event in found}.values())
