"""What two labels say about one following the other: "reserve" → "reserved", the same noun, a policy that names its
event.
"""

from __future__ import annotations

from functools import lru_cache

from modeling.analysis.text import STOP_WORDS, nouns, singular, words
from modeling.english import answers
from modeling.model import Element

#: An aggregate whose whole name stands in the label; longer names are surer.
_NAMED = 0.5
_NAMED_PER_WORD = 0.1
#: The event is told with the command's verb and thing; with the verb alone it is worth less.
_OUTCOME = 0.7
_OUTCOME_OF_OTHER_THING = 0.2
_QUOTED = 0.7
_PARTLY_QUOTED = 0.4


@lru_cache(maxsize=65536)
def tokens(label: str) -> frozenset[str]:
    """The label's words, singular, without stop words."""
    return frozenset(singular(word) for word in words(label) if word not in STOP_WORDS)


def likeness(source: Element, target: Element) -> tuple[float, str]:
    """How much the wording says that `target` follows `source`, 0–1, and the reason as a clause ("" for none)."""
    judge = _JUDGES.get((source.kind, target.kind))
    return judge(source, target) if judge else (0.0, "")


def _handled(command: Element, aggregate: Element) -> tuple[float, str]:
    return _named(aggregate, command)


def _produced(aggregate: Element, event: Element) -> tuple[float, str]:
    return _named(aggregate, event)


def _named(thing: Element, label: Element) -> tuple[float, str]:
    name = nouns(thing.label, "aggregate")
    if not name or not set(name) <= tokens(label.label):
        return 0.0, ""
    return min(0.8, _NAMED + _NAMED_PER_WORD * len(name)), "its label names it"


def _results(command: Element, event: Element) -> tuple[float, str]:
    shared = set(nouns(command.label, "command")) & set(nouns(event.label, "domain_event"))
    if answers(event.label, command.label):
        return (_OUTCOME if shared else _OUTCOME_OF_OTHER_THING), "it tells the command's outcome"
    return 0.0, ""


def _triggers(event: Element, policy: Element) -> tuple[float, str]:
    told, rule = tokens(event.label), tokens(policy.label)
    if not told or not told <= rule:
        return 0.0, ""
    return (_QUOTED if len(told) > 1 else _PARTLY_QUOTED), "the policy names the event"


def _issues(policy: Element, command: Element) -> tuple[float, str]:
    asked, rule = tokens(command.label), tokens(policy.label)
    if asked and asked <= rule:
        return (_QUOTED if len(asked) > 1 else _PARTLY_QUOTED), "the policy names the command"
    verb = words(command.label)[:1]
    if len(asked) > 1 and verb and singular(verb[0]) in rule and verb[0] not in STOP_WORDS:
        return _PARTLY_QUOTED / 2, "the policy names the command's verb"
    return 0.0, ""


_JUDGES = {
    ("command", "aggregate"): _handled,
    ("aggregate", "domain_event"): _produced,
    ("command", "domain_event"): _results,
    ("domain_event", "policy"): _triggers,
    ("policy", "command"): _issues,
}
