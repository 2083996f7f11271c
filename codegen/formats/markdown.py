"""A report to read: what is on the wall, context by context. The document itself travels in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codegen.formats.carried import carried, carry
from codegen.formats.format import Exported, Format, Imported, NotThisFormat, shown, text_of
from modeling.kinds import FOLLOWS, KINDS
from modeling.model import Element, Field, Model

_SEQUENCE = (
    "domain_event", "command", "aggregate", "policy", "read_model", "external_system", "actor", "hotspot",
    "opportunity", "note",
)  # fmt: skip


def read(data: bytes) -> Imported:
    found = carried(text_of(data))
    if found is None:
        raise NotThisFormat("Only a report that this program exported can be read: this one carries no board.")
    return found


def write(model: Model) -> Exported:
    blocks = [f"# {escaped(model.name) or 'Event Storm'}", _summary(model)]
    seen: set[str] = set()
    for frame in model.frames.values():
        members = [model.elements[m] for m in frame.elements if m in model.elements and m not in seen]
        if frame.kind == "bounded_context" and members:
            blocks += [f"## {escaped(frame.label) or 'Context without a name'}", *_elements(members)]
            seen.update(element.id for element in members)
    rest = [element for key, element in model.elements.items() if key not in seen]
    if rest:
        blocks += ["## Outside any context" if seen else "## Notes", *_elements(rest)]
    blocks += [*_flow(model), *_types(model), f"<!-- {carry(model)} -->"]
    return Exported(("\n\n".join(blocks) + "\n").encode("utf-8", "replace"), ())


def escaped(text: str) -> str:
    """One line of Markdown that shows `text` as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", shown(text))


def _summary(model: Model) -> str:
    counts = dict.fromkeys(_SEQUENCE, 0)
    for element in model.elements.values():
        counts[element.kind] += 1
    parts = [f"{count} × {KINDS[code].name.lower()}" for code, count in counts.items() if count]
    return f"Level: {model.level.value.replace('_', ' ')}. " + (
        ", ".join(parts) + "." if parts else "The wall is empty."
    )


def _elements(elements: Iterable[Element]) -> Iterator[str]:
    held = list(elements)
    for code in _SEQUENCE:
        same = [element for element in held if element.kind == code]
        if same:
            yield f"### {KINDS[code].name}"
            yield "\n".join(_entry(element) for element in same)


def _entry(element: Element) -> str:
    marks = [" (pivotal)"] if element.pivotal else []
    if element.kind == "hotspot":
        marks.append(" (resolved)" if element.state == "resolved" else " (open)")
    line = f"- **{escaped(element.label) or '(empty)'}**{''.join(marks)}"
    if element.description:
        line += f" — {escaped(element.description)}"
    return "\n".join([line, *(f"  - {_field(field)}" for field in element.fields)])


def _field(field: Field) -> str:
    marks = [] if field.required else ["optional"]
    marks += ["personal data"] if field.personal else []
    text = f"{escaped(field.name)}: {escaped(field.type)}" + (f" ({', '.join(marks)})" if marks else "")
    return f"{text} — {escaped(field.description)}" if field.description else text


def _flow(model: Model) -> Iterator[str]:
    if not model.links:
        return
    yield "## Flow"
    lines = []
    for link in model.links.values():
        source, target = model.elements[link.source], model.elements[link.target]
        verb = "takes back" if link.role == "compensates" else FOLLOWS.get((source.kind, target.kind), "leads to")
        lines.append(f"- {escaped(source.label) or '(empty)'} *{verb}* {escaped(target.label) or '(empty)'}")
    yield "\n".join(lines)


def _types(model: Model) -> Iterator[str]:
    if not model.types:
        return
    yield "## Types"
    lines = []
    for kind in model.types.values():
        symbols = ": " + ", ".join(escaped(symbol) for symbol in kind.symbols) if kind.symbols else ""
        lines += [f"- **{escaped(kind.name)}**{symbols}", *(f"  - {_field(field)}" for field in kind.fields)]
    yield "\n".join(lines)


FORMAT = Format(
    "markdown", "Markdown report", (".md", ".markdown"), read, write, lambda data: b"<!-- eventstorm/board " in data
)
