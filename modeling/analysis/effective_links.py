"""The links an analysis works with: drawn, confirmed and inferred ones, without those that people forbade."""

from __future__ import annotations

from collections.abc import Iterable

from modeling.analysis.result import InferredLink
from modeling.model import Link, Model

CONFIRMED = "confirmed"
FORBIDDEN = "forbidden"
_INFERRED = "inferred:"


def effective_links(model: Model, inferred: Iterable[InferredLink] = ()) -> tuple[Link, ...]:
    """Drawn links in document order, then confirmed ones, then inferred ones by (source, target).

    Confirmed and inferred links have the id `inferred:<from>:<to>`. A forbidden verdict removes an inferred link; a
    link that somebody drew stays, because drawing it is the plainer word. Links whose ends are not there are left out.
    """
    drawn = tuple(
        link for link in model.links.values() if link.source in model.elements and link.target in model.elements
    )
    taken = {(link.source, link.target) for link in drawn}
    # The last verdict on a pair is the one that holds.
    verdicts = {(verdict.source, verdict.target): verdict.verdict for verdict in model.decisions.links}
    confirmed = sorted(pair for pair, verdict in verdicts.items() if verdict == CONFIRMED)
    suggested = sorted((link.source, link.target) for link in inferred)
    added = []
    for source, target in (*confirmed, *suggested):
        known = source in model.elements and target in model.elements
        if not known or (source, target) in taken or verdicts.get((source, target)) == FORBIDDEN:
            continue
        taken.add((source, target))
        added.append(Link(f"{_INFERRED}{source}:{target}", source, target))
    return drawn + tuple(added)


def is_inferred(link: Link) -> bool:
    """Whether nobody drew this link."""
    return link.id.startswith(_INFERRED)
