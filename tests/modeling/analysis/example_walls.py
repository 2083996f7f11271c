"""Small invented boards on which the right contexts are obvious."""

from __future__ import annotations

from dataclasses import replace

from modeling.model import Decisions, Element, Field, Frame, Link, LinkVerdict, Model

#: context → (aggregate, (command, event) …, fields beside the aggregate's key)
_ZOO = {
    "tickets": (
        ("Ticket", (("Sell ticket", "Ticket sold"), ("Refund ticket", "Ticket refunded")), ("price", "visitDay")),
        ("Season ticket", (("Renew season ticket", "Season ticket renewed"),), ("price", "visitDay")),
    ),
    "animals": (
        ("Animal", (("Admit animal", "Animal admitted"), ("Transfer animal", "Animal transferred")), ("species",)),
        ("Animal diet", (("Plan animal diet", "Animal diet planned"),), ("species", "portions")),
    ),
    "staff": (("Keeper", (("Hire keeper", "Keeper hired"), ("Dismiss keeper", "Keeper dismissed")), ("wage",)),),
}


def zoo(*, linked: bool = True) -> tuple[Model, dict[str, str]]:
    """A zoo's board without positions, and which context each element is in."""
    model, truth = Model("Zoo"), {}
    for context, aggregates in _ZOO.items():
        for aggregate, messages, fields in aggregates:
            _aggregate(model, truth, context, aggregate, messages, fields, linked)
    return model, truth


def _aggregate(
    model: Model,
    truth: dict[str, str],
    context: str,
    name: str,
    messages: tuple[tuple[str, str], ...],
    fields: tuple[str, ...],
    linked: bool,
) -> None:
    key = name.title().replace(" ", "")
    payload = tuple(Field(field) for field in (f"{key[0].lower()}{key[1:]}Id", *fields))
    owner = add(model, f"a-{key}", "aggregate", name)
    truth[owner] = context
    for command, event in messages:
        asked = add(model, f"c-{command}", "command", command, fields=payload)
        told = add(model, f"e-{event}", "domain_event", event, fields=payload)
        truth[asked] = truth[told] = context
        if linked:
            link(model, asked, owner)
            link(model, owner, told)


def add(model: Model, name: str, kind: str, label: str = "", **more: object) -> str:
    """Adds an element; returns its id."""
    model.elements[name] = replace(Element(name, kind, label), **more)  # type: ignore[arg-type]
    return name


def link(model: Model, source: str, target: str, role: str = "flow") -> None:
    name = f"{source}>{target}"
    model.links[name] = Link(name, source, target, role)


def frame(model: Model, name: str, label: str, *elements: str) -> None:
    model.frames[name] = Frame(name, "bounded_context", label, elements=elements)


def decide(model: Model, **decisions: object) -> Model:
    """A copy of the model with these decisions."""
    copy = model.copy()
    copy.decisions = replace(Decisions(), **decisions)  # type: ignore[arg-type]
    return copy


def verdict(source: str, target: str, word: str) -> LinkVerdict:
    return LinkVerdict(source, target, word)


def strip() -> Model:
    """A strip of notes from left to right, as people put them on a wall, without one arrow."""
    model = Model("Strip")
    row = (
        ("guest", "actor", "Guest", -120),
        ("reserve", "command", "Reserve table", 0),
        ("table", "aggregate", "Table", 150),
        ("reserved", "domain_event", "Table reserved", 320),
        ("whenever", "policy", "Whenever a table is reserved, order flowers", 480),
        ("order", "command", "Order flowers", 680),
        ("florist", "external_system", "Florist", 820),
        ("ordered", "domain_event", "Flowers ordered", 1020),
    )
    for name, kind, label, x in row:
        add(model, name, kind, label, x=float(x), y=100.0)
    return model
