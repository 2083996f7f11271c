"""CSV and TSV: a row is a note. A header names the columns; without one the first column is the text."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace

from codegen.formats.format import Exported, Format, Imported, NotThisFormat, text_of
from codegen.formats.wording import kind_and_label, kind_of_word
from modeling import limits
from modeling.model import Element, Frame, Model

_COLUMNS = {
    "text": {"text", "label", "content", "note", "sticky", "sticky note", "title", "name"},
    "kind": {"kind", "type"},
    "x": {"x", "x position", "position x", "left"},
    "y": {"y", "y position", "position y", "top"},
    "description": {"description", "notes"},
    "context": {"context", "bounded context", "frame", "section", "group"},
}
_CELL = 200_000  # characters


def read(data: bytes) -> Imported:
    text = text_of(data)
    csv.field_size_limit(_CELL)
    first = text.split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise NotThisFormat(f"The file is not a table: {error}.") from None
    if not rows:
        raise NotThisFormat("The table has no rows, so there is nothing to put on a board.")
    columns = _columns(rows[0])
    losses = _unread(rows[0], columns) if columns else []
    model = Model()
    members: dict[str, list[str]] = {}
    for row in rows[1:] if columns else rows:
        cells = {name: row[at].strip() for name, at in (columns or {"text": 0}).items() if at < len(row)}
        if not cells.get("text"):
            continue
        if len(model.elements) >= limits.ELEMENTS:
            losses.append(f"A board holds {limits.ELEMENTS} notes; the rows after these were left out.")
            break
        element = _element(f"n{len(model.elements) + 1}", cells)
        model.elements[element.id] = element
        if context := cells.get("context", "")[: limits.LABEL]:
            members.setdefault(context, []).append(element.id)
    if not model.elements:
        raise NotThisFormat("No row of the table has a text, so there is nothing to put on a board.")
    for number, (label, held) in enumerate(members.items(), 1):
        frame = Frame(f"f{number}", "bounded_context", label, elements=tuple(held))
        model.frames[frame.id] = frame
    return Imported(model, tuple(losses))


def write(model: Model) -> Exported:
    context_of = {member: frame.label for frame in model.frames.values() for member in frame.elements}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["kind", "text", "x", "y", "context", "description"])
    for element in model.elements.values():
        position = ["" if value is None else f"{value:g}" for value in (element.x, element.y)]
        texts = [_harmless(text) for text in (element.label, context_of.get(element.id, ""), element.description)]
        writer.writerow([element.kind, texts[0], *position, *texts[1:]])
    losses = [
        f"{count} {name} are not in a table of notes."
        for name, count in (
            ("links", len(model.links)),
            ("types", len(model.types)),
            ("fields", sum(len(element.fields) for element in model.elements.values())),
        )
        if count
    ]
    return Exported(out.getvalue().encode("utf-8", "replace"), tuple(losses))


def _columns(header: list[str]) -> dict[str, int] | None:
    """Column by meaning; None where the first row is no header, that is, names no text."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        word = " ".join(cell.strip().lower().replace("_", " ").split())
        for meaning, words in _COLUMNS.items():
            if word in words and meaning not in found:
                found[meaning] = at
                break
    return found if "text" in found else None


def _unread(header: list[str], columns: dict[str, int]) -> list[str]:
    rest = [cell for at, cell in enumerate(header) if at not in columns.values() and cell.strip()]
    return [f"The column “{cell[:60]}” was not read." for cell in rest]


def _element(identifier: str, cells: dict[str, str]) -> Element:
    text = cells["text"].removeprefix("'") if cells["text"][:2] in _FORMULAS else cells["text"]
    kind, label = (named, text) if (named := kind_of_word(cells.get("kind", ""))) else kind_and_label(text)
    element = Element(
        identifier,
        kind or "domain_event",
        label[: limits.LABEL],
        description=cells.get("description", "")[: limits.DESCRIPTION],
    )
    x, y = _number(cells.get("x", "")), _number(cells.get("y", ""))
    return replace(element, x=x, y=y) if x is not None and y is not None else element


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= limits.COORDINATE else None


_FORMULAS = {f"'{sign}" for sign in "=+-@\t\r"}


def _harmless(text: str) -> str:
    """A spreadsheet takes a cell that begins with one of these signs for a formula and runs it."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


FORMAT = Format("csv", "Table of notes (CSV, TSV)", (".csv", ".tsv"), read, write)
