"""Where in operations and documents people's own words stand: labels, descriptions, notes, examples; not names that
the model hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
#: What a text is of, such as ("element", "n1", "label").
Slot = tuple[str, ...]

_ELEMENT = frozenset({"id", "kind", "x", "y", "label", "description", "fields", "pivotal", "author", "state"})


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and where it lies: `holder[key]`."""

    slot: Slot
    holder: Any
    key: Any

    @property
    def value(self) -> str:
        return str(self.holder[self.key])

    def replace(self, value: str) -> None:
        self.holder[self.key] = value


def texts_of(payload: Json) -> Iterator[Text]:
    """The texts in an operation as it is logged."""
    match payload:
        case {"op": "add_elements", "elements": elements}:
            for element in elements:
                yield from _element(element)
        case {"op": "set_label", "id": identity}:
            yield Text(("element", identity, "label"), payload, "label")
        case {"op": "set_element", "id": identity, "property": "description"}:
            yield Text(("element", identity, "description"), payload, "value")
        case {"op": "set_element", "id": identity, "property": "fields", "value": fields}:
            yield from _fields(("element", identity), fields)
        case {"op": "add_frames", "frames": frames}:
            for frame in frames:
                yield from _strings(("frame", frame["id"]), frame, ("label",))
        case {"op": "set_frame", "id": identity, "property": "label"}:
            yield Text(("frame", identity, "label"), payload, "value")
        case {"op": "set_board", "property": "name"}:
            yield Text(("board", "name"), payload, "value")
        case {"op": "decide_context", "anchor": anchor, "property": "name"}:
            yield Text(("context", anchor, "name"), payload, "value")
        case {"op": "decide_context", "anchor": anchor, "property": "sign_offs", "value": entries}:
            for entry in entries:
                yield from _strings(("context", anchor, str(entry.get("stage"))), entry, ("by", "note"))
        case {"op": "set_type", "name": name, "type": {"fields": fields}}:
            yield from _fields(("type", name), fields)
        case {"op": "set_example", "id": identity, "example": {"when": when}}:
            yield from _inside(("example", identity), when)


def texts_of_document(raw: Json) -> Iterator[Text]:
    """Those of a whole board document."""
    yield from texts_of({"op": "add_elements", "elements": raw.get("elements", [])})
    yield from texts_of({"op": "add_frames", "frames": raw.get("frames", [])})
    yield from _strings(("board",), raw, ("name",))
    for item in raw.get("types", []):
        yield from texts_of({"op": "set_type", "name": item["name"], "type": {"fields": item.get("fields", [])}})
    for item in raw.get("examples", []):
        yield from _inside(("example", item["id"]), item.get("when", {}))
    for item in raw.get("decisions", {}).get("contexts", []):
        yield from _strings(("context", item["anchor"]), item, ("name",))
        for entry in item.get("sign_offs", []):
            yield from _strings(("context", item["anchor"], str(entry.get("stage"))), entry, ("by", "note"))


def _element(element: Json) -> Iterator[Text]:
    slot = ("element", element["id"])
    yield from _strings(slot, element, ("label", "description"))
    yield from _fields(slot, element.get("fields", []))
    for key in element.keys() - _ELEMENT:  # what only other programs write
        yield from _inside((*slot, key), element, key)


def _fields(slot: Slot, fields: list[Json]) -> Iterator[Text]:
    for entry in fields:
        inner = (*slot, "field", str(entry.get("name")))
        yield from _strings(inner, entry, ("description",))
        if "example" in entry:
            yield from _inside((*inner, "example"), entry, "example")


def _strings(slot: Slot, holder: Json, keys: tuple[str, ...]) -> Iterator[Text]:
    for key in keys:
        if isinstance(holder.get(key), str):
            yield Text((*slot, key), holder, key)


def _inside(slot: Slot, holder: Any, *only: Any) -> Iterator[Text]:
    """All strings in a value of any shape; of its members `only` these."""
    keys = only or (list(holder) if isinstance(holder, dict) else range(len(holder)))
    for key in keys:
        value = holder[key]
        if isinstance(value, str):
            yield Text((*slot, str(key)), holder, key)
        elif isinstance(value, dict | list):
            yield from _inside((*slot, str(key)), value)
