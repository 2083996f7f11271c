"""Plain text: a line is a note; `Command: …` prefixes give kinds; an indented line belongs to the one above.

A line without a prefix is a domain event, which is what one collects first. An indented line such as `total: money` is
a field of the note above, any other becomes part of its description. `# Title` names the board.
"""

from __future__ import annotations

import re
from dataclasses import replace

from codegen.formats.format import Exported, Format, Imported, NotThisFormat, text_of
from codegen.formats.wording import kind_and_label
from modeling import limits
from modeling.kinds import KINDS
from modeling.model import Element, Field, Model
from modeling.types import TypeSyntaxError, parse_type

_BULLET = re.compile(r"(?:[-*•+]|\d{1,4}[.)])\s+")
_FIELD = re.compile(r"([^\W\d]\w{0,99})\s*:\s*(\S+)")


def read(data: bytes) -> Imported:
    model = Model()
    last = ""
    left_out: list[str] = []
    for number, line in enumerate(text_of(data).splitlines(), 1):
        text = _BULLET.sub("", line.strip(), count=1)
        if not text:
            continue
        if line.startswith("# ") and not model.name and not model.elements:
            model.name = line[2:].strip()[: limits.NAME]
        elif line[0] in " \t" and last:
            model.elements[last] = _belongs(model.elements[last], text)
        elif len(model.elements) >= limits.ELEMENTS:
            left_out.append(f"From line {number} on: a board holds {limits.ELEMENTS} notes. Split the text.")
            break
        else:
            kind, label = kind_and_label(text)
            if len(label) > limits.LABEL:
                left_out.append(f"Line {number}: only the first {limits.LABEL} characters of the note were kept.")
            last = f"n{len(model.elements) + 1}"
            model.elements[last] = Element(last, kind or "domain_event", label[: limits.LABEL])
    if not model.elements:
        raise NotThisFormat("The text has no lines, so there is nothing to put on a board.")
    return Imported(model, tuple(left_out))


def write(model: Model) -> Exported:
    lines = [f"# {_line(model.name)}", ""] if model.name else []
    for element in model.elements.values():
        lines.append(f"{KINDS[element.kind].name}: {_line(element.label)}")
        lines += [f"  {field.name}: {field.type}" for field in element.fields]
        lines += [f"  {_line(text)}" for text in element.description.splitlines()]
    losses = [
        f"{len(held)} {name} are not in a plain text."
        for name, held in (("links", model.links), ("frames", model.frames), ("types", model.types))
        if held
    ]
    if any(element.placed for element in model.elements.values()):
        losses.append("Positions are not in a plain text.")
    return Exported(("\n".join(lines) + "\n").encode("utf-8", "replace"), tuple(losses))


def _belongs(element: Element, text: str) -> Element:
    if (found := _FIELD.fullmatch(text)) and len(element.fields) < limits.FIELDS and _is_type(found[2]):
        return replace(element, fields=(*element.fields, Field(found[1], found[2])))
    description = f"{element.description}\n{text}" if element.description else text
    return replace(element, description=description[: limits.DESCRIPTION])


def _is_type(text: str) -> bool:
    try:
        parse_type(text)
    except TypeSyntaxError:
        return False
    return True


def _line(text: str) -> str:
    return " ".join(text.split())


FORMAT = Format("text", "Plain text, a line a note", (".txt", ".text"), read, write)
