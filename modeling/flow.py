"""Who follows whom on a board: an index over links, and what a command results in.

`links` are the drawn ones, or those with the inferred ones added. Built once, linear in links; every answer is in link
order, so the same document always gives the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from modeling.english import answers
from modeling.kinds import KINDS
from modeling.model import Element, Link, Model

FLOW = "flow"
COMPENSATES = "compensates"
_SHORT = 60


def quoted(element: Element) -> str:
    """The element's label in quotation marks, on one line and at most 60 characters; its kind where it has none."""
    label = " ".join(element.label.split())
    if not label:
        return f"the {KINDS[element.kind].name.lower()} without a label"
    return f"“{label if len(label) <= _SHORT else label[: _SHORT - 1] + '…'}”"


def listed(texts: Iterable[str], most: int = 4) -> str:
    """“a”, “a and b”, “a, b and c”; beyond `most` the rest is counted."""
    items = list(texts)
    if len(items) > most:
        items = [*items[:most], f"{len(items) - most} more"]
    return " and ".join(([", ".join(items[:-1])] if len(items) > 1 else []) + items[-1:])


@dataclass(frozen=True, slots=True)
class Outcome:
    """An event that a command results in. `certain`: linked directly, the only possibility, or named alike."""

    event: Element
    certain: bool


class Flow:
    """The links of one model, indexed by both ends."""

    def __init__(self, model: Model, links: Iterable[Link] | None = None) -> None:
        self.model = model
        known = model.elements
        chosen = model.links.values() if links is None else links
        self.links = tuple(link for link in chosen if link.source in known and link.target in known)
        self._after: dict[str, list[Link]] = defaultdict(list)
        self._before: dict[str, list[Link]] = defaultdict(list)
        self._undo: dict[str, list[str]] = defaultdict(list)
        self._outcomes: dict[str, tuple[Outcome, ...]] = {}
        for link in self.links:
            if link.role == COMPENSATES:
                self._undo[link.target].append(link.source)
            else:
                self._after[link.source].append(link)
                self._before[link.target].append(link)
        #: Ids of all commands that take another one back.
        self.compensating = frozenset(source for sources in self._undo.values() for source in sources)

    def links_after(self, element: str, *kinds: str) -> list[Link]:
        """The flow links that leave `element`, to these kinds (to any, when none is named)."""
        held = self._after.get(element, ())
        return [link for link in held if not kinds or self.model.elements[link.target].kind in kinds]

    def links_before(self, element: str, *kinds: str) -> list[Link]:
        """The flow links that reach `element`, from these kinds."""
        held = self._before.get(element, ())
        return [link for link in held if not kinds or self.model.elements[link.source].kind in kinds]

    def after(self, element: str, *kinds: str) -> list[Element]:
        """What follows `element`, each once."""
        found = dict.fromkeys(link.target for link in self.links_after(element, *kinds))
        return [self.model.elements[target] for target in found]

    def before(self, element: str, *kinds: str) -> list[Element]:
        """What `element` follows, each once."""
        found = dict.fromkeys(link.source for link in self.links_before(element, *kinds))
        return [self.model.elements[source] for source in found]

    def compensations(self, command: str) -> list[Element]:
        """The commands that take `command` back (links with the role “compensates”)."""
        return [self.model.elements[source] for source in dict.fromkeys(self._undo.get(command, ()))]

    def outcomes(self, command: str) -> tuple[Outcome, ...]:
        """The events that `command` results in, certain ones first.

        Command → event links say so directly. Through an aggregate with several commands only those events are
        certain whose words answer the command's verb. Uncertain are those that no other command explains, or all of
        them where nothing else is left.
        """
        if command not in self._outcomes:
            self._outcomes[command] = self._find_outcomes(command)
        return self._outcomes[command]

    def _find_outcomes(self, command: str) -> tuple[Outcome, ...]:
        if direct := self.after(command, "domain_event"):
            return tuple(Outcome(event, True) for event in direct)
        sure: dict[str, Outcome] = {}
        unsure: dict[str, Outcome] = {}
        label = self.model.elements[command].label
        for handler in self.after(command, "aggregate", "external_system"):
            others = [other for other in self.before(handler.id, "command") if other.id != command]
            for event in self.after(handler.id, "domain_event"):
                if not others or answers(event.label, label):
                    sure.setdefault(event.id, Outcome(event, True))
                elif not any(answers(event.label, other.label) for other in others):
                    unsure.setdefault(event.id, Outcome(event, False))
        if not sure and not unsure:
            for handler in self.after(command, "aggregate", "external_system"):
                unsure |= {event.id: Outcome(event, False) for event in self.after(handler.id, "domain_event")}
        return tuple(sure.values()) + tuple(item for key, item in unsure.items() if key not in sure)

    def causes(self, event: str) -> list[Element]:
        """The commands that certainly result in `event`."""
        candidates = self.before(event, "command") + [
            command
            for handler in self.before(event, "aggregate", "external_system")
            for command in self.before(handler.id, "command")
        ]
        unique = {command.id: command for command in candidates}
        return [
            command
            for command in unique.values()
            if any(outcome.certain and outcome.event.id == event for outcome in self.outcomes(command.id))
        ]
