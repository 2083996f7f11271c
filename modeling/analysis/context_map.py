"""The context map: who depends on whom, and which pattern that suggests.

Direction is derived from the links: a domain event that another context reacts to makes its owner upstream; a command
that another context sends makes the receiver upstream, and the sender its customer; so does a read model that another
context looks at. The pattern beyond the direction cannot be derived; it is proposed, and the sentence says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from modeling.analysis.dependencies import COMMAND, EVENT, VIEW, Dependency, by_pair, dependencies
from modeling.analysis.partition import Partition
from modeling.analysis.result import ContextRelation
from modeling.flow import Flow, listed
from modeling.model import Link, Model

PUBLISHED_LANGUAGE = "published_language"
CUSTOMER_SUPPLIER = "customer_supplier"
OPEN_HOST_SERVICE = "open_host_service"
PARTNERSHIP = "partnership"

#: From so many contexts that send it commands on, a context is proposed to be an open host.
OPEN_HOST_FROM = 3
_SENTENCES = 6


def context_map(model: Model, links: Iterable[Link], partition: Partition) -> tuple[ContextRelation, ...]:
    """The relations between contexts, sorted by upstream and downstream id. Cost: linear in links."""
    pairs = by_pair(dependencies(model, Flow(model, links), partition))
    names = {context.id: context.name for context in partition.contexts}
    customers = Counter(up for (up, _), found in pairs.items() if any(item.kind != EVENT for item in found))
    relations = []
    for (up, down), found in pairs.items():
        back = pairs.get((down, up), ())
        pattern, why = _proposal(found, back, customers[up], names[up], names[down])
        said = [item.reason for item in found]
        if len(said) > _SENTENCES:
            said = [*said[:_SENTENCES], f"{len(said) - _SENTENCES} more links say the same."]
        via = tuple(dict.fromkeys(item.element for item in found))
        relations.append(ContextRelation(up, down, pattern, via, (*said, why)))
    return tuple(relations)


def _proposal(
    found: tuple[Dependency, ...], back: tuple[Dependency, ...], customers: int, up: str, down: str
) -> tuple[str, str]:
    """The pattern to propose, and the sentence that says why it is no more than a proposal."""
    kinds = {item.kind for item in found}
    how = listed(
        text
        for kind, text in ((EVENT, "hears its domain events"), (COMMAND, "sends it commands"), (VIEW, "reads its data"))
        if kind in kinds
    )
    needs = f"{down} needs {up} ({how})"
    if back:
        return PARTNERSHIP, (
            f"Mutual: {up} depends on {down} as well. A partnership is proposed; say which of the two gives way, "
            "or whether they belong together."
        )
    if kinds == {EVENT}:
        return PUBLISHED_LANGUAGE, (
            f"{needs}: a published language is proposed; whether {down} conforms or translates is for you to say."
        )
    if customers >= OPEN_HOST_FROM:
        return OPEN_HOST_SERVICE, (
            f"{customers} contexts ask something of {up}: an open host service is proposed, "
            "rather than an agreement with each."
        )
    return CUSTOMER_SUPPLIER, (
        f"{needs}: customer and supplier is proposed; whether {up} plans by {down}'s needs is for you to say."
    )
