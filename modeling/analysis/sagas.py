"""Sagas: business transactions that reach over several contexts, and how they are coordinated.

Orchestrated: one policy issues two or more commands, at least one of them to another context. Choreographed: domain
event → policy → command → domain event → … through three or more contexts. What a compensating command takes back is
a way back, never a step; a step whose cause is only guessed is marked as uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from modeling.analysis.choreography import choreographies
from modeling.analysis.effective_links import is_inferred
from modeling.analysis.partition import Partition
from modeling.analysis.result import Saga, SagaStep
from modeling.english import gives_up, tells_failure, undoes
from modeling.flow import Flow, listed, quoted
from modeling.model import Element, Link, Model

ORCHESTRATION, CHOREOGRAPHY = "orchestration", "choreography"

#: Up to so many steps a chain of reactions is still easy to follow.
FEW_STEPS = 3


def sagas(model: Model, links: Iterable[Link], partition: Partition) -> tuple[Saga, ...]:
    """Orchestrated sagas in document order of their policies, then choreographed ones by their first domain event."""
    flow = Flow(model, links)
    found = [saga for policy in model.of_kind("policy") if (saga := _orchestrated(flow, policy, partition))]
    coordinators = frozenset(saga.policy for saga in found)
    found += [_choreographed(flow, path, partition) for path in choreographies(flow, partition, coordinators)]
    return _named_apart(found)


def _named_apart(found: list[Saga]) -> tuple[Saga, ...]:
    """Two sagas of one name would be one thing in the generated system."""
    taken: set[str] = set()
    named = []
    for saga in found:
        name, number = saga.name, 2
        while name.casefold() in taken:
            name, number = f"{saga.name} {number}", number + 1
        taken.add(name.casefold())
        named.append(saga if name == saga.name else replace(saga, name=name))
    return tuple(named)


def _orchestrated(flow: Flow, policy: Element, partition: Partition) -> Saga | None:
    home, elements = partition.context_of, flow.model.elements
    links = _steps(flow, policy)
    commands = [link.target for link in links]
    contexts = tuple(dict.fromkeys(home[item] for item in (policy.id, *commands) if item in home))
    if len(links) < 2 or len(contexts) < 2:
        return None
    issued = flow.after(policy.id, "command")
    steps = tuple(_step(flow, link.target, partition, not is_inferred(link), issued) for link in links)
    triggers = _triggers(flow, policy, issued)
    names = listed((partition.by_id[context].name for context in contexts), 6)
    told = listed((quoted(elements[command]) for command in commands), 6)
    because = [f"{quoted(policy)} issues {told}: {len(steps)} steps in {names}."]
    if triggers:
        because.append(f"It begins with {listed(quoted(event) for event in triggers)}.")
    because += _way_back(flow, steps)
    advice = _advice(len(steps), len(contexts), _conditions(flow, commands), circular=False, coordinated=True)
    name = _name(flow, policy, triggers)
    return Saga(name, ORCHESTRATION, contexts, steps, tuple(because), policy.id, advice)


def _triggers(flow: Flow, policy: Element, issued: list[Element]) -> list[Element]:
    """The domain events that begin the saga: not the replies to its own commands, unless nothing else is left."""
    replies = {item.event.id for command in issued for item in flow.outcomes(command.id) if item.certain}
    heard = flow.before(policy.id, "domain_event")
    return [event for event in heard if event.id not in replies] or heard


def _steps(flow: Flow, policy: Element) -> list[Link]:
    """The links to the commands that go forward, by position on the wall where all are placed, else as drawn.

    Left out are commands that take another one back, commands that give up where another one of the same aggregate
    goes on, and of exclusive alternatives all but the first one that goes forward.
    """
    elements = flow.model.elements
    links = {link.target: link for link in reversed(flow.links_after(policy.id, "command"))}
    issued = [elements[target] for target in links]
    forward = [
        link
        for link in reversed(links.values())
        if link.target not in flow.compensating and not _yields(flow, elements[link.target], issued)
    ]
    chosen: dict[str, Link] = {}
    for link in sorted(forward, key=lambda link: gives_up(elements[link.target].label)):
        exclusive = link.group is not None and link.group.mode == "X"
        chosen.setdefault(f"X {link.group.id}" if exclusive and link.group else link.target, link)
    steps = [link for link in forward if link in chosen.values()]
    places = [elements[link.target] for link in steps]
    if all(place.placed for place in places) and len({place.x for place in places}) == len(places):
        steps.sort(key=lambda link: elements[link.target].x or 0.0)
    return steps


def _yields(flow: Flow, command: Element, issued: list[Element]) -> bool:
    """Whether a command gives up what another issued command does with the same aggregate."""
    return gives_up(command.label) and any(
        other.id != command.id and not gives_up(other.label) and _same_handler(flow, command, other) for other in issued
    )


def _same_handler(flow: Flow, one: Element, other: Element) -> bool:
    handlers = {handler.id for handler in flow.after(one.id, "aggregate", "external_system")}
    return any(handler.id in handlers for handler in flow.after(other.id, "aggregate", "external_system"))


def _step(flow: Flow, element: str, partition: Partition, certain: bool, issued: Iterable[Element] = ()) -> SagaStep:
    """A step with the command that is linked as its compensation, or else the issued one whose words say so."""
    back = flow.compensations(element) or [
        other
        for other in issued
        if undoes(other.label, flow.model.elements[element].label)
        and _same_handler(flow, other, flow.model.elements[element])
    ]
    return SagaStep(element, partition.context_of.get(element, ""), back[0].id if back else None, certain)


def _name(flow: Flow, policy: Element, triggers: list[Element]) -> str:
    """The command that starts it, else the domain event, else the policy."""
    for event in triggers:
        causes = flow.causes(event.id)
        if len(causes) == 1 and causes[0].label.strip():
            return " ".join(causes[0].label.split())
    labels = [element.label for element in (*triggers, policy) if element.label.strip()]
    return " ".join(labels[0].split()) if labels else "Saga"


def _choreographed(flow: Flow, path: list[SagaStep], partition: Partition) -> Saga:
    elements = flow.model.elements
    steps = tuple(_step(flow, step.element, partition, step.certain) for step in path)
    contexts = tuple(dict.fromkeys(step.context for step in steps if step.context))
    names = listed((partition.by_id[context].name for context in contexts), 6)
    told = " → ".join(quoted(elements[step.element]) for step in steps)
    because = [f"{told}: {len(steps)} steps that react to each other through {names}."]
    if unsure := [quoted(elements[step.element]) for step in steps if not step.certain]:
        because.append(
            f"Not certain: whether {listed(unsure)} follows; draw the link from the command to its domain event."
        )
    because += _way_back(flow, steps)
    conditions = _conditions(flow, [step.element for step in steps])
    walked = [step.context for at, step in enumerate(steps) if at == 0 or step.context != steps[at - 1].context]
    advice = _advice(len(steps), len(contexts), conditions, circular=len(walked) > len(set(walked)), coordinated=False)
    name = " ".join(elements[steps[0].element].label.split()) or "Saga"
    return Saga(name, CHOREOGRAPHY, contexts, steps, tuple(because), "", advice)


def _way_back(flow: Flow, steps: tuple[SagaStep, ...]) -> list[str]:
    """Which steps can be taken back. The last needs no way back: nothing comes after it that could fail."""
    elements = flow.model.elements

    def said(linked: bool) -> list[str]:
        return [
            f"{quoted(elements[step.compensation])} takes {quoted(elements[step.element])} back"
            for step in steps
            if step.compensation and bool(flow.compensations(step.element)) is linked
        ]

    sentences = [f"{listed(said(True))}."] if said(True) else []
    sentences += [f"By its words, not by a link, {listed(said(False))}."] if said(False) else []
    missing = [quoted(elements[step.element]) for step in steps[:-1] if not step.compensation]
    return sentences + ([f"Nothing takes {listed(missing)} back yet."] if missing else [])


def _conditions(flow: Flow, commands: list[str]) -> int:
    """How many steps can end in more than one way: alternatives, or an outcome that tells a failure."""
    count = 0
    for command in commands:
        if flow.model.elements[command].kind != "command":
            continue
        events = [outcome.event for outcome in flow.outcomes(command) if outcome.certain]
        handlers = flow.after(command, "aggregate", "external_system")
        grouped = any(
            link.group for item in (command, *(one.id for one in handlers)) for link in flow.links_after(item)
        )
        count += grouped or any(tells_failure(event.label) for event in events)
    return count


def _advice(steps: int, contexts: int, conditions: int, *, circular: bool, coordinated: bool) -> str:
    """Which form suits, with the reasons for and against it."""
    size = f"{steps} steps in {contexts} contexts"
    if steps <= FEW_STEPS and not conditions and not circular:
        drawn = (
            " The board draws a coordinator; without one there is no single point of failure." if coordinated else ""
        )
        return (
            f"Choreography: {size} without conditions are easy to follow when each context reacts to the others' "
            f"domain events, and no coordinator can fail.{drawn}"
        )
    reasons = []
    if steps > FEW_STEPS:
        reasons.append(f"{size} are hard to follow when each reacts to the others")
    if conditions:
        what = "one step can" if conditions == 1 else f"{conditions} steps can"
        reasons.append(f"{what} end in more than one way")
    if circular:
        reasons.append("the chain comes back to a context, a risk of cyclic dependencies")
    return (
        f"Orchestration: {listed(reasons)}; one coordinator makes the steps and their ways back explicit. Keep "
        "business rules in the aggregates, and let the coordinator survive a restart, or it becomes a single point of "
        "failure."
    )
