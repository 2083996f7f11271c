"""Rules about who may follow whom, at the level of the board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from modeling.findings import Severity
from modeling.flow import COMPENSATES, listed, quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import FOLLOWS, KINDS, Level
from modeling.model import Link

_COMMENTS = frozenset({"hotspot", "opportunity", "note"})

#: What to do about pairs that a rule of their own speaks about.
_OWN_RULE = frozenset(
    {("domain_event", "command"), ("command", "command"), ("command", "domain_event"), ("domain_event", "domain_event")}
)

#: (from, to) → a way to fix it.
_FIX: Mapping[tuple[str, str], str] = {
    ("policy", "domain_event"): "Let the policy issue a command whose aggregate produces this domain event.",
    ("policy", "aggregate"): "Name the command that the policy sends to the aggregate.",
    ("policy", "read_model"): "Turn the link round if the policy looks at it; only domain events update a read model.",
    ("policy", "policy"): "Put the command and the domain event between the two policies.",
    ("policy", "external_system"): "Name the command that the policy sends to the external system.",
    ("read_model", "actor"): "Turn the link round: the actor observes the read model.",
    ("read_model", "command"): "Let the actor or policy that decides stand between them.",
    ("read_model", "policy"): "Turn the link round if the policy looks at it; a domain event must trigger it.",
    ("aggregate", "read_model"): "Put the domain event that updates the read model between them.",
    ("aggregate", "aggregate"): "Two aggregates speak by domain event, policy and command: put them between.",
    ("aggregate", "policy"): "Put the domain event that triggers the policy between them.",
    ("aggregate", "command"): "Turn the link round: the aggregate handles the command.",
    ("external_system", "read_model"): "Put the domain event that the external system tells between them.",
    ("external_system", "policy"): "Put the domain event that the external system tells between them.",
    ("command", "policy"): "Put the domain event that triggers the policy between them.",
    ("command", "read_model"): "Put the domain event that updates the read model between them.",
    ("actor", "domain_event"): "Put the command that the actor issues between them.",
    ("actor", "aggregate"): "Put the command that the actor issues between them.",
    (
        "domain_event",
        "aggregate",
    ): "Turn the link round if the aggregate produces it; else put policy and command between.",
    ("domain_event", "actor"): "Put the read model that the actor looks at between them.",
    (
        "domain_event",
        "external_system",
    ): "Put the policy and the command that the external system handles between them.",
}


def _pairs(wall: Wall, source: str, target: str) -> Iterator[Link]:
    elements = wall.model.elements
    for link in wall.flow.links:
        if elements[link.source].kind == source and elements[link.target].kind == target and link.role != COMPENSATES:
            yield link


def policy_between_event_and_command(wall: Wall) -> Iterator[Remark]:
    for link in _pairs(wall, "domain_event", "command"):
        event, command = wall.model.elements[link.source], wall.model.elements[link.target]
        yield Remark(
            event.id,
            f"{quoted(event)} is followed by {quoted(command)} without anybody deciding it.",
            f"Put a policy between them: “Whenever {event.label.strip().lower() or '…'}, …”, or the actor who decides.",
        )


def command_causes_no_command(wall: Wall) -> Iterator[Remark]:
    for link in _pairs(wall, "command", "command"):
        first, then = wall.model.elements[link.source], wall.model.elements[link.target]
        yield Remark(
            first.id,
            f"{quoted(first)} is followed by {quoted(then)}, another command.",
            "Put the domain event and the policy between them; if it takes the other back, give the link that role.",
        )


def aggregate_between_command_and_event(wall: Wall) -> Iterator[Remark]:
    for link in _pairs(wall, "command", "domain_event"):
        command, event = wall.model.elements[link.source], wall.model.elements[link.target]
        if not wall.flow.links_before(event.id, "aggregate", "external_system"):
            yield Remark(
                command.id,
                f"{quoted(command)} leads to {quoted(event)}, but no aggregate stands between them.",
                "Add the aggregate that keeps the rule: it handles the command and produces the domain event.",
            )


def event_causes_no_event(wall: Wall) -> Iterator[Remark]:
    for link in _pairs(wall, "domain_event", "domain_event"):
        first, then = wall.model.elements[link.source], wall.model.elements[link.target]
        yield Remark(
            first.id,
            f"{quoted(first)} is followed by {quoted(then)}; that tells the order, not the cause.",
            "Put the policy and the command that lead from one to the other between them.",
        )


def pair_may_follow(wall: Wall) -> Iterator[Remark]:
    elements = wall.model.elements
    for link in wall.flow.links:
        source, target = elements[link.source], elements[link.target]
        pair = (source.kind, target.kind)
        if link.role == COMPENSATES or pair in FOLLOWS or pair in _OWN_RULE or _COMMENTS.intersection(pair):
            continue
        names = f"{KINDS[source.kind].name.lower()} → {KINDS[target.kind].name.lower()}"
        allowed = [KINDS[to].name.lower() for came_from, to in FOLLOWS if came_from == source.kind]
        fix = _FIX.get(pair) or (
            f"After {KINDS[source.kind].name.lower()} comes {listed(allowed)}."
            if allowed
            else f"Nothing follows {KINDS[source.kind].name.lower()}; turn the link round or remove it."
        )
        yield Remark(source.id, f"{quoted(source)} cannot be followed by {quoted(target)} ({names}).", fix)


def kind_belongs_to_level(wall: Wall) -> Iterator[Remark]:
    early: dict[str, list[str]] = defaultdict(list)
    for element in wall.model.elements.values():
        if KINDS[element.kind].level.depth > wall.level.depth:
            early[element.kind].append(element.id)
    for code, found in early.items():
        kind = KINDS[code]
        stands = "note of the kind stands" if len(found) == 1 else "notes of the kind stand"
        yield Remark(
            found[0],
            f"{len(found)} {stands} here, but “{kind.name}” comes with the level {kind.level.value.replace('_', ' ')}.",
            "Raise the board's level, or keep the notes back until the phase for them begins.",
        )


def nothing_follows_itself(wall: Wall) -> Iterator[Remark]:
    for link in wall.flow.links:
        if link.source == link.target:
            element = wall.model.elements[link.source]
            yield Remark(element.id, f"{quoted(element)} is linked to itself.", "Remove the link.")


def link_is_drawn_once(wall: Wall) -> Iterator[Remark]:
    seen: set[tuple[str, str, str]] = set()
    for link in wall.flow.links:
        key = (link.source, link.target, link.role)
        if key in seen:
            source, target = wall.model.elements[link.source], wall.model.elements[link.target]
            yield Remark(
                source.id, f"{quoted(source)} is linked to {quoted(target)} twice.", "Remove one of the links."
            )
        seen.add(key)


def alternatives_are_alternatives(wall: Wall) -> Iterator[Remark]:
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in wall.flow.links:
        if link.group:
            groups[link.group.id].append(link)
    for links in groups.values():
        first = wall.model.elements[links[0].source]
        if len(links) == 1:
            only = quoted(wall.model.elements[links[0].target])
            yield Remark(
                first.id,
                f"The alternatives after {quoted(first)} hold {only} alone.",
                "Add the other alternatives to the group, or take the link out of it.",
            )
        elif len({link.group.mode for link in links if link.group}) > 1:
            yield Remark(
                first.id,
                f"The alternatives after {quoted(first)} are both exclusive and not.",
                "Give all links of the group the same mode: X exactly one, O one or more, + all.",
            )
        elif len({link.source for link in links}) > 1 and len({link.target for link in links}) > 1:
            yield Remark(
                first.id,
                f"The alternatives after {quoted(first)} neither begin nor end at one note.",
                "Let the links of a group leave one note, or reach one note.",
            )


def policies_do_not_run_in_a_circle(wall: Wall) -> Iterator[Remark]:
    for circle in _circles(_reactions(wall)):
        policies = [wall.model.elements[policy] for policy in circle]
        names = listed(quoted(policy) for policy in policies)
        triggers = "triggers itself" if len(policies) == 1 else "trigger each other in a circle"
        yield Remark(
            policies[0].id,
            f"{names} {triggers}.",
            "Say what ends it (a condition in the policy, alternatives after the command), or cut one link.",
        )


def _reactions(wall: Wall) -> dict[str, list[str]]:
    """Policy → the policies that it certainly sets off, in document order.

    One that issues several commands and hears their replies itself coordinates a saga: no circle.
    """
    flow = wall.flow
    found: dict[str, list[str]] = {}
    for policy in wall.model.of_kind("policy"):
        commands, events = flow.after(policy.id, "command"), flow.after(policy.id, "domain_event")
        for command in commands:
            events += [outcome.event for outcome in flow.outcomes(command.id) if outcome.certain]
        reached = [after.id for event in events for after in flow.after(event.id, "policy")]
        found[policy.id] = [after for after in reached if after != policy.id or len(commands) < 2]
    return found


def _circles(graph: dict[str, list[str]]) -> list[list[str]]:
    """The strongly connected sets with a circle, members in document order (Tarjan 1972, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    found: list[list[str]] = []
    position = {node: at for at, node in enumerate(graph)}
    for root in graph:
        work = [(root, iter(graph[root]))] if root not in index else []
        if work:
            index[root] = low[root] = len(index)
            stack.append(root)
            waiting.add(root)
        while work:
            node, rest = work[-1]
            after = next(rest, None)
            if after is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    members = stack[stack.index(node) :]
                    del stack[-len(members) :]
                    waiting.difference_update(members)
                    if len(members) > 1 or node in graph[node]:
                        found.append(sorted(members, key=position.__getitem__))
            elif after not in index:
                index[after] = low[after] = len(index)
                stack.append(after)
                waiting.add(after)
                work.append((after, iter(graph[after])))
            elif after in waiting:
                low[node] = min(low[node], index[after])
    return sorted(found, key=lambda members: position[members[0]])


RULES = (
    Rule(
        "G17",
        Severity.WARNING,
        Level.PROCESS,
        "A policy stands between a domain event and a command",
        policy_between_event_and_command,
    ),
    Rule("G18", Severity.WARNING, Level.PROCESS, "A command causes no command", command_causes_no_command),
    Rule(
        "G19",
        Severity.ADVICE,
        Level.DESIGN,
        "An aggregate stands between a command and its domain event",
        aggregate_between_command_and_event,
    ),
    Rule("G20", Severity.ADVICE, Level.PROCESS, "A domain event causes no domain event", event_causes_no_event),
    Rule("G21", Severity.WARNING, Level.PROCESS, "A link joins kinds that may follow each other", pair_may_follow),
    Rule("G22", Severity.ADVICE, Level.BIG_PICTURE, "A kind belongs to the level of the board", kind_belongs_to_level),
    Rule("G23", Severity.WARNING, Level.BIG_PICTURE, "Nothing follows itself", nothing_follows_itself),
    Rule("G24", Severity.ADVICE, Level.BIG_PICTURE, "A link is drawn once", link_is_drawn_once),
    Rule("G25", Severity.WARNING, Level.BIG_PICTURE, "Alternatives are alternatives", alternatives_are_alternatives),
    Rule("G26", Severity.WARNING, Level.PROCESS, "Policies do not run in a circle", policies_do_not_run_in_a_circle),
)
