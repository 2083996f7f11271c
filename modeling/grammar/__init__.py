"""The grammar of an Event Storm: rules that speak beside a note and never forbid anything.

`docs/grammar.md` describes each rule by its id. A new rule is a function in the file of its subject and one entry in
that file's `RULES`; ids are never given twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from modeling.findings import Finding, Severity
from modeling.grammar import aggregates, concepts, contexts, field_rules, flow_rules, naming, order, saga_rules
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.model import Link, Model

if TYPE_CHECKING:
    from modeling.analysis.partition import Partition
    from modeling.analysis.result import Saga

__all__ = ["RULES", "Remark", "Rule", "Wall", "check"]

_SUBJECTS = (naming, flow_rules, order, aggregates, concepts, field_rules, contexts, saga_rules)

#: Every rule by its id, in the order of the documentation.
RULES: dict[str, Rule] = {rule.id: rule for subject in _SUBJECTS for rule in subject.RULES}


def check(
    model: Model,
    links: Iterable[Link] | None = None,
    partition: Partition | None = None,
    sagas: Iterable[Saga] = (),
) -> tuple[Finding, ...]:
    """What the rules of the board's level have to say, errors first, then in document order, then by rule.

    `links` are the drawn and the inferred links (None: only the drawn ones). Rules that need candidate contexts or
    sagas are silent without them. Cost: linear in elements, links and fields.
    """
    wall = Wall(model, links, partition, sagas)
    position = {element: at for at, element in enumerate((*model.elements, *model.frames))}
    severities = list(Severity)
    found = [
        ((severities.index(rule.severity), position.get(remark.element, len(position)), number), rule, remark)
        for number, rule in enumerate(RULES.values())
        if wall.at_least(rule.since)
        for remark in rule.find(wall)
    ]
    found.sort(key=lambda item: item[0])
    return tuple(
        Finding(rule.id, rule.severity, remark.element, remark.message, remark.fix) for _, rule, remark in found
    )
