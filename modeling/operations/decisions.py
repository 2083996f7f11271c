"""Operations on what people decide: answers to questions, words on inferred links, facts about contexts, the order.

Decisions hang on element ids. They outlive a removed element: when it comes back, they count again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from modeling import limits
from modeling.codec import decode, encode
from modeling.model import Answer, ContextDecision, LinkVerdict, Model
from modeling.operations.element_properties import element_of
from modeling.operations.entry_merge import merge_entries
from modeling.operations.operation import NOTHING, Json, Operation, Refused, key, operation
from modeling.operations.wire import choice, identifier, identifiers, pair, several, text
from modeling.validation import first_complaint, shorten

_CONTEXT = ("name", "value", "risk", "effort", "stage", "sign_offs", "measurements")
#: Lists of a context decision → what makes an entry the same one.
_NAMED = {"sign_offs": lambda entry: (entry.stage, entry.by), "measurements": lambda entry: (entry.kpi, entry.at)}


def _decided(raw: Json, name: str) -> bool | None:
    if raw.get(name) is None or isinstance(raw[name], bool):
        return raw.get(name)
    raise Refused(f"{shorten(raw[name])} is neither true, false nor null.", name)


def _unknown(raw: Json) -> Mapping[str, Any]:
    extra = raw.get("extra", {})
    if not isinstance(extra, dict):
        raise Refused("“extra” holds the keys that this version does not know. Send an object.", "extra")
    return extra


@operation
@dataclass(frozen=True, slots=True)
class AnswerQuestion(Operation):
    """`by` says that two elements belong to the same context (True), do not (False), or takes the answer back (None).

    `holds` is what counts for the pair from now on; settling derives it from this answer, or, when it is taken back,
    from the last of the others, unless it was given.
    """

    elements: tuple[str, str]
    same: bool | None
    by: str = ""
    holds: bool | None = None
    decided: bool = False  # whether `holds` was given
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    name = "answer"

    @classmethod
    def parse(cls, raw: Json) -> AnswerQuestion:
        first, second = sorted(pair(raw.get("elements"), "elements"))
        if first == second:
            raise Refused("The two elements are the same one. Ask about two.", "elements")
        return cls(
            (first, second),
            _decided(raw, "same"),
            text(raw.get("by", ""), limits.NAME, "by"),
            _decided(raw, "holds"),
            "holds" in raw,
            _unknown(raw),
        )

    def settle(self, model: Model) -> Operation:
        if self.same is not None:
            for element in self.elements:
                element_of(model, element)
        held = self._entry(model)
        holds = self.holds if self.decided else self._derived(model)
        same_entry = (held.same, held.extra) == (self.same, self.extra) if held else self.same is None
        if same_entry and holds == _holding(model, self.elements):
            return NOTHING
        return replace(self, holds=holds, decided=True)

    def _derived(self, model: Model) -> bool | None:
        if self.same is not None:
            return self.same
        others = [a for a in model.decisions.answers if a.by != self.by and _same_pair(a.elements, self.elements)]
        return others[-1].same if others else None

    def _entry(self, model: Model) -> Answer | None:
        (one, other), by = self.elements, self.by
        for answer in model.decisions.answers:  # thousands, for every vote: a plain loop
            if answer.by == by and one in answer.elements and other in answer.elements:
                return answer
        return None

    def apply(self, model: Model) -> None:
        held = model.decisions
        answers = held.answers
        if self._entry(model) is not None:
            answers = tuple(a for a in answers if a.by != self.by or not _same_pair(a.elements, self.elements))
        if self.same is not None:
            answers = (*answers, Answer(self.elements, self.same, self.by, self.extra))
        same = _without(held.same_context, self.elements)
        separate = _without(held.separate_context, self.elements)
        model.decisions = replace(
            held,
            answers=answers,
            same_context=(*same, self.elements) if self.holds is True else same,
            separate_context=(*separate, self.elements) if self.holds is False else separate,
        )

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        held = self._entry(model)
        holds = _holding(model, self.elements)
        if held is None:
            return (AnswerQuestion(self.elements, None, self.by, holds, True),)
        return (AnswerQuestion(self.elements, held.same, self.by, holds, True, held.extra),)

    def touches(self) -> tuple[str, ...]:
        return (key("decision", "pair", *self.elements),)

    def attributed(self, member: str) -> Operation:
        return replace(self, by=member)

    def to_json(self) -> Json:
        out: Json = {"op": self.name, "elements": list(self.elements), "same": self.same, "by": self.by}
        if self.decided:
            out["holds"] = self.holds
        if self.extra:
            out["extra"] = dict(self.extra)
        return out


def _same_pair(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one == other or one == (other[1], other[0])


def _holds(pairs: Sequence[tuple[str, str]], pair: tuple[str, str]) -> bool:
    return pair in pairs or pair[::-1] in pairs


def _without(pairs: tuple[tuple[str, str], ...], pair: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(entry for entry in pairs if not _same_pair(entry, pair)) if _holds(pairs, pair) else pairs


def _holding(model: Model, elements: tuple[str, str]) -> bool | None:
    if _holds(model.decisions.same_context, elements):
        return True
    return False if _holds(model.decisions.separate_context, elements) else None


@operation
@dataclass(frozen=True, slots=True)
class DecideLink(Operation):
    """A word on an inferred link: "confirmed", "forbidden", or None for none."""

    source: str
    target: str
    verdict: str | None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    name = "decide_link"

    @classmethod
    def parse(cls, raw: Json) -> DecideLink:
        verdict = raw.get("verdict")
        if verdict is not None:
            verdict = choice(verdict, ("confirmed", "forbidden"), "verdict")
        return cls(identifier(raw.get("from"), "from"), identifier(raw.get("to"), "to"), verdict, _unknown(raw))

    def _entry(self, model: Model) -> LinkVerdict | None:
        return next((v for v in model.decisions.links if (v.source, v.target) == (self.source, self.target)), None)

    def settle(self, model: Model) -> Operation:
        if self.verdict is not None:
            element_of(model, self.source)
            element_of(model, self.target)
        held = self._entry(model)
        if held is None:
            return NOTHING if self.verdict is None else self
        return NOTHING if (held.verdict, held.extra) == (self.verdict, self.extra) else self

    def apply(self, model: Model) -> None:
        held = tuple(v for v in model.decisions.links if (v.source, v.target) != (self.source, self.target))
        if self.verdict is not None:
            held = (*held, LinkVerdict(self.source, self.target, self.verdict, self.extra))
        model.decisions = replace(model.decisions, links=held)

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        held = self._entry(model)
        if held is None:
            return (DecideLink(self.source, self.target, None),)
        return (DecideLink(self.source, self.target, held.verdict, held.extra),)

    def touches(self) -> tuple[str, ...]:
        return (key("decision", "link", self.source, self.target),)

    def to_json(self) -> Json:
        out: Json = {"op": self.name, "from": self.source, "to": self.target, "verdict": self.verdict}
        return {**out, "extra": dict(self.extra)} if self.extra else out


@operation
@dataclass(frozen=True, slots=True)
class DecideContext(Operation):
    """One fact about the context that holds `anchor`. `was` merges sign-offs and measurements of several people."""

    anchor: str
    property: str
    value: Any
    was: Any = None

    name = "decide_context"

    @classmethod
    def parse(cls, raw: Json) -> DecideContext:
        wanted = choice(raw.get("property"), _CONTEXT, "property")
        was = _fact(wanted, raw["was"], "was") if wanted in _NAMED and raw.get("was") is not None else None
        return cls(identifier(raw.get("anchor"), "anchor"), wanted, _fact(wanted, raw.get("value"), "value"), was)

    def _entry(self, model: Model) -> ContextDecision:
        entries = model.decisions.contexts
        return next((c for c in entries if c.anchor == self.anchor), ContextDecision(self.anchor))

    def settle(self, model: Model) -> Operation:
        held = getattr(self._entry(model), self.property)
        value = self.value
        if self.was is not None:
            value = merge_entries(self.was, value, held, _NAMED[self.property])
        if value == held:
            return NOTHING
        if value:
            element_of(model, self.anchor)
        return DecideContext(self.anchor, self.property, value)

    def apply(self, model: Model) -> None:
        entry = replace(self._entry(model), **{self.property: self.value})
        others = tuple(c for c in model.decisions.contexts if c.anchor != self.anchor)
        kept = others if entry == ContextDecision(self.anchor) else (*others, entry)
        model.decisions = replace(model.decisions, contexts=kept)

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (DecideContext(self.anchor, self.property, getattr(self._entry(model), self.property)),)

    def touches(self) -> tuple[str, ...]:
        return (key("decision", "context", self.anchor, self.property),)

    def to_json(self) -> Json:
        out: Json = {"op": self.name, "anchor": self.anchor, "property": self.property, "value": _wire(self.value)}
        return out if self.was is None else {**out, "was": _wire(self.was)}


def _wire(value: Any) -> Any:
    return [encode(item) for item in value] if isinstance(value, tuple) else value


def _fact(name: str, raw: object, where: str) -> Any:
    entry = {"anchor": "-", name: raw}
    if (found := first_complaint("context", entry)) is not None:
        raise Refused(found, where)
    return getattr(decode(ContextDecision, entry), name)


@operation
@dataclass(frozen=True, slots=True)
class PinExtraction(Operation):
    """What people demand of the extraction order: `first` holds anchors, `after` pairs (later, earlier)."""

    property: str
    value: tuple[Any, ...]

    name = "pin_extraction"

    @classmethod
    def parse(cls, raw: Json) -> PinExtraction:
        wanted = choice(raw.get("property"), ("first", "after"), "property")
        value = identifiers(raw, "value") if wanted == "first" else tuple(dict.fromkeys(several(raw, "value", pair)))
        return cls(wanted, value)

    def settle(self, model: Model) -> Operation:
        return NOTHING if getattr(model.decisions, self.property) == self.value else self

    def apply(self, model: Model) -> None:
        if self.property == "first":
            model.decisions = replace(model.decisions, first=self.value)
        else:
            model.decisions = replace(model.decisions, after=self.value)

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (PinExtraction(self.property, getattr(model.decisions, self.property)),)

    def touches(self) -> tuple[str, ...]:
        return (key("decision", "extraction", self.property),)

    def to_json(self) -> Json:
        value = self.value if self.property == "first" else [list(item) for item in self.value]
        return {"op": self.name, "property": self.property, "value": list(value)}
