"""Rules about bounded contexts, hotspots and what people decided about them."""

from __future__ import annotations

from collections.abc import Iterator

from modeling.attachment import attachments
from modeling.english import words
from modeling.findings import Severity
from modeling.flow import listed, quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import UNCLUSTERED, Level

_UNDER_WAY = frozenset({"prepare", "build", "sync", "reads", "writes"})


def element_is_in_a_context(wall: Wall) -> Iterator[Remark]:
    frames = wall.frames_of
    if not frames:
        return
    for element in wall.model.elements.values():
        if element.kind not in UNCLUSTERED and element.id not in frames:
            yield Remark(
                element.id,
                f"{quoted(element)} is outside any bounded context.",
                "Move it into the bounded context that owns it.",
            )


def element_is_in_one_context(wall: Wall) -> Iterator[Remark]:
    for member, frames in wall.frames_of.items():
        element = wall.model.elements[member]
        if len(set(frames)) > 1 and element.kind not in UNCLUSTERED:
            names = listed(f"“{wall.model.frames[frame].label}”" for frame in dict.fromkeys(frames))
            yield Remark(
                member,
                f"{quoted(element)} is in {names} at once.",
                "Keep it in one; where both know the name, write a note of its own for each.",
            )


def bounded_context_has_a_name(wall: Wall) -> Iterator[Remark]:
    seen: dict[tuple[str, ...], str] = {}
    for frame in wall.model.frames.values():
        if frame.kind != "bounded_context":
            continue
        name = words(frame.label)
        if not name:
            yield Remark(
                frame.id, "This bounded context has no name.", "Name it in the words of the people who work there."
            )
        elif name in seen:
            yield Remark(
                frame.id,
                f"Two bounded contexts are named “{' '.join(frame.label.split())}”.",
                "Join them if they are one, or give one of them a name of its own.",
            )
        seen.setdefault(name, frame.id)


def hotspot_is_resolved_before_extraction(wall: Wall) -> Iterator[Remark]:
    if wall.partition is None:
        return
    decisions = wall.model.decisions
    soon = {wall.context_of.get(item.anchor) for item in decisions.contexts if item.stage in _UNDER_WAY}
    soon |= {wall.context_of.get(anchor) for anchor in decisions.first[:1]}
    soon.discard(None)
    if not soon:
        return
    placed = attachments(wall.model, wall.flow, wall.context_of, "hotspot")
    for hotspot in wall.model.of_kind("hotspot"):
        context = placed.get(hotspot.id)
        if hotspot.state != "resolved" and context in soon and context is not None:
            yield Remark(
                hotspot.id,
                f"{quoted(hotspot)} is open, and {wall.context_name(context)} is about to be extracted.",
                "Resolve the hotspot, or take it into the risk of the context and sign the stage off with a reason.",
            )


def decision_has_its_anchor(wall: Wall) -> Iterator[Remark]:
    decisions = wall.model.decisions
    anchors = [*(item.anchor for item in decisions.contexts), *decisions.first]
    anchors += [anchor for pair in decisions.after for anchor in pair]
    lost = [anchor for anchor in dict.fromkeys(anchors) if anchor not in wall.model.elements]
    if lost:
        names = {item.anchor: item.name for item in decisions.contexts if item.name}
        told = listed(f"“{names.get(anchor, anchor)}”" for anchor in lost)
        yield Remark(
            "",
            f"What was decided about {told} hangs on notes that are no longer on the board.",
            "Decide it again for the context that took their place.",
        )


def order_wishes_agree(wall: Wall) -> Iterator[Remark]:
    """Also without known contexts: the anchors then stand for themselves."""
    decisions, elements = wall.model.decisions, wall.model.elements
    if not decisions.after:
        return
    place = {anchor: wall.context_of.get(anchor, anchor) for pair in decisions.after for anchor in pair}
    firsts = [wall.context_of.get(anchor, anchor) for anchor in decisions.first]
    before: dict[str, set[str]] = {}
    for rank, later in enumerate(firsts):
        before.setdefault(later, set()).update(firsts[:rank])
    for later, earlier in decisions.after:
        one, other = place[later], place[earlier]
        pinned = one in firsts and other not in firsts
        if one != other and (pinned or _comes_after(before, other, one)):
            names = [quoted(elements[anchor]) for anchor in (later, earlier) if anchor in elements]
            if len(names) == 2:
                yield Remark(
                    later,
                    f"The wish to extract the context of {names[0]} after that of {names[1]} contradicts another.",
                    "Take one of the wishes back; until then the later one is left out.",
                )
        elif one != other:
            before.setdefault(one, set()).add(other)


def _comes_after(before: dict[str, set[str]], later: str, earlier: str) -> bool:
    waiting, seen = [later], set()
    while waiting:
        here = waiting.pop()
        if here == earlier:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(sorted(before.get(here, ())))
    return False


RULES = (
    Rule("G43", Severity.ADVICE, Level.BIG_PICTURE, "An element is in a bounded context", element_is_in_a_context),
    Rule("G44", Severity.WARNING, Level.BIG_PICTURE, "An element is in one bounded context", element_is_in_one_context),
    Rule("G45", Severity.ADVICE, Level.BIG_PICTURE, "A bounded context has a name", bounded_context_has_a_name),
    Rule(
        "G46",
        Severity.WARNING,
        Level.BIG_PICTURE,
        "A hotspot is resolved before its context is extracted",
        hotspot_is_resolved_before_extraction,
    ),
    Rule("G47", Severity.ADVICE, Level.BIG_PICTURE, "A decision has its anchor", decision_has_its_anchor),
    Rule("G48", Severity.WARNING, Level.BIG_PICTURE, "Wishes for the extraction order agree", order_wishes_agree),
)
