"""Chains of reactions through several contexts: domain event → policy → command → domain event → …"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modeling.analysis.partition import Partition
from modeling.analysis.result import SagaStep
from modeling.english import tells_failure
from modeling.flow import Flow
from modeling.model import Element

#: A chain counts as a saga from so many contexts on.
FEWEST_CONTEXTS = 3


@dataclass(frozen=True, slots=True)
class _Reaction:
    """What one policy sets off: a command (or a domain event that it causes directly) and the event that results."""

    policy: str
    step: str
    event: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Chain:
    """The best continuation from an event: most contexts, then most certain steps, then shortest."""

    reactions: tuple[_Reaction, ...]
    contexts: frozenset[str]

    @property
    def worth(self) -> tuple[int, int, int]:
        sure = sum(reaction.certain for reaction in self.reactions)
        return (len(self.contexts), sure - len(self.reactions), -len(self.reactions))


def choreographies(flow: Flow, partition: Partition, coordinators: frozenset[str]) -> list[list[SagaStep]]:
    """The steps of each chain through three or more contexts, one chain for each domain event that begins one.

    `coordinators` are policies that orchestrate; chains end at them. Chains that are the end of a longer one are left
    out. Where chains run in a circle, the reaction that closes it (first met in document order) is not followed.
    Cost: linear in reactions times the length of a chain.
    """
    finder = _Finder(flow, partition, coordinators)
    found: list[tuple[Element, _Chain]] = []
    for event in flow.model.of_kind("domain_event"):
        chain = finder.best(event.id)
        if chain.reactions and len(chain.contexts) >= FEWEST_CONTEXTS:
            found.append((event, chain))
    inner = {reaction.event for _, chain in found for reaction in chain.reactions[:-1]}
    steps = []
    for event, chain in found:
        if event.id not in inner:
            steps.append(list(finder.steps(event, chain)))
    return _longest_only(steps)


def _longest_only(chains: list[list[SagaStep]]) -> list[list[SagaStep]]:
    """Without chains all of whose steps another chain has, too."""
    sets = [frozenset(step.element for step in chain) for chain in chains]
    kept = []
    for at, chain in enumerate(chains):
        covered = any(
            sets[at] < other or (sets[at] == other and place < at) for place, other in enumerate(sets) if place != at
        )
        if not covered:
            kept.append(chain)
    return kept


class _Finder:
    def __init__(self, flow: Flow, partition: Partition, coordinators: frozenset[str]) -> None:
        self.flow = flow
        self.home = partition.context_of
        self.coordinators = coordinators
        self.chains: dict[str, _Chain] = {}

    def reactions(self, event: str) -> Iterator[_Reaction]:
        """What `event` sets off, except coordinators and ways back."""
        flow = self.flow
        for policy in flow.after(event, "policy"):
            if policy.id in self.coordinators:
                continue
            for caused in flow.after(policy.id, "domain_event"):
                yield _Reaction(policy.id, caused.id, caused.id, True)
            for command in flow.after(policy.id, "command"):
                if command.id in flow.compensating:
                    continue
                outcomes = flow.outcomes(command.id)
                going_well = [item for item in outcomes if not tells_failure(item.event.label)] or list(outcomes)
                for outcome in going_well:
                    yield _Reaction(policy.id, command.id, outcome.event.id, outcome.certain)
                if not outcomes:
                    yield _Reaction(policy.id, command.id, "", True)

    def best(self, start: str) -> _Chain:
        """The best chain from an event, by depth-first search without recursion; events under way are not entered."""
        under_way: set[str] = set()
        work: list[tuple[str, Iterator[_Reaction], list[_Reaction]]] = []

        def enter(event: str) -> None:
            under_way.add(event)
            work.append((event, iter(list(self.reactions(event))), []))

        if start not in self.chains:
            enter(start)
        while work:
            event, rest, seen = work[-1]
            reaction = next(rest, None)
            if reaction is None:
                work.pop()
                under_way.discard(event)
                self.chains[event] = self._chosen(event, seen)
            elif reaction.event not in under_way:
                seen.append(reaction)
                if reaction.event and reaction.event not in self.chains:
                    enter(reaction.event)
        return self.chains[start]

    def _chosen(self, event: str, reactions: list[_Reaction]) -> _Chain:
        own = frozenset(context for context in (self.home.get(event),) if context)
        chains = [_Chain((), own)]
        for reaction in reactions:
            after = self.chains.get(reaction.event, _Chain((), frozenset()))
            passed = {self.home[item] for item in (reaction.step, reaction.event) if item in self.home}
            chains.append(_Chain((reaction, *after.reactions), own | passed | after.contexts))
        return max(chains, key=lambda chain: chain.worth)

    def steps(self, event: Element, chain: _Chain) -> Iterator[SagaStep]:
        """The command that certainly causes the first event (or that event), then one step for each reaction.

        A step is certain when the event that it reacts to certainly follows from the step before.
        """
        causes = self.flow.causes(event.id)
        first = causes[0].id if len(causes) == 1 else event.id
        yield SagaStep(first, self.home.get(first, ""), None, True)
        certain = True
        for reaction in chain.reactions:
            if reaction.step != first:
                yield SagaStep(reaction.step, self.home.get(reaction.step, ""), None, certain)
            certain = reaction.certain
