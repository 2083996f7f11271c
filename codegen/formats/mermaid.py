"""A Mermaid flowchart: what every Mermaid shows. The document itself travels in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.formats.carried import carried, carry
from codegen.formats.format import Exported, Format, Imported, NotThisFormat, shown, text_of
from modeling.kinds import KINDS
from modeling.model import Element, Model

_SHAPES = {
    "actor": ("([", "])"),
    "aggregate": ("[[", "]]"),
    "policy": ("[/", "/]"),
    "read_model": ("[(", ")]"),
    "external_system": ("{{", "}}"),
    "hotspot": ("{", "}"),
    "opportunity": (">", "]"),
    "note": ("[", "]"),
}


def read(data: bytes) -> Imported:
    found = carried(text_of(data))
    if found is None:
        raise NotThisFormat("Only a Mermaid file that this program exported can be read: this one carries no board.")
    return found


def write(model: Model) -> Exported:
    node = {identifier: f"n{number}" for number, identifier in enumerate(model.elements, 1)}
    lines = [f"%% {carry(model)}", "flowchart LR"]
    drawn: set[str] = set()
    for number, frame in enumerate(model.frames.values(), 1):
        members = [member for member in frame.elements if member in model.elements and member not in drawn]
        if frame.kind == "bounded_context" and members:
            lines.append(f'  subgraph f{number}["{_escaped(frame.label or "Context")}"]')
            lines += [f"    {_node(node[member], model.elements[member])}" for member in members]
            lines.append("  end")
            drawn.update(members)
    lines += [f"  {_node(node[key], element)}" for key, element in model.elements.items() if key not in drawn]
    for link in model.links.values():
        arrow = "-. compensates .->" if link.role == "compensates" else "-->"
        lines.append(f"  {node[link.source]} {arrow} {node[link.target]}")
    used = dict.fromkeys(element.kind for element in model.elements.values())
    lines += [f"  classDef {kind} fill:{KINDS[kind].colour},stroke:#333,color:#111" for kind in used]
    return Exported(("\n".join(lines) + "\n").encode("utf-8", "replace"), tuple(_losses(model)))


def _node(name: str, element: Element) -> str:
    opening, closing = _SHAPES.get(element.kind, ("[", "]"))
    return f'{name}{opening}"{_escaped(element.label or " ")}"{closing}:::{element.kind}'


def _escaped(text: str) -> str:
    """Text inside double quotes: whatever could end them, or be read as markup, as an entity."""
    return re.sub(r"[^\w .,;!?()'’“”„+/=-]", lambda found: f"#{ord(found[0])};", shown(text))


def _losses(model: Model) -> Iterator[str]:
    if any(element.fields or element.description for element in model.elements.values()) or model.types:
        yield "Fields, descriptions and types are not drawn; they travel in a comment."
    if any(element.placed for element in model.elements.values()):
        yield "Mermaid places the notes itself; positions travel in a comment."
    if any(frame.kind != "bounded_context" for frame in model.frames.values()):
        yield "Swimlanes and regions are not drawn; they travel in a comment."


FORMAT = Format(
    "mermaid",
    "Mermaid flowchart",
    (".mmd", ".mermaid"),
    read,
    write,
    lambda data: b"%% eventstorm/board " in data[:100],
)
